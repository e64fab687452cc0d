// Closed lists of the domain with the one code each has on the wire, in the journal and in the catalogue.
// Codes are only ever added.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace jiaohao::domain {

enum class CustomerClass : std::uint8_t { ordinary, vip, priority, group, appointment };
/// Where a command came from.
enum class Channel : std::uint8_t { touch, page, handset, pad, api, system };
enum class TicketStatus : std::uint8_t {
    waiting,
    called,
    serving,
    parked,
    done,
    no_show,
    cancelled,
    expired
};
enum class CounterStatus : std::uint8_t { closed, open, paused };
/// Why this ticket and no other was called (order.hpp). picked: a clerk chose it. directed: it was sent to this counter
/// or clerk. class_first: its class goes before others. turn: a class that was passed over had its turn.
/// overtaken_enough, overtaken_long: nobody may be passed over more often, or for longer. helping: nobody waits for the
/// counter's own services.
enum class CallReason : std::uint8_t {
    longest_waiting,
    class_first,
    turn,
    overtaken_enough,
    overtaken_long,
    appointment_due,
    appointment_early,
    directed,
    helping,
    picked,
};
/// served = done now; pending = back office goes on; refused = could not be done.
enum class ServingOutcome : std::uint8_t { served, pending, refused };

/// How the printer proved that a paper came out.
enum class PrintProof : std::uint8_t { process_id, status_after_cut };
/// Why a paper did not come out, or is not known to have come out.
enum class PrintCause : std::uint8_t {
    paper_out,
    cover_open,
    cutter,
    hardware,
    overheated,
    silent,
    link_lost,
    time_out,
    restart,
    no_printer,
    queue_full,
    unprintable,
};

enum class RatingScale : std::uint8_t { four_faces, five_levels };
enum class RatingMissedCause : std::uint8_t { time_out, next_call, day_closed, restart };
/// What became of a press on a pad: first answer, a press again after an answer, or nobody asked.
enum class PressFate : std::uint8_t { counted, repeated, unsolicited };

/// What is known of the first copy of a ticket when a satellite hands it over.
enum class PaperOutcome : std::uint8_t { none, printed, not_printed, unknown };

enum class DeviceKind : std::uint8_t { printer, handset, pad, display, line, satellite };
/// unknown: never heard of since start. stale: was heard of, not lately. Never show an old value as a current
/// one.
enum class DeviceState : std::uint8_t { unknown, ready, warning, fault, stale, lost };

/// Who opened or closed a service: somebody, its opening hours, or the day.
enum class SwitchCause : std::uint8_t { hand, schedule, day };
/// What becomes of those who wait when a service's last hours end: they are served until the day closes, sent home at
/// once, or kept in line for the next day.
enum class ClosingRule : std::uint8_t { serve, expire, keep };
enum class ExpiryCause : std::uint8_t { day_closed, service_closed, waited_too_long };
/// expected: nobody came yet. missed: nobody came in time; whoever comes later is treated by the rule for the late.
enum class AppointmentStatus : std::uint8_t { expected, arrived, missed, cancelled };
/// What becomes of a customer who comes too late for an appointment.
enum class LateRule : std::uint8_t { keep_place, as_walk_in, refuse };
/// What is offered instead of waiting: a machine, the hotline, the web hall, the app, another service of this hall, or
/// to come at another time.
enum class DiversionTarget : std::uint8_t { self_service, hotline, web_hall, app, service, later };

enum class EpochReason : std::uint8_t { created, damaged, restored, moved };

/// Every reason for which a command can be refused. The catalogue has a sentence for each in every language
/// that tells the person what to do (id "refusal.<code>").
enum class RefusalCode : std::uint8_t {
    day_not_open,
    day_already_open,
    day_in_past,
    day_far_away,
    service_unknown,
    service_closed,
    range_exhausted,
    counter_unknown,
    counter_not_open,
    counter_paused,
    counter_taken,
    counter_not_serving_service,
    clerk_unknown,
    clerk_elsewhere,
    not_signed_in,
    wrong_pin,
    locked_out,
    nobody_waiting,
    ticket_unknown,
    ticket_not_waiting,
    ticket_not_called,
    ticket_not_here,
    counter_has_no_ticket,
    recall_limit,
    ticket_not_parked,
    ticket_not_returnable,
    return_too_late,
    rating_not_requested,
    rating_already_given,
    rating_level_invalid,
    rating_reason_unknown,
    print_not_pending,
    reprint_limit,
    journal_stalled,
    journal_full,
    journal_failed,
    overloaded,
    forbidden,
    unknown_command,
    bad_arguments,
    too_large,
    pick_reason_needed,
    pick_reason_unknown,
    clerk_not_here,
    service_outside_hours,
    service_day_limit,
    service_ends_soon,
    journey_too_long,
    park_too_long,
    appointment_unknown,
    appointment_exists,
    appointment_not_expected,
    appointment_too_early,
    appointment_too_late,
    appointment_other_day,
    appointments_full,
    appointment_code_taken,
    appointment_checked_in,
    appointment_outside_booking,
    diversion_unknown,
    offer_unknown,
    message_unknown,
    messages_full,
    alert_unknown,
    owner_away,
    lease_spent,
    satellite_unknown,
    number_taken,
    adoption_other_day,
    asking_withdrawn,
    call_crossed,
    called_just_now,
};

[[nodiscard]] std::string_view code(CustomerClass value);
[[nodiscard]] std::string_view code(Channel value);
[[nodiscard]] std::string_view code(TicketStatus value);
[[nodiscard]] std::string_view code(CounterStatus value);
[[nodiscard]] std::string_view code(CallReason value);
[[nodiscard]] std::string_view code(ServingOutcome value);
[[nodiscard]] std::string_view code(PrintProof value);
[[nodiscard]] std::string_view code(PrintCause value);
[[nodiscard]] std::string_view code(RatingScale value);
[[nodiscard]] std::string_view code(RatingMissedCause value);
[[nodiscard]] std::string_view code(PressFate value);
[[nodiscard]] std::string_view code(PaperOutcome value);
[[nodiscard]] std::string_view code(DeviceKind value);
[[nodiscard]] std::string_view code(DeviceState value);
[[nodiscard]] std::string_view code(SwitchCause value);
[[nodiscard]] std::string_view code(ClosingRule value);
[[nodiscard]] std::string_view code(ExpiryCause value);
[[nodiscard]] std::string_view code(AppointmentStatus value);
[[nodiscard]] std::string_view code(LateRule value);
[[nodiscard]] std::string_view code(DiversionTarget value);
[[nodiscard]] std::string_view code(EpochReason value);
[[nodiscard]] std::string_view code(RefusalCode value);

/// The value with that code; nothing for a code this version does not know.
/// Instantiated for every enum above.
template <class Enum>
[[nodiscard]] std::optional<Enum> from_code(std::string_view text);

/// Number of levels; a level is 1 (worst) .. levels(scale) (best).
[[nodiscard]] constexpr int levels(RatingScale scale) {
    return scale == RatingScale::four_faces ? 4 : 5;
}
/// Satisfied = the top two levels.
[[nodiscard]] constexpr bool satisfied(RatingScale scale, int level) {
    return level > levels(scale) - 2;
}

}  // namespace jiaohao::domain
