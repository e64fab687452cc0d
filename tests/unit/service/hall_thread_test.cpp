// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/service/hall_fixture.hpp"

#include <gtest/gtest.h>

namespace jiaohao::testing {
namespace {

using domain::RefusalCode;
using std::chrono::milliseconds;
using std::chrono::seconds;

class HallThreadTest : public HallFixture {};

TEST_F(HallThreadTest, AnswersOnlyWhenTheCommitIsDurable) {
    open_hall();
    open_day();
    journal_.hold();
    auto answer = ask(ticket());
    while (journal_.held() == 0) {
        std::this_thread::yield();
    }
    EXPECT_EQ(answer.wait_for(milliseconds{0}), std::future_status::timeout);
    const std::size_t shown = watcher_.count("ticket.issued");
    EXPECT_EQ(shown, 0U);
    journal_.release();
    EXPECT_EQ(answer.get()->number, "A001");
    EXPECT_EQ(watcher_.count("ticket.issued"), 1U);
}

TEST_F(HallThreadTest, CommandsThatArriveDuringACommitShareTheNextOne) {
    open_hall();
    open_day();
    const std::size_t before = journal_.batch_sizes().size();
    journal_.hold();
    std::vector<std::future<service::Outcome>> answers;
    answers.push_back(ask(ticket()));
    while (journal_.held() == 0) {
        std::this_thread::yield();
    }
    for (int i = 0; i < 20; ++i) {
        answers.push_back(ask(ticket()));
    }
    while (hall_->health().queued > 0) {
        std::this_thread::yield();
    }
    journal_.release();
    std::set<std::string> numbers;
    for (auto& answer : answers) {
        numbers.insert(answer.get()->number);
    }
    EXPECT_EQ(numbers.size(), 21U);
    EXPECT_LE(journal_.batch_sizes().size(), before + 3);
}

TEST_F(HallThreadTest, ARefusalThatRestsOnUncommittedStateWaitsForIt) {
    open_hall();
    open_day();
    ASSERT_TRUE(run(ticket()));
    journal_.hold();
    auto first = ask(domain::CallNext{domain::CounterId{"c1"}, domain::Channel::api});
    auto second = ask(domain::CallNext{domain::CounterId{"c2"}, domain::Channel::api});
    while (journal_.held() == 0 || hall_->health().queued > 0) {
        std::this_thread::yield();
    }
    EXPECT_EQ(second.wait_for(milliseconds{0}), std::future_status::timeout);
    journal_.release();
    EXPECT_EQ(first.get()->number, "A001");
    EXPECT_EQ(second.get().error().code, RefusalCode::nobody_waiting);
}

TEST_F(HallThreadTest, TheSameRequestIdGivesTheSameAnswerAlsoAfterARestart) {
    open_hall();
    open_day();
    const auto first = run(ticket(), "req-1");
    const auto again = run(ticket(), "req-1");
    EXPECT_EQ(first->ticket, again->ticket);
    hall_->stop();
    open_hall();
    const auto later = run(ticket(), "req-1");
    EXPECT_EQ(first->ticket, later->ticket);
    EXPECT_EQ(watcher_.count("ticket.issued"), 1U);
}

TEST_F(HallThreadTest, ARequestThatChangedNothingChangesNothingLaterEither) {
    open_hall();
    open_day();
    const domain::OpenCounter open{domain::CounterId{"c1"}};
    ASSERT_TRUE(run(open, "open-1")) << "it was open";
    ASSERT_TRUE(run(domain::PauseCounter{domain::CounterId{"c1"}, ""}));
    hall_->stop();
    open_hall();
    EXPECT_TRUE(run(open, "open-1")->again);
    EXPECT_EQ(watcher_.count("counter.opened"), 2U) << "once each, in the morning";
    EXPECT_TRUE(state().counters.at(domain::CounterId{"c1"}).paused_since)
        << "paused since, by somebody else";
    // Nothing at all happens between it and the restart, and somebody else changes something only afterwards.
    ASSERT_TRUE(run(domain::PauseCounter{domain::CounterId{"c1"}, ""}, "pause-again")) << "it was paused";
    hall_->stop();
    open_hall();
    ASSERT_TRUE(run(domain::OpenCounter{domain::CounterId{"c1"}}));
    EXPECT_TRUE(run(domain::PauseCounter{domain::CounterId{"c1"}, ""}, "pause-again")->again);
    EXPECT_FALSE(state().counters.at(domain::CounterId{"c1"}).paused_since) << "open since";
    ASSERT_TRUE(run(domain::PauseCounter{domain::CounterId{"c1"}, ""}));
    // The journal fails and is opened again with nothing written since.
    ASSERT_TRUE(run(domain::PauseCounter{domain::CounterId{"c1"}, ""}, "pause-1"));
    journal_.break_with(ports::JournalError::full);
    EXPECT_FALSE(run(ticket()));
    journal_.mend();
    while (!run(domain::OpenCounter{domain::CounterId{"c1"}})) {
    }
    EXPECT_TRUE(run(domain::PauseCounter{domain::CounterId{"c1"}, ""}, "pause-1")->again);
    EXPECT_FALSE(state().counters.at(domain::CounterId{"c1"}).paused_since);
}

TEST_F(HallThreadTest, AFailedCommitRefusesByNameAndLeavesNoTrace) {
    open_hall();
    open_day();
    journal_.hold();
    auto lost = ask(ticket(), "req-lost");
    while (journal_.held() == 0) {
        std::this_thread::yield();
    }
    journal_.break_with(ports::JournalError::full);
    EXPECT_EQ(lost.get().error().code, RefusalCode::journal_full);
    EXPECT_EQ(run(ticket()).error().code, RefusalCode::journal_full);
    EXPECT_TRUE(watcher_.wait([](const Watcher& seen) {
        return !seen.hall_rows_.empty() &&
               seen.hall_rows_.back().tickets_refused == RefusalCode::journal_full;
    }));
    journal_.mend();
    EXPECT_TRUE(watcher_.wait([](const Watcher& seen) {
        return !seen.hall_rows_.empty() && !seen.hall_rows_.back().tickets_refused.has_value();
    }));
    const auto given = run(ticket(), "req-lost");
    ASSERT_TRUE(given.has_value());
    EXPECT_EQ(given->number, "A001");
    EXPECT_GT(watcher_.resets_, 0);
    EXPECT_EQ(watcher_.count("alert.raised"), 1U);
}

TEST_F(HallThreadTest, ReportsOfDevicesOutliveAFailingJournal) {
    open_hall();
    open_day();
    hall_->printer_ready(domain::DeviceId{"printer"}, true, domain::PrintCause::silent);
    const auto given = run(ticket());
    ASSERT_TRUE(given.has_value());
    EXPECT_EQ(given->printing, true);
    journal_.break_with(ports::JournalError::failed);
    hall_->report(
        domain::PrintSucceeded{*given->ticket, 1, domain::PrintProof::process_id, milliseconds{900}});
    EXPECT_TRUE(watcher_.wait([](const Watcher& seen) { return seen.resets_ > 0; }));
    EXPECT_EQ(watcher_.count("ticket.printed"), 0U);
    journal_.mend();
    EXPECT_TRUE(watcher_.wait([](const Watcher& seen) { return seen.count("ticket.printed") == 1; }));
}

TEST_F(HallThreadTest, AStalledJournalGivesNoTickets) {
    open_hall();
    open_day();
    journal_.be_silent_for(seconds{6});
    EXPECT_TRUE(watcher_.wait([](const Watcher& seen) {
        return !seen.hall_rows_.empty() &&
               seen.hall_rows_.back().tickets_refused == RefusalCode::journal_stalled;
    }));
    EXPECT_EQ(run(ticket()).error().code, RefusalCode::journal_stalled);
    journal_.be_silent_for(seconds{0});
    EXPECT_TRUE(watcher_.wait(
        [](const Watcher& seen) { return !seen.hall_rows_.back().tickets_refused.has_value(); }));
    EXPECT_TRUE(run(ticket()));
}

TEST_F(HallThreadTest, ARatingTimesOutOnTheClockOfTheHall) {
    open_hall();
    open_day();
    ASSERT_TRUE(run(ticket()));
    ASSERT_TRUE(run(domain::CallNext{domain::CounterId{"c1"}, domain::Channel::api}));
    ASSERT_TRUE(run(domain::FinishServing{domain::CounterId{"c1"}, domain::ServingOutcome::served, true}));
    EXPECT_EQ(watcher_.count("rating.missed"), 0U);
    clock_.turn(seconds{31});
    EXPECT_TRUE(watcher_.wait([](const Watcher& seen) { return seen.count("rating.missed") == 1; }));
}

TEST_F(HallThreadTest, AJumpOfTheClockIsRecordedAndChangesNoOrder) {
    open_hall();
    open_day();
    clock_.jump(std::chrono::hours{-24 * 365 * 30});
    EXPECT_TRUE(watcher_.wait([](const Watcher& seen) { return seen.count("clock.adjusted") == 1; }));
    ASSERT_TRUE(run(ticket()));
    const auto events = journal_.events();
    for (std::size_t i = 0; i < events.size(); ++i) {
        EXPECT_EQ(events[i].envelope.seq.get(), i + 1);
    }
    using namespace std::chrono;
    EXPECT_EQ(events.back().envelope.day, year{2020} / 1 / 6);
}

TEST_F(HallThreadTest, ASnapshotStandsExactlyBetweenCommits) {
    open_hall();
    open_day();
    ASSERT_TRUE(run(ticket()));
    journal_.hold();
    auto later = ask(ticket());
    std::promise<domain::Seq> seen;
    ASSERT_TRUE(hall_->snapshot([&](const service::Snapshot& snapshot) {
        EXPECT_EQ(snapshot.view.services.at(0).waiting, 2U);
        seen.set_value(snapshot.seq);
    }));
    auto future = seen.get_future();
    while (journal_.held() == 0 || hall_->health().queued > 0) {
        std::this_thread::yield();
    }
    EXPECT_EQ(future.wait_for(milliseconds{0}), std::future_status::timeout);
    journal_.release();
    ASSERT_TRUE(later.get());
    EXPECT_EQ(future.get().get(), journal_.events().back().envelope.seq.get());
}

TEST_F(HallThreadTest, ARetriedRequestIsNeverAnsweredFromWhatWasLost) {
    open_hall();
    open_day();
    journal_.hold();
    auto lost = ask(ticket(), "req");
    while (journal_.held() == 0) {
        std::this_thread::yield();
    }
    journal_.be_unreadable();
    journal_.break_with(ports::JournalError::failed);
    EXPECT_EQ(lost.get().error().code, RefusalCode::journal_failed);
    // The retry comes while the journal cannot even be opened.
    EXPECT_EQ(run(ticket(), "req").error().code, RefusalCode::journal_failed);
    journal_.mend();
    EXPECT_TRUE(watcher_.wait([](const Watcher& seen) { return seen.count("alert.resolved") == 1; }));
    ASSERT_TRUE(run(ticket(), "req"));
    std::size_t issued = 0;
    for (const auto& event : journal_.events()) {
        issued += domain::type_name(event.event) == "ticket.issued" ? 1U : 0U;
    }
    EXPECT_EQ(issued, 1U);
}

TEST_F(HallThreadTest, ASnapshotHoldsEverythingOfTheCommitItComesAfter) {
    open_hall();
    open_day();
    journal_.hold();
    auto first = ask(ticket());
    while (journal_.held() == 0) {
        std::this_thread::yield();
    }
    // Asked before the second ticket, delivered after the commit that holds it: it must be in the picture.
    std::promise<service::Snapshot> seen;
    ASSERT_TRUE(hall_->snapshot([&](const service::Snapshot& snapshot) { seen.set_value(snapshot); }));
    auto second = ask(ticket());
    while (hall_->health().queued > 0) {
        std::this_thread::yield();
    }
    journal_.release();
    ASSERT_TRUE(first.get());
    ASSERT_TRUE(second.get());
    const service::Snapshot snapshot = seen.get_future().get();
    EXPECT_EQ(snapshot.view.services.at(0).waiting, 2U);
    EXPECT_EQ(snapshot.seq.get(), journal_.events().back().envelope.seq.get());
}

TEST_F(HallThreadTest, AJournalThatIsSilentWhenTheHallStopsMayAnswerLater) {
    open_hall();
    open_day();
    journal_.hold();
    auto waiting = ask(ticket());
    while (journal_.held() == 0) {
        std::this_thread::yield();
    }
    journal_.be_silent_for(seconds{6});
    EXPECT_TRUE(watcher_.wait([](const Watcher& seen) {
        return !seen.hall_rows_.empty() &&
               seen.hall_rows_.back().tickets_refused == RefusalCode::journal_stalled;
    }));
    hall_->stop();
    ASSERT_EQ(waiting.wait_for(seconds{20}), std::future_status::ready);
    EXPECT_EQ(waiting.get().error().code, RefusalCode::journal_stalled);
    hall_.reset();
    journal_.release();
    open_hall();
}

TEST_F(HallThreadTest, ManyClientsAtOnceGetDifferentNumbers) {
    open_hall();
    open_day();
    std::mutex mutex;
    std::set<std::string> numbers;
    const std::uint64_t before = hall_->health().commands;
    // The first round is decided while nothing is committed: eight tickets share at most two commits.
    journal_.hold();
    {
        std::vector<std::jthread> clients;
        for (int client = 0; client < 8; ++client) {
            clients.emplace_back([&] {
                for (int i = 0; i < 50; ++i) {
                    const auto given = run(ticket());
                    const std::lock_guard lock(mutex);
                    numbers.insert(given ? given->number : "refused");
                }
            });
        }
        while (hall_->health().commands < before + 8) {
            std::this_thread::yield();
        }
        journal_.release();
    }
    EXPECT_EQ(numbers.size(), 400U);
    EXPECT_EQ(*numbers.begin(), "A001");
    EXPECT_EQ(*numbers.rbegin(), "A400");
}

TEST_F(HallThreadTest, APrintJobWithoutOutcomeBecomesUnknownAfterARestart) {
    open_hall();
    open_day();
    hall_->printer_ready(domain::DeviceId{"printer"}, true, domain::PrintCause::silent);
    ASSERT_TRUE(run(ticket()));
    hall_->stop();
    open_hall();
    EXPECT_TRUE(watcher_.wait([](const Watcher& seen) { return seen.count("ticket.print_unknown") == 1; }));
}

TEST_F(HallThreadTest, ACounterThatIsGoneAfterARestartHoldsNobody) {
    open_hall();
    open_day();
    const auto given = run(ticket());
    ASSERT_TRUE(given);
    ASSERT_TRUE(run(domain::CallNext{domain::CounterId{"c1"}, domain::Channel::page}));
    hall_->stop();
    config_.counters[0].id = domain::CounterId{"c01"};
    open_hall();
    const auto called = run(domain::CallNext{domain::CounterId{"c2"}, domain::Channel::page});
    ASSERT_TRUE(called);
    EXPECT_EQ(called->number, given->number);
    EXPECT_EQ(watcher_.count("counter.closed"), 1U);
    hall_->stop();
    open_hall();
    ASSERT_TRUE(run(domain::FinishServing{domain::CounterId{"c2"}}));
    EXPECT_EQ(watcher_.count("counter.closed"), 1U) << "once is enough";
}

TEST_F(HallThreadTest, EveryCallIsInTheLogWithItsReason) {
    ListeningSink heard("ticket.called");
    log_ = Log(heard, "hall");
    open_hall();
    open_day();
    ASSERT_TRUE(run(ticket()));
    domain::IssueTicket vip = ticket();
    vip.customer_class = domain::CustomerClass::vip;
    ASSERT_TRUE(run(vip));
    ASSERT_TRUE(run(domain::CallNext{domain::CounterId{"c1"}}));
    ASSERT_EQ(heard.lines().size(), 1U);
    EXPECT_NE(heard.lines()[0].find("number=A002 counter=c1 why=class_first reason=\"\" passed=1"),
              std::string::npos)
        << heard.lines()[0];
    hall_->stop();
    log_ = Log(sink_, "test");
}

}  // namespace
}  // namespace jiaohao::testing
