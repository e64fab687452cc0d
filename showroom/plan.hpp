// What people will do in a simulated day: who takes a ticket when, which counter calls when, who does not
// come, who rates how. Pure: the same day, seed and rules give the same plan.
//
// Stated distribution: a service lasts 30 s + lognormal-like spread around the queue's own pace, cut to end 5
// s before that counter's next call so that a rating can be asked for; 3 % do not come; 60 % of those asked
// rate, in the four-face proportions 62/25/8/5 from best to worst.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "showroom/replay_file.hpp"

namespace jiaohao::showroom {

struct PlannedCounter {
    /// "c01"...
    std::string id;
    std::string label;
    std::string service;
    std::uint32_t handset_address = 0;
    std::uint32_t pad_address = 0;
};

struct PlannedService {
    std::string id;
    std::string letter;
    /// What its numbers begin with: the letter where no other queue has it.
    std::string prefix;
    /// The recorded queue it stands for.
    std::string queue;
    std::uint32_t counters = 1;
    std::uint32_t tickets = 0;
};

struct PlannedIssue {
    double at_min = 0;
    std::string service;
    std::string reference;
};

/// One turn of a counter: call at `call_min`, then either nobody comes or a service, then perhaps a rating.
struct PlannedTurn {
    double call_min = 0;
    /// The how-many-eth call of its service (from 1): it can only be made when so many tickets were issued.
    std::uint32_t nth_of_service = 0;
    bool no_show = false;
    /// When the clerk presses "ask for rating" (or "no-show"); none: the next call implies the end.
    std::optional<double> finish_min;
    /// Key of the pad (0 best .. 3 worst) pressed `rate_after_s` after being asked; none: does not rate.
    std::optional<std::uint32_t> rating_key;
    double rate_after_s = 2;
};

struct DayPlan {
    std::string hall;
    std::string date;
    double first_min = 0;
    double last_min = 0;
    std::vector<PlannedService> services;
    std::vector<PlannedCounter> counters;
    std::vector<PlannedIssue> issues;
    /// By counter id, in order of time.
    std::map<std::string, std::vector<PlannedTurn>> turns;
    std::uint32_t no_shows = 0;
};

/// Fails when the day needs more than 100 counters (addresses of one line) or a queue has more than 999
/// tickets.
[[nodiscard]] Result<DayPlan, std::string> make_plan(const RecordedDay& day, std::uint64_t seed);

}  // namespace jiaohao::showroom
