// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/domain/types/ids.hpp"
#include "kiosk/http/server.hpp"
#include "kiosk/wire/api_roles.hpp"

namespace jiaohao::api {

/// A device or program that shows a token. Only the SHA-256 of the token is configured.
struct DeviceToken {
    std::string name;
    /// 64 lower-case hex digits.
    std::string sha256;
    wire::api::RoleSet roles;
    /// For a rating tablet: the counter it stands at.
    std::string counter;
    /// For a satellite: the terminal that it is.
    domain::TerminalId terminal{};
};

struct PageFolder {
    /// "/counter/"
    std::string prefix;
    std::string folder;
};

struct ApiLimits {
    std::size_t in_flight = 8;
    /// Of a satellite, which speaks for all that hangs on it.
    std::size_t in_flight_of_satellite = 32;
    std::chrono::seconds hello{5};
    /// WebSocket clients without a token of their own or a sign-in: in whole, and of one address other than this machine's.
    /// The other connections of a listener are left for those with a token.
    std::size_t guests = 256;
    std::size_t guests_per_address = 32;
    /// Those that have not said hello yet, besides: in whole, and of one address other than this machine's. Whoever comes
    /// may have a token, so one more sends away the one that has kept its hello to itself the longest.
    std::size_t unknown = 128;
    std::size_t unknown_per_address = 64;
    /// HTTP connections of one address that are no WebSockets (yet), and how long (real time) one may be silent.
    std::size_t plain_per_address = 128;
    std::chrono::seconds plain_idle{15};
    /// Ping after so long without having sent anything; close after so long without having heard anything.
    std::chrono::seconds ping{5};
    std::chrono::seconds silence{15};
    /// These spans run on the injected clock but never shorter than this in real time: a fast simulated clock
    /// must not cut healthy programs.
    std::chrono::milliseconds least_real{2000};
    /// How often the loop looks (real time).
    std::chrono::milliseconds look{250};
    std::chrono::seconds session_token{std::chrono::hours(12)};
    std::uint32_t wrong_pins = 5;
    std::chrono::seconds first_lock{60};
    std::chrono::seconds longest_lock{3600};
    /// Names of nobody whose wrong PINs are remembered.
    std::size_t strangers = 512;
};

struct ApiOptions {
    std::optional<http::UnixListenerOptions> socket;
    /// Address, port, TLS, origins and limits; WebSocket path and channels are set by the API.
    std::vector<http::HttpListenerOptions> listeners;
    /// Roles of Unix-socket peers by user and by (any of their) groups, added up; none: guest.
    std::map<std::uint32_t, wire::api::RoleSet> roles_of_uid;
    std::map<std::uint32_t, wire::api::RoleSet> roles_of_gid;
    std::vector<DeviceToken> tokens;
    /// Whether WebSocket clients may come without a token, to sign in.
    bool guest_allowed = true;
    /// Argon2id hashes in PHC form ("$argon2id$v=19$..."): see pin_hash.hpp.
    std::map<domain::ClerkId, std::string> pins;
    /// What people may do who sign in at no counter; who is not here needs one.
    std::map<domain::ClerkId, wire::api::RoleSet> staff;
    /// The label over a counter, which clerks know, and its id. A counter that has another's label for its id
    /// wins.
    std::map<std::string, domain::CounterId> counter_labels;
    std::vector<PageFolder> pages;
    /// Names under which pages and WebSocket may be asked for, besides localhost and the listeners' addresses.
    std::vector<std::string> names;
    /// The date in the hall's own time zone.
    std::function<domain::BusinessDay(WallTime)> today = [](WallTime at) {
        return domain::BusinessDay(std::chrono::floor<std::chrono::days>(at));
    };
    /// The hall's own time zone ("Asia/Shanghai"), told to clients; empty: not told.
    std::string time_zone;
    ApiLimits limits;
};

}  // namespace jiaohao::api
