// Whose request it is that is asked again: of pages whose address changes, and of others who have the same one.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "kiosk/api/request_key.hpp"
#include "kiosk/api/tokens.hpp"
#include "tests/unit/api/api_fixture.hpp"

namespace jiaohao::test {
namespace {

using std::chrono::seconds;

constexpr const char* kLan = "127.0.0.2";
constexpr const char* kWiFi = "127.0.0.3";
constexpr const char* kPage = "0123456789abcdef01234567";

class Askers : public ApiTest {
  protected:
    ~Askers() override { stop(); }
    void start_with_tickets(int count) {
        start();
        auto manager = local();
        manager->hello();
        for (int i = 0; i < count; ++i) {
            EXPECT_EQ(manager->verdict("t" + std::to_string(i), "ticket.issue",
                                       {{"service", "a"}, {"paper", false}}),
                      "ok");
        }
    }
    static Json call_next(ApiClient& page, const std::string& id, const std::string& counter = "c1") {
        return page.call(id, "counter.call_next", {{"counter", counter}})["data"];
    }
    /// Later than two calls at one counter are one anyway.
    void let_time_pass() { clock.advance(seconds(4)); }
};

TEST_F(Askers, APageThatComesBackFromAnotherAddressIsAnsweredAsTheFirstTime) {
    start_with_tickets(2);
    auto page = web(kLan);
    page->hello();
    const Json token = sign_in(*page, "zhang", "c1", "s")["data"]["token"];
    EXPECT_EQ(call_next(*page, "n")["number"], "A001");
    let_time_pass();
    page = web(kWiFi);
    page->hello(token);
    const Json repeated = call_next(*page, "n");
    EXPECT_EQ(repeated["number"], "A001") << "a second customer was called";
    EXPECT_TRUE(repeated.value("again", false));
}

TEST_F(Askers, WhatIsAskedAfterASecondSignInIsRepeatedWithItsToken) {
    start_with_tickets(2);
    auto page = web(kLan);
    page->hello();
    EXPECT_EQ(sign_in(*page, "zhang", "c1", "s1")["status"], "ok");
    EXPECT_EQ(call_next(*page, "n")["number"], "A001");
    const Json token = sign_in(*page, "zhang", "c1", "s2")["data"]["token"];
    let_time_pass();
    page = web(kWiFi);
    page->hello(token);
    EXPECT_EQ(call_next(*page, "n")["number"], "A001");
}

TEST_F(Askers, APageThatNamesItselfRepeatsItsRequestsAlsoAfterSigningInAnew) {
    start_with_tickets(2);
    auto page = web(kLan);
    page->hello({}, {}, kPage);
    EXPECT_EQ(sign_in(*page, "zhang", "c1", "s1")["status"], "ok");
    EXPECT_EQ(call_next(*page, "n")["number"], "A001");
    let_time_pass();
    page = web(kWiFi);
    page->hello({}, {}, kPage);
    EXPECT_EQ(sign_in(*page, "zhang", "c1", "s2")["status"], "ok");
    const Json repeated = call_next(*page, "n");
    EXPECT_EQ(repeated["number"], "A001") << "its token had gone with a restart";
    EXPECT_TRUE(repeated.value("again", false));
}

TEST_F(Askers, OthersBehindTheSameAddressAskForThemselves) {
    start_with_tickets(3);
    auto first = web(kLan);
    first->hello();
    EXPECT_EQ(sign_in(*first, "zhang", "c1", "s1")["status"], "ok");
    EXPECT_EQ(call_next(*first, "1")["number"], "A001");
    EXPECT_EQ(first->verdict("f", "counter.finish", {{"counter", "c1"}}), "ok");
    EXPECT_EQ(first->verdict("o", "clerk.sign_out"), "ok");
    auto second = web(kLan);
    second->hello();
    EXPECT_EQ(sign_in(*second, "li", "c1", "s2")["status"], "ok");
    let_time_pass();
    const Json other = call_next(*second, "1");
    EXPECT_EQ(other["number"], "A002") << "a page beside it counts from 1 too";
    EXPECT_FALSE(other.contains("again"));
}

TEST_F(Askers, APagesNameIsLongEnoughToBeItsOwn) {
    start();
    for (const Json& name : {Json("short"), Json(std::string(65, 'x')), Json("0123456789 abcdef"), Json(7)}) {
        auto page = web();
        page->send(Json{{"t", "hello"}, {"v", 1}, {"page", name}});
        EXPECT_EQ(page->next_of("bye")["code"], "bad_message") << name;
    }
}

TEST(SignInTokens, WhoAsksTellsNothingOfTheToken) {
    api::Tokens tokens({});
    SeededRandom random{7};
    const api::SignedIn zhang{domain::ClerkId("zhang"), domain::CounterId("c1")};
    const std::string token = tokens.issue(zhang, random, BootTime{seconds(60)});
    const std::string asker = tokens.asker(token);
    EXPECT_FALSE(asker.empty());
    EXPECT_EQ(asker.find(token.substr(0, 8)), std::string::npos);
    const auto key = api::request_key({domain::RequestId("n"), "counter.call_next", {}}, asker);
    EXPECT_EQ(key.get().find(token.substr(0, 8)), std::string::npos);
    EXPECT_NE(tokens.asker(tokens.issue(zhang, random, BootTime{seconds(60)})), asker);
    EXPECT_EQ(tokens.asker(tokens.issue(zhang, random, BootTime{seconds(60)}, asker)), asker);
    EXPECT_EQ(tokens.asker("unknown"), "");
}

}  // namespace
}  // namespace jiaohao::test
