// SPDX-License-Identifier: Apache-2.0
#include "kiosk/domain/hours.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace jiaohao::domain::hours {
namespace {

constexpr int days_looked_at = 31;

}  // namespace

Date::Date(const HallConfig& config, BusinessDay date) : config_(config), date_(date) {
    if (!date.ok()) {
        return;
    }
    const auto found = std::ranges::find(config.hours.holidays, date, &Holiday::date);
    holiday_ = found == config.hours.holidays.end() ? nullptr : &*found;
    // Monday first, as WeekHours.
    weekday_ = std::chrono::weekday{std::chrono::sys_days{date}}.iso_encoding() - 1;
}

const OpenSpans* Date::spans(const ServiceConfig& service) const {
    if (holiday_ != nullptr) {
        return &holiday_->hours;
    }
    if (service.hours) {
        return &(*service.hours)[weekday_];
    }
    return config_.hours.week ? &(*config_.hours.week)[weekday_] : nullptr;
}

bool Date::anything_open() const {
    return config_.services.empty() || std::ranges::any_of(config_.services, [this](const auto& service) {
               const OpenSpans* const found = spans(service);
               return found == nullptr || !found->empty();
           });
}

Around::Around(const HallConfig& config, BusinessDay day, std::chrono::seconds into)
    : into_(into), goes_on_(!config.hours.day_closes) {
    const auto later = std::clamp(std::chrono::floor<std::chrono::days>(into), std::chrono::days{0},
                                  std::chrono::days{days_looked_at});
    for (std::chrono::days date{0}; date <= later + std::chrono::days{2}; ++date) {
        dates_.emplace_back(config, std::chrono::sys_days{day} + date);
    }
}

std::optional<OpenSpans> Around::beginning_on(std::size_t date, const ServiceConfig& service) const {
    const OpenSpans* const own = dates_[date].spans(service);
    if (own == nullptr) {
        return std::nullopt;
    }
    OpenSpans spans = *own;
    for (OpenSpan& span : spans) {
        span.from += std::chrono::days{date};
        span.to += std::chrono::days{date};
    }
    for (std::size_t next = date + 1; goes_on_ && !spans.empty() && next < dates_.size(); ++next) {
        const OpenSpans* const following = dates_[next].spans(service);
        const bool joins = spans.back().to == std::chrono::days{next} && following != nullptr &&
                           !following->empty() && following->front().from == std::chrono::minutes{0};
        if (!joins) {
            break;
        }
        spans.back().to += following->front().to;
    }
    return spans;
}

std::optional<OpenSpans> Around::spans(const ServiceConfig& service) const {
    const std::size_t clocks = dates_.size() - 3;
    for (std::size_t date = 0; date < clocks; ++date) {
        auto spans = beginning_on(date, service);
        if (spans && !spans->empty() && into_ < spans->back().to) {
            return spans;
        }
    }
    return beginning_on(clocks, service);
}

Says say(const OpenSpans& spans, std::chrono::seconds since_midnight) {
    Says says;
    for (const OpenSpan& span : spans) {
        if (since_midnight < span.from) {
            says.next_change = says.next_change.value_or(span.from);
            says.next_opening = says.next_opening.value_or(span.from);
        } else if (since_midnight < span.to) {
            says.open = true;
            says.next_change = span.to;
        }
    }
    if (!spans.empty()) {
        says.last_end = spans.back().to;
    }
    return says;
}

std::optional<Opening> next_opening(const HallConfig& config, const ServiceConfig& service,
                                    const LocalTime& local) {
    if (!local.date.ok()) {
        return std::nullopt;
    }
    for (int ahead = 0; ahead <= days_looked_at; ++ahead) {
        const BusinessDay date = std::chrono::sys_days{local.date} + std::chrono::days{ahead};
        const OpenSpans* const spans = Date(config, date).spans(service);
        if (spans == nullptr) {
            continue;
        }
        const auto at =
            say(*spans, ahead == 0 ? local.since_midnight : std::chrono::seconds{-1}).next_opening;
        if (at) {
            return Opening{date, *at};
        }
    }
    return std::nullopt;
}

std::string to_text(std::chrono::minutes since_midnight) {
    while (since_midnight > std::chrono::hours{24}) {
        since_midnight -= std::chrono::hours{24};
    }
    return fmt::format("{:02}:{:02}", since_midnight.count() / 60, since_midnight.count() % 60);
}

std::string to_text(const Opening& opening, BusinessDay today) {
    const std::string time = to_text(opening.at);
    return opening.date == today ? time : to_string(opening.date) + " " + time;
}

}  // namespace jiaohao::domain::hours
