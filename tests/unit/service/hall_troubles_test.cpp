// A hall whose clock, journal or disk is not well.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <future>

#include <algorithm>
#include <thread>

#include "tests/unit/service/hall_fixture.hpp"

namespace jiaohao::testing {
namespace {

using domain::RefusalCode;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::year;

constexpr domain::BusinessDay kToday = year{2020} / 1 / 6;
constexpr domain::BusinessDay kYesterday = year{2020} / 1 / 5;
const domain::CounterId kCounter{"c1"};

class TroubledHall : public HallFixture {
  protected:
    TroubledHall() {
        today_ = [](WallTime at) { return domain::BusinessDay{std::chrono::floor<std::chrono::days>(at)}; };
    }
    template <class One>
    [[nodiscard]] std::vector<One> all_of() const {
        std::vector<One> found;
        for (const auto& recorded : journal_.events()) {
            if (const auto* one = std::get_if<One>(&recorded.event)) {
                found.push_back(*one);
            }
        }
        return found;
    }
    [[nodiscard]] std::vector<domain::AlertRaised> alerts(const std::string& code) const {
        auto all = all_of<domain::AlertRaised>();
        std::erase_if(all, [&](const auto& one) { return one.code != code; });
        return all;
    }
    /// What a journal that was damaged leaves to start from.
    static ports::Recovered damaged(std::optional<domain::BusinessDay> floors_day) {
        ports::Recovered recovered;
        recovered.reason = domain::EpochReason::damaged;
        recovered.previous = domain::EpochId{"22222222-2222-4222-8222-222222222222"};
        recovered.floors = {{domain::RangeId{"a"}, 40}};
        recovered.floors_day = floors_day;
        recovered.set_aside = "/var/lib/jiaohao/damaged";
        recovered.set_aside_files = "journal.db-wal, readable.db";
        recovered.salvaged = 812;
        recovered.lost = 3;
        return recovered;
    }
    /// What a terminal finds that was t9 until its id was changed.
    ports::Recovered left_behind(std::optional<domain::BusinessDay> day, std::uint64_t waiting) {
        ports::Recovered recovered;
        recovered.fresh = true;
        recovered.reason = domain::EpochReason::moved;
        recovered.left = ports::LeftJournal{domain::HallId{"demo"},
                                            domain::TerminalId{"t9"},
                                            domain::EpochId{"22222222-2222-4222-8222-222222222222"},
                                            "/var/lib/jiaohao/old/2.db",
                                            clock_.wall(),
                                            day,
                                            day.has_value(),
                                            waiting};
        return recovered;
    }
    domain::PressPad press() { return {kCounter, 4, domain::DeviceId{"bus"}, 1, 0}; }
    void ask_for_a_rating() {
        ASSERT_TRUE(run(ticket()));
        ASSERT_TRUE(run(domain::CallNext{kCounter, domain::Channel::api}));
        ASSERT_TRUE(run(domain::FinishServing{kCounter, domain::ServingOutcome::served, true}));
    }
};

TEST_F(TroubledHall, OpensNoDayThatIsFarFromItsClock) {
    open_hall();
    EXPECT_EQ(run(domain::OpenDay{year{9999} / 12 / 31}).error().code, RefusalCode::day_far_away);
    EXPECT_TRUE(run(domain::OpenDay{kToday}));
}

TEST_F(TroubledHall, ComesBackFromADayThatAWrongClockOpened) {
    clock_.jump(hours{24 * 365 * 15});
    open_hall();
    ASSERT_TRUE(run(domain::OpenDay{year{2035} / 1 / 2}));
    ASSERT_TRUE(run(ticket()));
    clock_.jump(-hours{24 * 365 * 15});
    EXPECT_TRUE(run(domain::CloseDay{}));
    EXPECT_TRUE(run(domain::OpenDay{kToday}));
    EXPECT_EQ(run(ticket())->number, "A001");
}

TEST_F(TroubledHall, APauseRepeatedByItsHandsetAfterARestartIsTheSamePress) {
    open_hall();
    open_day();
    ASSERT_TRUE(run(domain::PauseCounter{kCounter, "", true}));
    hall_->stop();
    open_hall();
    EXPECT_TRUE(run(domain::PauseCounter{kCounter, "", true})->again);
    EXPECT_EQ(watcher_.count("counter.resumed"), 0U);
    EXPECT_FALSE(run(domain::PauseCounter{kCounter, "", true})->again);
    EXPECT_EQ(watcher_.count("counter.resumed"), 1U);
}

TEST_F(TroubledHall, GoesOnWithTodayAfterItsJournalWasDamaged) {
    journal_.begin_with(damaged(kToday));
    open_hall();
    const auto given = run(ticket());
    ASSERT_TRUE(given.has_value());
    EXPECT_EQ(given->number, "A041");
    ASSERT_EQ(alerts("journal_damaged").size(), 1U);
    const auto alert = alerts("journal_damaged")[0];
    EXPECT_EQ(alert.params.at("previous"), "22222222-2222-4222-8222-222222222222");
    EXPECT_EQ(alert.params.at("set_aside"), "/var/lib/jiaohao/damaged (journal.db-wal, readable.db)");
    EXPECT_EQ(alert.params.at("salvaged"), "812");
    EXPECT_EQ(alert.params.at("lost"), "3");
    EXPECT_EQ(alert.params.at("at"), "2020-01-06T08:00:00.000Z");
    EXPECT_TRUE(run(domain::ResolveAlert{alert.alert, "looked"}));
}

TEST_F(TroubledHall, TellsOfTheQueueThatAChangedNameSetAside) {
    journal_.begin_with(left_behind(kToday, 3));
    open_hall();
    ASSERT_TRUE(run(domain::OpenDay{kToday}));
    ASSERT_EQ(alerts("journal_moved").size(), 1U);
    const auto params = alerts("journal_moved")[0].params;
    EXPECT_EQ(params.at("terminal"), "t9");
    EXPECT_EQ(params.at("hall"), "demo");
    EXPECT_EQ(params.at("waiting"), "3");
    EXPECT_EQ(params.at("file"), "/var/lib/jiaohao/old/2.db");
    EXPECT_EQ(params.at("at"), "2020-01-06T08:00:00.000Z");
}

TEST_F(TroubledHall, TellsOfAChangedNameAlsoWhenNobodyWaitedAndOnceOnly) {
    journal_.begin_with(left_behind(kToday, 0));
    open_hall();
    ASSERT_TRUE(run(domain::OpenDay{kToday}));
    ASSERT_TRUE(run(ticket()));
    EXPECT_EQ(alerts("journal_moved").size(), 1U);
}

TEST_F(TroubledHall, AFirstStartUnderAWrongNameIsNoAlert) {
    journal_.begin_with(left_behind({}, 0));
    open_hall();
    ASSERT_TRUE(run(domain::OpenDay{kToday}));
    EXPECT_TRUE(alerts("journal_moved").empty());
}

TEST_F(TroubledHall, BackUnderItsOwnNameItTellsOfWhoStillWaitsWithATicketOfTheOther) {
    auto recovered = left_behind(kToday, 2);
    recovered.fresh = false;
    recovered.taken_up = true;
    journal_.begin_with(recovered);
    open_hall();
    ASSERT_TRUE(run(domain::OpenDay{kToday}));
    EXPECT_TRUE(alerts("journal_moved").empty());
    ASSERT_EQ(alerts("journal_taken_up").size(), 1U);
    EXPECT_EQ(alerts("journal_taken_up")[0].params.at("terminal"), "t9");
    EXPECT_EQ(alerts("journal_taken_up")[0].params.at("waiting"), "2");
}

TEST_F(TroubledHall, BackUnderItsOwnNameWithNobodyWaitingUnderTheOtherIsNoAlert) {
    auto recovered = left_behind(kToday, 0);
    recovered.fresh = false;
    recovered.taken_up = true;
    journal_.begin_with(recovered);
    open_hall();
    ASSERT_TRUE(run(domain::OpenDay{kToday}));
    EXPECT_TRUE(alerts("journal_taken_up").empty());
}

TEST_F(TroubledHall, ClosesYesterdayOfAnOldSnapshotBeforeItGoesOnWithToday) {
    auto recovered = damaged(kToday);
    recovered.state.day = kYesterday;
    recovered.state.day_open = true;
    recovered.state.counters[kCounter].status = domain::CounterStatus::open;
    journal_.begin_with(recovered);
    open_hall();
    EXPECT_EQ(run(ticket())->number, "A041");
    EXPECT_EQ(all_of<domain::DayClosed>().at(0).day, kYesterday);
    EXPECT_EQ(all_of<domain::CounterClosed>().size(), 1U);
}

TEST_F(TroubledHall, GoesOnWithinTheDayThatASnapshotStillKnowsAsOpen) {
    auto recovered = damaged(kToday);
    recovered.state.day = kToday;
    recovered.state.day_open = true;
    recovered.state.services[domain::ServiceId{"pay"}].open = true;
    journal_.begin_with(recovered);
    open_hall();
    EXPECT_EQ(run(ticket())->number, "A041");
    EXPECT_TRUE(all_of<domain::DayOpened>().empty());
    EXPECT_EQ(alerts("journal_damaged").size(), 1U);
}

TEST_F(TroubledHall, OpensNoDayOfWhichNothingSaysThatItWasOpen) {
    journal_.begin_with(damaged(kYesterday));
    open_hall();
    EXPECT_EQ(run(ticket()).error().code, RefusalCode::day_not_open);
    EXPECT_EQ(alerts("journal_damaged").size(), 1U);
    EXPECT_TRUE(run(domain::OpenDay{kToday}));
    EXPECT_EQ(run(ticket())->number, "A001");
}

TEST_F(TroubledHall, TellsOfDamageAlsoWhenTheFirstCommitFails) {
    journal_.begin_with(damaged(kToday));
    journal_.break_with(ports::JournalError::failed);
    open_hall();
    EXPECT_TRUE(watcher_.wait([](const Watcher& seen) { return seen.resets_ > 0; }));
    journal_.mend();
    EXPECT_TRUE(watcher_.wait([](const Watcher& seen) { return seen.count("alert.resolved") == 1; }));
    EXPECT_EQ(alerts("journal_damaged").size(), 1U);
    EXPECT_EQ(run(ticket())->number, "A041");
    EXPECT_EQ(all_of<domain::EpochStarted>().size(), 1U);
}

TEST_F(TroubledHall, AMissedRatingIsToldOnceHoweverOftenTheJournalFails) {
    open_hall();
    open_day();
    ask_for_a_rating();
    journal_.break_with(ports::JournalError::failed);
    clock_.turn(seconds{31});
    EXPECT_TRUE(watcher_.wait([](const Watcher& seen) { return seen.resets_ > 5; }));
    journal_.mend();
    EXPECT_TRUE(watcher_.wait([](const Watcher& seen) { return seen.count("alert.resolved") == 1; }));
    EXPECT_TRUE(watcher_.wait([](const Watcher& seen) { return seen.count("rating.missed") == 1; }));
    ASSERT_TRUE(run(ticket()));
    EXPECT_EQ(watcher_.count("rating.missed"), 1U);
}

TEST_F(TroubledHall, ADueRatingDoesNotMakeItSpinWhileTheJournalIsDown) {
    open_hall();
    open_day();
    ask_for_a_rating();
    journal_.be_unreadable();
    journal_.break_with(ports::JournalError::failed);
    EXPECT_FALSE(run(ticket()).has_value());
    clock_.turn(seconds{31});
    const int tries = journal_.reopened();
    const std::uint64_t looks = clock_.looks();
    while (journal_.reopened() < tries + 3) {
        std::this_thread::yield();
    }
    // A few looks at the clock for each try to open the journal; a loop that spins has thousands.
    EXPECT_LT(clock_.looks() - looks, 200U);
}

TEST_F(TroubledHall, KeepsABoundedNumberOfReportsForAFailingJournal) {
    open_hall();
    open_day();
    journal_.be_unreadable();
    journal_.break_with(ports::JournalError::failed);
    EXPECT_FALSE(run(ticket()).has_value());
    const auto report = [&](int device, domain::DeviceState state) {
        hall_->report(domain::ReportDevice{domain::DeviceId{std::to_string(device)},
                                           domain::DeviceKind::handset, state, ""});
    };
    for (int i = 0; i < 6000; ++i) {
        report(i, domain::DeviceState::ready);
        while (hall_->health().queued > 1000) {
            std::this_thread::yield();
        }
    }
    while (hall_->health().queued > 0) {
        std::this_thread::yield();
    }
    journal_.mend();
    report(9000, domain::DeviceState::ready);
    EXPECT_TRUE(watcher_.wait([](const Watcher& seen) {
        return std::ranges::any_of(seen.events_, [](const auto& one) {
            const auto* changed = std::get_if<domain::DeviceChanged>(&one.event);
            return changed != nullptr && changed->device.get() == "9000";
        });
    }));
    EXPECT_LE(watcher_.count("device.changed"), 4097U);
    EXPECT_GE(watcher_.count("device.changed"), 4096U);
}

TEST_F(TroubledHall, KeepsADeviceReportOnceForAFailingJournal) {
    open_hall();
    open_day();
    journal_.be_unreadable();
    journal_.break_with(ports::JournalError::failed);
    EXPECT_FALSE(run(ticket()).has_value());
    const domain::DeviceId pad{"pad"};
    for (int i = 0; i < 5000; ++i) {
        hall_->report(
            domain::ReportDevice{pad, domain::DeviceKind::pad, domain::DeviceState::lost, "line_lost"});
    }
    hall_->report(domain::PrintSucceeded{domain::TicketId{}, 1, domain::PrintProof::process_id, seconds{1}});
    hall_->report(domain::ReportDevice{pad, domain::DeviceKind::pad, domain::DeviceState::ready, ""});
    while (hall_->health().queued > 0) {
        std::this_thread::yield();
    }
    const std::uint64_t before = hall_->health().commands;
    journal_.mend();
    EXPECT_TRUE(watcher_.wait([](const Watcher& seen) { return seen.count("device.changed") == 2; }));
    // Two reports, one paper, the alert and its end.
    EXPECT_LE(hall_->health().commands - before, 5U);
}

TEST_F(TroubledHall, ShedsRawPressesBeforeAnythingElseWhenRoomEnds) {
    open_hall();
    open_day();
    ask_for_a_rating();
    journal_.be_short_of_room(true);
    EXPECT_TRUE(watcher_.wait([](const Watcher& seen) { return seen.count("alert.raised") == 1; }));
    EXPECT_EQ(run(press())->press, domain::PressFate::counted);
    EXPECT_EQ(run(press())->press, domain::PressFate::repeated);
    ASSERT_TRUE(run(ticket()));
    EXPECT_EQ(watcher_.count("press.raw"), 0U);
    EXPECT_EQ(watcher_.count("rating.given"), 1U);
    EXPECT_EQ(watcher_.count("gap"), 0U);
    journal_.be_short_of_room(false);
    EXPECT_TRUE(watcher_.wait(
        [](const Watcher& seen) { return seen.count("gap") == 1 && seen.count("alert.resolved") == 1; }));
    EXPECT_EQ(all_of<domain::Gap>().at(0).dropped.at("press.raw"), 2U);
    EXPECT_EQ(alerts("journal_low").size(), 1U);
    EXPECT_EQ(alerts("events_dropped").size(), 1U);
    ASSERT_TRUE(run(press()));
    EXPECT_EQ(watcher_.count("press.raw"), 1U);
}

TEST_F(TroubledHall, TellsOnceAMinuteWhatItSheds) {
    open_hall();
    open_day();
    journal_.be_short_of_room(true);
    for (int i = 0; i < 3; ++i) {
        ASSERT_TRUE(run(press()));
    }
    clock_.turn(minutes{1});
    EXPECT_TRUE(watcher_.wait([](const Watcher& seen) { return seen.count("gap") == 1; }));
    EXPECT_EQ(all_of<domain::Gap>().at(0).dropped.at("press.raw"), 3U);
}

TEST_F(TroubledHall, TellsWhatItShedBeforeItStops) {
    open_hall();
    open_day();
    journal_.be_short_of_room(true);
    ASSERT_TRUE(run(press()));
    hall_->stop();
    ASSERT_EQ(all_of<domain::Gap>().size(), 1U);
    EXPECT_EQ(all_of<domain::Gap>()[0].dropped.at("press.raw"), 1U);
}

TEST_F(TroubledHall, AGapThatWasNotRecordedIsToldLater) {
    open_hall();
    open_day();
    journal_.be_short_of_room(true);
    ASSERT_TRUE(run(press()));
    journal_.break_with(ports::JournalError::full);
    clock_.turn(minutes{1});
    EXPECT_TRUE(watcher_.wait([](const Watcher& seen) { return seen.resets_ > 0; }));
    journal_.mend();
    EXPECT_TRUE(watcher_.wait([](const Watcher& seen) { return seen.count("gap") == 1; }));
    EXPECT_EQ(all_of<domain::Gap>().at(0).dropped.at("press.raw"), 1U);
    EXPECT_LT(all_of<domain::Gap>().at(0).from, clock_.wall());
}

TEST_F(TroubledHall, AScreenThatStartsWhileTheDiskStaysFullIsShownTheHall) {
    open_hall();
    open_day();
    journal_.break_with(ports::JournalError::full);
    EXPECT_FALSE(run(ticket()));
    // As the API does it: an answer from before a reset may lack commits and is not taken.
    const auto resets = [this] {
        int seen = 0;
        static_cast<void>(watcher_.wait([&](const Watcher& told) {
            seen = told.resets_;
            return true;
        }));
        return seen;
    };
    bool shown = false;
    for (int i = 0; i < 20 && !shown; ++i) {
        const int before = resets();
        std::promise<int> then;
        ASSERT_TRUE(hall_->snapshot([&](const service::Snapshot&) { then.set_value(resets()); }));
        shown = then.get_future().get() == before;
    }
    EXPECT_TRUE(shown);
}

}  // namespace
}  // namespace jiaohao::testing
