// Questions of BusDriver: polls, retries, what an answer or its absence means, the address scan.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "drivers/bus/bus_driver.hpp"
#include "kiosk/base/log_pace.hpp"

namespace jiaohao::drivers::bus {
namespace {

/// A reply that arrives byte by byte is waited for so many inter-byte time-outs at most.
constexpr std::uint32_t kMostProlonged = 20;

}  // namespace

std::optional<BusDriver::Question> BusDriver::next_poll(BootTime now) {
    Question question;
    question.what = Question::For::poll;
    if (poll_rest_.empty()) {
        const auto place = plan_.next(now);
        if (!place) {
            return std::nullopt;
        }
        engine::Values values;
        values.address = polled_[*place];
        engine::Said said = engine::say(profile(profile_at(values.address)), engine::sayings::kPoll, values);
        if (!said || said->empty()) {
            plan_.missed(*place, now);
            return std::nullopt;
        }
        poll_place_ = *place;
        poll_rest_.assign(said->begin(), said->end());
    }
    question.place = poll_place_;
    const std::uint32_t address = polled_[question.place];
    question.next.address = address;
    question.next.profile = profile_at(address);
    question.next.said = std::move(poll_rest_.front());
    poll_rest_.pop_front();
    // A device that has been silent is asked once: its tries would be everybody else's time.
    question.tries_left = plan_.silent(question.place) ? 0 : profile(question.next.profile).talk.host_retries;
    return question;
}

std::optional<BusDriver::Question> BusDriver::next_idle() {
    if (auto next = queue_.take(Urgency::idle)) {
        Question question;
        question.what = Question::For::speech;
        question.tries_left = 0;
        question.next = std::move(*next);
        return question;
    }
    return next_scan();
}

std::optional<BusDriver::Question> BusDriver::next_scan() {
    while (scan_) {
        const auto asked = scan_->next();
        if (!asked) {
            last_scan_ = scan_->report();
            scan_.reset();
            listener_.on_bus_scan(settings_.line, last_scan_);
            return std::nullopt;
        }
        engine::Values values;
        values.address = asked->address;
        engine::Said said = engine::say(profile(asked->profile), asked->saying, values);
        if (said && !said->empty() && said->front().wants_reply) {
            Question question;
            question.what = Question::For::scan;
            question.next.address = asked->address;
            question.next.profile = asked->profile;
            question.next.said = std::move(said->front());
            return question;
        }
        scan_->answered(std::nullopt);
    }
    return std::nullopt;
}

void BusDriver::begin_wait(const Question& question, std::chrono::nanoseconds travel) {
    const std::uint32_t address = question.next.address;
    if (profile_at_.contains(address)) {
        Address& asked = at(address);
        ++asked.counts.asked;
        // An answer may come late, when the next question is under way. More open ones than a question has tries are
        // none: the answers to the older ones will not come any more.
        asked.open =
            std::min<std::uint32_t>(asked.open + 1, 1 + profile(question.next.profile).talk.host_retries);
    }
    const auto patience = profile(question.next.profile).talk.reply_time;
    timers_.cancel(wait_timer_);
    wait_timer_ = timers_.start(travel + patience, least_real(travel + patience), [this] { wait_over(); });
}

void BusDriver::wait_over() {
    wait_timer_ = 0;
    if (!question_) {
        return;
    }
    if (hearing() && question_->prolonged < kMostProlonged) {
        ++question_->prolonged;
        wait_timer_ =
            timers_.start(manners_.inter_byte, least_real(manners_.inter_byte), [this] { wait_over(); });
        return;
    }
    Question question = *std::exchange(question_, std::nullopt);
    const std::uint64_t rejected = ear_.deframer().rejected();
    const bool garbled = rejected > question.rejected_before;
    const bool told = question.what == Question::For::poll ||
                      (question.what == Question::For::speech && !polled(question.next.address));
    at(question.next.address).counts.rejected_bytes += rejected - question.rejected_before;
    if (question.tries_left > 0) {
        --question.tries_left;
        question.prolonged = 0;
        question.rejected_before = rejected;
        ++counts_.retries;
        ++at(question.next.address).counts.retries;
        if (garbled && told) {
            health_.garbled_answer(question.next.address);
        }
        again_ = std::move(question);
    } else {
        missed(question, garbled);
    }
    pump();
}

void BusDriver::missed(const Question& question, bool garbled) {
    const std::uint32_t address = question.next.address;
    if (question.what == Question::For::scan) {
        scan_answered(address, garbled ? std::optional{ports::BusScanAnswer{
                                             address, profile(question.next.profile).id, "", true}}
                                       : std::nullopt);
        return;
    }
    ++counts_.missed;
    ++at(address).counts.missed;
    if (question.what == Question::For::speech) {
        queue_.drop(question.next.kind, address);
        if (!polled(address)) {
            if (garbled) {
                health_.garbled_answer(address);
            }
            health_.missed(address, ++at(address).unanswered);
        }
        return;
    }
    poll_rest_.clear();
    plan_.missed(question.place, timers_.clock().boot());
    if (garbled) {
        health_.garbled_answer(address);
    }
    health_.missed(address, plan_.missed_in_a_row(question.place));
}

bool BusDriver::only_answers(const Spoken& spoken) const {
    // Only of what devices never say unasked can one be too many.
    const std::uint32_t address = spoken.frame.address;
    if (!polled(address)) {
        const engine::What what = spoken.meaning.what;
        return what == engine::What::ack || what == engine::What::nak || what == engine::What::version ||
               what == engine::What::exception;
    }
    const auto& asked = profile(spoken.profile).saying(engine::sayings::kPoll)->frames;
    return std::any_of(asked.begin(), asked.end(), [&](const engine::SayingFrame& frame) {
        return std::count(frame.replies.begin(), frame.replies.end(), spoken.meaning.rule) > 0;
    });
}

void BusDriver::note_answer(const Spoken& spoken) {
    const std::uint32_t address = spoken.frame.address;
    Address& known = at(address);
    known.unanswered = 0;
    if (known_profile_at(address) != spoken.profile || !only_answers(spoken)) {
        return;
    }
    if (known.open > 0) {
        --known.open;
        return;
    }
    ++known.counts.second_answers;
    const bool two_versions =
        spoken.meaning.what == engine::What::version && known.version != spoken.meaning.text;
    health_.second_answer(address, two_versions);
    if (first_and_ever_rarer(known.counts.second_answers)) {
        log_.warning("poll.second_answer", {{"line", settings_.line.get()}, {"address", address}});
    }
}

void BusDriver::answered(const Spoken& spoken, bool pressed) {
    timers_.cancel(std::exchange(wait_timer_, 0));
    const Question question = *std::exchange(question_, std::nullopt);
    const engine::What what = spoken.meaning.what;
    switch (question.what) {
        case Question::For::speech:
            speech_answered(question, what);
            break;
        case Question::For::poll:
            poll_answered(question, what, pressed);
            break;
        case Question::For::scan:
            scan_answered(question.next.address,
                          ports::BusScanAnswer{question.next.address, profile(question.next.profile).id,
                                               spoken.meaning.text, false});
            break;
    }
}

void BusDriver::speech_answered(const Question& question, engine::What what) {
    const std::uint32_t address = question.next.address;
    if (what != engine::What::nak && what != engine::What::exception) {
        if (question.next.kind == SpeechKind::clear_latch) {
            registers_.cleared(address, profile(question.next.profile), question.next.bits);
        }
        if (!polled(address)) {
            health_.sound_answer(address);
        }
        return;
    }
    if (question.tries_left > 0) {
        again_ = question;
        --again_->tries_left;
        ++counts_.retries;
        ++at(address).counts.retries;
        return;
    }
    queue_.drop(question.next.kind, address);
    if (first_and_ever_rarer(++refused_commands_)) {
        log_.warning(
            "command.refused",
            {{"line", settings_.line.get()}, {"address", address}, {"answer", std::string(code(what))}});
    }
}

void BusDriver::poll_answered(const Question& question, engine::What what, bool pressed) {
    const std::uint32_t address = question.next.address;
    plan_.answered(question.place, timers_.clock().boot(), pressed);
    if (what == engine::What::exception || what == engine::What::nak) {
        poll_rest_.clear();
        health_.error_answer(address);
    } else {
        health_.sound_answer(address);
    }
}

void BusDriver::scan_answered(std::uint32_t address, std::optional<ports::BusScanAnswer> found) {
    const auto asked = scan_ ? scan_->next() : std::nullopt;
    if (!asked || asked->address != address) {
        return;
    }
    const bool somebody = found.has_value();
    scan_->answered(std::move(found));
    last_scan_ = scan_->report();
    if (last_scan_.finished) {
        scan_.reset();
    }
    if (somebody || last_scan_.finished) {
        listener_.on_bus_scan(settings_.line, last_scan_);
    }
}

}  // namespace jiaohao::drivers::bus
