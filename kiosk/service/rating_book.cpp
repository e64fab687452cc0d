// SPDX-License-Identifier: Apache-2.0
#include "kiosk/service/rating_book.hpp"

#include <fmt/format.h>

#include <optional>

namespace jiaohao::service {
namespace {

using namespace domain;  // NOLINT(google-build-using-namespace)
using stats::RatingChannel;
using stats::RatingOrigin;
using stats::RatingRecord;

RatingChannel channel_of(Channel channel) {
    switch (channel) {
        case Channel::pad:
            return RatingChannel::pad;
        case Channel::touch:
            return RatingChannel::screen;
        case Channel::page:
            return RatingChannel::page;
        default:
            return RatingChannel::other;
    }
}

std::optional<RatingRecord> record_of(const RatingRequested& event) {
    RatingRecord record;
    record.pad = event.counter.get();
    record.ticket = to_string(event.ticket);
    record.request = true;
    return record;
}

std::optional<RatingRecord> record_of(const RatingGiven& event) {
    RatingRecord record;
    record.pad = event.counter.get();
    record.ticket = to_string(event.ticket);
    record.level = event.level;
    record.levels = static_cast<std::uint32_t>(levels(event.scale));
    record.origin = RatingOrigin::asked;
    record.channel = channel_of(event.channel);
    return record;
}

/// A press that answered stands as the answer; the others were asked for by nobody.
std::optional<RatingRecord> record_of(const PressRaw& event) {
    if (event.fate == PressFate::counted) {
        return std::nullopt;
    }
    RatingRecord record;
    record.pad = event.counter ? event.counter->get() : fmt::format("{}/{}", event.line.get(), event.address);
    return record;
}

template <class Other>
std::optional<RatingRecord> record_of(const Other& /*event*/) {
    return std::nullopt;
}

}  // namespace

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
    auto record = std::visit([](const auto& event) { return record_of(event); }, recorded.event);
    if (record) {
        record->id = recorded.envelope.seq.get();
        record->at_ms = recorded.envelope.at.time_since_epoch().count();
        static_cast<void>(filter_.note(*record));
    }
}

}  // namespace jiaohao::service
