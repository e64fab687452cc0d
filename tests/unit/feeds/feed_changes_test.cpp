// What a reader of changes is told.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/unit/feeds/feed_fixture.hpp"

namespace jiaohao::headoffice::feeds {
namespace {

TEST_F(FeedTest, ChangesComeOldestFirstInPagesAndGoOnFromTheCursor) {
    clock.now += std::chrono::seconds(10);
    std::map<std::string, std::string> query{{"grain", "hour"}, {"by", "service"}, {"limit", "2"}};
    const auto first = json("/v1/feeds/tickets/changes", query);
    ASSERT_EQ(first["rows"].size(), 2U);
    EXPECT_EQ(first["has_more"], true);
    query["cursor"] = first["next"];
    const auto second = json("/v1/feeds/tickets/changes", query);
    EXPECT_EQ(second["has_more"], false);
    EXPECT_EQ(second["rows"].size(), 1U);
    query["cursor"] = second["next"];
    EXPECT_EQ(json("/v1/feeds/tickets/changes", query)["rows"].size(), 0U);
    HallScript hall;
    hall.issue(local(15, 0), "z");
    tell("h2", hall.events);
    EXPECT_EQ(json("/v1/feeds/tickets/changes", query)["rows"].size(), 0U) << "younger than the lag";
    clock.now += std::chrono::seconds(6);
    const auto third = json("/v1/feeds/tickets/changes", query);
    ASSERT_EQ(third["rows"].size(), 1U);
    EXPECT_EQ(third["rows"][0]["service"], "z");
    query["by"] = "counter";
    EXPECT_EQ(get("/v1/feeds/tickets/changes", query).status, 410) << "the cursor of another question";
}

/// A call of a ticket that nobody knows yet, and its issue that arrives later from another terminal.
TEST_F(FeedTest, ARowWhoseFactsMovedAwayIsAnnouncedAsRemovedAndLeavesTheOtherFeeds) {
    const HallDay day{.hall = domain::HallId("h2"), .day = test_day()};
    HallScript other("t0");
    const auto ticket = other.issue(local(9, 0), "a");
    HallScript hall;
    hall.call(local(9, 5), ticket);
    tell("h2", hall.events);
    clock.now += std::chrono::seconds(10);
    std::map<std::string, std::string> query{{"by", "service"}, {"hall", "h2"}};
    const auto first = json("/v1/feeds/all/changes", query);
    ASSERT_EQ(first["rows"].size(), 1U);
    EXPECT_EQ(first["rows"][0]["service"], "unknown");
    EXPECT_EQ(first["rows"][0]["removed"], false);
    const auto week = [&] {
        return json("/v1/feeds/all", {{"by", "hall"}, {"hall", "h2"}, {"grain", "week"}})["rows"][0];
    };
    const auto rev_before = week()["rev"].get<int>();

    auto events = hall.events;
    events.insert(events.end(), other.events.begin(), other.events.end());
    tell("h2", events);
    EXPECT_TRUE(json("/v1/feeds/all", query)["rows"].size() == 1U) << "a removed row is in no other feed";
    EXPECT_EQ(json("/v1/feeds/all", query)["rows"][0]["service"], "a");
    EXPECT_FALSE(json("/v1/feeds/all", query)["rows"][0].contains("removed"));
    EXPECT_GT(week()["rev"].get<int>(), rev_before);
    clock.now += std::chrono::seconds(10);
    query["cursor"] = first["next"];
    const auto second = json("/v1/feeds/all/changes", query);
    ASSERT_EQ(second["rows"].size(), 2U);
    EXPECT_EQ(second["rows"][0]["service"], "a");
    EXPECT_EQ(second["rows"][1]["service"], "unknown");
    EXPECT_EQ(second["rows"][1]["removed"], true);
    EXPECT_EQ(second["rows"][1]["called"], 0);
    EXPECT_EQ(second["rows"][1]["wait_p50_s"], nullptr);
    store.events[day].clear();
    store.dirty.push_back(day);
    service.recompute_dirty();
    clock.now += std::chrono::seconds(10);
    query["cursor"] = second["next"];
    EXPECT_EQ(json("/v1/feeds/all/changes", query)["rows"].size(), 1U) << "removed once, not again";
    EXPECT_EQ(json("/v1/feeds/all", query = {{"hall", "h2"}})["rows"].size(), 0U);
}

/// Removing the smallest part of a sum must not take its rev back.
TEST_F(FeedTest, TheRevOfASumGrowsAlsoWhenAPartGoesAway) {
    const auto rev = [&] {
        return json("/v1/feeds/all", {{"grain", "total"}, {"halls", "merged"}})["rows"][0]["rev"].get<int>();
    };
    HallScript hall;
    hall.issue(local(9, 0));
    tell("h2", hall.events);
    const auto before = rev();
    tell("h2", {});
    EXPECT_GT(rev(), before);
}

TEST_F(FeedTest, AContinuedCsvNamesTheNextPageInItsHeaders) {
    clock.now += std::chrono::seconds(10);
    const auto reply = get("/v1/feeds/all/changes", {{"by", "service,clerk"}, {"limit", "1"}});
    EXPECT_EQ(reply.headers.at("Link"), "</v1/feeds/all/changes?cursor=" + reply.headers.at("Feed-Cursor") +
                                            "&by=service%2Cclerk&limit=1>; rel=\"next\"");
}

}  // namespace
}  // namespace jiaohao::headoffice::feeds
