// Why a figure cannot be computed.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include "kiosk/base/result.hpp"

namespace jiaohao::stats {

struct StatError {
    enum class Code : std::uint8_t {
        /// `what` is not a number, or outside the range its function states.
        out_of_range,
        /// More work comes in than can be done: the queue grows without end and has no steady figures.
        overloaded,
        /// Within the ranges, but no answer exists (a goal that no number of counters reaches, no groups).
        no_answer,
    };
    Code code{};
    /// Name of the argument.
    std::string_view what;
    friend bool operator==(const StatError&, const StatError&) = default;
};

template <class T>
using StatResult = Result<T, StatError>;

[[nodiscard]] inline auto out_of_range(std::string_view what) {
    return fail(StatError{StatError::Code::out_of_range, what});
}

/// False for what is not a number.
[[nodiscard]] constexpr bool between(double value, double least, double most) {
    return value >= least && value <= most;
}

}  // namespace jiaohao::stats
