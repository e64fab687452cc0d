// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/replay_calls.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace jiaohao::bench {
namespace {

constexpr double ms_per_min = 60'000.0;
/// A priority customer counts as having come this much earlier.
constexpr std::int64_t priority_ms = 90'000;
/// A clerk between two calls is still at work; one who took none for so long has gone.
constexpr std::int64_t between_calls_ms = 300'000;

/// Mean service as logged, for QL.
constexpr double first_service_min = 3.0;
constexpr double service_gain = 0.002;

enum class What : std::uint8_t { freed, left, started, joined };

struct Step {
    std::int64_t at_ms;
    What what;
    std::size_t call;
    auto order() const { return std::tie(at_ms, what, call); }
};

std::vector<Step> steps_of(const std::vector<CallRecord>& calls) {
    std::vector<Step> steps;
    for (std::size_t i = 0; i < calls.size(); ++i) {
        const CallRecord& call = calls[i];
        if (call.left_ms > call.queued_ms) {
            steps.push_back({call.queued_ms, What::joined, i});
            steps.push_back({call.left_ms, What::left, i});
        }
        if (call.end_ms > call.start_ms) {
            steps.push_back({call.start_ms, What::started, i});
            steps.push_back({call.end_ms, What::freed, i});
        }
    }
    std::ranges::sort(steps, [](const Step& a, const Step& b) { return a.order() < b.order(); });
    return steps;
}

struct Waiting {
    stats::WaitFeatures features;
    Told told{};
};

class Pool {
  public:
    explicit Pool(const std::vector<CallRecord>& calls) : calls_(calls) {}

    std::vector<CallOutcome> run() {
        for (const Step& step : steps_of(calls_)) {
            const CallRecord& call = calls_[step.call];
            if (call.day > day_) {
                day_ = call.day;
                stats::start_day(line_);
            }
            take(step, call);
        }
        return std::move(outcomes_);
    }

  private:
    void take(const Step& step, const CallRecord& call) {
        switch (step.what) {
            case What::joined:
                joined(step.call, call);
                return;
            case What::left:
                left(step.call, call);
                return;
            case What::started:
                clerks_[call.clerk] = {true, call.start_ms};
                if (call.left_ms <= call.queued_ms) {
                    stats::note_pace(line_, call.start_ms, clerks(call.start_ms), false);
                }
                return;
            case What::freed:
                clerks_[call.clerk] = {false, call.end_ms};
                served(static_cast<double>(call.end_ms - call.start_ms) / ms_per_min);
                return;
        }
    }

    void served(double minutes) { service_min_ += service_gain * (minutes - service_min_); }

    static std::int64_t place_of(const CallRecord& call) {
        return call.queued_ms - (call.priority ? priority_ms : 0);
    }

    std::uint32_t clerks(std::int64_t now_ms) {
        std::erase_if(clerks_, [&](const auto& one) {
            return !one.second.first && now_ms - one.second.second > between_calls_ms;
        });
        return static_cast<std::uint32_t>(clerks_.size());
    }

    void joined(std::size_t index, const CallRecord& call) {
        const auto place = waiting_.emplace(place_of(call), index).first;
        stats::WaitMoment moment;
        moment.at_ms = call.queued_ms;
        moment.ahead = static_cast<std::uint32_t>(std::distance(waiting_.begin(), place));
        moment.counters = clerks(call.queued_ms);
        moment.priority = call.priority;
        if (waiting_.size() > 1) {
            const auto first = place == waiting_.begin() ? std::next(place) : waiting_.begin();
            moment.head_waited =
                static_cast<double>(call.queued_ms - calls_[first->second].queued_ms) / ms_per_min;
        }
        Waiting& one = told_[index];
        one.features = stats::features(line_, moment, stats::phone_scale);
        one.told = rivals_.tell(line_, moment, stats::phone_scale, service_min_, -1);
        one.told.back() = stats::predict(estimator_, one.features, stats::phone_scale);
    }

    void left(std::size_t index, const CallRecord& call) {
        waiting_.erase({place_of(call), index});
        const auto found = told_.find(index);
        const Waiting one = found->second;
        told_.erase(found);
        if (!call.served) {
            return;
        }
        const double wait = static_cast<double>(call.left_ms - call.queued_ms) / ms_per_min;
        rivals_.score(one.features.ahead, one.told, wait, stats::phone_scale);
        stats::observe_called(estimator_, one.features, one.told.back().p50, wait, stats::phone_scale);
        stats::note_call(line_, {wait, call.queued_ms, call.left_ms, clerks(call.left_ms), !waiting_.empty()},
                         stats::phone_scale);
        outcomes_.push_back({call.day, wait, one.told});
    }

    const std::vector<CallRecord>& calls_;
    std::int64_t day_ = 0;
    stats::LineWaits line_ = stats::fresh_line(stats::phone_scale);
    stats::WaitEstimator estimator_ = stats::fresh_estimator();
    Rivals rivals_;
    double service_min_ = first_service_min;
    std::set<std::pair<std::int64_t, std::size_t>> waiting_;
    std::map<std::size_t, Waiting> told_;
    /// Busy, and since when or until when.
    std::map<std::string, std::pair<bool, std::int64_t>> clerks_;
    std::vector<CallOutcome> outcomes_;
};

}  // namespace

std::vector<CallOutcome> replay(const std::vector<CallRecord>& calls) {
    return Pool(calls).run();
}

}  // namespace jiaohao::bench
