// What is offered instead of waiting, what is taken, and out of how many people.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/unit/domain/test_hall.hpp"

namespace jiaohao::domain::testing {
namespace {

using std::chrono::hours;

const DiversionId machine{"machine"};
const DiversionId desk{"desk"};
const DiversionId evening{"evening"};

struct Diversions : ::testing::Test {
    TestHall hall;

    Diversions() {
        hall.config.ranges[0].last = 900;
        hall.config.diversions = {
            {machine, DiversionTarget::self_service, {mobile}, {}, minutes{10}, minutes{2}, {}, {}},
            {desk, DiversionTarget::service, {mobile}, complaints, minutes{5}, {}, {}, {}},
            {evening, DiversionTarget::later, {}, {}, minutes{10}, minutes{5}, {}, {}}};
        tell_local(10);
        hall.open_hall();
    }
    void tell_local(int hour) { hall.context.local = {day_one, hours{hour}}; }
    /// So many wait for mobile that the wait is long.
    void fill(int n = 30) {
        for (int i = 0; i < n; ++i) {
            hall.issue(mobile);
        }
    }
    Answer offer(const ServiceId& service = mobile) {
        return hall.must(OfferDiversions{service, Channel::touch});
    }
    [[nodiscard]] std::vector<DiversionId> offered() {
        std::vector<DiversionId> ids;
        for (const DiversionOffer& one : offer().offers) {
            ids.push_back(one.diversion);
        }
        return ids;
    }
    [[nodiscard]] VisitorsView visitors() const {
        return *view(hall.state, hall.config, {hall.context.now, true, std::nullopt, {}}).visitors;
    }
    [[nodiscard]] DiversionView row(const DiversionId& id) const {
        for (const DiversionView& one :
             view(hall.state, hall.config, {hall.context.now, true, std::nullopt, {}}).diversions) {
            if (one.id == id) {
                return one;
            }
        }
        return {};
    }
};

TEST_F(Diversions, AreNotOfferedWhenNothingIsSaved) {
    EXPECT_TRUE(offer().offers.empty());
    EXPECT_EQ(hall.last(), "");
    EXPECT_EQ(visitors().asked, 0U) << "the ticket that follows counts";
}

TEST_F(Diversions, ThatTakeAsLongAsTheWaitAreNotOffered) {
    fill();
    hall.config.diversions.resize(1);
    hall.config.diversions[0].from_wait = minutes{0};
    hall.config.diversions[0].takes = minutes{0};
    const auto wait = std::chrono::floor<minutes>(offer().offers.at(0).saving);
    hall.config.diversions[0].takes = wait + minutes{1};
    EXPECT_TRUE(offered().empty());
    hall.config.diversions[0].takes = wait;
    EXPECT_TRUE(offered().empty()) << "less than a minute";
    hall.config.diversions[0].takes = wait - minutes{1};
    EXPECT_EQ(offered(), std::vector{machine});
}

TEST_F(Diversions, AreOfferedInTheOrderOfTheConfigurationWithTheSavingOfEach) {
    fill();
    const Answer answer = offer();
    ASSERT_EQ(answer.offers.size(), 3U);
    const auto wait = hall.all_of<DiversionOffered>().at(0).expected_s;
    EXPECT_EQ(answer.offers[0].diversion, machine);
    EXPECT_EQ(answer.offers[0].saving, seconds{wait} - minutes{2});
    EXPECT_EQ(answer.offers[1].to_service, complaints);
    EXPECT_GT(answer.offers[1].saving, minutes{1}) << "nobody waits at the other desk";
    EXPECT_LT(answer.offers[1].saving, seconds{wait}) << "which has its own wait";
    EXPECT_EQ(answer.offers[2].saving, seconds{wait} - minutes{5});
    EXPECT_EQ(hall.last(), "diversion.offered diversion.offered diversion.offered");
}

TEST_F(Diversions, AreOfferedByServiceWaitAndHour) {
    fill();
    hall.config.diversions[0].services = {bills};
    hall.config.diversions[1].from_wait = minutes{600};
    hall.config.diversions[2].hours = {{hours{18}, hours{20}}};
    EXPECT_TRUE(offered().empty());
    tell_local(19);
    EXPECT_EQ(offered(), std::vector{evening});
    hall.context.local.reset();
    EXPECT_TRUE(offered().empty()) << "nobody knows the hour";
    hall.config.diversions[0].services.clear();
    EXPECT_EQ(offered(), std::vector{machine});
}

TEST_F(Diversions, ToAServiceThatIsClosedOrAsFullAreNotOffered) {
    fill();
    hall.must(CloseService{complaints});
    EXPECT_EQ(offered(), (std::vector{machine, evening}));
    hall.must(OpenService{complaints});
    hall.config.diversions[1].to_service = mobile;
    EXPECT_EQ(offered(), (std::vector{machine, evening})) << "where the customer is already";
}

TEST_F(Diversions, ToAServiceThatGivesNoTicketsAnyMoreAreNotOffered) {
    fill();
    hall.must(IssueTicket{complaints, {}, Channel::touch, "", false, ""});
    EXPECT_EQ(offered(), (std::vector{machine, desk, evening}));
    hall.config.services[2].day_limit = 1;
    EXPECT_EQ(offered(), (std::vector{machine, evening}));
    hall.config.services[2].day_limit = 0;
    hall.config.services[2].hours = WeekHours{};
    EXPECT_EQ(offered(), (std::vector{machine, evening}))
        << "its hours are over, though nobody has closed it yet";
}

TEST_F(Diversions, OfWhichFewAreShownAtOnce) {
    fill();
    for (int i = 0; i < 3; ++i) {
        hall.config.diversions.push_back(hall.config.diversions[0]);
    }
    EXPECT_EQ(offered().size(), 3U);
}

TEST_F(Diversions, AreTakenOnceHoweverOftenPressed) {
    fill();
    const Answer answer = offer();
    hall.must(TakeDiversion{answer.offers[0].offer});
    EXPECT_EQ(hall.last(), "diversion.taken");
    EXPECT_TRUE(hall.must(TakeDiversion{answer.offers[0].offer}).again);
    EXPECT_EQ(hall.last(), "");
    EXPECT_EQ(hall.refused(TakeDiversion{answer.offers[1].offer}), RefusalCode::offer_unknown)
        << "one person goes one way";
    EXPECT_EQ(row(machine).offered, 1U);
    EXPECT_EQ(row(machine).taken, 1U);
    EXPECT_EQ(row(desk).taken, 0U);
    EXPECT_EQ(row(machine).saving_taken, std::chrono::floor<minutes>(answer.offers[0].saving));
    EXPECT_EQ(row(desk).saving_offered, std::chrono::floor<minutes>(answer.offers[1].saving));
}

TEST_F(Diversions, ThatAreUnknownOrOldAreRefusedByName) {
    fill();
    const Answer answer = offer();
    EXPECT_EQ(hall.refused(TakeDiversion{OfferId{"t1/e1/99999"}}), RefusalCode::offer_unknown);
    hall.pass(minutes{10} + seconds{1});
    EXPECT_EQ(hall.refused(TakeDiversion{answer.offers[0].offer}), RefusalCode::offer_unknown);
}

TEST_F(Diversions, GrowNoOlderByAClockThatJumps) {
    fill();
    const Answer answer = offer();
    hall.must(NoteClock{hall.context.now, hall.context.now + hours{2}});
    hall.pass(hours{2});
    hall.must(TakeDiversion{answer.offers[0].offer});
}

TEST_F(Diversions, HaveEverybodyWhoWasAskedAsTheirDenominator) {
    fill(30);
    const Answer shown = offer();
    const Answer other = offer();
    hall.must(IssueTicket{
        mobile, CustomerClass::ordinary, Channel::touch, "", true, "", {}, {}, shown.offers[1].offer});
    hall.must(TakeDiversion{other.offers[0].offer});
    hall.must(NoteVisit{"question", Channel::page, {}});
    hall.must(NoteVisit{"question", Channel::page, mobile});
    hall.must(NoteVisit{"trial", Channel::page, {}});
    const VisitorsView row = visitors();
    EXPECT_EQ(row.tickets, 31U);
    EXPECT_EQ(row.showings, 2U);
    EXPECT_EQ(row.after_offers, 1U);
    EXPECT_EQ(row.visits, (std::map<std::string, std::uint32_t>{{"question", 2}, {"trial", 1}}));
    EXPECT_EQ(row.asked, 30U + 2U + 3U);
}

TEST_F(Diversions, CountAShowingWithOneTicketAlone) {
    fill();
    const OfferId offer_id = offer().offers[0].offer;
    for (int i = 0; i < 2; ++i) {
        hall.must(
            IssueTicket{mobile, CustomerClass::ordinary, Channel::touch, "", true, "", {}, {}, offer_id});
    }
    EXPECT_EQ(visitors().after_offers, 1U) << "the second ticket is another person's";
    EXPECT_EQ(hall.refused(TakeDiversion{offer_id}), RefusalCode::offer_unknown);
}

TEST_F(Diversions, ThatAreTakenToAnotherServiceLeadToItsTicket) {
    fill();
    const Answer shown = offer();
    hall.must(TakeDiversion{shown.offers[1].offer});
    hall.must(IssueTicket{
        complaints, CustomerClass::ordinary, Channel::touch, "", true, "", {}, {}, shown.offers[1].offer});
    EXPECT_EQ(visitors().asked, 31U);
}

TEST_F(Diversions, BeginAnewWithTheDay) {
    fill();
    offer();
    hall.must(NoteVisit{"question", Channel::page, {}});
    hall.must(CloseDay{});
    EXPECT_EQ(visitors().showings, 1U) << "to be read until the next day opens";
    hall.context.today = day_two;
    hall.pass(hours{72});
    hall.open_hall_on(day_two);
    EXPECT_EQ(visitors(), VisitorsView{});
    EXPECT_EQ(row(machine).offered, 0U);
}

TEST_F(Diversions, RememberABoundedNumberOfOffers) {
    fill();
    const OfferId oldest = offer().offers[0].offer;
    for (int i = 0; i < 100; ++i) {
        offer();
    }
    EXPECT_EQ(hall.state.offers.size(), most_offers);
    EXPECT_EQ(hall.refused(TakeDiversion{oldest}), RefusalCode::offer_unknown);
    EXPECT_TRUE(replay(hall.log) == hall.state);
}

TEST_F(Diversions, OfServicesThatAreNotThereAreRefused) {
    EXPECT_EQ(hall.refused(OfferDiversions{ServiceId{"x"}, Channel::touch}), RefusalCode::service_unknown);
    hall.must(CloseService{mobile});
    EXPECT_EQ(hall.refused(OfferDiversions{mobile, Channel::touch}), RefusalCode::service_closed);
    EXPECT_EQ(hall.refused(NoteVisit{"golf", Channel::page, {}}), RefusalCode::bad_arguments);
    EXPECT_EQ(hall.refused(NoteVisit{"trial", Channel::page, ServiceId{"x"}}), RefusalCode::service_unknown);
}

TEST_F(Diversions, RowsThatChangeAreInTheDelta) {
    fill();
    const std::size_t before = hall.log.size();
    offer();
    const std::vector<RecordedEvent> events{hall.log.begin() + static_cast<std::ptrdiff_t>(before),
                                            hall.log.end()};
    const HallView rows = delta(hall.state, hall.config, {hall.context.now, true, std::nullopt, {}}, events);
    EXPECT_EQ(rows.diversions.size(), 3U);
    ASSERT_TRUE(rows.visitors);
    EXPECT_EQ(rows.visitors->showings, 1U);
    EXPECT_FALSE(rows.hall);
}

}  // namespace
}  // namespace jiaohao::domain::testing
