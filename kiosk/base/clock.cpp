// SPDX-License-Identifier: Apache-2.0
#include "kiosk/base/clock.hpp"

#include <fmt/format.h>
#include <time.h>

#include <charconv>
#include <cmath>
#include <cstdio>
#include <fstream>

namespace jiaohao {
namespace {

std::chrono::nanoseconds boottime_now() {
    timespec ts{};
    clock_gettime(CLOCK_BOOTTIME, &ts);
    return std::chrono::seconds{ts.tv_sec} + std::chrono::nanoseconds{ts.tv_nsec};
}

std::string kernel_boot_id() {
    std::ifstream file("/proc/sys/kernel/random/boot_id");
    std::string id;
    std::getline(file, id);
    return id.empty() ? "00000000-0000-0000-0000-000000000000" : id;
}

template <class T>
bool parse_all(std::string_view text, T& out) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    return error == std::errc{} && end == text.data() + text.size();
}

}  // namespace

WallTime SystemClock::wall() const {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}
BootTime SystemClock::boot() const {
    return BootTime{boottime_now()};
}
std::string SystemClock::boot_id() const {
    return kernel_boot_id();
}

Result<ScaledClock::Setting, std::string> ScaledClock::parse(std::string_view text) {
    const auto first = text.find(',');
    const auto second = first == std::string_view::npos ? first : text.find(',', first + 1);
    if (second == std::string_view::npos) {
        return fail(fmt::format("--sim-clock '{}': three parts are needed: START,SPEED,ANCHOR", text));
    }
    std::int64_t start_ms = 0;
    std::int64_t anchor_ns = 0;
    Setting setting;
    if (!parse_all(text.substr(0, first), start_ms)) {
        return fail(fmt::format("--sim-clock: START '{}' is not UTC milliseconds", text.substr(0, first)));
    }
    // The years that a calendar of four digits has, with room for days and zones at both ends.
    constexpr std::chrono::sys_days earliest{std::chrono::year{1} / 1 / 1};
    constexpr std::chrono::sys_days latest{std::chrono::year{9998} / 12 / 31};
    const WallTime start{std::chrono::milliseconds{start_ms}};
    if (start < WallTime{earliest} || start > WallTime{latest}) {
        return fail(fmt::format("--sim-clock: START {} is no time of the years 1 to 9998", start_ms));
    }
    const auto speed_text = text.substr(first + 1, second - first - 1);
    if (!parse_all(speed_text, setting.speed) || !(setting.speed > 0) || setting.speed > 100000) {
        return fail(fmt::format("--sim-clock: SPEED '{}' is not a number in (0, 100000]", speed_text));
    }
    if (!parse_all(text.substr(second + 1), anchor_ns) || anchor_ns < 0) {
        return fail(
            fmt::format("--sim-clock: ANCHOR '{}' is not CLOCK_BOOTTIME ns", text.substr(second + 1)));
    }
    setting.start = start;
    setting.anchor = std::chrono::nanoseconds{anchor_ns};
    return setting;
}

std::string ScaledClock::format(const Setting& setting) {
    return fmt::format("{},{},{}", setting.start.time_since_epoch().count(), setting.speed,
                       setting.anchor.count());
}

WallTime ScaledClock::wall() const {
    const auto elapsed = static_cast<double>((boottime_now() - setting_.anchor).count()) * setting_.speed;
    return setting_.start + std::chrono::milliseconds{static_cast<std::int64_t>(std::floor(elapsed / 1e6))};
}

BootTime ScaledClock::boot() const {
    const auto elapsed = static_cast<double>((boottime_now() - setting_.anchor).count()) * setting_.speed;
    return BootTime{setting_.anchor + std::chrono::nanoseconds{static_cast<std::int64_t>(elapsed)}};
}

std::chrono::nanoseconds ScaledClock::to_real(std::chrono::nanoseconds span) const {
    return std::chrono::nanoseconds{
        static_cast<std::int64_t>(static_cast<double>(span.count()) / setting_.speed)};
}

std::string ScaledClock::boot_id() const {
    return kernel_boot_id();
}

std::string format_rfc3339(WallTime at) {
    const auto day = std::chrono::floor<std::chrono::days>(at);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss time{at - day};
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                       time.hours().count(), time.minutes().count(), time.seconds().count(),
                       time.subseconds().count());
}

Result<WallTime, std::string> parse_rfc3339(std::string_view text) {
    int y = 0;
    unsigned mo = 0;
    unsigned d = 0;
    int h = 0;
    int mi = 0;
    int s = 0;
    int ms = 0;
    int used = 0;
    const std::string copy(text);
    if (std::sscanf(copy.c_str(), "%4d-%2u-%2uT%2d:%2d:%2d.%3dZ%n", &y, &mo, &d, &h, &mi, &s, &ms, &used) !=
            7 ||
        used != static_cast<int>(copy.size())) {
        return fail(fmt::format("'{}' is not a time such as 2020-01-07T08:15:30.250Z", text));
    }
    const std::chrono::year_month_day date{std::chrono::year{y}, std::chrono::month{mo}, std::chrono::day{d}};
    if (!date.ok() || h > 23 || mi > 59 || s > 60 || h < 0 || mi < 0 || s < 0) {
        return fail(fmt::format("'{}' is no valid date and time", text));
    }
    return WallTime{std::chrono::sys_days{date} + std::chrono::hours{h} + std::chrono::minutes{mi} +
                    std::chrono::seconds{s} + std::chrono::milliseconds{ms}};
}

}  // namespace jiaohao
