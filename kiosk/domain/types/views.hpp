// What screens, pages and tools see of the hall: rows by id. A row in a delta replaces the row with that id.
// Codes and numbers only; words come from the catalogue and from OwnText.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/domain/types/events.hpp"
#include "kiosk/domain/types/hall_config.hpp"

namespace jiaohao::domain {

/// How true the waits told today were, of tickets called since the day opened.
struct PromisesView {
    std::uint32_t n{};
    /// Mean of |wait - p50|.
    std::chrono::seconds mean_error{};
    std::uint32_t within_p90{};
    /// Waited longer than the rounded figure.
    std::uint32_t longer_than_told{};
    bool operator==(const PromisesView&) const = default;
};

struct ServiceView {
    ServiceId id;
    OwnText name;
    std::string category;
    bool open{};
    std::uint32_t waiting{};
    /// Counters open that may call it.
    std::uint32_t counters_open{};
    /// When the one who waits longest took the ticket.
    std::optional<WallTime> oldest_issued_at;
    /// What a customer who took a ticket now would be told.
    std::optional<ExpectedWait> expected;
    /// None before the first call of a day. For managers.
    std::optional<PromisesView> promises;
    /// What a customer who asked for a ticket now would be refused with, besides what HallRow says.
    std::optional<RefusalCode> refused{};
    /// Local times of today, "HH:MM": when its hours begin next while it is closed by them, and when the last of them end.
    std::string opens{};
    std::string closes{};
    std::uint32_t issued{};
    /// 0: none.
    std::uint32_t day_limit{};
    /// Who waits when the day closes waits on the next one.
    bool keeps{};
    bool operator==(const ServiceView&) const = default;
};

struct TicketView {
    TicketId id;
    std::string number;
    ServiceId service;
    CustomerClass customer_class{};
    TicketStatus status{};
    WallTime issued_at{};
    std::optional<CounterId> counter;
    std::optional<WallTime> called_at;
    std::uint32_t recalls{};
    std::string language;
    /// Sent to this counter or clerk.
    std::optional<CounterId> to_counter;
    std::optional<ClerkId> to_clerk;
    /// Of an appointment: its time.
    std::optional<WallTime> due_at;
    /// Services that come after this one.
    std::vector<ServiceId> then{};
    /// While parked: when it goes back into line by itself.
    std::optional<WallTime> parked_until{};
    /// Of a no-show: until then it may come back into its line.
    std::optional<WallTime> return_until{};
    std::optional<AppointmentId> appointment{};
    /// "printing", "printed", "not_printed", "unknown", "screen"
    std::string paper;
    bool operator==(const TicketView&) const = default;
};

/// Unread. `text` is the hall's own; empty: "message.<code>" of the catalogue.
struct MessageView {
    MessageId id;
    std::string code;
    OwnText text;
    WallTime at{};
    bool operator==(const MessageView&) const = default;
};

struct CounterView {
    CounterId id;
    std::string label;
    CounterStatus status{};
    std::string pause_reason;
    std::optional<ClerkId> clerk;
    std::vector<ServiceId> services;
    /// Services that it helps out with when nobody waits for its own.
    std::vector<ServiceId> also{};
    /// The ticket being called or served here.
    std::optional<TicketView> ticket;
    /// A rating is asked for at this counter, for this ticket. Whether it was pressed is not shown here.
    std::optional<TicketId> rating;
    /// Those it may call: for its own services, or sent here. Not those sent to somebody else who is there.
    std::uint32_t waiting{};
    /// Those it may call for the services it helps out with.
    std::uint32_t waiting_also{};
    /// Parked here, oldest first.
    std::vector<TicketId> parked{};
    std::vector<MessageView> messages{};
    /// Finishing up after the last customer until then, unless the clerk is ready earlier.
    std::optional<WallTime> wrap_up_until{};
    /// Open and has nobody since then.
    std::optional<WallTime> idle_since{};
    bool auto_call{};
    bool operator==(const CounterView&) const = default;
};

/// One line of the hall display.
struct CallView {
    TicketId ticket;
    std::string number;
    CounterId counter;
    std::string counter_label;
    WallTime at{};
    /// 0 for the call itself, n for the n-th recall.
    std::uint32_t recall{};
    bool operator==(const CallView&) const = default;
};

struct DeviceView {
    DeviceId id;
    DeviceKind kind{};
    DeviceState state{};
    std::string fault;
    WallTime since{};
    bool operator==(const DeviceView&) const = default;
};

/// Alerts about what a customer said of a clerk have ids that begin with this; they are for managers alone, whatever
/// shows only the id of an alert included.
inline constexpr std::string_view private_alerts = "rating-";

struct AlertView {
    AlertId id;
    std::string code;
    std::string subject;
    std::map<std::string, std::string> params;
    WallTime at{};
    std::optional<WallTime> acknowledged_at{};
    bool operator==(const AlertView&) const = default;
};

/// What became of the offers of one rule, of the open or last opened day.
struct DiversionView {
    DiversionId id;
    DiversionTarget target{};
    OwnText text;
    std::uint32_t offered{};
    std::uint32_t taken{};
    std::chrono::minutes saving_offered{};
    std::chrono::minutes saving_taken{};
    bool operator==(const DiversionView&) const = default;
};

/// Everybody who was asked what they came for, each once: those shown offers, those given a ticket without, and visits
/// that needed none.
struct VisitorsView {
    std::uint32_t asked{};
    std::uint32_t showings{};
    std::uint32_t tickets{};
    /// Tickets of those who had been shown offers.
    std::uint32_t after_offers{};
    std::map<std::string, std::uint32_t> visits;
    bool operator==(const VisitorsView&) const = default;
};

struct HallRow {
    HallId hall;
    OwnText name;
    std::optional<BusinessDay> day;
    bool day_open{};
    /// Whether tickets can be given now, else the refusal that a customer would meet.
    std::optional<RefusalCode> tickets_refused;
    /// Whether a paper would come out now.
    bool paper{};
    RatingScale scale{};
    std::uint32_t rating_seconds{};
    std::vector<std::string> reasons;
    /// Why a clerk may say that a ticket was picked out of turn.
    std::vector<std::string> pick_reasons;
    bool pick_reason_needed{};
    std::vector<std::string> languages;
    /// What the duty manager may tell a counter.
    std::vector<MessageConfig> messages{};
    /// Minutes: how long a ticket is parked when nobody says (0: until somebody resumes it), and at most.
    std::uint32_t park_usual_min{};
    std::uint32_t park_longest_min{};
    std::vector<std::string> visit_purposes{};
    /// Whether there is anything to check in for today.
    bool appointments{};
    /// A satellite whose owner is away: how many wait and how long is not known here, and only tickets are given.
    bool alone{};
    /// Services that one visit may have; 0: not told, by an older hall.
    std::uint32_t longest_journey{};
    bool operator==(const HallRow&) const = default;
};

/// A snapshot holds every row; a delta only those that changed.
struct HallView {
    std::optional<HallRow> hall;
    std::vector<CategoryConfig> categories;
    std::vector<ServiceView> services;
    std::vector<CounterView> counters;
    /// Tickets that wait, are called, served or parked, and no-shows who may still come back.
    std::vector<TicketView> tickets;
    std::vector<TicketId> tickets_gone;
    /// Newest first, at most 12 in a snapshot.
    std::vector<CallView> calls;
    std::vector<DeviceView> devices;
    std::vector<AlertView> alerts;
    std::vector<AlertId> alerts_gone;
    /// For managers.
    std::vector<DiversionView> diversions{};
    std::optional<VisitorsView> visitors{};
};

}  // namespace jiaohao::domain
