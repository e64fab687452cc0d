// SPDX-License-Identifier: Apache-2.0
#include "kiosk/daemon/wiring.hpp"

#include <fmt/format.h>
#include <time.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "kiosk/wire/event_codec.hpp"

namespace jiaohao::daemon {
namespace {

wire::api::RoleSet roles_of(const std::vector<std::string>& codes) {
    wire::api::RoleSet roles;
    for (const std::string& code : codes) {
        if (const auto role = wire::api::role_from_code(code)) {
            roles.add(*role);
        }
    }
    return roles;
}

}  // namespace

domain::LocalTime local_time(WallTime at) {
    const time_t seconds = std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
    tm parts{};
    localtime_r(&seconds, &parts);
    return {std::chrono::year{parts.tm_year + 1900} / (parts.tm_mon + 1) / parts.tm_mday,
            std::chrono::hours{parts.tm_hour} + std::chrono::minutes{parts.tm_min} +
                std::chrono::seconds{parts.tm_sec}};
}

domain::BusinessDay local_date(WallTime at) {
    return local_time(at).date;
}

service::HallOptions hall_options(const config::KioskConfig& config) {
    service::HallOptions options;
    options.config = config.hall;
    options.terminal = config.terminal;
    options.config_hash = config_hash(config);
    options.snapshot_every = config.journal.snapshot_every;
    options.today = local_date;
    options.local = local_time;
    if (config.owner) {
        // What is the owner's to do is not done here: nobody is called, nobody waits too long or is told to.
        domain::HallConfig& hall = options.config;
        hall.satellite = true;
        hall.satellites.clear();
        hall.targets.alert_wait = {};
        hall.calling.expire_after = {};
        for (domain::CounterConfig& counter : hall.counters) {
            counter.auto_call = false;
        }
        for (domain::ServiceConfig& service : hall.services) {
            service.at_closing = domain::ClosingRule::serve;
        }
    }
    return options;
}

api::ApiOptions api_options(const config::KioskConfig& config) {
    api::ApiOptions options;
    const config::ApiConfig& api = config.api;
    if (!api.socket.empty()) {
        http::UnixListenerOptions socket;
        socket.path = api.socket.string();
        socket.mode = api.socket_mode;
        options.socket = socket;
    }
    if (api.port != 0) {
        http::HttpListenerOptions listener;
        listener.address = api.address;
        listener.port = api.port;
        listener.origins = api.origins;
        if (!api.certificate.empty()) {
            http::TlsOptions tls;
            tls.certificate_file = api.certificate.string();
            tls.key_file = api.key.string();
            listener.tls = tls;
        }
        options.listeners.push_back(std::move(listener));
    }
    for (const config::RoleGrant& grant : api.grants) {
        auto& by = grant.uid ? options.roles_of_uid : options.roles_of_gid;
        auto& roles = by[grant.uid ? *grant.uid : grant.gid.value_or(0)];
        roles = roles.either(roles_of(grant.roles));
    }
    for (const config::TokenGrant& token : api.tokens) {
        options.tokens.push_back({token.name, token.sha256, roles_of(token.roles),
                                  token.counter ? token.counter->get() : "",
                                  token.terminal.value_or(domain::TerminalId{})});
    }
    options.pins = config.pins;
    for (const auto& [clerk, roles] : config.staff) {
        options.staff[clerk] = roles_of(roles);
    }
    for (const domain::CounterConfig& counter : config.hall.counters) {
        options.counter_labels.try_emplace(counter.label, counter.id);
    }
    for (const domain::CounterConfig& counter : config.hall.counters) {
        options.counter_labels.erase(counter.id.get());
    }
    if (!api.pages.empty()) {
        for (const char* const page : {"counter", "manager"}) {
            options.pages.push_back({fmt::format("/{}/", page), (api.pages / page).string()});
        }
    }
    options.names = api.names;
    options.guest_allowed = api.guest_allowed;
    options.limits.guests_per_address = api.guests_per_address;
    // As many may come back at once after a restart, each of them with a few connections for its page.
    api::ApiLimits& limits = options.limits;
    limits.unknown_per_address = std::max<std::size_t>(limits.unknown_per_address, api.guests_per_address);
    limits.unknown = std::max(limits.unknown, limits.unknown_per_address);
    limits.plain_per_address = std::max(limits.plain_per_address, std::size_t{4} * api.guests_per_address);
    options.today = local_date;
    options.time_zone = config.time_zone;
    return options;
}

upload::CurlOptions curl_options(const config::UploadConfig& config) {
    upload::CurlOptions options;
    options.address = config.url;
    options.ca_file = config.ca.string();
    options.certificate_file = config.certificate.string();
    options.key_file = config.key.string();
    options.proxy = config.proxy;
    return options;
}

upload::UploadOptions upload_options(const config::KioskConfig& config) {
    upload::UploadOptions options;
    options.hall = config.hall.hall;
    options.terminal = config.terminal;
    options.batch.least_events = config.upload.least_events;
    options.batch.most_events = config.upload.most_events;
    options.batch.most_bytes = config.upload.most_bytes;
    options.batch.most_age = config.upload.most_age;
    options.contact_period = config.upload.contact_period;
    return options;
}

std::string config_hash(const config::KioskConfig& config) {
    std::string all;
    for (const auto& path : config.files) {
        std::ifstream file(path, std::ios::binary);
        all.append(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
        all += '\n';
    }
    return wire::to_hex(wire::hash_of(all));
}

}  // namespace jiaohao::daemon
