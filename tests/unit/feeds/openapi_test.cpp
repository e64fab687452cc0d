// The description that is served, held against what is answered.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <algorithm>

#include "tests/unit/feeds/feed_fixture.hpp"

namespace jiaohao::headoffice::feeds {
namespace {

bool is_of(const nlohmann::json& value, const std::string& type) {
    return type == "string"    ? value.is_string()
           : type == "integer" ? value.is_number_integer()
           : type == "number"  ? value.is_number()
           : type == "boolean" ? value.is_boolean()
           : type == "object"  ? value.is_object()
           : type == "array"   ? value.is_array()
           : type == "null"    ? value.is_null()
                               : false;
}

/// The part of JSON Schema that openapi.json uses.
void expect_fits(const nlohmann::json& value, const nlohmann::json& schema, const nlohmann::json& document,
                 const std::string& where) {
    if (schema.contains("$ref")) {
        const auto pointer = schema["$ref"].get<std::string>().substr(1);
        expect_fits(value, document.at(nlohmann::json::json_pointer(pointer)), document, where);
        return;
    }
    const auto types = schema["type"].is_array() ? schema["type"] : nlohmann::json::array({schema["type"]});
    EXPECT_TRUE(std::ranges::any_of(types, [&](const auto& type) { return is_of(value, type); }))
        << where << " is " << value << ", not " << types;
    for (const auto& name : schema.value("required", nlohmann::json::array())) {
        EXPECT_TRUE(value.contains(name.get<std::string>())) << where << " lacks " << name;
    }
    if (value.is_object() && schema.contains("additionalProperties")) {
        for (const auto& [name, member] : value.items()) {
            expect_fits(member, schema["additionalProperties"], document, where + "." + name);
        }
    }
    if (value.is_object() && schema.contains("properties")) {
        for (const auto& [name, member] : value.items()) {
            ASSERT_TRUE(schema["properties"].contains(name)) << where << "." << name << " is not described";
            expect_fits(member, schema["properties"][name], document, where + "." + name);
        }
    }
    if (value.is_array()) {
        for (const auto& element : value) {
            expect_fits(element, schema["items"], document, where + "[]");
        }
    }
}

TEST_F(FeedTest, EveryDescribedPathAnswersAsDescribed) {
    const auto document = json("/v1/openapi.json");
    EXPECT_EQ(document["openapi"], "3.1.0");
    EXPECT_EQ(document["paths"].size(), 13U);
    clock.now += std::chrono::minutes(1);
    store.bound.push_back({.terminal = domain::TerminalId("t1"), .hall = domain::HallId("h1")});
    store.bound.push_back({.terminal = domain::TerminalId("t2"), .hall = domain::HallId("h1")});
    store.spoken.push_back({.terminal = domain::TerminalId("t2"),
                            .hall = domain::HallId("h1"),
                            .body = R"({"versions":{"kioskd":"1.0"},"upload_alarms":["clone"]})"});
    store.bound[1].clones = 1;
    store.bound[1].last_clone = {domain::EpochId("e1"), domain::Seq(7), clock.now};
    store.called.push_back(
        {.hall = domain::HallId("h1"),
         .body = R"({"hall":{"en":"North"},"services":{"a":{"en":"Tax"}},"counters":{}})"});
    for (const auto& [path, item] : document["paths"].items()) {
        const auto& schema = item["get"]["responses"]["200"]["content"]["application/json"]["schema"];
        const auto body = json(path);
        expect_fits(body, schema, document, path);
        if (path.starts_with("/v1/feeds/")) {
            EXPECT_EQ(body["rows"].size(), 1U) << path;
        }
    }
}

TEST_F(FeedTest, EveryDescribedChoiceIsTakenAndEveryProblemFitsItsSchema) {
    const auto document = json("/v1/openapi.json");
    for (const auto& parameter : document["paths"]["/v1/feeds/all"]["get"]["parameters"]) {
        const auto name = parameter["name"].get<std::string>();
        for (const auto& choice : parameter["schema"].value("enum", nlohmann::json::array())) {
            EXPECT_EQ(get("/v1/feeds/all", {{name, choice}}).status, 200) << name << "=" << choice;
        }
        const auto refused = get("/v1/feeds/all", {{name, "no such thing!"}});
        EXPECT_EQ(refused.status, 400) << name;
        expect_fits(nlohmann::json::parse(refused.body), document["components"]["schemas"]["problem"],
                    document, name);
    }
}

}  // namespace
}  // namespace jiaohao::headoffice::feeds
