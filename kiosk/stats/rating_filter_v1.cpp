// SPDX-License-Identifier: Apache-2.0
#include "kiosk/stats/rating_filter_v1.hpp"

#include <algorithm>
#include <tuple>

namespace jiaohao::stats {
namespace {

constexpr std::uint32_t longest_window_s = 3600;
constexpr std::uint32_t most_burst = 64;

bool shared_device(RatingChannel channel) {
    return channel == RatingChannel::pad || channel == RatingChannel::screen;
}

bool level_exists(const RatingRecord& record) {
    return record.levels >= least_levels && record.levels <= most_levels && record.level >= 1 &&
           record.level <= record.levels;
}

bool is_burst_size(std::uint32_t size) {
    return size == 0 || (size >= 2 && size <= most_burst);
}

/// `from` is not later than `to`; any two times of 64 bits.
std::uint64_t span_ms(std::int64_t from, std::int64_t to) {
    return static_cast<std::uint64_t>(to) - static_cast<std::uint64_t>(from);
}

}  // namespace

std::optional<StatError> problem(const RatingFilterOptionsV1& options) {
    const auto wrong = [](std::string_view what) { return StatError{StatError::Code::out_of_range, what}; };
    if (options.dedup_s > longest_window_s) {
        return wrong("dedup_s");
    }
    if (!is_burst_size(options.burst_asked)) {
        return wrong("burst_asked");
    }
    if (!is_burst_size(options.burst_open)) {
        return wrong("burst_open");
    }
    if (options.burst_window_s < 1 || options.burst_window_s > longest_window_s) {
        return wrong("burst_window_s");
    }
    return {};
}

StatResult<RatingFilterV1> RatingFilterV1::make(const RatingFilterOptionsV1& options) {
    if (const auto wrong = problem(options)) {
        return fail(*wrong);
    }
    RatingFilterV1 filter;
    filter.options_ = options;
    return filter;
}

RatingFilterV1::Step RatingFilterV1::note(const RatingRecord& record) {
    Step step;
    if (record.request) {
        step.fate = RatingFate::request;
        count_request(record);
    } else if (record.origin == RatingOrigin::defaulted) {
        step.fate = RatingFate::defaulted;
    } else if (record.origin == RatingOrigin::unasked) {
        step.fate = fate_of_press(record);
    } else {
        step.fate = level_exists(record) ? fate_of_answer(record, step.withdrawn) : RatingFate::invalid;
    }
    ++totals_.by_fate[static_cast<std::size_t>(step.fate)];
    if (step.fate == RatingFate::counted) {
        count(record, true);
    }
    return step;
}

void RatingFilterV1::start_day() {
    totals_ = {};
    for (auto& [key, lane] : lanes_) {
        for (Recent& recent : lane.recent) {
            recent.withdrawn = true;
        }
    }
}

RatingFilterV1::Lane& RatingFilterV1::lane_of(const RatingRecord& record) {
    const auto key = std::pair(record.pad, record.origin == RatingOrigin::open);
    auto found = lanes_.find(key);
    if (found == lanes_.end()) {
        if (lanes_.size() >= most_pads) {
            // Whichever was silent longest; the first by name of equal ones.
            lanes_.erase(
                std::ranges::min_element(lanes_, {}, [](const auto& entry) { return entry.second.last_ms; }));
        }
        found = lanes_.emplace(key, Lane{}).first;
        found->second.last_ms = record.at_ms;
    }
    Lane& lane = found->second;
    if (record.at_ms < lane.last_ms) {
        ++totals_.clock_back;
        lane = {};
    }
    lane.last_ms = record.at_ms;
    return lane;
}

RatingFilterV1::Ticket& RatingFilterV1::ticket_of(const std::string& id) {
    const auto found = tickets_.find(id);
    if (found != tickets_.end()) {
        return found->second;
    }
    if (ticket_order_.size() >= most_tickets) {
        tickets_.erase(ticket_order_.front());
        ticket_order_.pop_front();
    }
    ticket_order_.push_back(id);
    return tickets_[id];
}

void RatingFilterV1::count_request(const RatingRecord& record) {
    if (record.ticket.empty()) {
        ++totals_.armed;
        return;
    }
    Ticket& ticket = ticket_of(record.ticket);
    totals_.armed += ticket.asked ? 0 : 1;
    ticket.asked = true;
}

bool RatingFilterV1::is_repeated(const RatingRecord& record, const std::optional<std::int64_t>& last) const {
    return last && span_ms(*last, record.at_ms) < std::uint64_t{options_.dedup_s} * 1000;
}

RatingFate RatingFilterV1::fate_of_press(const RatingRecord& record) {
    if (!shared_device(record.channel)) {
        return RatingFate::unsolicited;
    }
    Lane& lane = lane_of(record);
    if (!is_repeated(record, lane.press_ms)) {
        return RatingFate::unsolicited;
    }
    lane.press_ms = record.at_ms;
    return RatingFate::repeated;
}

RatingFate RatingFilterV1::fate_of_answer(const RatingRecord& record, std::vector<RatingRecord>& withdrawn) {
    const bool shared = shared_device(record.channel);
    if (shared) {
        Lane& lane = lane_of(record);
        const bool repeated = is_repeated(record, lane.answer_ms);
        lane.answer_ms = record.at_ms;
        lane.press_ms = record.at_ms;
        if (repeated) {
            return RatingFate::repeated;
        }
    }
    if (!record.ticket.empty()) {
        Ticket& ticket = ticket_of(record.ticket);
        if (ticket.answered) {
            return RatingFate::second_of_ticket;
        }
        ticket.answered = true;
    }
    return shared && burst(record, withdrawn) ? RatingFate::burst : RatingFate::counted;
}

bool RatingFilterV1::burst(const RatingRecord& record, std::vector<RatingRecord>& withdrawn) {
    const std::size_t size = record.origin == RatingOrigin::open ? options_.burst_open : options_.burst_asked;
    if (size == 0) {
        return false;
    }
    auto& recent = lane_of(record).recent;
    const bool is_burst = recent.size() == size - 1 && span_ms(recent.front().record.at_ms, record.at_ms) <=
                                                           std::uint64_t{options_.burst_window_s} * 1000;
    for (Recent& one : recent) {
        if (is_burst && !one.withdrawn) {
            one.withdrawn = true;
            --totals_.by_fate[static_cast<std::size_t>(RatingFate::counted)];
            ++totals_.by_fate[static_cast<std::size_t>(RatingFate::burst)];
            count(one.record, false);
            withdrawn.push_back(one.record);
        }
    }
    if (recent.size() == size - 1) {
        recent.pop_front();
    }
    recent.push_back({record, is_burst});
    return is_burst;
}

void RatingFilterV1::count(const RatingRecord& record, bool added) {
    const auto add = [added](std::uint64_t& figure) { added ? ++figure : --figure; };
    add(record.origin == RatingOrigin::open ? totals_.counted_open : totals_.counted_asked);
    // A value that no enumerator has comes from a damaged record.
    add(totals_.counted_by_channel[std::min(static_cast<std::size_t>(record.channel), rating_channels - 1)]);
    add(totals_.scales[record.levels].levels[record.level - 1]);
}

StatResult<RatingFilterResultV1> filter_ratings_v1(std::span<const RatingRecord> records,
                                                   const RatingFilterOptionsV1& options) {
    auto filter = RatingFilterV1::make(options);
    if (!filter) {
        return fail(filter.error());
    }
    RatingFilterResultV1 result;
    result.options = options;
    result.fates.reserve(records.size());
    for (RatingRecord record : records) {
        record.id = result.fates.size();
        const auto step = filter->note(record);
        result.fates.push_back(step.fate);
        for (const RatingRecord& withdrawn : step.withdrawn) {
            result.fates[withdrawn.id] = RatingFate::burst;
        }
    }
    result.totals = filter->totals();
    return result;
}

}  // namespace jiaohao::stats
