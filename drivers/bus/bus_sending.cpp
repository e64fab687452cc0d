// One frame at a time onto the line: what is next, when the line is free, a break before it, what was refused.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "drivers/bus/bus_driver.hpp"

namespace jiaohao::drivers::bus {

void BusDriver::hold_until(BootTime free_at) {
    free_at_ = std::max(free_at_, free_at);
}

void BusDriver::wake_in(std::chrono::nanoseconds wait, std::chrono::nanoseconds least) {
    timers_.cancel(pump_timer_);
    pump_timer_ = timers_.start(std::max(wait, std::chrono::nanoseconds{0}), least, [this] {
        pump_timer_ = 0;
        refused_ = false;
        pump();
    });
}

void BusDriver::pump() {
    // Two wires: while a device speaks, or is to answer, the host is silent.
    if (!line_.up() || in_feed_ || hearing() || question_ || behind_break_ || refused_) {
        return;
    }
    const BootTime now = timers_.clock().boot();
    if (free_at_ > now) {
        if (queue_.size() > 0 || again_ || plan_.size() > 0 || scan_) {
            wake_in(free_at_ - now, {});
        }
        return;
    }
    bool said = false;
    if (!send_next(said)) {
        refused_ = true;
        wake_in(kLeastRealWait, kLeastRealWait);
    } else if (said && !question_ && !behind_break_) {
        pump();
    } else if (!said && !question_) {
        if (const auto due = plan_.due(now)) {
            wake_in(*due - now, {});
        }
    }
}

bool BusDriver::send_next(bool& said) {
    // Taken off the queue before the write: a line may answer from within write().
    const auto send_it = [&](Question question) {
        said = true;
        return send(std::move(question));
    };
    const auto speech = [](SpeechQueue::Next next) {
        Question question;
        question.what = Question::For::speech;
        question.next = std::move(next);
        return question;
    };
    const auto first_try = [this, &speech](SpeechQueue::Next next) {
        Question question = speech(std::move(next));
        // A clear whose reply is lost is not repeated blindly, it would take a press that came meanwhile along:
        // the next reading tells whether it is needed.
        question.tries_left = question.next.kind == SpeechKind::clear_latch
                                  ? 0
                                  : profile(question.next.profile).talk.host_retries;
        return question;
    };
    if (auto next = queue_.take(Urgency::finger)) {
        return send_it(first_try(std::move(*next)));
    }
    if (again_) {
        return send_it(*std::exchange(again_, std::nullopt));
    }
    if (auto next = queue_.take(Urgency::display)) {
        return send_it(first_try(std::move(*next)));
    }
    const BootTime now = timers_.clock().boot();
    const bool idle_turn = plan_.size() == 0 || plan_.rounds().rounds() != idle_round_;
    if (idle_turn) {
        if (auto idle = next_idle()) {
            idle_round_ = plan_.rounds().rounds();
            return send_it(std::move(*idle));
        }
    }
    if (auto poll = next_poll(now)) {
        return send_it(std::move(*poll));
    }
    if (auto idle = next_idle()) {
        return send_it(std::move(*idle));
    }
    return true;
}

bool BusDriver::may_be_a_devices(ByteView said) {
    bool may = false;
    const auto hear = [&](const engine::Ear::Heard& heard) {
        const auto meaning = engine::meaning_of(profile(heard.profile), heard.frame);
        if (!meaning) {
            return;
        }
        const auto key = engine::press_key(profile(heard.profile), heard.frame, *meaning);
        may = may || !key || health_.knows(key->address, key->role);
    };
    mirror_.feed(said, hear);
    mirror_.end_of_burst(hear);
    return may;
}

bool BusDriver::send(Question question) {
    const std::chrono::milliseconds lasts = profile(question.next.profile).line.break_before;
    if (lasts.count() == 0) {
        return send_bytes(std::move(question));
    }
    if (!line_.hold_break(true)) {
        ++counts_.refused_writes;
        give_back(question);
        return false;
    }
    behind_break_ = std::move(question);
    break_timer_ = timers_.start(lasts, lasts, [this] { break_over(); });
    return true;
}

void BusDriver::break_over() {
    break_timer_ = 0;
    Question question = *std::exchange(behind_break_, std::nullopt);
    if (!line_.hold_break(false)) {
        give_back(question);
    } else if (send_bytes(std::move(question))) {
        pump();
        return;
    }
    refused_ = true;
    wake_in(kLeastRealWait, kLeastRealWait);
}

void BusDriver::give_back(const Question& question) {
    if (!line_.up()) {
        return;  // it went down within the write: when it is back, everything is said anew
    }
    if (question.next.said.wants_reply) {
        again_ = question;
    } else {
        queue_.give_back(question.next);
    }
}

bool BusDriver::send_bytes(Question question) {
    const Bytes bytes = question.next.said.bytes;
    const auto travel = travel_time(manners_.port, bytes.size());
    const std::uint64_t echo = echo_.expect(ByteView{bytes}, may_be_a_devices(ByteView{bytes}));
    echo_timers_[echo] = timers_.start(travel + kLeastRealWait, kLeastRealWait, [this, echo] {
        echo_timers_.erase(echo);
        echo_.forget(echo);
    });
    const BootTime free_before = free_at_;
    hold_until(timers_.clock().boot() + travel + manners_.turn_around);
    const bool waits = question.next.said.wants_reply;
    if (waits) {
        question.rejected_before = ear_.deframer().rejected();
        begin_wait(question, travel);
        question_ = question;
    }
    if (!line_.write(ByteView{bytes})) {
        ++counts_.refused_writes;
        timers_.cancel(echo_timers_[echo]);
        echo_timers_.erase(echo);
        echo_.forget(echo);
        timers_.cancel(std::exchange(wait_timer_, 0));
        free_at_ = free_before;
        question_.reset();
        give_back(question);
        return false;
    }
    ++counts_.sent;
    if (!waits && question.what == Question::For::speech && question.next.kind == SpeechKind::clear_latch) {
        registers_.cleared(question.next.address, profile(question.next.profile), question.next.bits);
    }
    return true;
}

}  // namespace jiaohao::drivers::bus
