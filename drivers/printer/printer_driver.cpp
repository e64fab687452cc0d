// SPDX-License-Identifier: Apache-2.0
#include "drivers/printer/printer_driver.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <utility>

namespace jiaohao::drivers::printer {

using domain::DeviceState;
using domain::PrintCause;
using ports::PrintOutcome;

namespace {

/// Each but the last followed by a flush and a hello.
constexpr int kMostBarriers = 3;
/// Kinds of replaced characters named in one line of the log.
constexpr std::size_t kMostListed = 16;

}  // namespace

PrinterDriver::PrinterDriver(PrinterOptions options, PrinterProfile profile, ByteLine& line, Timers& timers,
                             ports::PrinterListener& listener, Log log)
    : options_(std::move(options)),
      profile_(std::move(profile)),
      codec_(std::make_unique<TextCodec>(profile_)),
      line_(line),
      timers_(timers),
      listener_(listener),
      log_(log),
      process_id_(profile_.process_id),
      conversation_(line, timers, profile_.line, options_.least_real, *this),
      gauge_(profile_.near_end_sensor ? profile_.near_end_reserve_mm : 0),
      heartbeat_(timers),
      poll_(timers),
      deadline_(timers),
      confirm_(timers) {}

PrinterDriver::~PrinterDriver() {
    line_.stop();
}

void PrinterDriver::start() {
    line_.start(*this);
}

void PrinterDriver::stop() {
    line_.stop();
    conversation_.reset();
    abandon(PrintCause::restart);
    heartbeat_.cancel();
    phase_ = Phase::down;
    reach_ = Reach::down;
}

void PrinterDriver::print(ports::PrintJob job) {
    Queued queued{std::move(job.ticket), job.copy, std::move(job.paper), {}, timers_.clock().boot()};
    if (const auto cause = refusal()) {
        refuse(queued, *cause);
        return;
    }
    if (!encode(queued)) {
        refuse(queued, PrintCause::unprintable);
        return;
    }
    const auto& paper = queued.paper;
    if (paper.replacements > 0 || !paper.left_out.empty()) {
        counters_.replaced_characters += paper.replacements;
        ++counters_.changed_tickets;
        log_.warning("printer.replaced", {{"device", options_.id.get()},
                                          {"ticket", domain::to_string(queued.ticket)},
                                          {"characters", paper.replacements},
                                          {"as", describe(paper.replaced, kMostListed)},
                                          {"left_out", fmt::format("{}", fmt::join(paper.left_out, ","))}});
    }
    queue_.push_back(std::move(queued));
    if (phase_ == Phase::idle) {
        ask();
    }
}

bool PrinterDriver::encode(Queued& job) {
    auto encoded = encode_ticket(job.source, profile_, *codec_);
    if (!encoded) {
        log_.error("printer.unprintable", {{"device", options_.id.get()}, {"reason", encoded.error()}});
        return false;
    }
    job.paper = std::move(*encoded);
    return true;
}

/// Known at once, without asking the printer. A fault heard of at idle may be seconds old: that is asked
/// anew.
std::optional<PrintCause> PrinterDriver::refusal() const {
    if (queue_.size() >= options_.queue_limit) {
        return PrintCause::queue_full;
    }
    if (phase_ == Phase::down) {
        return reach_ == Reach::never_up ? PrintCause::no_printer : PrintCause::link_lost;
    }
    if (phase_ == Phase::resyncing || reach_ == Reach::silent) {
        return PrintCause::silent;
    }
    if (running_ && running_->stopped) {
        return cause_of(conversation_.condition().fault());
    }
    return std::nullopt;
}

PrinterCounters PrinterDriver::counters() const {
    PrinterCounters all = counters_;
    all.stray_bytes = conversation_.strays();
    return all;
}

void PrinterDriver::on_line_up() {
    // Of one that never answers the open port is all that can be known.
    reach_ = profile_.realtime_status ? Reach::unheard : Reach::heard;
    forget_names();
    process_id_ = profile_.process_id;
    failed_barriers_ = 0;
    flush_first_ = false;
    unprovable_ = false;
    if (!profile_.realtime_status) {
        publish();
    }
    // A command cut off within its length would take the next question for the rest of it and wait for thousands of
    // bytes; zeros make it one that the later flush can fill.
    static_cast<void>(conversation_.send(Bytes(escpos::kHeaderFill, 0x00)));
    ask();
}

void PrinterDriver::on_line_down(const std::string& reason) {
    log_.warning("printer.link_lost", {{"device", options_.id.get()}, {"reason", reason}});
    phase_ = Phase::down;
    reach_ = Reach::down;
    heartbeat_.cancel();
    conversation_.reset();
    abandon(PrintCause::link_lost);
    publish();
}

void PrinterDriver::on_bytes(ByteView bytes, BootTime) {
    if (profile_.realtime_status) {
        conversation_.feed(bytes);
    }
}

void PrinterDriver::on_hello(bool answered) {
    if (phase_ == Phase::working) {
        polled(answered);
        return;
    }
    if (answered) {
        reach_ = Reach::heard;
        greeted();
        return;
    }
    refuse_queue(PrintCause::silent);
    if (phase_ == Phase::asking && reach_ != Reach::silent) {
        log_.warning("printer.stale", {{"device", options_.id.get()}});
        go_resync();
        return;
    }
    if (reach_ != Reach::silent) {
        log_.warning("printer.silent", {{"device", options_.id.get()}});
    }
    reach_ = Reach::silent;
    phase_ = Phase::lost;
    // What answers next on this line may be another one.
    forget_names();
    publish();
    heartbeat_.start(options_.heartbeat, options_.least_real, [this] { ask(); });
}

void PrinterDriver::greeted() {
    publish();
    const auto fault = conversation_.condition().fault();
    const auto& condition = conversation_.condition();
    if (fault != Fault::none) {
        refuse_queue(cause_of(fault));
        if (profile_.recovery && (condition.cutter || condition.recoverable)) {
            // Such errors stand until the host says go on, however well staff mended the cause.
            static_cast<void>(conversation_.send(escpos::recover_and_continue()));
        }
    } else if (wants_names()) {
        conversation_.ask_names();
        return;
    } else if (!conversation_.in_step() && !unprovable_) {
        catch_up();
        return;
    } else if (!queue_.empty()) {
        begin_job();
        return;
    } else if (profile_.auto_status) {
        // Also after a power cycle that went unnoticed, which turns automatic status off.
        escpos::Writer enable;
        enable.enable_auto_status();
        static_cast<void>(conversation_.send(enable.bytes()));
    }
    go_idle();
}

void PrinterDriver::catch_up() {
    if (flush_first_) {
        go_resync();
    } else {
        phase_ = Phase::asking;
        conversation_.barrier();
    }
}

void PrinterDriver::on_barrier(bool passed) {
    if (phase_ == Phase::working) {
        confirmed(passed);
        return;
    }
    if (passed) {
        failed_barriers_ = 0;
        if (queue_.empty()) {
            greeted();
        } else {
            // What hello said is as old as the barrier took; no ticket goes out on that.
            ask();
        }
        return;
    }
    if (++failed_barriers_ < kMostBarriers) {
        flush_first_ = true;
    } else {
        log_.warning("printer.unprovable", {{"device", options_.id.get()}});
        failed_barriers_ = 0;
        unprovable_ = true;
    }
    // A fault may have come up meanwhile.
    ask();
}

void PrinterDriver::on_surplus() {
    unprovable_ = false;
    if (phase_ == Phase::idle) {
        ask();
    }
}

void PrinterDriver::ask() {
    heartbeat_.cancel();
    if (profile_.realtime_status) {
        phase_ = Phase::asking;
        conversation_.hello();
    } else if (queue_.empty()) {
        phase_ = Phase::idle;
    } else {
        begin_blind();
    }
}

void PrinterDriver::go_idle() {
    phase_ = Phase::idle;
    if (queue_.empty()) {
        heartbeat_.start(options_.heartbeat, options_.least_real, [this] { ask(); });
    } else {
        ask();
    }
}

void PrinterDriver::go_resync() {
    phase_ = Phase::resyncing;
    flush_first_ = false;
    if (reach_ == Reach::heard) {
        reach_ = Reach::stale;
    }
    publish();
    conversation_.resync();
}

void PrinterDriver::on_condition() {
    if (phase_ == Phase::working) {
        const bool fault = conversation_.condition().fault() != Fault::none;
        if (fault && !running_->stopped) {
            stop_on_fault();
        } else if (!fault && running_->stopped) {
            resume();
        }
    }
    if (reach_ == Reach::heard) {
        publish();
    }
}

/// Before anything else is sent: else the fault clears and the old ticket prints after its successor. A printer
/// without DLE ENQ prints it all the same; its outcome says "may have come out".
void PrinterDriver::drop_buffers() {
    if (profile_.recovery) {
        static_cast<void>(conversation_.send(escpos::recover_and_clear()));
    }
}

void PrinterDriver::publish() {
    Published now;
    switch (reach_) {
        case Reach::never_up:
            now = {DeviceState::unknown, "no_printer", false};
            break;
        case Reach::unheard:
            now = {DeviceState::unknown, "", false};
            break;
        case Reach::down:
            now = {DeviceState::lost, "link_lost", false};
            break;
        case Reach::stale:
            now = {DeviceState::stale, "silent", false};
            break;
        case Reach::silent:
            now = {DeviceState::lost, "silent", false};
            break;
        case Reach::heard: {
            const auto& condition = conversation_.condition();
            if (!profile_.realtime_status) {
                now = {DeviceState::warning, "no_status", true};
                break;
            }
            gauge_.heard(condition);
            if (const auto fault = condition.fault(); fault != Fault::none) {
                now = {DeviceState::fault, std::string(fault_code(fault)), false};
            } else if (condition.paper_near_end) {
                now = {DeviceState::warning, "paper_near_end", true};
            } else {
                now = {DeviceState::ready, "", true};
            }
            break;
        }
    }
    publish_facts();
    if (published_ != now) {
        published_ = now;
        listener_.on_printer_state(options_.id, now.state, now.fault, now.paper_possible);
    }
}

void PrinterDriver::refuse(const Queued& job, PrintCause cause) {
    PrintOutcome outcome;
    outcome.kind = PrintOutcome::Kind::not_printed;
    outcome.cause = cause;
    tell(job.ticket, job.copy, outcome);
}

void PrinterDriver::refuse_queue(PrintCause cause) {
    // Taken out first: the listener may hand over new jobs from within.
    const auto refused = std::exchange(queue_, {});
    for (const auto& job : refused) {
        refuse(job, cause);
    }
}

void PrinterDriver::tell(const domain::TicketId& ticket, std::uint32_t copy, const PrintOutcome& outcome) {
    switch (outcome.kind) {
        case PrintOutcome::Kind::printed:
            ++counters_.printed;
            break;
        case PrintOutcome::Kind::not_printed:
            ++counters_.not_printed;
            break;
        case PrintOutcome::Kind::unknown:
            ++counters_.unknown;
            break;
    }
    listener_.on_print_outcome(ticket, copy, outcome);
}

}  // namespace jiaohao::drivers::printer
