// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <QRegularExpression>

#include "tests/ui/scripted_hall.hpp"
#include "ui/touch/link/commands.hpp"

namespace jiaohao::ui::test {
namespace {

struct CommandsTest : testing::Test {
    ScriptedHall hall;
    ApiClient client{make_transport(hall.path()), quick_options()};
    Commands commands{client};
    std::vector<CommandAnswer> answers;

    CommandsTest() { hall.greet_everyone({}); }
    void connect() {
        client.start();
        ASSERT_TRUE(wait_until([&] { return client.ready(); }));
    }
    QString run() {
        return commands.run("ticket.issue", {{"service", "a"}},
                            [this](const CommandAnswer& answer) { answers.push_back(answer); });
    }
    [[nodiscard]] bool heard(int count) {
        return wait_until([&] { return hall.heard("cmd").size() >= count; });
    }
};

TEST_F(CommandsTest, BringTheAnswerToTheOneWhoAsked) {
    connect();
    const QString id = run();
    ASSERT_TRUE(heard(1));
    EXPECT_EQ(hall.heard("cmd").first().value("id").toString(), id);
    EXPECT_TRUE(QRegularExpression("^[A-Za-z0-9._:-]{1,64}$").match(id).hasMatch());
    hall.send({{"t", "done"}, {"id", id}, {"status", "ok"}, {"data", QJsonObject{{"number", "A001"}}}});
    ASSERT_TRUE(wait_until([&] { return answers.size() == 1; }));
    EXPECT_TRUE(answers[0].ok);
    EXPECT_EQ(answers[0].data.value("number").toString(), "A001");
}

TEST_F(CommandsTest, TellTheRefusalByItsCode) {
    connect();
    const QString id = run();
    const QJsonObject error{{"code", "service_closed"}, {"params", QJsonObject{{"service", "a"}}}};
    hall.send({{"t", "done"}, {"id", id}, {"status", "refused"}, {"error", error}});
    ASSERT_TRUE(wait_until([&] { return answers.size() == 1; }));
    EXPECT_FALSE(answers[0].ok);
    EXPECT_EQ(answers[0].code, "service_closed");
    EXPECT_EQ(answers[0].params.value("service").toString(), "a");
}

TEST_F(CommandsTest, AreRepeatedAfterAReconnectUnderTheSameId) {
    connect();
    const QString id = run();
    ASSERT_TRUE(heard(1));
    hall.cut();
    ASSERT_TRUE(heard(2));
    EXPECT_EQ(hall.heard("cmd").at(0), hall.heard("cmd").at(1));
    hall.send({{"t", "done"}, {"id", id}, {"status", "ok"}});
    EXPECT_TRUE(wait_until([&] { return answers.size() == 1; }));
}

TEST_F(CommandsTest, WaitForALinkThatIsNotThereYet) {
    const QString id = run();
    connect();
    ASSERT_TRUE(heard(1));
    EXPECT_EQ(hall.heard("cmd").first().value("id").toString(), id);
}

TEST_F(CommandsTest, AreNotRepeatedOnceAnsweredAndAnswerOnce) {
    connect();
    const QString id = run();
    ASSERT_TRUE(heard(1));
    hall.send({{"t", "done"}, {"id", id}, {"status", "ok"}});
    hall.send({{"t", "done"}, {"id", id}, {"status", "ok"}});
    ASSERT_TRUE(wait_until([&] { return !answers.empty(); }));
    hall.cut();
    ASSERT_TRUE(wait_until([&] { return hall.heard("hello").size() == 2 && client.ready(); }));
    run();
    ASSERT_TRUE(heard(2));
    EXPECT_EQ(answers.size(), 1U);
    EXPECT_NE(hall.heard("cmd").at(1).value("id").toString(), id);
}

TEST_F(CommandsTest, GiveUpWhenNoAnswerComes) {
    Commands impatient(client, std::chrono::milliseconds(10));
    impatient.run("ticket.issue", {}, [this](const CommandAnswer& answer) { answers.push_back(answer); });
    ASSERT_TRUE(wait_until([&] { return answers.size() == 1; }));
    EXPECT_EQ(answers[0].code, "offline");
    EXPECT_EQ(impatient.pending(), 0U);
}

TEST_F(CommandsTest, RefuseMoreThanTheServerTakes) {
    for (std::size_t i = 0; i <= Commands::most_in_flight; ++i) {
        run();
    }
    ASSERT_TRUE(wait_until([&] { return answers.size() == 1; }));
    EXPECT_EQ(answers[0].code, "overloaded");
    EXPECT_EQ(commands.pending(), Commands::most_in_flight);
}

}  // namespace
}  // namespace jiaohao::ui::test
