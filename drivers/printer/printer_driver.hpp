// The print-job state machine over a ByteLine. It never exits, never blocks and never calls a ticket printed
// without the printer's own word: a process id, or the paper status asked for after the cut.
//
//   hello -> fault? refuse : barrier -> send (in credits if need be) -> proof = printed
//                                                                    -> fault = stopped, wait for it to clear
//                                                                    -> silence = unknown, flush, hello
// The barrier stands where answers to earlier questions may still be on their way: after the line came up, after
// a ticket without proof, after a reply that nobody asked for. In the middle of a ticket a barrier shows only that the
// printer lives: one that was switched off and on answers it with an empty buffer. After noise or a missed poll a
// paper status proves nothing any more.
//
// Thread: everything on the devices thread; see QueuedPrinter for the others. Line, timers and listener
// outlive it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "drivers/line/byte_line.hpp"
#include "drivers/line/one_shot.hpp"
#include "drivers/printer/conversation.hpp"
#include "drivers/printer/encoder.hpp"
#include "drivers/printer/paper_gauge.hpp"
#include "drivers/printer/print_log.hpp"
#include "drivers/printer/profile.hpp"
#include "kiosk/base/log.hpp"
#include "kiosk/ports/ticket_printer.hpp"

namespace jiaohao::drivers::printer {

struct PrinterOptions {
    domain::DeviceId id;
    std::size_t queue_limit = 64;
    /// Process ids count on from here. Random in a real hall: an answer to a job of the process before must prove none
    /// of this one's.
    std::uint32_t first_mark = 0;
    std::chrono::nanoseconds heartbeat = std::chrono::seconds{5};
    /// How long a ticket caught by a fault waits for staff before it is given up as unknown.
    std::chrono::nanoseconds stopped_patience = std::chrono::minutes{5};
    /// Beyond what sending and printing take, until a missing proof makes the ticket unknown.
    std::chrono::nanoseconds proof_patience = std::chrono::seconds{3};
    /// When the profile is not stated but found: the first names that fit one of these change to it.
    std::vector<PrinterProfile> candidates;
    /// Least real time of every wait for the printer.
    std::chrono::nanoseconds least_real = kLeastRealWait;
};

struct PrinterCounters {
    std::uint64_t printed = 0;
    std::uint64_t not_printed = 0;
    std::uint64_t unknown = 0;
    std::uint64_t replaced_characters = 0;
    /// Tickets in which a character was replaced or a code left out.
    std::uint64_t changed_tickets = 0;
    /// Sent for tickets; paper of those printed.
    std::uint64_t bytes = 0;
    std::uint64_t paper_mm = 0;
    /// Bytes received that belonged to no reply.
    std::uint64_t stray_bytes = 0;
};

class PrinterDriver final : public ports::TicketPrinter, private LineListener, private ConversationHandler {
  public:
    PrinterDriver(PrinterOptions options, PrinterProfile profile, ByteLine& line, Timers& timers,
                  ports::PrinterListener& listener, Log log);
    ~PrinterDriver() override;
    PrinterDriver(const PrinterDriver&) = delete;
    PrinterDriver& operator=(const PrinterDriver&) = delete;

    void start();
    /// Jobs still held end as `restart`: unknown if a byte of them was handed to the line, else not printed.
    void stop();
    /// The outcome may come before this returns (queue full, no printer, unprintable).
    void print(ports::PrintJob job) override;

    [[nodiscard]] PrinterCounters counters() const;
    [[nodiscard]] ports::PrinterFacts facts() const;
    /// The last tickets, the newest last.
    [[nodiscard]] const std::deque<PrintRecord>& recent() const { return log_of_jobs_.records(); }

  private:
    enum class Phase : std::uint8_t { down, asking, idle, working, resyncing, lost };
    /// What is known of the far end.
    enum class Reach : std::uint8_t { never_up, down, unheard, heard, stale, silent };

    struct Queued {
        domain::TicketId ticket;
        std::uint32_t copy = 1;
        ports::TicketPaper source;
        EncodedTicket paper;
        BootTime accepted{};
    };
    struct Running {
        Queued job;
        escpos::JobMark mark{};
        BootTime begun{};
        /// With the questions in and behind it.
        std::size_t wire_bytes = 0;
        std::size_t sent = 0;
        bool all_sent = false;
        /// Begun in step: an answer to a question of this job proves something.
        bool provable = false;
        /// The ticket's own paper status after the cut came, and nothing spoke against it then.
        bool status_seen = false;
        /// It came while a fault stood: the fault was over before it was seen to be, or it was a lone noise byte.
        bool seen_while_stopped = false;
        bool stopped = false;
        /// A poll went unanswered: the printer may have lost power.
        bool missed = false;
        /// Noise came: a byte that looks like an answer may be noise as well.
        bool noisy = false;
        /// The poll under way was asked behind the whole ticket.
        bool polled_behind = false;
        /// Such a poll was answered: all of the ticket is in the printer, or was until it lost power.
        bool arrived = false;
        /// Questions stand within the ticket, too: it is long enough for a power cycle while it travels.
        bool asked_along = false;
        /// A poll was missed before it had arrived, or a long one was on its way in noise: what is answered now may be the end of a ticket whose beginning is lost.
        bool torn = false;
        /// The deadline passed; one last hello decides.
        bool last_word = false;
        int silent_polls = 0;
        int stopped_polls = 0;
        std::uint64_t strays = 0;
    };

    void on_line_up() override;
    void on_line_down(const std::string& reason) override;
    void on_bytes(ByteView bytes, BootTime at) override;
    void on_hello(bool answered) override;
    void on_condition() override;
    void on_process_id(const escpos::JobMark& id) override;
    void on_paper_status(PaperStatus status) override;
    void on_surplus() override;
    void on_names(const PrinterNames& names) override;
    void on_barrier(bool passed) override;

    // printer_driver.cpp: the device
    void greeted();
    void catch_up();
    void ask();
    void go_idle();
    void go_resync();
    void publish();
    [[nodiscard]] std::optional<domain::PrintCause> refusal() const;

    // printer_identity.cpp: who it is, what is told of it; the printer that never answers
    [[nodiscard]] bool wants_names();
    void forget_names();
    void use_profile(const PrinterProfile& profile);
    void publish_facts();
    void keep_record(const Running& run, const ports::PrintOutcome& outcome);
    void begin_blind();

    // printer_job.cpp: the running job
    void begin_job();
    void send_next();
    void not_taken(std::size_t sent_before);
    void await(std::size_t to_send = 0);
    void poll_later(std::size_t to_send = 0);
    void poll();
    void polled(bool answered);
    void note_poll(bool answered);
    [[nodiscard]] bool doubtful();
    [[nodiscard]] bool arrived_whole();
    [[nodiscard]] bool proved_by_status();
    void stop_on_fault();
    void resume();
    void deadline_passed();
    void last_word(bool answered);
    void drop_buffers();
    void give_up_stopped();
    void confirm_status();
    void confirmed(bool passed);
    void go_on();
    void finish(const ports::PrintOutcome& outcome);
    void finish_printed(domain::PrintProof proof);
    void finish_unknown(domain::PrintCause cause);
    void finish_in_doubt();
    void abandon(domain::PrintCause cause);

    [[nodiscard]] bool encode(Queued& job);
    void refuse(const Queued& job, domain::PrintCause cause);
    void refuse_queue(domain::PrintCause cause);
    void tell(const domain::TicketId& ticket, std::uint32_t copy, const ports::PrintOutcome& outcome);

    PrinterOptions options_;
    PrinterProfile profile_;
    std::unique_ptr<TextCodec> codec_;
    ByteLine& line_;
    Timers& timers_;
    ports::PrinterListener& listener_;
    Log log_;
    /// False once this unit was seen to send none although its profile says so.
    bool process_id_;
    Conversation conversation_;
    PrinterNames names_;
    int name_tries_ = 0;
    int greetings_ = 0;
    PaperGauge gauge_;
    PrintLog log_of_jobs_;
    ports::PrinterFacts told_facts_;
    int failed_barriers_ = 0;
    /// A ticket was given up of which the printer may hold a part.
    bool remains_ = false;
    /// A command cut off in the middle may swallow the next question.
    bool flush_first_ = false;
    /// This unit passes no barrier: its paper status proves nothing, its tickets are not held up for it.
    bool unprovable_ = false;

    Phase phase_ = Phase::down;
    Reach reach_ = Reach::never_up;
    std::deque<Queued> queue_;
    std::optional<Running> running_;
    std::uint32_t next_mark_ = options_.first_mark;
    PrinterCounters counters_;

    struct Published {
        domain::DeviceState state{};
        std::string fault;
        bool paper_possible = false;
        bool operator==(const Published&) const = default;
    };
    std::optional<Published> published_;

    OneShot heartbeat_;
    OneShot poll_;
    OneShot deadline_;
    OneShot confirm_;
};

}  // namespace jiaohao::drivers::printer
