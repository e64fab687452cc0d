// What readers see of a real headofficed: refused halls, days that cannot be true, and errors that are all
// problem documents.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <poll.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "kiosk/upload/messages.hpp"
#include "tests/e2e/upload/head_office_process.hpp"
#include "tests/unit/upload/fakes.hpp"

namespace jiaohao::e2e {
namespace {

using nlohmann::json;
using upload::HttpReply;
using upload::HttpRequest;
using upload::testing::MemoryOutbox;

const std::string kEpoch = "0f0e0d0c-0000-4000-8000-000000000001";
const auto kToday = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());

class Readers : public ::testing::Test {
  protected:
    [[nodiscard]] HttpReply send(const HttpRequest& request) const {
        return office_.transport("t1", office_.port())->perform(request);
    }
    /// Tickets, one for each day given, in one batch.
    [[nodiscard]] static HttpRequest batch(const std::vector<domain::BusinessDay>& days,
                                           const std::string& hall = "north",
                                           const std::string& epoch = kEpoch) {
        std::vector<domain::RecordedEvent> events;
        for (const auto day : days) {
            events.push_back(MemoryOutbox::event(epoch, events.size() + 1, day));
            events.back().envelope.hall = domain::HallId{hall};
            domain::TicketIssued issued;
            issued.service = domain::ServiceId{"a"};
            events.back().event = issued;
        }
        return upload::encode_request(std::move(events), false, 1U << 20U).request;
    }
    [[nodiscard]] static HttpRequest contact(const std::string& hall) {
        upload::ContactFacts facts;
        facts.terminal = domain::TerminalId{"t1"};
        facts.hall = domain::HallId{hall};
        return upload::contact_request(facts, "{}").http;
    }
    [[nodiscard]] json read(const std::string& target) const {
        return json::parse(office_.read_body(target), nullptr, false);
    }
    /// Waits until the roll-ups of what was stored are there.
    [[nodiscard]] json rows(const std::string& query, std::size_t least) const {
        json found;
        for (int n = 0; n < 6000; ++n) {
            found = read("/v1/feeds/tickets?format=json&" + query)["rows"];
            if (found.size() >= least) {
                break;
            }
            poll(nullptr, 0, 10);
        }
        return found;
    }

    HeadOfficeProcess office_;
};

TEST_F(Readers, AnotherHallFromTheSameCertificateIsRefusedByNameCountedAndShown) {
    office_.start();
    EXPECT_EQ(send(contact("north")).status, 200);
    for (const HttpRequest& request : {batch({kToday}, "south"), contact("south")}) {
        const HttpReply reply = send(request);
        EXPECT_EQ(reply.status, 422);
        const auto problem = upload::parse_problem(reply.body);
        EXPECT_EQ(problem.type, "other-hall");
        EXPECT_NE(problem.detail.find("\"south\""), std::string::npos) << problem.detail;
        EXPECT_NE(problem.detail.find("\"north\""), std::string::npos) << problem.detail;
    }
    EXPECT_EQ(read("/v1/coverage")["terminals"].size(), 0U) << "nothing was stored";
    const json fleet = read("/v1/fleet")["terminals"];
    ASSERT_EQ(fleet.size(), 1U);
    EXPECT_EQ(fleet[0]["hall"], "north");
    EXPECT_EQ(fleet[0]["refused_hall_n"], 2);
    EXPECT_EQ(fleet[0]["refused_hall"], "south");
    EXPECT_NE(office_.read_body("/metrics").find("requests_total{outcome=\"other-hall\"} 2"),
              std::string::npos);
    EXPECT_EQ(send(batch({kToday}, "north")).status, 200);
}

TEST_F(Readers, TheListOfTerminalsDecidesAndATerminalThatMovesIsEnteredThere) {
    office_.configure("[[terminal]]\nid = \"t1\"\nhall = \"south\"\n");
    office_.start();
    EXPECT_EQ(send(batch({kToday}, "north")).status, 422);
    EXPECT_EQ(send(batch({kToday}, "south")).status, 200);
    EXPECT_EQ(read("/v1/fleet")["terminals"][0]["listed"], true);
    EXPECT_EQ(office_.stop(), 0);
    office_.configure("[[terminal]]\nid = \"t1\"\nhall = \"west\"\n");
    office_.start();
    EXPECT_EQ(send(batch({kToday, kToday}, "south")).status, 200) << "an epoch that began there";
    EXPECT_EQ(send(batch({kToday}, "south", "0f0e0d0c-0000-4000-8000-000000000002")).status, 422);
    EXPECT_EQ(send(batch({kToday}, "west", "0f0e0d0c-0000-4000-8000-000000000002")).status, 200);
}

TEST_F(Readers, ATerminalThatIsListedTwiceIsAnError) {
    std::ofstream(office_.folder() / "twice.toml")
        << "[[terminal]]\nid = \"t1\"\nhall = \"west\"\n[[terminal]]\nid = \"t1\"\nhall = \"south\"\n";
    EXPECT_EQ(run_program({std::string(JIAOHAO_BINARY_DIR) + "/bin/headofficed", "serve", "--config",
                           (office_.folder() / "twice.toml").string(), "--folder",
                           (office_.folder() / "store").string(), "--tls-folder",
                           (office_.folder() / "tls").string()}),
              2);
}

TEST_F(Readers, DaysFarFromHeadOfficesClockAreStoredNamedAndInNoFeed) {
    office_.start();
    const domain::BusinessDay last_day = std::chrono::year{9999} / 12 / 31;
    const HttpRequest request =
        batch({kToday, last_day, kToday + std::chrono::days{3}, kToday - std::chrono::days{401},
               kToday + std::chrono::days{2}, kToday - std::chrono::days{400}});
    const json answer = json::parse(send(request).body);
    EXPECT_EQ(answer["stored_to"], 6);
    EXPECT_EQ(answer["set_apart"], (json{2, 3, 4}));
    EXPECT_EQ(json::parse(send(request).body)["set_apart"], (json{2, 3, 4})) << "the same when sent again";
    const auto to = domain::to_string(kToday + std::chrono::days{2});
    EXPECT_EQ(
        rows(fmt::format("from={}&to={}", domain::to_string(kToday - std::chrono::days{401}), to), 3).size(),
        3U);
    EXPECT_EQ(read("/v1/feeds/tickets?format=json&from=9999-12-01&to=9999-12-31")["rows"].size(), 0U);
    EXPECT_EQ(read("/v1/coverage")["terminals"][0]["set_apart"], 3);
    EXPECT_EQ(read("/v1/fleet")["terminals"][0]["set_apart"], 3);
    EXPECT_NE(office_.read_body("/metrics").find("jiaohao_store_set_apart 3"), std::string::npos);
}

TEST_F(Readers, SimulatedDaysAreNotJudgedByTheClock) {
    office_.start(true);
    auto event = MemoryOutbox::event(kEpoch, 1, std::chrono::year{2020} / 1 / 7);
    event.envelope.simulated = true;
    event.event = domain::TicketIssued{};
    const HttpRequest request = upload::encode_request({event}, false, 1U << 20U).request;
    EXPECT_TRUE(json::parse(send(request).body)["set_apart"].empty());
    EXPECT_EQ(rows("from=2020-01-07&to=2020-01-07", 1).size(), 1U);
}

/// A terminal whose clock runs years ahead must not make the days of its hall look complete.
TEST_F(Readers, AClockThatRunsAheadMakesNoDayComplete) {
    office_.start();
    // A day that is not over anywhere, whatever time it is now.
    const domain::BusinessDay tomorrow = kToday + std::chrono::days{1};
    auto event = MemoryOutbox::event(kEpoch, 1, tomorrow);
    event.envelope.at = WallTime{std::chrono::sys_days{std::chrono::year{9999} / 12 / 31}};
    event.event = domain::TicketIssued{};
    EXPECT_EQ(send(upload::encode_request({event}, false, 1U << 20U).request).status, 200);
    const auto day = domain::to_string(tomorrow);
    const json found = rows(fmt::format("from={}&to={}", day, day), 1);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0]["complete"], false);
    EXPECT_LT(read("/v1/coverage")["terminals"][0]["last_event_at"].get<std::string>(), "9999");
}

/// A stranger's page whose name was made to point here must read nothing.
TEST_F(Readers, AreAnsweredUnderOwnNamesOnly) {
    office_.configure("[readers]\nnames = [\"office.example\"]\n");
    office_.start();
    const auto asked = [this](const std::string& hosts) {
        return office_.ask(fmt::format("GET /v1/coverage HTTP/1.1\r\n{}Connection: close\r\n\r\n", hosts));
    };
    const auto port = office_.readers_port();
    for (const std::string& host : {fmt::format("localhost:{}", port), fmt::format("127.0.0.1:{}", port),
                                    std::string("OFFICE.example"), fmt::format("office.example.:{}", port)}) {
        EXPECT_TRUE(asked(fmt::format("Host: {}\r\n", host)).starts_with("HTTP/1.1 200 ")) << host;
    }
    const std::string stranger = asked("Host: evil.example\r\n");
    EXPECT_TRUE(stranger.starts_with("HTTP/1.1 421 ")) << stranger;
    EXPECT_NE(stranger.find("application/problem+json"), std::string::npos) << stranger;
    EXPECT_NE(stranger.find("urn:jiaohao:problem:misdirected"), std::string::npos) << stranger;
    EXPECT_NE(stranger.find("evil.example"), std::string::npos) << stranger;
    EXPECT_NE(stranger.find("names under [readers] in headoffice.toml"), std::string::npos) << stranger;
    EXPECT_TRUE(asked("").starts_with("HTTP/1.1 421 ")) << "no name at all";
    const std::string two = asked("Host: localhost\r\nHost: evil.example\r\n");
    EXPECT_TRUE(two.starts_with("HTTP/1.1 400 ")) << two;
    EXPECT_NE(two.find("application/problem+json"), std::string::npos) << two;
    EXPECT_EQ(asked("Host: evil.example\r\n").find("\"terminals\""), std::string::npos);
}

/// Slots are of the hall's clock: stored figures follow when the zone is set anew.
TEST_F(Readers, AZoneThatIsSetAnewMovesTheFiguresOfDaysThatWereComputedLongAgo) {
    office_.configure("[[hall]]\nid = \"north\"\ntime_zone = \"+08:00\"\n");
    office_.start();
    const domain::BusinessDay yesterday = kToday - std::chrono::days{1};
    auto event = MemoryOutbox::event(kEpoch, 1, yesterday);
    event.envelope.at = WallTime{std::chrono::sys_days{yesterday} + std::chrono::hours{2}};
    event.event = domain::TicketIssued{};
    EXPECT_EQ(send(upload::encode_request({event}, false, 1U << 20U).request).status, 200);
    const auto day = domain::to_string(yesterday);
    const std::string query = fmt::format("grain=hour&from={}&to={}", day, day);
    const json first = rows(query, 1);
    ASSERT_EQ(first.size(), 1U);
    EXPECT_EQ(first[0]["period_start"], day + "T10:00:00+08:00");
    EXPECT_EQ(office_.stop(), 0);
    office_.configure("[[hall]]\nid = \"north\"\ntime_zone = \"+06:00\"\n");
    office_.start();
    json moved;
    for (int n = 0; n < 3000; ++n) {
        moved = read("/v1/feeds/tickets?format=json&" + query)["rows"];
        if (moved.size() == 1 && moved[0]["period_start"] == day + "T08:00:00+06:00") {
            break;
        }
        poll(nullptr, 0, 10);
    }
    ASSERT_EQ(moved.size(), 1U);
    EXPECT_EQ(moved[0]["period_start"], day + "T08:00:00+06:00");
    EXPECT_GT(moved[0]["rev"].get<int>(), first[0]["rev"].get<int>());
}

/// Names come with the contact of a hall's own terminal; a bad one does not cost the contact.
TEST_F(Readers, NamesThatAHallSaysAreServedAndABadOneIsRefusedByField) {
    office_.start();
    const auto say = [this](const json& names, const std::string& hall = "north") {
        upload::ContactFacts facts;
        facts.terminal = domain::TerminalId{"t1"};
        facts.hall = domain::HallId{hall};
        facts.backlog = 7;
        return send(upload::contact_request(facts, json{{"names", names}}.dump()).http);
    };
    const HttpReply reply = say({{"hall", {{"en", "North Hall"}}},
                                 {"services", {{"a", {{"en", std::string(201, 'x')}, {"de", "Steuer"}}}}}});
    EXPECT_EQ(reply.status, 200) << reply.body;
    EXPECT_EQ(json::parse(reply.body)["names_refused"],
              (json{"names.services.a.en is longer than 200 characters"}));
    const json north{{"hall", {{"en", "North Hall"}}},
                     {"services", {{"a", {{"de", "Steuer"}}}}},
                     {"counters", json::object()}};
    EXPECT_EQ(read("/v1/names")["halls"]["north"], north);
    EXPECT_EQ(say({{"hall", {{"en", "Mine"}}}}, "south").status, 422);
    EXPECT_FALSE(json::parse(send(contact("north")).body).contains("names_refused"));
    EXPECT_EQ(read("/v1/names")["halls"], (json{{"north", north}}));
    EXPECT_EQ(read("/v1/fleet")["terminals"][0]["backlog"], 0);
}

/// The terminal's own messages against the real head office.
TEST_F(Readers, NamesGoAlongOnceAndAreAskedForByAHeadOfficeThatHasNone) {
    office_.start();
    upload::ContactFacts facts;
    facts.terminal = domain::TerminalId{"t1"};
    facts.hall = domain::HallId{"north"};
    const std::string status = json{{"names", {{"hall", {{"en", "North Hall"}}}}}}.dump();
    const auto say = [&] {
        const upload::ContactRequest contact = upload::contact_request(facts, status);
        const auto answer = upload::parse_contact(send(contact.http).body);
        EXPECT_TRUE(answer.has_value());
        const bool wanted = answer && answer->names_wanted;
        facts.names_taken = wanted ? "" : contact.names_hash;
        return std::pair(contact.with_names, wanted);
    };
    facts.names_taken = upload::contact_request(facts, status).names_hash;
    EXPECT_EQ(say(), std::pair(false, true)) << "another head office, or one from a backup";
    EXPECT_EQ(read("/v1/names")["halls"], json::object());
    EXPECT_EQ(say(), std::pair(true, false));
    EXPECT_EQ(read("/v1/names?hall=north")["halls"]["north"]["hall"]["en"], "North Hall");
    EXPECT_EQ(read("/v1/names?hall=south")["halls"], json::object());
    EXPECT_EQ(say(), std::pair(false, false));
    EXPECT_EQ(read("/v1/names")["halls"]["north"]["hall"]["en"], "North Hall");
}

/// Of a cloned disk: nothing is overwritten, and head office says where it noticed.
TEST_F(Readers, AnotherEventAtAStoredSeqIsRefusedByPlaceAndShownWithTheTerminal) {
    office_.start();
    EXPECT_EQ(send(batch({kToday, kToday, kToday})).status, 200);
    const HttpReply reply = send(batch({kToday, kToday - std::chrono::days{1}, kToday, kToday}));
    EXPECT_EQ(reply.status, 422);
    json problem = json::parse(reply.body);
    EXPECT_EQ(problem["type"], "urn:jiaohao:problem:clone");
    EXPECT_EQ(problem["terminal"], "t1");
    EXPECT_EQ(problem["epoch"], kEpoch);
    EXPECT_EQ(problem["seq"], 2);
    // The same for what nobody can read.
    const HttpReply raw = send({"PUT",
                                fmt::format("/v1/terminals/t1/epochs/{}/events/3", kEpoch),
                                {},
                                R"({"batch":1,"first":3,"hall":"north","events":[{"seq":3,"raw":"AAAA"}]})"});
    EXPECT_EQ(raw.status, 422) << raw.body;
    json terminal = read("/v1/fleet")["terminals"][0];
    EXPECT_EQ(terminal["clone_n"], 2);
    EXPECT_EQ(terminal["clone_epoch"], kEpoch);
    EXPECT_EQ(terminal["clone_seq"], 3);
    EXPECT_TRUE(terminal["clone_at"].is_string());
    EXPECT_EQ(read("/v1/coverage")["terminals"][0]["stored_to"], 3);
    EXPECT_NE(office_.read_body("/metrics").find("requests_total{outcome=\"clone\"} 2"), std::string::npos);
    EXPECT_EQ(send(batch({kToday, kToday, kToday, kToday})).status, 200) << "the true terminal goes on";
}

struct Wrong {
    const char* request;
    int status;
    const char* type;
};

TEST_F(Readers, EveryErrorIsAProblemDocumentWhoeverAnswers) {
    const std::filesystem::path pages = office_.folder() / "pages";
    std::filesystem::create_directories(pages);
    for (const bool with_pages : {false, true}) {
        if (with_pages) {
            EXPECT_EQ(office_.stop(), 0);
            office_.configure(fmt::format("[readers]\npages = \"{}\"\n", pages.string()));
        }
        office_.start();
        for (const Wrong& wrong :
             {Wrong{"GET /nothing HTTP/1.1\r\n", 404, "not-found"},
              Wrong{"GET /v1/nothing HTTP/1.1\r\n", 404, "not-found"},
              Wrong{"GET /v1/feeds/nothing HTTP/1.1\r\n", 404, "no-such-feed"},
              Wrong{"DELETE /v1/feeds/all HTTP/1.1\r\n", 405, "method-not-allowed"},
              Wrong{"POST /v1/fleet HTTP/1.1\r\nContent-Length: 5000\r\n", 413, "too-large"},
              Wrong{"GET /v1/feeds/all?by=hall&by=clerk HTTP/1.1\r\n", 400, "bad-parameter"},
              Wrong{"GET /v1/feeds/all?by=hall&b%79=hall HTTP/1.1\r\n", 400, "bad-parameter"},
              Wrong{"GET /v1/feeds/all?colour=red HTTP/1.1\r\n", 400, "bad-parameter"},
              Wrong{"GET /v1/coverage?x HTTP/1.1\r\n", 400, "bad-parameter"},
              Wrong{"GET /v1/feeds/all?by=%zz HTTP/1.1\r\n", 400, "bad-request"},
              Wrong{"NONSENSE\r\n", 400, "bad-request"},
              Wrong{"GET /socket HTTP/1.1\r\nUpgrade: websocket\r\nConnection: upgrade\r\n", 404,
                    "not-found"}}) {
            const std::string answer =
                office_.ask(fmt::format("{}Host: localhost\r\nConnection: close\r\n\r\n", wrong.request));
            EXPECT_TRUE(answer.starts_with(fmt::format("HTTP/1.1 {} ", wrong.status))) << answer;
            EXPECT_NE(answer.find("Content-Type: application/problem+json"), std::string::npos) << answer;
            const json problem =
                json::parse(answer.substr(std::min(answer.size(), answer.find("{"))), nullptr, false);
            ASSERT_TRUE(problem.is_object()) << answer;
            EXPECT_EQ(problem["type"], fmt::format("urn:jiaohao:problem:{}", wrong.type)) << answer;
            EXPECT_EQ(problem["status"], wrong.status);
            EXPECT_FALSE(problem["title"].get<std::string>().empty());
            EXPECT_FALSE(problem["detail"].get<std::string>().empty());
        }
        const std::string header(9000, 'x');
        EXPECT_NE(office_.ask("GET / HTTP/1.1\r\nX: " + header + "\r\n\r\n").find("problem:header-too-large"),
                  std::string::npos);
    }
    if (HasFailure()) {
        return;
    }
    EXPECT_NE(office_.ask("PUT /index.html HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                  .find("Allow: GET, HEAD"),
              std::string::npos);
}

}  // namespace
}  // namespace jiaohao::e2e
