// Further ticket terminals of the hall: [[satellite]] at the terminal that owns the queue, [owner] at each of them.
// SPDX-License-Identifier: Apache-2.0
#include <arpa/inet.h>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <map>

#include "kiosk/config/sections.hpp"

namespace jiaohao::config {
namespace {

constexpr std::size_t kMostSatellites = 50;
/// As much as the API takes (kiosk/wire/api_messages.cpp).
constexpr std::size_t kMostToken = 256;
constexpr std::size_t kMostDevice = 32;
constexpr std::size_t kMostSocketPath = 107;
constexpr std::string_view kUrls =
    "wss://host:port, ws://127.0.0.1:port (this machine alone) or unix:/path/of/api.sock, without a path "
    "behind "
    "the port";
const TextRule kUrlText{1, 300, {}, "the address of the main terminal's API"};

/// Devices of a satellite are "<terminal>-<device>" here: nothing else may be called so.
bool could_be_of(std::string_view id, std::string_view terminal) {
    return id == terminal ||
           (id.size() > terminal.size() && id.starts_with(terminal) && id[terminal.size()] == '-');
}

std::vector<std::string> own_devices(const KioskConfig& config) {
    std::vector<std::string> ids;
    for (const PrinterConfig& printer : config.printers) {
        ids.push_back(printer.id.get());
    }
    for (const KeypadConfig& keypad : config.keypads) {
        ids.push_back(keypad.id.get());
    }
    for (const BusLineConfig& line : config.lines) {
        ids.push_back(line.id.get());
        for (const auto* const places : {&line.handsets, &line.pads, &line.displays}) {
            for (const BusAddress& place : *places) {
                ids.push_back(place.id.get());
            }
        }
    }
    return ids;
}

void check_names(const Table& table, const KioskConfig& config, const std::string& terminal) {
    if (terminal == config.terminal.get()) {
        return table.problem("terminal", fmt::format("\"{}\" is this terminal's own id", terminal));
    }
    for (const domain::SatelliteConfig& other : config.hall.satellites) {
        const std::string& name = other.terminal.get();
        if (name == terminal) {
            table.problem("terminal", fmt::format("\"{}\" is another satellite's terminal", terminal));
        } else if (could_be_of(name, terminal) || could_be_of(terminal, name)) {
            table.problem("terminal",
                          fmt::format("\"{}\" and \"{}\": one begins with the other, so that their "
                                      "devices could not be told apart; rename one",
                                      terminal, name));
        }
    }
    for (const std::string& device : own_devices(config)) {
        if (could_be_of(device, terminal)) {
            table.problem("terminal",
                          fmt::format("device \"{}\" could be one of satellite \"{}\"; rename the device",
                                      device, terminal));
        }
    }
}

bool has_token(const KioskConfig& config, const domain::TerminalId& terminal) {
    return std::ranges::any_of(config.api.tokens,
                               [&](const TokenGrant& token) { return token.terminal == terminal; });
}

struct Address {
    std::string host;
    bool good = false;
};

/// "host", "host:port" or "[v6]:port".
Address host_of(std::string_view text) {
    Address address;
    std::string_view port;
    if (text.starts_with('[')) {
        const std::size_t end = text.find(']');
        address.host = text.substr(1, end == std::string_view::npos ? end : end - 1);
        const std::string_view rest = end == std::string_view::npos ? "?" : text.substr(end + 1);
        address.good = rest.empty() || rest.starts_with(':');
        port = rest.empty() ? rest : rest.substr(1);
        address.good = address.good && rest != ":";
    } else {
        const std::size_t colon = text.find(':');
        address.host = text.substr(0, colon);
        address.good = colon == std::string_view::npos || colon + 1 < text.size();
        port = colon == std::string_view::npos ? std::string_view{} : text.substr(colon + 1);
    }
    unsigned number = 1;
    const auto [stop, error] = std::from_chars(port.data(), port.data() + port.size(), number);
    const bool number_good = port.empty() || (error == std::errc{} && stop == port.data() + port.size() &&
                                              number > 0 && number < 65536);
    address.good = address.good && number_good && !address.host.empty() &&
                   address.host.find_first_of("/?#@ \t") == std::string::npos;
    return address;
}

/// Addresses only: a name such as "127.main.example" is anybody's.
bool is_loopback(const std::string& host) {
    in_addr four{};
    in6_addr six{};
    if (inet_pton(AF_INET, host.c_str(), &four) == 1) {
        return ntohl(four.s_addr) >> 24U == IN_LOOPBACKNET;
    }
    if (inet_pton(AF_INET6, host.c_str(), &six) == 1) {
        return IN6_IS_ADDR_LOOPBACK(&six);
    }
    return host == "localhost";
}

/// "" or what is wrong with it.
std::string wrong_url(std::string_view url) {
    constexpr std::string_view kUnix = "unix:";
    constexpr std::string_view kSecure = "wss://";
    constexpr std::string_view kPlain = "ws://";
    if (url.starts_with(kUnix)) {
        const std::string_view path = url.substr(kUnix.size());
        const bool good = path.starts_with('/') && path.size() <= kMostSocketPath;
        return good ? ""
                    : fmt::format("\"{}\"; needed after unix: a whole path of at most {} bytes", url,
                                  kMostSocketPath);
    }
    const bool plain = url.starts_with(kPlain);
    if (!plain && !url.starts_with(kSecure)) {
        return fmt::format("\"{}\"; needed: {}", url, kUrls);
    }
    const Address address = host_of(url.substr(plain ? kPlain.size() : kSecure.size()));
    if (!address.good) {
        return fmt::format("\"{}\"; needed: {}", url, kUrls);
    }
    return plain && !is_loopback(address.host)
               ? fmt::format(
                     "\"{}\" would tell the token to the network; use wss:// (ws:// is for this "
                     "machine alone)",
                     url)
               : "";
}

/// Whoever opens a pipe waits for its other end, perhaps for ever. What is not there is told by whoever opens it.
bool is_file_if_there(const Table& table, std::string_view key, const std::filesystem::path& path) {
    std::error_code unknown;
    const auto type = std::filesystem::status(path, unknown).type();
    using Type = std::filesystem::file_type;
    if (type == Type::regular || type == Type::not_found || type == Type::none || type == Type::unknown) {
        return true;
    }
    table.problem(key, fmt::format("{} is {}; needed: a file", path.string(),
                                   type == Type::directory ? "a folder" : "no file (a pipe or a device)"));
    return false;
}

void read_token_file(Table& table, OwnerConfig& owner) {
    const std::filesystem::path path = table.path("token_file");
    if (path.empty()) {
        return table.problem("token_file", "missing; needed: the file that holds this terminal's token");
    }
    if (!is_file_if_there(table, "token_file", path)) {
        return;
    }
    std::ifstream file(path, std::ios::binary);
    std::string text(kMostToken + 3, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(std::max<std::streamsize>(file.gcount(), 0)));
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) {
        text.pop_back();
    }
    const bool plain = std::ranges::all_of(text, [](char c) { return c > ' ' && c <= '~'; });
    if (file.bad() || (text.empty() && !file.eof())) {
        table.problem("token_file", fmt::format("{} cannot be read", path.string()));
    } else if (text.empty() || text.size() > kMostToken || !plain) {
        table.problem("token_file",
                      fmt::format("{} holds no token: needed is one line of 1 to {} printable ASCII "
                                  "characters without blanks",
                                  path.string(), kMostToken));
    }
    owner.token = std::move(text);
}

/// Its counters and what stands at them are the owner's.
void check_alone(const Table& top, const KioskConfig& config) {
    // An empty list is how one laid over another file takes away what stands there.
    const std::map<const char*, bool> stands{{"satellite", !config.hall.satellites.empty()},
                                             {"line", !config.lines.empty()},
                                             {"keypad", !config.keypads.empty()}};
    for (const auto& [key, there] : stands) {
        if (there) {
            top.problem(key,
                        fmt::format("a satellite ([owner]) has no [[{}]]: it belongs into the configuration "
                                    "of the terminal that owns the queue",
                                    key));
        }
    }
    for (const PrinterConfig& printer : config.printers) {
        const std::string name = config.terminal.get() + "-" + printer.id.get();
        if (name.size() > kMostDevice) {
            top.problem("printer",
                        fmt::format("the printer is \"{}\" at the owner: {} characters, at most {} are "
                                    "allowed; take a shorter terminal.id or printer id",
                                    name, name.size(), kMostDevice));
        }
    }
}

}  // namespace

void read_satellites(Table& top, KioskConfig& config) {
    for (Table& table : top.tables("satellite", kMostSatellites)) {
        domain::SatelliteConfig satellite;
        satellite.terminal = read_id<domain::TerminalId>(table, "terminal");
        satellite.lease = static_cast<std::uint32_t>(table.integer("lease", {1, 500}, 50));
        table.done();
        check_names(table, config, satellite.terminal.get());
        if (!has_token(config, satellite.terminal)) {
            table.problem("terminal",
                          fmt::format("no [[api.token]] has roles = [\"satellite\"] and terminal = "
                                      "\"{}\"; the satellite could not sign in",
                                      satellite.terminal.get()));
        }
        config.hall.satellites.push_back(std::move(satellite));
    }
    for (const TokenGrant& token : config.api.tokens) {
        if (token.terminal && config.hall.satellite_at(*token.terminal) == nullptr) {
            top.problem("api", fmt::format("token \"{}\" is of terminal \"{}\", but no [[satellite]] has it",
                                           token.name, token.terminal->get()));
        }
    }
}

void read_owner(Table& top, KioskConfig& config) {
    auto table = top.table("owner");
    if (!table) {
        return;
    }
    OwnerConfig owner;
    owner.url = table->text("url", kUrlText);
    if (const std::string wrong = owner.url.empty() ? std::string() : wrong_url(owner.url); !wrong.empty()) {
        table->problem("url", wrong);
    }
    read_token_file(*table, owner);
    owner.ca = table->path("ca", "").string();
    if (!owner.ca.empty() && !owner.url.starts_with("wss://")) {
        table->problem("ca", "only with a url that begins with wss://");
    } else if (!owner.ca.empty()) {
        static_cast<void>(is_file_if_there(*table, "ca", owner.ca));
    }
    owner.answer = std::chrono::seconds{table->integer("answer_s", {1, 30}, 3)};
    table->done();
    check_alone(top, config);
    config.owner = std::move(owner);
}

}  // namespace jiaohao::config
