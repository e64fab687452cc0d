// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/domain/test_hall.hpp"

#include <gtest/gtest.h>

namespace jiaohao::domain::testing {
namespace {

PressPad press(const CounterId& counter, std::uint32_t level) {
    return {counter, level, line, 7, 4 - level};
}

/// One ticket served at c1, its rating armed.
struct RatedHall : TestHall {
    TicketId ticket_id;
    RatedHall() {
        open_hall();
        ticket_id = issue(mobile);
        must(CallNext{c1, Channel::page});
        must(FinishServing{c1});
    }
};

TEST(Rating, IsAskedWhenServiceEnds) {
    RatedHall hall;
    EXPECT_EQ(hall.last(), "serving.finished rating.requested");
    const auto again = hall.must(FinishServing{c1});
    EXPECT_EQ(hall.last(), "");
    EXPECT_EQ(again.ticket, hall.ticket_id);
    EXPECT_EQ(hall.refused(FinishServing{c1, {}, false}), RefusalCode::counter_has_no_ticket);
}

TEST(Rating, CountsOnePressAndKeepsEveryOther) {
    RatedHall hall;
    EXPECT_EQ(hall.must(press(c1, 3)).press, PressFate::counted);
    EXPECT_EQ(hall.last(), "press.raw rating.given");
    EXPECT_EQ(hall.must(press(c1, 1)).press, PressFate::repeated);
    EXPECT_EQ(hall.last(), "press.raw");
    const auto given = hall.all_of<RatingGiven>();
    ASSERT_EQ(given.size(), 1u);
    EXPECT_EQ(given[0].level, 3u);
    EXPECT_EQ(given[0].clerk, li);
    EXPECT_EQ(given[0].service, mobile);
    EXPECT_EQ(given[0].channel, Channel::pad);
    hall.issue(mobile);
    hall.must(CallNext{c1, Channel::page});
    EXPECT_EQ(hall.must(press(c1, 1)).press, PressFate::unsolicited) << "the next customer was not asked";
}

TEST(Rating, KeepsAPressNobodyAskedForAsUnsolicited) {
    TestHall hall;
    hall.open_hall();
    EXPECT_EQ(hall.must(press(c1, 4)).press, PressFate::unsolicited);
    EXPECT_EQ(hall.must(press(CounterId("x"), 4)).press, PressFate::unsolicited);
    EXPECT_EQ(hall.all_of<PressRaw>().back().counter, std::nullopt);
    EXPECT_EQ(hall.must(PressStray{line, 99, 1}).press, PressFate::unsolicited);
    EXPECT_EQ(hall.all_of<RatingGiven>().size(), 0u);
}

TEST(Rating, DoesNotTakeAKeyThatMeansNoLevel) {
    RatedHall hall;
    for (const std::uint32_t level : {0u, 5u, UINT32_MAX}) {
        EXPECT_EQ(hall.must(press(c1, level)).press, PressFate::unsolicited);
        EXPECT_EQ(hall.refused(GiveRating{hall.ticket_id, level, Channel::touch}),
                  RefusalCode::rating_level_invalid);
    }
    EXPECT_EQ(hall.must(press(c1, 4)).press, PressFate::counted);
}

TEST(Rating, TimesOutAsNotRated) {
    RatedHall hall;
    EXPECT_EQ(next_due(hall.state, hall.config), hall.context.now + 30s);
    hall.pass(30s - std::chrono::milliseconds{1});
    EXPECT_TRUE(due(hall.state, hall.config, hall.context.now).empty());
    hall.pass(std::chrono::milliseconds{1});
    hall.run_due();
    EXPECT_EQ(hall.last(), "rating.missed");
    EXPECT_EQ(hall.all_of<RatingMissed>()[0].cause, RatingMissedCause::time_out);
    EXPECT_EQ(next_due(hall.state, hall.config), std::nullopt);
    EXPECT_EQ(hall.must(press(c1, 4)).press, PressFate::unsolicited);
    EXPECT_EQ(hall.refused(GiveRating{hall.ticket_id, 4, Channel::touch}), RefusalCode::rating_not_requested);
}

TEST(Rating, DoesNotStayArmedForAnHourWhenTheClockGoesBack) {
    for (const bool told : {true, false}) {
        RatedHall hall;
        const WallTime before = hall.context.now;
        hall.pass(-minutes{60});
        if (told) {
            hall.must(NoteClock{before, hall.context.now});
            EXPECT_TRUE(due(hall.state, hall.config, hall.context.now).empty());
            hall.pass(30s);
        }
        EXPECT_EQ(due(hall.state, hall.config, hall.context.now).size(), 1u);
    }
}

TEST(Rating, StaysArmedThroughTheNextCallAndEndsWhenTheNextOneIsAsked) {
    RatedHall hall;
    hall.issue(mobile);
    hall.issue(mobile);
    hall.must(CallNext{c1, Channel::page});
    EXPECT_EQ(hall.last(), "ticket.called");
    EXPECT_EQ(hall.counter(c1).rating->ticket, hall.ticket_id);
    hall.must(CallNext{c1, Channel::page});
    EXPECT_EQ(hall.counter(c1).rating->ticket, hall.ticket_id) << "an implied end asks nobody";
    hall.must(FinishServing{c1});
    EXPECT_EQ(hall.last(), "rating.missed serving.finished rating.requested");
    EXPECT_EQ(hall.all_of<RatingMissed>()[0].cause, RatingMissedCause::next_call);
    EXPECT_EQ(hall.all_of<RatingMissed>()[0].ticket, hall.ticket_id);
}

TEST(Rating, BelongsToTheClerkWhoServedEvenAfterTheClerkLeft) {
    RatedHall hall;
    hall.must(SignOut{c1});
    hall.must(press(c1, 1));
    EXPECT_EQ(hall.all_of<RatingGiven>()[0].clerk, li);
}

TEST(Rating, MayComeFromAScreenForTheTicketThatWasAsked) {
    RatedHall hall;
    const auto other = hall.issue(mobile);
    EXPECT_EQ(hall.refused(GiveRating{other, 4, Channel::touch}), RefusalCode::rating_not_requested);
    EXPECT_EQ(hall.refused(GiveRating{TicketId{}, 4, Channel::touch}), RefusalCode::ticket_unknown);
    hall.must(GiveRating{hall.ticket_id, 4, Channel::touch});
    EXPECT_EQ(hall.last(), "rating.given");
    EXPECT_EQ(hall.refused(GiveRating{hall.ticket_id, 4, Channel::touch}), RefusalCode::rating_already_given);
    EXPECT_EQ(hall.refused(MissRating{hall.ticket_id, {}}), RefusalCode::rating_already_given);
}

TEST(Rating, KeepsTheScaleItWasAskedWith) {
    RatedHall hall;
    hall.config.rating.scale = RatingScale::five_levels;
    hall.config.rating.label_set = 2;
    EXPECT_EQ(hall.refused(GiveRating{hall.ticket_id, 5, Channel::touch}), RefusalCode::rating_level_invalid);
    hall.must(press(c1, 4));
    EXPECT_EQ(hall.all_of<RatingGiven>()[0].scale, RatingScale::four_faces);
    EXPECT_EQ(hall.all_of<RatingGiven>()[0].label_set, 1u);
}

TEST(Reason, IsTakenOnceAfterARating) {
    RatedHall hall;
    EXPECT_EQ(hall.refused(GiveReason{hall.ticket_id, "waiting"}), RefusalCode::rating_not_requested);
    hall.must(press(c1, 1));
    EXPECT_EQ(hall.refused(GiveReason{hall.ticket_id, "weather"}), RefusalCode::rating_reason_unknown);
    hall.must(GiveReason{hall.ticket_id, "waiting"});
    EXPECT_EQ(hall.last(), "rating.reason");
    hall.must(GiveReason{hall.ticket_id, "waiting"});
    EXPECT_EQ(hall.last(), "");
    hall.must(GiveReason{hall.ticket_id, "attitude"});
    EXPECT_EQ(hall.refused(GiveReason{TicketId{}, "waiting"}), RefusalCode::ticket_unknown);
}

}  // namespace
}  // namespace jiaohao::domain::testing
