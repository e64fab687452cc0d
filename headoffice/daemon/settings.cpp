// SPDX-License-Identifier: Apache-2.0
#include "headoffice/daemon/settings.hpp"

#include <fmt/format.h>

#include <charconv>

#include "kiosk/config/checked_toml.hpp"

namespace jiaohao::headoffice {
namespace {

using config::Range;
using config::Table;

constexpr config::TextRule kEndpointText{
    3, 300, {}, "an address with a port, such as 127.0.0.1:8443 or [::1]:8443"};
constexpr config::TextRule kHostText{1, 253,
                                     "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.:-",
                                     "a name or address without scheme and port, such as office.example"};
constexpr config::TextRule kZoneText{1, 64, {}, "a time zone such as Asia/Shanghai or +08:00"};

Endpoint endpoint_at(Table& table, std::string_view key, const Endpoint& fallback) {
    if (!table.has(key)) {
        return fallback;
    }
    auto endpoint = parse_endpoint(table.text(key, kEndpointText));
    if (!endpoint) {
        table.problem(key, endpoint.error());
        return fallback;
    }
    return *endpoint;
}

void path_at(Table& table, std::string_view key, std::filesystem::path& target) {
    if (table.has(key)) {
        target = table.path(key);
    }
}

template <class Number>
Number number_at(Table& table, std::string_view key, Range range, Number fallback) {
    return static_cast<Number>(table.integer(key, range, static_cast<std::int64_t>(fallback)));
}

void read_store(Table table, Settings& settings) {
    path_at(table, "folder", settings.folder);
    settings.quota_mib = number_at(table, "quota_mib", {0, 100'000'000}, settings.quota_mib);
    settings.least_free_mib = number_at(table, "least_free_mib", {0, 1'000'000}, settings.least_free_mib);
    table.done();
}

void read_terminals(Table table, Settings& settings) {
    settings.terminals = endpoint_at(table, "listen", settings.terminals);
    path_at(table, "certificate", settings.terminals_tls.certificate);
    path_at(table, "key", settings.terminals_tls.key);
    path_at(table, "client_ca", settings.terminals_tls.client_ca);
    settings.events_per_s = number_at(table, "events_per_s", {1, 1'000'000}, settings.events_per_s);
    settings.requests_per_s = number_at(table, "requests_per_s", {1, 10'000}, settings.requests_per_s);
    settings.contact_period = std::chrono::seconds{
        number_at(table, "contact_period_s", {5, 3600}, settings.contact_period.count())};
    settings.connections = number_at(table, "connections", {1, 1'000'000}, settings.connections);
    table.done();
}

void read_readers(Table table, Settings& settings) {
    settings.readers = endpoint_at(table, "listen", settings.readers);
    path_at(table, "certificate", settings.readers_tls.certificate);
    path_at(table, "key", settings.readers_tls.key);
    path_at(table, "pages", settings.pages);
    if (table.has("names")) {
        settings.readers_names = table.texts("names", kHostText);
    }
    table.done();
}

void read_halls(Table& root, Settings& settings) {
    if (auto table = root.table("halls")) {
        settings.time_zone = table->text("time_zone", kZoneText, settings.time_zone);
        table->done();
    }
    for (Table& hall : root.tables("hall", 100'000)) {
        const std::string id = hall.text("id", config::kIdText);
        settings.hall_time_zones[id] = hall.text("time_zone", kZoneText);
        hall.done();
    }
}

void read_terminal_list(Table& root, Settings& settings) {
    for (Table& terminal : root.tables("terminal", 1'000'000)) {
        const std::string id = terminal.text("id", config::kIdText);
        const std::string hall = terminal.text("hall", config::kIdText);
        if (!settings.terminal_halls.emplace(id, hall).second) {
            terminal.problem("id", fmt::format("terminal \"{}\" stands here twice: name it once", id));
        }
        terminal.done();
    }
}

void read_log(Table table, Settings& settings) {
    const std::string level = table.choice("level", {"debug", "info", "warning", "error"}, "info");
    settings.log_level = parse_log_level(level).value_or(LogLevel::info);
    table.done();
}

}  // namespace

bool Endpoint::loopback() const {
    return address == "::1" || address == "localhost" || address.starts_with("127.");
}

Result<Endpoint, std::string> parse_endpoint(const std::string& text) {
    const std::size_t colon = text.rfind(':');
    const std::string port = colon == std::string::npos ? "" : text.substr(colon + 1);
    std::string address = text.substr(0, colon);
    const bool bracketed = address.size() > 2 && address.front() == '[' && address.back() == ']';
    if (bracketed) {
        address = address.substr(1, address.size() - 2);
    }
    std::uint16_t number = 0;
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), number);
    if (port.empty() || error != std::errc{} || end != port.data() + port.size() || address.empty() ||
        (!bracketed && address.find(':') != std::string::npos)) {
        return fail(
            fmt::format("\"{}\" is no address with a port: write 127.0.0.1:8443 or [::1]:8443", text));
    }
    return Endpoint{std::move(address), number};
}

std::optional<LogLevel> parse_log_level(const std::string& text) {
    if (text == "debug") {
        return LogLevel::debug;
    }
    if (text == "info") {
        return LogLevel::info;
    }
    if (text == "warning") {
        return LogLevel::warning;
    }
    return text == "error" ? std::optional(LogLevel::error) : std::nullopt;
}

Result<void, std::string> read_settings(const std::vector<std::filesystem::path>& files, Settings& settings) {
    config::Problems problems;
    if (auto root = config::open_toml(files, problems)) {
        if (auto table = root->table("store")) {
            read_store(*table, settings);
        }
        if (auto table = root->table("terminals")) {
            read_terminals(*table, settings);
        }
        if (auto table = root->table("readers")) {
            read_readers(*table, settings);
        }
        if (auto table = root->table("log")) {
            read_log(*table, settings);
        }
        read_halls(*root, settings);
        read_terminal_list(*root, settings);
        root->done();
    }
    if (!problems.empty()) {
        return fail(problems.text());
    }
    return {};
}

Result<void, std::string> check_settings(const Settings& settings) {
    if (settings.folder.empty()) {
        return fail(std::string("no folder for the store: set store.folder or --folder"));
    }
    const TlsFiles& tls = settings.terminals_tls;
    if (tls.certificate.empty() || tls.key.empty() || tls.client_ca.empty()) {
        return fail(
            std::string("terminals speak mutual TLS only: set terminals.certificate, .key and .client_ca, or "
                        "--tls-folder with a "
                        "folder made by headofficed dev-ca"));
    }
    const bool plain = settings.readers_tls.certificate.empty() && settings.readers_tls.key.empty();
    if (!plain && (settings.readers_tls.certificate.empty() || settings.readers_tls.key.empty())) {
        return fail(std::string("readers.certificate and readers.key go together: set both or neither"));
    }
    if (plain && !settings.readers.loopback()) {
        return fail(
            fmt::format("readers.listen is {}: without TLS only a loopback address is allowed; set "
                        "readers.certificate and readers.key, or listen on 127.0.0.1 behind a proxy",
                        settings.readers.address));
    }
    return {};
}

}  // namespace jiaohao::headoffice
