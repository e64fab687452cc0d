// SPDX-License-Identifier: Apache-2.0
#include "kiosk/domain/rating_records.hpp"

#include <fmt/format.h>

namespace jiaohao::domain {
namespace {

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

std::optional<RatingRecord> rating_record(const RecordedEvent& recorded) {
    auto record = std::visit([](const auto& event) { return record_of(event); }, recorded.event);
    if (record) {
        record->id = recorded.envelope.seq.get();
        record->at_ms = recorded.envelope.at.time_since_epoch().count();
    }
    return record;
}

}  // namespace jiaohao::domain
