// SPDX-License-Identifier: Apache-2.0
#include "kiosk/satellite/follow.hpp"

#include <algorithm>

namespace jiaohao::satellite {
namespace {

const std::map<domain::RangeId, domain::NumberBlock>* leases_of(const domain::HallState& own,
                                                                const domain::TerminalId& terminal) {
    const auto found = own.leases.find(terminal);
    return found == own.leases.end() ? nullptr : &found->second;
}

std::uint32_t spent_of(const domain::HallState& own, const domain::RangeId& range) {
    const auto found = own.last_ordinal.find(range);
    return found == own.last_ordinal.end() ? 0 : found->second;
}

/// Both days are known.
std::optional<domain::Command> follow_day(const domain::HallRow& owner, const domain::HallState& own,
                                          std::optional<domain::BusinessDay> today, std::size_t held) {
    const bool behind = own.day && *own.day < *owner.day;
    // A wrong clock had opened a day that lies ahead here.
    const bool astray = own.day && *owner.day < *own.day && today == owner.day;
    if (own.day_open) {
        const bool over = own.day == owner.day && !owner.day_open;
        const bool other = owner.day_open && (behind || astray);
        if ((over && held == 0) || other) {
            return domain::Command(domain::CloseDay{});
        }
        return std::nullopt;
    }
    // Closed by mistake and opened again there: it goes on here, too.
    const bool again = own.day == owner.day && today == owner.day;
    const bool next = !own.day || behind || astray || again;
    return owner.day_open && next ? std::optional<domain::Command>(domain::OpenDay{*owner.day})
                                  : std::nullopt;
}

}  // namespace

std::optional<domain::Command> next_to_follow(const domain::HallView& owner, const domain::HallState& own,
                                              const domain::HallConfig& config,
                                              std::optional<domain::BusinessDay> today, std::size_t held) {
    if (!owner.hall || !owner.hall->day) {
        return std::nullopt;
    }
    if (auto command = follow_day(*owner.hall, own, today, held)) {
        return command;
    }
    if (!own.day_open || own.day != owner.hall->day || !owner.hall->day_open) {
        return std::nullopt;
    }
    for (const domain::ServiceView& service : owner.services) {
        const auto known = own.services.find(service.id);
        const bool open = known != own.services.end() && known->second.open;
        if (config.service(service.id) == nullptr || open == service.open) {
            continue;
        }
        if (service.open) {
            return domain::Command(domain::OpenService{service.id});
        }
        return domain::Command(domain::CloseService{service.id});
    }
    return std::nullopt;
}

std::vector<domain::TakeLease> leases_wanted(const domain::HallView& owner, const domain::HallState& own,
                                             const domain::HallConfig& config,
                                             const domain::TerminalId& terminal) {
    std::vector<domain::TakeLease> wanted;
    if (!owner.hall || !owner.hall->day_open || !own.day_open || own.day != owner.hall->day) {
        return wanted;
    }
    const auto* const leases = leases_of(own, terminal);
    for (const domain::NumberRange& range : config.ranges) {
        const std::uint32_t spent = spent_of(own, range.id);
        const auto known = leases == nullptr ? decltype(leases->end()){} : leases->find(range.id);
        if (leases == nullptr || known == leases->end()) {
            wanted.push_back({terminal, range.id, spent, own.epoch});
            continue;
        }
        const domain::NumberBlock& block = known->second;
        const std::uint32_t half = block.first + (block.last - block.first) / 2;
        if (spent >= half) {
            wanted.push_back({terminal, range.id, spent, own.epoch});
        }
    }
    return wanted;
}

std::uint64_t numbers_left(const domain::HallState& own, const domain::TerminalId& terminal,
                           const domain::RangeId& range) {
    const auto* const leases = leases_of(own, terminal);
    const auto known = leases == nullptr ? decltype(leases->end()){} : leases->find(range);
    if (leases == nullptr || known == leases->end()) {
        return 0;
    }
    const std::uint32_t next = std::max(spent_of(own, range) + 1, known->second.first);
    return next > known->second.last ? 0 : known->second.last - next + 1;
}

std::uint64_t numbers_left(const domain::HallState& own, const domain::TerminalId& terminal) {
    std::uint64_t left = 0;
    if (const auto* const leases = leases_of(own, terminal)) {
        for (const auto& [range, block] : *leases) {
            left += numbers_left(own, terminal, range);
        }
    }
    return left;
}

}  // namespace jiaohao::satellite
