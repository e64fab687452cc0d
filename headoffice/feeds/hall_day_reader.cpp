// SPDX-License-Identifier: Apache-2.0
#include "headoffice/feeds/hall_day_reader.hpp"

#include <algorithm>

#include "headoffice/feeds/rollup.hpp"
#include "headoffice/feeds/timeline.hpp"

namespace jiaohao::headoffice::feeds {
namespace {

Place at_counter(const std::string& service, const domain::CounterId& counter,
                 const std::optional<domain::ClerkId>& clerk) {
    const auto known = [](const std::string& id) { return id.empty() ? std::string(not_known) : id; };
    return {.service = known(service),
            .counter = known(counter.get()),
            .clerk = known(clerk ? clerk->get() : std::string())};
}

Place in_service(const std::string& service) {
    return {.service = service.empty() ? std::string(not_known) : service, .counter = {}, .clerk = {}};
}

/// Nearest whole second, so that means are not short by half a second.
std::uint64_t whole_seconds(domain::Milliseconds span, bool& doubtful) {
    doubtful = doubtful || span.count() < 0;
    return span.count() < 0 ? 0 : (static_cast<std::uint64_t>(span.count()) + 500) / 1000;
}

/// An answer of this level, at which the scale has one.
void count_answer(RatingFigures& rating, std::uint32_t level, stats::RatingFate fate, bool asked) {
    ++rating.given;
    switch (fate) {
        case stats::RatingFate::repeated:
            ++rating.repeated;
            return;
        case stats::RatingFate::second_of_ticket:
            ++rating.second;
            return;
        case stats::RatingFate::burst:
            ++rating.burst;
            return;
        default:
            ++rating.counted;
            ++rating.levels.at(level - 1);
            rating.unasked += asked ? 0U : 1U;
    }
}

}  // namespace

HallDayReader::Story& HallDayReader::story(const domain::TicketId& ticket) {
    return stories_[ticket];
}

Place HallDayReader::line_of(const domain::TicketId& ticket) {
    return in_service(story(ticket).service);
}

HallDayReader::Request* HallDayReader::open_request(Story& story, const std::string& scale) {
    const auto found = std::ranges::find_if(story.requests, [&](const Request& request) {
        return request.open && (scale.empty() || request.scale == scale);
    });
    return found == story.requests.end() ? nullptr : &*found;
}

void HallDayReader::read_issue(const domain::RecordedEvent& event) {
    ledger_.begin_fact();
    terminals_.insert(event.envelope.terminal);
    fates_.note(event);
    if (const auto* adopted = std::get_if<domain::TicketAdopted>(&event.event)) {
        return read_adoption(*adopted);
    }
    const auto* issued = std::get_if<domain::TicketIssued>(&event.event);
    if (issued == nullptr) {
        return;
    }
    const auto& at = event.envelope;
    auto& ticket = story({.terminal = at.terminal, .epoch = at.epoch, .seq = at.seq});
    ticket.issued = at;
    ticket.in_line = ticket.adopted ? ticket.in_line : at;
    ticket.due_at = issued->due_at;
    ticket.first_service = issued->service.get();
    ticket.service = issued->service.get();
    ledger_.note(at.at, in_service(ticket.service), [](Figures& figures) { ++figures.issued; });
}

void HallDayReader::read_adoption(const domain::TicketAdopted& event) {
    auto& ticket = story(event.ticket);
    ticket.adopted = true;
    Envelope at;
    at.terminal = event.ticket.terminal;
    at.epoch = event.ticket.epoch;
    at.seq = event.ticket.seq;
    at.at = event.issued_at;
    ticket.in_line = at;
    ticket.service = event.service.get();
}

void HallDayReader::read(const domain::RecordedEvent& event) {
    ledger_.begin_fact();
    std::visit([&](const auto& fact) { on(event.envelope, fact); }, event.event);
}

void HallDayReader::on(const Envelope& at, const domain::TicketPrinted& event) {
    ledger_.note(at.at, line_of(event.ticket),
                 [&](Figures& figures) { ++(event.copy > 1 ? figures.reprinted : figures.printed); });
}

void HallDayReader::on(const Envelope& at, const domain::TicketNotPrinted& event) {
    if (event.copy <= 1) {
        ledger_.note(at.at, line_of(event.ticket), [](Figures& figures) { ++figures.not_printed; });
    }
}

void HallDayReader::on(const Envelope& at, const domain::TicketPrintUnknown& event) {
    if (event.copy <= 1) {
        ledger_.note(at.at, line_of(event.ticket), [](Figures& figures) { ++figures.print_unknown; });
    }
}

void HallDayReader::on(const Envelope& at, const domain::TicketReprinted& event) {
    ledger_.note(at.at, line_of(event.ticket), [](Figures& figures) { ++figures.reprinted; });
}

void HallDayReader::on(const Envelope& at, const domain::TicketCalled& event) {
    auto& ticket = story(event.ticket);
    bool doubtful = false;
    std::optional<std::uint64_t> wait;
    if (ticket.in_line) {
        const auto stood = between(*ticket.in_line, at);
        const auto since_due = std::max(domain::Milliseconds{0}, at.at - ticket.due_at.value_or(at.at));
        wait = whole_seconds(ticket.due_at ? std::min(stood, since_due) : stood, doubtful);
        ticket.in_line.reset();
    }
    spend_free(at, event.counter, event.clerk, {.wrap_up = event.wrap_up_ms, .idle = event.idle_ms});
    ticket.called_to = at_counter(ticket.service, event.counter, event.clerk);
    ledger_.note(at.at, *ticket.called_to, [&](Figures& figures) {
        ++figures.called;
        figures.clock_doubts += doubtful ? 1U : 0U;
        if (wait) {
            figures.waits.add(*wait);
        }
    });
}

void HallDayReader::on(const Envelope& at, const domain::TicketRecalled& event) {
    auto place = at_counter(story(event.ticket).service, event.counter, std::nullopt);
    place.clerk.reset();
    ledger_.note(at.at, place, [](Figures& figures) { ++figures.recalled; });
}

void HallDayReader::on(const Envelope& at, const domain::TicketNoShow& event) {
    auto& ticket = story(event.ticket);
    ++ticket.no_shows;
    const auto place = at_counter(ticket.service, event.counter, event.clerk);
    ledger_.note(at.at, place, [](Figures& figures) { ++figures.no_show; });
    spend(at, place, {.walk = event.walk_ms});
}

void HallDayReader::on(const Envelope& at, const domain::TicketReturned& event) {
    ++story(event.ticket).returns;
    ledger_.note(at.at, line_of(event.ticket), [](Figures& figures) { ++figures.returned; });
}

void HallDayReader::on(const Envelope& at, const domain::TicketTransferred& event) {
    auto& ticket = story(event.ticket);
    auto place = at_counter(event.from.get(), event.counter, std::nullopt);
    place.clerk.reset();
    ledger_.note(at.at, place, [](Figures& figures) { ++figures.transferred; });
    place.clerk = ticket.called_to ? ticket.called_to->clerk : std::string(not_known);
    spend(at, place, {.walk = event.walk_ms, .serving = event.service_ms});
    ticket.service = event.to.get();
    ticket.in_line = at;
}

void HallDayReader::on(const Envelope& at, const domain::TicketCancelled& event) {
    // By the hall itself: of a customer who was given another one. Nobody went away.
    story(event.ticket).ended = event.channel != domain::Channel::system;
    ledger_.note(at.at, line_of(event.ticket), [](Figures& figures) { ++figures.cancelled; });
    spend(at, story(event.ticket).called_to.value_or(line_of(event.ticket)), {.walk = event.walk_ms});
}

void HallDayReader::on(const Envelope& at, const domain::TicketExpired& event) {
    story(event.ticket).ended = true;
    ledger_.note(at.at, line_of(event.ticket), [](Figures& figures) { ++figures.expired; });
    spend(at, story(event.ticket).called_to.value_or(line_of(event.ticket)), {.walk = event.walk_ms});
}

void HallDayReader::on(const Envelope& at, const domain::ServingFinished& event) {
    bool doubtful = false;  // Counted by spend().
    const auto seconds = whole_seconds(event.service_ms, doubtful);
    const auto walked = whole_seconds(event.walk_ms.value_or(domain::Milliseconds{0}), doubtful);
    const auto place = at_counter(event.service.get(), event.counter, event.clerk);
    spend(at, place, {.walk = event.walk_ms, .serving = event.service_ms});
    ledger_.note(at.at, place, [&](Figures& figures) {
        ++figures.served;
        figures.pending += event.outcome == domain::ServingOutcome::pending ? 1U : 0U;
        figures.refused += event.outcome == domain::ServingOutcome::refused ? 1U : 0U;
        figures.implied += event.implied ? 1U : 0U;
        figures.service_times.add(seconds);
        figures.counter_times.add(walked + seconds);
        figures.started += event.walk_ms ? 1U : 0U;
    });
    // A visit of several services stands in the line of the next one from here on.
    if (event.next) {
        auto& ticket = story(event.ticket);
        ticket.service = event.next->get();
        ticket.in_line = at;
    }
}

void HallDayReader::on(const Envelope& at, const domain::RatingRequested& event) {
    const std::string scale(domain::code(event.scale));
    const auto place = at_counter(event.service.get(), event.counter, event.clerk);
    story(event.ticket).requests.push_back({.at = at.at, .place = place, .scale = scale});
    ledger_.note(at.at, place, [&](Figures& figures) { ++figures.ratings[scale].armed; });
}

void HallDayReader::on(const Envelope& at, const domain::RatingGiven& event) {
    const std::string scale(domain::code(event.scale));
    auto* request = open_request(story(event.ticket), scale);
    const auto place =
        request != nullptr ? request->place : at_counter(event.service.get(), event.counter, event.clerk);
    const bool valid =
        event.level >= 1 && event.level <= static_cast<std::uint32_t>(domain::levels(event.scale));
    ledger_.note(request != nullptr ? request->at : at.at, place, [&](Figures& figures) {
        auto& rating = figures.ratings[scale];
        if (!valid) {
            ++rating.invalid;
            return;
        }
        count_answer(rating, event.level, fates_.of(at).value_or(stats::RatingFate::counted),
                     request != nullptr);
    });
    if (request != nullptr && valid) {
        request->open = false;
    }
}

void HallDayReader::on(const Envelope& at, const domain::RatingMissed& event) {
    auto* request = open_request(story(event.ticket), "");
    const auto place =
        request != nullptr ? request->place : at_counter(event.service.get(), event.counter, event.clerk);
    const auto scale = request != nullptr ? request->scale : std::string(not_known);
    ledger_.note(request != nullptr ? request->at : at.at, place,
                 [&](Figures& figures) { ++figures.ratings[scale].missed; });
    if (request != nullptr) {
        request->open = false;
    }
}

void HallDayReader::on(const Envelope& at, const domain::RatingReason& event) {
    const auto& ticket = story(event.ticket);
    const bool asked = !ticket.requests.empty();
    ledger_.note(asked ? ticket.requests.back().at : at.at,
                 asked ? ticket.requests.back().place : in_service(ticket.service),
                 [&](Figures& figures) { ++figures.reasons[event.reason]; });
}

void HallDayReader::on(const Envelope& at, const domain::PressRaw& event) {
    const Place place{
        .service = {}, .counter = event.counter ? event.counter->get() : std::string(not_known), .clerk = {}};
    const auto fate = fates_.of(at);
    ledger_.note(at.at, place, [&](Figures& figures) {
        ++figures.press_raw;
        figures.press_unsolicited += event.fate == domain::PressFate::unsolicited ? 1U : 0U;
        figures.press_repeated += event.fate == domain::PressFate::repeated ? 1U : 0U;
        figures.fate_unsolicited += fate == stats::RatingFate::unsolicited ? 1U : 0U;
        figures.fate_repeated += fate == stats::RatingFate::repeated ? 1U : 0U;
    });
}

void HallDayReader::on(const Envelope& at, const domain::DayOpened& event) {
    static_cast<void>(event);
    closed_.erase(at.terminal);
}

void HallDayReader::on(const Envelope& at, const domain::DayClosed& event) {
    static_cast<void>(event);
    closed_[at.terminal] = at.at;
}

void HallDayReader::finish() {
    ledger_.end_facts();
    for (const auto& [id, ticket] : stories_) {
        // Without its issue a ticket is not below the line of the share, so it is not above it either.
        if (ticket.issued && (ticket.ended || ticket.no_shows > ticket.returns)) {
            ledger_.note(ticket.issued->at, in_service(ticket.first_service),
                         [](Figures& figures) { ++figures.abandoned; });
        }
    }
    if (!terminals_.empty() && closed_.size() == terminals_.size()) {
        // Once each has closed it, all of the day is there. The earliest: a terminal that has said nothing since its own
        // closing has reported past that one, whatever its clock says.
        const auto first =
            std::ranges::min_element(closed_, {}, [](const auto& terminal) { return terminal.second; });
        ledger_.whole_day().closed_at = first->second.time_since_epoch().count();
    }
}

}  // namespace jiaohao::headoffice::feeds
