// Times as libical has them, and back. Inside this room only.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <libical/ical.h>

#include "kiosk/agenda/zones.hpp"

namespace jiaohao::agenda {

/// Without a zone.
[[nodiscard]] inline icaltimetype to_ical(const Local& local) {
    icaltimetype time = icaltime_null_time();
    time.year = local.year;
    time.month = local.month;
    time.day = local.day;
    time.hour = local.hour;
    time.minute = local.minute;
    time.second = local.second;
    return time;
}

[[nodiscard]] inline Local local_of(const icaltimetype& time) {
    return {time.year, time.month, time.day, time.hour, time.minute, time.second};
}

}  // namespace jiaohao::agenda
