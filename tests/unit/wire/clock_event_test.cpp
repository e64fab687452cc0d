// Fields that clock.adjusted got after its sample was written.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "kiosk/wire/event_codec.hpp"
#include "tests/unit/wire/event_examples.hpp"

namespace jiaohao::wire {
namespace {

using namespace domain;

TEST(ClockEvents, SayWhichTimesMoved) {
    const WallTime from{Milliseconds{90'000}};
    const WallTime to{Milliseconds{1'767'323'045'678}};
    for (const Event& event : std::vector<Event>{ClockAdjusted{from, to}, ClockAdjusted{from, to, WallTime{}},
                                                 ClockAdjusted{from, to, WallTime{}, Seq{41}}}) {
        const RecordedEvent whole = test::recorded(event);
        const auto decoded = decode(encode(whole));
        ASSERT_TRUE(decoded) << decoded.error().field << " " << decoded.error().problem;
        EXPECT_EQ(*decoded, whole);
    }
}

}  // namespace
}  // namespace jiaohao::wire
