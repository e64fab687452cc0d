// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <QCoreApplication>
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>

#include "tests/ui/scripted_hall.hpp"
#include "ui/touch/link/hall_store.hpp"

namespace jiaohao::ui::test {
namespace {

struct ApiClientTest : testing::Test {
    ScriptedHall hall;
    ApiClient client{make_transport(hall.path()), quick_options()};
    QList<QJsonObject> events;
    int snapshots = 0;

    ApiClientTest() {
        QObject::connect(&client, &ApiClient::happened, &client,
                         [this](const QJsonObject& event) { events.append(event); });
        QObject::connect(&client, &ApiClient::snapshot, &client, [this] { ++snapshots; });
    }
    void become_ready() {
        client.start();
        ASSERT_TRUE(wait_until([&] { return !hall.heard("hello").isEmpty(); }));
        hall.greet();
        ASSERT_TRUE(wait_until([&] { return client.ready(); }));
    }
    /// The client left this connection and said hello on another.
    [[nodiscard]] bool came_again(int hellos = 2) {
        return wait_until([&] { return hall.heard("hello").size() >= hellos; });
    }
};

TEST_F(ApiClientTest, SaysWhoItIsAndTakesTheSnapshot) {
    become_ready();
    const QJsonObject hello = hall.heard("hello").first();
    EXPECT_EQ(hello.value("v").toInt(), 1);
    EXPECT_EQ(hello.value("client").toString(), "kiosk-ui");
    EXPECT_EQ(hello.value("roles").toArray(), QJsonArray{"terminal"});
    EXPECT_EQ(snapshots, 1);
}

TEST_F(ApiClientTest, ShowsNothingThatItHasNoRightToAndAsksAgain) {
    const auto greet_as = [&](const QJsonArray& roles) {
        hall.send({{"t", "snapshot"}, {"n", 1}, {"v", 1}, {"roles", roles}, {"view", QJsonObject{}}});
    };
    client.start();
    ASSERT_TRUE(wait_until([&] { return !hall.heard("hello").isEmpty(); }));
    greet_as({"guest"});
    ASSERT_TRUE(came_again()) << "its rights may have been mended meanwhile";
    EXPECT_EQ(snapshots, 0);
    greet_as({"display", "terminal"});
    ASSERT_TRUE(wait_until([&] { return client.ready(); }));
    EXPECT_EQ(snapshots, 1);
}

TEST_F(ApiClientTest, HandsOutEventsInTheirOrder) {
    become_ready();
    for (int i = 0; i < 50; ++i) {
        hall.say({{"event", QJsonObject{{"seq", i}}}});
    }
    ASSERT_TRUE(wait_until([&] { return events.size() == 50; }));
    for (int i = 0; i < 50; ++i) {
        EXPECT_EQ(events.at(i).value("event").toObject().value("seq").toInt(), i);
    }
}

TEST_F(ApiClientTest, PutsFramesTogetherThatArriveByteByByte) {
    become_ready();
    const QByteArray bytes = frame(R"({"t":"event","n":2,"event":{"seq":7}})");
    for (const char byte : bytes) {
        hall.send_raw(QByteArray(1, byte));
        QCoreApplication::processEvents();
    }
    EXPECT_TRUE(wait_until([&] { return events.size() == 1; }));
}

TEST_F(ApiClientTest, TakesANewSnapshotAfterAGap) {
    become_ready();
    hall.send({{"t", "event"}, {"n", 5}});
    ASSERT_TRUE(came_again());
    EXPECT_FALSE(client.ready());
    EXPECT_TRUE(events.isEmpty());
    EXPECT_EQ(client.counters().gaps, 1U);
    hall.greet();
    EXPECT_TRUE(wait_until([&] { return snapshots == 2; }));
}

TEST_F(ApiClientTest, TakesAMessageThatComesTwiceForAGap) {
    become_ready();
    hall.send({{"t", "event"}, {"n", 2}});
    hall.send({{"t", "event"}, {"n", 2}});
    EXPECT_TRUE(came_again());
    EXPECT_EQ(events.size(), 1);
}

TEST_F(ApiClientTest, TakesASecondSnapshotOnTheSameConnection) {
    become_ready();
    hall.send({{"t", "snapshot"}, {"n", 2}, {"v", 1}, {"view", QJsonObject()}});
    EXPECT_TRUE(wait_until([&] { return snapshots == 2; }));
    EXPECT_EQ(hall.connections(), 1);
}

TEST_F(ApiClientTest, LeavesAServerThatSaysGarbage) {
    become_ready();
    hall.send_raw(frame("\xff\xfe no json"));
    EXPECT_TRUE(came_again());
    EXPECT_EQ(client.counters().unreadable, 1U);
}

TEST_F(ApiClientTest, LeavesAServerWhoseFrameIsOverTheLimit) {
    become_ready();
    hall.send_raw(QByteArray::fromHex("7fffffff") + QByteArray(64, 'x'));
    EXPECT_TRUE(came_again());
}

TEST_F(ApiClientTest, LeavesAServerWhoseFrameIsEmpty) {
    become_ready();
    hall.send_raw(QByteArray::fromHex("00000000"));
    EXPECT_TRUE(came_again());
}

TEST_F(ApiClientTest, LeavesAServerOfAnotherVersion) {
    client.start();
    ASSERT_TRUE(wait_until([&] { return !hall.heard("hello").isEmpty(); }));
    hall.send({{"t", "snapshot"}, {"n", 1}, {"v", 2}, {"view", QJsonObject()}});
    EXPECT_TRUE(came_again());
    EXPECT_EQ(snapshots, 0);
}

TEST_F(ApiClientTest, ComesBackAfterTheServerDied) {
    become_ready();
    hall.die();
    ASSERT_TRUE(wait_until([&] { return !client.ready(); }));
    hall.greet_everyone({});
    hall.listen();
    EXPECT_TRUE(wait_until([&] { return client.ready(); }));
}

TEST_F(ApiClientTest, FindsAServerThatStartsLater) {
    hall.die();
    client.start();
    ASSERT_TRUE(wait_until([&] { return client.counters().losses >= 3; }));
    hall.greet_everyone({});
    hall.listen();
    EXPECT_TRUE(wait_until([&] { return client.ready(); }));
}

TEST_F(ApiClientTest, ComesBackAfterABye) {
    become_ready();
    hall.send({{"t", "bye"}, {"code", "slow"}});
    EXPECT_TRUE(came_again());
}

TEST_F(ApiClientTest, SaysThatTheHallIsBusyUntilItIsLetIn) {
    const HallStore store(client);
    become_ready();
    EXPECT_FALSE(store.busy());
    hall.send({{"t", "bye"}, {"code", "busy"}});
    ASSERT_TRUE(came_again());
    EXPECT_TRUE(store.busy());
    EXPECT_FALSE(store.fresh());
    hall.greet();
    ASSERT_TRUE(wait_until([&] { return client.ready(); }));
    EXPECT_FALSE(store.busy());
    hall.send({{"t", "bye"}, {"code", "slow"}});
    ASSERT_TRUE(came_again(3));
    EXPECT_FALSE(store.busy()) << "only lost";
}

TEST_F(ApiClientTest, AnswersAPingAndIgnoresWhatItDoesNotKnow) {
    become_ready();
    hall.send({{"t", "weather"}, {"n", 99}});
    hall.send({{"t", "ping"}});
    EXPECT_TRUE(wait_until([&] { return hall.heard("pong").size() == 1; }));
    EXPECT_TRUE(client.ready());
}

TEST(ApiClientHeartbeat, PingsWhenItHasSaidNothingForAWhile) {
    ScriptedHall hall;
    hall.greet_everyone({});
    auto options = quick_options();
    options.ping_after = std::chrono::milliseconds(10);
    ApiClient client(make_transport(hall.path()), options);
    client.start();
    EXPECT_TRUE(wait_until([&] { return hall.heard("ping").size() >= 3; }));
}

TEST(ApiClientHeartbeat, LeavesAServerThatFellSilent) {
    ScriptedHall hall;
    hall.greet_everyone({});
    auto options = quick_options();
    options.silent_after = std::chrono::milliseconds(30);
    ApiClient client(make_transport(hall.path()), options);
    client.start();
    EXPECT_TRUE(wait_until([&] { return hall.heard("hello").size() >= 2; }));
}

TEST(ApiClientAddress, MayBeARelativePath) {
    ScriptedHall hall;
    hall.greet_everyone({});
    ApiClient client(make_transport(QDir::current().relativeFilePath(hall.path())), quick_options());
    client.start();
    EXPECT_TRUE(wait_until([&] { return client.ready(); }));
}

TEST(Framing, RoundTripsAndWaitsForTheRest) {
    Deframer deframer;
    const QByteArray bytes = frame("abc") + frame("de");
    deframer.feed(bytes.left(5));
    EXPECT_FALSE(deframer.next().has_value());
    deframer.feed(bytes.mid(5));
    EXPECT_EQ(deframer.next(), QByteArray("abc"));
    EXPECT_EQ(deframer.next(), QByteArray("de"));
    EXPECT_FALSE(deframer.next().has_value());
    EXPECT_FALSE(deframer.broken());
}

TEST(Framing, PutsTheLengthFirstInFourBytesTheHighestFirst) {
    const QByteArray bytes = QByteArray::fromHex("00000102") + QByteArray(0x102, 'x');
    EXPECT_EQ(frame(QByteArray(0x102, 'x')), bytes);
    Deframer deframer;
    deframer.feed(bytes);
    EXPECT_EQ(deframer.next(), QByteArray(0x102, 'x'));
}

TEST(Framing, IsBrokenByAnEmptyFrameAndStaysSoUntilTheNextConnection) {
    Deframer deframer;
    deframer.feed(QByteArray::fromHex("00000000") + frame("abc"));
    EXPECT_FALSE(deframer.next().has_value());
    EXPECT_TRUE(deframer.broken());
    deframer.feed(frame("abc"));
    EXPECT_FALSE(deframer.next().has_value());
    deframer.reset();
    EXPECT_FALSE(deframer.broken());
    deframer.feed(frame("de"));
    EXPECT_EQ(deframer.next(), QByteArray("de"));
}

TEST(Framing, ForgetsAHalfFrameOfTheConnectionBefore) {
    Deframer deframer;
    deframer.feed(frame("abc").left(5));
    deframer.reset();
    deframer.feed(frame("de"));
    EXPECT_EQ(deframer.next(), QByteArray("de"));
}

TEST(Framing, TakesTheLongestAllowedAndNotOneByteMore) {
    Deframer exact(4);
    exact.feed(frame("four"));
    EXPECT_TRUE(exact.next().has_value());
    Deframer over(4);
    over.feed(frame("fives"));
    EXPECT_FALSE(over.next().has_value());
    EXPECT_TRUE(over.broken());
}

}  // namespace
}  // namespace jiaohao::ui::test
