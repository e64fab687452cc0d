// The running job of a PrinterDriver: from the first byte to printed, not printed or unknown.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "drivers/printer/printer_driver.hpp"
#include "drivers/printer/wire.hpp"

namespace jiaohao::drivers::printer {

using domain::PrintCause;
using domain::PrintProof;
using ports::PrintOutcome;

namespace {

constexpr std::chrono::seconds kPollPause{1};
/// A printer that fell silent while it was stopped was probably switched off.
constexpr int kMostSilentPolls = 3;
/// How often "go on from the failed line" is tried while a cutter or other recoverable error stands.
constexpr int kPollsPerRecovery = 5;

}  // namespace

void PrinterDriver::begin_job() {
    phase_ = Phase::working;
    running_.emplace(Running{});
    running_->job = std::move(queue_.front());
    queue_.pop_front();
    const auto mark = fmt::format("{:04X}", ++next_mark_ & 0xFFFFU);
    std::copy_n(mark.begin(), running_->mark.size(), running_->mark.begin());
    if (std::exchange(remains_, false)) {
        running_->job.paper = behind_remains(running_->job.paper, profile_);
    }
    running_->begun = timers_.clock().boot();
    running_->strays = conversation_.strays();
    running_->provable = conversation_.in_step();
    send_next();
}

void PrinterDriver::send_next() {
    auto& run = *running_;
    // Who answers no GS r would never be sent the rest.
    const bool whole = !run.provable && !profile_.credits;
    const std::size_t end = whole ? run.job.paper.bytes.size() : piece_end(run.job.paper, profile_, run.sent);
    escpos::Writer out;
    const auto questions = write_piece(out, run.job.paper, run.sent, end, profile_.line);
    run.asked_along = run.asked_along || questions > 1 || run.sent > 0;
    const bool last = end == run.job.paper.bytes.size();
    // Last, so that no reply of this ticket can arrive when the next one is already waiting.
    if (last && process_id_) {
        out.ask_process_id(run.mark);
    }
    // Counted before the write: a line that dies inside it may have passed some of it on.
    const std::size_t before = std::exchange(run.sent, end);
    run.all_sent = last;
    run.wire_bytes += out.bytes().size();
    await(out.bytes().size());
    poll_later(out.bytes().size());
    if (!conversation_.send(out.bytes(), questions) && running_) {
        not_taken(before);
    }
}

/// The line is wedged; what it took earlier may still come out.
void PrinterDriver::not_taken(std::size_t sent_before) {
    if (sent_before > 0) {
        finish_unknown(PrintCause::time_out);
        return;
    }
    PrintOutcome outcome;
    outcome.kind = PrintOutcome::Kind::not_printed;
    outcome.cause = PrintCause::link_lost;
    finish(outcome);
}

void PrinterDriver::await(std::size_t to_send) {
    const auto printing = profile_.print_time(running_->job.paper.dots);
    deadline_.start(conversation_.travel_left(to_send) + printing + options_.proof_patience,
                    options_.least_real, [this] { deadline_passed(); });
}

void PrinterDriver::poll_later(std::size_t to_send) {
    poll_.start(conversation_.travel_left(to_send) + kPollPause, options_.least_real, [this] { poll(); });
}

/// A question under way serves as well.
void PrinterDriver::poll() {
    if (!conversation_.asking()) {
        running_->polled_behind = running_->all_sent;
    }
    // Behind a ticket that a full buffer holds up, a question waits until that is printed.
    const bool holds = profile_.line.flow != Flow::none;
    conversation_.hello(holds ? profile_.print_time(running_->job.paper.dots) : std::chrono::nanoseconds{0});
}

void PrinterDriver::note_poll(bool answered) {
    auto& run = *running_;
    run.silent_polls = answered ? 0 : run.silent_polls + 1;
    run.missed = run.missed || !answered;
    run.torn = run.torn || (run.asked_along && !run.arrived && doubtful());
    run.arrived = run.arrived || (answered && run.polled_behind);
    run.torn = run.torn || (!answered && !run.arrived);
}

/// A printer that lost power answers again with an empty buffer; what was heard since may not be this ticket's.
bool PrinterDriver::doubtful() {
    auto& run = *running_;
    run.noisy = run.noisy || run.strays != conversation_.strays();
    return run.noisy || run.missed;
}

/// Said of the end of the ticket by its process id; a beginning that was lost left questions unanswered.
bool PrinterDriver::arrived_whole() {
    const auto& run = *running_;
    if (run.torn || !run.asked_along) {
        return !run.torn;
    }
    return (run.arrived || !doubtful()) && (!run.provable || conversation_.in_step());
}

/// Asked when a poll behind that status was answered: a line that drops with the printer's power looks like one.
bool PrinterDriver::proved_by_status() {
    const auto& run = *running_;
    return run.status_seen && !run.seen_while_stopped && !doubtful() && conversation_.in_step();
}

void PrinterDriver::polled(bool answered) {
    auto& run = *running_;
    note_poll(answered);
    if (answered && !process_id_ && proved_by_status()) {
        finish_printed(PrintProof::status_after_cut);
        return;
    }
    if (run.last_word) {
        last_word(answered);
        return;
    }
    const bool fault = answered && conversation_.condition().fault() != Fault::none;
    if (fault && !run.stopped) {
        stop_on_fault();
    } else if (answered && !fault && run.stopped) {
        resume();
    } else if (run.stopped && run.silent_polls >= kMostSilentPolls) {
        finish_unknown(PrintCause::silent);
        return;
    }
    const auto& condition = conversation_.condition();
    if (run.stopped && profile_.recovery && (condition.cutter || condition.recoverable) &&
        ++run.stopped_polls % kPollsPerRecovery == 0) {
        static_cast<void>(conversation_.send(escpos::recover_and_continue()));
    }
    publish();
    if (running_) {
        poll_later();
    }
}

void PrinterDriver::stop_on_fault() {
    running_->stopped = true;
    running_->last_word = false;
    running_->stopped_polls = 0;
    confirm_.cancel();
    conversation_.cancel_barrier();
    deadline_.start(options_.stopped_patience, options_.least_real, [this] { give_up_stopped(); });
    poll_later();
    publish();
    refuse_queue(cause_of(conversation_.condition().fault()));
}

void PrinterDriver::resume() {
    running_->stopped = false;
    if (doubtful() || (running_->status_seen && !process_id_)) {
        confirm_status();
    }
    await();
    publish();
}

void PrinterDriver::deadline_passed() {
    running_->last_word = true;
    poll_.cancel();
    // A poll already under way gives the last word as well.
    poll();
}

void PrinterDriver::last_word(bool answered) {
    running_->last_word = false;
    if (!answered) {
        finish_unknown(PrintCause::silent);
    } else if (conversation_.condition().fault() != Fault::none) {
        stop_on_fault();
    } else if (proved_by_status()) {
        // The profile promises process ids, this unit sends none; its word after the cut stands.
        log_.warning("printer.no_process_id", {{"device", options_.id.get()}});
        process_id_ = false;
        finish_printed(PrintProof::status_after_cut);
    } else {
        finish_unknown(PrintCause::time_out);
    }
}

void PrinterDriver::give_up_stopped() {
    const auto cause = cause_of(conversation_.condition().fault());
    drop_buffers();
    PrintOutcome outcome;
    outcome.kind = PrintOutcome::Kind::unknown;
    outcome.cause = cause;
    finish(outcome);
}

void PrinterDriver::on_process_id(const escpos::JobMark& id) {
    if (running_ && running_->all_sent && id == running_->mark && arrived_whole()) {
        finish_printed(PrintProof::process_id);
    }
}

void PrinterDriver::on_paper_status(PaperStatus status) {
    if (!running_) {
        return;
    }
    auto& run = *running_;
    if (run.all_sent && (status.value & 0x0CU) == 0x0CU) {
        // A clone that stays online without paper answers all the same; the end of the ticket may be missing.
        finish_unknown(domain::PrintCause::paper_out);
        return;
    }
    if (!run.provable) {
        // May answer a question asked before this job; see that the next one can be proved.
        unprovable_ = false;
    } else if (doubtful() && run.strays != conversation_.strays()) {
        if (!run.stopped) {
            confirm_status();
        }
    } else if (conversation_.in_step()) {
        go_on();
    }
}

/// What has been sent so far is through.
void PrinterDriver::go_on() {
    auto& run = *running_;
    if (!run.all_sent) {
        send_next();
        return;
    }
    if (!run.status_seen) {
        run.status_seen = true;
        run.seen_while_stopped = run.stopped;
    }
    if (process_id_) {
        return;
    }
    if (doubtful() && !run.stopped) {
        confirm_status();
    } else {
        // Is the printer still there, is the fault over?
        poll();
    }
}

/// Which answers are still owed is not known, or whether they are answers: asked anew when the line is quiet. That the
/// printer answers this lets the ticket go on or end; it is no proof of it.
void PrinterDriver::confirm_status() {
    confirm_.start(Conversation::kQuiet,
                   std::min<std::chrono::nanoseconds>(options_.least_real, Conversation::kQuiet), [this] {
                       if (conversation_.asking()) {
                           confirm_status();
                       } else {
                           conversation_.barrier();
                       }
                   });
}

void PrinterDriver::confirmed(bool passed) {
    auto& run = *running_;
    run.missed = run.missed || !passed;
    const bool doubt = doubtful();
    run.strays = conversation_.strays();
    if (passed && run.all_sent && !process_id_) {
        if (doubt || !run.status_seen) {
            finish_in_doubt();
        } else {
            finish_printed(PrintProof::status_after_cut);
        }
    } else if (run.last_word) {
        // The deadline passed meanwhile; its question was not put.
        poll();
    } else if (passed) {
        poll_later();
        if (!run.all_sent) {
            send_next();
        }
    } else {
        confirm_status();
        // In place of a poll that fell due meanwhile.
        poll();
    }
}

void PrinterDriver::finish_printed(PrintProof proof) {
    PrintOutcome outcome;
    outcome.kind = PrintOutcome::Kind::printed;
    outcome.proof = proof;
    finish(outcome);
}

void PrinterDriver::finish_unknown(PrintCause cause) {
    drop_buffers();
    PrintOutcome outcome;
    outcome.kind = PrintOutcome::Kind::unknown;
    outcome.cause = cause;
    phase_ = Phase::resyncing;
    finish(outcome);
}

/// A barrier was passed: the printer holds nothing of the ticket any more, but nobody can say that it came out.
void PrinterDriver::finish_in_doubt() {
    PrintOutcome outcome;
    outcome.kind = PrintOutcome::Kind::unknown;
    outcome.cause = running_->missed ? PrintCause::silent : PrintCause::time_out;
    finish(outcome);
}

void PrinterDriver::finish(const PrintOutcome& outcome) {
    const auto done = std::exchange(running_, std::nullopt);
    poll_.cancel();
    deadline_.cancel();
    confirm_.cancel();
    PrintOutcome full = outcome;
    full.took = std::chrono::floor<std::chrono::milliseconds>(timers_.clock().boot() - done->job.accepted);
    remains_ = remains_ || (full.kind == PrintOutcome::Kind::unknown && profile_.realtime_status);
    keep_record(*done, full);
    // Told first, in a phase in which a job handed over from within only queues.
    if (phase_ == Phase::working) {
        phase_ = Phase::asking;
    }
    tell(done->job.ticket, done->job.copy, full);
    if (phase_ == Phase::asking) {
        ask();
    } else if (phase_ == Phase::resyncing) {
        go_resync();
    }
}

void PrinterDriver::abandon(PrintCause cause) {
    if (running_) {
        PrintOutcome outcome;
        outcome.kind = running_->sent > 0 ? PrintOutcome::Kind::unknown : PrintOutcome::Kind::not_printed;
        outcome.cause = cause;
        phase_ = Phase::down;
        finish(outcome);
    }
    refuse_queue(cause);
}

}  // namespace jiaohao::drivers::printer
