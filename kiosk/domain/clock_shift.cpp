// SPDX-License-Identifier: Apache-2.0
#include "kiosk/domain/clock_shift.hpp"

#include "kiosk/domain/lookup.hpp"

namespace jiaohao::domain::changes {
namespace {

/// The clock is looked at a moment after the last thing that it told.
constexpr Milliseconds slack{1000};

}  // namespace

ClockShift::ClockShift(const ClockAdjusted& event)
    : by_(sane(event.to) - sane(event.from)), until_(sane(event.from)), first_(event.first) {
    if (event.since) {
        since_ = sane(*event.since);
    }
}

bool ClockShift::told(WallTime at) const {
    return !since_ || (at >= *since_ && at - until_ <= slack);
}

bool ClockShift::is_older(const Stand& stand, const TicketId& ticket) const {
    const Envelope& here = stand.envelope;
    return first_ && ticket.terminal == here.terminal && (ticket.epoch != here.epoch || ticket.seq < *first_);
}

WallTime ClockShift::shifted(WallTime at) const {
    return sane(at + by_);
}

void ClockShift::move(WallTime& at) const {
    at = told(at) ? shifted(at) : at;
}

void ClockShift::move(std::optional<WallTime>& at) const {
    move_if(told(at), at);
}

void ClockShift::move_if(bool told, std::optional<WallTime>& at) const {
    if (at && (told || !since_)) {
        at = shifted(*at);
    }
}

}  // namespace jiaohao::domain::changes
