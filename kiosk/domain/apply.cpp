// SPDX-License-Identifier: Apache-2.0
#include "kiosk/domain/apply.hpp"

#include "kiosk/domain/decide.hpp"
#include "kiosk/domain/figures.hpp"
#include "kiosk/domain/lookup.hpp"

namespace jiaohao::domain {

void apply(HallState& state, const RecordedEvent& recorded) {
    const changes::Stand stand{recorded.envelope, sane(recorded.envelope.at)};
    figures::before(state, stand, recorded.event);
    std::visit([&](const auto& event) { changes::apply_on(state, stand, event); }, recorded.event);
    figures::after(state, stand, recorded.event);
    state.epoch = recorded.envelope.epoch;
    state.seq = recorded.envelope.seq;
    state.last_at = stand.at;
}

}  // namespace jiaohao::domain
