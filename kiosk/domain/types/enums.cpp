// One table per closed list, in the order of its enumerators: code() indexes it, from_code() searches it.
// SPDX-License-Identifier: Apache-2.0
#include "kiosk/domain/types/enums.hpp"

#include <algorithm>
#include <array>

namespace jiaohao::domain {
namespace {

template <class Enum>
struct Codes;

// clang-format off
template <> struct Codes<CustomerClass> {
    static constexpr auto last = CustomerClass::appointment;
    static constexpr auto all = std::to_array<std::string_view>({
        "ordinary", "vip", "priority", "group", "appointment"});
};
template <> struct Codes<Channel> {
    static constexpr auto last = Channel::system;
    static constexpr auto all = std::to_array<std::string_view>({
        "touch", "page", "handset", "pad", "api", "system"});
};
template <> struct Codes<TicketStatus> {
    static constexpr auto last = TicketStatus::expired;
    static constexpr auto all = std::to_array<std::string_view>({
        "waiting", "called", "serving", "parked", "done", "no_show", "cancelled", "expired"});
};
template <> struct Codes<CounterStatus> {
    static constexpr auto last = CounterStatus::paused;
    static constexpr auto all = std::to_array<std::string_view>({
        "closed", "open", "paused"});
};
template <> struct Codes<CallReason> {
    static constexpr auto last = CallReason::picked;
    static constexpr auto all = std::to_array<std::string_view>({
        "longest_waiting", "class_first", "turn", "overtaken_enough", "overtaken_long", "appointment_due",
        "appointment_early", "directed", "helping", "picked"});
};
template <> struct Codes<ServingOutcome> {
    static constexpr auto last = ServingOutcome::refused;
    static constexpr auto all = std::to_array<std::string_view>({
        "served", "pending", "refused"});
};
template <> struct Codes<PrintProof> {
    static constexpr auto last = PrintProof::status_after_cut;
    static constexpr auto all = std::to_array<std::string_view>({
        "process_id", "status_after_cut"});
};
template <> struct Codes<PrintCause> {
    static constexpr auto last = PrintCause::unprintable;
    static constexpr auto all = std::to_array<std::string_view>({
        "paper_out", "cover_open", "cutter", "hardware", "overheated", "silent", "link_lost", "time_out",
        "restart", "no_printer", "queue_full", "unprintable"});
};
template <> struct Codes<RatingScale> {
    static constexpr auto last = RatingScale::five_levels;
    static constexpr auto all = std::to_array<std::string_view>({
        "four_faces", "five_levels"});
};
template <> struct Codes<RatingMissedCause> {
    static constexpr auto last = RatingMissedCause::restart;
    static constexpr auto all = std::to_array<std::string_view>({
        "time_out", "next_call", "day_closed", "restart"});
};
template <> struct Codes<PressFate> {
    static constexpr auto last = PressFate::unsolicited;
    static constexpr auto all = std::to_array<std::string_view>({
        "counted", "repeated", "unsolicited"});
};
template <> struct Codes<DeviceKind> {
    static constexpr auto last = DeviceKind::satellite;
    static constexpr auto all = std::to_array<std::string_view>({
        "printer", "handset", "pad", "display", "line", "satellite"});
};
template <> struct Codes<PaperOutcome> {
    static constexpr auto last = PaperOutcome::unknown;
    static constexpr auto all = std::to_array<std::string_view>({
        "none", "printed", "not_printed", "unknown"});
};
template <> struct Codes<DeviceState> {
    static constexpr auto last = DeviceState::lost;
    static constexpr auto all = std::to_array<std::string_view>({
        "unknown", "ready", "warning", "fault", "stale", "lost"});
};
template <> struct Codes<EpochReason> {
    static constexpr auto last = EpochReason::moved;
    static constexpr auto all = std::to_array<std::string_view>({
        "created", "damaged", "restored", "moved"});
};
template <> struct Codes<SwitchCause> {
    static constexpr auto last = SwitchCause::day;
    static constexpr auto all = std::to_array<std::string_view>({
        "hand", "schedule", "day"});
};
template <> struct Codes<ClosingRule> {
    static constexpr auto last = ClosingRule::keep;
    static constexpr auto all = std::to_array<std::string_view>({
        "serve", "expire", "keep"});
};
template <> struct Codes<ExpiryCause> {
    static constexpr auto last = ExpiryCause::waited_too_long;
    static constexpr auto all = std::to_array<std::string_view>({
        "day_closed", "service_closed", "waited_too_long"});
};
template <> struct Codes<AppointmentStatus> {
    static constexpr auto last = AppointmentStatus::cancelled;
    static constexpr auto all = std::to_array<std::string_view>({
        "expected", "arrived", "missed", "cancelled"});
};
template <> struct Codes<LateRule> {
    static constexpr auto last = LateRule::refuse;
    static constexpr auto all = std::to_array<std::string_view>({
        "keep_place", "as_walk_in", "refuse"});
};
template <> struct Codes<DiversionTarget> {
    static constexpr auto last = DiversionTarget::later;
    static constexpr auto all = std::to_array<std::string_view>({
        "self_service", "hotline", "web_hall", "app", "service", "later"});
};
template <> struct Codes<RefusalCode> {
    static constexpr auto last = RefusalCode::called_just_now;
    static constexpr auto all = std::to_array<std::string_view>({
        "day_not_open", "day_already_open", "day_in_past", "day_far_away", "service_unknown", "service_closed",
        "range_exhausted", "counter_unknown", "counter_not_open", "counter_paused", "counter_taken",
        "counter_not_serving_service", "clerk_unknown", "clerk_elsewhere", "not_signed_in", "wrong_pin",
        "locked_out", "nobody_waiting", "ticket_unknown", "ticket_not_waiting", "ticket_not_called",
        "ticket_not_here", "counter_has_no_ticket", "recall_limit", "ticket_not_parked",
        "ticket_not_returnable", "return_too_late", "rating_not_requested", "rating_already_given",
        "rating_level_invalid", "rating_reason_unknown", "print_not_pending", "reprint_limit",
        "journal_stalled", "journal_full", "journal_failed", "overloaded", "forbidden", "unknown_command",
        "bad_arguments", "too_large", "pick_reason_needed", "pick_reason_unknown", "clerk_not_here",
        "service_outside_hours", "service_day_limit", "service_ends_soon", "journey_too_long", "park_too_long",
        "appointment_unknown", "appointment_exists", "appointment_not_expected", "appointment_too_early",
        "appointment_too_late", "appointment_other_day", "appointments_full", "appointment_code_taken",
        "appointment_checked_in", "appointment_outside_booking", "diversion_unknown",
        "offer_unknown", "message_unknown", "messages_full", "alert_unknown", "owner_away", "lease_spent",
        "satellite_unknown", "number_taken", "adoption_other_day", "asking_withdrawn",
        "call_crossed", "called_just_now"});
};
// clang-format on

/// Empty for a value that is none of the list (a corrupted byte), so that nothing is ever invented.
template <class Enum>
std::string_view code_of(Enum value) {
    constexpr auto& all = Codes<Enum>::all;
    static_assert(all.size() == static_cast<std::size_t>(Codes<Enum>::last) + 1);
    const auto index = static_cast<std::size_t>(value);
    return index < all.size() ? all[index] : std::string_view{};
}

}  // namespace

std::string_view code(CustomerClass value) {
    return code_of(value);
}
std::string_view code(Channel value) {
    return code_of(value);
}
std::string_view code(TicketStatus value) {
    return code_of(value);
}
std::string_view code(CounterStatus value) {
    return code_of(value);
}
std::string_view code(CallReason value) {
    return code_of(value);
}
std::string_view code(ServingOutcome value) {
    return code_of(value);
}
std::string_view code(PrintProof value) {
    return code_of(value);
}
std::string_view code(PrintCause value) {
    return code_of(value);
}
std::string_view code(RatingScale value) {
    return code_of(value);
}
std::string_view code(RatingMissedCause value) {
    return code_of(value);
}
std::string_view code(PressFate value) {
    return code_of(value);
}
std::string_view code(PaperOutcome value) {
    return code_of(value);
}
std::string_view code(DeviceKind value) {
    return code_of(value);
}
std::string_view code(DeviceState value) {
    return code_of(value);
}
std::string_view code(EpochReason value) {
    return code_of(value);
}
std::string_view code(SwitchCause value) {
    return code_of(value);
}
std::string_view code(ClosingRule value) {
    return code_of(value);
}
std::string_view code(ExpiryCause value) {
    return code_of(value);
}
std::string_view code(AppointmentStatus value) {
    return code_of(value);
}
std::string_view code(LateRule value) {
    return code_of(value);
}
std::string_view code(DiversionTarget value) {
    return code_of(value);
}
std::string_view code(RefusalCode value) {
    return code_of(value);
}

template <class Enum>
std::optional<Enum> from_code(std::string_view text) {
    constexpr auto& all = Codes<Enum>::all;
    const auto found = std::ranges::find(all, text);
    if (found == all.end()) {
        return std::nullopt;
    }
    return static_cast<Enum>(found - all.begin());
}

template std::optional<CustomerClass> from_code<CustomerClass>(std::string_view);
template std::optional<Channel> from_code<Channel>(std::string_view);
template std::optional<TicketStatus> from_code<TicketStatus>(std::string_view);
template std::optional<CounterStatus> from_code<CounterStatus>(std::string_view);
template std::optional<CallReason> from_code<CallReason>(std::string_view);
template std::optional<ServingOutcome> from_code<ServingOutcome>(std::string_view);
template std::optional<PrintProof> from_code<PrintProof>(std::string_view);
template std::optional<PrintCause> from_code<PrintCause>(std::string_view);
template std::optional<RatingScale> from_code<RatingScale>(std::string_view);
template std::optional<RatingMissedCause> from_code<RatingMissedCause>(std::string_view);
template std::optional<PressFate> from_code<PressFate>(std::string_view);
template std::optional<PaperOutcome> from_code<PaperOutcome>(std::string_view);
template std::optional<DeviceKind> from_code<DeviceKind>(std::string_view);
template std::optional<DeviceState> from_code<DeviceState>(std::string_view);
template std::optional<EpochReason> from_code<EpochReason>(std::string_view);
template std::optional<SwitchCause> from_code<SwitchCause>(std::string_view);
template std::optional<ClosingRule> from_code<ClosingRule>(std::string_view);
template std::optional<ExpiryCause> from_code<ExpiryCause>(std::string_view);
template std::optional<AppointmentStatus> from_code<AppointmentStatus>(std::string_view);
template std::optional<LateRule> from_code<LateRule>(std::string_view);
template std::optional<DiversionTarget> from_code<DiversionTarget>(std::string_view);
template std::optional<RefusalCode> from_code<RefusalCode>(std::string_view);

}  // namespace jiaohao::domain
