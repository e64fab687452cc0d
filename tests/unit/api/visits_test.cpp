// Longer visits over real sockets: steps, what was done, parking with a time; what counters and managers say to each other.
// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/api/api_fixture.hpp"

namespace jiaohao::test {
namespace {

struct VisitApi : ApiTest {
    std::string problem(ApiClient& client, const std::string& name, const Json& args) {
        Json done = client.call("p" + std::to_string(++asked), name, args);
        if (!done.contains("error")) {
            return done.dump();
        }
        const Json& params = done["error"]["params"];
        return done["error"]["code"].get<std::string>() + " " + params.value("argument", "") + " " +
               params.value("problem", "");
    }
    int asked = 0;
};

TEST_F(VisitApi, AVisitGoesOnAndSaysWhereTo) {
    start();
    auto manager = local();
    manager->hello();
    sign_in(*manager, "zhang", "c1", "s");
    const Json issued = manager->call("i", "ticket.issue", {{"service", "a"}, {"then", {"b", "a"}}});
    ASSERT_TRUE(issued.contains("data")) << issued.dump();
    const Json row = manager->call("g", "ticket.get", {{"ticket", issued["data"]["ticket"]}})["data"]["row"];
    EXPECT_EQ(row["then"], Json({"b", "a"}));
    manager->call("c", "counter.call_next", {{"counter", "c1"}});
    const Json done =
        manager->call("f", "counter.finish", {{"counter", "c1"}, {"done", {{"a", 2}}}, {"then", {"b"}}});
    EXPECT_EQ(done["data"]["next"], "b");
    EXPECT_EQ(
        manager->call("g2", "ticket.get", {{"ticket", issued["data"]["ticket"]}})["data"]["row"]["then"],
        Json({"a", "b"}));
}

TEST_F(VisitApi, StepsAndCountsAreCheckedBeforeTheHallSeesThem) {
    start();
    auto manager = local();
    manager->hello();
    const auto issue = [&](const Json& then) {
        return problem(*manager, "ticket.issue", {{"service", "a"}, {"then", then}});
    };
    EXPECT_EQ(issue("b"), "bad_arguments then wrong_type");
    EXPECT_EQ(issue(Json::array()), "bad_arguments then malformed");
    EXPECT_EQ(issue({7}), "bad_arguments then wrong_type");
    EXPECT_EQ(issue({"B b"}), "bad_arguments then malformed");
    EXPECT_EQ(issue(Json(std::vector<std::string>(21, "b"))), "bad_arguments then too_long");
    EXPECT_EQ(issue({"a"}), "bad_arguments then repeated");
    EXPECT_EQ(issue({"none"}), "service_unknown  ");
    const auto finish = [&](const Json& done) {
        return problem(*manager, "counter.finish", {{"counter", "c1"}, {"done", done}});
    };
    EXPECT_EQ(finish({1}), "bad_arguments done wrong_type");
    EXPECT_EQ(finish(Json::object()), "bad_arguments done malformed");
    EXPECT_EQ(finish({{"a", 0}}), "bad_arguments done out_of_range");
    EXPECT_EQ(finish({{"a", 1000}}), "bad_arguments done out_of_range");
    EXPECT_EQ(finish({{"a", 1.5}}), "bad_arguments done wrong_type");
    EXPECT_EQ(finish({{"a", -1}}), "bad_arguments done out_of_range");
    EXPECT_EQ(finish({{"A A", 1}}), "bad_arguments done malformed");
    Json many;
    for (int i = 0; i < 21; ++i) {
        many["s" + std::to_string(i)] = 1;
    }
    EXPECT_EQ(finish(many), "bad_arguments done too_long");
}

TEST_F(VisitApi, ParkedForATimeAndPutBackIntoLine) {
    start();
    auto manager = local();
    manager->hello();
    sign_in(*manager, "zhang", "c1", "s");
    const Json ticket = manager->call("i", "ticket.issue", {{"service", "a"}})["data"]["ticket"];
    manager->call("c", "counter.call_next", {{"counter", "c1"}});
    EXPECT_EQ(manager->verdict("p1", "counter.park", {{"counter", "c1"}, {"minutes", 121}}), "park_too_long");
    EXPECT_EQ(manager->verdict("p0", "counter.park", {{"counter", "c1"}, {"minutes", 0}}), "bad_arguments");
    EXPECT_EQ(manager->verdict("p2", "counter.park", {{"counter", "c1"}, {"minutes", 10}}), "ok");
    EXPECT_TRUE(
        manager->call("g", "ticket.get", {{"ticket", ticket}})["data"]["row"].contains("parked_until"));
    EXPECT_EQ(manager->verdict("u", "ticket.unpark", {{"ticket", ticket}}), "ok");
    EXPECT_EQ(manager->verdict("u2", "ticket.unpark", {{"ticket", ticket}}), "ticket_not_parked");
}

TEST_F(VisitApi, AClerkReadsTheMessagesOfTheOwnCounterAndCallsForHelp) {
    start();
    auto manager = local();
    manager->hello();
    auto clerk = web();
    clerk->hello();
    ASSERT_EQ(sign_in(*clerk, "zhang", "c1", "s")["status"], "ok");
    EXPECT_EQ(manager->verdict("m0", "counter.message", {{"counter", "c1"}, {"message", "free text"}}),
              "message_unknown");
    const Json sent = manager->call("m", "counter.message", {{"counter", "c1"}, {"message", "break_now"}});
    ASSERT_TRUE(sent["data"].contains("message")) << sent.dump();
    const Json message = sent["data"]["message"];
    EXPECT_EQ(clerk->verdict("r0", "counter.message_read", {{"counter", "c2"}, {"message", message}}),
              "forbidden");
    EXPECT_EQ(clerk->verdict("r", "counter.message_read", {{"counter", "c1"}, {"message", message}}), "ok");
    EXPECT_EQ(clerk->verdict("m1", "counter.message", {{"counter", "c1"}, {"message", "break_now"}}),
              "forbidden")
        << "the duty manager's words, also at the own counter";
    EXPECT_EQ(clerk->verdict("h0", "counter.help", {{"counter", "c2"}}), "forbidden");
    EXPECT_EQ(clerk->verdict("h", "counter.help", {{"counter", "c1"}}), "ok");
    EXPECT_EQ(clerk->verdict("a0", "alert.acknowledge", {{"alert", "help-c1"}}), "forbidden");
    EXPECT_EQ(manager->verdict("a", "alert.acknowledge", {{"alert", "help-c1"}}), "ok");
    EXPECT_EQ(manager->verdict("a2", "alert.acknowledge", {{"alert", "nothing"}}), "alert_unknown");
    EXPECT_EQ(clerk->verdict("y", "counter.ready", {{"counter", "c1"}}), "ok");
}

}  // namespace
}  // namespace jiaohao::test
