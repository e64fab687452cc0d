// Thousands of commands about appointments, offers and visits, checked against a count of the events alone.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "tests/unit/domain/dice_visits.hpp"
#include "tests/unit/domain/test_hall.hpp"

namespace jiaohao::domain::testing {
namespace {

/// What the events say, told in lists and by walking over them.
struct Counted {
    std::map<AppointmentId, AppointmentAdded> open;
    /// Of those open, where somebody may still come late or another time be booked.
    std::set<AppointmentId> late;
    std::map<AppointmentId, int> tickets;
    std::set<OfferId> offered;
    std::set<OfferId> taken;
    std::uint32_t showings = 0, issued = 0, after_offers = 0, visits = 0, arrived = 0, missed = 0;
    std::vector<std::string> objections;

    void note(const RecordedEvent& recorded) {
        std::visit([&](const auto& event) { on(event); }, recorded.event);
    }
    template <class Other>
    void on(const Other& /*event*/) {}
    void on(const DayOpened& /*event*/) {
        offered.clear();
        taken.clear();
        for (const AppointmentId& id : late) {
            open.erase(id);
        }
        late.clear();
        showings = issued = after_offers = visits = 0;
    }
    void on(const AppointmentAdded& event) {
        if (open.contains(event.appointment) && late.erase(event.appointment) == 0) {
            objections.push_back("added twice: " + event.appointment.get());
        }
        for (const auto& [id, other] : open) {
            const bool same = (event.code.empty() ? event.reference : event.code) ==
                              (other.code.empty() ? other.reference : other.code);
            if (same && id != event.appointment && !late.contains(id) &&
                std::chrono::abs(event.at - other.at) < std::chrono::hours{20}) {
                objections.push_back("one code for two: " + event.appointment.get() + " " + id.get());
            }
        }
        open[event.appointment] = event;
        tickets[event.appointment] = 0;
    }
    void on(const AppointmentArrived& event) {
        ++arrived;
        if (!open.contains(event.appointment) || ++tickets[event.appointment] > 1) {
            objections.push_back("arrived without being expected: " + event.appointment.get());
        }
        open.erase(event.appointment);
        late.erase(event.appointment);
    }
    void on(const AppointmentMissed& event) {
        ++missed;
        if (!open.contains(event.appointment) || !late.insert(event.appointment).second) {
            objections.push_back("missed without being expected: " + event.appointment.get());
        }
    }
    void on(const AppointmentCancelled& event) {
        open.erase(event.appointment);
        late.erase(event.appointment);
    }
    void on(const DiversionOffered& event) {
        offered.insert(event.offer);
        showings += event.showing == event.offer ? 1 : 0;
    }
    void on(const DiversionTaken& event) {
        if (!offered.contains(event.offer) || !taken.insert(event.offer).second) {
            objections.push_back("taken without an offer, or twice: " + event.offer.get());
        }
    }
    void on(const TicketIssued& event) {
        ++issued;
        after_offers += event.after_offer ? 1 : 0;
    }
    void on(const VisitNoted& /*event*/) { ++visits; }
};

class RandomVisits : public ::testing::TestWithParam<std::uint64_t> {};

TEST_P(RandomVisits, KeepEveryPromiseAndAreTheirEvents) {
    TestHall hall;
    Dice dice(GetParam());
    Counted counted;
    add_visit_rules(hall.config);
    hall.config.ranges[0].last = 90'000;
    hall.config.ranges[1].last = 90'000;
    std::size_t noted = 0;
    const auto step = [&](const Command& command) {
        static_cast<void>(hall.run(command));
        for (; noted < hall.log.size(); ++noted) {
            counted.note(hall.log[noted]);
        }
    };
    BusinessDay day = day_one;
    step(OpenDay{day});
    for (int i = 0; i < 6'000 && !HasFailure() && counted.objections.empty(); ++i) {
        hall.pass(seconds{static_cast<int>(dice.below(20))});
        if (dice.one_in(200)) {
            hall.pass(dice.one_in(2) ? minutes{70} : -minutes{70});
        }
        if (dice.one_in(3)) {
            for (const Command& command : due(hall.state, hall.config, hall.context.now)) {
                step(command);
            }
        }
        if (dice.one_in(500)) {
            step(CloseDay{});
            day = BusinessDay{std::chrono::sys_days{day} + std::chrono::days{1}};
            hall.pass(std::chrono::hours{15});
            step(OpenDay{day});
        }
        if (dice.one_in(30) && !hall.state.tickets.empty()) {
            step(CancelTicket{hall.state.tickets.rbegin()->first, Channel::page});
        }
        step(visit_command(dice, hall.state, hall.context.now));
        const HallView rows = view(hall.state, hall.config, {hall.context.now, true, std::nullopt, {}});
        EXPECT_EQ(rows.visitors->showings, counted.showings);
        EXPECT_EQ(rows.visitors->after_offers, counted.after_offers);
        EXPECT_EQ(rows.visitors->asked,
                  counted.showings + counted.issued - counted.after_offers + counted.visits);
        const auto& booked = hall.state.appointments;
        EXPECT_LE(std::ranges::count_if(booked,
                                        [](const auto& one) {
                                            return one.second.status == AppointmentStatus::expected ||
                                                   one.second.status == AppointmentStatus::missed;
                                        }),
                  hall.config.appointments.most);
        EXPECT_LE(booked.size(), 4 * hall.config.appointments.most);
    }
    EXPECT_EQ(counted.objections, std::vector<std::string>{});
    EXPECT_TRUE(replay(hall.log) == hall.state) << "the events do not give the state";
    HallState read = hall.state;
    restore_lines(read);
    EXPECT_TRUE(read == hall.state);
    // The walk went somewhere: otherwise it proves nothing.
    EXPECT_GT(counted.arrived, 100U);
    EXPECT_GT(counted.missed, 20U);
    EXPECT_GT(hall.all_of<DiversionTaken>().size(), 50U);
    EXPECT_GT(hall.all_of<AppointmentCancelled>().size(), 20U);
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomVisits, ::testing::Values(3u, 77u, 20261122u));

}  // namespace
}  // namespace jiaohao::domain::testing
