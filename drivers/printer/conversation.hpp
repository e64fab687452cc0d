// Question and answer with one printer: real-time status queries paired with their replies, the account of
// paper-status questions, the way back from a broken transfer, and the condition told by automatic status.
// Knows nothing of jobs.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

#include "drivers/line/byte_line.hpp"
#include "drivers/line/one_shot.hpp"
#include "drivers/line/serial_setting.hpp"
#include "drivers/printer/identity.hpp"
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
    /// The answer to an open question; only values that a printer can really send.
    virtual void on_paper_status(PaperStatus status) = 0;
    /// A paper status that nobody asked for: counted as stray, and the account no longer holds.
    virtual void on_surplus() = 0;
    /// End of ask_names(): what was answered.
    virtual void on_names(const PrinterNames& names) = 0;
    /// End of barrier(). False: no answer in time, or the line never fell quiet.
    virtual void on_barrier(bool passed) = 0;
};

class Conversation {
  public:
    static constexpr std::chrono::seconds kPatience{2};
    static constexpr std::chrono::seconds kFlushPause{1};
    static constexpr std::chrono::milliseconds kQuiet{300};
    static constexpr int kFlushRounds = 3;
    static constexpr int kMostSettles = 20;
    /// On a line that is never clean so many answers, each to a question of its own, are believed.
    static constexpr int kNoisyAnswersNeeded = 3;

    Conversation(ByteLine& line, Timers& timers, const SerialSetting& setting,
                 std::chrono::nanoseconds least_real, ConversationHandler& handler);

    /// Asks DLE EOT 1..4, one after the other (a reply does not say which question it answers). No effect
    /// while one is under way. `held`: for so much longer flow control may keep the questions from leaving.
    void hello(std::chrono::nanoseconds held = {});
    /// NULs until a command cut off in the middle is full, then a question, some rounds; once answered, waits
    /// until late replies have drained and says hello.
    void resync();
    /// GS I 66, 67 and, once one of them was answered, 65 and 69. A barrier must follow: some clones answer without
    /// the frame that tells names from status. Only when not asking().
    void ask_names();
    /// GS r 1 and its answer, then quiet. GS r is answered in order with the print data but does not say which
    /// question it answers: whatever a ticket or a process before left unanswered comes before or close behind
    /// the answer to this, so after the quiet nothing is owed any more and in_step() holds.
    /// Only when not asking().
    void barrier();
    /// Ends a barrier without telling; what it asked stays open.
    void cancel_barrier();
    /// Bytes at a command boundary that hold `paper_questions` GS r. False: the line did not take them.
    [[nodiscard]] bool send(ByteView bytes, std::uint32_t paper_questions = 0);
    /// Until the last byte sent, and `more` after it, have reached the printer, by baud rate.
    [[nodiscard]] std::chrono::nanoseconds travel_left(std::size_t more = 0) const;
    void feed(ByteView bytes);
    /// The line went down: forget everything under way.
    void reset();

    /// hello(), resync(), barrier() or ask_names() is under way.
    [[nodiscard]] bool asking() const { return phase_ != Phase::idle; }
    /// The next paper status answers the next question: a barrier was passed since the line came up (or since
    /// resync(), or a surplus reply), and no question is open.
    [[nodiscard]] bool in_step() const { return account_holds_ && open_questions_ == 0; }
    [[nodiscard]] const Condition& condition() const { return condition_; }
    /// Bytes that belonged to nothing, since the beginning.
    [[nodiscard]] std::uint64_t strays() const { return parser_.strays() + implausible_ + surplus_; }

  private:
    enum class Phase : std::uint8_t { idle, asking, flushing, settling, barrier, naming };

    void ask(std::uint8_t n);
    void flush_round();
    void settle();
    void done(bool answered);
    void ask_barrier();
    void digest(const std::vector<Reply>& replies);
    void await_quiet();
    void ask_name();
    void named();
    void barrier_quiet();
    void end_barrier(bool passed);
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
    std::chrono::nanoseconds held_{0};
    PrinterNames names_;
    /// Of kNames.
    std::size_t name_asked_ = 0;
    int round_ = 0;
    int settles_ = 0;
    std::uint64_t implausible_ = 0;
    std::uint64_t surplus_ = 0;
    std::uint32_t open_questions_ = 0;
    bool account_holds_ = false;
    bool barrier_answered_ = false;
    int noisy_answers_ = 0;
    std::uint64_t strays_at_barrier_ = 0;
    BootTime line_free_at_{};
    OneShot patience_;
    OneShot inter_byte_;
};

}  // namespace jiaohao::drivers::printer
