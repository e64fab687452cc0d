// The built program against a real API on a Unix socket.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <thread>

#include "tests/unit/api/api_fixture.hpp"
#include "tests/unit/ctl/dropping_proxy.hpp"

namespace jiaohao::test {
namespace {

struct Ran {
    int code = -1;
    std::string output;
};

class Ctl : public ApiTest {
  protected:
    Ran ctl(const std::string& arguments) const { return at(socket(), arguments); }
    static Ran at(const std::string& socket, const std::string& arguments) {
        const std::string command = JIAOHAO_BINARY_DIR "/bin/kioskctl --texts " JIAOHAO_SOURCE_DIR
                                                       "/ui/i18n --socket " +
                                    socket + " " + arguments + " 2>&1";
        Ran ran;
        FILE* pipe = ::popen(command.c_str(), "r");
        std::array<char, 4096> bytes{};
        for (std::size_t got = 0; (got = std::fread(bytes.data(), 1, bytes.size(), pipe)) > 0;) {
            ran.output.append(bytes.data(), got);
        }
        const int status = ::pclose(pipe);
        ran.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
        return ran;
    }
    static bool has(const std::string& text, const std::string& part) {
        return text.find(part) != std::string::npos;
    }
};

TEST_F(Ctl, ATicketGoesThroughTheHall) {
    start();
    const std::string pin = folder.write("pin", "2468\n");
    EXPECT_EQ(ctl("--lang en sign-in zhang c1 --pin-file " + pin).output,
              "zhang is signed in at counter c1.\n");
    const Ran issued = ctl("--lang en issue a --no-paper --class priority");
    EXPECT_EQ(issued.code, 0);
    EXPECT_TRUE(has(issued.output, "Ticket A001 issued, 0 ahead.")) << issued.output;
    EXPECT_TRUE(has(ctl("--lang zh_CN tickets").output, "A001  a  等候"));
    EXPECT_EQ(ctl("--lang zh_CN call c1").output, "窗口 c1 呼叫 A001。\n");
    EXPECT_EQ(ctl("--lang en start c1").code, 0);
    EXPECT_EQ(ctl("--lang en finish c1").output, "A001 is done at counter c1.\n");
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
    EXPECT_EQ(at("/nowhere", "--help").code, 0);
    EXPECT_EQ(at("/nowhere", "sign-in zhang c1 --pin-file /no/such/file").code, 2);
}

TEST_F(Ctl, AnAbsentDaemonExitsThreeNamingTheSocketAndTheRemedy) {
    const Ran ran = at(folder.path() + "/none.sock", "--lang en status");
    EXPECT_EQ(ran.code, 3);
    EXPECT_TRUE(has(ran.output, "none.sock")) << ran.output;
    EXPECT_TRUE(has(ran.output, "systemctl start kioskd")) << ran.output;
}

TEST_F(Ctl, QuestionsAreShownWithUnitsInBothLanguages) {
    start();
    const Ran status = ctl("--lang en status");
    EXPECT_EQ(status.code, 0);
    EXPECT_TRUE(has(status.output, "Demo hall")) << status.output;
    EXPECT_TRUE(has(status.output, "uptime_s: 1 h 2 min")) << status.output;
    EXPECT_TRUE(has(status.output, "journal.size_bytes: 2.5 MB")) << status.output;
    EXPECT_TRUE(has(ctl("--lang zh_CN status").output, "演示大厅"));
    EXPECT_TRUE(has(ctl("--lang en devices").output, "printer  printer  fault  fault paper_out"));
    EXPECT_TRUE(has(ctl("--lang zh_CN doctor").output, "[错误]"));
    EXPECT_EQ(Json::parse(ctl("--json devices").output)["devices"][0]["id"], "printer");
    EXPECT_TRUE(has(ctl("tail --from 1").output, "day.opened"));
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
