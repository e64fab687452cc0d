// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <set>
#include <thread>

#include "kiosk/base/bounded_queue.hpp"
#include "kiosk/base/bytes.hpp"
#include "kiosk/base/clock.hpp"
#include "kiosk/base/log.hpp"
#include "kiosk/base/random.hpp"

namespace jiaohao {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

TEST(Rfc3339, WritesAndReadsTheSameInstant) {
    const WallTime at{milliseconds{1578386130250}};
    EXPECT_EQ(format_rfc3339(at), "2020-01-07T08:35:30.250Z");
    EXPECT_EQ(parse_rfc3339("2020-01-07T08:35:30.250Z").value(), at);
}

TEST(Rfc3339, RefusesWhatIsNoTime) {
    for (const char* text : {"", "2020-01-07", "2020-02-30T00:00:00.000Z", "2020-01-07T25:00:00.000Z",
                             "2020-01-07T08:35:30.250Zx", "2020-01-07T08:35:30.250+01:00"}) {
        EXPECT_FALSE(parse_rfc3339(text).has_value()) << text;
    }
}

TEST(ScaledClock, RoundTripsItsSetting) {
    const ScaledClock::Setting setting{WallTime{milliseconds{1578386130250}}, 600.0,
                                       std::chrono::nanoseconds{123456789}};
    const auto parsed = ScaledClock::parse(ScaledClock::format(setting));
    ASSERT_TRUE(parsed.has_value());
    EXPECT_EQ(parsed->start, setting.start);
    EXPECT_EQ(parsed->speed, setting.speed);
    EXPECT_EQ(parsed->anchor, setting.anchor);
}

TEST(ScaledClock, NamesThePartThatIsWrong) {
    EXPECT_NE(ScaledClock::parse("x,1,1").error().find("START"), std::string::npos);
    for (const char* start :
         {"9223372036854775807", "-9223372036854775808", "253402214400000", "-62135596800001"}) {
        const auto wrong = ScaledClock::parse(std::string(start) + ",1,0");
        ASSERT_FALSE(wrong) << start;
        EXPECT_NE(wrong.error().find("START"), std::string::npos);
    }
    EXPECT_TRUE(ScaledClock::parse("-62135596800000,1,0"));
    EXPECT_NE(ScaledClock::parse("1,0,1").error().find("SPEED"), std::string::npos);
    EXPECT_NE(ScaledClock::parse("1,nan,1").error().find("SPEED"), std::string::npos);
    EXPECT_NE(ScaledClock::parse("1,1,-1").error().find("ANCHOR"), std::string::npos);
    EXPECT_NE(ScaledClock::parse("1").error().find("three parts"), std::string::npos);
}

TEST(ScaledClock, RunsFasterByItsSpeed) {
    const SystemClock real;
    const ScaledClock clock({WallTime{}, 1000.0, real.boot().time_since_epoch()});
    const BootTime before = real.boot();
    const WallTime seen = clock.wall();
    const BootTime after = real.boot();
    EXPECT_LE(seen.time_since_epoch(),
              std::chrono::ceil<milliseconds>((after - before) * 1000 + seconds{60}));
    EXPECT_EQ(clock.to_real(seconds{1000}), seconds{1});
}

TEST(SeededRandom, RepeatsItselfAndKeepsItsBound) {
    SeededRandom one(7);
    SeededRandom two(7);
    for (int i = 0; i < 1000; ++i) {
        const auto value = one.below(10);
        EXPECT_EQ(value, two.below(10));
        EXPECT_LT(value, 10U);
    }
}

TEST(Uuid, HasVersionFourAndVariantBits) {
    SystemRandom random;
    std::set<std::string> seen;
    for (int i = 0; i < 100; ++i) {
        const std::string uuid = make_uuid(random);
        ASSERT_EQ(uuid.size(), 36U);
        EXPECT_EQ(uuid[14], '4') << uuid;
        EXPECT_NE(std::string("89ab").find(uuid[19]), std::string::npos) << uuid;
        EXPECT_TRUE(seen.insert(uuid).second);
    }
}

TEST(LogLine, QuotesAndBoundsHostileValues) {
    const std::string hostile = "a b\n\"" + std::string(5000, 'x');
    const std::string line = format_log_line(
        WallTime{}, {LogLevel::warning, "room", "thing.happened", {{"plain", 7}, {"bad", hostile}}});
    EXPECT_EQ(line.find('\n'), std::string::npos);
    EXPECT_LT(line.size(), 1200U);
    EXPECT_NE(line.find("plain=7"), std::string::npos);
    EXPECT_NE(line.find(R"(bad="a b\x0a\")"), std::string::npos) << line;
}

TEST(BoundedQueue, RefusesWhenFullAndAfterClose) {
    BoundedQueue<int> queue(2);
    EXPECT_TRUE(queue.push(1));
    EXPECT_TRUE(queue.push(2));
    EXPECT_FALSE(queue.push(3));
    queue.close();
    EXPECT_FALSE(queue.push(4));
    EXPECT_EQ(queue.take_all(seconds{0}), (std::deque<int>{1, 2}));
}

TEST(BoundedQueue, TellsItsEndOnceAndThenSleepsUntilWoken) {
    using Clock = std::chrono::steady_clock;
    BoundedQueue<int> queue(2);
    EXPECT_TRUE(queue.push(1));
    queue.close();
    EXPECT_EQ(queue.take_all(std::chrono::hours{1}), (std::deque<int>{1}));
    EXPECT_TRUE(queue.take_all(std::chrono::hours{1}).empty());
    // A consumer that still waits for something else comes back: patience is waited out, not spun through.
    const auto before = Clock::now();
    EXPECT_TRUE(queue.take_all(std::chrono::milliseconds{20}).empty());
    EXPECT_GE(Clock::now() - before, std::chrono::milliseconds{20});
    std::jthread waker([&queue] { queue.wake(); });
    EXPECT_TRUE(queue.take_all(std::chrono::hours{1}).empty());
}

TEST(BoundedQueue, HandsValuesOverInOrderBetweenThreads) {
    BoundedQueue<int> queue(100000);
    std::jthread producer([&] {
        for (int i = 0; i < 1000; ++i) {
            EXPECT_TRUE(queue.push(i));
        }
    });
    int expected = 0;
    while (expected < 1000) {
        for (const int value : queue.take_all(seconds{5})) {
            EXPECT_EQ(value, expected++);
        }
    }
}

TEST(Hex, WritesBytesApart) {
    EXPECT_EQ(to_hex(Bytes{0x1b, 0x40, 0xff}), "1b 40 ff");
}

}  // namespace
}  // namespace jiaohao
