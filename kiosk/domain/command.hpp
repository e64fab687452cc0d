// What people, devices and clocks ask of the hall. A command is decided against the state (decide.hpp).
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "kiosk/domain/types/events.hpp"

namespace jiaohao::domain {

// clang-format off
struct OpenDay { BusinessDay day{}; };
/// Everything that still waits, is called or parked expires; counters close; clerks sign out.
struct CloseDay {};
struct OpenService { ServiceId service; SwitchCause by{}; };
struct CloseService { ServiceId service; SwitchCause by{}; };

/// The paper is to come out at satellite `at`; without a printer there `no_paper` says why not.
struct FarPaper { TerminalId at; std::optional<DeviceId> printer; PrintCause no_paper = PrintCause::no_printer; };

struct IssueTicket {
    ServiceId service; CustomerClass customer_class{}; Channel channel{}; std::string language;
    bool want_paper = true; std::string reference; std::optional<WallTime> due_at{};
    /// Further services of the same visit, in order.
    std::vector<ServiceId> then{};
    /// Any of the offers that the customer was shown before.
    std::optional<OfferId> after_offer{};
    /// Set by CheckIn alone.
    std::optional<AppointmentId> appointment{};
    /// Of a satellite's customer: the same again gets the ticket that was given under it.
    std::optional<RequestId> asked{};
    std::optional<FarPaper> far_paper{};
};
/// What became of a paper. `at`: the satellite at whose printer it was to come out; none: one of this terminal.
struct PrintSucceeded { TicketId ticket; std::uint32_t copy{1}; PrintProof proof{}; Milliseconds took{}; std::optional<TerminalId> at{}; };
struct PrintRefused { TicketId ticket; std::uint32_t copy{1}; PrintCause cause{}; std::optional<TerminalId> at{}; };
struct PrintDoubtful { TicketId ticket; std::uint32_t copy{1}; PrintCause cause{}; std::optional<TerminalId> at{}; };
/// A copy under way at the same place is the answer; one that is awaited from elsewhere is given up and the next printed.
struct ReprintTicket { TicketId ticket; std::optional<FarPaper> far_paper{}; };

struct CallNext { CounterId counter; Channel channel{}; };
/// A certain ticket, out of turn; `reason` is one of OrderConfig::pick_reasons.
struct CallTicket { CounterId counter; TicketId ticket; Channel channel{}; std::string reason{}; };
struct Recall { CounterId counter; };
struct MarkNoShow { CounterId counter; };
/// Of a ticket that has waited too long, or whose service has closed.
struct ExpireTicket { TicketId ticket; ExpiryCause cause{}; };
struct ReturnTicket { TicketId ticket; };
struct StartServing { CounterId counter; };
struct FinishServing { CounterId counter; ServingOutcome outcome{}; bool ask_rating = true;
    /// The services really done and how many of each; empty: not said.
    std::map<ServiceId, std::uint32_t> done{};
    /// Services that the customer goes on to, after those already planned.
    std::vector<ServiceId> then{};
};
/// `minutes`: none: as configured.
struct ParkTicket { CounterId counter; std::optional<std::chrono::minutes> minutes{}; };
/// A parked ticket goes back into its line: its time is over, or somebody with a right to says so.
struct UnparkTicket { TicketId ticket; };
/// Without a ticket: the one parked last at this counter.
struct ResumeTicket { CounterId counter; std::optional<TicketId> ticket; Channel channel{}; };
/// To a service, counter or clerk. To neither: to the service that is configured for the counter. To a counter or clerk
/// without a service: the ticket keeps its own.
struct TransferTicket { CounterId counter; std::optional<ServiceId> to; std::optional<CounterId> to_counter{}; std::optional<ClerkId> to_clerk{}; };
struct CancelTicket { TicketId ticket; Channel channel{}; };

/// `key` and `address` as the pad sent them; `level` by the pad's profile.
struct PressPad { CounterId counter; std::uint32_t level{}; DeviceId line; std::uint32_t address{}; std::uint32_t key{}; };
/// A press from an address that belongs to no counter.
struct PressStray { DeviceId line; std::uint32_t address{}; std::uint32_t key{}; };
/// `only_at`: forbidden unless the rating belongs to this counter; a tablet rates where it stands.
struct GiveRating { TicketId ticket; std::uint32_t level{}; Channel channel{}; std::optional<CounterId> only_at{}; };
struct GiveReason { TicketId ticket; std::string reason; std::optional<CounterId> only_at{}; };
struct MissRating { TicketId ticket; RatingMissedCause cause{}; };

struct SignIn { ClerkId clerk; CounterId counter; };
struct SignOut { CounterId counter; };
struct OpenCounter { CounterId counter; };
/// `toggle`: the device has one pause key; on a paused counter it resumes.
struct PauseCounter { CounterId counter; std::string reason; bool toggle = false; };
struct ResumeCounter { CounterId counter; };
struct CloseCounter { CounterId counter; };
/// The clerk has finished up after the last customer.
struct ReadyCounter { CounterId counter; };
struct RequestHelp { CounterId counter; };
struct SendMessage { CounterId counter; std::string code; };
struct ReadMessage { CounterId counter; MessageId message; };

/// Added once; the same appointment again with the same words is answered and changes nothing, or is refused when it
/// was cancelled since. With other words it is refused, or, with `move`, takes the place of the one before. Its
/// customer checks in by `code`, without one by `reference`; with neither a code is made of `dice` (random).
struct AddAppointment {
    AppointmentId appointment; ServiceId service; WallTime at{}; std::string code; std::string reference;
    bool move = false; std::uint64_t dice = 0;
};
struct CancelAppointment { AppointmentId appointment; Channel channel{}; };
/// By the code that the customer was given, or the number (reference) of an appointment without one. Issues the ticket.
struct CheckIn { std::string code; Channel channel{}; std::string language; bool want_paper = true; std::optional<FarPaper> far_paper{}; };
struct MissAppointment { AppointmentId appointment; };

/// What may be better than waiting for the service: every offer that fits now is shown and counted.
struct OfferDiversions { ServiceId service; Channel channel{}; };
struct TakeDiversion { OfferId offer; };
struct NoteVisit { std::string purpose; Channel channel{}; std::optional<ServiceId> service{}; };

/// Of a satellite: numbers for the time when it is alone. `spent`: the highest it has given of the range today. The same
/// lease again until half of it is spent. `epoch`: of the satellite's journal; a lease is one journal's alone, another one
/// of the same terminal gets its own. None: a satellite of before tells none.
struct TakeLease { TerminalId to; RangeId range; std::uint32_t spent{}; std::optional<EpochId> epoch{}; };
/// At the satellite: what its owner lent it.
struct NoteLease { RangeId range; NumberBlock block; BusinessDay day{}; };
/// A satellite hands over what it issued alone on `day`. Once: the same ticket again is answered and changes nothing. A
/// ticket that the owner gave for the same question (`asked`) is cancelled: nobody holds it. `age`: how long ago it was
/// issued; TicketAdopted::issued_at follows from it by the owner's clock, whatever the satellite's says.
struct AdoptTicket { BusinessDay day{}; TicketAdopted ticket; Milliseconds age{}; };
/// A satellite's customer has gone without the ticket that was asked for under it: the owner's one is cancelled if nobody
/// is served with it, and a question that arrives later is refused. Answered also when nothing was given.
struct WithdrawAsked { RequestId asked; };
/// At the satellite: its owner has the ticket.
struct HandOver { TicketId ticket; };
/// A satellite is back: of the papers it was to print only `under_way` will still be told of. The others never came out
/// (`link_lost`), or nobody knows (`restart`). `epoch`: of its journal.
struct SettlePapers { TerminalId at; PrintCause cause{}; std::vector<TicketId> under_way{}; std::optional<EpochId> epoch{}; };

struct ReportDevice { DeviceId device; DeviceKind kind{}; DeviceState state{}; std::string fault; };
struct RaiseAlert { AlertId alert; std::string code; std::string subject; std::map<std::string, std::string> params; };
/// Seen by the duty manager, who sees to it.
struct AcknowledgeAlert { AlertId alert; };
struct ResolveAlert { AlertId alert; std::string done; };
/// `since` and `first`: as ClockAdjusted.
struct NoteClock { WallTime from{}; WallTime to{}; std::optional<WallTime> since{}; std::optional<Seq> first{}; };
struct NoteConfig { std::string hash; };
// clang-format on

using Command =
    std::variant<OpenDay, CloseDay, OpenService, CloseService, IssueTicket, PrintSucceeded, PrintRefused,
                 PrintDoubtful, ReprintTicket, CallNext, CallTicket, Recall, MarkNoShow, ReturnTicket,
                 StartServing, FinishServing, ParkTicket, ResumeTicket, TransferTicket, CancelTicket,
                 PressPad, PressStray, GiveRating, GiveReason, MissRating, SignIn, SignOut, OpenCounter,
                 PauseCounter, ResumeCounter, CloseCounter, ReadyCounter, RequestHelp, SendMessage,
                 ReadMessage, ExpireTicket, UnparkTicket, AddAppointment, CancelAppointment, CheckIn,
                 MissAppointment, OfferDiversions, TakeDiversion, NoteVisit, ReportDevice, RaiseAlert,
                 AcknowledgeAlert, ResolveAlert, NoteClock, NoteConfig, TakeLease, NoteLease, AdoptTicket,
                 WithdrawAsked, HandOver, SettlePapers>;

struct Refusal {
    RefusalCode code{};
    /// Values for the sentence: {"service": "A"}, {"counter": "3"}.
    std::map<std::string, std::string> params;
    bool operator==(const Refusal&) const = default;
};

/// One thing that may be better than waiting; the words are DiversionConfig::text.
struct DiversionOffer {
    OfferId offer;
    DiversionId diversion;
    DiversionTarget target{};
    std::optional<ServiceId> to_service;
    std::chrono::seconds saving{};
    bool operator==(const DiversionOffer&) const = default;
};

/// What the one who asked is told. Fields that make no sense for the command stay empty.
struct Answer {
    std::optional<TicketId> ticket;
    std::string number;
    std::optional<CounterId> counter;
    std::optional<std::uint32_t> ahead;
    std::optional<ExpectedWait> promised;
    /// For IssueTicket and ReprintTicket: whether a paper is being printed, and if not, why.
    std::optional<bool> printing;
    std::optional<PrintCause> not_printing;
    std::uint32_t copy = 0;
    /// For PressPad.
    std::optional<PressFate> press;
    /// The same call given again because the counter had not confirmed it.
    bool again = false;
    /// For calls: why this ticket, with the figures for the sentence "why.<code>".
    std::optional<CallReason> why{};
    std::map<std::string, std::string> why_params{};
    /// The ticket goes on to this service.
    std::optional<ServiceId> next{};
    /// A recall that was one too many: the ticket is a no-show now.
    bool no_show = false;
    std::optional<AppointmentId> appointment{};
    /// What its customer checks in with.
    std::string code{};
    /// Came too late for the appointment and waits as everybody does.
    bool late = false;
    std::optional<MessageId> message{};
    std::vector<DiversionOffer> offers{};
    /// The numbers lent, and the business day they are of.
    std::optional<NumberBlock> lease{};
    std::optional<BusinessDay> lease_day{};
    /// For OpenDay: which one.
    std::optional<BusinessDay> day{};
    /// For OpenDay: the day had been closed and goes on.
    bool goes_on = false;
    bool operator==(const Answer&) const = default;
};

}  // namespace jiaohao::domain
