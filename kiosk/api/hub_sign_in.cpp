// Who signs in, with which PIN, and who tries to.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "kiosk/api/hub.hpp"
#include "kiosk/api/pin_hash.hpp"

namespace jiaohao::api {

namespace w = wire::api;
using domain::Refusal;
using domain::RefusalCode;

void Hub::start_sign_in(SessionId session, const domain::RequestId& id, const w::SignInCall& call) {
    const BootTime now = parts_.clock.boot();
    const Session* const open = find(session);
    const domain::ClerkId tried = open != nullptr && open->here() ? tried_here(call.clerk) : call.clerk;
    if (const auto left = guard_.locked(tried, now)) {
        return finish(
            session, id,
            fail(Refusal{RefusalCode::locked_out,
                         {{"clerk", call.clerk.get()}, {"seconds", std::to_string(left->count())}}}));
    }
    if (!guard_.begin(tried, now)) {
        return finish(session, id, fail(Refusal{RefusalCode::overloaded, {{"clerk", call.clerk.get()}}}));
    }
    const auto known = options_.pins.find(call.clerk);
    const bool exists = known != options_.pins.end();
    const auto labelled = options_.counter_labels.find(call.counter.get());
    const SignedIn who{call.clerk,
                       labelled == options_.counter_labels.end() ? call.counter : labelled->second};
    auto check = [back = later(), session, id, who, tried, exists, pin = call.pin,
                  hash = exists ? known->second : decoy_] {
        const bool right = pin_matches(hash, pin) && exists;
        back([session, id, who, tried, right](Hub& hub) { hub.pin_checked(session, id, who, tried, right); });
    };
    if (!pins_.give(std::move(check))) {
        guard_.abandon(tried);
        finish(session, id, fail(Refusal{RefusalCode::overloaded, {}}));
    }
}

void Hub::pin_checked(SessionId session, const domain::RequestId& id, const SignedIn& who,
                      const domain::ClerkId& tried, bool right) {
    const BootTime now = parts_.clock.boot();
    guard_.end(tried, right, now);
    if (!right) {
        ++tally_.wrong_pins;
        parts_.log.warning("clerk.wrong_pin", {{"clerk", who.clerk.get()}, {"counter", who.counter.get()}});
        if (guard_.locked(tried, now) && options_.pins.contains(who.clerk)) {
            tell_of_lock(who, find(session), now);
        }
        return finish(session, id, fail(Refusal{RefusalCode::wrong_pin, {{"clerk", who.clerk.get()}}}));
    }
    if (who.counter.get().empty()) {
        if (!options_.staff.contains(who.clerk)) {
            return finish(
                session, id,
                fail(Refusal{RefusalCode::bad_arguments, {{"argument", "counter"}, {"problem", "missing"}}}));
        }
        // At no counter nothing happens in the hall: no event, but a line in the log.
        parts_.log.info("staff.signed_in", {{"clerk", who.clerk.get()}});
        return finish(session, id, signed_in(session, who));
    }
    submit(session, id, domain::SignIn{who.clerk, who.counter},
           [session, who](Hub& hub, const domain::Answer&) { return hub.signed_in(session, who); });
}

void Hub::tell_of_lock(const SignedIn& who, const Session* session, BootTime now) {
    const std::string& clerk = who.clerk.get();
    // One alert for the locks here and elsewhere: it ends with the later one.
    const std::chrono::seconds none{0};
    const auto lasts = std::max(guard_.locked(who.clerk, now).value_or(none),
                                guard_.locked(tried_here(who.clerk), now).value_or(none));
    static_cast<void>(parts_.hall.submit(
        {},
        domain::RaiseAlert{domain::AlertId("sign_in_locked:" + clerk),
                           "sign_in_locked",
                           clerk,
                           {{"clerk", clerk},
                            {"remote", session == nullptr || session->local() ? "-" : session->peer.remote},
                            {"seconds", std::to_string(lasts.count())}}},
        [](const service::Outcome&) {}));
}

void Hub::sign_out(Session& session, const domain::RequestId& id, const w::SignOutCall& call) {
    const SessionId who = session.channel->id();
    if (!call.counter && !session.signed_in) {
        return finish(who, id, fail(Refusal{RefusalCode::not_signed_in, {}}));
    }
    const auto counter = call.counter ? *call.counter : session.signed_in->counter;
    if (counter.get().empty()) {
        finish(who, id, Json::object());
        return end_sign_in(SignedIn{*session.signed_in});
    }
    submit(who, id, domain::SignOut{counter}, [](Hub&, const domain::Answer&) { return Json::object(); });
}

nlohmann::json Hub::signed_in(SessionId session, const SignedIn& who) {
    const BootTime expires = parts_.clock.boot() + options_.limits.session_token;
    Session* const open = find(session);
    const bool own = open != nullptr && !open->unnamed && !open->local() && !open->known_device;
    const std::string token = tokens_.issue(who, parts_.random, expires, own ? open->who : std::string());
    Json data{{"token", token}};
    if (!who.counter.get().empty()) {
        data["counter"] = who.counter.get();
    }
    if (open != nullptr) {
        if (std::exchange(open->unnamed, false)) {
            // What it asks from here on it may repeat with the token from another address.
            open->who = tokens_.asker(token);
        }
        set_sign_in(*open, who);
        want_snapshot(*open);
    }
    return data;
}

}  // namespace jiaohao::api
