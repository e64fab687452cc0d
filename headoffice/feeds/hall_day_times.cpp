// How counters spent their time, as events tell it (docs/decisions/0014).
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "headoffice/feeds/hall_day_reader.hpp"
#include "headoffice/feeds/rollup.hpp"

namespace jiaohao::headoffice::feeds {
namespace {

/// No span of a day is longer; a sum of longer ones could overflow.
constexpr domain::Milliseconds longest = std::chrono::hours{48};

Place at_desk(const domain::CounterId& counter, const std::optional<domain::ClerkId>& clerk) {
    const auto known = [](const std::string& id) { return id.empty() ? std::string(not_known) : id; };
    return {
        .service = {}, .counter = known(counter.get()), .clerk = known(clerk ? clerk->get() : std::string())};
}

void add(std::uint64_t& sum, const std::optional<domain::Milliseconds>& span, bool& doubtful) {
    if (span) {
        const auto held = std::clamp(*span, domain::Milliseconds{0}, longest);
        doubtful = doubtful || held != *span;
        sum += static_cast<std::uint64_t>(held.count());
    }
}

}  // namespace

void HallDayReader::spend(const Envelope& at, const Place& place, const Spent& spent) {
    if (!spent.walk && !spent.serving && !spent.wrap_up && !spent.idle && !spent.paused) {
        return;
    }
    ledger_.note(at.at, place, [&](Figures& figures) {
        bool doubtful = false;
        add(figures.walk_ms, spent.walk, doubtful);
        add(figures.serving_ms, spent.serving, doubtful);
        add(figures.wrap_up_ms, spent.wrap_up, doubtful);
        add(figures.idle_ms, spent.idle, doubtful);
        add(figures.paused_ms, spent.paused, doubtful);
        figures.clock_doubts += doubtful ? 1U : 0U;
    });
}

void HallDayReader::spend_free(const Envelope& at, const domain::CounterId& counter,
                               const std::optional<domain::ClerkId>& clerk, const Spent& spent) {
    spend(at, at_desk(counter, clerk), spent);
}

void HallDayReader::on(const Envelope& at, const domain::TicketParked& event) {
    auto place = at_desk(event.counter, event.clerk);
    place.service = line_of(event.ticket).service;
    spend(at, place, {.walk = event.walk_ms, .serving = event.service_ms});
}

void HallDayReader::on(const Envelope& at, const domain::TicketResumed& event) {
    spend_free(at, event.counter, event.clerk, {.wrap_up = event.wrap_up_ms, .idle = event.idle_ms});
    auto& ticket = story(event.ticket);
    ticket.called_to = at_desk(event.counter, event.clerk);
    ticket.called_to->service = line_of(event.ticket).service;
}

void HallDayReader::on(const Envelope& at, const domain::CounterPaused& event) {
    spend_free(at, event.counter, event.clerk, {.wrap_up = event.wrap_up_ms, .idle = event.idle_ms});
}

void HallDayReader::on(const Envelope& at, const domain::CounterResumed& event) {
    spend_free(at, event.counter, event.clerk, {.paused = event.paused_ms});
}

void HallDayReader::on(const Envelope& at, const domain::CounterReady& event) {
    spend_free(at, event.counter, event.clerk, {.wrap_up = event.wrap_up_ms});
}

void HallDayReader::on(const Envelope& at, const domain::CounterClosed& event) {
    spend_free(at, event.counter, event.clerk,
               {.wrap_up = event.wrap_up_ms, .idle = event.idle_ms, .paused = event.paused_ms});
}

}  // namespace jiaohao::headoffice::feeds
