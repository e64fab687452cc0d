// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <QJsonArray>

#include "tests/ui/scripted_hall.hpp"
#include "ui/touch/link/catalogue.hpp"
#include "ui/touch/link/commands.hpp"
#include "ui/touch/link/hall_store.hpp"
#include "ui/touch/link/rating_flow.hpp"
#include "ui/touch/link/ticket_flow.hpp"

namespace jiaohao::ui::test {
namespace {

using Stage = TicketFlow::Stage;
using Paper = TicketFlow::Paper;

constexpr auto ticket_id = "t1/4f/17";

QJsonObject hall_row() {
    return {{"day", "2026-01-02"},
            {"day_open", true},
            {"paper", true},
            {"scale", "four_faces"},
            {"languages", QJsonArray{"zh_CN", "en"}},
            {"reasons", QJsonArray{"attitude", "waiting"}}};
}

QJsonObject view() {
    return {{"hall", hall_row()},
            {"services",
             QJsonArray{QJsonObject{{"id", "a"}, {"open", true}},
                        QJsonObject{{"id", "shut"}, {"open", false}, {"opens", "2026-01-05 09:00"}},
                        QJsonObject{{"id", "full"}, {"open", true}, {"refused", "service_day_limit"}}}},
            {"counters", QJsonArray{QJsonObject{{"id", "c1"}, {"label", "1"}}}}};
}

struct Linked : testing::Test {
    ScriptedHall hall;
    ApiClient client{make_transport(hall.path()), quick_options()};
    Commands commands{client};
    HallStore store{client};

    Linked() {
        hall.greet_everyone(view());
        client.start();
        EXPECT_TRUE(wait_until([this] { return store.fresh(); }));
    }
    [[nodiscard]] QJsonObject heard_command(int nth) {
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
};

struct Ticket : Linked {
    Catalogue words{QStringLiteral(JIAOHAO_SOURCE_DIR "/ui/i18n")};
    TicketFlow flow{store, commands, words, options()};

    static TicketFlow::Options options() {
        TicketFlow::Options options;
        options.default_language = "zh_CN";
        return options;
    }
    void take(bool printing = true) {
        flow.choose("a");
        flow.take("ordinary");
        answer(heard_command(0), {{"ticket", ticket_id},
                                  {"number", "A017"},
                                  {"ahead", 3},
                                  {"expected", QJsonObject{{"p50_s", 61}, {"p90_s", 600}}},
                                  {"printing", printing}});
        ASSERT_TRUE(wait_until([this] { return flow.stage() == Stage::Given; }));
    }
    void happens(const QString& type, const QJsonValue& ticket) {
        hall.say({{"event", QJsonObject{{"type", type}, {"data", QJsonObject{{"ticket", ticket}}}}}});
    }
};

TEST_F(Ticket, TakesTwoTouches) {
    take();
    EXPECT_EQ(flow.number(), "A017");
    EXPECT_EQ(flow.ahead(), 3);
    EXPECT_EQ(flow.p50(), 5) << "five minutes are the least that is told";
    EXPECT_EQ(flow.p90(), 10);
    EXPECT_EQ(flow.paper(), Paper::Printing);
    const QJsonObject args = hall.heard("cmd").first().value("args").toObject();
    EXPECT_EQ(args.value("service").toString(), "a");
    EXPECT_EQ(args.value("language").toString(), "zh_CN");
}

TEST_F(Ticket, IsAskedForOnceHoweverOftenThePersonPresses) {
    flow.choose("a");
    for (int i = 0; i < 5; ++i) {
        flow.take("ordinary");
        flow.choose("a");
    }
    const QJsonObject first = heard_command(0);
    hall.cut();
    const QJsonObject again = heard_command(1);
    EXPECT_EQ(first.value("id"), again.value("id"));
    answer(again, {{"number", "A017"}});
    ASSERT_TRUE(wait_until([this] { return flow.stage() == Stage::Given; }));
    flow.take("ordinary");
    EXPECT_EQ(commands.pending(), 0U);
}

TEST_F(Ticket, OfAClosedOrUnknownServiceIsNotOffered) {
    flow.choose("shut");
    flow.choose("full");
    flow.choose("nowhere");
    EXPECT_EQ(flow.stage(), Stage::Choosing);
}

TEST_F(Ticket, IsNotOfferedWithoutALink) {
    hall.die();
    ASSERT_TRUE(wait_until([this] { return !store.fresh(); }));
    flow.choose("a");
    EXPECT_EQ(flow.stage(), Stage::Choosing);
}

TEST_F(Ticket, IsPrintedWhenThePrinterSaidSo) {
    take();
    happens("ticket.printed", 99);
    happens("ticket.printed", "t1/other/17");
    happens("ticket.not_printed", 98);
    happens("ticket.printed", 17);
    ASSERT_TRUE(wait_until([this] { return flow.paper() != Paper::Printing; }));
    EXPECT_EQ(flow.paper(), Paper::Printed);
}

TEST_F(Ticket, ChangesToTheScreenWhenThePrinterFails) {
    take();
    happens("ticket.not_printed", ticket_id);
    EXPECT_TRUE(wait_until([this] { return flow.paper() == Paper::NotPrinted; }));
}

TEST_F(Ticket, ChangesToTheScreenWhenThePrinterIsInDoubt) {
    take();
    happens("ticket.print_unknown", 17);
    EXPECT_TRUE(wait_until([this] { return flow.paper() == Paper::Unknown; }));
    EXPECT_TRUE(flow.keepsake().contains("A017"));
}

TEST_F(Ticket, IsOnTheScreenFromTheStartWithoutAPrinter) {
    take(false);
    EXPECT_EQ(flow.paper(), Paper::OnScreen);
}

TEST_F(Ticket, AsksForNewsOfThePaperThatItMissed) {
    take();
    hall.cut();
    const QJsonObject asked = heard_command(1);
    EXPECT_EQ(asked.value("name").toString(), "ticket.get");
    answer(asked, {{"row", QJsonObject{{"paper", "printed"}}}});
    EXPECT_TRUE(wait_until([this] { return flow.paper() == Paper::Printed; }));
}

TEST_F(Ticket, TellsARefusalAndGoesBack) {
    flow.choose("a");
    flow.take("ordinary");
    refuse(heard_command(0), "range_exhausted", {{"range", "a"}});
    ASSERT_TRUE(wait_until([this] { return flow.stage() == Stage::Refused; }));
    EXPECT_EQ(flow.refusal(), "range_exhausted");
    EXPECT_EQ(flow.refusalParams().value("range"), "a");
    flow.back();
    EXPECT_EQ(flow.stage(), Stage::Choosing);
}

TEST_F(Ticket, LeavesTheScreenAsTheNextPersonExpectsIt) {
    words.setLanguage("en");
    take();
    flow.leave();
    EXPECT_EQ(flow.stage(), Stage::Choosing);
    EXPECT_EQ(words.language(), "zh_CN");
}

TEST_F(Ticket, IsForgottenWhenNobodyTouchesTheScreen) {
    TicketFlow::Options quick = options();
    quick.idle = std::chrono::milliseconds(10);
    TicketFlow idle(store, commands, words, quick);
    words.setLanguage("en");
    idle.choose("a");
    ASSERT_EQ(idle.stage(), Stage::Confirming);
    EXPECT_TRUE(wait_until([&] { return idle.stage() == Stage::Choosing && words.language() == "zh_CN"; }));
}

struct Rating : Linked {
    RatingFlow flow{store, commands, quick()};

    static RatingFlow::Options quick() {
        RatingFlow::Options options;
        options.counter = "c1";
        options.thanks = std::chrono::milliseconds(10);
        options.missed = std::chrono::milliseconds(10);
        return options;
    }
    void ask(const QString& ticket) {
        QJsonObject row{{"id", "c1"}, {"label", "1"}};
        if (!ticket.isEmpty()) {
            row.insert("rating", ticket);
        }
        hall.say({{"view", QJsonObject{{"counters", QJsonArray{row}}}}});
    }
    [[nodiscard]] bool reaches(RatingFlow::Stage stage) {
        return wait_until([this, stage] { return flow.stage() == stage; });
    }
};

TEST_F(Rating, TakesOnePressAndThanks) {
    ask("t1/4f/17");
    ASSERT_TRUE(reaches(RatingFlow::Stage::Asking));
    flow.give(4);
    flow.give(1);
    const QJsonObject command = heard_command(0);
    EXPECT_EQ(command.value("args").toObject().value("level").toInt(), 4);
    EXPECT_EQ(flow.stage(), RatingFlow::Stage::Sending) << "thanks only for what is durable";
    QList<RatingFlow::Stage> stages;
    QObject::connect(&flow, &RatingFlow::stageChanged, &flow, [&] { stages.append(flow.stage()); });
    answer(command, {});
    ASSERT_TRUE(reaches(RatingFlow::Stage::Idle));
    EXPECT_EQ(stages, QList({RatingFlow::Stage::Thanks, RatingFlow::Stage::Idle}));
    EXPECT_EQ(hall.heard("cmd").size(), 1);
}

TEST_F(Rating, AsksForTheReasonOfABadOne) {
    ask("t1/4f/17");
    ASSERT_TRUE(reaches(RatingFlow::Stage::Asking));
    flow.give(2);
    answer(heard_command(0), {});
    ASSERT_TRUE(reaches(RatingFlow::Stage::Reason));
    flow.giveReason("waiting");
    const QJsonObject command = heard_command(1);
    EXPECT_EQ(command.value("name").toString(), "rating.reason");
    EXPECT_EQ(command.value("args").toObject().value("reason").toString(), "waiting");
}

TEST_F(Rating, IsMissedWhenTheTimeEnds) {
    ask("t1/4f/17");
    ASSERT_TRUE(reaches(RatingFlow::Stage::Asking));
    ask({});
    EXPECT_TRUE(reaches(RatingFlow::Stage::Idle));
    EXPECT_TRUE(hall.heard("cmd").isEmpty());
}

TEST_F(Rating, IsNotThankedForWhenItCameTooLate) {
    ask("t1/4f/17");
    ASSERT_TRUE(reaches(RatingFlow::Stage::Asking));
    flow.give(4);
    QList<RatingFlow::Stage> stages;
    QObject::connect(&flow, &RatingFlow::stageChanged, &flow, [&] { stages.append(flow.stage()); });
    refuse(heard_command(0), "rating_not_requested");
    ASSERT_TRUE(reaches(RatingFlow::Stage::Idle));
    EXPECT_FALSE(stages.contains(RatingFlow::Stage::Thanks));
}

TEST_F(Rating, MovesOnToTheNextCustomerAtOnce) {
    ask("t1/4f/17");
    ASSERT_TRUE(reaches(RatingFlow::Stage::Asking));
    flow.give(1);
    answer(heard_command(0), {});
    ASSERT_TRUE(reaches(RatingFlow::Stage::Reason));
    ask("t1/4f/18");
    ASSERT_TRUE(reaches(RatingFlow::Stage::Asking));
    flow.give(3);
    EXPECT_EQ(heard_command(1).value("args").toObject().value("ticket").toString(), "t1/4f/18");
}

TEST_F(Rating, IsNotAskedTwiceForOneTicket) {
    ask("t1/4f/17");
    ASSERT_TRUE(reaches(RatingFlow::Stage::Asking));
    flow.give(4);
    answer(heard_command(0), {});
    ASSERT_TRUE(reaches(RatingFlow::Stage::Idle));
    ask("t1/4f/17");
    hall.say({{"event", QJsonObject{{"type", "marker"}}}});
    bool marked = false;
    QObject::connect(&store, &HallStore::happened, &store, [&] { marked = true; });
    ASSERT_TRUE(wait_until([&] { return marked; }));
    EXPECT_EQ(flow.stage(), RatingFlow::Stage::Idle);
}

struct Store : Linked {};

TEST_F(Store, ForgetsYesterdaysCallsWhenTheDayChanges) {
    hall.say({{"view", QJsonObject{{"calls", QJsonArray{QJsonObject{{"ticket", "x"}, {"at", "1"}}}}}}});
    ASSERT_TRUE(wait_until([this] { return store.calls()->count() == 1; }));
    QJsonObject row = hall_row();
    row.insert("day", "2026-01-03");
    hall.say({{"view", QJsonObject{{"hall", row}}}});
    EXPECT_TRUE(wait_until([this] { return store.calls()->count() == 0; }));
}

TEST_F(Store, IsStaleAsSoonAsTheLinkIsLost) {
    hall.die();
    EXPECT_TRUE(wait_until([this] { return !store.fresh(); }));
    EXPECT_EQ(store.services()->count(), 3);
}

TEST_F(Store, TellsOfANewCallButNotOfThoseInASnapshot) {
    QStringList called;
    QObject::connect(&store, &HallStore::called, &store,
                     [&](const QString& ticket) { called.append(ticket); });
    const QJsonObject calls{{"calls", QJsonArray{QJsonObject{{"ticket", "x"}, {"at", "1"}}}}};
    hall.send({{"t", "snapshot"}, {"n", 2}, {"v", 1}, {"view", calls}});
    hall.send(
        {{"t", "event"}, {"n", 3}, {"event", QJsonObject{{"type", "ticket.recalled"}}}, {"view", calls}});
    ASSERT_TRUE(wait_until([&] { return !called.isEmpty(); }));
    EXPECT_EQ(called, QStringList({"x"}));
}

}  // namespace
}  // namespace jiaohao::ui::test
