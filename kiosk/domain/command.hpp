// What people, devices and clocks ask of the hall. A command is decided against the state (decide.hpp).
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "kiosk/domain/types/events.hpp"

namespace jiaohao::domain {

// clang-format off
struct OpenDay { BusinessDay day{}; };
/// Everything that still waits, is called or parked expires; counters close; clerks sign out.
struct CloseDay {};
struct OpenService { ServiceId service; };
struct CloseService { ServiceId service; };

struct IssueTicket {
    ServiceId service; CustomerClass customer_class{}; Channel channel{}; std::string language;
    bool want_paper = true; std::string reference; std::optional<WallTime> due_at{};
};
struct PrintSucceeded { TicketId ticket; std::uint32_t copy{1}; PrintProof proof{}; Milliseconds took{}; };
struct PrintRefused { TicketId ticket; std::uint32_t copy{1}; PrintCause cause{}; };
struct PrintDoubtful { TicketId ticket; std::uint32_t copy{1}; PrintCause cause{}; };
struct ReprintTicket { TicketId ticket; };

struct CallNext { CounterId counter; Channel channel{}; };
/// A certain ticket, out of turn; `reason` is one of OrderConfig::pick_reasons.
struct CallTicket { CounterId counter; TicketId ticket; Channel channel{}; std::string reason{}; };
struct Recall { CounterId counter; };
struct MarkNoShow { CounterId counter; };
struct ReturnTicket { TicketId ticket; };
struct StartServing { CounterId counter; };
struct FinishServing { CounterId counter; ServingOutcome outcome{}; bool ask_rating = true; };
struct ParkTicket { CounterId counter; };
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

struct ReportDevice { DeviceId device; DeviceKind kind{}; DeviceState state{}; std::string fault; };
struct RaiseAlert { AlertId alert; std::string code; std::string subject; std::map<std::string, std::string> params; };
struct ResolveAlert { AlertId alert; std::string done; };
struct NoteClock { WallTime from{}; WallTime to{}; };
struct NoteConfig { std::string hash; };
// clang-format on

using Command = std::variant<OpenDay, CloseDay, OpenService, CloseService, IssueTicket, PrintSucceeded,
                             PrintRefused, PrintDoubtful, ReprintTicket, CallNext, CallTicket, Recall,
                             MarkNoShow, ReturnTicket, StartServing, FinishServing, ParkTicket, ResumeTicket,
                             TransferTicket, CancelTicket, PressPad, PressStray, GiveRating, GiveReason,
                             MissRating, SignIn, SignOut, OpenCounter, PauseCounter, ResumeCounter,
                             CloseCounter, ReportDevice, RaiseAlert, ResolveAlert, NoteClock, NoteConfig>;

struct Refusal {
    RefusalCode code{};
    /// Values for the sentence: {"service": "A"}, {"counter": "3"}.
    std::map<std::string, std::string> params;
    bool operator==(const Refusal&) const = default;
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
    bool operator==(const Answer&) const = default;
};

}  // namespace jiaohao::domain
