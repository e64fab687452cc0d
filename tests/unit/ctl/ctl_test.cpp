// The built program against a real API on a Unix socket.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <map>
#include <thread>

#include "tests/support/run_program.hpp"
#include "tests/unit/api/api_fixture.hpp"
#include "tests/unit/ctl/dropping_proxy.hpp"

namespace jiaohao::test {
namespace {

class Ctl : public ApiTest {
  protected:
    Ran ctl(const std::string& arguments) const { return at(socket(), arguments); }
    static Ran at(const std::string& socket, const std::string& arguments, const std::string& before = "") {
        const std::string command =
            before + JIAOHAO_BINARY_DIR "/bin/kioskctl --texts " JIAOHAO_SOURCE_DIR "/ui/i18n --socket " +
            socket + " " + arguments + " 2>&1";
        return run_program(command);
    }
    static bool has(const std::string& text, const std::string& part) {
        return text.find(part) != std::string::npos;
    }
};

TEST_F(Ctl, ATicketGoesThroughTheHall) {
    start();
    const std::string pin = folder.write("pin", "2468\n");
    EXPECT_EQ(ctl("--lang en sign-in zhang c1 --pin-file " + pin).output,
              "zhang is signed in at counter 1.\n");
    const Ran issued = ctl("--lang en issue a --no-paper --class priority");
    EXPECT_EQ(issued.code, 0);
    EXPECT_TRUE(has(issued.output, "Ticket A001 issued, 0 ahead.")) << issued.output;
    EXPECT_TRUE(has(issued.output, "Expected wait: none, next.")) << issued.output;
    EXPECT_FALSE(has(ctl("--lang en status").output, "waits told today"));
    EXPECT_TRUE(has(ctl("--lang en status").output, "expected wait about "))
        << "rounded: " << ctl("status").output;
    EXPECT_TRUE(has(ctl("--lang zh_CN tickets").output, "A001  a  等候"));
    EXPECT_EQ(ctl("--lang zh_CN call c1").output, "窗口 1 呼叫 A001。 叫这一位的原因：等候时间最长\n");
    EXPECT_TRUE(
        has(ctl("--lang en status").output,
            "; waits told today: 1 scored, off by 0 s on average, 1 within the upper figure, 0 longer"))
        << ctl("--lang en status").output;
    EXPECT_EQ(ctl("--lang en start c1").code, 0);
    EXPECT_EQ(ctl("--lang en finish c1").output, "A001 is done at counter 1.\n");
    ctl("issue a");
    EXPECT_TRUE(has(ctl("--lang en issue Z").output, "service is not written as it must be"));
    EXPECT_TRUE(
        has(ctl("--lang en issue a --class king").output, "class is one of: ordinary, vip, priority, group"))
        << ctl("--lang en issue a --class king").output;
    EXPECT_TRUE(has(ctl("--lang en issue a --ticket-language fr").output, "language is one of: "));
    EXPECT_TRUE(has(ctl("--lang en visit golf").output, "purpose is one of: question, "))
        << ctl("--lang en visit golf").output;
    EXPECT_TRUE(
        has(ctl("--lang en pick c1 A002 --reason bribe").output, "not one of the reasons this hall allows"));
    EXPECT_EQ(ctl("--lang en pick c1 A002 --reason unwell").output,
              "Counter 1 calls A002. Why this one: was picked by the clerk\n");
    EXPECT_TRUE(has(ctl("--lang en transfer c1 --to-clerk nobody").output, "clerk"));
    ctl("finish c1 --no-rating");
    EXPECT_EQ(ctl("--lang en rate A001 4").output, "Rating 4 recorded.\n");
    EXPECT_EQ(ctl("--lang en sign-out c1").code, 0);
    EXPECT_EQ(ctl("--lang en close-day").code, 0);
}

TEST_F(Ctl, RefusalsExitOneAndSayWhatToDo) {
    start();
    const Ran call = ctl("--lang en call c1");
    EXPECT_EQ(call.code, 1);
    EXPECT_TRUE(has(call.output, "counter_not_open") || has(call.output, "not_signed_in")) << call.output;
    EXPECT_FALSE(call.output.starts_with("refusal.")) << call.output;
    const Ran json = ctl("--json issue nowhere");
    EXPECT_EQ(json.code, 1);
    EXPECT_EQ(Json::parse(json.output)["error"]["code"], "service_unknown");
    EXPECT_EQ(ctl("rate A999 1").code, 1);
}

TEST_F(Ctl, WrongUsageExitsTwo) {
    for (const char* arguments : {"", "dance", "issue", "rate A001 9", "--lang fr status", "tail --from 0"}) {
        EXPECT_EQ(at("/nowhere", arguments).code, 2) << arguments;
    }
    for (const char* from : {"-1", "0", "x", "1x", "99999999999999999999"}) {
        const std::string said = at("/nowhere", "--lang en tail --from " + std::string(from)).output;
        EXPECT_TRUE(has(said, "\"" + std::string(from) + "\" is no whole number of 1 or more")) << said;
        EXPECT_LT(said.size(), 150U) << said;
    }
    EXPECT_EQ(at("/nowhere", "--help").code, 0);
    EXPECT_EQ(at("/nowhere", "--lang zh_CN issue").output,
              "缺少 SERVICE。\n用法见 kioskctl issue --help。\n");
    EXPECT_EQ(at("/nowhere", "--lang en dance").output, "Not understood: dance\nSee kioskctl --help.\n");
    EXPECT_TRUE(has(at("/nowhere", "--lang zh_CN").output, "请指定命令"));
    EXPECT_TRUE(has(at("/nowhere", "--lang zh_CN rate A001 9").output, "LEVEL：值不允许"));
    const Ran help = at("/nowhere", "--lang zh_CN --help");
    EXPECT_TRUE(has(help.output, "用法: kioskctl") && has(help.output, "命令:")) << help.output;
    EXPECT_FALSE(has(help.output, "Options") || has(help.output, "Subcommands")) << help.output;
    EXPECT_EQ(at("/nowhere", "sign-in zhang c1 --pin-file /no/such/file").code, 2);
}

TEST_F(Ctl, APinFileThatHoldsNoPinIsNamedAndNothingIsSent) {
    start();
    const auto sign_in = [this](const std::string& pin) {
        return ctl("--lang en sign-in zhang c1 --pin-file " + folder.write("pin", pin));
    };
    const std::map<std::string, std::string> wrong{
        {"\n2468\n", "no PIN in it"},
        {std::string(65, '1'), "its first line is longer than a PIN"},
        {"24\xff", "it is not UTF-8 text"}};
    for (const auto& [pin, said] : wrong) {
        const Ran ran = sign_in(pin);
        EXPECT_EQ(ran.code, 2) << ran.output;
        EXPECT_TRUE(has(ran.output, "The PIN cannot be read: ") && has(ran.output, said)) << ran.output;
    }
    EXPECT_EQ(sign_in(std::string(64, '1')).code, 1) << "may be one, and is not hers";
    EXPECT_EQ(sign_in("2468\r\nwhatever follows").output, "zhang is signed in at counter 1.\n");
}

TEST_F(Ctl, ASocketsNameThatNoSocketCanHaveExitsThree) {
    const Ran ran = at("/tmp/" + std::string(150, 's') + ".sock", "--lang en status");
    EXPECT_EQ(ran.code, 3);
    EXPECT_TRUE(has(ran.output, "there is no socket at /tmp/sss")) << ran.output;
}

TEST_F(Ctl, ATicketIsAlsoKnownByItsWholeId) {
    start();
    const auto issued = hall.order(domain::IssueTicket{domain::ServiceId("a"), {}, {}, "en", false, ""});
    ASSERT_TRUE(issued && issued->ticket);
    for (const std::string& ticket : {domain::to_string(*issued->ticket), std::string("A001")}) {
        const Ran ran = ctl("--json unpark " + ticket);
        EXPECT_EQ(ran.code, 1);
        EXPECT_EQ(Json::parse(ran.output)["error"]["code"], "ticket_not_parked") << ran.output;
    }
}

TEST_F(Ctl, AnArgumentThatIsNoUtf8IsNamedAndNeverSent) {
    start();
    for (const char* arguments :
         {"issue 'a\xff'", "issue a --reference 'x\xc0\xaf'", "call '\xed\xa0\x80'", "'\xfe'"}) {
        const Ran ran = at(socket(), std::string("--lang en ") + arguments);
        EXPECT_EQ(ran.code, 2) << arguments << "\n" << ran.output;
        EXPECT_TRUE(has(ran.output, "is not UTF-8 text: ")) << ran.output;
        EXPECT_FALSE(has(ran.output, "json.exception")) << ran.output;
    }
    EXPECT_TRUE(has(ctl("--lang en issue 'a\xff\x1b[2J'").output, "a\\xff\\x1b[2J")) << "as it can be shown";
}

TEST_F(Ctl, ControlCharactersOfWhatWasGivenAreShownNotSent) {
    start();
    for (const char* arguments :
         {"'da\x1b[31mnce'", "issue a --class 'v\x1b[31mip'", "issue 'a\x1b[31m'", "rate 'A\x1b[31m9' 1",
          "call '\x1b[31m'", "tail -n '\x1b[31m'", "issue a '\x1b[31m'",
          "issue a --class 'v\xc2\x9b"
          "31m'"}) {
        const Ran ran = at(socket(), std::string("--lang en ") + arguments);
        EXPECT_NE(ran.code, 0) << arguments;
        EXPECT_FALSE(has(ran.output, "\x1b") || has(ran.output, "\xc2\x9b")) << arguments << "\n"
                                                                             << ran.output;
    }
    for (const char* arguments : {"'da\x1b[31mnce'", "rate 'A\x1b[31m9' 1", "call '\x1b[31m'",
                                  "tail -n '\x1b[31m'", "issue a '\x1b[31m'"}) {
        const Ran ran = at(socket(), std::string("--lang en ") + arguments);
        EXPECT_TRUE(has(ran.output, "\\x1b[31m")) << arguments << "\n" << ran.output;
    }
    EXPECT_TRUE(has(ctl("--lang en call 'v\xc2\x9b"
                        "31m'")
                        .output,
                    "v\\u009b31m"));
    EXPECT_TRUE(has(at("'/no\x1b[31m'", "--lang en status").output, "/no\\x1b[31m")) << "the socket's name";
}

TEST_F(Ctl, ASocketNamedTwiceIsOneTooMany) {
    const Ran twice = at("/tmp/a.sock", "--lang en status --socket /tmp/b.sock");
    EXPECT_EQ(twice.code, 2);
    EXPECT_EQ(twice.output, "--socket is given more than once.\nSee kioskctl status --help.\n");
    EXPECT_EQ(at("/tmp/a.sock", "--lang zh_CN status --socket /tmp/b.sock").output,
              "--socket 只能给出一次。\n用法见 kioskctl status --help。\n");
}

TEST_F(Ctl, AnAbsentDaemonExitsThreeNamingTheSocketAndTheRemedy) {
    const Ran ran = at(folder.path() + "/none.sock", "--lang en status");
    EXPECT_EQ(ran.code, 3);
    EXPECT_TRUE(has(ran.output, "none.sock")) << ran.output;
    EXPECT_TRUE(has(ran.output, "Start it")) << ran.output;
}

TEST_F(Ctl, QuestionsAreShownWithUnitsInBothLanguages) {
    start();
    const Ran status = ctl("--lang en status");
    EXPECT_EQ(status.code, 0);
    EXPECT_TRUE(has(status.output, "Demo hall")) << status.output;
    EXPECT_TRUE(has(status.output, "Running for: 1 h 2 min")) << status.output;
    EXPECT_TRUE(has(status.output, "Journal size: 2.5 MB")) << status.output;
    const Ran chinese = ctl("--lang zh_CN status");
    EXPECT_TRUE(has(chinese.output, "演示大厅")) << chinese.output;
    EXPECT_TRUE(has(chinese.output, "已运行: 1 小时 2 分钟")) << chinese.output;
    EXPECT_TRUE(has(ctl("--lang en devices").output, "printer  printer  fault  -    -          paper_out"));
    EXPECT_TRUE(has(ctl("--lang zh_CN doctor").output, "[错误]"));
    const Ran doctor = ctl("--lang en doctor");
    EXPECT_TRUE(has(doctor.output, "terminal's own does not verify: HTTP. Nothing is lost. Check the clock"))
        << doctor.output;
    EXPECT_TRUE(has(doctor.output, "Upload to head office has trouble (new_kind): HTTP.")) << doctor.output;
    EXPECT_EQ(Json::parse(ctl("--json devices").output)["devices"][0]["id"], "printer");
    const Ran tail = ctl("--lang en tail --from 1");
    EXPECT_TRUE(has(tail.output, "day opened")) << tail.output;
    EXPECT_TRUE(has(ctl("--json tail --from 1").output, "\"type\":\"day.opened\""));
}

TEST_F(Ctl, TailShowsTheLastLinesOldestFirstAsPeopleSpeak) {
    start();
    for (int i = 0; i < 60; ++i) {
        ASSERT_TRUE(hall.order(domain::IssueTicket{domain::ServiceId("a"), {}, {}, "en", false, ""}));
    }
    ASSERT_TRUE(hall.order(domain::SignIn{domain::ClerkId("zhang"), domain::CounterId("c1")}));
    ASSERT_TRUE(hall.order(domain::CallNext{domain::CounterId("c1"), domain::Channel::api}));
    const auto numbers = [](const std::string& output) {
        std::vector<std::string> found;
        for (std::size_t at = output.find("  A0"); at != std::string::npos;
             at = output.find("  A0", at + 1)) {
            found.push_back(output.substr(at + 2, 4));
        }
        return found;
    };
    const Ran ten = ctl("--lang en tail");
    EXPECT_EQ(std::count(ten.output.begin(), ten.output.end(), '\n'), 10) << ten.output;
    ASSERT_FALSE(numbers(ten.output).empty());
    EXPECT_EQ(numbers(ten.output).front(), "A054") << ten.output;
    EXPECT_EQ(numbers(ten.output).back(), "A001") << "called last\n" << ten.output;
    // The test's clock stands at 2026-01-02 08:00:01 UTC; the program runs in this machine's zone.
    const Ran all = ctl("--lang zh_CN tail -n 1000");
    EXPECT_EQ(numbers(all.output).size(), 61U) << all.output;
    EXPECT_TRUE(has(all.output, "营业日开始")) << all.output;
    const Ran far = at(socket(), "--lang en tail -n 1", "TZ=Asia/Shanghai ");
    EXPECT_TRUE(has(far.output, "2026-01-02 16:00:01      66  called  A001")) << far.output;
    EXPECT_TRUE(has(far.output, "counter 1")) << far.output;
}

TEST_F(Ctl, TimesAreToldInTheHallsZoneWhateverTheMachineIsSetTo) {
    options.time_zone = "Asia/Shanghai";
    start();
    const Ran tail = at(socket(), "--lang en tail -n 1", "TZ=America/New_York ");
    EXPECT_TRUE(has(tail.output, "2026-01-02 16:00:0")) << tail.output;
}

TEST_F(Ctl, TailNamesTicketsThatWereTakenOverFromASatellite) {
    start();
    domain::AdoptTicket adopt;
    adopt.day = options.today(clock.wall());
    adopt.ticket.ticket = {domain::TerminalId("t2"), domain::EpochId("e2"), domain::Seq(5)};
    adopt.ticket.number = "A504";
    adopt.ticket.range = domain::RangeId("a");
    adopt.ticket.ordinal = 504;
    adopt.ticket.service = domain::ServiceId("a");
    adopt.ticket.asked = domain::RequestId("t2:k");
    ASSERT_TRUE(hall.order(adopt));
    ASSERT_TRUE(hall.order(domain::CancelTicket{adopt.ticket.ticket, domain::Channel::page}));
    const Ran tail = at(socket(), "--lang en tail -n 2", "TZ=Asia/Shanghai ");
    EXPECT_TRUE(has(tail.output, "ticket adopted  A504")) << tail.output;
    EXPECT_TRUE(has(tail.output, "issued_at=2026-01-02 16:00:01")) << tail.output;
    EXPECT_TRUE(has(tail.output, "cancelled  A504")) << tail.output;
    EXPECT_FALSE(has(tail.output, "t2:k")) << tail.output;
}

TEST_F(Ctl, TailCountsLikeTheToolOfThatName) {
    start();
    for (int i = 0; i < 12; ++i) {
        ASSERT_TRUE(hall.order(domain::IssueTicket{domain::ServiceId("a"), {}, {}, "en", false, ""}));
    }
    const auto lines = [this](const std::string& arguments) {
        const Ran ran = ctl("--lang en tail " + arguments);
        EXPECT_EQ(ran.code, 0) << ran.output;
        return ran.output;
    };
    const std::string five = lines("-n 5");
    EXPECT_EQ(std::count(five.begin(), five.end(), '\n'), 5) << five;
    for (const char* same : {"-n -5", "-n-5", "-n5", "--lines=5", "--lines -5"}) {
        EXPECT_EQ(lines(same), five) << same;
    }
    EXPECT_EQ(lines("-n 0"), "");
    EXPECT_EQ(lines("-n +3"), lines("--from 3"));
    EXPECT_TRUE(has(lines("-n +1"), "day opened"));
    EXPECT_EQ(lines("-n +0"), lines("-n +1"));
    for (const char* wrong : {"-n five", "-n 5x", "-n ''", "-n --5", "-n 99999999999999999999", "-n +"}) {
        const Ran ran = ctl(std::string("--lang en tail ") + wrong);
        EXPECT_EQ(ran.code, 2) << wrong;
        EXPECT_TRUE(has(ran.output, "--lines: this value is not allowed")) << ran.output;
    }
    EXPECT_EQ(ctl("tail --from 2 -n +3").code, 2) << "two beginnings";
}

TEST_F(Ctl, OpeningADayWhileAnotherIsOpenNamesThatOne) {
    start();
    const Ran ran = ctl("--lang en open-day 2026-01-03");
    EXPECT_EQ(ran.code, 1);
    EXPECT_TRUE(has(ran.output, "Business day 2026-01-02 is open already")) << ran.output;
    EXPECT_TRUE(has(ctl("--lang zh_CN open-day 2026-01-03").output, "营业日 2026-01-02 已经开始"))
        << ran.output;
    EXPECT_EQ(Json::parse(ctl("--json open-day 2026-01-03").output)["error"]["params"]["day"], "2026-01-02");
}

TEST_F(Ctl, CountersAreKnownByTheirLabelsToo) {
    start();
    ASSERT_TRUE(hall.order(domain::SignIn{domain::ClerkId("zhang"), domain::CounterId("c1")}));
    for (const char* counter : {"c1", "1", "'Counter 1'", "counter1", "窗口1", "1号窗口"}) {
        EXPECT_EQ(ctl(std::string("--lang en open-counter ") + counter).output, "Counter 1 is open.\n");
    }
    const Ran none = ctl("--lang en open-counter 9");
    EXPECT_EQ(none.code, 1);
    EXPECT_TRUE(has(none.output, "There is no such counter")) << none.output;
    EXPECT_TRUE(has(none.output, "counter=9")) << none.output;
}

TEST_F(Ctl, AHallThatIsFullSaysSo) {
    options.socket->connections = 1;
    start();
    auto first = local();
    first->hello();
    const Ran ran = ctl("--lang en status");
    EXPECT_EQ(ran.code, 3);
    EXPECT_TRUE(has(ran.output, "as many programs connected as it allows")) << ran.output;
}

TEST_F(Ctl, TailFollowsWhatIsRecordedLater) {
    start();
    const std::string out = folder.path() + "/tail.out";
    std::jthread follower([&] { at(socket(), "--json tail --follow > " + out); });
    const auto shown = [&out](const std::string& type) {
        for (int i = 0; i < 2000; ++i) {
            std::ifstream in(out);
            const std::string all((std::istreambuf_iterator<char>(in)), {});
            if (all.find(type) != std::string::npos) {
                return true;
            }
            std::this_thread::yield();
            ::usleep(10'000);
        }
        return false;
    };
    EXPECT_TRUE(shown("day.opened"));
    ASSERT_TRUE(hall.order(domain::IssueTicket{domain::ServiceId("a"), {}, {}, "en", false, ""}));
    EXPECT_TRUE(shown("ticket.issued"));
    hall.stop();
    server->stop();
}

/// Greets its one client with a size that no message of a hall has.
void babble(int listener) {
    pollfd one{listener, POLLIN, 0};
    const int client = ::poll(&one, 1, 60'000) > 0 ? ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC) : -1;
    std::array<char, 4096> hello{};
    EXPECT_GT(::recv(client, hello.data(), hello.size(), 0), 0);
    EXPECT_EQ(::send(client, "\xff\xff\xff\xff", 4, MSG_NOSIGNAL), 4);
    ::close(client);
}

TEST_F(Ctl, WhatIsNoHallIsNamedAsSuch) {
    const std::string path = folder.path() + "/other.sock";
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    const int listener = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    ASSERT_EQ(::bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    ASSERT_EQ(::listen(listener, 1), 0);
    std::jthread other(babble, listener);
    const Ran ran = at(path, "--lang en status");
    other.join();
    ::close(listener);
    EXPECT_EQ(ran.code, 3);
    EXPECT_TRUE(has(ran.output, "speaks differently: a message of 4294967295 bytes")) << ran.output;
}

/// Takes a command, then drops the connection before the answer has gone out: between program and daemon.
TEST_F(Ctl, ALostAnswerIsAskedForAgainWithTheSameId) {
    start();
    const std::string path = folder.path() + "/proxy.sock";
    const DroppingProxy proxy(path, socket());
    const Ran ran = at(path, "--lang en issue a --no-paper");
    EXPECT_EQ(ran.code, 0);
    EXPECT_TRUE(has(ran.output, "Ticket A001")) << ran.output;
    EXPECT_GE(proxy.connections(), 2);
    const auto events = hall.events_from(1, 100);
    EXPECT_EQ(std::count_if(events.begin(), events.end(),
                            [](const auto& one) { return domain::type_name(one.event) == "ticket.issued"; }),
              1);
}

}  // namespace
}  // namespace jiaohao::test
