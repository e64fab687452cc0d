// The reported ratings, fed from the day's events.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "kiosk/service/rating_book.hpp"

namespace jiaohao::service {
namespace {

using namespace domain;  // NOLINT(google-build-using-namespace)
using stats::RatingFate;

const CounterId c1{"c1"};

struct Day {
    HallState state;
    std::vector<RecordedEvent> events;
    std::int64_t at_ms = 1'767'340'800'000;

    Day() {
        state.epoch = EpochId{"e1"};
        state.figures.opened_epoch = state.epoch;
        state.figures.opened_seq = Seq{1};
        add(DayOpened{});
    }
    void add(Event event, std::int64_t later_ms = 120'000) {
        RecordedEvent one;
        one.envelope.epoch = state.epoch;
        one.envelope.seq = Seq{events.size() + 1};
        one.envelope.at = WallTime{std::chrono::milliseconds{at_ms += later_ms}};
        one.event = std::move(event);
        state.seq = one.envelope.seq;
        events.push_back(std::move(one));
    }
    static TicketId ticket(std::uint64_t n) { return {TerminalId{"t1"}, EpochId{"e1"}, Seq{n}}; }
    void rate(std::uint64_t n, std::uint32_t level) {
        add(RatingRequested{ticket(n), c1, {}, {}, RatingScale::four_faces, 1});
        add(PressRaw{DeviceId{"bus"}, 5, 1, c1, PressFate::counted}, 1000);
        add(RatingGiven{ticket(n), c1, {}, {}, RatingScale::four_faces, level, 1, Channel::pad}, 0);
    }
};

TEST(RatingBook, CountsAnswersOnceAndSaysWhyOthersDoNotCount) {
    Day day;
    day.rate(1, 4);
    day.add(PressRaw{DeviceId{"bus"}, 5, 1, c1, PressFate::repeated}, 1000);
    day.add(PressRaw{DeviceId{"bus"}, 5, 1, c1, PressFate::unsolicited});
    day.rate(2, 1);
    RatingBook book;
    book.turn_to(day.state);
    book.feed(day.events);
    EXPECT_EQ(book.totals().armed, 2U);
    EXPECT_EQ(book.totals().given(), 4U);
    EXPECT_EQ(book.totals().of(RatingFate::counted), 2U);
    EXPECT_EQ(book.totals().of(RatingFate::repeated), 1U);
    EXPECT_EQ(book.totals().of(RatingFate::unsolicited), 1U);
    EXPECT_EQ(book.totals().scales.at(4).levels[0], 1U);
    EXPECT_EQ(book.next(), Seq{day.events.size() + 1});
}

TEST(RatingBook, GoesOnWhereItStoodAndTakesNothingTwice) {
    Day day;
    day.rate(1, 4);
    RatingBook book;
    book.turn_to(day.state);
    book.feed(day.events);
    day.rate(2, 4);
    book.turn_to(day.state);
    EXPECT_EQ(book.next(), Seq{5});
    book.feed(day.events);
    EXPECT_EQ(book.totals().of(RatingFate::counted), 2U);
}

TEST(RatingBook, BeginsAnewWithADayAnEpochOrAJournalThatLostItsEnd) {
    Day day;
    day.rate(1, 4);
    RatingBook book;
    book.turn_to(day.state);
    book.feed(day.events);
    HallState shorter = day.state;
    shorter.seq = Seq{2};
    book.turn_to(shorter);
    EXPECT_EQ(book.next(), Seq{1});
    EXPECT_EQ(book.totals().given(), 0U);

    book.feed(day.events);
    HallState next_day = day.state;
    next_day.figures.opened_seq = Seq{4};
    book.turn_to(next_day);
    EXPECT_EQ(book.next(), Seq{4});
    EXPECT_EQ(book.totals().armed, 0U);

    HallState other = day.state;
    other.epoch = EpochId{"e2"};
    book.turn_to(other);
    EXPECT_EQ(book.next(), Seq{1}) << "the day was opened in an earlier epoch";
}

}  // namespace
}  // namespace jiaohao::service
