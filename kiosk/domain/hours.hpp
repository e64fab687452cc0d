// What opening hours say. Pure: dates and local times of day come in, nothing is remembered; what was switched by hand
// stands in the state (schedule.hpp).
// A date is a holiday, whose hours are every service's, or a day of the week, on which a service has its own hours or
// else the hall's. A service without either has no hours: it is open while the day is open.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kiosk/domain/decide.hpp"

namespace jiaohao::domain::hours {

/// One date, looked up once for all services.
class Date {
  public:
    Date(const HallConfig& config, BusinessDay date);

    [[nodiscard]] BusinessDay date() const { return date_; }
    /// None: the service has no hours.
    [[nodiscard]] const OpenSpans* spans(const ServiceConfig& service) const;
    /// Whether any service may be open, by its hours or without any. A hall without services may.
    [[nodiscard]] bool anything_open() const;

  private:
    const HallConfig& config_;
    BusinessDay date_;
    const Holiday* holiday_ = nullptr;
    std::size_t weekday_ = 0;
};

/// The hours at a moment of a business day that may last beyond midnight, told in minutes since the midnight with which it
/// began: its own until they are over, then those of the date that the clock shows. Hours until midnight go on with
/// those that begin then, unless the day closes by itself.
class Around {
  public:
    /// `into`: how far the clock is in the business day (schedule::into_day()).
    Around(const HallConfig& config, BusinessDay day, std::chrono::seconds into);

    /// None: the service has no hours.
    [[nodiscard]] std::optional<OpenSpans> spans(const ServiceConfig& service) const;

  private:
    [[nodiscard]] std::optional<OpenSpans> beginning_on(std::size_t date, const ServiceConfig& service) const;

    std::chrono::seconds into_;
    /// From that of the business day to the second one after the clock's.
    std::vector<Date> dates_;
    bool goes_on_ = false;
};

struct Says {
    bool open = false;
    /// Today's, later than now; none: nothing changes any more today.
    std::optional<std::chrono::minutes> next_change;
    /// When today's hours begin next; none: not any more today.
    std::optional<std::chrono::minutes> next_opening;
    /// When the last of today's hours end; none: there are none today.
    std::optional<std::chrono::minutes> last_end;
    bool operator==(const Says&) const = default;
};
/// An hour's end belongs to what comes after it: at 12:00 a service open until 12:00 is closed.
[[nodiscard]] Says say(const OpenSpans& spans, std::chrono::seconds since_midnight);

struct Opening {
    BusinessDay date{};
    std::chrono::minutes at{};
    bool operator==(const Opening&) const = default;
};
/// When the hours of the service begin next, today or on one of the next days (a month is looked at).
[[nodiscard]] std::optional<Opening> next_opening(const HallConfig& config, const ServiceConfig& service,
                                                  const LocalTime& local);

/// "09:00", "24:00"; 25 h after midnight is "01:00".
[[nodiscard]] std::string to_text(std::chrono::minutes since_midnight);
/// The same, with the date before it where that is not today: "2026-11-23 09:00".
[[nodiscard]] std::string to_text(const Opening& opening, BusinessDay today);

}  // namespace jiaohao::domain::hours
