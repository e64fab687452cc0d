// Fields that events of diversion got after their samples were written.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "kiosk/wire/event_codec.hpp"
#include "tests/unit/wire/event_examples.hpp"

namespace jiaohao::wire {
namespace {

using namespace domain;

TEST(VisitEvents, SayWhichOffersWereShownTogetherAndBeforeWhichTicket) {
    TicketIssued ticket;
    ticket.number = "A027";
    ticket.range = RangeId{"a"};
    ticket.ordinal = 27;
    ticket.service = ServiceId{"a"};
    ticket.language = "en";
    ticket.after_offer = OfferId{"t1/e/8"};
    DiversionOffered offered{OfferId{"t1/e/9"},
                             DiversionId{"machine"},
                             ServiceId{"a"},
                             DiversionTarget::later,
                             Channel::touch,
                             1500,
                             1200,
                             OfferId{"t1/e/8"}};
    for (const Event& event : std::vector<Event>{
             ticket, offered,
             DiversionTaken{OfferId{"t1/e/9"}, DiversionId{"machine"}, ServiceId{"a"}, 1200}}) {
        const RecordedEvent whole = test::recorded(event);
        const auto decoded = decode(encode(whole));
        ASSERT_TRUE(decoded) << decoded.error().field << " " << decoded.error().problem;
        EXPECT_EQ(*decoded, whole) << type_name(event);
    }
}

}  // namespace
}  // namespace jiaohao::wire
