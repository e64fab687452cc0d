// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/unit/store/fixture.hpp"

namespace jiaohao::headoffice::testing {
namespace {

using namespace std::chrono_literals;

const HallDay kDay{domain::HallId{"north"}, std::chrono::year{2026} / 3 / 1};
constexpr WallTime kNow{1'772'000'000'000ms};

Rollup day_row(const std::string& service, const std::string& figures, const std::string& counter = "") {
    Rollup row;
    row.grain = Grain::day;
    row.hall_day = kDay;
    row.service = service;
    row.counter = counter;
    row.figures = figures;
    return row;
}

RollupFilter by_service() {
    RollupFilter filter;
    filter.grain = Grain::day;
    filter.from = filter.to = kDay.day;
    filter.by_service = true;
    return filter;
}

class Rollups : public ::testing::Test {
  protected:
    void SetUp() override { ASSERT_TRUE(store_->ingest(batch_of({}, 1, 250)).has_value()); }

    TemporaryFolder folder_;
    std::unique_ptr<SqliteStore> store_ = open_store(folder_ / "h.db");
};

TEST_F(Rollups, DaysThatGotEventsAreDirtyOldestMarkFirst) {
    const auto dirty = store_->dirty_days(10).value();
    ASSERT_EQ(dirty.size(), 3U);
    EXPECT_EQ(dirty[0], kDay);
    EXPECT_EQ(dirty[2].day, std::chrono::year{2026} / 3 / 3);
    EXPECT_EQ(store_->dirty_days(2)->size(), 2U);
}

TEST_F(Rollups, ReplacingClearsTheMarkUnlessMoreCameInSinceItWasRead) {
    static_cast<void>(store_->dirty_days(10));
    ASSERT_TRUE(store_->replace_rollups(kDay, {day_row("a", "1")}, kNow).has_value());
    EXPECT_EQ(store_->dirty_days(10)->size(), 2U);
    const HallDay third{kDay.hall, std::chrono::year{2026} / 3 / 3};
    ASSERT_TRUE(store_->ingest(batch_of({}, 251, 260)).has_value());
    ASSERT_TRUE(store_->replace_rollups(third, {}, kNow).has_value());
    EXPECT_EQ(store_->dirty_days(10)->size(), 2U);
    ASSERT_TRUE(store_->replace_rollups(third, {}, kNow).has_value());
    EXPECT_EQ(store_->dirty_days(10)->size(), 1U);
}

TEST_F(Rollups, WithoutHavingReadTheMarkItIsKept) {
    ASSERT_TRUE(store_->replace_rollups(kDay, {day_row("a", "1")}, kNow).has_value());
    EXPECT_EQ(store_->dirty_days(10)->size(), 3U);
}

TEST_F(Rollups, AnUnchangedRowKeepsRevAndTimeAndAChangedOneGetsALargerRev) {
    ASSERT_TRUE(store_->replace_rollups(kDay, {day_row("a", "1"), day_row("b", "1")}, kNow).has_value());
    const auto before = store_->rollups(by_service()).value();
    ASSERT_EQ(before.size(), 2U);
    ASSERT_TRUE(store_->replace_rollups(kDay, {day_row("a", "1"), day_row("b", "2")}, kNow + 5s).has_value());
    const auto after = store_->rollups(by_service()).value();
    ASSERT_EQ(after.size(), 2U);
    EXPECT_EQ(after[0].rev, before[0].rev);
    EXPECT_EQ(after[0].updated_at, kNow);
    EXPECT_GT(after[1].rev, before[1].rev);
    EXPECT_EQ(after[1].figures, "2");
    EXPECT_EQ(after[1].updated_at, kNow + 5s);
}

TEST_F(Rollups, ARowThatIsNoLongerThereStaysAsARemovedOneForThoseWhoAsk) {
    ASSERT_TRUE(store_->replace_rollups(kDay, {day_row("a", "1"), day_row("b", "1")}, kNow).has_value());
    ASSERT_TRUE(store_->replace_rollups(kDay, {day_row("b", "1")}, kNow + 5s).has_value());
    const auto rows = store_->rollups(by_service()).value();
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].service, "b");
    RollupFilter all = by_service();
    all.with_removed = true;
    const auto both = store_->rollups(all).value();
    ASSERT_EQ(both.size(), 2U);
    EXPECT_TRUE(both[0].removed);
    EXPECT_TRUE(both[0].figures.empty());
    EXPECT_GT(both[0].rev, both[1].rev);
    EXPECT_EQ(both[0].updated_at, kNow + 5s);
    EXPECT_FALSE(both[1].removed);
    // Removed once; and it may come back.
    ASSERT_TRUE(store_->replace_rollups(kDay, {day_row("b", "1")}, kNow + 9s).has_value());
    EXPECT_EQ(store_->rollups(all)->at(0).updated_at, kNow + 5s);
    ASSERT_TRUE(store_->replace_rollups(kDay, {day_row("a", "1"), day_row("b", "1")}, kNow + 9s).has_value());
    EXPECT_GT(store_->rollups(by_service())->at(0).rev, both[0].rev);
}

TEST_F(Rollups, OnlyRowsWithExactlyTheAskedDimensionsAreReturned) {
    ASSERT_TRUE(
        store_->replace_rollups(kDay, {day_row("", "all"), day_row("a", "s"), day_row("a", "sc", "1")}, kNow)
            .has_value());
    EXPECT_EQ(store_->rollups(by_service())->size(), 1U);
    RollupFilter all = by_service();
    all.by_service = false;
    ASSERT_EQ(store_->rollups(all)->size(), 1U);
    EXPECT_EQ(store_->rollups(all)->at(0).figures, "all");
    RollupFilter other = by_service();
    other.service = "b";
    EXPECT_TRUE(store_->rollups(other)->empty());
    other.service.reset();
    other.hall = domain::HallId{"south"};
    EXPECT_TRUE(store_->rollups(other)->empty());
}

TEST_F(Rollups, AHallThatNeverSentAnythingIsRefused) {
    const auto result = store_->replace_rollups({domain::HallId{"nowhere"}, kDay.day}, {}, kNow);
    EXPECT_EQ(result.error().code, StoreError::Code::invalid);
}

TEST_F(Rollups, CoverageNamesTheLastEventOfEachTerminal) {
    const auto rows = store_->coverage().value();
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].stored_to.get(), 250U);
    EXPECT_EQ(rows[0].last_event_at, event_at({}, 250).envelope.at);
    EXPECT_EQ(rows[0].received_at, batch_of({}, 1, 1).received_at);
}

TEST_F(Rollups, ContactsAreReplacedByTerminal) {
    const Contact first{domain::TerminalId{"t1"}, domain::HallId{"north"}, kNow, 7, "{}"};
    ASSERT_TRUE(store_->record(first).has_value());
    Contact second = first;
    second.backlog = 3;
    ASSERT_TRUE(store_->record(second).has_value());
    const auto contacts = store_->contacts().value();
    ASSERT_EQ(contacts.size(), 1U);
    EXPECT_EQ(contacts[0].backlog, 3U);
}

}  // namespace
}  // namespace jiaohao::headoffice::testing
