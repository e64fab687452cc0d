// Every fact the hall records. Events are only ever extended: fields and types are added, never changed or
// removed; kiosk/wire/PROTOCOL.md holds the form on disk and wire with a sample of each.
// Times inside events are UTC ms; spans are ms and say so in their name.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "kiosk/base/clock.hpp"
#include "kiosk/domain/types/enums.hpp"
#include "kiosk/domain/types/ids.hpp"

namespace jiaohao::domain {

using Milliseconds = std::chrono::milliseconds;

/// What was promised: half wait no longer than p50, nine of ten no longer than p90.
struct ExpectedWait {
    std::chrono::seconds p50{};
    std::chrono::seconds p90{};
    friend bool operator==(const ExpectedWait&, const ExpectedWait&) = default;
};

// clang-format off
/// `floors`: no ordinal up to these may be given out on the envelope's `day`; without a day, on the day that is open
/// and the next one opened.
struct EpochStarted { EpochReason reason{}; std::optional<EpochId> previous; std::map<RangeId, std::uint32_t> floors; bool operator==(const EpochStarted&) const = default; };
/// `day_class`: 0 Monday to 6 Sunday, 7 a day like no other; `utc_offset_ms`: local time minus UTC at its opening. Older
/// events have none, and nothing is learnt of the day's arrivals then. `again`: it had been closed, and goes on.
struct DayOpened {
    BusinessDay day{}; std::optional<std::uint32_t> day_class{}; std::optional<Milliseconds> utc_offset_ms{};
    std::optional<bool> again{}; bool operator==(const DayOpened&) const = default;
};
/// `kept`: services whose customers go on waiting on the next day.
struct DayClosed { BusinessDay day{}; std::optional<std::vector<ServiceId>> kept{}; bool operator==(const DayClosed&) const = default; };
/// Older events do not say who did it (`by`).
struct ServiceOpened { ServiceId service; std::optional<SwitchCause> by{}; bool operator==(const ServiceOpened&) const = default; };
struct ServiceClosed { ServiceId service; std::optional<SwitchCause> by{}; bool operator==(const ServiceClosed&) const = default; };

/// The event's own (terminal, epoch, seq) is the ticket's identity. `number` is what paper and voice say ("A027"),
/// `ordinal` its place in `range`. `reference` ties it to an outside record (a replay, an integrator), never a person.
struct TicketIssued {
    std::string number; RangeId range; std::uint32_t ordinal{}; ServiceId service; CustomerClass customer_class{};
    Channel channel{}; std::string language; std::uint32_t ahead{}; std::optional<ExpectedWait> promised;
    std::string reference;
    /// Of an appointment: when it stands in line for, however early its customer came.
    std::optional<WallTime> due_at{};
    /// What the wait estimator was told besides the state: counters open that may call the service, whether one of
    /// them is idle and has nobody else to call first, and who of `ahead` waits for the same service. Older events have none and teach it nothing.
    std::optional<std::uint32_t> counters_open{}; std::optional<bool> counter_idle{}; std::optional<std::uint32_t> ahead_in_line{};
    /// Services that the same customer is to be served by afterwards, in this order.
    std::optional<std::vector<ServiceId>> then{};
    std::optional<AppointmentId> appointment{};
    /// Its customer was shown these offers before (DiversionOffered::showing), and was counted with them.
    std::optional<OfferId> after_offer{};
    /// What a satellite's customer asked under: who asked the owner and, because no answer came, the satellite, has one
    /// ticket in the end.
    std::optional<RequestId> asked{};
    bool operator==(const TicketIssued&) const = default;
};
/// Stands in the journal before the first byte goes to the printer. copy 1 is the ticket; 2 and up are marked reprints.
struct TicketPrintStarted {
    TicketId ticket; std::uint32_t copy{1}; DeviceId printer;
    /// The satellite whose printer it is; none: one of this terminal.
    std::optional<TerminalId> at{};
    bool operator==(const TicketPrintStarted&) const = default;
};
struct TicketPrinted { TicketId ticket; std::uint32_t copy{1}; PrintProof proof{}; Milliseconds took_ms{}; bool operator==(const TicketPrinted&) const = default; };
/// No paper came out or will come out: the customer has the ticket on the screen.
struct TicketNotPrinted { TicketId ticket; std::uint32_t copy{1}; PrintCause cause{}; bool operator==(const TicketNotPrinted&) const = default; };
/// A paper may or may not have come out. Never resent by the machine; a person may ask for a marked reprint.
struct TicketPrintUnknown { TicketId ticket; std::uint32_t copy{1}; PrintCause cause{}; bool operator==(const TicketPrintUnknown&) const = default; };
/// A marked reprint (copy >= 2) was proved; takes the place of `ticket.printed` for it.
struct TicketReprinted { TicketId ticket; std::uint32_t copy{2}; PrintProof proof{}; Milliseconds took_ms{}; bool operator==(const TicketReprinted&) const = default; };

/// Numbers `first` to `last` of `range` are lent to satellite `to` for the envelope's day: it gives them while the owner is
/// away, and nobody else does. Stands in the owner's journal and, once received, in the satellite's. `epoch`: of the
/// satellite's journal, as far as it was told; what another journal of that terminal was lent counts as spent then.
struct LeaseGranted { TerminalId to; RangeId range; std::uint32_t first{}; std::uint32_t last{}; std::optional<EpochId> epoch{}; bool operator==(const LeaseGranted&) const = default; };
/// In the owner's journal: a ticket that a satellite issued while the owner was away stands in line here from now on, at
/// the place of its `issued_at`. `ticket` is the satellite's `ticket.issued`, which that one reports to head office.
/// `paper`: what is known of its first copy.
struct TicketAdopted {
    TicketId ticket; std::string number; RangeId range; std::uint32_t ordinal{}; ServiceId service; CustomerClass customer_class{};
    Channel channel{}; std::string language; WallTime issued_at{}; std::string reference; PaperOutcome paper{};
    std::optional<std::vector<ServiceId>> then{}; std::optional<RequestId> asked{};
    bool operator==(const TicketAdopted&) const = default;
};
/// In the satellite's journal: the owner has the ticket, and whatever becomes of it stands there.
struct TicketHandedOver { TicketId ticket; bool operator==(const TicketHandedOver&) const = default; };
/// In the owner's journal: the satellite's customer who asked under it has gone without a ticket. None is given under it
/// for the rest of the day.
struct AskingWithdrawn { RequestId asked; bool operator==(const AskingWithdrawn&) const = default; };

/// `counters_open`: counters open at that moment that may call the ticket's service, this one included (the wait
/// estimator learns from it; staffing is counted, never inferred). `why` this ticket, with `pick_reason` when a clerk
/// picked it. `passed`: services of this counter in whose lines somebody waited longer.
struct TicketCalled {
    TicketId ticket; CounterId counter; std::optional<ClerkId> clerk; Channel channel{}; std::optional<std::uint32_t> counters_open;
    std::optional<CallReason> why{}; std::optional<std::string> pick_reason{}; std::optional<std::vector<ServiceId>> passed{};
    /// How long the ticket stood in this line; how long the counter took to finish up after its last ticket and how
    /// long it then had nobody. Older events have none.
    std::optional<Milliseconds> wait_ms{}; std::optional<Milliseconds> wrap_up_ms{}; std::optional<Milliseconds> idle_ms{};
    /// Services of this counter in whose lines somebody waited longer who had been sent to a counter that is closed or a
    /// clerk who is not there. Older events have none, and those were not overtaken then.
    std::optional<std::vector<ServiceId>> passed_sent{};
    bool operator==(const TicketCalled&) const = default;
};
struct TicketRecalled { TicketId ticket; CounterId counter; std::uint32_t nth{}; bool operator==(const TicketRecalled&) const = default; };
/// Spans (`..._ms`) of a counter and of a ticket: each is told once, by the event that ends it (docs/decisions/0014).
/// Older events have none. `walk_ms` counts from the call (not from a recall) while the service had not begun.
/// `calls`: how often it had been called, when that is why.
struct TicketNoShow { TicketId ticket; CounterId counter; std::optional<ClerkId> clerk; std::optional<std::uint32_t> calls{}; std::optional<Milliseconds> walk_ms{}; bool operator==(const TicketNoShow&) const = default; };
/// A no-show came back and waits again, keeping the arrival time.
struct TicketReturned { TicketId ticket; std::optional<Milliseconds> away_ms{}; bool operator==(const TicketReturned&) const = default; };
/// `until`: then it goes back into its line by itself (`ticket.unparked`).
struct TicketParked {
    TicketId ticket; CounterId counter; std::optional<ClerkId> clerk; std::optional<WallTime> until{};
    std::optional<Milliseconds> walk_ms{}; std::optional<Milliseconds> service_ms{}; bool operator==(const TicketParked&) const = default;
};
/// The time of a parked ticket is over: it waits again, keeping the arrival time, for the counter that parked it.
struct TicketUnparked { TicketId ticket; CounterId counter; std::optional<Milliseconds> parked_ms{}; bool operator==(const TicketUnparked&) const = default; };
/// A parked ticket is back at a counter.
struct TicketResumed {
    TicketId ticket; CounterId counter; std::optional<ClerkId> clerk; std::optional<Milliseconds> parked_ms{};
    std::optional<Milliseconds> wrap_up_ms{}; std::optional<Milliseconds> idle_ms{}; bool operator==(const TicketResumed&) const = default;
};
/// To another service, or to a certain counter or clerk; keeps number and arrival time.
struct TicketTransferred {
    TicketId ticket; CounterId counter; ServiceId from; ServiceId to; std::optional<CounterId> to_counter{}; std::optional<ClerkId> to_clerk{};
    std::optional<Milliseconds> walk_ms{}; std::optional<Milliseconds> service_ms{}; bool operator==(const TicketTransferred&) const = default;
};
/// `walk_ms` when it was called already.
struct TicketCancelled { TicketId ticket; Channel channel{}; std::optional<Milliseconds> walk_ms{}; bool operator==(const TicketCancelled&) const = default; };
/// Still waiting, called or parked when the day closed, when its service closed, or for too long. Older events do not say.
struct TicketExpired { TicketId ticket; std::optional<ExpiryCause> cause{}; std::optional<Milliseconds> walk_ms{}; bool operator==(const TicketExpired&) const = default; };

struct ServingStarted { TicketId ticket; CounterId counter; std::optional<ClerkId> clerk; bool operator==(const ServingStarted&) const = default; };
/// `implied`: the clerk called the next one without saying that this one was done. `service_ms` counts from
/// serving.started, else from the (last) call; `walk_ms` from that call to serving.started. `done`: the services really
/// done and how many of each. `next`: the ticket goes on to that service, and then to those of `then`.
/// `wrap_up_until`: the counter is given until then to finish up before the next customer.
struct ServingFinished {
    TicketId ticket; CounterId counter; std::optional<ClerkId> clerk; ServiceId service; ServingOutcome outcome{};
    bool implied{}; Milliseconds service_ms{}; std::optional<Milliseconds> walk_ms{};
    std::optional<std::map<ServiceId, std::uint32_t>> done{}; std::optional<ServiceId> next{};
    std::optional<std::vector<ServiceId>> then{}; std::optional<WallTime> wrap_up_until{};
    bool operator==(const ServingFinished&) const = default;
};

struct RatingRequested {
    TicketId ticket; CounterId counter; std::optional<ClerkId> clerk; ServiceId service; RatingScale scale{};
    std::uint32_t label_set{1}; bool operator==(const RatingRequested&) const = default;
};
/// level 1 (worst) .. levels(scale) (best).
struct RatingGiven {
    TicketId ticket; CounterId counter; std::optional<ClerkId> clerk; ServiceId service; RatingScale scale{};
    std::uint32_t level{}; std::uint32_t label_set{1}; Channel channel{}; bool operator==(const RatingGiven&) const = default;
};
struct RatingReason { TicketId ticket; std::string reason; bool operator==(const RatingReason&) const = default; };
/// "Not rated", never "satisfied".
struct RatingMissed { TicketId ticket; CounterId counter; std::optional<ClerkId> clerk; ServiceId service; RatingMissedCause cause{}; bool operator==(const RatingMissed&) const = default; };
/// Every press on a pad, unfiltered. `address` is the pad's on its line, `key` what the device sent.
struct PressRaw {
    DeviceId line; std::uint32_t address{}; std::uint32_t key{}; std::optional<CounterId> counter; PressFate fate{};
    bool operator==(const PressRaw&) const = default;
};

struct ClerkSignedIn { ClerkId clerk; CounterId counter; bool operator==(const ClerkSignedIn&) const = default; };
struct ClerkSignedOut { ClerkId clerk; CounterId counter; bool operator==(const ClerkSignedOut&) const = default; };
struct CounterOpened { CounterId counter; std::optional<ClerkId> clerk; bool operator==(const CounterOpened&) const = default; };
/// What the counter did since its last customer stands here too when it had nobody.
struct CounterPaused {
    CounterId counter; std::optional<ClerkId> clerk; std::string reason; std::optional<Milliseconds> wrap_up_ms{}; std::optional<Milliseconds> idle_ms{};
    bool operator==(const CounterPaused&) const = default;
};
/// `paused_ms`: while it was paused and had nobody.
struct CounterResumed { CounterId counter; std::optional<ClerkId> clerk; std::optional<Milliseconds> paused_ms{}; bool operator==(const CounterResumed&) const = default; };
/// The clerk has finished up after a customer before the time given for it was over; what followed is told from here on.
struct CounterReady { CounterId counter; std::optional<ClerkId> clerk; Milliseconds wrap_up_ms{}; bool operator==(const CounterReady&) const = default; };
struct CounterClosed {
    CounterId counter; std::optional<ClerkId> clerk; std::optional<Milliseconds> wrap_up_ms{}; std::optional<Milliseconds> idle_ms{};
    std::optional<Milliseconds> paused_ms{}; bool operator==(const CounterClosed&) const = default;
};

/// `code` is an id of the catalogue ("alert.<code>"), `subject` what it is about (a device, service or counter id).
struct AlertRaised { AlertId alert; std::string code; std::string subject; std::map<std::string, std::string> params; bool operator==(const AlertRaised&) const = default; };
/// The clerk asks the duty manager to come. The alert with the same id stands until somebody resolves it.
struct HelpRequested { AlertId alert; CounterId counter; std::optional<ClerkId> clerk; bool operator==(const HelpRequested&) const = default; };
/// From the duty manager to a counter; `code` is one of the configured messages ("message.<code>" in the catalogue or the
/// hall's own text), never free text.
struct MessageSent { MessageId message; CounterId counter; std::string code; bool operator==(const MessageSent&) const = default; };
struct MessageRead { MessageId message; CounterId counter; std::optional<ClerkId> clerk; bool operator==(const MessageRead&) const = default; };

/// `code` is what the customer types or shows to check in. `reference` ties it to an outside record, never to a person.
struct AppointmentAdded {
    AppointmentId appointment; ServiceId service; WallTime at{}; std::string code; std::string reference;
    bool operator==(const AppointmentAdded&) const = default;
};
/// Checked in with this ticket; `late_ms` is negative when early.
struct AppointmentArrived { AppointmentId appointment; TicketId ticket; Milliseconds late_ms{}; bool operator==(const AppointmentArrived&) const = default; };
struct AppointmentMissed { AppointmentId appointment; bool operator==(const AppointmentMissed&) const = default; };
struct AppointmentCancelled { AppointmentId appointment; Channel channel{}; bool operator==(const AppointmentCancelled&) const = default; };

/// Shown to a customer who asked for `service`, before a ticket. One event for each offer shown. `saving_s`: what the customer was told to save against `expected_s`, the wait told.
struct DiversionOffered {
    OfferId offer; DiversionId diversion; ServiceId service; DiversionTarget target{}; Channel channel{}; std::uint32_t expected_s{};
    std::uint32_t saving_s{};
    /// The first offer of those that one customer was shown together.
    std::optional<OfferId> showing{};
    bool operator==(const DiversionOffered&) const = default;
};
struct DiversionTaken { OfferId offer; DiversionId diversion; ServiceId service; std::optional<std::uint32_t> saving_s{}; bool operator==(const DiversionTaken&) const = default; };
/// Somebody came who took no ticket; `purpose` is one of the configured ones ("visit.<purpose>").
struct VisitNoted { std::string purpose; Channel channel{}; std::optional<ServiceId> service{}; bool operator==(const VisitNoted&) const = default; };

struct AlertAcknowledged { AlertId alert; bool operator==(const AlertAcknowledged&) const = default; };
struct AlertResolved { AlertId alert; std::string done; bool operator==(const AlertResolved&) const = default; };
/// `fault` is a code ("paper_out"), empty when ready.
struct DeviceChanged { DeviceId device; DeviceKind kind{}; DeviceState state{}; std::string fault; bool operator==(const DeviceChanged&) const = default; };
/// The hall's clock was set. `since`: what it showed when the machine started; only times told by it since then move with
/// it. `first`: the first event of this clock, where those before are known to stand on another one. Older events have
/// neither, and move everything.
struct ClockAdjusted {
    WallTime from{}; WallTime to{}; std::optional<WallTime> since{}; std::optional<Seq> first{};
    bool operator==(const ClockAdjusted&) const = default;
};
struct ConfigApplied { std::string hash; bool operator==(const ConfigApplied&) const = default; };
/// Events that were dropped for want of room, by type, between two times. Never tickets, calls or ratings.
struct Gap { std::map<std::string, std::uint64_t> dropped; WallTime from{}; WallTime to{}; bool operator==(const Gap&) const = default; };
/// An event of a type this version does not know: kept word for word (JSON text of `data`), never interpreted.
struct UnknownEvent { std::string type; std::string data; bool operator==(const UnknownEvent&) const = default; };
// clang-format on

using Event =
    std::variant<EpochStarted, DayOpened, DayClosed, ServiceOpened, ServiceClosed, TicketIssued,
                 TicketPrintStarted, TicketPrinted, TicketNotPrinted, TicketPrintUnknown, TicketReprinted,
                 TicketCalled, TicketRecalled, TicketNoShow, TicketReturned, TicketParked, TicketResumed,
                 TicketTransferred, TicketUnparked, TicketCancelled, TicketExpired, ServingStarted,
                 ServingFinished, RatingRequested, RatingGiven, RatingReason, RatingMissed, PressRaw,
                 ClerkSignedIn, ClerkSignedOut, CounterOpened, CounterPaused, CounterResumed, CounterReady,
                 CounterClosed, HelpRequested, MessageSent, MessageRead, AppointmentAdded, AppointmentArrived,
                 AppointmentMissed, AppointmentCancelled, DiversionOffered, DiversionTaken, VisitNoted,
                 AlertRaised, AlertAcknowledged, AlertResolved, DeviceChanged, ClockAdjusted, ConfigApplied,
                 Gap, LeaseGranted, TicketAdopted, TicketHandedOver, AskingWithdrawn, UnknownEvent>;

/// "ticket.issued", ... ; for UnknownEvent the type it came with.
[[nodiscard]] std::string_view type_name(const Event& event);

/// Where and when an event stands. `at` may jump; order is `seq`, always. `mono_ms` is CLOCK_BOOTTIME within
/// `boot`, so that a jumped clock can be mended afterwards. `day` is the last opened business day, none
/// before the first.
struct Envelope {
    std::uint32_t version{1};
    HallId hall;
    TerminalId terminal;
    EpochId epoch;
    Seq seq;
    std::optional<BusinessDay> day;
    WallTime at{};
    std::string boot;
    Milliseconds mono_ms{};
    bool simulated{};

    bool operator==(const Envelope&) const = default;
};

struct RecordedEvent {
    Envelope envelope;
    Event event;

    bool operator==(const RecordedEvent&) const = default;
};

}  // namespace jiaohao::domain
