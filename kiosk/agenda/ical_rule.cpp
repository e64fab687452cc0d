// SPDX-License-Identifier: Apache-2.0
#include "kiosk/agenda/ical_rule.hpp"

#include <memory>

#include "kiosk/agenda/ical_time.hpp"

namespace jiaohao::agenda {
namespace {

/// Steps of a rule, wherever it begins: thirty years of days.
constexpr int most_steps = 11'000;
constexpr std::size_t most_never_true = 5;
/// The 29th of February on a given weekday comes after 40 years at most.
constexpr int most_years_to_first = 50;

struct Freed {
    void operator()(icalrecur_iterator* one) const { icalrecur_iterator_free(one); }
};

/// One that appointments have: by day, week, month or year.
bool is_plain(const icalrecurrencetype& rule) {
    const bool plain = rule.freq == ICAL_DAILY_RECURRENCE || rule.freq == ICAL_WEEKLY_RECURRENCE ||
                       rule.freq == ICAL_MONTHLY_RECURRENCE || rule.freq == ICAL_YEARLY_RECURRENCE;
    const bool finer = rule.by_second[0] != ICAL_RECURRENCE_ARRAY_MAX ||
                       rule.by_minute[0] != ICAL_RECURRENCE_ARRAY_MAX ||
                       rule.by_hour[0] != ICAL_RECURRENCE_ARRAY_MAX;
    return plain && !finer && rule.rscale == nullptr;
}

}  // namespace

const char* Rules::follow(icalrecurrencetype rule, const Local& start, const std::string& zone,
                          const std::function<void(WallTime)>& add) {
    if (!is_plain(rule)) {
        return "rule_unread";
    }
    if (never_true_ >= most_never_true) {
        return "rules_left";
    }
    Local last{9999, 12, 31, 23, 59, 59};
    if (icaltime_is_null_time(rule.until) == 0) {
        last = local_of(rule.until);
        if (rule.until.is_date != 0) {
            last.hour = 23;
            last.minute = 59;
            last.second = 59;
        } else if (icaltime_is_utc(rule.until) != 0 && is_real(last)) {
            // The steps are times of the zone; the end is to be one as well.
            last = zones_.local(as_utc(last), zone).value_or(last);
        }
    }
    // Looked at here: with it a rule that never comes true cannot be told from one that is over.
    rule.until = icaltime_null_time();
    return walk(rule, start, zone, last, add);
}

const char* Rules::walk(icalrecurrencetype rule, const Local& start, const std::string& zone,
                        const Local& last, const std::function<void(WallTime)>& add) {
    const std::unique_ptr<icalrecur_iterator, Freed> steps(icalrecur_iterator_new(rule, to_ical(start)));
    for (int i = 0; i < most_steps; ++i) {
        const icaltimetype next =
            steps == nullptr ? icaltime_null_time() : icalrecur_iterator_next(steps.get());
        const Local local = local_of(next);
        const bool none = icaltime_is_null_time(next) != 0;
        if (i == 0 && (none || local.year > start.year + most_years_to_first)) {
            ++never_true_;
            return "rule_never";
        }
        if (none || !is_real(local) || local > last) {
            return nullptr;
        }
        const auto at = zones_.instant(local, zone);
        if (at && *at > until_) {
            return nullptr;
        }
        if (at) {
            add(*at);
        }
    }
    return "rule_unread";
}

}  // namespace jiaohao::agenda
