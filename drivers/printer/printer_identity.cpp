// A PrinterDriver beyond its jobs: who the printer is, how much paper it has, what is told of it; and the printer that
// never answers.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <utility>

#include "drivers/printer/printer_driver.hpp"

namespace jiaohao::drivers::printer {

using domain::PrintCause;
using ports::PrintOutcome;

namespace {

/// Questions without an answer; a printer that was inside a command swallowed the first.
constexpr int kMostNameTries = 2;
/// Idle greetings until the second.
constexpr int kGreetingsBetween = 4;
constexpr std::size_t kMostListed = 16;

std::chrono::milliseconds whole(std::chrono::nanoseconds span) {
    return std::chrono::floor<std::chrono::milliseconds>(span);
}

}  // namespace

bool PrinterDriver::wants_names() {
    if (!profile_.identity.ask || names_.heard() || name_tries_ >= kMostNameTries || !queue_.empty()) {
        return false;
    }
    return name_tries_ == 0 || ++greetings_ % kGreetingsBetween == 0;
}

void PrinterDriver::on_names(const PrinterNames& names) {
    ++name_tries_;
    if (names.heard()) {
        names_ = names;
        log_.info("printer.identity", {{"device", options_.id.get()},
                                       {"maker", names_.maker},
                                       {"model", names_.model},
                                       {"firmware", names_.firmware},
                                       {"font", names_.font}});
        if (const auto* fitting = choose_profile(options_.candidates, names_)) {
            use_profile(*fitting);
        }
        if (compare(profile_.identity, names_) == Resemblance::contradicts) {
            log_.warning("printer.other_model", {{"device", options_.id.get()},
                                                 {"profile", profile_.model},
                                                 {"maker", names_.maker},
                                                 {"model", names_.model}});
        }
        publish_facts();
    }
    ask();
}

/// The line stays as it was opened. What waits is written anew for the printer that will print it.
void PrinterDriver::use_profile(const PrinterProfile& profile) {
    if (profile.model == profile_.model) {
        return;
    }
    const auto line = profile_.line;
    profile_ = profile;
    profile_.line = line;
    codec_ = std::make_unique<TextCodec>(profile_);
    process_id_ = profile_.process_id;
    gauge_ = PaperGauge(profile_.near_end_sensor ? profile_.near_end_reserve_mm : 0);
    log_.info("printer.profile", {{"device", options_.id.get()}, {"profile", profile_.model}});
    for (auto waiting = std::exchange(queue_, {}); auto& job : waiting) {
        if (encode(job)) {
            queue_.push_back(std::move(job));
        } else {
            refuse(job, PrintCause::unprintable);
        }
    }
}

void PrinterDriver::forget_names() {
    names_ = {};
    name_tries_ = 0;
    greetings_ = 0;
}

ports::PrinterFacts PrinterDriver::facts() const {
    ports::PrinterFacts facts;
    facts.maker = names_.maker;
    facts.model = names_.model;
    facts.firmware = names_.firmware;
    facts.font = names_.font;
    facts.profile = profile_.model;
    facts.contradicts_profile = compare(profile_.identity, names_) == Resemblance::contradicts;
    facts.tickets_left = gauge_.tickets_left();
    facts.tickets_left_at_most = facts.tickets_left.has_value() && gauge_.at_most();
    return facts;
}

void PrinterDriver::publish_facts() {
    if (auto now = facts(); now != told_facts_) {
        told_facts_ = now;
        listener_.on_printer_facts(options_.id, now);
    }
}

void PrinterDriver::keep_record(const Running& run, const PrintOutcome& outcome) {
    const auto now = timers_.clock().boot();
    PrintRecord record;
    record.ticket = run.job.ticket;
    record.copy = run.job.copy;
    record.outcome = outcome;
    record.bytes = run.wire_bytes;
    record.paper_mm = profile_.millimetres(run.job.paper.dots);
    record.waited = whole(run.begun - run.job.accepted);
    record.travelled = whole(travel_time(profile_.line, run.wire_bytes));
    record.proved_after = whole(now - run.begun);
    record.replaced = describe(run.job.paper.replaced, kMostListed);
    counters_.bytes += record.bytes;
    counters_.paper_mm += outcome.kind == PrintOutcome::Kind::printed ? record.paper_mm : 0;
    log_.info("printer.job", {{"device", options_.id.get()},
                              {"ticket", domain::to_string(record.ticket)},
                              {"copy", record.copy},
                              {"outcome", static_cast<int>(outcome.kind)},
                              {"bytes", record.bytes},
                              {"paper_mm", record.paper_mm},
                              {"waited_ms", record.waited.count()},
                              {"travelled_ms", record.travelled.count()},
                              {"proved_after_ms", record.proved_after.count()},
                              {"replaced", record.replaced}});
    if (run.sent > 0 && outcome.kind != PrintOutcome::Kind::not_printed) {
        gauge_.used(record.paper_mm);
    }
    log_of_jobs_.add(std::move(record));
    publish_facts();
}

/// Nothing will ever be heard: out it goes, and when it must be through nobody can say whether it is.
void PrinterDriver::begin_blind() {
    phase_ = Phase::working;
    running_.emplace(Running{});
    running_->job = std::move(queue_.front());
    queue_.pop_front();
    auto& run = *running_;
    run.begun = timers_.clock().boot();
    run.sent = run.wire_bytes = run.job.paper.bytes.size();
    deadline_.start(conversation_.travel_left(run.wire_bytes) + profile_.print_time(run.job.paper.dots),
                    options_.least_real, [this] {
                        PrintOutcome outcome;
                        outcome.kind = PrintOutcome::Kind::unknown;
                        outcome.cause = PrintCause::silent;
                        finish(outcome);
                    });
    // Copied: the job may end within the write.
    const Bytes bytes = run.job.paper.bytes;
    if (!conversation_.send(bytes) && running_) {
        not_taken(0);
    }
}

}  // namespace jiaohao::drivers::printer
