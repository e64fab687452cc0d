// SPDX-License-Identifier: Apache-2.0
#include "drivers/printer/conversation.hpp"

#include <algorithm>
#include <array>
#include <variant>

namespace jiaohao::drivers::printer {
namespace {

constexpr std::uint8_t kLastQuestion = 4;
constexpr std::chrono::milliseconds kInterByte{100};

struct NameQuestion {
    std::uint8_t n;
    std::string PrinterNames::*answer;
};
constexpr std::array<NameQuestion, 4> kNames{{{66, &PrinterNames::maker},
                                              {67, &PrinterNames::model},
                                              {65, &PrinterNames::firmware},
                                              {69, &PrinterNames::font}}};
/// The maker and the model; who answers neither is not asked the rest.
constexpr std::size_t kFirstNames = 2;

}  // namespace

Conversation::Conversation(ByteLine& line, Timers& timers, const SerialSetting& setting,
                           std::chrono::nanoseconds least_real, ConversationHandler& handler)
    : line_(line),
      timers_(timers),
      setting_(setting),
      least_real_(least_real),
      handler_(handler),
      patience_(timers),
      inter_byte_(timers) {}

void Conversation::hello(std::chrono::nanoseconds held) {
    if (asking()) {
        return;
    }
    held_ = held;
    phase_ = Phase::asking;
    gathering_ = condition_;
    ask(1);
}

void Conversation::ask(std::uint8_t n) {
    asked_ = n;
    const auto question = escpos::realtime_status(n);
    patience_.start(travel_left(question.size()) + kPatience + held_, least_real_, [this] { done(false); });
    // A line that takes nothing answers nothing: the time-out speaks for both.
    static_cast<void>(send(question));
}

void Conversation::resync() {
    phase_ = Phase::flushing;
    account_holds_ = false;
    round_ = 0;
    settles_ = 0;
    flush_round();
}

void Conversation::flush_round() {
    if (++round_ > kFlushRounds) {
        done(false);
        return;
    }
    Bytes out(escpos::kFlushLength, 0x00);
    const auto question = escpos::realtime_status(1);
    out.insert(out.end(), question.begin(), question.end());
    patience_.start(travel_left(out.size()) + kFlushPause, least_real_, [this] { flush_round(); });
    static_cast<void>(send(out));
}

void Conversation::settle() {
    phase_ = Phase::settling;
    if (++settles_ > kMostSettles) {
        done(false);
        return;
    }
    patience_.start(kQuiet, std::min<std::chrono::nanoseconds>(least_real_, kQuiet), [this] {
        phase_ = Phase::idle;
        hello();
    });
}

void Conversation::done(bool answered) {
    patience_.cancel();
    phase_ = Phase::idle;
    asked_ = 0;
    if (answered) {
        condition_ = gathering_;
    }
    handler_.on_hello(answered);
}

void Conversation::ask_names() {
    phase_ = Phase::naming;
    names_ = {};
    name_asked_ = 0;
    ask_name();
}

void Conversation::ask_name() {
    escpos::Writer question;
    question.ask_name(kNames[name_asked_].n);
    patience_.start(travel_left(question.bytes().size()) + kPatience, least_real_, [this] { named(); });
    static_cast<void>(send(question.bytes()));
}

/// The question under way is answered or will not be.
void Conversation::named() {
    ++name_asked_;
    if (name_asked_ < kNames.size() && (names_.heard() || name_asked_ < kFirstNames)) {
        ask_name();
        return;
    }
    patience_.cancel();
    phase_ = Phase::idle;
    account_holds_ = false;
    handler_.on_names(names_);
}

void Conversation::barrier() {
    phase_ = Phase::barrier;
    noisy_answers_ = 0;
    ask_barrier();
}

void Conversation::ask_barrier() {
    barrier_answered_ = false;
    settles_ = 0;
    strays_at_barrier_ = strays();
    escpos::Writer question;
    question.ask_paper_status();
    patience_.start(travel_left(question.bytes().size()) + kPatience, least_real_,
                    [this] { end_barrier(false); });
    // A line that takes nothing answers nothing: the time-out speaks for both.
    static_cast<void>(send(question.bytes(), 1));
}

void Conversation::await_quiet() {
    if (++settles_ > kMostSettles) {
        end_barrier(false);
        return;
    }
    patience_.start(kQuiet, std::min<std::chrono::nanoseconds>(least_real_, kQuiet),
                    [this] { barrier_quiet(); });
}

void Conversation::barrier_quiet() {
    // Noise can look like this one byte.
    if (strays() != strays_at_barrier_ && ++noisy_answers_ < kNoisyAnswersNeeded) {
        ask_barrier();
        return;
    }
    open_questions_ = 0;
    account_holds_ = true;
    end_barrier(true);
}

void Conversation::end_barrier(bool passed) {
    cancel_barrier();
    handler_.on_barrier(passed);
}

void Conversation::cancel_barrier() {
    if (phase_ == Phase::barrier) {
        patience_.cancel();
        phase_ = Phase::idle;
    }
}

bool Conversation::send(ByteView bytes, std::uint32_t paper_questions) {
    // Counted before: the answer may come from within. And also when refused: a line that dies inside the write
    // may have passed it on; a barrier clears that.
    open_questions_ += paper_questions;
    if (!line_.write(bytes)) {
        return false;
    }
    line_free_at_ = std::max(line_free_at_, timers_.clock().boot()) + travel_time(setting_, bytes.size());
    return true;
}

std::chrono::nanoseconds Conversation::travel_left(std::size_t more) const {
    return std::max(line_free_at_ - timers_.clock().boot(), std::chrono::nanoseconds{0}) +
           travel_time(setting_, more);
}

void Conversation::feed(ByteView bytes) {
    inter_byte_.cancel();
    if (phase_ == Phase::settling) {
        settle();
    }
    digest(parser_.feed(bytes));
    if (parser_.incomplete()) {
        inter_byte_.start(kInterByte, std::min<std::chrono::nanoseconds>(least_real_, kInterByte),
                          [this] { digest(parser_.expire()); });
    }
}

void Conversation::digest(const std::vector<Reply>& replies) {
    handle(replies);
    // Whatever came, also noise: the quiet begins anew.
    if (phase_ == Phase::barrier && barrier_answered_) {
        await_quiet();
    }
}

void Conversation::reset() {
    patience_.cancel();
    inter_byte_.cancel();
    parser_.reset();
    phase_ = Phase::idle;
    asked_ = 0;
    condition_ = {};
    open_questions_ = 0;
    account_holds_ = false;
    line_free_at_ = {};
}

void Conversation::handle(const std::vector<Reply>& replies) {
    for (const auto& reply : replies) {
        std::visit([this](const auto& value) { handle_one(value); }, reply);
    }
}

void Conversation::handle_one(RealtimeReply reply) {
    if (phase_ == Phase::flushing) {
        settle();
        return;
    }
    if (phase_ != Phase::asking) {
        // Late or unasked: raster data can make a printer answer. It says nothing we can use.
        return;
    }
    gathering_.apply(asked_, reply);
    if (asked_ < kLastQuestion) {
        ask(static_cast<std::uint8_t>(asked_ + 1));
    } else {
        done(true);
    }
}

void Conversation::handle_one(const AutoStatus& status) {
    condition_.apply(status);
    gathering_.apply(status);
    if (phase_ == Phase::idle || phase_ == Phase::asking || phase_ == Phase::barrier) {
        handler_.on_condition();
    }
}

void Conversation::handle_one(PaperStatus status) {
    if (!plausible(status)) {
        ++implausible_;
        return;
    }
    if (phase_ == Phase::barrier) {
        barrier_answered_ = true;
    } else if (phase_ != Phase::idle && phase_ != Phase::asking) {
        // Or a byte of a name without its frame.
        // The way back from a broken transfer ends in a barrier.
        return;
    } else if (open_questions_ > 0) {
        --open_questions_;
        handler_.on_paper_status(status);
    } else {
        ++surplus_;
        account_holds_ = false;
        handler_.on_surplus();
    }
}

void Conversation::handle_one(const ProcessIdReply& reply) {
    handler_.on_process_id(reply.id);
}

void Conversation::handle_one(const PrinterName& name) {
    if (phase_ == Phase::naming) {
        names_.*kNames[name_asked_].answer = name.text;
        named();
    }
}

}  // namespace jiaohao::drivers::printer
