// SPDX-License-Identifier: Apache-2.0
#include "headoffice/feeds/zone.hpp"

#include <gtest/gtest.h>

namespace jiaohao::headoffice::feeds {
namespace {

WallTime utc(const char* text) {
    return parse_rfc3339(text).value();
}

TEST(Zone, FixedOffsetsAreReadAndPrinted) {
    EXPECT_EQ(Zone().format(utc("2026-03-01T16:00:00.000Z")), "2026-03-02T00:00:00+08:00");
    EXPECT_EQ(Zone::of("-03:30").value().format(utc("2026-03-01T00:00:00.000Z")),
              "2026-02-28T20:30:00-03:30");
    EXPECT_EQ(Zone::of("UTC").value().format(utc("2026-03-01T00:00:00.000Z")), "2026-03-01T00:00:00+00:00");
}

TEST(Zone, ANamedZoneFollowsItsChangesOfOffset) {
    const auto warsaw = Zone::of("Europe/Warsaw");
    ASSERT_TRUE(warsaw.has_value()) << warsaw.error();
    EXPECT_EQ(warsaw->format(utc("2026-03-29T00:59:59.000Z")), "2026-03-29T01:59:59+01:00");
    EXPECT_EQ(warsaw->format(utc("2026-03-29T01:00:00.000Z")), "2026-03-29T03:00:00+02:00");
    EXPECT_EQ(Zone::of("Asia/Shanghai").value().format(utc("2026-07-01T00:00:00.000Z")),
              "2026-07-01T08:00:00+08:00");
}

TEST(Zone, LocalTimesThatRepeatAreTheFirstAndThoseSkippedAreMovedPastTheGap) {
    const auto warsaw = Zone::of("Europe/Warsaw").value();
    const auto local = [](int month, int day, int hour, int minute) {
        return LocalTime(std::chrono::local_days{std::chrono::year{2026} / month / day}) +
               std::chrono::hours(hour) + std::chrono::minutes(minute);
    };
    EXPECT_EQ(warsaw.to_utc(local(10, 25, 2, 30)), utc("2026-10-25T00:30:00.000Z"));
    EXPECT_EQ(warsaw.to_utc(local(3, 29, 2, 30)), utc("2026-03-29T01:30:00.000Z"));
    EXPECT_EQ(warsaw.to_utc(local(7, 1, 9, 0)), utc("2026-07-01T07:00:00.000Z"));
}

TEST(Zone, WhatIsNoZoneIsRefusedWithWhatWouldDo) {
    for (const char* text : {"", "+8", "+08:61", "Mars/Base", "../../etc/passwd", "/etc/passwd", "a b"}) {
        const auto zone = Zone::of(text);
        ASSERT_FALSE(zone.has_value()) << text;
        EXPECT_NE(zone.error().find("+08:00"), std::string::npos);
    }
}

}  // namespace
}  // namespace jiaohao::headoffice::feeds
