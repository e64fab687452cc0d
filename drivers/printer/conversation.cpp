// SPDX-License-Identifier: Apache-2.0
#include "drivers/printer/conversation.hpp"

#include <algorithm>
#include <variant>

namespace jiaohao::drivers::printer {
namespace {

constexpr std::uint8_t kLastQuestion = 4;
constexpr std::chrono::milliseconds kInterByte{100};

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

void Conversation::hello() {
    if (asking()) {
        return;
    }
    phase_ = Phase::asking;
    gathering_ = condition_;
    ask(1);
}

void Conversation::ask(std::uint8_t n) {
    asked_ = n;
    const auto question = escpos::realtime_status(n);
    patience_.start(travel_left(question.size()) + kPatience, least_real_, [this] { done(false); });
    // A line that takes nothing answers nothing: the time-out speaks for both.
    static_cast<void>(send(question));
}

void Conversation::resync() {
    phase_ = Phase::flushing;
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

bool Conversation::send(ByteView bytes) {
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
    handle(parser_.feed(bytes));
    if (parser_.incomplete()) {
        inter_byte_.start(kInterByte, std::min<std::chrono::nanoseconds>(least_real_, kInterByte),
                          [this] { handle(parser_.expire()); });
    }
}

void Conversation::reset() {
    patience_.cancel();
    inter_byte_.cancel();
    parser_.reset();
    phase_ = Phase::idle;
    asked_ = 0;
    condition_ = {};
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
    if (phase_ == Phase::idle || phase_ == Phase::asking) {
        handler_.on_condition();
    }
}

void Conversation::handle_one(PaperStatus status) {
    if (!plausible(status)) {
        ++implausible_;
        return;
    }
    if (phase_ == Phase::idle || phase_ == Phase::asking) {
        handler_.on_paper_status(status);
    }
}

void Conversation::handle_one(const ProcessIdReply& reply) {
    handler_.on_process_id(reply.id);
}

void Conversation::handle_one(const PrinterName&) {}

}  // namespace jiaohao::drivers::printer
