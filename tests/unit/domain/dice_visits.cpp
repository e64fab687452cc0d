// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/domain/dice_visits.hpp"

#include <iterator>

#include "tests/unit/domain/test_hall.hpp"

namespace jiaohao::domain::testing {
namespace {

constexpr std::uint64_t names = 60;

AppointmentId some_appointment(Dice& dice) {
    return AppointmentId{"a" + std::to_string(dice.below(names))};
}

/// Of one that exists, else any.
std::string some_code(Dice& dice, const HallState& state) {
    if (state.appointments.empty() || dice.one_in(20)) {
        return std::to_string(dice.below(100));
    }
    const auto place = static_cast<std::ptrdiff_t>(dice.below(state.appointments.size()));
    const Appointment& one = std::next(state.appointments.begin(), place)->second;
    return one.code.empty() ? one.reference : one.code;
}

OfferId some_offer(Dice& dice, const HallState& state) {
    return state.offers.empty() || dice.one_in(20) ? OfferId{"t1/e1/1"}
                                                   : state.offers[dice.below(state.offers.size())].id;
}

Command add(Dice& dice, WallTime now) {
    const bool plain = now > WallTime{} && now < WallTime::max() - std::chrono::hours{40};
    AddAppointment command{some_appointment(dice),
                           dice.service(),
                           plain ? now + minutes{static_cast<int>(dice.below(120)) - 30} : now,
                           {},
                           {}};
    if (dice.one_in(3)) {
        command.code = std::to_string(dice.below(40));
    } else if (dice.one_in(3)) {
        command.reference = "B" + std::to_string(dice.below(40));
    }
    command.move = dice.one_in(2);
    command.dice = dice.below(1000);
    if (dice.one_in(12)) {
        command.at += std::chrono::days{1};
    }
    return command;
}

}  // namespace

void add_visit_rules(HallConfig& config) {
    config.appointments.most = 50;
    config.diversions = {
        {DiversionId{"machine"}, DiversionTarget::self_service, {}, {}, {}, minutes{1}, {}, {}},
        {DiversionId{"desk"}, DiversionTarget::service, {mobile}, complaints, minutes{1}, {}, {}, {}}};
}

Command visit_command(Dice& dice, const HallState& state, WallTime now) {
    switch (dice.below(12)) {
        case 0:
        case 1:
            return add(dice, now);
        case 2:
            return CancelAppointment{some_appointment(dice), Channel::api};
        case 3:
        case 4:
        case 5:
            return CheckIn{some_code(dice, state), Channel::touch, "", !dice.one_in(5)};
        case 6:
            return MissAppointment{some_appointment(dice)};
        case 7:
        case 8:
            return OfferDiversions{dice.service(), Channel::touch};
        case 9:
            return TakeDiversion{some_offer(dice, state)};
        case 10: {
            IssueTicket ticket{dice.service(), {}, Channel::touch, "", true, ""};
            ticket.after_offer = some_offer(dice, state);
            return ticket;
        }
        default:
            return NoteVisit{dice.one_in(5) ? "golf" : "question", Channel::page, std::nullopt};
    }
}

}  // namespace jiaohao::domain::testing
