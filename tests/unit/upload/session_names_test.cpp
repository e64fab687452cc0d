// When a contact brings the names of a hall, and what becomes of those that head office does not take.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/unit/upload/session_fixture.hpp"

namespace jiaohao::upload::testing {
namespace {

TEST_F(Session, SendsNamesWhenTheyChangedElseTheirHashAndAgainWhenHeadOfficeAsks) {
    const std::string plain = contact_answer_;
    const auto next = [this] {
        pass(75s);
        return nlohmann::json::parse(transport_.requests.back().body);
    };
    status_text_ = R"({"names":{"hall":{"en":"North"}}})";
    const auto first = next();
    EXPECT_EQ(first["names"]["hall"]["en"], "North");
    EXPECT_EQ(first["names_hash"], "45f1ae9554ff5c8661d7f5f59c460aa4f2ac79c564ff801ad111c9938b661945");
    const auto second = next();
    EXPECT_FALSE(second.contains("names"));
    EXPECT_EQ(second["names_hash"], first["names_hash"]);
    status_text_ = R"({"names":{"hall":{"en":"North Hall"}}})";
    const auto changed = next();
    EXPECT_EQ(changed["names"]["hall"]["en"], "North Hall");
    EXPECT_NE(changed["names_hash"], first["names_hash"]);
    contact_answer_ = R"({"period_s":60,"names_wanted":true})";
    EXPECT_FALSE(next().contains("names"));
    contact_answer_ = "nothing of head office's";
    EXPECT_TRUE(next().contains("names"));
    contact_answer_ = plain;
    EXPECT_TRUE(next().contains("names")) << "the one before was not answered";
    EXPECT_FALSE(next().contains("names"));
    session_.try_again();
    run();
    EXPECT_TRUE(nlohmann::json::parse(transport_.requests.back().body).contains("names"))
        << "it may be another head office";
    status_text_ = "{}";
    EXPECT_FALSE(next().contains("names_hash"));
}

TEST_F(Session, SaysWhichNamesHeadOfficeDidNotTakeOnceUntilOthersAreSent) {
    const std::string plain = contact_answer_;
    status_text_ = R"({"names":{"hall":{"en":""}}})";
    contact_answer_ = R"({"period_s":60,"names_refused":["names.hall.en is empty",7]})";
    const std::vector<std::string> refused{"names.hall.en is empty"};
    pass(75s);
    EXPECT_EQ(session_.status().names_refused, refused);
    contact_answer_ = plain;
    pass(75s);
    pass(75s);
    EXPECT_EQ(session_.status().names_refused, refused) << "nothing new was sent";
    EXPECT_EQ(sink_.lines("upload.names_refused"),
              (std::vector<std::string>{"count=1 first=names.hall.en is empty"}));
    status_text_ = R"({"names":{"hall":{"en":"North"}}})";
    pass(75s);
    EXPECT_TRUE(session_.status().names_refused.empty());
    std::string many;
    for (int n = 0; n < 40; ++n) {
        many += (n == 0 ? "\"" : ",\"") + std::string(1000, 'x') + "\"";
    }
    contact_answer_ = R"({"period_s":60,"names_refused":[)" + many + "]}";
    session_.try_again();
    run();
    EXPECT_EQ(session_.status().names_refused.size(), 20U);
    EXPECT_EQ(session_.status().names_refused.back().size(), 300U);
}

}  // namespace
}  // namespace jiaohao::upload::testing
