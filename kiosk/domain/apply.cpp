// SPDX-License-Identifier: Apache-2.0
#include "kiosk/domain/apply.hpp"

#include "kiosk/domain/decide.hpp"
#include "kiosk/domain/figures.hpp"
#include "kiosk/domain/lookup.hpp"

namespace jiaohao::domain {
namespace {

template <class One>
constexpr bool is_work = std::is_same_v<One, DayOpened> || std::is_same_v<One, TicketIssued> ||
                         std::is_same_v<One, TicketCalled> || std::is_same_v<One, TicketResumed> ||
                         std::is_same_v<One, ServingStarted> || std::is_same_v<One, ServingFinished>;

}  // namespace

void apply(HallState& state, const RecordedEvent& recorded) {
    const changes::Stand stand{recorded.envelope, sane(recorded.envelope.at)};
    const auto left = figures::holder(state, recorded.event);
    figures::before(state, stand, recorded.event);
    std::visit(
        [&]<class One>(const One& event) {
            changes::apply_on(state, stand, event);
            if constexpr (is_work<One>) {
                state.last_work_at = stand.at;
            }
        },
        recorded.event);
    figures::after(state, stand, recorded.event, left);
    state.epoch = recorded.envelope.epoch;
    state.seq = recorded.envelope.seq;
    state.last_at = stand.at;
}

}  // namespace jiaohao::domain
