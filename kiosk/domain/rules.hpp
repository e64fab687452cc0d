// One rule per command; decide() finds the rule. Inside this room only.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "kiosk/domain/decide.hpp"
#include "kiosk/domain/lookup.hpp"

namespace jiaohao::domain::rules {

using Verdict = Result<Decision, Refusal>;

/// What every rule reads.
struct Hall {
    const HallState& state;
    const HallConfig& config;
    const Context& context;
};

/// A counter that a command names: known to the configuration.
struct Desk {
    const CounterConfig& config;
    const CounterState& state;
};

[[nodiscard]] inline auto refuse(RefusalCode reason, std::map<std::string, std::string> params = {}) {
    return tl::unexpected<Refusal>(Refusal{reason, std::move(params)});
}

[[nodiscard]] Result<Desk, Refusal> find_desk(const Hall& hall, const CounterId& id);
/// The ticket called or served at the counter, else counter_has_no_ticket.
[[nodiscard]] Result<const Ticket*, Refusal> ticket_at(const Hall& hall, const Desk& desk);
/// As above, and still only called.
[[nodiscard]] Result<const Ticket*, Refusal> called_ticket_at(const Hall& hall, const Desk& desk);
[[nodiscard]] Answer answer_about(const Ticket& ticket, const CounterId& counter);

/// A handset's key repeated although its first press stands recorded at `since`: the process restarted after it
/// and the handset may never have been answered. The same window as for a call.
[[nodiscard]] bool is_press_again(const Hall& hall, const std::optional<WallTime>& since);

/// Who was called to the counter, or back to it, a moment ago and is on the way: the next press would end a visit that
/// did not begin. Nobody to what the hall does by itself.
[[nodiscard]] const Ticket* on_the_way(const Hall& hall, const Desk& desk, Channel channel);
/// Why nobody else may be taken up meanwhile: by whom the customer was called.
[[nodiscard]] Refusal called_just_now(const Hall& hall, const Desk& desk, const Ticket& ticket);

/// The counter's ticket is done: what is recorded of its service.
[[nodiscard]] ServingFinished finished(const Hall& hall, const Desk& desk, const Ticket& ticket,
                                       ServingOutcome outcome, bool implied);
/// If the counter has a ticket: it was done although nobody said so.
void finish_implied(const Hall& hall, const Desk& desk, std::vector<Event>& events);
/// The counter closes: what it did since its last customer.
[[nodiscard]] CounterClosed closed(const Hall& hall, const Desk& desk);
/// The end of the rating armed at the counter, with the clerk and service it was asked for.
[[nodiscard]] RatingMissed missed(const Hall& hall, const Desk& desk, RatingMissedCause cause);

/// Offers and messages are named by events: nothing of this hall was ever called so.
[[nodiscard]] bool never_was(const Hall& hall, const std::string& name);
/// The showing that an offer belongs to; none when it is not known (any more).
[[nodiscard]] std::optional<OfferId> showing_of(const Hall& hall, const std::optional<OfferId>& offer);

Verdict decide_on(const Hall& hall, const OpenDay& command);
Verdict decide_on(const Hall& hall, const CloseDay& command);
Verdict decide_on(const Hall& hall, const OpenService& command);
Verdict decide_on(const Hall& hall, const CloseService& command);
Verdict decide_on(const Hall& hall, const IssueTicket& command);
Verdict decide_on(const Hall& hall, const PrintSucceeded& command);
Verdict decide_on(const Hall& hall, const PrintRefused& command);
Verdict decide_on(const Hall& hall, const PrintDoubtful& command);
Verdict decide_on(const Hall& hall, const ReprintTicket& command);
Verdict decide_on(const Hall& hall, const CallNext& command);
Verdict decide_on(const Hall& hall, const CallTicket& command);
Verdict decide_on(const Hall& hall, const Recall& command);
Verdict decide_on(const Hall& hall, const MarkNoShow& command);
Verdict decide_on(const Hall& hall, const ReturnTicket& command);
Verdict decide_on(const Hall& hall, const StartServing& command);
Verdict decide_on(const Hall& hall, const FinishServing& command);
Verdict decide_on(const Hall& hall, const ParkTicket& command);
Verdict decide_on(const Hall& hall, const ResumeTicket& command);
Verdict decide_on(const Hall& hall, const TransferTicket& command);
Verdict decide_on(const Hall& hall, const CancelTicket& command);
Verdict decide_on(const Hall& hall, const PressPad& command);
Verdict decide_on(const Hall& hall, const PressStray& command);
Verdict decide_on(const Hall& hall, const GiveRating& command);
Verdict decide_on(const Hall& hall, const GiveReason& command);
Verdict decide_on(const Hall& hall, const MissRating& command);
Verdict decide_on(const Hall& hall, const SignIn& command);
Verdict decide_on(const Hall& hall, const SignOut& command);
Verdict decide_on(const Hall& hall, const OpenCounter& command);
Verdict decide_on(const Hall& hall, const PauseCounter& command);
Verdict decide_on(const Hall& hall, const ResumeCounter& command);
Verdict decide_on(const Hall& hall, const CloseCounter& command);
Verdict decide_on(const Hall& hall, const ReadyCounter& command);
Verdict decide_on(const Hall& hall, const RequestHelp& command);
Verdict decide_on(const Hall& hall, const SendMessage& command);
Verdict decide_on(const Hall& hall, const ReadMessage& command);
Verdict decide_on(const Hall& hall, const ExpireTicket& command);
Verdict decide_on(const Hall& hall, const UnparkTicket& command);
Verdict decide_on(const Hall& hall, const AddAppointment& command);
Verdict decide_on(const Hall& hall, const CancelAppointment& command);
Verdict decide_on(const Hall& hall, const CheckIn& command);
Verdict decide_on(const Hall& hall, const MissAppointment& command);
Verdict decide_on(const Hall& hall, const OfferDiversions& command);
Verdict decide_on(const Hall& hall, const TakeDiversion& command);
Verdict decide_on(const Hall& hall, const NoteVisit& command);
Verdict decide_on(const Hall& hall, const AcknowledgeAlert& command);
Verdict decide_on(const Hall& hall, const ReportDevice& command);
Verdict decide_on(const Hall& hall, const RaiseAlert& command);
Verdict decide_on(const Hall& hall, const ResolveAlert& command);
Verdict decide_on(const Hall& hall, const NoteClock& command);
Verdict decide_on(const Hall& hall, const NoteConfig& command);
Verdict decide_on(const Hall& hall, const TakeLease& command);
Verdict decide_on(const Hall& hall, const NoteLease& command);
Verdict decide_on(const Hall& hall, const AdoptTicket& command);
Verdict decide_on(const Hall& hall, const WithdrawAsked& command);
Verdict decide_on(const Hall& hall, const HandOver& command);
Verdict decide_on(const Hall& hall, const SettlePapers& command);

/// The next ordinal that nobody used today, was lent, or still holds from an earlier day; nothing when the range has come
/// to its end, or of a satellite its lease.
[[nodiscard]] std::optional<std::uint32_t> next_ordinal(const Hall& hall, const NumberRange& range);
/// The ticket that was given under it today.
[[nodiscard]] const Ticket* given_for(const Hall& hall, const std::optional<RequestId>& asked);
/// A paper of the ticket begins to be printed, where `far` says or here.
[[nodiscard]] std::optional<TicketPrintStarted> print_started(const Hall& hall, const TicketId& ticket,
                                                              std::uint32_t copy,
                                                              const std::optional<FarPaper>& far);
/// Why there is none.
[[nodiscard]] PrintCause no_paper(const Hall& hall, const std::optional<FarPaper>& far);

}  // namespace jiaohao::domain::rules
