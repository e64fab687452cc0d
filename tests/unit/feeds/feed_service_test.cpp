// SPDX-License-Identifier: Apache-2.0
#include "headoffice/feeds/feed_service.hpp"

#include <gtest/gtest.h>
#include <zlib.h>

#include "tests/unit/feeds/feed_fixture.hpp"

namespace jiaohao::headoffice::feeds {
namespace {

std::string gunzip(const std::string& packed) {
    std::string out(1 << 20, '\0');
    z_stream stream{};
    inflateInit2(&stream, 15 + 16);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream.avail_in = static_cast<uInt>(packed.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
    out.resize(stream.total_out);
    inflateEnd(&stream);
    return out;
}

TEST_F(FeedTest, CsvIsTheDefaultWithAHeaderAndOneLineForEachRow) {
    const auto reply = get("/v1/feeds/tickets");
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.headers.at("Content-Type"), "text/csv; charset=utf-8; header=present");
    EXPECT_EQ(
        reply.body,
        "hall,service,counter,clerk,period_start,period_end,grain,tz,issued,called,recalled,served,"
        "served_pending,served_refused,served_implied,no_show,returned,transferred,cancelled,expired,"
        "abandoned,"
        "abandoned_share,printed,not_printed,print_unknown,reprinted,clock_doubts,complete,rev,updated_at\r\n"
        "h1,,,,2026-03-02T00:00:00+08:00,2026-03-03T00:00:00+08:00,day,+08:00,12,12,0,12,0,0,0,0,0,0,0,0,0,0,"
        "0,0,0,0,0,false,1,2026-03-02T04:00:00.000Z\r\n");
}

TEST_F(FeedTest, ATerminalWithNothingToUploadHasReportedUpToItsContact) {
    const auto complete = [&](const FeedService& office) {
        FeedRequest request;
        request.path = "/v1/feeds/tickets";
        request.query = {{"grain", "hour"}, {"format", "json"}};
        const FeedReply reply = office.get(request);
        return nlohmann::json::parse(reply.body)["rows"][0]["complete"].get<bool>();
    };
    store.reported.push_back(store.reported.front());
    store.reported.back().terminal = domain::TerminalId("t2");
    store.reported.back().last_event_at = local(8, 30);
    Contact idle{domain::TerminalId("t2"), store.reported.front().hall, local(10, 2), 0, "{}"};
    store.spoken = {idle};
    EXPECT_TRUE(complete(service));
    store.spoken[0].backlog = 1;
    EXPECT_FALSE(complete(service)) << "something of it is still to come";
    store.spoken[0] = idle;
    store.spoken[0].received_at = local(10, 0);
    EXPECT_FALSE(complete(service)) << "its clock may be a minute behind";
    store.spoken[0] = idle;
    store.spoken[0].hall = domain::HallId("h2");
    EXPECT_FALSE(complete(service)) << "another hall's";
    store.spoken[0] = idle;
    FeedOptions options;
    options.simulation = true;
    EXPECT_FALSE(complete(FeedService(store, store, clock, Log(sink, "test"), options)));
}

TEST_F(FeedTest, SharesComeWithTheirDenominatorsAndTheWilsonInterval) {
    const auto row = json("/v1/feeds/all", {{"by", "clerk"}})["rows"][0];
    EXPECT_EQ(row["clerk"], "li");
    EXPECT_EQ(row["rating_armed"], 12);
    EXPECT_EQ(row["rating_n"], 10);
    EXPECT_EQ(row["rating_counted"], 10);
    EXPECT_EQ(row["filter_version"], 1);
    EXPECT_EQ(row["r4"], 8);
    EXPECT_EQ(row["r1"], 2);
    EXPECT_EQ(row["r5"], nullptr);
    EXPECT_EQ(row["satisfied"], 8);
    EXPECT_DOUBLE_EQ(row["top_box"], 0.8);
    EXPECT_DOUBLE_EQ(row["top_box_lo"], 0.490162);
    EXPECT_DOUBLE_EQ(row["top_box_hi"], 0.943318);
    EXPECT_DOUBLE_EQ(row["response_rate"], 0.833333);
    EXPECT_EQ(row["wait_n"], 12);
    EXPECT_EQ(row["wait_p50_s"], 240);
}

TEST_F(FeedTest, AClerkWithTooFewAnswersIsNotJudged) {
    HallScript hall;
    const auto ticket = hall.issue(local(9, 0));
    hall.ask(local(9, 9), ticket);
    hall.rate(local(9, 10), ticket, 1);
    tell("h1", hall.events);
    const auto clerk = json("/v1/feeds/ratings", {{"by", "clerk"}})["rows"][0];
    EXPECT_EQ(clerk["suppressed"], true);
    EXPECT_EQ(clerk["rating_n"], 1);
    EXPECT_EQ(clerk["r1"], nullptr);
    EXPECT_EQ(clerk["top_box"], nullptr);
    EXPECT_EQ(json("/v1/feeds/ratings", {{"by", "counter"}})["rows"][0]["r1"], 1);
}

TEST_F(FeedTest, SatisfactionIsThatOfTheAnswersTheFilterCounts) {
    HallScript hall;
    for (int i = 0; i < 5; ++i) {
        const auto ticket = hall.issue(local(9, 0));
        hall.ask(local(9, i == 0 ? 9 : 30, 9 * i), ticket);
        hall.rate(local(9, i == 0 ? 10 : 30, 9 * i + 6), ticket, i == 0 ? 1 : 4);
    }
    tell("h1", hall.events);
    const auto row = json("/v1/feeds/ratings", {{"by", "counter"}})["rows"][0];
    EXPECT_EQ(row["rating_n"], 5);
    EXPECT_EQ(row["rating_counted"], 1);
    EXPECT_EQ(row["rating_burst"], 4);
    EXPECT_EQ(row["rating_repeated"], 0);
    EXPECT_EQ(row["rating_second_of_ticket"], 0);
    EXPECT_EQ(row["r4"], 0);
    EXPECT_DOUBLE_EQ(row["top_box"], 0.0);
    EXPECT_DOUBLE_EQ(row["rating_mean"], 1.0);
    EXPECT_DOUBLE_EQ(row["response_rate"], 0.2);
    EXPECT_LT(row["top_box_hi"], 0.8) << "of one answer, not of five";
    const auto clerk = json("/v1/feeds/ratings", {{"by", "clerk"}})["rows"][0];
    EXPECT_EQ(clerk["suppressed"], true);
}

TEST_F(FeedTest, RatingsOfUnlikeScalesHaveARowEachAndNeverOneShare) {
    HallScript hall;
    for (const auto scale : {domain::RatingScale::four_faces, domain::RatingScale::five_levels}) {
        const auto ticket = hall.issue(local(9, 0));
        hall.ask(local(9, 9), ticket, scale);
        hall.rate(local(9, 10), ticket, 4, scale);
    }
    tell("h1", hall.events);
    const auto rows = json("/v1/feeds/ratings")["rows"];
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0]["scale"], "five_levels");
    EXPECT_EQ(rows[1]["scale"], "four_faces");
    const auto all = json("/v1/feeds/all")["rows"];
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0]["scale"], "mixed");
    EXPECT_EQ(all[0]["rating_n"], 2);
    EXPECT_EQ(all[0]["r4"], nullptr);
    EXPECT_EQ(all[0]["top_box"], nullptr);
}

TEST_F(FeedTest, HoursAndQuartersCarryTheHallsOffset) {
    const auto hours = json("/v1/feeds/waits", {{"grain", "hour"}, {"by", "service"}})["rows"];
    ASSERT_EQ(hours.size(), 3U);
    EXPECT_EQ(hours[0]["period_start"], "2026-03-02T09:00:00+08:00");
    EXPECT_EQ(hours[0]["period_end"], "2026-03-02T10:00:00+08:00");
    EXPECT_EQ(json("/v1/feeds/waits", {{"grain", "15min"}})["rows"][1]["period_start"],
              "2026-03-02T09:15:00+08:00");
}

TEST_F(FeedTest, LongerPeriodsAreMergedFromDaysAndCutToTheRange) {
    const auto week =
        json("/v1/feeds/tickets", {{"grain", "week"}, {"from", "2026-02-25"}, {"to", "2026-03-05"}});
    EXPECT_EQ(week["rows"][0]["period_start"], "2026-03-02T00:00:00+08:00");
    EXPECT_EQ(week["rows"][0]["period_end"], "2026-03-06T00:00:00+08:00");
    const auto month =
        json("/v1/feeds/tickets", {{"grain", "month"}, {"from", "2026-03-01"}, {"to", "2026-04-30"}});
    EXPECT_EQ(month["rows"][0]["period_end"], "2026-04-01T00:00:00+08:00");
    const auto quarter =
        json("/v1/feeds/tickets", {{"grain", "quarter"}, {"from", "2026-01-01"}, {"to", "2026-12-31"}});
    EXPECT_EQ(quarter["rows"][0]["period_start"], "2026-01-01T00:00:00+08:00");
    EXPECT_EQ(quarter["rows"][0]["period_end"], "2026-04-01T00:00:00+08:00");
}

TEST_F(FeedTest, MergedHallsAddUpExactly) {
    HallScript other;
    other.call(local(9, 30), other.issue(local(9, 0)));
    tell("h2", other.events);
    EXPECT_EQ(json("/v1/feeds/all")["rows"].size(), 2U);
    const auto merged = json("/v1/feeds/all", {{"halls", "merged"}})["rows"];
    ASSERT_EQ(merged.size(), 1U);
    EXPECT_EQ(merged[0]["hall"], nullptr);
    EXPECT_EQ(merged[0]["issued"], 13);
    EXPECT_EQ(merged[0]["wait_n"], 13);
}

TEST_F(FeedTest, ARowIsCompleteOnceEveryTerminalHasReportedPastItOrTheDayIsClosed) {
    const auto hours = json("/v1/feeds/tickets", {{"grain", "hour"}})["rows"];
    EXPECT_EQ(hours[0]["complete"], true) << "9 to 10, reported to 10:30";
    EXPECT_EQ(hours[1]["complete"], false) << "10 to 11";
    store.reported.push_back(store.reported.front());
    store.reported.back().terminal = domain::TerminalId("t2");
    store.reported.back().last_event_at = local(9, 30);
    EXPECT_EQ(json("/v1/feeds/tickets", {{"grain", "hour"}})["rows"][0]["complete"], false);
    store.reported.pop_back();
    HallScript hall;
    hall.issue(local(9, 0));
    hall.add(local(10, 30), domain::DayClosed{.day = test_day()});
    tell("h1", hall.events);
    EXPECT_EQ(json("/v1/feeds/tickets")["rows"][0]["complete"], true);
}

TEST_F(FeedTest, TheSameContentHasTheSameEtagAndIsNotSentAgain) {
    const auto first = get("/v1/feeds/all", {{"format", "json"}});
    const auto etag = first.headers.at("ETag");
    EXPECT_TRUE(etag.starts_with('"'));
    const auto second = get("/v1/feeds/all", {{"format", "json"}}, {.if_none_match = "\"x\", W/" + etag});
    EXPECT_EQ(second.status, 304);
    EXPECT_EQ(second.body, "");
    EXPECT_EQ(second.headers.at("ETag"), etag);
    HallScript more;
    more.issue(local(11, 0));
    tell("h2", more.events);
    EXPECT_EQ(get("/v1/feeds/all", {{"format", "json"}}, {.if_none_match = etag}).status, 200);
}

TEST_F(FeedTest, GzipOnRequestHasAnEtagOfItsOwn) {
    const auto plain = get("/v1/feeds/all");
    const auto packed = get("/v1/feeds/all", {}, {.accept_encoding = "br, gzip;q=0.8"});
    EXPECT_EQ(packed.headers.at("Content-Encoding"), "gzip");
    EXPECT_EQ(gunzip(packed.body), plain.body);
    EXPECT_NE(packed.headers.at("ETag"), plain.headers.at("ETag"));
    EXPECT_FALSE(
        get("/v1/feeds/all", {}, {.accept_encoding = "gzip;q=0, *"}).headers.contains("Content-Encoding"));
}

TEST_F(FeedTest, TheAcceptHeaderChoosesTheFormatAndTheParameterGoesBefore) {
    const auto type = [&](const std::string& accept, const std::map<std::string, std::string>& query = {}) {
        const auto reply = get("/v1/feeds/tickets", query, {.accept = accept});
        return reply.status == 200 ? reply.headers.at("Content-Type").substr(0, 16)
                                   : std::to_string(reply.status);
    };
    EXPECT_EQ(type("application/json"), "application/json");
    EXPECT_EQ(type("text/html,application/xhtml+xml,*/*;q=0.8"), "text/csv; charse");
    EXPECT_EQ(type("text/*;q=0.2, application/x-ndjson"), "application/x-nd");
    EXPECT_EQ(type("*/*;q=0.5, text/csv;q=0.1, application/json;q=0.4"), "application/x-nd");
    EXPECT_EQ(type("image/png"), "406");
    EXPECT_EQ(type("image/png", {{"format", "json"}}), "application/json");
    EXPECT_EQ(type("text/csv", {{"format", "ndjson"}}), "application/x-nd");
}

TEST_F(FeedTest, NdjsonIsOneObjectForEachLine) {
    const auto body = get("/v1/feeds/all", {{"format", "ndjson"}, {"grain", "hour"}}).body;
    std::istringstream lines(body);
    std::size_t n = 0;
    for (std::string line; std::getline(lines, line); ++n) {
        EXPECT_TRUE(nlohmann::json::parse(line).is_object());
    }
    EXPECT_EQ(n, 2U);
}

struct BadQuery {
    std::string path;
    std::map<std::string, std::string> query;
    std::uint16_t status;
    std::string parameter;
    std::string says;
};
class FeedProblem : public FeedTest, public testing::WithParamInterface<BadQuery> {};

TEST_P(FeedProblem, NamesTheParameterAndWhatIsAllowed) {
    const auto& bad = GetParam();
    const auto reply = get(bad.path, bad.query);
    EXPECT_EQ(reply.status, bad.status) << reply.body;
    EXPECT_EQ(reply.headers.at("Content-Type"), "application/problem+json");
    const auto problem = nlohmann::json::parse(reply.body);
    EXPECT_EQ(problem["status"], bad.status);
    EXPECT_TRUE(problem["type"].get<std::string>().starts_with("urn:jiaohao:problem:"));
    EXPECT_EQ(problem.value("parameter", ""), bad.parameter);
    EXPECT_NE(reply.body.find(bad.says), std::string::npos) << reply.body;
}

INSTANTIATE_TEST_SUITE_P(
    Each, FeedProblem,
    testing::Values(
        BadQuery{"/v1/feeds/nothing", {}, 404, "", "service-times"},
        BadQuery{"/v1/feeds/tickets/more", {}, 404, "", "waits"},
        BadQuery{"/v1/feeds/tickets", {{"grain", "minute"}}, 400, "grain", "15min"},
        BadQuery{"/v1/feeds/tickets", {{"by", "pad"}}, 400, "by", "service,clerk"},
        BadQuery{"/v1/feeds/tickets", {{"colour", "red"}}, 400, "colour", "\"allowed\":[\"grain\""},
        BadQuery{"/v1/feeds/tickets", {{"cursor", "abc"}}, 400, "cursor", "no parameter"},
        BadQuery{"/v1/feeds/tickets", {{"from", "2026-02-30"}}, 400, "from", "is not a date"},
        BadQuery{"/v1/feeds/tickets", {{"to", "tomorrow"}}, 400, "to", "is not a date"},
        BadQuery{
            "/v1/feeds/tickets", {{"from", "2026-03-02"}, {"to", "2026-03-01"}}, 400, "from", "is after"},
        BadQuery{"/v1/feeds/tickets",
                 {{"grain", "15min"}, {"from", "2026-01-01"}, {"to", "2026-02-28"}},
                 400,
                 "from",
                 "at most 31"},
        BadQuery{"/v1/feeds/tickets", {{"hall", "a b"}}, 400, "hall", "1 to 64"},
        BadQuery{"/v1/feeds/tickets", {{"clerk", "li"}}, 400, "clerk", "by=clerk"},
        BadQuery{
            "/v1/feeds/tickets", {{"grain", "hour"}, {"by", "service,clerk"}}, 400, "by", "a day or longer"},
        BadQuery{"/v1/feeds/tickets", {{"format", "xml"}}, 400, "format", "ndjson"},
        BadQuery{"/v1/feeds/tickets/changes", {{"limit", "0"}}, 400, "limit", "1 to 10000"},
        BadQuery{"/v1/feeds/tickets/changes", {{"limit", "1e3"}}, 400, "limit", "1 to 10000"},
        BadQuery{"/v1/feeds/tickets/changes", {{"grain", "week"}}, 400, "grain", "stored rows"},
        BadQuery{"/v1/feeds/tickets/changes", {{"halls", "merged"}}, 400, "halls", "each"},
        BadQuery{"/v1/feeds/tickets/changes", {{"cursor", "abc"}}, 410, "cursor", "start without"},
        BadQuery{"/v1/coverage", {{"hall", "h1"}}, 400, "hall", "no parameters"},
        BadQuery{"/v1/fleet", {{"hall", "h1"}}, 400, "hall", "no parameters"},
        BadQuery{"/v1/openapi.json", {{"pretty", "1"}}, 400, "pretty", "no parameters"}));

TEST_F(FeedTest, OtherMethodsAreRefusedAndAStoreThatIsDownSaysWhenToRetry) {
    const auto posted = get("/v1/feeds/all", {}, {.method = "POST"});
    EXPECT_EQ(posted.status, 405);
    EXPECT_EQ(posted.headers.at("Allow"), "GET, HEAD");
    store.down = true;
    const auto down = get("/v1/feeds/all");
    EXPECT_EQ(down.status, 503);
    EXPECT_EQ(down.headers.at("Retry-After"), "5");
    EXPECT_EQ(down.body.find("locked"), std::string::npos) << "what the store said stays in the log";
}

TEST_F(FeedTest, CoverageTellsHowFarEachTerminalHasReported) {
    const auto terminal = json("/v1/coverage")["terminals"][0];
    EXPECT_EQ(terminal["terminal"], "t1");
    EXPECT_EQ(terminal["stored_to"], 58);
    EXPECT_EQ(terminal["last_event_at"], "2026-03-02T02:30:00.000Z");
    EXPECT_EQ(terminal["tz"], "+08:00");
}

TEST_F(FeedTest, TheFleetTellsWhoSpeaksForWhichHallAndWhoNamedAnother) {
    store.bound.push_back({.terminal = domain::TerminalId("t1"),
                           .hall = domain::HallId("h1"),
                           .listed = true,
                           .since = local(8, 0),
                           .refused = 3,
                           .refused_hall = domain::HallId("h2"),
                           .refused_at = local(9, 0)});
    store.bound.push_back({.terminal = domain::TerminalId("t2"), .hall = domain::HallId("h2")});
    store.spoken.push_back(
        {.terminal = domain::TerminalId("t1"),
         .hall = domain::HallId("h1"),
         .received_at = local(11, 59),
         .backlog = 7,
         .body = R"({"versions":{"kioskd":"1.0","bad":7},"upload_alarms":["clone",7],"more":1})"});
    store.reported.push_back(store.reported.front());
    store.reported.back().epoch = domain::EpochId("e2");
    store.reported.back().set_apart = 4;
    const auto fleet = json("/v1/fleet")["terminals"];
    ASSERT_EQ(fleet.size(), 2U);
    EXPECT_EQ(fleet[0]["hall"], "h1");
    EXPECT_EQ(fleet[0]["listed"], true);
    EXPECT_EQ(fleet[0]["refused_hall_n"], 3);
    EXPECT_EQ(fleet[0]["refused_hall"], "h2");
    EXPECT_EQ(fleet[0]["refused_hall_at"], "2026-03-02T01:00:00.000Z");
    EXPECT_EQ(fleet[0]["backlog"], 7);
    EXPECT_EQ(fleet[0]["versions"], (nlohmann::json{{"kioskd", "1.0"}}));
    EXPECT_EQ(fleet[0]["alarms"], (nlohmann::json{"clone"}));
    EXPECT_EQ(fleet[0]["events"], 116);
    EXPECT_EQ(fleet[0]["set_apart"], 4);
    EXPECT_EQ(fleet[1]["last_contact_at"], nullptr);
    EXPECT_EQ(fleet[1]["backlog"], nullptr);
    EXPECT_EQ(fleet[1]["refused_hall"], nullptr);
    store.spoken.front().body = "no json";
    EXPECT_EQ(json("/v1/fleet")["terminals"][0]["versions"], nlohmann::json::object());
    store.down = true;
    EXPECT_EQ(get("/v1/fleet").status, 503);
}

TEST_F(FeedTest, AParameterThatIsGivenTwiceIsRefusedByName) {
    FeedRequest twice;
    twice.repeated = {"hall"};
    for (const auto* path : {"/v1/feeds/all", "/v1/feeds/all/changes", "/v1/coverage", "/v1/fleet"}) {
        const auto reply = get(path, {{"hall", "h1"}}, twice);
        EXPECT_EQ(reply.status, 400) << path;
        const auto problem = nlohmann::json::parse(reply.body);
        EXPECT_EQ(problem["parameter"], "hall");
        EXPECT_NE(reply.body.find("more than once"), std::string::npos) << reply.body;
    }
}

TEST_F(FeedTest, RecomputingUnchangedEventsChangesNothing) {
    const auto before = get("/v1/feeds/all").headers.at("ETag");
    clock.now += std::chrono::hours(1);
    store.dirty.push_back(test_hall_day());
    EXPECT_EQ(service.recompute_dirty().done, 1U);
    EXPECT_EQ(get("/v1/feeds/all", {{"from", "2026-03-02"}, {"to", "2026-03-02"}}).headers.at("ETag"),
              before);
}

TEST_F(FeedTest, ADayThatCannotBeReadDoesNotHoldUpTheOthers) {
    for (int i = 0; i < 3; ++i) {
        const HallDay bad{.hall = domain::HallId("bad" + std::to_string(i)), .day = test_day()};
        store.dirty.push_back(bad);
        store.damaged.push_back(bad);
    }
    store.dirty.push_back({.hall = domain::HallId("good"), .day = test_day()});
    std::size_t done = 0;
    for (int pass = 0; pass < 4; ++pass) {
        done += service.recompute_dirty(2).done;
    }
    EXPECT_EQ(done, 1U);
    EXPECT_EQ(store.dirty.size(), 3U) << "failed days keep their mark";
}

}  // namespace
}  // namespace jiaohao::headoffice::feeds
