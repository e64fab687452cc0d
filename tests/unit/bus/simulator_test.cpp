// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/bus/poll_bench.hpp"

#include <gtest/gtest.h>

namespace jiaohao::drivers::bus {
namespace {

class DriverAndSimulator : public ::testing::Test {
  protected:
    void SetUp() override {
        std::string name = std::filesystem::temp_directory_path() / "simbus.XXXXXX";
        ASSERT_NE(mkdtemp(name.data()), nullptr);
        folder_ = name;
    }
    void TearDown() override {
        driver.reset();
        line.reset();
        sim.reset();
        std::filesystem::remove_all(folder_);
    }

    void start(const std::vector<std::string>& more = {}, const std::string& sim_clock = "") {
        const std::string link = folder_ / "bus";
        std::vector<std::string> arguments{"sim", "--link", link, "--handset", "7,8", "--pad", "107"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        if (!sim_clock.empty()) {
            arguments.insert(arguments.end(), {"--sim-clock", sim_clock});
            clock = std::make_unique<ScaledClock>(*ScaledClock::parse(sim_clock));
        }
        sim = std::make_unique<SimProcess>(arguments);
        timers = std::make_unique<PollTimers>(*clock);
        line = std::make_unique<PollLine>(link, *clock);
        driver = std::make_unique<BusDriver>(
            bench_settings(), *line, *timers, heard, [](const std::function<void()>& call) { call(); },
            Log(sink, "test"));
        driver->start();
        EXPECT_TRUE(until([this] { return line->up(); }));
    }
    /// False when it does not come to be within a generous bound.
    bool until(const std::function<bool()>& done) {
        const BootTime end = real.boot() + 30s;
        while (!done()) {
            if (real.boot() > end) {
                return false;
            }
            pollfd fds[] = {{line->fd(), POLLIN, 0}, {sim->fd(), POLLIN, 0}};
            ::poll(fds, 2, 5);
            line->step();
            sim->read();
            timers->fire_due();
        }
        return true;
    }
    bool until_said(const std::string& part, std::size_t times = 1) {
        const bool said = until([&] { return sim->said(part) >= times; });
        EXPECT_TRUE(said) << part << " not among:\n" << sim->output();
        return said;
    }

    SystemClock real;
    std::unique_ptr<Clock> clock = std::make_unique<SystemClock>();
    NullSink sink;
    Heard heard;
    std::unique_ptr<SimProcess> sim;
    std::unique_ptr<PollTimers> timers;
    std::unique_ptr<PollLine> line;
    std::unique_ptr<BusDriver> driver;
    std::filesystem::path folder_;
};

TEST_F(DriverAndSimulator, ACallARatingAndANumberGoThrough) {
    start();
    heard.acknowledge_to = driver.get();
    sim->say(R"({"do":"key","address":7,"key":"call","id":"x"})");
    EXPECT_TRUE(until_said(R"({"address":7,"event":"echo","id":"x","key":"call"})"));
    driver->show_number(7, "A027");
    EXPECT_TRUE(until_said(R"({"address":7,"digits":"027","event":"show"})"));
    driver->start_rating(107);
    EXPECT_TRUE(until_said(R"({"address":107,"event":"armed"})"));
    sim->say("press 107 0 y");
    EXPECT_TRUE(until_said(R"({"address":107,"event":"acknowledged","id":"y","key":"0"})"));
    driver->stop_rating(107);
    EXPECT_TRUE(until_said(R"("event":"disarmed")"));
    ASSERT_EQ(heard.handsets.size(), 1U);
    ASSERT_EQ(heard.pads.size(), 1U);
    EXPECT_EQ(heard.pads[0].level, 4U);
}

TEST_F(DriverAndSimulator, EveryPressOnABadLineIsAnsweredOrReportedAndTakenOnce) {
    start({"--fault", "garbage:0.2", "--fault", "truncated-frame:0.15", "--fault", "bad-checksum:0.1",
           "--fault", "doubled-press:0.2", "--seed", "5"},
          "1578297600000,50,0");
    heard.acknowledge_to = driver.get();
    constexpr std::size_t kPresses = 30;
    const char* keys[] = {"call", "recall", "ask_rating"};
    for (std::size_t i = 0; i < kPresses; ++i) {
        sim->say("key " + std::to_string(7 + i % 2) + " " + keys[(i / 2) % 3]);
    }
    EXPECT_TRUE(until([this] { return sim->said("echo\"") >= kPresses; })) << sim->output();
    const std::size_t echoed = sim->said("\"event\":\"echo\"");
    EXPECT_GT(echoed, kPresses / 2);
    // A frame that arrived but whose every answer was missed would be taken and reported as failed.
    EXPECT_GE(heard.handsets.size(), echoed);
    EXPECT_LE(heard.handsets.size(), kPresses);
    EXPECT_GT(driver->counts().rejected.at(frames::RejectCause::noise), 0U);
    sim->say("list");
    EXPECT_TRUE(until_said("list_end"));
    EXPECT_EQ(sim->said("\"event\":\"listed\""), echoed);
}

TEST_F(DriverAndSimulator, UnpluggedAndPluggedInAgainItShowsWhatItShowedAndHearsAgain) {
    start();
    heard.acknowledge_to = driver.get();
    driver->show_number(7, "A027");
    EXPECT_TRUE(until_said(R"("event":"show")"));
    sim->say("unplug");
    EXPECT_TRUE(until([this] { return !line->up(); }));
    driver->show_number(7, "A028");
    sim->say("key 7 call late");
    sim->say("replug");
    EXPECT_TRUE(until_said(R"("digits":"028")"));
    EXPECT_TRUE(until_said(R"("event":"echo","id":"late")"));
    EXPECT_EQ(heard.handsets.size(), 1U);
    EXPECT_EQ(sim->said(R"("event":"ready")"), 2U);
}

TEST_F(DriverAndSimulator, ASilentHostLeadsToNoEchoAndTheSamePressThroughAllTries) {
    start();
    sim->say("key 7 call x");
    EXPECT_TRUE(until_said(R"("event":"no_echo","id":"x")"));
    EXPECT_EQ(heard.handsets.size(), 1U);
    EXPECT_EQ(driver->counts().repeats, shipped_profile().talk.device_retries);
}

TEST_F(DriverAndSimulator, AStuckKeyIsOnePressAndAFaultThatGoes) {
    start();
    heard.acknowledge_to = driver.get();
    sim->say("fault stuck-key 1 7");
    sim->say("key 7 call x");
    const auto last_is = [this](DeviceState state) {
        return until([&] { return !heard.states.empty() && heard.states.back().state == state; });
    };
    EXPECT_TRUE(last_is(DeviceState::fault));
    sim->say("clear");
    EXPECT_TRUE(last_is(DeviceState::ready));
    EXPECT_EQ(heard.handsets.size(), 1U);
}

TEST_F(DriverAndSimulator, OwnEchoOfTheLineIsFoundOut) {
    start({"--fault", "own-echo"});
    heard.acknowledge_to = driver.get();
    driver->show_number(7, "A027");
    EXPECT_TRUE(until([this] { return driver->counts().own_echoes == 1; }));
    sim->say("key 8 call x");
    EXPECT_TRUE(until_said(R"("event":"echo","id":"x")"));
    EXPECT_TRUE(until([this] { return driver->counts().own_echoes == 2; }));
    EXPECT_EQ(heard.handsets.size(), 1U);
}

TEST_F(DriverAndSimulator, TheProgramEndsCleanlyAndTakesItsLinkAway) {
    start();
    sim->say("nonsense");
    EXPECT_TRUE(until_said(R"("event":"error")"));
    sim->say("quit");
    EXPECT_EQ(sim->wait(), 0);
    EXPECT_FALSE(std::filesystem::exists(std::filesystem::symlink_status(folder_ / "bus")));
}

TEST(SimulatorProgram, HearsAHostThatWritesAndGoesAndDrawsWhatIsShown) {
    std::string folder = std::filesystem::temp_directory_path() / "simbus.XXXXXX";
    ASSERT_NE(mkdtemp(folder.data()), nullptr);
    SimProcess sim({"sim", "--link", folder + "/bus", "--handset", "7", "--out", folder + "/shown"});
    const auto until_said = [&sim](const std::string& part) {
        for (int turn = 0; turn < 3000 && sim.said(part) == 0; ++turn) {
            pollfd wait{sim.fd(), POLLIN, 0};
            ::poll(&wait, 1, 10);
            sim.read();
        }
        return sim.said(part) > 0;
    };
    ASSERT_TRUE(until_said("\"event\":\"ready\""));
    const Bytes frame = hall_frame(7, 2, {10, 10, 10, 0, 2, 7});
    const int fd = ::open((folder + "/bus").c_str(), O_WRONLY | O_NOCTTY | O_CLOEXEC);
    ASSERT_GE(fd, 0);
    EXPECT_EQ(::write(fd, frame.data(), frame.size()), static_cast<ssize_t>(frame.size()));
    ::close(fd);
    EXPECT_TRUE(until_said("\"event\":\"drawn\"")) << sim.output();
    EXPECT_TRUE(std::filesystem::exists(folder + "/shown/display-7-0001.png"));
    std::filesystem::remove_all(folder);
}

TEST(SimulatorProgram, WrongArgumentsAreRefused) {
    using Words = std::vector<std::string>;
    const std::vector<Words> cases{
        Words{"sim"},
        Words{"sim", "--link", "/tmp/x", "--handset", "300"},
        Words{"sim", "--link", "/tmp/x", "--fault", "nonsense"},
        Words{"sim", "--link", "/tmp/x", "--sim-clock", "soon"},
        Words{"sim", "--link", "/tmp/x", "--profile", "/nonexistent.toml"},
    };
    for (const Words& arguments : cases) {
        SimProcess process(arguments);
        EXPECT_EQ(process.wait(), 2) << arguments.back();
    }
    SimProcess process({"sim", "--link", "/nonexistent/x"});
    EXPECT_EQ(process.wait(), 1);
}

}  // namespace
}  // namespace jiaohao::drivers::bus
