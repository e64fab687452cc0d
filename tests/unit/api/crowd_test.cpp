// How many may be connected without a token, and that those with one find room. The hub is turned by hand.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <deque>

#include "kiosk/api/hub.hpp"
#include "tests/unit/api/api_fixture.hpp"

namespace jiaohao::test {
namespace {

using std::chrono::seconds;

/// Keeps what it was told last and why it was closed.
class KeptChannel final : public http::Channel {
  public:
    explicit KeptChannel(std::uint64_t id) : id_(id) {}
    bool send(std::shared_ptr<const std::string> message) override {
        const Json told = Json::parse(*message);
        said = told["t"];
        code = told.value("code", "");
        return true;
    }
    void close(std::string_view reason) override { closed = reason; }
    [[nodiscard]] std::size_t unsent() const override { return 0; }
    [[nodiscard]] std::uint64_t id() const override { return id_; }
    std::string said;
    std::string code;
    std::string closed;

  private:
    std::uint64_t id_;
};
using Visitor = std::shared_ptr<KeptChannel>;

class CrowdAtTheDoor : public testing::Test {
  protected:
    CrowdAtTheDoor() {
        options.tokens.push_back(device_token("terminal", {Role::terminal}));
        options.limits.guests_per_address = 2;
        options.limits.unknown_per_address = 3;
        options.limits.unknown = 5;
        hub = make_hub();
    }
    std::shared_ptr<api::Hub> make_hub() {
        return std::make_shared<api::Hub>(options, api::HubParts{hall, diagnostics, clock, random, log},
                                          [this](std::function<void()> task) {
                                              const std::lock_guard lock(mutex_);
                                              tasks_.push_back(std::move(task));
                                              return true;
                                          });
    }
    ~CrowdAtTheDoor() override { hall.stop(); }
    Visitor comes(const std::string& address) {
        auto visitor = std::make_shared<KeptChannel>(++last_);
        http::PeerInfo peer;
        peer.transport = http::PeerInfo::Transport::web_socket;
        peer.remote = address;
        hub->on_open(visitor, peer);
        return visitor;
    }
    void greets(const Visitor& visitor, const std::string& token = {}) {
        hub->on_message(visitor, Json{{"t", "hello"}, {"v", 1}, {"token", token}}.dump());
    }
    Visitor guest_from(const std::string& address) {
        auto visitor = comes(address);
        greets(visitor);
        return visitor;
    }
    static std::vector<bool> stays(const std::vector<Visitor>& visitors) {
        std::vector<bool> result;
        std::ranges::transform(visitors, std::back_inserter(result),
                               [](const Visitor& one) { return one->closed.empty(); });
        return result;
    }

    ManualClock clock;
    SmallHall hall{clock};
    SmallDiagnostics diagnostics{hall};
    SeededRandom random{7};
    NullSink sink;
    Log log{sink, "api"};
    api::ApiOptions options;
    std::shared_ptr<api::Hub> hub;

  private:
    std::uint64_t last_ = 0;
    std::mutex mutex_;
    std::deque<std::function<void()>> tasks_;
};

TEST_F(CrowdAtTheDoor, AnAddressHasSoManyGuestsAndTheNextIsToldThatItIsBusy) {
    const std::vector<Visitor> guests{guest_from("10.0.0.1"), guest_from("10.0.0.1")};
    const auto next = guest_from("10.0.0.1");
    EXPECT_EQ(next->said, "bye");
    EXPECT_EQ(next->code, "busy");
    EXPECT_EQ(next->closed, "busy");
    EXPECT_EQ(stays(guests), (std::vector<bool>{true, true})) << "who is in stays";
    EXPECT_EQ(guest_from("10.0.0.2")->closed, "") << "another address has places of its own";
    hub->on_close(guests[0], "peer_closed");
    EXPECT_EQ(guest_from("10.0.0.1")->closed, "") << "a place is free again";
}

TEST_F(CrowdAtTheDoor, WithoutATokenNobodyIsLetInWhereGuestsAreNotWanted) {
    options.guest_allowed = false;
    hub = make_hub();
    const Visitor guest = guest_from("10.0.0.1");
    EXPECT_EQ(guest->closed, "no_token");
    EXPECT_EQ(guest->code, "no_token");
    const Visitor known = comes("10.0.0.1");
    greets(known, "terminal-token");
    EXPECT_EQ(known->closed, "");
}

TEST_F(CrowdAtTheDoor, ATokenIsShownPastAnyNumberOfGuests) {
    const std::vector<Visitor> guests{guest_from("10.0.0.1"), guest_from("10.0.0.1")};
    const auto terminal = comes("10.0.0.1");
    greets(terminal, "terminal-token");
    EXPECT_EQ(terminal->closed, "");
    const auto other = comes("10.0.0.1");
    greets(other, "wrong-token");
    EXPECT_EQ(other->closed, "busy");
}

TEST_F(CrowdAtTheDoor, ThisMachineHasNoBoundOfItsOwn) {
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(guest_from("127.0.0.1")->closed, "");
    }
    std::vector<Visitor> silent;
    for (int i = 0; i < 4; ++i) {
        silent.push_back(comes("127.0.0.1"));
    }
    EXPECT_EQ(stays(silent), std::vector<bool>(4, true));
}

TEST_F(CrowdAtTheDoor, WhoComesNewIsHeardAndTheOneSilentLongestGoes) {
    std::vector<Visitor> silent;
    for (int i = 0; i < 3; ++i) {
        silent.push_back(comes("10.0.0.1"));
    }
    EXPECT_EQ(stays(silent), (std::vector<bool>{true, true, true}));
    const auto terminal = comes("10.0.0.1");
    EXPECT_EQ(silent[0]->code, "busy");
    EXPECT_EQ(stays(silent), (std::vector<bool>{false, true, true}));
    greets(terminal, "terminal-token");
    EXPECT_EQ(terminal->closed, "") << "a holder of a token is turned away by nobody";
    const auto next = comes("10.0.0.1");
    EXPECT_EQ(stays(silent), (std::vector<bool>{false, true, true})) << "who said hello left its place";
    EXPECT_EQ(next->closed, "");
}

TEST_F(CrowdAtTheDoor, OfAllAddressesTogetherTheOneSilentLongestGoesToo) {
    std::vector<Visitor> silent;
    for (int i = 0; i < 5; ++i) {
        silent.push_back(comes("10.0.1." + std::to_string(i)));
    }
    EXPECT_EQ(stays(silent), std::vector<bool>(5, true));
    const auto terminal = comes("10.0.0.1");
    EXPECT_EQ(stays(silent), (std::vector<bool>{false, true, true, true, true}));
    greets(terminal, "terminal-token");
    EXPECT_EQ(terminal->closed, "");
}

TEST_F(CrowdAtTheDoor, WhoKeepsItsHelloToItselfGoesByTheHallsClock) {
    const auto silent = comes("10.0.0.1");
    clock.advance(seconds(4));
    hub->look();
    EXPECT_EQ(silent->closed, "");
    clock.advance(seconds(2));
    hub->look();
    EXPECT_EQ(silent->closed, "no_hello");
}

}  // namespace
}  // namespace jiaohao::test
