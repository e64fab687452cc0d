// The hall as derived from its events: newest snapshot plus the events after it. Pure value; no clock, no
// I/O. Encoded in snapshots by kiosk/journal (FORMAT.md), so a new field needs a default that an old snapshot
// implies.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "kiosk/domain/day_figures.hpp"
#include "kiosk/domain/types/events.hpp"
#include "kiosk/domain/types/hall_config.hpp"
#include "kiosk/stats/wait_estimator.hpp"

namespace jiaohao::domain {

/// What is known of the paper of one ticket.
struct Paper {
    enum class State : std::uint8_t { none, printing, printed, not_printed, unknown };
    State state = State::none;
    /// Highest copy started; 1 is the ticket itself.
    std::uint32_t copies = 0;
    /// The copy whose outcome is awaited, 0 when none.
    std::uint32_t pending_copy = 0;
    /// The satellite at whose printer that is.
    std::optional<TerminalId> at{};
    bool operator==(const Paper&) const = default;
};

struct Ticket {
    TicketId id;
    std::string number;
    ServiceId service;
    CustomerClass customer_class{};
    std::string language;
    WallTime issued_at{};
    /// Place in the order of arrival: `issued_at`, raised where the clock had gone back, so that later
    /// tickets stand behind earlier ones whatever the clock does. Only for order, never for spans.
    WallTime line_at{};
    TicketStatus status{};
    std::optional<CounterId> counter;
    std::optional<ClerkId> clerk;
    std::optional<WallTime> called_at;
    std::optional<WallTime> serving_since;
    std::optional<WallTime> ended_at;
    std::uint32_t recalls = 0;
    std::uint32_t ahead_at_issue = 0;
    std::optional<ExpectedWait> promised;
    /// What the promise was made of; none once the ticket was called, moved or ended (see waits.hpp).
    std::optional<stats::WaitFeatures> features;
    std::string reference;
    /// Of an appointment: its place in line.
    std::optional<WallTime> due_at;
    /// Waits for this counter or clerk alone, as long as they are there.
    std::optional<CounterId> to_counter;
    std::optional<ClerkId> to_clerk;
    /// Services that come after this one.
    std::vector<ServiceId> then;
    /// Services of its visit that came before this one.
    std::uint32_t steps_done = 0;
    /// Since when it stands in its line, or is parked; of an old snapshot none.
    std::optional<WallTime> waiting_since;
    /// The last event before it came into its line: what was called before that overtook it in no way of this stay.
    Seq line_seq{};
    std::optional<WallTime> parked_until;
    /// When it was called last, a recall included: two presses of the recall key are one (decide_call.cpp).
    std::optional<WallTime> announced_at;
    std::optional<AppointmentId> appointment;
    /// What a satellite's customer asked under.
    std::optional<RequestId> asked{};
    /// Its business day when it was taken over from an earlier one.
    std::optional<BusinessDay> from_day;
    Paper paper;
    /// A rating was given, missed, or never asked for.
    bool rating_asked = false;
    bool rating_given = false;
    bool rating_missed = false;
    /// Reasons given with the rating, each once.
    std::set<std::string> reasons;
    bool operator==(const Ticket&) const = default;
};

/// Waiting line order: Ticket::line_at then identity, so that a transferred or returned ticket keeps its
/// place.
struct LinePlace {
    WallTime line_at{};
    TicketId id;
    /// recovery::since_of() the ticket, no part of the order: who waits longest is looked for with every command, and a
    /// ticket that has to be found first costs more than the whole line.
    WallTime since{};
    friend auto operator<=>(const LinePlace& one, const LinePlace& other) {
        return std::tie(one.line_at, one.id) <=> std::tie(other.line_at, other.id);
    }
    friend bool operator==(const LinePlace& one, const LinePlace& other) {
        return one.line_at == other.line_at && one.id == other.id;
    }
};

/// A later ticket was called before those of a line that stood at earlier places, by a counter that might have called
/// them: `line_at` and `id` of the one called, when, and by which event (none: of an old snapshot).
struct Overtake {
    LinePlace place;
    WallTime at{};
    Seq seq{};
    bool operator==(const Overtake&) const = default;
};
/// How many overtakes of one place are ever asked for. A line remembers at most twice as many: those of whoever came
/// back to an early place do not count for the ones behind.
inline constexpr std::size_t most_overtakes_kept = most_overtakes_allowed;

/// Those of one service who stand in one line: of one class, or sent to the same counter or clerk.
struct Line {
    CustomerClass customer_class{};
    std::optional<CounterId> to_counter;
    std::optional<ClerkId> to_clerk;
    /// Not in snapshots: restore_lines() puts waiting tickets in.
    std::set<LinePlace> places;
    /// By place, the earliest first; only of places behind the first of the line. A ticket was overtaken by those
    /// behind it since it came into the line (Ticket::line_seq), so the line knows how often and since when for each.
    std::vector<Overtake> overtaken;
    /// Overtakes since a ticket of this line was called.
    std::uint32_t in_row = 0;
    bool operator==(const Line&) const = default;
};

/// How true promises of waits were; counted at the first call of each ticket that had one.
struct PromiseScore {
    std::uint32_t n = 0;
    /// Sum of |wait - p50|, each at most a day.
    std::uint64_t error_s = 0;
    std::uint32_t within_p90 = 0;
    /// Waited longer than the rounded p50 that people were told.
    std::uint32_t longer_than_told = 0;
    bool operator==(const PromiseScore&) const = default;
};

struct ServiceState {
    bool open = false;
    /// What its hours said when they were last looked at: a service switched by hand stays so until they change.
    std::optional<bool> hours_say;
    /// Tickets of the open or last opened day.
    std::uint32_t issued = 0;
    /// Everybody who waits for it.
    std::set<LinePlace> line;
    /// The same ones apart; a line that nobody stands in is not there.
    std::vector<Line> lines;
    /// What its waits have shown; the default is stats::fresh_line(stats::hall_scale).
    stats::LineWaits wait;
    /// Of the open or last opened day.
    PromiseScore promises;
    bool operator==(const ServiceState&) const = default;
};

struct ArmedRating {
    TicketId ticket;
    WallTime asked_at{};
    /// As they were asked: a configuration that changes meanwhile does not change the question.
    RatingScale scale{};
    std::uint32_t label_set = 1;
    bool operator==(const ArmedRating&) const = default;
};

struct Message {
    MessageId id;
    std::string code;
    WallTime at{};
    bool operator==(const Message&) const = default;
};
/// Unread messages of one counter.
inline constexpr std::size_t most_messages = 20;

struct CounterState {
    CounterStatus status{};
    std::string pause_reason;
    std::optional<ClerkId> clerk;
    /// The ticket called, served here.
    std::optional<TicketId> ticket;
    std::optional<ArmedRating> rating;
    /// Parked here, oldest first; the last one is what a resume without a ticket takes.
    std::vector<TicketId> parked;
    /// Ticket whose rating was answered last: a press again is "repeated", not "unsolicited".
    std::optional<TicketId> last_rated;
    /// Set by `ticket.called`, cleared by any later fact from this counter (recall, start, finish, no-show,
    /// park, transfer, pause). While set, a CallNext from the handset within the confirm window is that call
    /// again; see decide(). Survives restarts because it is derived.
    std::optional<WallTime> call_unconfirmed_since;
    /// The same for the handset's pause key (set by `counter.paused` and `counter.resumed`) and its resume key
    /// (set by `ticket.resumed`): repeated after a restart they would undo what they did.
    std::optional<WallTime> pause_changed_at;
    std::optional<WallTime> resume_unconfirmed_since;
    std::optional<WallTime> idle_since;
    /// Its last ticket was done then; until `wrap_up_until` it finishes up. Both are gone with the next call.
    std::optional<WallTime> served_at;
    std::optional<WallTime> wrap_up_until;
    /// Paused and has nobody since then.
    std::optional<WallTime> paused_since;
    /// Closed today, and not opened since.
    std::optional<WallTime> closed_at;
    /// The hall called its ticket for it, and nobody has done anything since.
    std::optional<WallTime> auto_called_at;
    /// Oldest first.
    std::vector<Message> messages;
    bool operator==(const CounterState&) const = default;
};

struct DeviceRecord {
    DeviceKind kind{};
    DeviceState state{};
    std::string fault;
    WallTime since{};
    bool operator==(const DeviceRecord&) const = default;
};

struct AlertRecord {
    std::string code;
    std::string subject;
    std::map<std::string, std::string> params;
    WallTime at{};
    std::optional<WallTime> acknowledged_at{};
    bool operator==(const AlertRecord&) const = default;
};

struct Appointment {
    ServiceId service;
    WallTime at{};
    std::string code;
    std::string reference;
    AppointmentStatus status{};
    std::optional<TicketId> ticket;
    bool operator==(const Appointment&) const = default;
};

/// Appointments by what is asked of them. Not in snapshots: restore_lines() makes it anew.
struct AppointmentIndex {
    /// Those nobody came for yet, by their time: still expected, and missed.
    std::set<std::pair<WallTime, AppointmentId>> expected;
    std::set<std::pair<WallTime, AppointmentId>> missed;
    /// All, by what their customers check in with (appointments.hpp).
    std::set<std::pair<std::string, AppointmentId>> by_key;
    bool operator==(const AppointmentIndex&) const = default;
};

/// Of the open or last opened day.
struct DiversionCount {
    std::uint32_t offered = 0;
    std::uint32_t taken = 0;
    /// Sums of the savings told with those offered and with those taken.
    std::uint64_t saving_offered_s = 0;
    std::uint64_t saving_taken_s = 0;
    bool operator==(const DiversionCount&) const = default;
};

/// Of the open or last opened day. People who were asked what they came for: `showings` of offers, and `tickets` but
/// those `after_offers`, and visits without a ticket (HallState::visits).
struct AskedCount {
    std::uint32_t showings = 0;
    std::uint32_t tickets = 0;
    std::uint32_t after_offers = 0;
    bool operator==(const AskedCount&) const = default;
};

/// An offer that may still be taken.
struct Offer {
    OfferId id;
    DiversionId diversion;
    ServiceId service;
    WallTime at{};
    /// The first of those shown together.
    OfferId showing{};
    std::uint32_t saving_s = 0;
    bool taken = false;
    bool operator==(const Offer&) const = default;
};
/// Offers remembered, newest last.
inline constexpr std::size_t most_offers = 256;
/// Purposes counted; a configuration has no more.
inline constexpr std::size_t most_visit_purposes = 32;

/// How far the numbers of one business day have come.
struct DayNumbers {
    BusinessDay day{};
    std::map<RangeId, std::uint32_t> last_ordinal;
    bool operator==(const DayNumbers&) const = default;
};

/// Questions remembered that satellites withdrew; of those beyond it a late one gets a ticket.
inline constexpr std::size_t most_withdrawn = 10'000;

/// Days remembered besides the last opened one; with as many, the earliest may have had forgotten ones before.
inline constexpr std::size_t most_other_days = 16;

struct HallState {
    EpochId epoch;
    /// The last event applied.
    Seq seq;
    WallTime last_at{};
    /// The last opened one. Earlier than one before it only where a wrong clock had opened a day ahead.
    std::optional<BusinessDay> day;
    bool day_open = false;
    /// What the clock said when it opened, and when it was last opened again (DayOpened::again).
    std::optional<WallTime> day_opened_at;
    std::optional<WallTime> day_again_at;
    /// When somebody last took a ticket, was called or served; moves with the clock.
    WallTime last_work_at{};
    /// Highest ordinal used per range on `day`, of lent ones under lent_counter(). `epoch.started` raises it to what an
    /// earlier journal may have used.
    std::map<RangeId, std::uint32_t> last_ordinal;
    /// Numbers of days opened before, in order, `day` not among them: a day opened again (a wrong clock had
    /// gone ahead and was mended) continues them. An older snapshot knows of none.
    std::vector<DayNumbers> other_days;
    /// Floors of the last `epoch.started`, and the day they hold for (none: the next one opened). They join
    /// the numbers of their day when a day is opened.
    std::map<RangeId, std::uint32_t> floors;
    std::optional<BusinessDay> floors_day;
    /// Ticket::line_at of the ticket issued last.
    WallTime last_line_at{};
    /// What the hall has learnt about its waits, for ever.
    stats::WaitEstimator waits = stats::fresh_estimator();
    std::map<ServiceId, ServiceState> services;
    std::map<CounterId, CounterState> counters;
    /// Every ticket of the open day, final ones included (reprint, return, "already rated").
    std::map<TicketId, Ticket> tickets;
    std::map<DeviceId, DeviceRecord> devices;
    std::map<AlertId, AlertRecord> alerts;
    /// Of today and later days; those of earlier days are forgotten when a day opens.
    std::map<AppointmentId, Appointment> appointments;
    AppointmentIndex appointment_index;
    AskedCount asked;
    std::map<DiversionId, DiversionCount> diversions;
    std::vector<Offer> offers;
    /// Visits without a ticket by purpose, of the open or last opened day.
    std::map<std::string, std::uint32_t> visits;
    /// What the duty manager's figures are made of.
    DayFigures figures;
    /// Services whose customers wait for the next day (DayClosed::kept).
    std::vector<ServiceId> kept;
    /// Numbers of tickets that were kept from an earlier day: never given again on this one. Not in snapshots:
    /// restore_lines() finds them.
    std::set<std::string> carried;
    /// Numbers of `day` that satellites have for when they are alone; of a satellite its own.
    std::map<TerminalId, std::map<RangeId, NumberBlock>> leases;
    /// The journal of a satellite that `leases` are lent to; missing: not told.
    std::map<TerminalId, EpochId> lease_holders;
    /// Tickets by what they were asked under (Ticket::asked). Not in snapshots: restore_lines() finds them.
    std::map<RequestId, TicketId> asked_for;
    /// What satellites' customers asked under on `day` and then went without a ticket.
    std::set<RequestId> withdrawn;
    /// Newest first, at most 12.
    std::deque<std::pair<TicketId, std::pair<CounterId, WallTime>>> recent_calls;
    bool operator==(const HallState&) const = default;
};

}  // namespace jiaohao::domain
