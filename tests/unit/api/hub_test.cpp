// The hub with its loop and its hall turned by hand: what stands in which order.
// SPDX-License-Identifier: Apache-2.0
#include "kiosk/api/hub.hpp"

#include <gtest/gtest.h>

#include <deque>

#include "tests/unit/api/small_hall.hpp"

namespace jiaohao::test {
namespace {

using nlohmann::json;

/// Answers questions for a snapshot when told to.
class HandHall final : public service::Hall {
  public:
    bool submit(domain::RequestId /*id*/, domain::Command /*command*/, service::OnOutcome /*done*/) override {
        return false;
    }
    bool snapshot(std::function<void(const service::Snapshot&)> deliver) override {
        asked.push_back(std::move(deliver));
        return true;
    }
    void answer_first() {
        service::Snapshot snapshot;
        snapshot.state = std::make_shared<const domain::HallState>();
        const auto deliver = asked.front();
        asked.pop_front();
        deliver(snapshot);
    }
    std::deque<std::function<void(const service::Snapshot&)>> asked;
};

class HandChannel final : public http::Channel {
  public:
    bool send(std::shared_ptr<const std::string> message) override {
        types.push_back(json::parse(*message)["t"]);
        return true;
    }
    void close(std::string_view /*reason*/) override {}
    [[nodiscard]] std::size_t unsent() const override { return 0; }
    [[nodiscard]] std::uint64_t id() const override { return 1; }
    std::vector<std::string> types;
};

class HubByHand : public testing::Test {
  protected:
    HubByHand() {
        options.roles_of_uid[7] = {wire::api::Role::manager};
        hub = std::make_shared<api::Hub>(options, api::HubParts{hall, diagnostics, clock, random, log},
                                         [this](std::function<void()> task) {
                                             loop.push_back(std::move(task));
                                             return true;
                                         });
        http::PeerInfo peer;
        peer.uid = 7;
        hub->on_open(channel, peer);
        hub->on_message(channel, R"({"t":"hello","v":1})");
    }
    ~HubByHand() override { small.stop(); }
    void turn_loop() {
        while (!loop.empty()) {
            const auto task = std::move(loop.front());
            loop.pop_front();
            task();
        }
    }
    void commit() {
        auto committed = std::make_shared<service::Committed>();
        committed->view.hall.emplace();
        hub->committed(std::move(committed));
    }

    ManualClock clock;
    SmallHall small{clock};
    SmallDiagnostics diagnostics{small};
    SeededRandom random{7};
    NullSink sink;
    Log log{sink, "api"};
    HandHall hall;
    api::ApiOptions options;
    std::deque<std::function<void()>> loop;
    std::shared_ptr<HandChannel> channel = std::make_shared<HandChannel>();
    std::shared_ptr<api::Hub> hub;
};

TEST_F(HubByHand, AfterCommitsWerePassedOverOnlyASnapshotAskedForSinceThenCounts) {
    ASSERT_EQ(hall.asked.size(), 1U);
    for (int i = 0; i < 2001; ++i) {
        commit();  // the last one is one too many: it is passed over
    }
    hall.answer_first();  // holds that one, but not those that follow
    for (int i = 0; i < 5; ++i) {
        commit();  // passed over too: the loop has not caught up yet
    }
    turn_loop();
    EXPECT_EQ(channel->types, std::vector<std::string>{}) << "five commits were missing from what it showed";
    commit();
    ASSERT_EQ(hall.asked.size(), 1U);
    hall.answer_first();
    commit();
    turn_loop();
    EXPECT_EQ(channel->types, (std::vector<std::string>{"snapshot", "event"}));
}

TEST_F(HubByHand, AClientGetsEventsFromItsSnapshotOn) {
    commit();
    hall.answer_first();
    commit();
    turn_loop();
    EXPECT_EQ(channel->types, (std::vector<std::string>{"snapshot", "event"}));
}

}  // namespace
}  // namespace jiaohao::test
