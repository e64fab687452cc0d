// A driver on a replayed line.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "drivers/line/replay_line.hpp"
#include "drivers/line/stepped_timers.hpp"

namespace jiaohao::drivers {
namespace {

using capture::What;
using namespace std::chrono_literals;

/// Says hello when the line comes up, and thanks for each byte.
class PoliteDriver final : public LineListener {
  public:
    explicit PoliteDriver(ByteLine& line, const Clock& clock) : line_(line), clock_(clock) {}
    void on_bytes(ByteView bytes, BootTime at) override {
        EXPECT_EQ(at, clock_.boot());
        heard.insert(heard.end(), bytes.begin(), bytes.end());
        times.push_back(at);
        EXPECT_TRUE(line_.write(Bytes{0x06}));
    }
    void on_line_up() override { EXPECT_TRUE(line_.write(Bytes{0x05, hello})); }
    void on_line_down(const std::string& why) override {
        reasons.push_back(why);
        EXPECT_FALSE(line_.write(Bytes{0x05}));
    }
    ByteLine& line_;
    const Clock& clock_;
    std::uint8_t hello = 1;
    Bytes heard;
    std::vector<BootTime> times;
    std::vector<std::string> reasons;
};

struct Replay {
    explicit Replay(std::vector<capture::Record> records)
        : line(capture::Capture{{}, std::move(records)}, timers), driver(line, clock) {
        line.on_note([this](const std::string& note) { notes.push_back(note); });
    }
    void run() {
        line.start(driver);
        EXPECT_FALSE(line.up()) << "never from within start()";
        while (!line.finished()) {
            ASSERT_TRUE(timers.step(BootTime{1h}));
        }
    }
    SteppedClock clock{BootTime{10s}, WallTime{}, "boot"};
    SteppedTimers timers{clock};
    ReplayLine line;
    PoliteDriver driver;
    std::vector<std::string> notes;
};

TEST(ReplayOfALine, GivesWhatWasHeardAtItsTimeAndFindsNoDifference) {
    Replay replay({{0us, What::up},
                   {10us, What::written, {0x05}},
                   {12us, What::written, {0x01}},
                   {5ms, What::heard, {0x41}},
                   {5ms, What::written, {0x06}},
                   {5500us, What::note, {}, "job 1"},
                   {6ms, What::down, {}, "pulled"},
                   {9ms, What::up},
                   {9ms, What::written, {0x05, 0x01}}});
    replay.run();
    EXPECT_EQ(replay.driver.heard, Bytes{0x41});
    EXPECT_EQ(replay.driver.times, std::vector<BootTime>{BootTime{10s + 5ms}});
    EXPECT_EQ(replay.driver.reasons, std::vector<std::string>{"pulled"});
    EXPECT_EQ(replay.notes, std::vector<std::string>{"job 1"});
    EXPECT_TRUE(replay.line.differences().empty()) << to_string(replay.line.differences().front());
    EXPECT_FALSE(replay.line.incomplete());
}

TEST(ReplayOfALine, NamesTheFirstByteOfEachConnectionThatDiffers) {
    Replay replay({{0us, What::up},
                   {0us, What::written, {0x05, 0x01}},
                   {1ms, What::down, {}, ""},
                   {2ms, What::up},
                   {2ms, What::written, {0x05, 0x02, 0x07}},
                   {3ms, What::down, {}, ""},
                   {4ms, What::up},
                   {4ms, What::written, {0x05, 0x01, 0x06}},
                   {4ms, What::missing, {}, "1 records 1 bytes"}});
    replay.run();
    const auto differences = replay.line.differences();
    ASSERT_EQ(differences.size(), 2U);
    EXPECT_EQ(to_string(differences[0]), "connection 2, byte 1: recorded 02 07, written 01");
    EXPECT_EQ(to_string(differences[1]), "connection 3, byte 2: recorded 06, written nothing more");
    EXPECT_TRUE(replay.line.incomplete());
}

TEST(ReplayOfALine, StoppedInTheMiddleItSaysNothingMore) {
    Replay replay({{0us, What::up}, {5ms, What::heard, {0x41}}});
    replay.line.start(replay.driver);
    EXPECT_TRUE(replay.timers.step(BootTime{11s}));
    replay.line.stop();
    EXPECT_FALSE(replay.timers.step(BootTime{11s}));
    EXPECT_TRUE(replay.driver.heard.empty());
    EXPECT_FALSE(replay.line.write(Bytes{1}));
}

}  // namespace
}  // namespace jiaohao::drivers
