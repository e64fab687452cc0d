// SPDX-License-Identifier: Apache-2.0
#include "kiosk/upload/session.hpp"

#include <gtest/gtest.h>

#include "tests/unit/upload/session_fixture.hpp"

namespace jiaohao::upload::testing {
namespace {

TEST_F(Session, WaitsForAHundredEventsOrFiveSeconds) {
    outbox_.append(kNow, 99);
    answer_ = [](const HttpRequest&) { return receipt(kNow, 99); };
    run();
    EXPECT_EQ(uploads(), 0U);
    pass(4900ms);
    EXPECT_EQ(uploads(), 0U);
    pass(200ms);
    EXPECT_EQ(uploads(), 1U);
    EXPECT_EQ(outbox_.acknowledged(kNow), 99U);
    outbox_.append(kNow, 100);
    answer_ = [](const HttpRequest&) { return receipt(kNow, 199); };
    session_.look();
    run();
    EXPECT_EQ(uploads(), 2U);
    EXPECT_EQ(last_path(), "/v1/terminals/t1/epochs/" + kNow + "/events/100");
    EXPECT_EQ(session_.status().backlog_events, 0U);
}

TEST_F(Session, DrainsTheOldestEpochFirstAThousandAtATimeAtTheAllowedPace) {
    outbox_.append(kOld, 1500);
    outbox_.append(kNow, 200);
    std::vector<std::string> paths;
    answer_ = [&](const HttpRequest& request) {
        paths.push_back(request.path.substr(request.path.rfind("epochs/") + 7));
        const bool old = request.path.find(kOld) != std::string::npos;
        return receipt(old ? kOld : kNow,
                       !old                ? 200
                       : paths.size() == 1 ? 1000
                                           : 1500,
                       R"(,"allowance":{"events_per_s":100})");
    };
    run();
    EXPECT_EQ(paths.size(), 1U);
    pass(9s);
    EXPECT_EQ(paths.size(), 1U);
    pass(1s);
    EXPECT_EQ(paths.size(), 2U);
    pass(5s);
    EXPECT_EQ(paths,
              (std::vector<std::string>{kOld + "/events/1", kOld + "/events/1001", kNow + "/events/1"}));
}

TEST_F(Session, BisectsA400DownToTheEventAndSendsThatOneRaw) {
    outbox_.append(kNow, 400);
    std::size_t raws = 0;
    answer_ = [&](const HttpRequest& request) {
        const auto first = std::stoull(request.path.substr(request.path.rfind('/') + 1));
        const auto events = events_of(request);
        const auto last = first + events.size() - 1;
        const bool raw = events.front().contains("raw");
        raws += raw ? 1 : 0;
        if (first <= 77 && last >= 77 && !raw) {
            return problem(400, "bad-envelope");
        }
        return receipt(kNow, last, first == 77 ? R"(,"quarantined":[77])" : "");
    };
    run();
    EXPECT_EQ(raws, 1U);
    EXPECT_EQ(outbox_.acknowledged(kNow), 400U);
    EXPECT_EQ(session_.status().quarantined, 1U);
    EXPECT_LT(uploads(), 30U);
    EXPECT_EQ(alarm(), Alarm::none);
}

TEST_F(Session, CountsAndLogsWhatHeadOfficeSetApartOnceALineForABatch) {
    outbox_.append(kNow, 1500);
    answer_ = [&](const HttpRequest& request) {
        const auto first = std::stoull(request.path.substr(request.path.rfind('/') + 1));
        const auto last = first + events_of(request).size() - 1;
        return receipt(kNow, last,
                       first == 1 ? R"(,"quarantined":[],"set_apart":[17,18,900])" : R"(,"set_apart":[])");
    };
    run();
    pass(6s);
    EXPECT_EQ(outbox_.acknowledged(kNow), 1500U);
    const UploadStatus status = session_.status();
    EXPECT_EQ(status.set_apart, 3U);
    ASSERT_TRUE(status.last_set_apart.has_value());
    EXPECT_EQ(status.last_set_apart->epoch.get(), kNow);
    EXPECT_EQ(status.last_set_apart->seq.get(), 900U);
    EXPECT_EQ(sink_.lines("upload.set_apart"),
              (std::vector<std::string>{"count=3 epoch=" + kNow + " first=17 last=900"}));
    EXPECT_EQ(status.quarantined, 0U);
    EXPECT_EQ(alarm(), Alarm::none) << "nothing is held";
    // Head office is told, and so is whoever reads the status.
    pass(70s);
    const auto said = std::find_if(transport_.requests.rbegin(), transport_.requests.rend(),
                                   [](const HttpRequest& request) { return request.method == "POST"; });
    ASSERT_NE(said, transport_.requests.rend());
    EXPECT_NE(said->body.find(R"("set_apart":3)"), std::string::npos) << said->body;
}

TEST_F(Session, BacksOffOnServerErrorsAndKeepsEverything) {
    outbox_.append(kNow, 500);
    answer_ = [](const HttpRequest&) { return http(503, "", "30"); };
    const Span wait = run();
    EXPECT_EQ(uploads(), 1U);
    EXPECT_GT(wait, Span{});
    pass(29s);
    EXPECT_EQ(uploads(), 1U);
    pass(2s);
    EXPECT_EQ(uploads(), 2U);
    EXPECT_EQ(outbox_.acknowledged(kNow), 0U);
    EXPECT_EQ(session_.status().refused, 2U);
    EXPECT_EQ(session_.status().last_error->status, 503);
    answer_ = [](const HttpRequest&) { return receipt(kNow, 500); };
    pass(40s);
    EXPECT_EQ(outbox_.acknowledged(kNow), 500U);
}

TEST_F(Session, HoldsOnARefusedCertificateUntilAQuarterHourOrANewConfiguration) {
    outbox_.append(kNow, 500);
    answer_ = [](const HttpRequest&) { return problem(403, "wrong-terminal"); };
    run();
    EXPECT_EQ(alarm(), Alarm::unauthorised);
    EXPECT_EQ(alarms_, 1);
    for (int minute = 0; minute < 14; ++minute) {
        pass(1min);
    }
    EXPECT_EQ(uploads(), 1U);
    EXPECT_EQ(alarm(), Alarm::unauthorised) << "contacts that are answered bring no event to head office";
    EXPECT_EQ(alarms_, 1);
    answer_ = [](const HttpRequest&) { return receipt(kNow, 500); };
    session_.try_again();
    run();
    EXPECT_EQ(transport_.forgotten, 1);
    EXPECT_EQ(outbox_.acknowledged(kNow), 500U);
    EXPECT_EQ(alarm(), Alarm::none);
}

TEST_F(Session, ATerminalThatHeadOfficeKnowsAgainUploadsWithItsNextContact) {
    outbox_.append(kNow, 500);
    answer_ = [](const HttpRequest&) { return problem(403, "wrong-terminal"); };
    contact_code_ = 403;
    for (int minute = 0; minute < 3; ++minute) {
        pass(1min);
    }
    EXPECT_EQ(alarm(), Alarm::unauthorised);
    contact_code_ = 200;
    answer_ = [](const HttpRequest&) { return receipt(kNow, 500); };
    pass(73s);
    run();
    EXPECT_EQ(outbox_.acknowledged(kNow), 500U);
    EXPECT_EQ(alarm(), Alarm::none);
}

TEST_F(Session, WithNothingToUploadAnAnsweredContactEndsTheAlarm) {
    contact_code_ = 401;
    pass(10s);
    EXPECT_EQ(alarm(), Alarm::unauthorised);
    contact_code_ = 200;
    pass(73s);
    EXPECT_EQ(alarm(), Alarm::none);
}

TEST_F(Session, AClonedEpochIsHeldAndTheNextOneGoesOn) {
    outbox_.append(kOld, 300);
    outbox_.append(kNow, 200);
    answer_ = [](const HttpRequest& request) {
        return request.path.find(kOld) != std::string::npos ? problem(422, "clone") : receipt(kNow, 200);
    };
    run();
    EXPECT_EQ(outbox_.acknowledged(kNow), 200U);
    EXPECT_EQ(outbox_.acknowledged(kOld), 0U);
    ASSERT_EQ(session_.status().alarms.size(), 1U);
    EXPECT_EQ(session_.status().alarms[0].epoch, domain::EpochId{kOld});
    EXPECT_TRUE(needs_new_epoch(session_.status().alarms[0].alarm));
    EXPECT_EQ(session_.status().backlog_events, 300U);
}

TEST_F(Session, AHeldEpochIsTriedAtOnceAfterANewConfiguration) {
    outbox_.append(kNow, 100);
    answer_ = [](const HttpRequest&) { return problem(422, "other-hall"); };
    run();
    EXPECT_EQ(uploads(), 1U);
    EXPECT_EQ(alarm(), Alarm::misconfigured);
    pass(10s);
    EXPECT_EQ(uploads(), 1U);
    answer_ = [](const HttpRequest&) { return receipt(kNow, 100); };
    session_.try_again();
    run();
    EXPECT_EQ(uploads(), 2U);
    EXPECT_EQ(outbox_.acknowledged(kNow), 100U);
    EXPECT_EQ(alarm(), Alarm::none);
}

TEST_F(Session, RewindsToWhatHeadOfficeWants) {
    outbox_.append(kNow, 300);
    answer_ = [](const HttpRequest&) { return receipt(kNow, 300); };
    run();
    outbox_.append(kNow, 200);
    std::vector<std::uint64_t> firsts;
    answer_ = [&](const HttpRequest& request) {
        firsts.push_back(std::stoull(request.path.substr(request.path.rfind('/') + 1)));
        return firsts.back() > 51 ? problem(409, "gap", R"(,"want":51)") : receipt(kNow, 500);
    };
    session_.look();
    run();
    EXPECT_EQ(firsts, (std::vector<std::uint64_t>{301, 51}));
    EXPECT_EQ(outbox_.acknowledged(kNow), 500U);
}

TEST_F(Session, SaysSoWhenHeadOfficeWantsWhatIsNoLongerHere) {
    outbox_.append(kNow, 300);
    outbox_.drop_to(kNow, 100);
    answer_ = [](const HttpRequest&) { return receipt(kNow, 300); };
    run();
    EXPECT_EQ(alarm(), Alarm::history_missing);
    EXPECT_EQ(uploads(), 0U);
}

TEST_F(Session, AJournalThatIsBehindHeadOfficeIsARestoredDisk) {
    outbox_.append(kNow, 120);
    answer_ = [](const HttpRequest&) { return receipt(kNow, 180); };
    run();
    EXPECT_EQ(alarm(), Alarm::clone);
    EXPECT_EQ(outbox_.acknowledged(kNow), 0U);
}

TEST_F(Session, WhatHeadOfficeHasOfATwinDiskIsNotTakenForOnesOwn) {
    outbox_.append(kNow, 2600);
    std::vector<std::uint64_t> firsts;
    answer_ = [&](const HttpRequest& request) {
        firsts.push_back(std::stoull(request.path.substr(request.path.rfind('/') + 1)));
        // Alike up to 1500; behind that the other terminal's.
        const auto last = firsts.back() + events_of(request).size() - 1;
        return last > 1500 ? problem(422, "clone") : receipt(kNow, 2500);
    };
    run();
    EXPECT_EQ(firsts, (std::vector<std::uint64_t>{1, 1001}));
    EXPECT_EQ(outbox_.acknowledged(kNow), 1000U) << "the rest stays here";
    EXPECT_EQ(alarm(), Alarm::clone);
    EXPECT_EQ(session_.status().events_stored, 1000U);
    EXPECT_EQ(session_.status().backlog_events, 1600U);
}

TEST_F(Session, AGapBehindWhatWasSentConfirmsNothing) {
    outbox_.append(kNow, 300);
    for (const std::uint64_t want : {1U, 2U, 200U, 301U, 900U}) {
        answer_ = [&](const HttpRequest&) { return problem(409, "gap", fmt::format(R"(,"want":{})", want)); };
        session_.try_again();
        run();
        EXPECT_EQ(outbox_.acknowledged(kNow), 0U) << want;
        EXPECT_EQ(last_path(), "/v1/terminals/t1/epochs/" + kNow + "/events/1") << want;
    }
    EXPECT_EQ(session_.status().backlog_events, 300U);
}

TEST_F(Session, AnAnswerThatIsNotHeadOfficesAcknowledgesNothing) {
    outbox_.append(kNow, 200);
    for (const HttpReply& reply :
         {http(200, "<html>Welcome to the hotel</html>"), receipt(kOld, 200), receipt(kNow, 3),
          http(200, R"({"stored_to":200})"), http(302), http(204)}) {
        answer_ = [&](const HttpRequest&) { return reply; };
        session_.try_again();
        run(1);
        EXPECT_EQ(outbox_.acknowledged(kNow), 0U);
        EXPECT_EQ(alarm(), Alarm::not_head_office);
    }
}

TEST_F(Session, AnUnreadableOutboxIsAnAlarmThatEndsByItself) {
    outbox_.fail_with("disk on fire");
    run();
    EXPECT_EQ(alarm(), Alarm::unreadable);
    outbox_.fail_with("");
    pass(6s);
    EXPECT_EQ(alarm(), Alarm::none);
}

TEST_F(Session, TellsTheOutboxAgainWhenItDidNotTakeTheAcknowledgement) {
    outbox_.append(kNow, 200);
    answer_ = [&](const HttpRequest&) {
        outbox_.fail_with("busy");
        return receipt(kNow, 200);
    };
    run();
    EXPECT_EQ(outbox_.acknowledged(kNow), 0U);
    outbox_.fail_with("");
    pass(6s);
    EXPECT_EQ(uploads(), 1U);
    EXPECT_EQ(outbox_.acknowledged(kNow), 200U);
}

TEST_F(Session, ContactsAboutEveryPeriodThatHeadOfficeSetsAndKeepsClockAnchors) {
    for (int second = 0; second < 600; ++second) {
        pass(1s);
    }
    // 600 s in periods of 48 to 72 s.
    EXPECT_GE(transport_.requests.size(), 8U);
    EXPECT_LE(transport_.requests.size(), 14U);
    const UploadStatus status = session_.status();
    ASSERT_FALSE(status.anchors.empty());
    EXPECT_EQ(status.anchors.back().server_time, parse_rfc3339("2026-03-01T00:00:00.000Z").value());
    EXPECT_TRUE(status.last_contact.has_value());
    EXPECT_EQ(transport_.requests.front().path, "/v1/terminals/t1/contact");
    EXPECT_NE(transport_.requests.front().body.find("\"hall\":\"north\""), std::string::npos);
}

TEST_F(Session, NeverSpinsWhateverIsAnswered) {
    outbox_.append(kNow, 120);
    for (int status = 100; status < 600; ++status) {
        answer_ = [&](const HttpRequest&) { return http(status); };
        session_.try_again();
        const std::size_t before = uploads();
        run(40);
        EXPECT_LT(uploads() - before, 20U) << status;
    }
    EXPECT_EQ(outbox_.acknowledged(kNow), 0U);
}

}  // namespace
}  // namespace jiaohao::upload::testing
