// api.json is the golden description of the API: it changes only with the version.
// With JIAOHAO_UPDATE_GOLDEN set the file is written anew (then look at the difference before committing it).
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "kiosk/wire/api_commands.hpp"
#include "kiosk/wire/api_describe.hpp"
#include "kiosk/wire/api_messages.hpp"

namespace jiaohao::wire::api {
namespace {

const std::string kFile = JIAOHAO_SOURCE_DIR "/kiosk/wire/api.json";

TEST(ApiGolden, TheDescriptionIsTheCommittedOneUnlessTheVersionWasRaised) {
    const std::string now = describe().dump(2) + "\n";
    if (std::getenv("JIAOHAO_UPDATE_GOLDEN") != nullptr) {
        std::ofstream(kFile) << now;
    }
    std::ifstream in(kFile);
    std::stringstream committed;
    committed << in.rdbuf();
    EXPECT_EQ(committed.str(), now)
        << "the API differs from kiosk/wire/api.json: raise kApiVersion unless the change is additive and "
           "understood by every client, then run with JIAOHAO_UPDATE_GOLDEN=1";
    EXPECT_EQ(nlohmann::json::parse(committed.str()).at("version"), kApiVersion);
}

TEST(ApiMessages, ClientMessagesSurviveTheRoundTrip) {
    const auto hello =
        read_client_message(to_text(Hello{1, "kiosk-ui", "secret", {{"terminal"}}, "0123456789abcdef"}));
    ASSERT_TRUE(hello);
    EXPECT_EQ(std::get<Hello>(*hello).token, "secret");
    EXPECT_EQ(std::get<Hello>(*hello).page, "0123456789abcdef");
    EXPECT_EQ(std::get<Hello>(*hello).roles->at(0), "terminal");
    const auto command =
        read_client_message(to_text(CommandMessage{domain::RequestId("a-1"), "status", {{"x", 1}}}));
    ASSERT_TRUE(command);
    EXPECT_EQ(std::get<CommandMessage>(*command).args.at("x"), 1);
    EXPECT_TRUE(std::holds_alternative<Ping>(*read_client_message(ping_text())));
    EXPECT_TRUE(std::holds_alternative<Pong>(*read_client_message(pong_text())));
}

TEST(ApiMessages, ServerMessagesSurviveTheRoundTrip) {
    const auto event = read_server_message(counted_text("event", 7, R"({"view":{}})"));
    ASSERT_TRUE(event);
    EXPECT_EQ(event->n, 7U);
    EXPECT_TRUE(event->body.contains("view"));
    EXPECT_EQ(read_server_message(counted_text("event", 8, "{}"))->n, 8U);
    const auto refused =
        read_server_message(refused_text("r", {domain::RefusalCode::nobody_waiting, {{"counter", "3"}}}));
    ASSERT_TRUE(refused && refused->error);
    EXPECT_EQ(refused->error->code, "nobody_waiting");
    EXPECT_EQ(refused->error->params.at("counter"), "3");
    EXPECT_EQ(read_server_message(bye_text("slow"))->code, "slow");
    EXPECT_FALSE(read_server_message("[]"));
}

TEST(ApiCommands, EveryCommandIsBuiltFromItsSmallestArguments) {
    for (const auto& spec : command_specs()) {
        nlohmann::json args = nlohmann::json::object();
        for (const auto& arg : spec.args) {
            if (!arg.required) {
                continue;
            }
            const bool whole = arg.type == ArgType::whole;
            args[std::string(arg.name)] = whole ? nlohmann::json(1U) : nlohmann::json("a");
            if (arg.type == ArgType::instant) {
                args[std::string(arg.name)] = "2026-01-02T01:30Z";
            }
            if (arg.type == ArgType::day) {
                args[std::string(arg.name)] = "2026-01-02";
            }
            if (!arg.codes.empty()) {
                args[std::string(arg.name)] = std::string(arg.codes.front());
            }
            if (arg.type == ArgType::ticket) {
                args[std::string(arg.name)] = "t1/11111111-1111-4111-8111-111111111111/17";
            }
        }
        const auto call = read_command(spec.name, args, domain::Channel::page);
        ASSERT_TRUE(call) << spec.name << " " << call.error().params.at("argument");
        const bool names_counter = args.contains("counter") && spec.name != "clerk.sign_in";
        EXPECT_EQ(counter_of(*call).has_value(), names_counter) << spec.name;
    }
}

}  // namespace
}  // namespace jiaohao::wire::api
