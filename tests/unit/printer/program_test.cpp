// `device-sim printer` as a person or a script uses it: options, commands on stdin, JSON lines on stdout.
// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "drivers/printer/encoder.hpp"
#include "drivers/printer/escpos.hpp"
#include "tests/support/run_program.hpp"

namespace jiaohao::drivers {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

class Program {
  public:
    explicit Program(std::vector<std::string> options) {
        std::array<int, 2> in{};
        std::array<int, 2> out{};
        EXPECT_EQ(pipe2(in.data(), O_CLOEXEC), 0);
        EXPECT_EQ(pipe2(out.data(), O_CLOEXEC), 0);
        const std::string binary = std::string(JIAOHAO_BINARY_DIR) + "/bin/device-sim";
        options.insert(options.begin(), {binary, "printer"});
        std::vector<char*> argv;
        for (auto& option : options) {
            argv.push_back(option.data());
        }
        argv.push_back(nullptr);
        pid_ = fork();
        if (pid_ == 0) {
            dup2(in[0], STDIN_FILENO);
            dup2(out[1], STDOUT_FILENO);
            execv(binary.c_str(), argv.data());
            _exit(127);
        }
        close(in[0]);
        close(out[1]);
        to_ = fdopen(in[1], "w");
        from_ = fdopen(out[0], "r");
    }
    ~Program() {
        fclose(to_);
        fclose(from_);
        if (pid_ > 0) {
            kill(pid_, SIGKILL);
            waitpid(pid_, nullptr, 0);
        }
    }
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;

    void say(const std::string& line) {
        fputs((line + "\n").c_str(), to_);
        fflush(to_);
    }
    /// The next line of output; null at its end.
    Json hear() {
        std::array<char, 8192> room{};
        return fgets(room.data(), room.size(), from_) == nullptr ? Json{} : Json::parse(room.data());
    }
    int end() {
        int status = -1;
        waitpid(pid_, &status, 0);
        pid_ = -1;
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }
    [[nodiscard]] pid_t pid() const { return pid_; }

  private:
    pid_t pid_ = -1;
    FILE* to_ = nullptr;
    FILE* from_ = nullptr;
};

class DeviceSim : public ::testing::Test {
  protected:
    void SetUp() override {
        std::string pattern = (fs::temp_directory_path() / "jiaohao-sim-XXXXXX").string();
        ASSERT_NE(mkdtemp(pattern.data()), nullptr);
        folder_ = pattern;
    }
    void TearDown() override { fs::remove_all(folder_); }

    void send_ticket() {
        ports::TicketPaper paper;
        paper.head = {{"政务服务中心", ports::PaperLine::Align::centre, 2, true},
                      {"A001", ports::PaperLine::Align::centre, 6, true}};
        paper.qr = "https://hall.example/t/1";
        const printer::PrinterProfile profile;
        const auto ticket = printer::encode_ticket(paper, profile, printer::TextCodec(profile));
        const int fd = open((folder_ / "printer").c_str(), O_WRONLY | O_NOCTTY | O_CLOEXEC);
        ASSERT_GE(fd, 0);
        EXPECT_EQ(write(fd, ticket->bytes.data(), ticket->bytes.size()),
                  static_cast<ssize_t>(ticket->bytes.size()));
        close(fd);
    }

    fs::path folder_;
};

TEST_F(DeviceSim, PrintsPapersAsPicturesAndTextsAndTellsOfThem) {
    Program sim({"--link", folder_ / "printer", "--baud", "115200", "--out", folder_ / "out", "--control"});
    EXPECT_EQ(sim.hear()["event"], "plugged");
    send_ticket();
    const Json paper = sim.hear();
    EXPECT_EQ(paper["event"], "paper");
    EXPECT_EQ(paper["n"], 1);
    EXPECT_EQ(paper["number"], "A001");
    EXPECT_EQ(paper["marked"], false);
    EXPECT_EQ(paper["qr"], "https://hall.example/t/1");
    EXPECT_EQ(paper["text"], "政务服务中心\nA001\n[QR https://hall.example/t/1]\n");
    EXPECT_GT(fs::file_size(folder_ / "out/ticket-0001.png"), 2000U);
    EXPECT_TRUE(fs::exists(folder_ / "out/ticket-0001.txt"));
    sim.say("papers");
    EXPECT_EQ(sim.hear(), (Json{{"papers", 1}, {"marked", 0}, {"partial", 0}}));
    sim.say("quit");
    EXPECT_EQ(sim.end(), 0);
    EXPECT_FALSE(fs::exists(fs::symlink_status(folder_ / "printer"))) << "the link goes with the program";
}

TEST_F(DeviceSim, UnplugsAndReplugsAndNamesCommandsItDoesNotKnow) {
    Program sim({"--link", folder_ / "printer", "--control"});
    const Json first = sim.hear();
    sim.say("unplug");
    EXPECT_EQ(sim.hear()["event"], "unplugged");
    EXPECT_EQ(sim.hear()["ok"], "fault");
    EXPECT_FALSE(fs::exists(fs::symlink_status(folder_ / "printer")));
    sim.say("replug");
    const Json back = sim.hear();
    EXPECT_EQ(back["event"], "plugged");
    EXPECT_NE(back["tty"], first["tty"]) << "it comes back under another name";
    sim.hear();
    EXPECT_TRUE(fs::exists(folder_ / "printer"));
    sim.say("fault coffee");
    EXPECT_EQ(sim.hear()["error"].get<std::string>().rfind("no fault 'coffee'; known: paper-near-end", 0),
              0U);
    sim.say("fault paper-out@none");
    EXPECT_TRUE(sim.hear().contains("error"));
    sim.say("make tea");
    EXPECT_TRUE(sim.hear().contains("error"));
}

TEST_F(DeviceSim, BeginsWithAFaultThatIsShownAndEndsByItself) {
    Program sim({"--link", folder_ / "printer", "--fault", "head-hot/0,xoff/1", "--control"});
    EXPECT_EQ(sim.hear()["event"], "plugged");
    sim.say("state");
    EXPECT_EQ(sim.hear()["faults"][0], "head-hot");
    Json state;
    do {
        sim.say("state");
        state = sim.hear();
    } while (state["faults"].size() == 2);
    EXPECT_EQ(state, (Json{{"faults", {"head-hot"}}, {"held", 0}, {"lost", 0}}));
}

TEST_F(DeviceSim, PlaysAScriptAndNamesTheLineOfAMistake) {
    std::ofstream(folder_ / "good.seq") << "fault cover-open\nTIMER 0.2\nclear\nstate\n";
    Program sim({"--link", folder_ / "printer", "--seq", folder_ / "good.seq"});
    EXPECT_EQ(sim.hear()["event"], "plugged");
    EXPECT_EQ(sim.hear(), (Json{{"ok", "fault"}, {"name", "cover-open"}}));
    EXPECT_EQ(sim.hear()["ok"], "clear");
    EXPECT_EQ(sim.hear()["faults"], Json::array());
    EXPECT_EQ(sim.hear()["event"], "script_end");
    std::ofstream(folder_ / "bad.seq") << "# nothing\nfault tea\n";
    EXPECT_EQ(Program({"--link", folder_ / "printer", "--seq", folder_ / "bad.seq"}).end(), 2);
}

TEST_F(DeviceSim, RefusesAFaultItDoesNotKnow) {
    Program sim({"--link", folder_ / "printer", "--fault", "head-hot@soon"});
    EXPECT_EQ(sim.end(), 2);
}

TEST_F(DeviceSim, EndsCleanlyOnTerm) {
    Program sim({"--link", folder_ / "printer"});
    sim.hear();
    kill(sim.pid(), SIGTERM);
    EXPECT_EQ(sim.end(), 0);
    EXPECT_FALSE(fs::exists(fs::symlink_status(folder_ / "printer")));
}

TEST_F(DeviceSim, RefusesAProfileThatIsWrong) {
    std::ofstream(folder_ / "bad.toml") << "[line]\nbaud = 1\n";
    Program sim({"--link", folder_ / "printer", "--profile", folder_ / "bad.toml"});
    EXPECT_EQ(sim.end(), 2);
}

TEST(DeviceSimHelp, IsNoMistakeAndNothingIs) {
    const std::string program = JIAOHAO_BINARY_DIR "/bin/device-sim ";
    const test::Ran help = test::run_program(program + "--help 2>/dev/null");
    EXPECT_EQ(help.code, 0);
    EXPECT_NE(help.output.find("usage: device-sim printer"), std::string::npos) << help.output;
    EXPECT_EQ(test::run_program(program + "2>&1").code, 2);
    EXPECT_EQ(test::run_program(program + "toaster 2>&1").code, 2);
    EXPECT_EQ(test::run_program(program + "printer --help 2>&1").code, 0);
    EXPECT_EQ(test::run_program(program + "printer --linkk x 2>&1").code, 2) << "an option that it has not";
    EXPECT_EQ(test::run_program(program + "printer --link x --baud 7 2>&1").code, 2)
        << "a value that is not allowed";
    EXPECT_EQ(test::run_program(program + "keypad --linkk x 2>&1").code, 2);
}

TEST(DeviceSimHelp, OfTheBusNamesItsFaults) {
    const test::Ran help = test::run_program(JIAOHAO_BINARY_DIR "/bin/device-sim bus --help");
    EXPECT_EQ(help.code, 0);
    for (const char* name : {"silent", "bad-checksum", "late-reply", "wrong-baud"}) {
        EXPECT_NE(help.output.find(name), std::string::npos) << name << "\n" << help.output;
    }
}

}  // namespace
}  // namespace jiaohao::drivers
