// What is known of one connected client. Loop thread only. Internal to kiosk/api.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "kiosk/api/tokens.hpp"
#include "kiosk/domain/types/enums.hpp"
#include "kiosk/http/channel.hpp"

namespace jiaohao::api {

struct Session {
    http::ChannelPtr channel;
    http::PeerInfo peer;
    std::string client;
    /// Whose request ids its are: its token, its user on this machine, its page, its sign-in, or until it has
    /// one of these the address it comes from.
    std::string who;
    /// `who` is the address alone, which is others' too and may be another one in a moment.
    bool unnamed = false;
    /// From the peer's credentials or its device token, lowered by what it asked for.
    wire::api::RoleSet base;
    /// Of a rating tablet.
    std::string own_counter;
    /// The satellite at the other end; empty: none.
    domain::TerminalId terminal;
    std::optional<SignedIn> signed_in;
    /// Of who signed in at no counter.
    wire::api::RoleSet staff;
    /// What it asked for in its hello: never more.
    std::optional<wire::api::RoleSet> wanted;
    bool greeted = false;
    /// Showed a device's token.
    bool known_device = false;
    /// A satellite that said satellite.hello.
    bool settled = false;
    /// Gets events. Otherwise it waits for a snapshot (or has not said hello).
    bool live = false;
    /// Told to go; only its end is awaited.
    bool dismissed = false;
    std::uint64_t n = 0;
    std::size_t in_flight = 0;
    BootTime opened{};
    BootTime heard{};
    BootTime sent{};

    [[nodiscard]] wire::api::Viewer viewer() const {
        wire::api::Viewer result{base, own_counter};
        if (signed_in && signed_in->counter.get().empty()) {
            result.roles = result.roles.either(staff);
        } else if (signed_in) {
            result.roles.add(wire::api::Role::clerk);
            result.counter = signed_in->counter.get();
        }
        return result;
    }

    [[nodiscard]] bool local() const { return peer.transport == http::PeerInfo::Transport::unix_socket; }
    /// On this machine, as far as the connection tells.
    [[nodiscard]] bool here() const {
        return local() || peer.remote.starts_with("127.") || peer.remote == "::1";
    }
    [[nodiscard]] bool guest() const { return greeted && !local() && !known_device && !signed_in; }

    /// Where its commands come from, for the record.
    [[nodiscard]] domain::Channel command_channel() const {
        using wire::api::Role;
        if (base.has(Role::terminal) || base.has(Role::display) || base.has(Role::pad) ||
            base.has(Role::guide) || base.has(Role::satellite)) {
            return domain::Channel::touch;
        }
        const bool program =
            peer.transport == http::PeerInfo::Transport::unix_socket || base.has(Role::integrator);
        return program && !signed_in ? domain::Channel::api : domain::Channel::page;
    }
};

}  // namespace jiaohao::api
