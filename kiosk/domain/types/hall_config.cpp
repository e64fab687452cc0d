// SPDX-License-Identifier: Apache-2.0
#include "kiosk/domain/types/hall_config.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace jiaohao::domain {
namespace {

/// Linear: a hall has tens of rows, and a vector keeps the owner's order.
template <class Row, class Id>
const Row* find_row(const std::vector<Row>& rows, const Id& id) {
    const auto found = std::ranges::find(rows, id, &Row::id);
    return found == rows.end() ? nullptr : &*found;
}

}  // namespace

const ServiceConfig* HallConfig::service(const ServiceId& id) const {
    return find_row(services, id);
}
const CounterConfig* HallConfig::counter(const CounterId& id) const {
    return find_row(counters, id);
}
const ClerkConfig* HallConfig::clerk(const ClerkId& id) const {
    return find_row(clerks, id);
}
const NumberRange* HallConfig::range(const RangeId& id) const {
    return find_row(ranges, id);
}
const SatelliteConfig* HallConfig::satellite_at(const TerminalId& terminal) const {
    const auto found = std::ranges::find(satellites, terminal, &SatelliteConfig::terminal);
    return found == satellites.end() ? nullptr : &*found;
}

const DiversionConfig* HallConfig::diversion(const DiversionId& id) const {
    return find_row(diversions, id);
}

std::string format_number(const NumberRange& range, std::uint32_t ordinal) {
    return fmt::format("{}{:0{}}", range.prefix, ordinal, fmt::formatted_size("{}", range.last));
}

}  // namespace jiaohao::domain
