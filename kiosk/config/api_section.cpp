// Who may connect to the hall, from where, as what.
// SPDX-License-Identifier: Apache-2.0
#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "kiosk/config/sections.hpp"

namespace jiaohao::config {
namespace {

/// kiosk/wire/api_roles.hpp without guest, which nobody needs to be granted.
const std::vector<std::string> kRoles{"terminal", "display",    "pad",        "clerk",    "guide",
                                      "manager",  "technician", "integrator", "satellite"};
const TextRule kHexText{64, 64, "0123456789abcdef", "the SHA-256 of the token: 64 lower-case hex digits"};
const TextRule kModeText{4, 4, "01234567", "four octal digits such as \"0660\""};
const TextRule kNameText{1, 253, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.:-",
                         "a name or address without scheme and port, such as hall.example"};
constexpr Range kAccount{0, 4294967294};
/// sockaddr_un has room for 108 bytes with the closing zero.
constexpr std::size_t kMostSocketPath = 107;

std::vector<std::string> read_roles(Table& table) {
    auto roles = table.texts("roles", kIdText, kRoles, 1, kRoles.size());
    if (!table.has("roles")) {
        table.problem("roles", "missing; needed: a list of roles");
    }
    return roles;
}

void read_grants(Table& api, ApiConfig& config) {
    std::set<std::pair<bool, std::uint32_t>> seen;
    for (Table& table : api.tables("grant", 100)) {
        RoleGrant grant;
        const bool by_uid = table.has("uid");
        if (by_uid == table.has("gid")) {
            table.problem("uid", "a grant names either a uid or a gid");
        }
        const auto account = static_cast<std::uint32_t>(table.integer(by_uid ? "uid" : "gid", kAccount, 0));
        static_cast<void>(table.integer(by_uid ? "gid" : "uid", kAccount, 0));
        (by_uid ? grant.uid : grant.gid) = account;
        grant.roles = read_roles(table);
        table.done();
        if (!seen.emplace(by_uid, account).second) {
            table.problem(by_uid ? "uid" : "gid", fmt::format("{} has another grant already", account));
        }
        config.grants.push_back(std::move(grant));
    }
}

/// The terminal of a satellite's token; [[satellite]] says which there are (satellite_section.cpp).
void read_token_terminal(Table& table, TokenGrant& token) {
    const bool satellite =
        std::find(token.roles.begin(), token.roles.end(), "satellite") != token.roles.end();
    if (table.has("terminal")) {
        token.terminal = read_id<domain::TerminalId>(table, "terminal");
    } else {
        static_cast<void>(table.text("terminal", kIdText, "t"));
    }
    if (satellite != token.terminal.has_value()) {
        table.problem("terminal", satellite ? "missing; a token with the role satellite belongs to a terminal"
                                            : "only a token with the role satellite belongs to a terminal");
    }
}

void read_tokens(Table& api, ApiConfig& config, const domain::HallConfig& hall) {
    std::set<std::string> names;
    std::set<std::string> hashes;
    for (Table& table : api.tables("token", 200)) {
        TokenGrant token;
        token.name = table.text("name", kIdText);
        token.sha256 = table.text("sha256", kHexText);
        token.roles = read_roles(table);
        const std::string counter =
            table.text("counter", TextRule{0, 32, kIdText.alphabet, kIdText.meaning}, "");
        read_token_terminal(table, token);
        table.done();
        if (!names.insert(token.name).second) {
            table.problem("name", fmt::format("\"{}\" is another token's name", token.name));
        }
        if (!hashes.insert(token.sha256).second) {
            table.problem("sha256", "is another token's too; every device has a token of its own");
        }
        if (!counter.empty()) {
            token.counter = domain::CounterId{counter};
            if (hall.counter(*token.counter) == nullptr) {
                table.problem("counter", fmt::format("there is no counter \"{}\"", counter));
            }
        } else if (std::find(token.roles.begin(), token.roles.end(), "pad") != token.roles.end()) {
            table.problem("counter", "missing; a token with the role pad belongs to a counter");
        }
        config.tokens.push_back(std::move(token));
    }
}

bool is_address(const std::string& text) {
    in6_addr room{};
    return inet_pton(AF_INET, text.c_str(), &room) == 1 || inet_pton(AF_INET6, text.c_str(), &room) == 1;
}

bool is_loopback(const std::string& address) {
    return address.starts_with("127.") || address == "::1";
}

void read_listener(Table& api, ApiConfig& config) {
    config.address = api.text("address", TextRule{0, 64, {}, {}}, "127.0.0.1");
    if (!is_address(config.address)) {
        api.problem("address", fmt::format("is \"{}\"; allowed: an IP address of this machine, such as "
                                           "127.0.0.1, 0.0.0.0 (every one of IPv4) or ::1",
                                           config.address));
    }
    config.port = static_cast<std::uint16_t>(api.integer("port", {0, 65535}, 0));
    config.certificate = api.path("certificate", "");
    config.key = api.path("key", "");
    if (config.certificate.empty() != config.key.empty()) {
        api.problem(config.key.empty() ? "certificate" : "key",
                    "certificate and key come together or not at all");
    }
    if (config.port != 0 && config.certificate.empty() && is_address(config.address) &&
        !is_loopback(config.address)) {
        api.problem("address",
                    fmt::format("{} is reached from outside, so certificate and key are needed (or "
                                "address = \"127.0.0.1\")",
                                config.address));
    }
}

}  // namespace

void read_api(Table& top, KioskConfig& config) {
    auto api = top.table("api");
    if (!api) {
        return;
    }
    config.api.socket = api->path("socket", "");
    if (const std::string& socket = config.api.socket.native(); socket.size() > kMostSocketPath) {
        api->problem("socket", fmt::format("{} is {} bytes long; a Unix socket's path has at most {}", socket,
                                           socket.size(), kMostSocketPath));
    }
    const std::string mode = api->text("socket_mode", kModeText, "0660");
    if (mode.size() == 4 && mode.find_first_not_of("01234567") == std::string::npos) {
        config.api.socket_mode = static_cast<std::uint32_t>(std::stoul(mode, nullptr, 8));
    }
    read_listener(*api, config.api);
    config.api.guest_allowed = api->boolean("guest_allowed", true);
    config.api.guests_per_address =
        static_cast<std::uint32_t>(api->integer("guests_per_address", {1, 256}, 32));
    config.api.pages = api->path("pages", "");
    config.api.origins =
        api->texts("origins", TextRule{8, 200, {}, "an origin such as https://hall.example"});
    config.api.names = api->texts("names", kNameText);
    read_grants(*api, config.api);
    read_tokens(*api, config.api, config.hall);
    api->done();
}

}  // namespace jiaohao::config
