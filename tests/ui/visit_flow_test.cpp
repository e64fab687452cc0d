// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <QJsonArray>

#include "tests/ui/scripted_hall.hpp"
#include "ui/touch/link/catalogue.hpp"
#include "ui/touch/link/commands.hpp"
#include "ui/touch/link/hall_store.hpp"
#include "ui/touch/link/ticket_flow.hpp"
#include "ui/touch/link/visit_flow.hpp"

namespace jiaohao::ui::test {
namespace {

using Stage = VisitFlow::Stage;

QJsonObject view(bool offers) {
    const QJsonObject rule{
        {"id", "machine"}, {"to", "self_service"}, {"text", QJsonObject{{"en", "Machine"}}}};
    return {
        {"hall", QJsonObject{{"day_open", true}, {"appointments", true}, {"languages", QJsonArray{"en"}}}},
        {"services",
         QJsonArray{QJsonObject{{"id", "a"}, {"open", true}},
                    QJsonObject{{"id", "b"}, {"open", true}, {"name", QJsonObject{{"en", "B"}}}}}},
        {"diversions", offers ? QJsonArray{rule} : QJsonArray{}}};
}

struct Visit : testing::Test {
    ScriptedHall hall;
    ApiClient client{make_transport(hall.path()), quick_options()};
    Commands commands{client};
    HallStore store{client};
    Catalogue words{QStringLiteral(JIAOHAO_SOURCE_DIR "/ui/i18n")};
    TicketFlow tickets{store, commands, words, options()};
    VisitFlow visits{store, commands, tickets, std::chrono::seconds(60)};

    static TicketFlow::Options options() {
        TicketFlow::Options options;
        options.default_language = "en";
        return options;
    }
    void link(bool offers = true) {
        hall.greet_everyone(view(offers));
        client.start();
        ASSERT_TRUE(wait_until([this] { return store.fresh(); }));
    }
    [[nodiscard]] QJsonObject heard(int nth) {
        EXPECT_TRUE(wait_until([&] { return hall.heard("cmd").size() > nth; }));
        return hall.heard("cmd").value(nth);
    }
    void answer(const QJsonObject& command, const QJsonObject& data) {
        hall.send({{"t", "done"}, {"id", command.value("id")}, {"status", "ok"}, {"data", data}});
    }
    void refuse(const QJsonObject& command, const QString& code, const QJsonObject& params = {}) {
        hall.send({{"t", "done"},
                   {"id", command.value("id")},
                   {"status", "refused"},
                   {"error", QJsonObject{{"code", code}, {"params", params}}}});
    }
    void offer() {
        tickets.choose("a");
        answer(heard(0), {{"offers", QJsonArray{QJsonObject{{"offer", "o1"},
                                                            {"diversion", "machine"},
                                                            {"to", "self_service"},
                                                            {"saving_s", 1190}},
                                                QJsonObject{{"offer", "o2"},
                                                            {"diversion", "x"},
                                                            {"to", "service"},
                                                            {"service", "b"},
                                                            {"saving_s", 600}}}}});
        ASSERT_TRUE(wait_until([this] { return visits.stage() == Stage::Offered; }));
    }
    [[nodiscard]] QJsonObject args(int nth) { return heard(nth).value("args").toObject(); }
};

TEST_F(Visit, OffersWhatIsFasterBeforeTheTicket) {
    link();
    offer();
    ASSERT_EQ(visits.offers().size(), 2);
    EXPECT_EQ(visits.offers()[0].toMap().value("minutes").toInt(), 19);
    EXPECT_EQ(visits.offers()[0].toMap().value("text").toMap().value("en").toString(), "Machine");
    EXPECT_EQ(visits.offers()[1].toMap().value("serviceName").toMap().value("en").toString(), "B");
    EXPECT_EQ(args(0).value("service").toString(), "a");
}

TEST_F(Visit, AsksOnceForEachChoice) {
    link();
    offer();
    visits.decline();
    EXPECT_EQ(visits.stage(), Stage::Idle);
    EXPECT_EQ(tickets.stage(), TicketFlow::Stage::Confirming);
    tickets.choose("a");
    tickets.choose("a");
    EXPECT_EQ(visits.stage(), Stage::Idle) << "shown and declined";
    EXPECT_EQ(hall.heard("cmd").size(), 1);
    tickets.back();
    tickets.choose("a");
    EXPECT_EQ(visits.stage(), Stage::Asking) << "a new choice";
}

TEST_F(Visit, TellsTheTicketThatOffersWereShown) {
    link();
    offer();
    visits.decline();
    tickets.take("ordinary");
    EXPECT_EQ(args(1).value("after_offer").toString(), "o1");
}

TEST_F(Visit, TakesAnOfferOnceHoweverOftenPressed) {
    link();
    offer();
    visits.takeOffer("o1");
    visits.takeOffer("o1");
    visits.takeOffer("o2");
    answer(heard(1), {});
    ASSERT_TRUE(wait_until([this] { return visits.stage() == Stage::Diverted; }));
    EXPECT_EQ(visits.taken().value("to").toString(), "self_service");
    EXPECT_EQ(hall.heard("cmd").size(), 2);
    visits.back();
    EXPECT_EQ(visits.stage(), Stage::Idle);
    EXPECT_EQ(tickets.stage(), TicketFlow::Stage::Choosing);
}

TEST_F(Visit, GoesOnWithTheServiceThatWasOffered) {
    link();
    offer();
    visits.takeOffer("o2");
    answer(heard(1), {});
    ASSERT_TRUE(wait_until([this] { return visits.stage() == Stage::Idle; }));
    EXPECT_EQ(tickets.service(), "b");
    tickets.take("ordinary");
    EXPECT_EQ(args(2).value("service").toString(), "b");
    EXPECT_EQ(args(2).value("after_offer").toString(), "o2");
}

TEST_F(Visit, GoesOnToTheTicketWhenAnOfferIsNoLongerValidOrThereIsNone) {
    link();
    offer();
    visits.takeOffer("o1");
    refuse(heard(1), "offer_unknown");
    ASSERT_TRUE(wait_until([this] { return visits.stage() == Stage::Idle; }));
    EXPECT_EQ(tickets.stage(), TicketFlow::Stage::Confirming);
    tickets.back();
    tickets.choose("a");
    answer(heard(2), {});
    EXPECT_TRUE(wait_until([this] { return visits.stage() == Stage::Idle; }));
}

TEST_F(Visit, DoesNotAskInAHallWithoutRules) {
    link(false);
    tickets.choose("a");
    EXPECT_EQ(visits.stage(), Stage::Idle);
    EXPECT_EQ(commands.pending(), 0U);
}

TEST_F(Visit, ChecksInByCode) {
    link();
    visits.begin();
    for (const char* key : {"4", "7", "9", "1"}) {
        visits.type(key);
    }
    visits.erase();
    visits.checkIn();
    visits.checkIn();
    EXPECT_EQ(args(0).value("code").toString(), "479");
    answer(heard(0), {{"ticket", "t1/4f/17"}, {"number", "A017"}, {"ahead", 0}, {"late", true}});
    ASSERT_TRUE(wait_until([this] { return tickets.stage() == TicketFlow::Stage::Given; }));
    EXPECT_EQ(tickets.number(), "A017");
    EXPECT_TRUE(tickets.late());
    answer(heard(1), {{"row", QJsonObject{{"service", "b"}}}});
    EXPECT_TRUE(wait_until([this] { return tickets.service() == "b"; }));
    EXPECT_EQ(visits.stage(), Stage::Idle);
    EXPECT_EQ(visits.code(), "");
}

TEST_F(Visit, KeepsTheCodeAndSaysWhyItWasNotTaken) {
    link();
    visits.begin();
    visits.checkIn();
    EXPECT_EQ(commands.pending(), 0U) << "nothing was typed";
    visits.type("4");
    visits.checkIn();
    refuse(heard(0), "appointment_too_early", {{"from", "09:30"}});
    ASSERT_TRUE(wait_until([this] { return !visits.problem().isEmpty(); }));
    EXPECT_EQ(visits.stage(), Stage::Typing);
    EXPECT_EQ(visits.code(), "4");
    EXPECT_EQ(visits.problemParams().value("from").toString(), "09:30");
    visits.type("5");
    EXPECT_EQ(visits.problem(), "");
    for (int i = 0; i < 40; ++i) {
        visits.type("9");
    }
    EXPECT_EQ(visits.code().size(), VisitFlow::most_typed);
    tickets.leave();
    EXPECT_EQ(visits.stage(), Stage::Idle);
    EXPECT_EQ(visits.code(), "") << "the next customer does not see it";
}

}  // namespace
}  // namespace jiaohao::ui::test
