// SPDX-License-Identifier: Apache-2.0
#include "headoffice/feeds/rating_fates.hpp"

#include "kiosk/domain/rating_records.hpp"

namespace jiaohao::headoffice::feeds {
namespace {

domain::TicketId identity(const domain::Envelope& event) {
    return {.terminal = event.terminal, .epoch = event.epoch, .seq = event.seq};
}

}  // namespace

void RatingFates::note(const domain::RecordedEvent& event) {
    auto record = domain::rating_record(event);
    if (!record) {
        return;
    }
    record->id = fates_.size();
    const auto step = filters_[event.envelope.terminal].note(*record);
    places_[identity(event.envelope)] = fates_.size();
    fates_.push_back(step.fate);
    for (const auto& withdrawn : step.withdrawn) {
        fates_.at(withdrawn.id) = stats::RatingFate::burst;
    }
}

std::optional<stats::RatingFate> RatingFates::of(const domain::Envelope& event) const {
    const auto found = places_.find(identity(event));
    return found == places_.end() ? std::nullopt : std::optional(fates_.at(found->second));
}

}  // namespace jiaohao::headoffice::feeds
