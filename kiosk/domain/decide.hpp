// The rules of the hall as two pure functions and their helpers:
//   decide(state, config, command, context) -> events or a named refusal
//   apply(state, event)                     -> the next state
// Same inputs, same outputs, on every machine. Thread: any; nothing is shared.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "kiosk/domain/command.hpp"
#include "kiosk/domain/state.hpp"
#include "kiosk/domain/types/hall_config.hpp"
#include "kiosk/domain/types/views.hpp"

namespace jiaohao::domain {

/// The hall's local time.
struct LocalTime {
    BusinessDay date{};
    std::chrono::seconds since_midnight{};
};

/// What a decision may know besides state and configuration.
struct Context {
    WallTime now{};
    TerminalId terminal;
    /// The seq the first event of this decision will get; identifies a ticket that it issues.
    Seq next_seq;
    /// Printer that would take a job now; without one, `no_paper` says why not.
    std::optional<DeviceId> printer;
    PrintCause no_paper = PrintCause::no_printer;
    /// The hall's local date. Without it no day is compared with the clock.
    std::optional<BusinessDay> today;
    /// Without it no opening hours are looked at.
    std::optional<LocalTime> local{};
    /// Set from the restart of the process until the counter's handset has been heard once: see CallNext.
    bool handset_unheard_since_start = false;
    /// state.last_at as it stood when the process started (when the process before it last wrote).
    WallTime last_at_before_start{};
};

struct Decision {
    std::vector<Event> events;
    Answer answer;
};

/// Rules, in the order a newcomer needs them:
/// - Without an open day only OpenDay, device, alert, clock and configuration facts are taken.
/// - OpenDay takes a day later than the last one and at most one day from Context::today. Only today itself may
///   be earlier than the last one, when that lies ahead (a wrong clock opened it). A day opened again continues
///   its numbers.
///   It opens the services whose hours say so; without Context::local, or on another date, all of them.
/// - What is due by hours is due again until it is done: OpenService and CloseService{by schedule} note what the hours
///   say also where nothing is to be opened or closed.
/// - CloseDay ends what is left, except for those who wait for a service that keeps them (ClosingRule::keep): they are
///   carried over by the next OpenDay.
/// - IssueTicket takes the next ordinal of the service's range (never one used today, whatever service used
/// it, nor one that a customer of yesterday still holds),
///   and in the same decision either `ticket.print_started` (Context::printer set and want_paper) or, when
///   paper was wanted but cannot come, `ticket.not_printed` with the cause. `ahead` counts tickets that wait
///   and would be called before it by any counter that may call it.
/// - CallNext: refused unless the counter is open and signed in (or handset_only). What it was doing is
/// finished first:
///   a called or serving ticket gets serving.finished{implied}; an armed rating stays armed until its own
///   end, except that a rating of the ticket before is missed{next_call}. Then the ticket that the order of
///   calling chooses (order.hpp) is called. Nobody waiting: the refusal `nobody_waiting`; finishing implied
///   work still stands only if there is somebody to call (a refusal never has events). From a handset: if the
///   last call of this counter is unconfirmed and the process restarted since (Context), and the call stood
///   within the confirm window of last_at_before_start, the answer is that call again, no event.
///   The pause key (PauseCounter::toggle) and the resume key (ResumeTicket) of a handset have the same rule.
/// - FinishServing with ask_rating emits serving.finished and rating.requested; asking again while armed for
/// the same
///   ticket gives the same answer and no event.
/// - PressPad always emits press.raw with its fate; rating.given only for the first press while armed.
/// - GiveRating (touch, page) needs the rating to be armed for that ticket.
/// - PrintSucceeded/Refused/Doubtful need that copy pending, else `print_not_pending` (late answers change
/// nothing).
/// - ReportDevice emits only when state or fault differ from what is recorded.
[[nodiscard]] Result<Decision, Refusal> decide(const HallState& state, const HallConfig& config,
                                               const Command& command, const Context& context);

/// Applies one recorded event. Total: an event that makes no sense against the state (a gap before it, a
/// newer version) changes what it can and never throws. Unknown events change only seq and last_at.
void apply(HallState& state, const RecordedEvent& event);

/// Commands that are due at `now` although nobody asked: ratings that timed out, parked tickets whose time is over,
/// services whose hours begin or end, customers for counters that call by themselves. Empty most of the time.
/// `local`: without it no opening hours are looked at.
[[nodiscard]] std::vector<Command> due(const HallState& state, const HallConfig& config, WallTime now,
                                       const std::optional<LocalTime>& local = {});
/// When due() can next return something. `now` and `local`: as for due(); without them hours are not looked at.
[[nodiscard]] std::optional<WallTime> next_due(const HallState& state, const HallConfig& config,
                                               WallTime now = {}, const std::optional<LocalTime>& local = {});

/// Puts every waiting ticket into its lines anew, and finds the numbers that were carried over: after a state was read,
/// which does not say who stands in them.
void restore_lines(HallState& state);

/// After a start: print jobs without an outcome become unknown{restart}.
[[nodiscard]] std::vector<Command> after_restart(const HallState& state);

/// Everything a screen needs. `tickets_refused` and `paper` come from the caller (device and journal health).
struct ViewContext {
    WallTime now{};
    bool paper = false;
    std::optional<RefusalCode> tickets_refused;
    /// Without it nothing is told of opening hours and of appointments of today.
    std::optional<LocalTime> local{};
};
[[nodiscard]] HallView view(const HallState& state, const HallConfig& config, const ViewContext& context);
/// The rows of all services: what is said of their hours changes with the time alone.
[[nodiscard]] std::vector<ServiceView> service_rows(const HallState& state, const HallConfig& config,
                                                    const ViewContext& context);
/// No-shows whose time to come back ended after `since`, `now` at the latest: their rows are gone by the time alone.
[[nodiscard]] std::vector<TicketId> no_longer_returnable(const HallState& state, const HallConfig& config,
                                                         WallTime since, WallTime now);
/// The rows that `events` changed, computed after they were applied.
[[nodiscard]] HallView delta(const HallState& state, const HallConfig& config, const ViewContext& context,
                             const std::vector<RecordedEvent>& events);

/// Broken promises of a state, empty when sound: a ticket in two places, a waiting ticket in no line, two
/// tickets with one number, two clerks at one counter... For tests, doctor and recovery.
[[nodiscard]] std::vector<std::string> inconsistencies(const HallState& state);

}  // namespace jiaohao::domain
