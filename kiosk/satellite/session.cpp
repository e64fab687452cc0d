// SPDX-License-Identifier: Apache-2.0
#include "kiosk/satellite/session.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "kiosk/base/log_pace.hpp"
#include "kiosk/wire/api_view_reader.hpp"

namespace jiaohao::satellite {
namespace {

namespace w = wire::api;
using nlohmann::json;
using State = LinkPolicy::State;

/// So many commands of a satellite an owner takes at a time; it refuses more.
constexpr std::size_t kOwnerTakes = 32;
/// Asked at a time: what is urgent waits for few, and there is room for the last words.
constexpr std::size_t kMostOpen = 7;
constexpr std::size_t kMostWaiting = 256;
/// An owner that owes an answer for so long has lost the question.
constexpr std::chrono::seconds kMostOwed{60};

/// The owner's refusal of the greeting.
std::string why_refused(const w::RefusalText& refusal) {
    const auto told = refusal.params.find("told");
    const auto terminal = refusal.params.find("terminal");
    return told == refusal.params.end() || terminal == refusal.params.end()
               ? "the owner does not take this terminal for its satellite"
               : "the token is that of terminal " + terminal->second + ", this one is " + told->second;
}

std::string_view name_of(State state) {
    static constexpr std::array<std::string_view, 5> names{"down", "connecting", "greeting", "linked",
                                                           "ending"};
    return names.at(static_cast<std::size_t>(state));
}

}  // namespace

OwnerSession::OwnerSession(SessionOptions options, OwnerLine& line, SessionListener& listener,
                           const Clock& clock, Random& random, Log log)
    : options_(std::move(options)),
      line_(line),
      listener_(listener),
      clock_(clock),
      random_(random),
      log_(log.in("owner")),
      policy_(options_.times, random) {}

void OwnerSession::look() {
    if (stopped_) {
        return;
    }
    const BootTime now = clock_.boot();
    switch (policy_.look(now)) {
        case LinkPolicy::Do::connect:
            line_.connect(*this);
            break;
        case LinkPolicy::Do::ping:
            say(w::ping_text());
            break;
        case LinkPolicy::Do::cut:
            drop("silent", "nothing heard");
            break;
        case LinkPolicy::Do::nothing:
            break;
    }
    std::deque<Open> over;
    bool frozen = false;
    for (auto at = open_.begin(); at != open_.end();) {
        if (at->second.deadline > now) {
            ++at;
            continue;
        }
        frozen = frozen || policy_.last_heard() <= at->second.sent;
        late_[at->first] = {std::move(at->second.call.late), now};
        over.push_back(std::move(at->second));
        at = open_.erase(at);
    }
    tally_.unanswered += over.size();
    const bool forgotten =
        std::ranges::any_of(late_, [now](const auto& one) { return now - one.second.since > kMostOwed; });
    if (frozen || forgotten) {
        // Not a word since the question: the next customer does not have to wait as long.
        drop("silent", "no answer");
    }
    for (const Open& one : over) {
        one.call.done(fail(NoAnswer{}));
    }
    expire(urgent_, now);
    expire(waiting_, now);
    say_waiting();
}

void OwnerSession::expire(std::deque<Open>& waiting, BootTime now) {
    for (std::size_t i = 0; i < waiting.size();) {
        if (waiting[i].deadline > now) {
            ++i;
            continue;
        }
        const Open over = std::move(waiting[i]);
        waiting.erase(waiting.begin() + static_cast<std::ptrdiff_t>(i));
        ++tally_.unanswered;
        over.call.done(fail(NoAnswer{}));
    }
}

OwnerSession::Open* OwnerSession::under_way(const std::string& id) {
    if (const auto open = open_.find(id); open != open_.end()) {
        return &open->second;
    }
    for (std::deque<Open>* queue : {&urgent_, &waiting_}) {
        const auto found = std::ranges::find(*queue, id, [](const Open& one) { return one.call.id; });
        if (found != queue->end()) {
            return &*found;
        }
    }
    return nullptr;
}

void OwnerSession::call(Call call) {
    if (Open* const same = call.id.empty() ? nullptr : under_way(call.id)) {
        same->call.done = [first = std::move(same->call.done),
                           then = std::move(call.done)](const Reply& reply) {
            first(reply);
            then(reply);
        };
        return;
    }
    std::deque<Open>& queue = call.urgent ? urgent_ : waiting_;
    if (!policy_.linked() || queue.size() >= kMostWaiting) {
        return call.done(fail(NoAnswer{}));
    }
    const BootTime deadline = clock_.boot() + call.patience;
    queue.push_back({std::move(call), deadline, {}});
    say_waiting();
}

void OwnerSession::say_waiting() {
    while (policy_.linked() && open_.size() + late_.size() < kMostOpen) {
        std::deque<Open>& queue = urgent_.empty() ? waiting_ : urgent_;
        if (queue.empty()) {
            return;
        }
        Open next = std::move(queue.front());
        queue.pop_front();
        std::string id = next.call.id.empty() ? make_uuid(random_) : next.call.id;
        w::CommandMessage message{domain::RequestId(id), next.call.command.name, next.call.command.args};
        next.sent = clock_.boot();
        open_.insert_or_assign(std::move(id), std::move(next));
        say(w::to_text(message));
    }
}

void OwnerSession::say(std::string text) {
    policy_.said(clock_.boot());
    if (!line_.send(std::move(text))) {
        drop("lost", "cannot be told");
    }
}

void OwnerSession::on_open() {
    policy_.opened(clock_.boot());
    n_ = 0;
    rows_known_ = false;
    why_.clear();
    w::Hello hello;
    hello.client = "satellite " + options_.terminal.get();
    hello.token = options_.token;
    hello.roles = std::vector<std::string>{"satellite"};
    say(w::to_text(hello));
}

/// Messages of one channel are counted: a gap would be rows that are not known.
bool OwnerSession::counted(const w::ServerMessage& message) {
    if (message.n == n_ + 1) {
        n_ = message.n;
        return true;
    }
    drop("gap", "a message is missing");
    return false;
}

void OwnerSession::on_text(std::string_view text) {
    if (stopped_ || policy_.state() == State::ending) {
        return;
    }
    policy_.heard(clock_.boot());
    const auto message = w::read_server_message(text);
    if (!message) {
        return drop("bad_message", message.error());
    }
    using Kind = w::ServerMessage::Kind;
    switch (message->kind) {
        case Kind::snapshot:
            return counted(*message) ? take_snapshot(*message) : void();
        case Kind::event:
            return counted(*message) ? take_event(*message) : void();
        case Kind::done:
            return take_done(*message);
        case Kind::bye:
            why_ = message->code;
            return;
        case Kind::ping:
            return say(w::pong_text());
        case Kind::pong:
        case Kind::other:
            return;
    }
}

void OwnerSession::take_snapshot(const w::ServerMessage& message) {
    const auto view = message.body.find("view");
    auto rows = w::read_view(view == message.body.end() ? json() : *view);
    tally_.bad_rows += rows.skipped;
    if (rows.view.hall && rows.view.hall->hall != options_.hall) {
        return drop("other_hall",
                    "there the hall is " + rows.view.hall->hall.get() + ", here " + options_.hall.get());
    }
    listener_.on_rows(std::move(rows.view));
    if (std::exchange(rows_known_, true) || policy_.state() != State::greeting) {
        return;
    }
    const auto settle = w::write_command(listener_.greeting());
    Open hello;
    hello.call.command = settle.value_or(w::Written{});
    hello.call.done = [this](const Reply& reply) { settled(reply); };
    // The greeting has a time of its own.
    hello.deadline = BootTime::max();
    hello.sent = clock_.boot();
    const std::string id = make_uuid(random_);
    const w::CommandMessage command{domain::RequestId(id), hello.call.command.name, hello.call.command.args};
    open_.insert_or_assign(id, std::move(hello));
    say(w::to_text(command));
}

void OwnerSession::settled(const Reply& reply) {
    if (!reply) {
        if (reply.error()) {
            drop(reply.error()->code, why_refused(*reply.error()));
        }
        return;
    }
    policy_.greeted(clock_.boot());
    ++tally_.links;
    tally_.code.clear();
    tally_.detail.clear();
    log_.info("owner.linked", {{"links", tally_.links}});
    told_linked_ = true;
    listener_.on_linked();
    say_waiting();
}

void OwnerSession::take_event(const w::ServerMessage& message) {
    if (!rows_known_) {
        return;
    }
    const auto view = message.body.find("view");
    const auto event = message.body.find("event");
    auto rows = view == message.body.end() ? w::ReadView{} : w::read_view(*view);
    tally_.bad_rows += rows.skipped;
    listener_.on_change(rows.view, event == message.body.end() ? std::nullopt : w::read_event(*event));
}

void OwnerSession::take_done(const w::ServerMessage& message) {
    if (const auto late = late_.extract(message.id); !late.empty()) {
        ++tally_.late;
        if (late.mapped().told && !message.error) {
            late.mapped().told(message.body);
        }
        return say_waiting();
    }
    auto known = open_.extract(message.id);
    if (known.empty()) {
        return;
    }
    const Call& call = known.mapped().call;
    if (message.error) {
        call.done(fail(NoAnswer{*message.error}));
    } else {
        call.done(message.body);
    }
    say_waiting();
}

void OwnerSession::on_end(const std::string& code, const std::string& detail) {
    policy_.ended(clock_.boot());
    // What was noticed here says more than that the channel then ended.
    if (why_.empty()) {
        tally_.code = code;
        tally_.detail = detail;
    } else if (tally_.code != why_) {
        tally_.code = why_;
        tally_.detail = detail;
    }
    why_.clear();
    if (tally_.code == kReplaced) {
        policy_.rest(clock_.boot());
    }
    if (first_and_ever_rarer(policy_.failures())) {
        log_.warning("owner.away",
                     {{"why", tally_.code}, {"detail", tally_.detail}, {"tries", policy_.failures()}});
    }
    lost();
}

void OwnerSession::drop(std::string_view why, const std::string& detail) {
    if (policy_.state() != State::greeting && policy_.state() != State::linked &&
        policy_.state() != State::ending) {
        return;
    }
    why_ = why;
    tally_.code = why;
    tally_.detail = detail;
    policy_.give_up();
    line_.cut(why);
    lost();
}

/// Who waits is told at once: a customer stands there.
void OwnerSession::lost() {
    rows_known_ = false;
    if (std::exchange(told_linked_, false)) {
        listener_.on_lost();
    }
    late_.clear();
    std::deque<Open> all = std::exchange(urgent_, {});
    for (auto& [id, one] : std::exchange(open_, {})) {
        all.push_back(std::move(one));
    }
    for (Open& one : std::exchange(waiting_, {})) {
        all.push_back(std::move(one));
    }
    for (const Open& one : all) {
        one.call.done(fail(NoAnswer{}));
    }
}

void OwnerSession::say_last(const w::Written& command) {
    if (!policy_.linked() || open_.size() + late_.size() + last_said_ >= kOwnerTakes) {
        return;
    }
    ++last_said_;
    say(w::to_text(w::CommandMessage{domain::RequestId(make_uuid(random_)), command.name, command.args}));
}

void OwnerSession::stop() {
    if (!std::exchange(stopped_, true)) {
        line_.cut("stopping");
        policy_.give_up();
        lost();
    }
}

OwnerSession::Facts OwnerSession::facts() const {
    Facts facts = tally_;
    facts.state = name_of(policy_.state());
    return facts;
}

}  // namespace jiaohao::satellite
