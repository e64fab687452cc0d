// What the clock on the wall says, in the hall's own zone.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <time.h>

#include <cstdlib>
#include <string>

#include "kiosk/daemon/wiring.hpp"

namespace jiaohao::daemon {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

class LocalTime : public ::testing::Test {
  protected:
    LocalTime() {
        const char* const zone = std::getenv("TZ");
        before_ = zone == nullptr ? "" : zone;
    }
    ~LocalTime() override { be_in(before_); }
    static void be_in(const std::string& zone) {
        if (zone.empty()) {
            unsetenv("TZ");
        } else {
            setenv("TZ", zone.c_str(), 1);
        }
        tzset();
    }
    static std::string at(std::chrono::sys_days day, std::chrono::seconds time) {
        const domain::LocalTime local = local_time(WallTime{day} + time);
        const auto total = std::chrono::floor<minutes>(local.since_midnight).count();
        EXPECT_EQ(local.date, local_date(WallTime{day} + time));
        return domain::to_string(local.date) + " " + std::to_string(total / 60) + ":" +
               std::to_string(total % 60);
    }

  private:
    std::string before_;
};

TEST_F(LocalTime, IsThatOfTheZone) {
    using namespace std::chrono;
    be_in("Asia/Shanghai");
    EXPECT_EQ(at(2026y / 1 / 5, hours{15} + minutes{59}), "2026-01-05 23:59");
    EXPECT_EQ(at(2026y / 1 / 5, hours{16}), "2026-01-06 0:0");
}

TEST_F(LocalTime, LeavesOutAnHourInSpringAndSaysOneTwiceInAutumn) {
    using namespace std::chrono;
    be_in("Europe/Warsaw");
    EXPECT_EQ(at(2026y / 3 / 29, hours{1} - seconds{1}), "2026-03-29 1:59");
    EXPECT_EQ(at(2026y / 3 / 29, hours{1}), "2026-03-29 3:0");
    EXPECT_EQ(at(2026y / 10 / 25, hours{1} - seconds{1}), "2026-10-25 2:59");
    EXPECT_EQ(at(2026y / 10 / 25, hours{1}), "2026-10-25 2:0");
}

}  // namespace
}  // namespace jiaohao::daemon
