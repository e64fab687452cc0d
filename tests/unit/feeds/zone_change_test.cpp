// What becomes of stored figures when a hall's zone is set anew, and of names.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "headoffice/feeds/base64.hpp"
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

TEST_F(ZoneChange, DaysThatWaitForTheirNewZoneAreIncompleteUntilTheyAreComputed) {
    const auto complete = [&](const FeedService& office) {
        return hours_of(office, "h1")[0]["complete"].get<bool>();
    };
    EXPECT_TRUE(complete(service));
    FeedService office(store, store, clock, Log(told, "feeds"), in_zone("h1", "+06:00"));
    EXPECT_FALSE(complete(office)) << "not even marked yet";
    const HallDay day{.hall = domain::HallId("h1"), .day = test_day()};
    store.damaged = {day};
    EXPECT_EQ(office.recompute_dirty().failed, 1U);
    EXPECT_FALSE(complete(office)) << "marked";
    store.damaged.clear();
    EXPECT_EQ(office.recompute_dirty().done, 1U);
    EXPECT_TRUE(complete(office));
    FeedService elsewhere(store, store, clock, Log(told, "feeds"), in_zone("h2", "+07:00"));
    EXPECT_FALSE(complete(elsewhere)) << "moved back";
    static_cast<void>(elsewhere.recompute_dirty());
    EXPECT_TRUE(complete(elsewhere));
}

/// As they were given before cursors named the zones.
TEST_F(ZoneChange, LeavesCursorsOfEarlierVersionsGoodAsLongAsNoZoneWasSetAnew) {
    clock.now += std::chrono::seconds(10);
    const auto earlier = [&](const std::string& hall, const std::string& question) {
        const auto next = nlohmann::json::parse(changes_of(service, hall, "").body)["next"];
        auto cursor = nlohmann::json::parse(from_base64url(next.get<std::string>()).value());
        EXPECT_TRUE(cursor[1].get<std::string>().starts_with(question + " ")) << cursor[1];
        cursor[1] = question;
        return to_base64url(cursor.dump());
    };
    const std::string one = earlier("h1", "1 hall h1 * * *");
    const std::string all = earlier("", "1 hall * * * *");
    EXPECT_EQ(changes_of(service, "h1", one).status, 200);
    EXPECT_EQ(nlohmann::json::parse(changes_of(service, "", all).body)["rows"].size(), 0U) << "nothing again";
    EXPECT_EQ(changes_of(service, "", one).status, 410) << "of another question";
    FeedService office(store, store, clock, Log(told, "feeds"), in_zone("h1", "+06:00"));
    EXPECT_EQ(changes_of(office, "h1", one).status, 410) << "from the start";
    EXPECT_EQ(changes_of(office, "", all).status, 410);
    static_cast<void>(office.recompute_dirty());
    EXPECT_EQ(changes_of(office, "h1", one).status, 410);
    static_cast<void>(FeedService(store, store, clock, Log(told, "feeds")).recompute_dirty());
    EXPECT_EQ(changes_of(service, "h1", one).status, 410) << "there and back is no way to trust either";
}

TEST_F(FeedTest, NamesOfOneHallAreServedAndNothingElseCanBeAsked) {
    store.called = {{domain::HallId("h1"), R"({"hall":{"en":"North"},"services":{},"counters":{}})"},
                    {domain::HallId("h2"), R"({"hall":{"en":"South"},"services":{},"counters":{}})"}};
    const auto one = json("/v1/names", {{"hall", "h2"}});
    EXPECT_EQ(one["halls"].size(), 1U);
    EXPECT_EQ(one["halls"]["h2"]["hall"]["en"], "South");
    EXPECT_EQ(json("/v1/names", {{"hall", "h3"}}), (nlohmann::json{{"halls", nlohmann::json::object()}}));
    EXPECT_EQ(get("/v1/names", {{"hall", "a b"}}).status, 400);
    EXPECT_EQ(get("/v1/names", {{"grain", "day"}}).status, 400);
    FeedRequest twice;
    twice.repeated = {"hall"};
    EXPECT_EQ(get("/v1/names", {{"hall", "h1"}}, twice).status, 400);
    store.down = true;
    EXPECT_EQ(get("/v1/names", {{"hall", "h1"}}).status, 503);
}

/// Every open page asks each half minute.
TEST_F(FeedTest, NamesOfAllHallsAreReadOnceForEachChange) {
    std::string services;
    for (int n = 0; n < 50; ++n) {
        services += (n == 0 ? "\"s" : ",\"s") + std::to_string(n) + R"(":{"en":"A service"})";
    }
    store.called = {{domain::HallId("h1"), R"({"hall":{},"counters":{},"services":{)" + services + "}}"}};
    const auto plain = get("/v1/names");
    FeedRequest packing;
    packing.accept_encoding = "gzip";
    const auto packed = get("/v1/names", {}, packing);
    EXPECT_EQ(packed.headers.at("Content-Encoding"), "gzip");
    EXPECT_LT(packed.body.size(), plain.body.size() / 4);
    EXPECT_NE(packed.headers.at("ETag"), plain.headers.at("ETag"));
    for (const FeedReply* known : {&plain, &packed}) {
        FeedRequest again;
        again.accept_encoding = known == &packed ? "gzip" : "";
        again.if_none_match = known->headers.at("ETag");
        const auto reply = get("/v1/names", {}, again);
        EXPECT_EQ(reply.status, 304);
        EXPECT_TRUE(reply.body.empty());
    }
    EXPECT_EQ(store.names_read, 1);
    store.called_rev = 2;
    EXPECT_EQ(get("/v1/names").body, plain.body);
    EXPECT_EQ(store.names_read, 2);
}

TEST_F(FeedTest, NamesAreServedByHallWithAnEtagThatChangesWithThem) {
    EXPECT_EQ(json("/v1/names"), (nlohmann::json{{"halls", nlohmann::json::object()}}));
    store.called_rev = 1;
    store.called = {{domain::HallId("h1"), R"({"hall":{"en":"North"},"services":{},"counters":{}})"},
                    {domain::HallId("h2"), "damaged"}};
    const auto first = get("/v1/names");
    EXPECT_EQ(nlohmann::json::parse(first.body)["halls"]["h1"]["hall"]["en"], "North");
    EXPECT_EQ(nlohmann::json::parse(first.body)["halls"].size(), 1U);
    FeedRequest again;
    again.if_none_match = first.headers.at("ETag");
    EXPECT_EQ(get("/v1/names", {}, again).status, 304);
    store.called[0].body = R"({"hall":{"en":"South"},"services":{},"counters":{}})";
    store.called_rev = 2;
    EXPECT_EQ(get("/v1/names", {}, again).status, 200);
    store.down = true;
    EXPECT_EQ(get("/v1/names").status, 503);
}

}  // namespace
}  // namespace jiaohao::headoffice::feeds
