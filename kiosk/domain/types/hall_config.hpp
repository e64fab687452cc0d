// The part of the configuration that decisions depend on. A value: built and checked by kiosk/config, then
// fixed.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
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

/// Local time of day; `to` may be 24 h.
struct OpenSpan {
    std::chrono::minutes from{};
    std::chrono::minutes to{};
    friend bool operator==(const OpenSpan&, const OpenSpan&) = default;
};
/// In order, never overlapping; a day without any is closed.
using OpenSpans = std::vector<OpenSpan>;
/// Monday first. What lies between two spans of a day is a break.
using WeekHours = std::array<OpenSpans, 7>;

/// A date with hours of its own, for every service: closed when there are none.
struct Holiday {
    BusinessDay date{};
    OwnText name;
    OpenSpans hours;
};

struct ServiceConfig {
    ServiceId id;
    OwnText name;
    /// Empty or the id of a category that groups services on the touch screen.
    std::string category;
    RangeId range;
    /// First guess of one service, used until the hall has learnt better.
    std::chrono::seconds typical_service{300};
    /// None: the hall's.
    std::optional<WeekHours> hours{};
    /// Tickets a day; 0: no limit.
    std::uint32_t day_limit = 0;
    /// The last ticket is given so long before the day's last hours end ...
    std::chrono::minutes last_ticket{};
    /// ... and while whoever takes one is almost surely called before they end.
    bool last_ticket_by_wait = false;
    ClosingRule at_closing = ClosingRule::serve;
};

struct CategoryConfig {
    std::string id;
    OwnText name;
    /// Empty: at the top.
    std::string parent{};
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
    /// Its next customer is called by the hall when it has nobody.
    bool auto_call = false;
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

struct HoursConfig {
    /// Of services without hours of their own; none: open while the day is open.
    std::optional<WeekHours> week{};
    std::vector<Holiday> holidays{};
    /// Local times at which the day opens and closes by itself; none: by hand.
    std::optional<std::chrono::minutes> day_opens{};
    std::optional<std::chrono::minutes> day_closes{};
};

struct ParkConfig {
    /// How long a ticket is parked when nobody says; 0: until somebody resumes it.
    std::chrono::minutes usual{};
    std::chrono::minutes longest{120};
};

struct CallingConfig {
    /// A ticket that was called so often is a no-show when it is called again; 0: only by hand.
    std::uint32_t no_show_after_calls = 0;
    /// What a counter is given to finish up after a customer.
    std::chrono::seconds wrap_up{};
    /// A counter with auto_call that has nobody waits so long before the hall calls for it.
    std::chrono::seconds auto_call_after{3};
    /// A ticket that nobody called expires; 0: with the day.
    std::chrono::minutes expire_after{};
    /// Services of one visit.
    std::uint32_t longest_journey = 8;
};

/// Something the duty manager may tell a counter.
struct MessageConfig {
    std::string code;
    OwnText text;
    bool operator==(const MessageConfig&) const = default;
};

struct AppointmentConfig {
    /// Whoever comes earlier is asked to come back.
    std::chrono::minutes earliest{60};
    /// Whoever comes later is late.
    std::chrono::minutes latest{15};
    LateRule late = LateRule::as_walk_in;
    std::uint32_t most = 5000;
};

/// Offered for `services` (none: for all) while the expected wait is `from_wait` or longer, in `hours` (none: always).
struct DiversionConfig {
    DiversionId id;
    DiversionTarget target{};
    std::vector<ServiceId> services;
    /// Where target is `service`.
    std::optional<ServiceId> to_service{};
    std::chrono::minutes from_wait{};
    /// What it takes there, so that the saving can be told; of a service its own expected wait is taken.
    std::chrono::minutes takes{};
    OpenSpans hours{};
    OwnText text;
};

/// What the hall wants to reach, and what of it fails is told at once.
struct TargetConfig {
    /// `share` of those called waited no longer than `wait`.
    std::chrono::minutes wait{10};
    double share = 0.8;
    /// An alert for a customer who waits longer; 0: none.
    std::chrono::minutes alert_wait{30};
    /// An alert for a rating at this level or worse; 0: none.
    std::uint32_t alert_level = 2;
    /// An alert for people who have waited so long where no counter is open that may call them; 0: none.
    std::chrono::minutes alert_no_counter{10};
    /// An alert when no more than this many of a hundred numbers of a range are left today; 0: none.
    std::uint32_t alert_numbers_percent = 5;
};

/// A further ticket terminal with a journal of its own. `lease`: numbers of each range that it is lent at a time.
struct SatelliteConfig {
    TerminalId terminal;
    std::uint32_t lease = 50;
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
    HoursConfig hours;
    ParkConfig park;
    CallingConfig calling;
    std::vector<MessageConfig> messages;
    AppointmentConfig appointments;
    std::vector<DiversionConfig> diversions;
    /// Why somebody came who took no ticket ("visit.<purpose>" in the catalogue).
    std::vector<std::string> visit_purposes{"question", "guidance", "trial", "pick_up", "complaint", "other"};
    TargetConfig targets;
    /// Of a hall that owns its queue.
    std::vector<SatelliteConfig> satellites;
    /// This terminal is a satellite: it gives the numbers that its owner lent it, and keeps every ticket until the owner
    /// has it.
    bool satellite = false;
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
    [[nodiscard]] const SatelliteConfig* satellite_at(const TerminalId& terminal) const;
    [[nodiscard]] const DiversionConfig* diversion(const DiversionId& id) const;
};

/// "A027": prefix and ordinal padded to the width of the range's last number.
[[nodiscard]] std::string format_number(const NumberRange& range, std::uint32_t ordinal);

}  // namespace jiaohao::domain
