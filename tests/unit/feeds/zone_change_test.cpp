// What becomes of stored figures when a hall's zone is set anew, and of names.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/unit/feeds/feed_fixture.hpp"

namespace jiaohao::headoffice::feeds {
namespace {

/// Keeps the codes of what was logged.
class CodeSink final : public LogSink {
  public:
    void write(const LogRecord& record) override { codes.emplace_back(record.event); }
    [[nodiscard]] std::ptrdiff_t count(const std::string& code) const {
        return std::ranges::count(codes, code);
    }
    std::vector<std::string> codes;
};

class ZoneChange : public FeedTest {
  protected:
    [[nodiscard]] FeedOptions in_zone(const std::string& hall, const std::string& zone) const {
        FeedOptions options;
        options.zones.by_hall.emplace(domain::HallId(hall), Zone::of(zone).value());
        return options;
    }
    static nlohmann::json hours_of(const FeedService& office, const std::string& hall) {
        FeedRequest request;
        request.path = "/v1/feeds/tickets";
        request.query = {{"grain", "hour"}, {"hall", hall}, {"format", "json"}};
        return nlohmann::json::parse(office.get(request).body)["rows"];
    }
    static FeedReply changes_of(const FeedService& office, const std::string& hall,
                                const std::string& cursor) {
        FeedRequest request;
        request.path = "/v1/feeds/tickets/changes";
        request.query = {{"grain", "hour"}, {"format", "json"}};
        if (!hall.empty()) {
            request.query["hall"] = hall;
        }
        if (!cursor.empty()) {
            request.query["cursor"] = cursor;
        }
        return office.get(request);
    }

    CodeSink told;
};

TEST_F(ZoneChange, MovesTheSlotsOfDaysComputedBeforeAndLeavesOtherHallsAlone) {
    HallScript other;
    other.issue(local(9, 0));
    tell("h2", other.events);
    const auto revs = [&](const char* hall) { return hours_of(service, hall)[0]["rev"].get<int>(); };
    const auto before = revs("h1");
    const auto untouched = revs("h2");
    EXPECT_EQ(hours_of(service, "h1")[0]["period_start"], "2026-03-02T09:00:00+08:00");

    FeedService office(store, store, clock, Log(told, "feeds"), in_zone("h1", "+06:00"));
    EXPECT_EQ(office.recompute_dirty().done, 1U);
    const auto moved = hours_of(office, "h1");
    ASSERT_EQ(moved.size(), 2U);
    EXPECT_EQ(moved[0]["period_start"], "2026-03-02T07:00:00+06:00");
    EXPECT_EQ(moved[0]["issued"], 12);
    EXPECT_GT(moved[0]["rev"].get<int>(), before);
    EXPECT_EQ(hours_of(office, "h2")[0]["rev"], untouched);
    EXPECT_EQ(told.count("feeds.zone_moved"), 1);
    EXPECT_EQ(office.recompute_dirty().done, 0U) << "once";

    FeedService again(store, store, clock, Log(told, "feeds"), in_zone("h1", "+06:00"));
    EXPECT_EQ(again.recompute_dirty().done, 0U) << "the same zone after a restart";
    EXPECT_EQ(told.count("feeds.zone_moved"), 1);
}

TEST_F(ZoneChange, OfTheDefaultMovesAllHallsThatHaveNoneOfTheirOwn) {
    FeedOptions options = in_zone("h1", "+08:00");
    options.zones.fallback = Zone::of("+07:00").value();
    HallScript other;
    other.issue(local(9, 0));
    tell("h2", other.events);
    FeedService office(store, store, clock, Log(told, "feeds"), options);
    // "+08:00" is another name than the default's, so h1 is computed anew as well; nothing of it changes.
    const auto rev = hours_of(service, "h1")[0]["rev"];
    static_cast<void>(office.recompute_dirty());
    EXPECT_EQ(hours_of(office, "h2")[0]["period_start"], "2026-03-02T08:00:00+07:00");
    EXPECT_EQ(hours_of(office, "h1")[0]["period_start"], "2026-03-02T09:00:00+08:00");
    EXPECT_EQ(hours_of(office, "h1")[0]["rev"], rev);
}

TEST_F(ZoneChange, IsMadeUpForWhenTheStoreWasAwayAndIsBoundedInEachStep) {
    for (int hall = 2; hall <= 12; ++hall) {
        HallScript script;
        script.issue(local(9, 0));
        tell("h" + std::to_string(hall), script.events);
    }
    FeedOptions options;
    options.zones.fallback = Zone::of("+07:00").value();
    FeedService office(store, store, clock, Log(told, "feeds"), options);
    store.down = true;
    EXPECT_EQ(office.recompute_dirty().done, 0U);
    EXPECT_EQ(told.count("feeds.zone_not_moved"), 1);
    store.down = false;
    std::size_t done = 0;
    for (int round = 0; round < 40; ++round) {
        const auto step = office.recompute_dirty(2);
        EXPECT_LE(step.done, 2U);
        EXPECT_LE(told.count("feeds.zone_moved"), 4 * (round + 1));
        done += step.done;
        if (!step.more) {
            break;
        }
    }
    EXPECT_EQ(done, 12U);
    EXPECT_EQ(told.count("feeds.zone_moved"), 12);
    EXPECT_EQ(told.count("feeds.recomputed"), 0) << "a short work is not told of";
    EXPECT_EQ(hours_of(office, "h7")[0]["period_start"], "2026-03-02T08:00:00+07:00");
}

TEST_F(ZoneChange, EndsTheCursorsThatWereGivenInTheOldZone) {
    clock.now += std::chrono::seconds(10);
    const auto cursor = [&](const std::string& hall) {
        return nlohmann::json::parse(changes_of(service, hall, "").body)["next"].get<std::string>();
    };
    FeedService office(store, store, clock, Log(told, "feeds"), in_zone("h1", "+06:00"));
    EXPECT_EQ(changes_of(office, "h1", cursor("h1")).status, 410);
    EXPECT_EQ(changes_of(office, "", cursor("")).status, 410);
    FeedService elsewhere(store, store, clock, Log(told, "feeds"), in_zone("h2", "+06:00"));
    EXPECT_EQ(changes_of(elsewhere, "h1", cursor("h1")).status, 200) << "the zone of another hall";
}

TEST_F(FeedTest, NamesAreServedByHallWithAnEtagThatChangesWithThem) {
    EXPECT_EQ(json("/v1/names"), (nlohmann::json{{"halls", nlohmann::json::object()}}));
    store.called = {{domain::HallId("h1"), R"({"hall":{"en":"North"},"services":{},"counters":{}})"},
                    {domain::HallId("h2"), "damaged"}};
    const auto first = get("/v1/names");
    EXPECT_EQ(nlohmann::json::parse(first.body)["halls"]["h1"]["hall"]["en"], "North");
    EXPECT_EQ(nlohmann::json::parse(first.body)["halls"].size(), 1U);
    FeedRequest again;
    again.if_none_match = first.headers.at("ETag");
    EXPECT_EQ(get("/v1/names", {}, again).status, 304);
    store.called[0].body = R"({"hall":{"en":"South"},"services":{},"counters":{}})";
    EXPECT_EQ(get("/v1/names", {}, again).status, 200);
    EXPECT_EQ(get("/v1/names", {{"hall", "h1"}}).status, 400);
    store.down = true;
    EXPECT_EQ(get("/v1/names").status, 503);
}

}  // namespace
}  // namespace jiaohao::headoffice::feeds
