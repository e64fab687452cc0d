// SPDX-License-Identifier: Apache-2.0
#include "kiosk/service/rating_book.hpp"

#include "kiosk/domain/rating_records.hpp"

namespace jiaohao::service {
using namespace domain;  // NOLINT(google-build-using-namespace)

void RatingBook::turn_to(const HallState& state) {
    // A day that was opened in an earlier epoch: of this one all is of the day.
    const DayFigures& day = state.figures;
    const Seq began = day.opened_epoch == state.epoch && day.opened_seq > Seq{} ? day.opened_seq : Seq{1};
    if (epoch_ == state.epoch && began_ == began && next_.get() <= state.seq.get() + 1) {
        return;
    }
    filter_ = {};
    epoch_ = state.epoch;
    began_ = began;
    next_ = began;
}

void RatingBook::feed(const std::vector<RecordedEvent>& events) {
    for (const RecordedEvent& recorded : events) {
        if (recorded.envelope.epoch == epoch_ && recorded.envelope.seq >= next_) {
            take(recorded);
            next_ = Seq{recorded.envelope.seq.get() + 1};
        }
    }
}

void RatingBook::take(const RecordedEvent& recorded) {
    if (const auto record = rating_record(recorded)) {
        static_cast<void>(filter_.note(*record));
    }
}

}  // namespace jiaohao::service
