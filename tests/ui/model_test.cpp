// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <QAbstractItemModelTester>
#include <QImage>
#include <QSet>

#include "ui/touch/controls/qr_code.hpp"
#include "ui/touch/link/category_tree.hpp"
#include "ui/touch/link/hall_clock.hpp"
#include "ui/touch/link/row_model.hpp"
#include "ui/touch/link/service_lists.hpp"

namespace jiaohao::ui::test {
namespace {

using Failures = QAbstractItemModelTester::FailureReportingMode;

QJsonObject service(const QString& id, int waiting = 0, const QString& oldest = {},
                    const QString& category = {}) {
    QJsonObject row{{"id", id}, {"waiting", waiting}, {"category", category}};
    if (!oldest.isEmpty()) {
        row.insert("oldest_issued_at", oldest);
    }
    return row;
}

QJsonObject call(const QString& ticket, const QString& at) {
    return {{"ticket", ticket}, {"number", ticket}, {"at", at}};
}

QStringList column(const QAbstractItemModel& model, int role) {
    QStringList values;
    for (int i = 0; i < model.rowCount(); ++i) {
        values.append(model.index(i, 0).data(role).toString());
    }
    return values;
}

struct Services : testing::Test {
    RowModel rows{"id", {"id", "waiting", "category", "oldest_issued_at"}};
    QAbstractItemModelTester tester{&rows, Failures::Fatal};
    int id = rows.role("id");
};

TEST_F(Services, AreReplacedByIdAndKeepTheirPlace) {
    rows.reset({service("a", 1), service("b", 2)});
    rows.merge({service("a", 9), service("c", 3)});
    EXPECT_EQ(column(rows, id), QStringList({"a", "b", "c"}));
    EXPECT_EQ(rows.row("a").value("waiting").toInt(), 9);
}

TEST_F(Services, LeaveOutRowsWithoutAnId) {
    rows.reset({QJsonObject{{"waiting", 1}}, "nonsense", service("a"), service("a")});
    rows.merge({QJsonObject{}, 7});
    EXPECT_EQ(column(rows, id), QStringList({"a"}));
}

TEST_F(Services, CallTheIdKeyInQml) {
    EXPECT_EQ(rows.roleNames().value(id), "key");
}

TEST_F(Services, AreListedByCategoryWithStrangersApart) {
    RowModel categories("id", {"id"});
    categories.reset({QJsonObject{{"id", "x"}}});
    rows.reset({service("a", 0, {}, "x"), service("b", 0, {}, "gone"), service("c")});
    ServiceList of_x;
    const QAbstractItemModelTester of_x_tester(&of_x, Failures::Fatal);
    of_x.setSource(&rows);
    of_x.setCategory("x");
    EXPECT_EQ(column(of_x, id), QStringList({"a"}));
    ServiceList strangers;
    strangers.setSource(&rows);
    strangers.setStrangersTo(&categories);
    EXPECT_EQ(column(strangers, id), QStringList({"b", "c"}));
}

TEST_F(Services, WithPeopleWaitingStandLongestWaitFirst) {
    ServiceList waiting;
    waiting.setWaitingOnly(true);
    const QAbstractItemModelTester waiting_tester(&waiting, Failures::Fatal);
    waiting.setSource(&rows);
    rows.reset({service("a", 2, "2026-01-02T09:30:00.000Z"), service("b", 0),
                service("c", 1, "2026-01-02T09:10:00.000Z"), service("d", 4)});
    EXPECT_EQ(column(waiting, id), QStringList({"c", "a", "d"}));
    rows.merge({service("a", 1, "2026-01-02T09:00:00.000Z"), service("c", 0)});
    EXPECT_EQ(column(waiting, id), QStringList({"a", "d"}));
    EXPECT_EQ(waiting.count(), 2);
}

QJsonObject below(const QString& id, const QString& parent) {
    return {{"id", id}, {"parent", parent}, {"name", QJsonObject{{"en", "The " + id}}}};
}

struct Categories : testing::Test {
    RowModel categories{"id", {"id", "name", "parent"}};
    RowModel services{"id", {"id", "category"}};
    CategoryTree tree;
    int changes = 0;

    Categories() {
        QObject::connect(&tree, &CategoryTree::changed, &tree, [this] { ++changes; });
        tree.setCategories(&categories);
        tree.setServices(&services);
    }
    void fill() {
        categories.reset({below("leaf", "mid"), below("top", ""), below("mid", "top"), below("other", ""),
                          below("empty", "top"), below("lost", "gone")});
        services.reset({service("a", 0, {}, "leaf"), service("b", 0, {}, "other"),
                        service("c", 0, {}, "lost"), service("d", 0, {}, "top")});
    }
};

TEST_F(Categories, StandDepthFirstAndOnlyThoseThatHoldServices) {
    fill();
    EXPECT_EQ(tree.ids(), QStringList({"top", "mid", "leaf", "other", "lost"}));
    EXPECT_EQ(tree.children(""), QStringList({"top", "other", "lost"})) << "an unknown one is none";
    EXPECT_EQ(tree.children("top"), QStringList({"mid"}));
    EXPECT_EQ(tree.way("leaf"), QStringList({"top", "mid", "leaf"}));
    EXPECT_EQ(tree.name("mid").value("en"), "The mid");
}

TEST_F(Categories, HoldWhatStandsSomewhereInThem) {
    fill();
    EXPECT_TRUE(tree.holds("top", "leaf"));
    EXPECT_TRUE(tree.holds("top", "top"));
    EXPECT_TRUE(tree.holds("", "other"));
    EXPECT_FALSE(tree.holds("mid", "top"));
    EXPECT_FALSE(tree.holds("other", "leaf"));
}

TEST_F(Categories, ChangeWithTheirRowsAndNotWithEveryTicket) {
    fill();
    const int before = changes;
    services.merge({service("a", 5, {}, "leaf")});
    EXPECT_EQ(changes, before);
    services.merge({service("e", 0, {}, "empty")});
    EXPECT_EQ(changes, before + 1);
    EXPECT_EQ(tree.children("top"), QStringList({"mid", "empty"}));
}

TEST_F(Categories, ThatStandInThemselvesEndTheWalk) {
    categories.reset({below("a", "b"), below("b", "a")});
    services.reset({service("x", 0, {}, "a")});
    EXPECT_EQ(tree.way("a"), QStringList({"b", "a"}));
    EXPECT_TRUE(tree.ids().isEmpty());
}

struct Calls : testing::Test {
    RowModel rows{"ticket", {"ticket", "number", "at"}, RowModel::Order::newest_first, 3};
    QAbstractItemModelTester tester{&rows, Failures::Fatal};
    int ticket = rows.role("ticket");
};

TEST_F(Calls, StandNewestFirstAndMoveUpWhenCalledAgain) {
    rows.reset({call("b", "09:02"), call("a", "09:01")});
    rows.merge({call("a", "09:03")});
    EXPECT_EQ(column(rows, ticket), QStringList({"a", "b"}));
}

TEST_F(Calls, AreBounded) {
    for (int i = 0; i < 10; ++i) {
        rows.merge({call(QString::number(i), QStringLiteral("09:0%1").arg(i))});
    }
    EXPECT_EQ(column(rows, ticket), QStringList({"9", "8", "7"}));
    rows.reset({call("a", "1"), call("b", "2"), call("c", "3"), call("d", "4")});
    EXPECT_EQ(rows.count(), 3);
}

TEST_F(Calls, ShowAWindowThatMovesWithEachCall) {
    CallList last;
    last.setSource(&rows);
    last.setProperty("first", 1);
    last.setProperty("most", 2);
    rows.reset({call("c", "3"), call("b", "2"), call("a", "1")});
    EXPECT_EQ(column(last, ticket), QStringList({"b", "a"}));
    rows.merge({call("d", "4")});
    EXPECT_EQ(column(last, ticket), QStringList({"c", "b"}));
}

TEST(QrModules, HoldACodeWithAQuietZone) {
    const QImage code = qr_modules("A027");
    ASSERT_FALSE(code.isNull());
    EXPECT_EQ(code.width(), 21 + 8);
    EXPECT_EQ(code.pixelColor(3, 3), QColor(Qt::white));
    EXPECT_EQ(code.pixelColor(4, 4), QColor(Qt::black));
}

TEST(QrModules, AreEmptyForNothingAndForTooMuch) {
    EXPECT_TRUE(qr_modules({}).isNull());
    EXPECT_TRUE(qr_modules(QString(5000, 'x')).isNull());
}

struct StillClock final : Clock {
    [[nodiscard]] WallTime wall() const override { return WallTime{std::chrono::milliseconds{0}}; }
    [[nodiscard]] BootTime boot() const override { return {}; }
    [[nodiscard]] std::chrono::nanoseconds to_real(std::chrono::nanoseconds span) const override {
        return span;
    }
    [[nodiscard]] std::string boot_id() const override { return {}; }
};

TEST(HallClockTest, ShowsTheTimeOfTheHallWhateverTheMachineIsSetTo) {
    const StillClock machine;
    HallClock clock(machine);
    const QDateTime evening(QDate(2026, 3, 8), QTime(20, 30), Qt::UTC);
    clock.correct(evening, "Asia/Shanghai");
    EXPECT_EQ(clock.time(), "04:30");
    EXPECT_EQ(clock.weekday(), 1) << "Monday there already";
    EXPECT_EQ(clock.date().value("day").toString(), "09");
    EXPECT_EQ(clock.minutesSince("2026-03-08T20:00:00Z", clock.now()), 30);
    clock.correct(evening, "America/New_York");
    EXPECT_EQ(clock.time(), "16:30");
    clock.correct(evening, "Nowhere/City");
    EXPECT_EQ(clock.time(), evening.toLocalTime().toString("HH:mm"));
}

}  // namespace
}  // namespace jiaohao::ui::test
