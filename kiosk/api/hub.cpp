// SPDX-License-Identifier: Apache-2.0
#include "kiosk/api/hub.hpp"

#include <fmt/format.h>

#include "kiosk/api/pin_hash.hpp"

namespace jiaohao::api {
namespace {

namespace w = wire::api;
constexpr std::size_t kMostPendingCommits = 2000;
/// Lines about clients that come, go and talk nonsense.
constexpr std::uint32_t kMostChatter = 60;
constexpr std::chrono::minutes kChatterWindow{1};

PinGuard::Policy policy_of(const ApiLimits& limits) {
    return {limits.wrong_pins, limits.first_lock, limits.longest_lock, limits.strangers};
}

std::vector<domain::ClerkId> clerks_of(const ApiOptions& options) {
    std::vector<domain::ClerkId> clerks;
    for (const auto& [clerk, hash] : options.pins) {
        clerks.push_back(clerk);
        clerks.push_back(tried_here(clerk));
    }
    return clerks;
}

}  // namespace

Hub::Hub(const ApiOptions& options, const HubParts& parts, Post post)
    : options_(options),
      parts_(parts),
      post_(std::move(post)),
      tokens_(options.tokens),
      guard_(policy_of(options.limits), clerks_of(options)),
      satellites_(options.tokens),
      chatter_(kMostChatter, kChatterWindow) {
    // A hash that nobody's PIN fits, so that an unknown clerk takes as long.
    decoy_ = make_pin_hash("no clerk", parts_.random).value_or("");
}

Hub::Later Hub::later() const {
    return [post = post_, weak = std::weak_ptr<Hub>(std::const_pointer_cast<Hub>(shared_from_this()))](
               std::function<void(Hub&)> task) {
        post([weak, task = std::move(task)] {
            if (const auto self = weak.lock()) {
                task(*self);
            }
        });
    };
}

Session* Hub::find(SessionId id) {
    const auto found = sessions_.find(id);
    return found == sessions_.end() ? nullptr : &found->second;
}

void Hub::send(Session& session, std::string text) {
    session.sent = parts_.clock.boot();
    session.channel->send(std::make_shared<const std::string>(std::move(text)));
}

void Hub::dismiss(Session& session, std::string_view code) {
    send(session, w::bye_text(code));
    session.channel->close(code);
    session.dismissed = true;
    session.live = false;
}

void Hub::on_open(const http::ChannelPtr& channel, const http::PeerInfo& peer) {
    Session session;
    session.channel = channel;
    session.peer = peer;
    session.opened = session.heard = session.sent = parts_.clock.boot();
    const Session& known = sessions_.emplace(channel->id(), std::move(session)).first->second;
    if (Session* const silent = too_silent(known)) {
        ++tally_.turned_away;
        dismiss(*silent, "busy");
    }
}

void Hub::on_close(const http::ChannelPtr& channel, std::string_view reason) {
    if (const Session* session = find(channel->id())) {
        if (chatter_.take(parts_.clock.boot())) {
            parts_.log.info("client.gone", {{"client", session->client}, {"reason", reason}});
        }
        sessions_.erase(channel->id());
        look_at_satellites();
    }
}

void Hub::on_message(const http::ChannelPtr& channel, std::string_view text) {
    Session* session = find(channel->id());
    if (session == nullptr) {
        return;
    }
    ++tally_.messages;
    session->heard = parts_.clock.boot();
    auto message = w::read_client_message(text);
    if (!message) {
        ++tally_.bad_messages;
        if (chatter_.take(session->heard)) {
            parts_.log.warning("client.bad_message", {{"client", session->client},
                                                      {"field", message.error().refusal.params["argument"]}});
        }
        if (message.error().id.empty() || !session->greeted) {
            return dismiss(*session, "bad_message");
        }
        return send(*session, w::refused_text(message.error().id, message.error().refusal));
    }
    if (auto* hello = std::get_if<w::Hello>(&*message)) {
        return session->greeted ? dismiss(*session, "bad_message") : take(*session, *hello);
    }
    if (!session->greeted) {
        return dismiss(*session, "no_hello");
    }
    if (auto* command = std::get_if<w::CommandMessage>(&*message)) {
        take(*session, std::move(*command));
    } else if (std::holds_alternative<w::Ping>(*message)) {
        send(*session, w::pong_text());
    }
}

std::chrono::nanoseconds Hub::at_least_real(std::chrono::nanoseconds span) const {
    const auto real = parts_.clock.to_real(span);
    const std::chrono::nanoseconds least =
        std::min<std::chrono::nanoseconds>(options_.limits.least_real, span);
    if (real <= std::chrono::nanoseconds::zero() || real >= least) {
        return span;
    }
    const double factor = static_cast<double>(least.count()) / static_cast<double>(real.count());
    return std::chrono::nanoseconds(static_cast<std::int64_t>(static_cast<double>(span.count()) * factor));
}

/// Called every `limits.look` of real time.
void Hub::look() {
    const BootTime now = parts_.clock.boot();
    const auto& limits = options_.limits;
    const auto hello = at_least_real(limits.hello);
    const auto ping = at_least_real(limits.ping);
    // Three pings' time, so that a slow look or a busy machine costs nobody the connection.
    const auto silence = std::max(at_least_real(limits.silence), ping * 3);
    bool waiting = false;
    look_at_satellites();
    for (auto& [id, session] : sessions_) {
        if (session.dismissed) {
            continue;
        }
        if (!session.greeted && now - session.opened > hello) {
            dismiss(session, "no_hello");
        } else if (now - session.heard > silence) {
            ++tally_.silent;
            dismiss(session, "silent");
        } else if (now - session.sent >= ping) {
            send(session, w::ping_text());
        }
        waiting = waiting || (session.greeted && !session.live);
    }
    if (const auto lines = chatter_.left_out(now); lines > 0) {
        parts_.log.warning("client.lines_left_out", {{"lines", lines}});
    }
    if (waiting && (!snapshot_asked_ || now - snapshot_asked_at_ > hello)) {
        ask_for_snapshot();
    }
}

void Hub::say_goodbye() {
    for (auto& [id, session] : sessions_) {
        dismiss(session, "stopping");
    }
}

void Hub::committed(std::shared_ptr<const service::Committed> committed) {
    if (++pending_commits_ > kMostPendingCommits) {
        --pending_commits_;
        if (!overrun_.exchange(true)) {
            reset();
        }
        return;
    }
    later()([committed = std::move(committed)](Hub& hub) {
        --hub.pending_commits_;
        hub.demote(*committed);
        hub.broadcast(*committed);
    });
}

void Hub::reset() {
    later()([](Hub& hub) {
        hub.overrun_ = false;
        hub.snapshot_asked_ = false;
        ++hub.question_;
        hub.satellites_.start_anew();
        for (auto& [id, session] : hub.sessions_) {
            if (session.greeted) {
                hub.want_snapshot(session);
            }
        }
    });
}

namespace {
http::Response health_response(const Health& health) {
    if (health.ok) {
        return http::text_response(200, "ok\n");
    }
    std::string text;
    for (const auto& problem : health.problems) {
        text += problem + "\n";
    }
    return http::text_response(503, text);
}
}  // namespace

void Hub::answer_http(const http::Request& request, const http::Responder& respond) {
    if (request.method != "GET" && request.method != "HEAD") {
        return respond(http::text_response(405, "only GET and HEAD\n"));
    }
    Diagnostics& diagnostics = parts_.diagnostics;
    bool taken = true;
    if (request.path == "/") {
        respond({302, {{"Location", "/counter/"}, {"Cache-Control", "no-cache"}}, {}});
    } else if (request.path == "/healthz") {
        taken = questions_.give([&diagnostics, respond] { respond(health_response(diagnostics.health())); });
    } else if (request.path == "/metrics") {
        taken = questions_.give([&diagnostics, respond, own = metrics_text()] {
            http::Response response = http::text_response(200, diagnostics.metrics() + own);
            response.headers["Content-Type"] = "text/plain; version=0.0.4; charset=utf-8";
            respond(std::move(response));
        });
    } else {
        respond(http::text_response(404, "no such page\n"));
    }
    if (!taken) {
        respond(http::text_response(503, "busy\n"));
    }
}

std::string Hub::metrics_text() const {
    std::string text;
    const auto add = [&text](std::string_view name, std::string_view kind, std::uint64_t value) {
        text += fmt::format("# TYPE jiaohao_api_{0} {1}\njiaohao_api_{0} {2}\n", name, kind, value);
    };
    add("clients", "gauge", sessions_.size());
    add("messages_total", "counter", tally_.messages);
    add("bad_messages_total", "counter", tally_.bad_messages);
    add("commands_total", "counter", tally_.commands);
    add("refused_total", "counter", tally_.refused);
    add("forbidden_total", "counter", tally_.forbidden);
    add("wrong_pins_total", "counter", tally_.wrong_pins);
    add("snapshots_total", "counter", tally_.snapshots);
    add("silent_total", "counter", tally_.silent);
    add("turned_away_total", "counter", tally_.turned_away);
    return text;
}

}  // namespace jiaohao::api
