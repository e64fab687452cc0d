// SPDX-License-Identifier: Apache-2.0
#include "headoffice/feeds/rollup.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "kiosk/base/random.hpp"
#include "tests/unit/feeds/hall_script.hpp"

namespace jiaohao::headoffice::feeds {
namespace {

using domain::RatingScale;
using std::chrono::seconds;

TEST(Rollup, ATicketIsCountedWhenIssuedAndItsWaitWhenCalled) {
    HallScript hall;
    const auto ticket = hall.issue(local(9, 10));
    hall.call(local(10, 5), ticket);
    EXPECT_EQ(bucket(hall.events, Grain::hour, 9 * 60).issued, 1U);
    EXPECT_EQ(bucket(hall.events, Grain::hour, 9 * 60).called, 0U);
    EXPECT_EQ(bucket(hall.events, Grain::quarter_hour, 9 * 60).issued, 1U);
    const auto ten = bucket(hall.events, Grain::hour, 10 * 60, "a");
    EXPECT_EQ(ten.called, 1U);
    EXPECT_EQ(ten.waits.sum(), 55U * 60U);
    EXPECT_EQ(bucket(hall.events, Grain::day).waits.count(), 1U);
}

TEST(Rollup, FactsAtACounterStandUnderServiceCounterAndClerkAndByDayUnderPairs) {
    HallScript hall;
    const auto ticket = hall.issue(local(9, 0), "a");
    hall.call(local(9, 5), ticket, "c7");
    for (const auto grain : {Grain::quarter_hour, Grain::hour, Grain::day}) {
        const auto slot = grain == Grain::day ? 0U : 9U * 60U;
        EXPECT_EQ(bucket(hall.events, grain, slot).called, 1U);
        EXPECT_EQ(bucket(hall.events, grain, slot, "a").called, 1U);
        EXPECT_EQ(bucket(hall.events, grain, slot, "", "c7").called, 1U);
        EXPECT_EQ(bucket(hall.events, grain, slot, "", "", "li").called, 1U);
    }
    EXPECT_EQ(bucket(hall.events, Grain::day, 0, "a", "c7").called, 1U);
    EXPECT_EQ(bucket(hall.events, Grain::day, 0, "a", "", "li").called, 1U);
    EXPECT_EQ(bucket(hall.events, Grain::hour, 9 * 60, "a", "c7").called, 0U);
    EXPECT_EQ(bucket(hall.events, Grain::day, 0, "", "c7").issued, 0U);
}

TEST(Rollup, AHandsetWithoutClerkIsUnknownAndCountedApart) {
    HallScript hall;
    hall.call(local(9, 5), hall.issue(local(9, 0)), "c1", std::nullopt);
    EXPECT_EQ(bucket(hall.events, Grain::day, 0, "", "", "unknown").called, 1U);
}

TEST(Rollup, AReturnedNoShowIsNotAbandonedAndItsSecondCallAddsNoWait) {
    HallScript hall;
    const auto back = hall.issue(local(9, 0));
    hall.call(local(9, 5), back);
    hall.no_show(local(9, 7), back);
    hall.add(local(9, 20), domain::TicketReturned{.ticket = back});
    hall.call(local(9, 30), back);
    const auto away = hall.issue(local(9, 1));
    hall.call(local(9, 40), away);
    hall.no_show(local(9, 42), away);
    const auto day = bucket(hall.events, Grain::day);
    EXPECT_EQ(day.no_show, 2U);
    EXPECT_EQ(day.returned, 1U);
    EXPECT_EQ(day.abandoned, 1U);
    EXPECT_EQ(day.called, 3U);
    EXPECT_EQ(day.waits.count(), 2U);
    EXPECT_EQ(day.waits.sum(), (5U + 39U) * 60U);
}

TEST(Rollup, AbandonedStandsInTheSlotOfIssueSoThatItsShareStaysWithinOne) {
    HallScript hall;
    const auto expired = hall.issue(local(9, 0));
    const auto cancelled = hall.issue(local(9, 1));
    hall.issue(local(9, 2));
    hall.add(local(11, 0), domain::TicketCancelled{.ticket = cancelled, .channel = {}});
    hall.add(local(18, 0), domain::TicketExpired{.ticket = expired});
    const auto nine = bucket(hall.events, Grain::hour, 9 * 60, "a");
    EXPECT_EQ(nine.issued, 3U);
    EXPECT_EQ(nine.abandoned, 2U);
    EXPECT_EQ(bucket(hall.events, Grain::hour, 11 * 60).cancelled, 1U);
    EXPECT_EQ(bucket(hall.events, Grain::hour, 18 * 60).expired, 1U);
    EXPECT_EQ(bucket(hall.events, Grain::hour, 18 * 60).abandoned, 0U);
}

TEST(Rollup, ATransferredTicketWaitsOnceMoreForTheNewService) {
    HallScript hall;
    const auto ticket = hall.issue(local(9, 0), "a");
    hall.call(local(9, 10), ticket);
    hall.add(local(9, 15), domain::TicketTransferred{.ticket = ticket,
                                                     .counter = domain::CounterId("c1"),
                                                     .from = domain::ServiceId("a"),
                                                     .to = domain::ServiceId("b")});
    hall.call(local(9, 35), ticket, "c2");
    EXPECT_EQ(bucket(hall.events, Grain::day, 0, "a").waits.sum(), 600U);
    EXPECT_EQ(bucket(hall.events, Grain::day, 0, "b").waits.sum(), 1200U);
    EXPECT_EQ(bucket(hall.events, Grain::day, 0, "b").issued, 0U);
    EXPECT_EQ(bucket(hall.events, Grain::day, 0, "a").transferred, 1U);
}

TEST(Rollup, AVisitOfSeveralServicesWaitsInEachLine) {
    HallScript hall;
    const auto ticket = hall.issue(local(9, 0), "a");
    hall.call(local(9, 10), ticket);
    domain::ServingFinished step;
    step.ticket = ticket;
    step.counter = domain::CounterId("c1");
    step.service = domain::ServiceId("a");
    step.next = domain::ServiceId("b");
    hall.add(local(9, 15), step);
    hall.call(local(9, 20), ticket, "c2");
    EXPECT_EQ(bucket(hall.events, Grain::day, 0, "a").waits.sum(), 600U);
    EXPECT_EQ(bucket(hall.events, Grain::day, 0, "b").waits.sum(), 300U);
    EXPECT_EQ(bucket(hall.events, Grain::day, 0, "b").called, 1U);
    EXPECT_EQ(bucket(hall.events, Grain::day, 0, "a").served, 1U);
}

TEST(Rollup, ServiceTimesAndOutcomesComeFromTheFinish) {
    HallScript hall;
    const auto ticket = hall.issue(local(9, 0));
    hall.finish(local(9, 30), ticket, seconds(240));
    domain::ServingFinished pending;
    pending.service = domain::ServiceId("a");
    pending.outcome = domain::ServingOutcome::pending;
    pending.implied = true;
    pending.service_ms = domain::Milliseconds(59'600);
    hall.add(local(9, 40), pending);
    const auto day = bucket(hall.events, Grain::day, 0, "a");
    EXPECT_EQ(day.served, 2U);
    EXPECT_EQ(day.pending, 1U);
    EXPECT_EQ(day.implied, 1U);
    EXPECT_EQ(day.service_times.sum(), 300U) << "59.6 s is nearest to 60";
}

TEST(Rollup, WhoComesEarlyForAnAppointmentWaitsFromItsTimeOn) {
    HallScript hall;
    const auto booked = [&](WallTime at, WallTime due) {
        domain::TicketIssued issued;
        issued.service = domain::ServiceId("a");
        issued.due_at = due;
        return hall.add(at, issued);
    };
    hall.call(local(10, 0), booked(local(9, 10), local(10, 0)));
    hall.call(local(10, 3), booked(local(9, 50), local(10, 0)));
    hall.call(local(10, 4), booked(local(10, 2), local(10, 0)));
    hall.call(local(9, 40), booked(local(9, 30), local(10, 0)));
    const auto day = bucket(hall.events, Grain::day);
    EXPECT_EQ(day.waits.count(), 4U);
    EXPECT_EQ(day.waits.sum(), 0U + 180U + 120U + 0U)
        << "on time, three late, came late, called before its time";
    EXPECT_EQ(day.clock_doubts, 0U);
}

TEST(Rollup, RatingsStandWhereTheyWereAskedAndUnlikeScalesStayApart) {
    HallScript hall;
    const auto first = hall.issue(local(9, 0));
    hall.ask(local(9, 59, 50), first);
    hall.rate(local(10, 0, 5), first, 4);
    const auto second = hall.issue(local(9, 1));
    hall.ask(local(10, 10), second, RatingScale::five_levels);
    hall.rate(local(10, 11), second, 5, RatingScale::five_levels);
    const auto third = hall.issue(local(9, 2));
    hall.ask(local(10, 20), third);
    hall.missed(local(10, 21), third);
    const auto nine = bucket(hall.events, Grain::hour, 9 * 60, "", "", "li");
    EXPECT_EQ(nine.ratings.at("four_faces").armed, 1U);
    EXPECT_EQ(nine.ratings.at("four_faces").given, 1U);
    EXPECT_EQ(nine.ratings.at("four_faces").levels, (std::array<std::uint64_t, 5>{0, 0, 0, 1, 0}));
    const auto ten = bucket(hall.events, Grain::hour, 10 * 60);
    EXPECT_EQ(ten.ratings.at("five_levels").given, 1U);
    EXPECT_EQ(ten.ratings.at("four_faces").missed, 1U);
    EXPECT_EQ(ten.ratings.at("four_faces").given, 0U);
}

TEST(Rollup, AnswersNobodyAskedForAndImpossibleLevelsAreCountedApart) {
    HallScript hall;
    const auto ticket = hall.issue(local(9, 0));
    hall.rate(local(9, 5), ticket, 3);
    hall.ask(local(9, 6), ticket);
    hall.rate(local(9, 7), ticket, 4);
    hall.rate(local(9, 8), ticket, 4);
    hall.rate(local(9, 9), ticket, 5);
    hall.rate(local(9, 9), ticket, 0);
    const auto rating = bucket(hall.events, Grain::day).ratings.at("four_faces");
    EXPECT_EQ(rating.armed, 1U);
    EXPECT_EQ(rating.given, 3U);
    EXPECT_EQ(rating.counted, 1U);
    EXPECT_EQ(rating.unasked, 1U);
    EXPECT_EQ(rating.second, 2U) << "one rating for one ticket";
    EXPECT_EQ(rating.invalid, 2U);
}

TEST(Rollup, PapersPressesAndReasonsAreCounted) {
    HallScript hall;
    const auto ticket = hall.issue(local(9, 0));
    hall.add(local(9, 0), domain::TicketPrinted{.ticket = ticket, .copy = 1, .proof = {}, .took_ms = {}});
    hall.add(local(9, 1), domain::TicketReprinted{.ticket = ticket, .copy = 2, .proof = {}, .took_ms = {}});
    hall.add(local(9, 2), domain::TicketNotPrinted{.ticket = ticket, .copy = 1, .cause = {}});
    hall.add(local(9, 2), domain::TicketNotPrinted{.ticket = ticket, .copy = 2, .cause = {}});
    hall.add(local(9, 3), domain::TicketPrintUnknown{.ticket = ticket, .copy = 1, .cause = {}});
    domain::PressRaw press;
    press.counter = domain::CounterId("c1");
    for (const auto fate :
         {domain::PressFate::counted, domain::PressFate::repeated, domain::PressFate::unsolicited}) {
        press.fate = fate;
        hall.add(local(9, 4), press);
    }
    hall.add(local(9, 5), domain::RatingReason{.ticket = ticket, .reason = "waiting"});
    const auto day = bucket(hall.events, Grain::day);
    EXPECT_EQ(day.printed, 1U);
    EXPECT_EQ(day.reprinted, 1U);
    EXPECT_EQ(day.not_printed, 1U);
    EXPECT_EQ(day.print_unknown, 1U);
    EXPECT_EQ(day.press_raw, 3U);
    EXPECT_EQ(day.press_unsolicited, 1U);
    EXPECT_EQ(day.press_repeated, 1U);
    EXPECT_EQ(day.reasons.at("waiting"), 1U);
    EXPECT_EQ(bucket(hall.events, Grain::day, 0, "", "c1").press_raw, 3U);
}

TEST(Rollup, ASatellitesTicketIsFoundAlthoughItsTerminalSortsLater) {
    HallScript satellite("z9");
    const auto ticket = satellite.issue(local(9, 0), "b");
    HallScript owner("a1");
    owner.call(local(9, 10), ticket);
    auto events = owner.events;
    events.insert(events.end(), satellite.events.begin(), satellite.events.end());
    EXPECT_EQ(bucket(events, Grain::day, 0, "b").waits.sum(), 600U);
}

/// A ticket of t2, handed over to t1 and called there.
struct HandedOver {
    HallScript satellite{"t2", "e2"};
    HallScript owner{"t1", "e1"};
    domain::TicketId ticket = satellite.issue(local(9, 0), "b");
    HandedOver() {
        satellite.add(local(9, 21), domain::TicketHandedOver{.ticket = ticket});
        domain::TicketAdopted adopted;
        adopted.ticket = ticket;
        adopted.service = domain::ServiceId("b");
        adopted.issued_at = local(9, 0);
        owner.add(local(9, 20), adopted);
        owner.call(local(9, 30), ticket);
    }
    [[nodiscard]] std::vector<domain::RecordedEvent> both() const {
        auto events = owner.events;
        events.insert(events.end(), satellite.events.begin(), satellite.events.end());
        return events;
    }
};

TEST(Rollup, ATicketThatWasHandedOverIsOneIssueAndOneWaitWhicheverJournalComesFirst) {
    const HandedOver hall;
    const auto early = bucket(hall.owner.events, Grain::day, 0, "b");
    EXPECT_EQ(early.issued, 0U) << "which its own terminal reports";
    EXPECT_EQ(early.called, 1U);
    EXPECT_EQ(early.waits.sum(), 30U * 60U) << "the owner knows since when";
    EXPECT_EQ(bucket(hall.satellite.events, Grain::day).issued, 1U);
    const auto day = bucket(hall.both(), Grain::day, 0, "b");
    EXPECT_EQ(day.issued, 1U);
    EXPECT_EQ(day.called, 1U);
    EXPECT_EQ(day.waits.count(), 1U);
    EXPECT_EQ(day.waits.sum(), 30U * 60U);
    EXPECT_EQ(bucket(hall.both(), Grain::hour, 9 * 60).issued, 1U);
}

TEST(Rollup, ATicketThatWasHandedOverHasWaitedByItsOwnersClock) {
    // The satellite's clock is forty minutes ahead: its owner found that out when it took the ticket over.
    HandedOver fast;
    for (auto& event : fast.satellite.events) {
        event.envelope.at += std::chrono::minutes{40};
    }
    auto events = fast.both();
    EXPECT_EQ(bucket(events, Grain::day, 0, "b").waits.sum(), 30U * 60U);
    std::ranges::rotate(events, events.begin() + static_cast<std::ptrdiff_t>(fast.owner.events.size()));
    EXPECT_EQ(bucket(events, Grain::day, 0, "b").waits.sum(), 30U * 60U);
}

TEST(Rollup, ATicketThatNobodyHeldWasNotAbandoned) {
    HandedOver hall;
    const auto orphan = hall.owner.issue(local(9, 0), "b");
    hall.owner.add(local(9, 20),
                   domain::TicketCancelled{.ticket = orphan, .channel = domain::Channel::system});
    const auto day = bucket(hall.both(), Grain::day, 0, "b");
    EXPECT_EQ(day.cancelled, 1U);
    EXPECT_EQ(day.abandoned, 0U);
}

TEST(Rollup, ATicketThatWasHandedOverEndsOnce) {
    HandedOver hall;
    hall.owner.add(local(9, 40), domain::TicketCancelled{.ticket = hall.ticket, .channel = {}});
    EXPECT_EQ(bucket(hall.owner.events, Grain::day).abandoned, 0U) << "no share of what is not counted yet";
    const auto day = bucket(hall.both(), Grain::day);
    EXPECT_EQ(day.cancelled, 1U);
    EXPECT_EQ(day.abandoned, 1U);
    EXPECT_EQ(day.issued, 1U);
}

TEST(Rollup, ASatellitesOwnDayChangesNoFigure) {
    HandedOver hall;
    const auto before = bucket(hall.both(), Grain::day);
    hall.satellite.add(local(8, 0), domain::DayOpened{.day = test_day()});
    hall.satellite.add(local(8, 1),
                       domain::LeaseGranted{domain::TerminalId("t2"), domain::RangeId("a"), 1, 50});
    hall.satellite.add(local(18, 0), domain::DayClosed{.day = test_day()});
    EXPECT_EQ(bucket(hall.both(), Grain::day), before);
}

TEST(Rollup, WithinOneBootTheMonotonicClockMeasuresTheWaitWhateverTheWallClockDoes) {
    HallScript hall;
    const auto ticket = hall.issue(local(9, 0));
    hall.call(local(8, 0), ticket);
    hall.events.at(0).envelope.boot = hall.events.at(1).envelope.boot = "boot";
    hall.events.at(0).envelope.mono_ms = seconds(100);
    hall.events.at(1).envelope.mono_ms = seconds(400);
    EXPECT_EQ(bucket(hall.events, Grain::day).waits.sum(), 300U);
    EXPECT_EQ(bucket(hall.events, Grain::day).clock_doubts, 0U);
    hall.events.at(1).envelope.boot = "other";
    EXPECT_EQ(bucket(hall.events, Grain::day).waits.sum(), 0U);
    EXPECT_EQ(bucket(hall.events, Grain::day).clock_doubts, 1U);
}

TEST(Rollup, SlotsGoOnAfterMidnightAndAClockOutsideOfTheDayIsHeldAndCounted) {
    HallScript hall;
    hall.issue(local(24, 20));
    hall.issue(WallTime{});
    EXPECT_EQ(bucket(hall.events, Grain::quarter_hour, 24 * 60 + 15).issued, 1U);
    EXPECT_EQ(bucket(hall.events, Grain::quarter_hour, 0).issued, 1U);
    EXPECT_EQ(bucket(hall.events, Grain::day).clock_doubts, 1U);
}

TEST(Rollup, TheDayIsClosedWhenEveryTerminalThatReportedHasClosedIt) {
    HallScript owner("a1");
    owner.issue(local(9, 0));
    owner.add(local(18, 0), domain::DayClosed{.day = test_day()});
    EXPECT_EQ(bucket(owner.events, Grain::day).closed_at, local(18, 0).time_since_epoch().count());
    HallScript other("a2");
    other.issue(local(9, 0));
    auto events = owner.events;
    events.push_back(other.events.front());
    EXPECT_EQ(bucket(events, Grain::day).closed_at, 0);
    // A satellite follows its owner within a moment; neither needs to say anything more that evening.
    other.add(local(18, 0, 1), domain::DayClosed{.day = test_day()});
    events.push_back(other.events.back());
    EXPECT_EQ(bucket(events, Grain::day).closed_at, local(18, 0).time_since_epoch().count());
}

TEST(Rollup, ADayThatWasClosedByMistakeIsOneDayAndClosesOnce) {
    HallScript hall;
    hall.add(local(8, 0), domain::DayOpened{.day = test_day()});
    hall.issue(local(9, 0));
    hall.add(local(11, 0), domain::DayClosed{.day = test_day()});
    EXPECT_EQ(bucket(hall.events, Grain::day).closed_at, local(11, 0).time_since_epoch().count());
    hall.add(local(11, 5), domain::DayOpened{.day = test_day(), .again = true});
    hall.issue(local(12, 0));
    EXPECT_EQ(bucket(hall.events, Grain::day).closed_at, 0) << "more is to come";
    hall.add(local(18, 0), domain::DayClosed{.day = test_day()});
    const auto day = bucket(hall.events, Grain::day);
    EXPECT_EQ(day.issued, 2U);
    EXPECT_EQ(day.closed_at, local(18, 0).time_since_epoch().count());
}

TEST(Rollup, AnyMixtureOfEventsGivesTheSameRowsInWhateverOrderItCameIn) {
    SeededRandom random(42);
    HallScript hall("t1");
    HallScript other("t2", "e9");
    for (int i = 0; i < 3'000; ++i) {
        auto& script = random.below(3) == 0 ? other : hall;
        const domain::TicketId ticket{.terminal = domain::TerminalId(random.below(2) == 0 ? "t1" : "nowhere"),
                                      .epoch = domain::EpochId("e1"),
                                      .seq = domain::Seq(random.below(2'000))};
        const auto at =
            local(8, 0) + seconds(random.below(40'000)) - seconds(random.below(2) * random.below(90'000));
        switch (random.below(10)) {
            case 0:
                script.issue(at, random.below(2) == 0 ? "a" : "b");
                break;
            case 1:
                script.call(at, ticket);
                break;
            case 2:
                script.no_show(at, ticket);
                break;
            case 3:
                script.add(at, domain::TicketReturned{.ticket = ticket});
                break;
            case 4:
                script.finish(at, ticket, seconds(random.below(900)) - seconds(5));
                break;
            case 5:
                script.ask(at, ticket);
                break;
            case 6:
                script.rate(at, ticket, static_cast<std::uint32_t>(random.below(7)));
                break;
            case 7:
                script.missed(at, ticket);
                break;
            case 8:
                script.add(at, domain::TicketExpired{.ticket = ticket});
                break;
            default:
                script.add(at, domain::UnknownEvent{.type = "new.kind", .data = "{}"});
                break;
        }
    }
    auto events = hall.events;
    events.insert(events.end(), other.events.begin(), other.events.end());
    const auto rows = compute_rollups(test_hall_day(), events, Zone());
    std::ranges::reverse(events);
    const auto again = compute_rollups(test_hall_day(), events, Zone());
    ASSERT_EQ(rows.size(), again.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        ASSERT_EQ(rows.at(i).figures, again.at(i).figures);
    }
}

TEST(Rollup, QuartersMergeToTheirHourAndHoursToTheirDay) {
    HallScript hall;
    for (int minute = 0; minute < 300; minute += 7) {
        const auto ticket = hall.issue(local(9, minute), minute % 2 == 0 ? "a" : "b");
        hall.call(local(9, minute + 11), ticket);
        hall.finish(local(9, minute + 15), ticket, seconds(200 + minute));
        hall.ask(local(9, minute + 15), ticket);
        hall.rate(local(9, minute + 15, 20), ticket, 1U + static_cast<std::uint32_t>(minute) % 4U);
    }
    std::map<Grain, Figures> sums;
    for (const auto& row : compute_rollups(test_hall_day(), hall.events, Zone())) {
        if (row.service.empty() && row.counter.empty() && row.clerk.empty()) {
            sums[row.grain].merge(decode_figures(row.figures).value());
        }
    }
    EXPECT_EQ(sums[Grain::quarter_hour], sums[Grain::day]);
    EXPECT_EQ(sums[Grain::hour], sums[Grain::day]);
    EXPECT_GT(sums[Grain::day].waits.count(), 40U);
}

}  // namespace
}  // namespace jiaohao::headoffice::feeds
