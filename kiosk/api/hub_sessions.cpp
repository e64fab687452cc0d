// Hello, roles, snapshots and the stream of events.
//
// Order is the point: the hall delivers snapshots in order with its commits, and both are posted onto the
// loop in that order. A session gets events from the moment its snapshot arrives on the loop, and none
// before, so nothing is lost or doubled.
// SPDX-License-Identifier: Apache-2.0
#include "kiosk/api/hub.hpp"
#include "kiosk/wire/api_view.hpp"
#include "kiosk/wire/json_text.hpp"

namespace jiaohao::api {
namespace {

namespace w = wire::api;
using w::Role;
using w::RoleSet;

RoleSet roles_of_peer(const ApiOptions& options, const http::PeerInfo& peer) {
    RoleSet roles;
    const auto add = [&roles](const auto& table, std::uint32_t id) {
        if (const auto found = table.find(id); found != table.end()) {
            roles = roles.either(found->second);
        }
    };
    add(options.roles_of_uid, peer.uid);
    add(options.roles_of_gid, peer.gid);
    for (const auto group : peer.groups) {
        add(options.roles_of_gid, group);
    }
    return roles;
}

RoleSet asked(const std::vector<std::string>& names) {
    RoleSet roles;
    for (const auto& name : names) {
        if (const auto role = w::role_from_code(name)) {
            roles.add(*role);
        }
    }
    return roles;
}

/// Whose request ids these are, wherever it comes from; empty: nothing tells. Each kind begins with its own word, so that
/// no page can name itself into another's.
std::string identity_of(const Session& session, const DeviceToken* device, const w::Hello& hello,
                        const Tokens& tokens) {
    if (device != nullptr) {
        return "token:" + device->name;
    }
    if (session.local()) {
        return "uid:" + std::to_string(session.peer.uid);
    }
    return hello.page.empty() ? tokens.asker(hello.token) : "page:" + hello.page;
}

}  // namespace

void Hub::take(Session& session, const w::Hello& hello) {
    if (hello.version != w::kApiVersion) {
        return dismiss(session, "version");
    }
    const bool local = session.peer.transport == http::PeerInfo::Transport::unix_socket;
    const DeviceToken* device = tokens_.device(hello.token);
    RoleSet roles = local ? roles_of_peer(options_, session.peer) : RoleSet{};
    if (device != nullptr) {
        roles = local ? roles.both(device->roles) : device->roles;
        session.known_device = true;
        session.own_counter = device->counter;
        session.terminal = device->terminal;
    }
    if (hello.roles) {
        session.wanted = asked(*hello.roles);
        roles = roles.both(*session.wanted);
    }
    set_sign_in(session, tokens_.session(hello.token, parts_.clock.boot()));
    if (roles.empty()) {
        roles.add(Role::guest);
    }
    session.base = roles;
    session.client = device != nullptr ? device->name : hello.client.substr(0, 64);
    session.who = identity_of(session, device, hello, tokens_);
    session.unnamed = session.who.empty();
    if (session.unnamed) {
        session.who = "guest:" + session.peer.remote;
    }
    session.greeted = true;
    if (session.guest() && !options_.guest_allowed) {
        ++tally_.turned_away;
        return dismiss(session, "no_token");
    }
    if (crowded(session)) {
        ++tally_.turned_away;
        return dismiss(session, "busy");
    }
    if (chatter_.take(session.heard)) {
        parts_.log.info("client.hello", {{"client", session.client}, {"remote", session.peer.remote}});
    }
    if (roles.has(Role::satellite)) {
        replace_satellite(session);
    }
    want_snapshot(session);
    look_at_satellites();
}

/// Whoever needs no token can open connections without end; those with one must find room.
bool Hub::crowded(const Session& newer) const {
    if (!newer.guest()) {
        return false;
    }
    std::size_t guests = 0;
    std::size_t of_address = 0;
    for (const auto& [id, session] : sessions_) {
        if (!session.dismissed && session.guest()) {
            ++guests;
            of_address += session.peer.remote == newer.peer.remote ? 1 : 0;
        }
    }
    const ApiLimits& limits = options_.limits;
    return guests > limits.guests || (!newer.here() && of_address > limits.guests_per_address);
}

/// Not the newer one, which may have a token to show: whoever means to says hello at once.
Session* Hub::too_silent(const Session& newer) {
    std::size_t unknown = 0;
    std::size_t of_address = 0;
    Session* first = nullptr;
    Session* first_of_address = nullptr;
    // Ids of channels grow: the first found came first.
    for (auto& [id, session] : sessions_) {
        if (session.dismissed || session.greeted || session.local()) {
            continue;
        }
        ++unknown;
        first = first == nullptr ? &session : first;
        if (session.peer.remote == newer.peer.remote) {
            ++of_address;
            first_of_address = first_of_address == nullptr ? &session : first_of_address;
        }
    }
    const ApiLimits& limits = options_.limits;
    if (!newer.here() && of_address > limits.unknown_per_address) {
        return first_of_address;
    }
    return !newer.local() && unknown > limits.unknown ? first : nullptr;
}

void Hub::set_sign_in(Session& session, const std::optional<SignedIn>& who) const {
    session.signed_in = who;
    session.staff = {};
    if (!who) {
        return;
    }
    if (who->counter.get().empty()) {
        const auto known = options_.staff.find(who->clerk);
        session.staff = known == options_.staff.end() ? RoleSet{} : known->second;
        if (session.wanted) {
            session.staff = session.staff.both(*session.wanted);
        }
    }
    const bool clerk = !who->counter.get().empty() && (!session.wanted || session.wanted->has(Role::clerk));
    if (!clerk && session.staff.empty()) {
        session.signed_in.reset();
    }
}

void Hub::want_snapshot(Session& session) {
    session.live = false;
    if (!snapshot_asked_) {
        ask_for_snapshot();
    }
}

/// One question serves all who wait: what counts is when the answer arrives, not when it was asked for.
void Hub::ask_for_snapshot() {
    snapshot_asked_at_ = parts_.clock.boot();
    snapshot_asked_ =
        parts_.hall.snapshot([back = later(), question = question_](const service::Snapshot& snapshot) {
            back([snapshot, question](Hub& hub) { hub.give_snapshots(snapshot, question); });
        });
}

/// A token or an answer given again may be older than the clerk's leaving.
void Hub::check_sign_in(Session& session, const domain::HallState& state) const {
    if (!session.signed_in || session.signed_in->counter.get().empty()) {
        return;
    }
    const auto counter = state.counters.find(session.signed_in->counter);
    if (counter == state.counters.end() || counter->second.clerk != session.signed_in->clerk) {
        session.signed_in.reset();
    }
}

void Hub::give_snapshots(const service::Snapshot& snapshot, std::uint64_t question) {
    if (question != question_) {
        return;
    }
    snapshot_asked_ = false;
    std::map<w::Viewer, std::string> made;
    Json full;
    for (auto& [id, session] : sessions_) {
        if (!session.greeted || session.live || session.dismissed) {
            continue;
        }
        if (full.is_null()) {
            full = w::encode_view(snapshot.view);
        }
        check_sign_in(session, *snapshot.state);
        const w::Viewer viewer = session.viewer();
        auto& members = made[viewer];
        if (members.empty()) {
            Json snapshot_members{{"v", w::kApiVersion},
                                  {"roles", w::codes(viewer.roles)},
                                  {"time", format_rfc3339(parts_.clock.wall())},
                                  {"view", w::filter_view(full, viewer)}};
            if (!options_.time_zone.empty()) {
                snapshot_members["time_zone"] = options_.time_zone;
            }
            members = wire::to_text(snapshot_members);
        }
        ++tally_.snapshots;
        session.live = true;
        send(session, w::counted_text("snapshot", ++session.n, members));
    }
}

void Hub::broadcast(const service::Committed& committed) {
    std::vector<Json> events;
    Json view;
    std::map<w::Viewer, std::vector<std::string>> made;
    const auto encode = [&](const w::Viewer& viewer) {
        if (view.is_null()) {
            view = w::encode_view(committed.view);
            for (const auto& event : committed.events) {
                events.push_back(w::encode_event(event));
            }
        }
        std::vector<std::string> members;
        // The rows stand with the first message: whoever acts on an event finds them true already.
        Json rows = w::filter_view(view, viewer);
        for (const auto& event : events) {
            if (auto shown = w::filter_event(event, viewer)) {
                Json message{{"event", std::move(*shown)}};
                if (!rows.empty()) {
                    message["view"] = std::exchange(rows, Json::object());
                }
                members.push_back(wire::to_text(message));
            }
        }
        if (!rows.empty()) {
            members.push_back(wire::to_text({{"view", std::move(rows)}}));
        }
        return members;
    };
    for (auto& [id, session] : sessions_) {
        if (!session.live) {
            continue;
        }
        const w::Viewer viewer = session.viewer();
        auto found = made.find(viewer);
        if (found == made.end()) {
            found = made.emplace(viewer, encode(viewer)).first;
        }
        for (const auto& members : found->second) {
            send(session, w::counted_text("event", ++session.n, members));
        }
    }
}

/// A clerk may be signed out by others: another session, a manager, the end of the day.
void Hub::demote(const service::Committed& committed) {
    for (const auto& recorded : committed.events) {
        if (const auto* out = std::get_if<domain::ClerkSignedOut>(&recorded.event)) {
            end_sign_in({out->clerk, out->counter});
        }
    }
}

void Hub::end_sign_in(const SignedIn& who) {
    tokens_.revoke(who);
    for (auto& [id, session] : sessions_) {
        if (session.signed_in == who) {
            set_sign_in(session, std::nullopt);
            want_snapshot(session);
        }
    }
}

}  // namespace jiaohao::api
