// SPDX-License-Identifier: Apache-2.0
#include "headoffice/daemon/head_office.hpp"

#include <fmt/format.h>

#include <optional>
#include <thread>
#include <tuple>
#include <utility>

#include "headoffice/daemon/roll_up_worker.hpp"
#include "headoffice/feeds/http_adapter.hpp"
#include "headoffice/ingest/ingest_service.hpp"
#include "headoffice/ingest/problem.hpp"
#include "headoffice/store/sqlite_store.hpp"
#include "kiosk/http/server.hpp"
#include "kiosk/http/static_folder.hpp"

namespace jiaohao::headoffice {
namespace {

Result<feeds::Zones, std::string> zones_of(const Settings& settings) {
    auto fallback = feeds::Zone::of(settings.time_zone);
    if (!fallback) {
        return fail("halls.time_zone: " + fallback.error());
    }
    feeds::Zones zones{*fallback, {}};
    for (const auto& [hall, text] : settings.hall_time_zones) {
        auto zone = feeds::Zone::of(text);
        if (!zone) {
            return fail(fmt::format("time zone of hall {}: {}", hall, zone.error()));
        }
        zones.by_hall.emplace(domain::HallId{hall}, *zone);
    }
    return zones;
}

IngestOptions ingest_options(const Settings& settings) {
    IngestOptions options;
    options.simulation = settings.simulation;
    options.allowance_events_per_s = settings.events_per_s;
    options.contact_period = settings.contact_period;
    options.rate.per_second = settings.requests_per_s;
    options.rate.burst = 3.0 * settings.requests_per_s;
    return options;
}

std::vector<std::pair<domain::TerminalId, domain::HallId>> terminal_list(const Settings& settings) {
    std::vector<std::pair<domain::TerminalId, domain::HallId>> list;
    for (const auto& [terminal, hall] : settings.terminal_halls) {
        list.emplace_back(terminal, hall);
    }
    return list;
}

std::string metrics_of(const http::ServerStats& stats) {
    return fmt::format(
        "# HELP jiaohao_http_requests_total HTTP requests.\n# TYPE jiaohao_http_requests_total counter\n"
        "jiaohao_http_requests_total {}\n"
        "# HELP jiaohao_http_bad_requests_total Requests refused before they reached a handler.\n"
        "# TYPE jiaohao_http_bad_requests_total counter\njiaohao_http_bad_requests_total {}\n"
        "# HELP jiaohao_http_handshakes_failed_total TLS handshakes that failed.\n"
        "# TYPE jiaohao_http_handshakes_failed_total counter\njiaohao_http_handshakes_failed_total {}\n"
        "# HELP jiaohao_http_connections Open connections.\n# TYPE jiaohao_http_connections gauge\n"
        "jiaohao_http_connections {}\n",
        stats.requests, stats.bad_requests, stats.handshakes_failed, stats.connections);
}

http::HttpListenerOptions options_for_readers(const Settings& settings) {
    http::HttpListenerOptions options;
    options.address = settings.readers.address;
    options.port = settings.readers.port;
    if (!settings.readers_tls.certificate.empty()) {
        options.tls.emplace();
        options.tls->certificate_file = settings.readers_tls.certificate.string();
        options.tls->key_file = settings.readers_tls.key.string();
    }
    // Readers send questions, not data.
    options.limits.body = 4096;
    options.on_error = as_problem;
    // A page of a stranger's whose name was made to point here must read nothing.
    options.hosts = settings.readers_names;
    return options;
}

http::HttpListenerOptions options_for_terminals(const Settings& settings) {
    http::HttpListenerOptions options;
    options.address = settings.terminals.address;
    options.port = settings.terminals.port;
    options.limits.connections = settings.connections;
    options.on_error = as_problem;
    options.tls.emplace();
    options.tls->certificate_file = settings.terminals_tls.certificate.string();
    options.tls->key_file = settings.terminals_tls.key.string();
    options.tls->client_ca_file = settings.terminals_tls.client_ca.string();
    options.tls->client_certificate = http::TlsOptions::ClientCertificate::required;
    return options;
}

using Ports = std::pair<std::uint16_t, std::uint16_t>;

Result<Ports, std::string> listen_on(http::Server& server, const Settings& settings,
                                     http::Handler for_terminals, http::Handler for_readers) {
    const auto terminals = server.listen_http(options_for_terminals(settings), std::move(for_terminals));
    if (!terminals) {
        return fail("terminals.listen: " + terminals.error().detail);
    }
    const auto readers = server.listen_http(options_for_readers(settings), std::move(for_readers));
    if (!readers) {
        return fail("readers.listen: " + readers.error().detail);
    }
    return Ports{*terminals, *readers};
}

/// Ports, certificates and pages, tried before the store is made: a start that fails leaves nothing behind. Nobody is
/// served, so whoever connects in this moment connects again.
Result<void, std::string> rehearse(const Settings& settings, Log log) {
    if (!settings.pages.empty()) {
        if (auto folder = http::StaticFolder::load(settings.pages.string(), {}); !folder) {
            return fail("readers.pages: " + folder.error());
        }
    }
    http::Server server(log);
    const auto nobody = [](const http::Request&, const http::Responder&) {};
    if (const auto ports = listen_on(server, settings, nobody, nobody); !ports) {
        return fail(ports.error());
    }
    return {};
}

}  // namespace

struct HeadOffice::Impl {
    Impl(std::unique_ptr<SqliteStore> the_store, const Settings& settings, feeds::FeedOptions feed_options,
         const Clock& clock, Log log)
        : store(std::move(the_store)),
          feed_service(*store, *store, clock, log, std::move(feed_options)),
          worker(feed_service, *store),
          ingest(*store, clock, log, with_wake(ingest_options(settings))),
          feed_handler(feed_service),
          server(log) {}
    ~Impl() {
        server.stop();
        if (net.joinable()) {
            net.join();
        }
    }

    IngestOptions with_wake(IngestOptions options) {
        options.on_stored = [this] { worker.wake(); };
        return options;
    }
    Result<void, std::string> listen(const Settings& settings);
    void read(const http::Request& request, const http::Responder& responder);

    std::unique_ptr<SqliteStore> store;
    feeds::FeedService feed_service;
    RollUpWorker worker;
    IngestService ingest;
    feeds::FeedHandler feed_handler;
    std::optional<http::StaticFolder> pages;
    http::Server server;
    std::uint16_t terminals_port = 0;
    std::uint16_t readers_port = 0;
    std::jthread net;
};

void HeadOffice::Impl::read(const http::Request& request, const http::Responder& responder) {
    const bool reading = request.method == "GET" || request.method == "HEAD";
    if (reading && request.path == "/healthz") {
        const std::string sickness = worker.sickness();
        return responder(
            http::text_response(sickness.empty() ? 200 : 503, sickness.empty() ? "ok\n" : sickness + "\n"));
    }
    if (reading && request.path == "/metrics") {
        auto response =
            http::text_response(200, ingest.metrics() + worker.metrics() + metrics_of(server.stats()));
        response.headers["Content-Type"] = "text/plain; version=0.0.4; charset=utf-8";
        return responder(std::move(response));
    }
    if (feed_handler.take(request, responder)) {
        return;
    }
    if (pages) {
        if (auto response = pages->serve(request)) {
            return responder(std::move(*response));
        }
    }
    responder(to_response({404, "not-found", "Not found", "there is nothing at this address", {}, {}}));
}

Result<void, std::string> HeadOffice::Impl::listen(const Settings& settings) {
    if (!settings.pages.empty()) {
        auto folder = http::StaticFolder::load(settings.pages.string(), {});
        if (!folder) {
            return fail("readers.pages: " + folder.error());
        }
        pages = std::move(*folder);
    }
    const auto ports = listen_on(
        server, settings,
        [this](http::Request request, http::Responder responder) {
            ingest.handle(std::move(request), std::move(responder));
        },
        [this](const http::Request& request, const http::Responder& responder) { read(request, responder); });
    if (!ports) {
        return fail(ports.error());
    }
    std::tie(terminals_port, readers_port) = *ports;
    net = std::jthread([this] { server.run(); });
    return {};
}

Result<std::unique_ptr<HeadOffice>, std::string> HeadOffice::start(const Settings& settings,
                                                                   const Clock& clock, Log log) {
    auto zones = zones_of(settings);
    if (!zones) {
        return fail(zones.error());
    }
    if (const auto good = rehearse(settings, log); !good) {
        return fail(good.error());
    }
    std::error_code error;
    std::filesystem::create_directories(settings.folder, error);
    if (error) {
        return fail(
            fmt::format("store.folder: cannot make {}: {}", settings.folder.string(), error.message()));
    }
    SqliteStoreOptions store_options;
    store_options.file = settings.folder / "headoffice.db";
    store_options.quota_bytes = settings.quota_mib << 20U;
    store_options.least_free_bytes = settings.least_free_mib << 20U;
    auto store = SqliteStore::open(store_options);
    if (!store) {
        return fail(store.error().detail);
    }
    if (auto listed = (*store)->list(terminal_list(settings), clock.wall()); !listed) {
        return fail(listed.error().detail);
    }
    feeds::FeedOptions feed_options;
    feed_options.simulation = settings.simulation;
    feed_options.zones = std::move(*zones);
    auto impl = std::make_unique<Impl>(std::move(*store), settings, std::move(feed_options), clock, log);
    if (const auto listening = impl->listen(settings); !listening) {
        return fail(listening.error());
    }
    return std::unique_ptr<HeadOffice>(new HeadOffice(std::move(impl)));
}

HeadOffice::HeadOffice(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
HeadOffice::~HeadOffice() = default;

std::uint16_t HeadOffice::terminals_port() const {
    return impl_->terminals_port;
}

std::uint16_t HeadOffice::readers_port() const {
    return impl_->readers_port;
}

void HeadOffice::reload_certificates() {
    static_cast<void>(impl_->server.reload_certificates());
}

}  // namespace jiaohao::headoffice
