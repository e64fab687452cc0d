// Several services in one visit, chosen at the ticket terminal: one number for all of them.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <QJsonArray>

#include "tests/ui/scripted_hall.hpp"
#include "ui/touch/link/catalogue.hpp"
#include "ui/touch/link/commands.hpp"
#include "ui/touch/link/hall_store.hpp"
#include "ui/touch/link/ticket_flow.hpp"

namespace jiaohao::ui::test {
namespace {

using Stage = TicketFlow::Stage;

QJsonObject service(const QString& id, bool open = true) {
    return {{"id", id}, {"open", open}, {"name", QJsonObject{{"en", id.toUpper()}}}};
}

QJsonObject view(const QJsonValue& longest) {
    QJsonObject row{{"day_open", true}, {"languages", QJsonArray{"en"}}};
    if (!longest.isUndefined()) {
        row.insert("longest_journey", longest);
    }
    return {{"hall", row},
            {"services", QJsonArray{service("a"), service("b"), service("c"), service("shut", false)}}};
}

struct SeveralServices : testing::Test {
    ScriptedHall hall;
    ApiClient client{make_transport(hall.path()), quick_options()};
    Commands commands{client};
    HallStore store{client};
    Catalogue words{QStringLiteral(JIAOHAO_SOURCE_DIR "/ui/i18n")};
    TicketFlow flow{store, commands, words, options()};

    static TicketFlow::Options options() {
        TicketFlow::Options options;
        options.default_language = "en";
        return options;
    }
    void link(const QJsonValue& longest = 3) {
        hall.greet_everyone(view(longest));
        client.start();
        ASSERT_TRUE(wait_until([this] { return store.fresh(); }));
    }
    /// The first, then each of the others by "another one, too".
    void choose(const QStringList& services) {
        for (const QString& each : services) {
            flow.addAnother();
            flow.choose(each);
        }
    }
    [[nodiscard]] QStringList chosen() const {
        QStringList all;
        for (const QVariant& step : flow.steps()) {
            all.append(step.toMap().value("service").toString());
        }
        return all;
    }
    [[nodiscard]] QJsonObject heard() {
        EXPECT_TRUE(wait_until([&] { return !hall.heard("cmd").isEmpty(); }));
        return hall.heard("cmd").value(0);
    }
    [[nodiscard]] QJsonObject asked() { return heard().value("args").toObject(); }
    void refuse(const QString& code, const QJsonObject& params) {
        hall.send({{"t", "done"},
                   {"id", heard().value("id")},
                   {"status", "refused"},
                   {"error", QJsonObject{{"code", code}, {"params", params}}}});
        ASSERT_TRUE(wait_until([this] { return flow.stage() == Stage::Refused; }));
    }
};

TEST_F(SeveralServices, AreAskedForUnderOneNumberInTheOrderChosen) {
    link();
    choose({"b", "a", "c"});
    EXPECT_EQ(chosen(), QStringList({"b", "a", "c"}));
    flow.take("ordinary");
    EXPECT_EQ(asked().value("service").toString(), "b");
    EXPECT_EQ(asked().value("then").toArray(), QJsonArray({"a", "c"}));
    EXPECT_EQ(hall.heard("cmd").size(), 1);
}

TEST_F(SeveralServices, AreNothingThatACustomerWithOneThingMeets) {
    link();
    flow.choose("a");
    EXPECT_EQ(flow.stage(), Stage::Confirming);
    flow.take("ordinary");
    EXPECT_FALSE(asked().contains("then"));
}

TEST_F(SeveralServices, AreNoMoreThanAVisitMayHave) {
    link(2);
    flow.choose("a");
    EXPECT_TRUE(flow.canAdd());
    choose({"b"});
    EXPECT_FALSE(flow.canAdd());
    flow.addAnother();
    EXPECT_EQ(flow.stage(), Stage::Confirming);
}

TEST_F(SeveralServices, AreNotOfferedWhereAVisitHasOne) {
    link(1);
    flow.choose("a");
    EXPECT_FALSE(flow.canAdd());
    flow.addAnother();
    EXPECT_EQ(flow.stage(), Stage::Confirming);
}

TEST_F(SeveralServices, AreNotOfferedByAHallThatDoesNotSayHowMany) {
    link(QJsonValue::Undefined);
    flow.choose("a");
    EXPECT_FALSE(flow.canAdd());
}

TEST_F(SeveralServices, AreNotOfferedWhenNoFurtherOneGivesTickets) {
    link();
    flow.choose("a");
    QJsonArray rows;
    for (const QString id : {"b", "c"}) {
        QJsonObject row = service(id);
        row.insert("refused", "service_day_limit");
        rows.append(row);
    }
    hall.say({{"view", QJsonObject{{"services", rows}}}});
    EXPECT_TRUE(wait_until([this] { return !flow.canAdd(); }));
}

TEST_F(SeveralServices, HoldNoneTwiceAndNoneThatIsClosed) {
    link();
    flow.choose("a");
    flow.addAnother();
    flow.choose("a");
    flow.choose("shut");
    EXPECT_EQ(flow.stage(), Stage::Adding);
    EXPECT_EQ(chosen(), QStringList({"a"}));
}

TEST_F(SeveralServices, AreTakenBackOneByOne) {
    link();
    choose({"a", "b"});
    flow.back();
    EXPECT_EQ(flow.stage(), Stage::Adding) << "what was the second?";
    EXPECT_EQ(chosen(), QStringList({"a"}));
    flow.back();
    EXPECT_EQ(flow.stage(), Stage::Confirming);
    flow.back();
    EXPECT_EQ(flow.stage(), Stage::Choosing);
}

TEST_F(SeveralServices, LoseTheOneThatIsNotWantedButNotTheLast) {
    link();
    choose({"a", "b", "c"});
    flow.remove("a");
    flow.remove("b");
    flow.remove("c");
    EXPECT_EQ(chosen(), QStringList({"c"}));
    EXPECT_EQ(flow.stage(), Stage::Confirming);
}

TEST_F(SeveralServices, AreForgottenWithTheCustomer) {
    link();
    TicketFlow::Options quick = options();
    quick.idle = std::chrono::milliseconds(10);
    TicketFlow idle(store, commands, words, quick);
    idle.choose("a");
    idle.addAnother();
    ASSERT_EQ(idle.stage(), Stage::Adding);
    ASSERT_TRUE(wait_until([&] { return idle.stage() == Stage::Choosing; }));
    idle.choose("b");
    EXPECT_EQ(idle.steps().size(), 1);
    idle.take("ordinary");
    EXPECT_EQ(asked().value("service").toString(), "b");
    EXPECT_FALSE(asked().contains("then"));
}

TEST_F(SeveralServices, GoOnWithoutTheOneThatClosedMeanwhile) {
    link();
    choose({"a", "b", "c"});
    flow.take("ordinary");
    refuse("service_closed", {{"service", "b"}});
    EXPECT_EQ(flow.refusedName().value("en"), "B") << "the customer is told which";
    flow.back();
    EXPECT_EQ(flow.stage(), Stage::Confirming);
    EXPECT_EQ(chosen(), QStringList({"a", "c"}));
    EXPECT_TRUE(flow.refusedName().isEmpty());
}

TEST_F(SeveralServices, GoOnWithAsManyAsTheHallAllowsNow) {
    link();
    choose({"a", "b", "c"});
    flow.take("ordinary");
    refuse("journey_too_long", {{"limit", "2"}});
    flow.back();
    EXPECT_EQ(flow.stage(), Stage::Confirming);
    EXPECT_EQ(chosen(), QStringList({"a", "b"}));
}

TEST_F(SeveralServices, BeginAnewAfterARefusalThatIsOfNoneOfThem) {
    link();
    choose({"a", "b"});
    flow.take("ordinary");
    refuse("range_exhausted", {{"range", "x"}});
    EXPECT_TRUE(flow.refusedName().isEmpty());
    flow.back();
    EXPECT_EQ(flow.stage(), Stage::Choosing);
}

TEST_F(SeveralServices, AreNotSpokenOfWhereTheOnlyOneWasRefused) {
    link();
    flow.choose("a");
    flow.take("ordinary");
    refuse("service_closed", {{"service", "a"}});
    EXPECT_TRUE(flow.refusedName().isEmpty()) << "there is no rest to take a ticket for";
    flow.back();
    EXPECT_EQ(flow.stage(), Stage::Choosing);
}

TEST_F(SeveralServices, StandInTheCodeOnTheScreen) {
    link();
    choose({"a", "b"});
    flow.take("ordinary");
    hall.send({{"t", "done"},
               {"id", heard().value("id")},
               {"status", "ok"},
               {"data", QJsonObject{{"ticket", "t1/4f/17"}, {"number", "A017"}}}});
    ASSERT_TRUE(wait_until([this] { return flow.stage() == Stage::Given; }));
    EXPECT_TRUE(flow.keepsake().contains("A017 A\n+ B\n")) << flow.keepsake().toStdString();
    EXPECT_EQ(flow.steps().size(), 2) << "the ticket on the screen says what comes next";
}

}  // namespace
}  // namespace jiaohao::ui::test
