// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/domain/dice.hpp"

#include <gtest/gtest.h>

namespace jiaohao::domain::testing {

Command Dice::at_counter() {
    switch (below(12)) {
        case 0:
        case 10:
            return Recall{counter()};
        case 11:
            return one_in(2) ? Command(ReadyCounter{counter()}) : Command(MarkNoShow{counter()});
        case 1:
            return MarkNoShow{counter()};
        case 2:
            return StartServing{counter()};
        case 3:
        case 4:
            return finish();
        case 5:
            return park();
        case 6:
            return ResumeTicket{counter(), std::nullopt, channel()};
        case 7:
            return transfer();
        default:
            return CallNext{counter(), channel()};
    }
}

Command Dice::about_ticket(const std::vector<Model::Row>& rows) {
    const TicketId id = ticket(rows);
    const auto copy = static_cast<std::uint32_t>(below(4));
    switch (below(13)) {
        case 11:
            return UnparkTicket{id};
        case 12:
            return one_in(4) ? Command(ExpireTicket{id, ExpiryCause::service_closed})
                             : Command(UnparkTicket{id});
        case 0:
            return PrintSucceeded{id, copy, {}, {}};
        case 1:
            return PrintRefused{id, copy, PrintCause::cutter};
        case 2:
            return PrintDoubtful{id, copy, PrintCause::silent};
        case 3:
            return ReprintTicket{id};
        case 4:
            return CallTicket{counter(), id, channel(), one_in(2) ? "unwell" : one_in(9) ? "bribe" : ""};
        case 5:
            return ReturnTicket{no_show(rows).value_or(id)};
        case 6:
            return ResumeTicket{counter(), id};
        case 7:
            return CancelTicket{id, Channel::page};
        case 8:
            return GiveRating{id, static_cast<std::uint32_t>(below(6)), Channel::touch};
        case 9:
            return GiveReason{id, pick<std::string>({"attitude", "waiting", "weather"})};
        default:
            return MissRating{id, RatingMissedCause::restart};
    }
}

Command Dice::about_desk() {
    switch (below(16)) {
        case 0:
            return SignOut{counter()};
        case 1:
            return OpenCounter{counter()};
        case 2:
            return PauseCounter{counter(), pick<std::string>({"", "lunch"}), one_in(2)};
        case 3:
            return ResumeCounter{counter()};
        case 4:
            return CloseCounter{counter()};
        default:
            return SignIn{clerk(), counter()};
    }
}

Command Dice::talk(const HallState& state) {
    const CounterId at = counter();
    switch (below(8)) {
        case 0:
            return RequestHelp{at};
        case 1:
            return AcknowledgeAlert{AlertId("help-" + at.get())};
        case 2:
            return ResolveAlert{AlertId("help-" + at.get()), "done"};
        case 3:
            return SendMessage{at, one_in(5) ? "unheard" : "break_now"};
        case 4:
            return SendMessage{at, "break_now"};
        default: {
            const auto found = state.counters.find(at);
            const bool any = found != state.counters.end() && !found->second.messages.empty();
            return ReadMessage{at, any ? found->second.messages.front().id : MessageId("gone")};
        }
    }
}

Command Dice::about_day(const HallState& state) {
    if (state.day_open) {
        return one_in(4) ? Command(CloseDay{})
                         : (!one_in(3) ? Command(OpenService{service()}) : Command(CloseService{service()}));
    }
    const std::chrono::sys_days last =
        one_in(4) ? std::chrono::sys_days{state.day.value_or(day_one)} : today_;
    return OpenDay{BusinessDay{last + std::chrono::days{one_in(2) ? 0 : static_cast<int>(below(5)) - 2}}};
}

Command Dice::command(const std::vector<Model::Row>& rows, const HallState& state, WallTime now) {
    if (!state.day_open && one_in(2)) {
        return about_day(state);
    }
    const auto roll = below(100);
    if (roll < 22) {
        return issue(now);
    }
    if (roll < 58) {
        return at_counter();
    }
    if (roll < 75) {
        return about_ticket(rows);
    }
    if (roll < 85) {
        return about_desk();
    }
    if (roll < 95) {
        const auto armed = std::ranges::find_if(
            state.counters, [](const auto& row) { return row.second.rating.has_value(); });
        const CounterId at = armed == state.counters.end() || one_in(2) ? counter() : armed->first;
        return PressPad{at, static_cast<std::uint32_t>(below(6)), line, 1, 2};
    }
    if (roll < 96) {
        return about_day(state);
    }
    if (!one_in(4)) {
        return talk(state);
    }
    return pick<Command>(
        {PressStray{line, 9, 9}, NoteConfig{"h"}, RaiseAlert{AlertId("x"), "c", "s", {}},
         ResolveAlert{AlertId("x"), "done"},
         ReportDevice{printer, DeviceKind::printer, static_cast<DeviceState>(below(6)), ""}});
}

}  // namespace jiaohao::domain::testing
