// Writes the events of a hall as a test tells the story.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "headoffice/feeds/figures.hpp"
#include "headoffice/feeds/rollup.hpp"
#include "kiosk/domain/types/events.hpp"

namespace jiaohao::headoffice::feeds {

inline domain::BusinessDay test_day() {
    using namespace std::chrono_literals;
    return 2026y / 3 / 2;
}
inline HallDay test_hall_day() {
    return {.hall = domain::HallId("h1"), .day = test_day()};
}

/// 2 March 2026 at hh:mm:ss in a hall at +08:00.
inline WallTime local(int hour, int minute, int second = 0) {
    return WallTime(std::chrono::sys_days{test_day()}) + std::chrono::hours(hour - 8) +
           std::chrono::minutes(minute) + std::chrono::seconds(second);
}

/// One terminal and epoch; seq counts up.
class HallScript {
  public:
    explicit HallScript(std::string terminal = "t1", std::string epoch = "e1")
        : terminal_(std::move(terminal)), epoch_(std::move(epoch)) {}

    std::vector<domain::RecordedEvent> events;

    domain::TicketId add(WallTime at, domain::Event event) {
        const domain::Seq seq(++seq_);
        domain::Envelope envelope;
        envelope.hall = domain::HallId("h1");
        envelope.terminal = domain::TerminalId(terminal_);
        envelope.epoch = domain::EpochId(epoch_);
        envelope.seq = seq;
        envelope.day = test_day();
        envelope.at = at;
        events.push_back({.envelope = envelope, .event = std::move(event)});
        return {.terminal = envelope.terminal, .epoch = envelope.epoch, .seq = seq};
    }
    domain::TicketId issue(WallTime at, const std::string& service = "a") {
        domain::TicketIssued issued;
        issued.service = domain::ServiceId(service);
        return add(at, issued);
    }
    void call(WallTime at, const domain::TicketId& ticket, const std::string& counter = "c1",
              std::optional<domain::ClerkId> clerk = domain::ClerkId("li")) {
        domain::TicketCalled called;
        called.ticket = ticket;
        called.counter = domain::CounterId(counter);
        called.clerk = std::move(clerk);
        add(at, called);
    }
    void finish(WallTime at, const domain::TicketId& ticket, std::chrono::seconds took,
                const std::string& service = "a") {
        domain::ServingFinished finished;
        finished.ticket = ticket;
        finished.counter = domain::CounterId("c1");
        finished.clerk = domain::ClerkId("li");
        finished.service = domain::ServiceId(service);
        finished.service_ms = took;
        add(at, finished);
    }
    void no_show(WallTime at, const domain::TicketId& ticket) {
        add(at, domain::TicketNoShow{
                    .ticket = ticket, .counter = domain::CounterId("c1"), .clerk = domain::ClerkId("li")});
    }
    void ask(WallTime at, const domain::TicketId& ticket, domain::RatingScale scale = {}) {
        domain::RatingRequested asked;
        asked.ticket = ticket;
        asked.counter = domain::CounterId("c1");
        asked.clerk = domain::ClerkId("li");
        asked.service = domain::ServiceId("a");
        asked.scale = scale;
        add(at, asked);
    }
    void rate(WallTime at, const domain::TicketId& ticket, std::uint32_t level,
              domain::RatingScale scale = {}) {
        domain::RatingGiven given;
        given.ticket = ticket;
        given.counter = domain::CounterId("c1");
        given.clerk = domain::ClerkId("li");
        given.service = domain::ServiceId("a");
        given.scale = scale;
        given.level = level;
        add(at, given);
    }
    void missed(WallTime at, const domain::TicketId& ticket) {
        domain::RatingMissed missed;
        missed.ticket = ticket;
        missed.counter = domain::CounterId("c1");
        missed.service = domain::ServiceId("a");
        add(at, missed);
    }

  private:
    std::string terminal_;
    std::string epoch_;
    std::uint64_t seq_ = 0;
};

/// The figures of one bucket; all zero when there is none.
inline Figures bucket(const std::vector<domain::RecordedEvent>& events, Grain grain,
                      std::uint32_t slot_min = 0, const std::string& service = "",
                      const std::string& counter = "", const std::string& clerk = "") {
    for (const auto& row : compute_rollups(test_hall_day(), events, Zone())) {
        if (row.grain == grain && row.slot_min == slot_min && row.service == service &&
            row.counter == counter && row.clerk == clerk) {
            return decode_figures(row.figures).value();
        }
    }
    return {};
}

}  // namespace jiaohao::headoffice::feeds
