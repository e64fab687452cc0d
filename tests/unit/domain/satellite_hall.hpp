// A hall that owns its queue and a satellite of it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include "tests/unit/domain/test_hall.hpp"

namespace jiaohao::domain::testing {

inline const TerminalId t2{"t2"};
inline const TerminalId t3{"t3"};

/// Range a goes to 999; t2 is lent ten numbers at a time, t3 fifty.
inline TestHall owner_of_satellites() {
    TestHall hall;
    hall.config.ranges[0].last = 999;
    hall.config.satellites = {{t2, 10}, {t3, 50}};
    return hall;
}

inline TestHall satellite_of(const TestHall& owner) {
    TestHall hall;
    hall.config = owner.config;
    hall.config.satellites.clear();
    hall.config.satellite = true;
    hall.context.terminal = t2;
    hall.context.now = owner.context.now;
    return hall;
}

inline IssueTicket asked_issue(const ServiceId& service, const char* asked, const TerminalId& at = t2) {
    IssueTicket command{service, CustomerClass::ordinary, Channel::touch, "", true, ""};
    command.asked = RequestId(asked);
    command.far_paper = FarPaper{at, DeviceId("front")};
    return command;
}

/// As a satellite hands it over.
inline AdoptTicket adoption_of(const TestHall& satellite, const TicketId& id) {
    const RecordedEvent& recorded = satellite.log.at(id.seq.get() - 1);
    const auto& issued = std::get<TicketIssued>(recorded.event);
    TicketAdopted ticket{id,
                         issued.number,
                         issued.range,
                         issued.ordinal,
                         issued.service,
                         issued.customer_class,
                         issued.channel,
                         issued.language,
                         recorded.envelope.at,
                         issued.reference,
                         PaperOutcome::printed,
                         issued.then,
                         issued.asked};
    return {recorded.envelope.day.value_or(BusinessDay{}), std::move(ticket),
            satellite.context.now - recorded.envelope.at};
}

/// An open day at both; the satellite has its lease.
struct Adoption : ::testing::Test {
    Adoption() {
        owner.open_hall();
        satellite.open_hall();
        const Answer answer = owner.must(TakeLease{t2, range_a, 0});
        satellite.must(NoteLease{range_a, answer.lease.value_or(NumberBlock{}), day_one});
    }
    void pass(std::chrono::milliseconds span) {
        owner.pass(span);
        satellite.pass(span);
    }
    TicketId alone(const char* asked = "t2:k") {
        return satellite.must(asked_issue(mobile, asked)).ticket.value_or(TicketId{});
    }
    TestHall owner = owner_of_satellites();
    TestHall satellite = satellite_of(owner);
};

}  // namespace jiaohao::domain::testing
