// A hall without threads or disk: the rules of kiosk/domain, its events kept as a journal keeps them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "kiosk/domain/decide.hpp"
#include "kiosk/domain/lines.hpp"
#include "kiosk/ports/ticket_printer.hpp"
#include "kiosk/service/hall_loop.hpp"
#include "kiosk/service/printer_sink.hpp"

namespace jiaohao::test {

class HandClock final : public Clock {
  public:
    [[nodiscard]] WallTime wall() const override {
        return WallTime{std::chrono::milliseconds{1'767'340'800'000}} + past_;
    }
    [[nodiscard]] BootTime boot() const override { return BootTime{std::chrono::hours{1}} + past_; }
    [[nodiscard]] std::chrono::nanoseconds to_real(std::chrono::nanoseconds span) const override {
        return span;
    }
    [[nodiscard]] std::string boot_id() const override { return "00000000-0000-4000-8000-000000000001"; }
    void turn(std::chrono::milliseconds span) { past_ += span; }

  private:
    std::chrono::milliseconds past_{};
};

/// Keeps jobs until the test says what became of them.
class HandPrinter final : public ports::TicketPrinter {
  public:
    void print(ports::PrintJob job) override { jobs.push_back(std::move(job)); }
    std::deque<ports::PrintJob> jobs;
};

class LittleHall final : public service::Hall, public service::PrinterSink {
  public:
    LittleHall(domain::HallConfig config, std::string terminal, const HandClock& clock, std::string epoch)
        : config_(std::move(config)), terminal_(std::move(terminal)), clock_(clock) {
        state_.epoch = domain::EpochId{std::move(epoch)};
        shared_ = std::make_shared<const domain::HallConfig>(config_);
    }

    /// As the process does when it starts again on the same journal.
    void restart() {
        const domain::EpochId epoch = state_.epoch;
        state_ = {};
        state_.epoch = epoch;
        for (const auto& event : journal_) {
            domain::apply(state_, event);
        }
        for (domain::Command& command : domain::after_restart(state_)) {
            static_cast<void>(decide({}, command));
        }
    }

    service::Outcome decide(const domain::RequestId& id, const domain::Command& command) {
        if (const auto known = answers_.find(id); !id.get().empty() && known != answers_.end()) {
            return known->second;
        }
        if (refusing) {
            return fail(domain::Refusal{*refusing, {}});
        }
        auto decision = domain::decide(state_, config_, command, context());
        if (!decision) {
            return fail(decision.error());
        }
        if (!id.get().empty()) {
            answers_[id] = decision->answer;
        }
        record(std::move(decision->events));
        return decision->answer;
    }

    bool submit(domain::RequestId id, domain::Command command, service::OnOutcome done) override {
        done(decide(id, command));
        return true;
    }
    bool snapshot(std::function<void(const service::Snapshot&)> deliver) override {
        if (hold_pictures) {
            held_.push_back(std::move(deliver));
            return true;
        }
        deliver({view(), std::make_shared<const domain::HallState>(state_), state_.seq, shared_});
        return true;
    }
    void release_pictures() {
        hold_pictures = false;
        for (auto& deliver : std::exchange(held_, {})) {
            static_cast<void>(snapshot(std::move(deliver)));
        }
    }
    void report(domain::Command command) override { static_cast<void>(decide({}, command)); }
    void printer_ready(const domain::DeviceId& id, bool ready, domain::PrintCause cause) override {
        printer_ = ready ? std::optional(id) : std::nullopt;
        no_paper_ = cause;
    }

    [[nodiscard]] domain::HallView view() const { return domain::view(state_, config_, view_context()); }
    [[nodiscard]] const domain::HallState& state() const { return state_; }
    [[nodiscard]] const std::vector<domain::RecordedEvent>& journal() const { return journal_; }
    [[nodiscard]] std::size_t count(std::string_view type) const {
        return static_cast<std::size_t>(std::count_if(journal_.begin(), journal_.end(), [&](const auto& one) {
            return domain::type_name(one.event) == type;
        }));
    }
    [[nodiscard]] domain::BusinessDay today() const {
        return domain::BusinessDay{std::chrono::floor<std::chrono::days>(clock_.wall())};
    }

    std::vector<service::CommitObserver*> observers;
    HandPrinter* printer = nullptr;
    std::optional<domain::RefusalCode> refusing;
    /// Snapshots take their time.
    bool hold_pictures = false;

  private:
    domain::Context context() const {
        domain::Context context;
        context.now = clock_.wall();
        context.terminal = domain::TerminalId{terminal_};
        context.next_seq = domain::Seq{state_.seq.get() + 1};
        context.printer = printer_;
        context.no_paper = no_paper_;
        context.today = today();
        return context;
    }
    domain::ViewContext view_context() const {
        domain::ViewContext context;
        context.now = clock_.wall();
        context.paper = printer_.has_value();
        return context;
    }
    void record(std::vector<domain::Event> events) {
        const std::size_t first = journal_.size();
        for (domain::Event& event : events) {
            domain::RecordedEvent recorded;
            recorded.envelope.hall = config_.hall;
            recorded.envelope.terminal = domain::TerminalId{terminal_};
            recorded.envelope.epoch = state_.epoch;
            recorded.envelope.seq = domain::Seq{state_.seq.get() + 1};
            const auto* opened = std::get_if<domain::DayOpened>(&event);
            recorded.envelope.day = opened != nullptr ? std::optional(opened->day) : state_.day;
            recorded.envelope.at = clock_.wall();
            recorded.event = std::move(event);
            domain::apply(state_, recorded);
            journal_.push_back(std::move(recorded));
        }
        auto committed = std::make_shared<service::Committed>();
        committed->events.assign(journal_.begin() + static_cast<std::ptrdiff_t>(first), journal_.end());
        committed->view = domain::delta(state_, config_, view_context(), committed->events);
        for (const auto& recorded : committed->events) {
            const auto* started = std::get_if<domain::TicketPrintStarted>(&recorded.event);
            if (started != nullptr && !started->at && printer != nullptr) {
                ports::PrintJob job{started->ticket, started->copy, {}};
                job.paper.qr = state_.tickets.at(started->ticket).number;
                printer->print(std::move(job));
            }
        }
        for (auto* observer : observers) {
            observer->on_committed(committed);
        }
    }

    const domain::HallConfig config_;
    const std::string terminal_;
    const HandClock& clock_;
    std::shared_ptr<const domain::HallConfig> shared_;
    domain::HallState state_;
    std::vector<domain::RecordedEvent> journal_;
    std::map<domain::RequestId, domain::Answer> answers_;
    std::deque<std::function<void(const service::Snapshot&)>> held_;
    std::optional<domain::DeviceId> printer_;
    domain::PrintCause no_paper_ = domain::PrintCause::no_printer;
};

}  // namespace jiaohao::test
