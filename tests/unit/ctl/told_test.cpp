// What kioskctl tells people about what it did, what it takes and why not.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <sstream>

#include "kiosk/ctl/report.hpp"
#include "kiosk/domain/types/events.hpp"
#include "tests/support/run_program.hpp"
#include "tests/unit/api/api_fixture.hpp"

namespace jiaohao::test {
namespace {

ctl::Words words(const std::string& language) {
    return {i18n::Catalogue::load(JIAOHAO_SOURCE_DIR "/ui/i18n", "en").catalogue, language};
}

struct CtlTold : ApiTest {
    Ran ctl(const std::string& arguments) const {
        return run_program(JIAOHAO_BINARY_DIR "/bin/kioskctl --texts " JIAOHAO_SOURCE_DIR
                                              "/ui/i18n --socket " +
                           socket() + " --lang en " + arguments + " 2>&1");
    }
    static bool has(const std::string& text, const std::string& part) {
        return text.find(part) != std::string::npos;
    }
    void issue(const std::string& service) {
        ASSERT_TRUE(hall.order(domain::IssueTicket{domain::ServiceId(service), {}, {}, "en", false, ""}));
    }
    void open_counter() {
        start();
        ASSERT_TRUE(hall.order(domain::SignIn{domain::ClerkId("zhang"), domain::CounterId("c1")}));
    }
};

TEST_F(CtlTold, TailNamesTicketsThatAreOverAndTellsTimesAsTimes) {
    open_counter();
    const domain::CounterId counter("c1");
    issue("a");
    issue("a");
    ASSERT_TRUE(hall.order(domain::CallNext{counter, domain::Channel::api}));
    ASSERT_TRUE(hall.order(domain::FinishServing{counter, {}, false}));
    const Ran over = ctl("tail -n 1");
    EXPECT_TRUE(has(over.output, "serving done  A001")) << over.output;
    clock.advance(std::chrono::seconds(5));
    ASSERT_TRUE(hall.order(domain::CallNext{counter, domain::Channel::api}));
    ASSERT_TRUE(hall.order(domain::ParkTicket{counter, std::chrono::minutes(5)}));
    const Ran parked = ctl("tail -n 1");
    EXPECT_TRUE(has(parked.output, "parked  A002")) << parked.output;
    EXPECT_TRUE(has(parked.output, "until=2026-01-02 ")) << parked.output;
}

TEST_F(CtlTold, ClosingTheDaySaysHowManyHadNotBeenServed) {
    open_counter();
    EXPECT_TRUE(has(ctl("issue a").output, "Ticket A001"));
    ctl("issue a");
    ctl("issue b");
    ctl("call c1");
    EXPECT_EQ(ctl("close-day").output,
              "The business day is closed.\n3 tickets that had not been served have expired.\n");
    const Ran again = ctl("close-day");
    EXPECT_EQ(again.code, 1);
    EXPECT_TRUE(has(again.output, "No business day is open: there is nothing to close.")) << again.output;
    const std::string late = ctl("issue a").output;
    EXPECT_TRUE(has(late, "The business day is not open now.")) << late;
    EXPECT_EQ(Json::parse(ctl("--json close-day").output)["error"]["code"], "day_not_open");
}

TEST_F(CtlTold, ClosingADayOnWhichNobodyWaitsSaysSo) {
    open_counter();
    EXPECT_EQ(ctl("close-day").output, "The business day is closed.\nNobody was waiting any more.\n");
}

TEST_F(CtlTold, AlertsAreShownWithTheIdentityThatClosingThemTakes) {
    open_counter();
    ctl("call-help c1");
    EXPECT_TRUE(has(ctl("status").output, "Please go there. [alert help-c1]\n")) << ctl("status").output;
    ctl("acknowledge-alert help-c1");
    EXPECT_TRUE(has(ctl("status").output, "[alert help-c1, seen 2026-01-0")) << ctl("status").output;
    EXPECT_TRUE(has(ctl("resolve-alert --help").output, "status names it"));
    EXPECT_EQ(ctl("resolve-alert help-c1 went").code, 0);
    EXPECT_FALSE(has(ctl("status").output, "help-c1"));
}

TEST_F(CtlTold, MessagesAreShownWithTheIdentityThatReadingThemTakes) {
    open_counter();
    const Ran code = ctl("read-message c1 break_now");
    EXPECT_EQ(code.code, 1);
    EXPECT_TRUE(has(code.output, "\"break_now\" is not the identity of a message")) << code.output;
    ctl("message c1 break_now");
    const std::string status = ctl("status").output;
    const auto at = status.find("    Message ");
    ASSERT_NE(at, std::string::npos) << status;
    EXPECT_TRUE(has(status.substr(at), ": You may take your break now\n")) << status;
    const auto from = at + std::string("    Message ").size();
    EXPECT_EQ(ctl("read-message c1 " + status.substr(from, status.find(": ", from) - from)).code, 0);
    EXPECT_TRUE(has(ctl("tail").output, "  message sent  "));
}

TEST_F(CtlTold, ANumberThatNobodyHasNowMayBeDoneAlready) {
    open_counter();
    issue("a");
    ASSERT_TRUE(hall.order(domain::CallNext{domain::CounterId("c1"), domain::Channel::api}));
    ctl("finish c1 --no-rating");
    for (const char* command : {"rate A001 4", "return A001", "pick c1 A001"}) {
        const Ran ran = ctl(command);
        EXPECT_EQ(ran.code, 1);
        EXPECT_TRUE(has(ran.output, "No ticket A001 is waiting, called, parked or being served today"))
            << ran.output;
        EXPECT_TRUE(has(ran.output, "It may be done already")) << ran.output;
    }
}

TEST_F(CtlTold, ADeviceThatThereIsNotIsNamed) {
    start();
    EXPECT_TRUE(has(ctl("test-print nosuch").output, "There is no printer \"nosuch\"; \"kioskctl devices\""));
    EXPECT_TRUE(has(ctl("scan toaster").output, "There is no line \"toaster\";"))
        << ctl("scan toaster").output;
    EXPECT_TRUE(has(ctl("line record toaster").output, "There is no line \"toaster\";"));
    EXPECT_EQ(Json::parse(ctl("--json scan toaster").output)["error"]["params"].size(), 2U);
}

TEST_F(CtlTold, WrongUsageOfACommandPointsToItsOwnHelp) {
    EXPECT_EQ(ctl("transfer 1 repair").output, "Not understood: repair\nSee kioskctl transfer --help.\n");
    EXPECT_EQ(ctl("line record").output, "LINE is missing.\nSee kioskctl line record --help.\n");
    EXPECT_TRUE(has(ctl("tail --from 2 -n +3").output, "\nSee kioskctl tail --help.\n"));
    EXPECT_EQ(ctl("dance").output, "Not understood: dance\nSee kioskctl --help.\n");
}

/// The lines between "Arguments:" and the next heading.
std::vector<std::string> arguments_of(const std::string& help) {
    std::istringstream lines(help);
    std::vector<std::string> found;
    bool within = false;
    for (std::string line; std::getline(lines, line);) {
        within = line == "Arguments:" || (within && !line.empty());
        if (within && line != "Arguments:") {
            found.push_back(line.substr(0, line.find_last_not_of(' ') + 1));
        }
    }
    return found;
}

TEST_F(CtlTold, EveryArgumentIsDescribed) {
    int seen = 0;
    for (const char* command : {"issue",        "rate",          "call",          "pick",
                                "transfer",     "pause",         "finish",        "park",
                                "unpark",       "message",       "read-message",  "sign-in",
                                "sign-out",     "open-day",      "resolve-alert", "acknowledge-alert",
                                "open-service", "close-service", "scan",          "test-print",
                                "visit",        "line record"}) {
        for (const std::string& line : arguments_of(ctl(std::string(command) + " --help").output)) {
            ++seen;
            EXPECT_FALSE(line.ends_with("REQUIRED") || line.ends_with("TEXT")) << command << ": " << line;
        }
    }
    EXPECT_GT(seen, 25);
    EXPECT_TRUE(has(ctl("open-day --help").output, "YYYY-MM-DD"));
    EXPECT_TRUE(has(ctl("line decode --help").output, "kioskctl line decode [OPTIONS] FILE"));
}

/// "epoch.started" and so on; the last alternative, UnknownEvent, has no name of its own.
template <std::size_t... Index>
std::vector<std::string> names_of_events(std::index_sequence<Index...> /*alternatives*/) {
    return {std::string(domain::type_name(domain::Event(std::in_place_index<Index>)))...};
}

TEST(EventsInWords, EveryKindHasItsOwn) {
    const auto names = names_of_events(std::make_index_sequence<std::variant_size_v<domain::Event> - 1>{});
    for (const std::string language : {"en", "zh_CN"}) {
        const auto all = words(language);
        for (const std::string& name : names) {
            EXPECT_TRUE(all.has("ctl.event." + name)) << language << " " << name;
        }
    }
}

TEST(ClosingTheDay, TellsThoseWhoWaitOnApartFromThoseWhoseTicketExpired) {
    const Json view{{"services", {{{"id", "a"}, {"keeps", true}}, {{"id", "b"}}}},
                    {"tickets",
                     {{{"service", "a"}, {"status", "waiting"}},
                      {{"service", "a"}, {"status", "parked"}},
                      {{"service", "a"}, {"status", "called"}},
                      {{"service", "b"}, {"status", "serving"}},
                      {{"service", "b"}, {"status", "no_show"}}}}};
    EXPECT_EQ(ctl::report_left(words("en"), view),
              "1 ticket that had not been served has expired.\n"
              "2 tickets wait on for the next business day.\n");
}

TEST(FiguresInWords, TooFewAndOneCounterAreSaidAsPeopleSpeak) {
    const Json data{
        {"hall",
         {{"waiting", 3}, {"longest_s", 300}, {"open", 1}, {"within", {{"n", 14}, {"enough", false}}}}}};
    EXPECT_EQ(ctl::report_figures(words("en"), data),
              "Hall: 3 waiting, longest 5 min, in time: too few to say (14), 1 counter open\n");
    EXPECT_EQ(ctl::report_figures(words("zh_CN"), data),
              "全厅：3 人等候，最长 5 分钟，达标 样本不足（14 人），1 个窗口开放\n");
}

}  // namespace
}  // namespace jiaohao::test
