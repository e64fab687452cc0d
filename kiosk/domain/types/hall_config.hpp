// The part of the configuration that decisions depend on. A value: built and checked by kiosk/config, then
// fixed.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/domain/types/enums.hpp"
#include "kiosk/domain/types/ids.hpp"

namespace jiaohao::domain {

/// Text that the hall's owner wrote, by language ("zh_CN", "en").
using OwnText = std::map<std::string, std::string>;

/// Numbers of one range look like prefix + ordinal padded to the width of `last` ("A" 1..999 -> "A027").
struct NumberRange {
    RangeId id;
    std::string prefix;
    std::uint32_t first = 1;
    std::uint32_t last = 999;
};

struct ServiceConfig {
    ServiceId id;
    OwnText name;
    /// Empty or the id of a category that groups services on the touch screen.
    std::string category;
    RangeId range;
    /// First guess of one service, used until the hall has learnt better.
    std::chrono::seconds typical_service{300};
};

struct CategoryConfig {
    std::string id;
    OwnText name;
};

struct CounterConfig {
    CounterId id;
    /// What displays and voice say ("3").
    std::string label;
    /// Services it may call. The one who waited longest over all of them is next.
    std::vector<ServiceId> services;
    /// Where the transfer key of its handset sends a customer; none: the key is refused.
    std::optional<ServiceId> transfer_to;
    /// Whether it takes calls without a signed-in clerk (handset only). Its clerk is then unknown.
    bool handset_only = false;
    /// Services it helps out with: called while nobody waits for its own, or when they have been passed over enough.
    std::vector<ServiceId> also{};
};

struct ClerkConfig {
    ClerkId id;
    OwnText name;
};

struct RatingConfig {
    RatingScale scale = RatingScale::four_faces;
    std::uint32_t label_set = 1;
    std::chrono::seconds time_out{30};
    /// Catalogue ids offered after a bad rating ("reason.<code>").
    std::vector<std::string> reasons;
};

/// As many as a line remembers (state.hpp).
inline constexpr std::uint32_t most_overtakes_allowed = 100;

/// In which order tickets are called; order.hpp says how.
struct OrderConfig {
    /// Classes that go before the others, the first one first. The rest are called as they came.
    std::vector<CustomerClass> first{CustomerClass::appointment, CustomerClass::vip, CustomerClass::priority,
                                     CustomerClass::group};
    /// After so many calls that passed over a line in a row, that line has its turn.
    std::uint32_t turn_after = 3;
    /// Nobody is passed over more often, or for longer.
    std::uint32_t most_overtakes = 10;
    std::chrono::seconds longest_overtaken{1800};
    /// What a clerk may say why a ticket was picked out of turn ("pick.<code>" in the catalogue).
    std::vector<std::string> pick_reasons{"unwell", "short_question", "came_back", "with_another", "manager"};
    bool pick_reason_needed = false;
};

struct HallConfig {
    HallId hall;
    OwnText name;
    std::vector<NumberRange> ranges;
    std::vector<CategoryConfig> categories;
    std::vector<ServiceConfig> services;
    std::vector<CounterConfig> counters;
    std::vector<ClerkConfig> clerks;
    RatingConfig rating;
    OrderConfig order;
    std::uint32_t most_recalls = 3;
    std::uint32_t most_reprints = 3;
    /// How long after a no-show a customer may return.
    std::chrono::seconds return_grace{1800};
    /// "zh_CN", "en": what screens and tickets offer, first one default.
    std::vector<std::string> languages{"zh_CN", "en"};
    /// The same press reported again within this time of a call is that call again (see
    /// HallState::CounterState).
    std::chrono::seconds call_confirm_window{20};

    [[nodiscard]] const ServiceConfig* service(const ServiceId& id) const;
    [[nodiscard]] const CounterConfig* counter(const CounterId& id) const;
    [[nodiscard]] const ClerkConfig* clerk(const ClerkId& id) const;
    [[nodiscard]] const NumberRange* range(const RangeId& id) const;
};

/// "A027": prefix and ordinal padded to the width of the range's last number.
[[nodiscard]] std::string format_number(const NumberRange& range, std::uint32_t ordinal);

}  // namespace jiaohao::domain
