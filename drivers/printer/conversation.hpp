// Question and answer with one printer: real-time status queries paired with their replies, the way back from
// a broken transfer, and the condition told by automatic status. Knows nothing of jobs.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

#include "drivers/line/byte_line.hpp"
#include "drivers/line/one_shot.hpp"
#include "drivers/line/serial_setting.hpp"
#include "drivers/printer/status.hpp"

namespace jiaohao::drivers::printer {

class ConversationHandler {
  public:
    virtual ~ConversationHandler() = default;
    /// End of hello() or resync(). False: no answer in time.
    virtual void on_hello(bool answered) = 0;
    /// The printer told of itself unasked.
    virtual void on_condition() = 0;
    virtual void on_process_id(const escpos::JobMark& id) = 0;
    /// Only values that a printer can really send.
    virtual void on_paper_status(PaperStatus status) = 0;
};

class Conversation {
  public:
    static constexpr std::chrono::seconds kPatience{2};
    static constexpr std::chrono::seconds kFlushPause{1};
    static constexpr std::chrono::milliseconds kQuiet{300};
    static constexpr int kFlushRounds = 3;
    static constexpr int kMostSettles = 20;

    Conversation(ByteLine& line, Timers& timers, const SerialSetting& setting,
                 std::chrono::nanoseconds least_real, ConversationHandler& handler);

    /// Asks DLE EOT 1..4, one after the other (a reply does not say which question it answers). No effect
    /// while one is under way.
    void hello();
    /// NULs until a command cut off in the middle is full, then a question, some rounds; once answered, waits
    /// until late replies have drained and says hello.
    void resync();
    /// Bytes at a command boundary. False: the line did not take them.
    [[nodiscard]] bool send(ByteView bytes);
    /// Until the last byte sent, and `more` after it, have reached the printer, by baud rate.
    [[nodiscard]] std::chrono::nanoseconds travel_left(std::size_t more = 0) const;
    void feed(ByteView bytes);
    /// The line went down: forget everything under way.
    void reset();

    [[nodiscard]] bool asking() const { return phase_ != Phase::idle; }
    [[nodiscard]] const Condition& condition() const { return condition_; }
    /// Bytes that belonged to nothing, since the beginning.
    [[nodiscard]] std::uint64_t strays() const { return parser_.strays() + implausible_; }

  private:
    enum class Phase : std::uint8_t { idle, asking, flushing, settling };

    void ask(std::uint8_t n);
    void flush_round();
    void settle();
    void done(bool answered);
    void handle(const std::vector<Reply>& replies);
    void handle_one(RealtimeReply reply);
    void handle_one(const AutoStatus& status);
    void handle_one(PaperStatus status);
    void handle_one(const ProcessIdReply& reply);
    void handle_one(const PrinterName& name);

    ByteLine& line_;
    Timers& timers_;
    SerialSetting setting_;
    std::chrono::nanoseconds least_real_;
    ConversationHandler& handler_;
    ReplyParser parser_;
    Condition condition_;
    Condition gathering_;
    Phase phase_ = Phase::idle;
    std::uint8_t asked_ = 0;
    int round_ = 0;
    int settles_ = 0;
    std::uint64_t implausible_ = 0;
    BootTime line_free_at_{};
    OneShot patience_;
    OneShot inter_byte_;
};

}  // namespace jiaohao::drivers::printer
