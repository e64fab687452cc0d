// The messages of the API in the hall (API.md), both ways.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <nlohmann/json.hpp>

#include "kiosk/base/result.hpp"
#include "kiosk/domain/command.hpp"

namespace jiaohao::wire::api {

inline constexpr int kApiVersion = 1;
inline constexpr std::size_t kMostFromClient = std::size_t{64} * 1024;
inline constexpr std::size_t kMostFromServer = std::size_t{4} * 1024 * 1024;
/// Of `page` in a hello: too short to be random is too easily another's.
inline constexpr std::size_t kLeastPage = 16;

// clang-format off
// Client to server.
struct Hello { int version = kApiVersion; std::string client; std::string token; std::optional<std::vector<std::string>> roles; std::string page = {}; };
struct CommandMessage { domain::RequestId id; std::string name; nlohmann::json args = nlohmann::json::object(); };
struct Ping {};
struct Pong {};
// clang-format on
using ClientMessage = std::variant<Hello, CommandMessage, Ping, Pong>;

/// What is wrong with a message as a whole; params as of a refusal. `id` when the message was a command whose
/// id could be read, so that it can be answered.
struct BadMessage {
    domain::Refusal refusal;
    std::string id;
};
[[nodiscard]] Result<ClientMessage, BadMessage> read_client_message(std::string_view text);

[[nodiscard]] std::string to_text(const Hello& hello);
[[nodiscard]] std::string to_text(const CommandMessage& command);
[[nodiscard]] std::string ping_text();
[[nodiscard]] std::string pong_text();

// Server to client.
/// A counted message: `members` (an object) after t and n. Split so that one encoding serves many clients.
[[nodiscard]] std::string counted_text(std::string_view type, std::uint64_t n, std::string_view members);
[[nodiscard]] std::string done_text(const std::string& id, const nlohmann::json& data);
[[nodiscard]] std::string refused_text(const std::string& id, const domain::Refusal& refusal);
/// Codes: slow, silent, no_hello, bad_message, version, stopping, too_large, busy.
[[nodiscard]] std::string bye_text(std::string_view code);

/// A refusal as a client reads it: the code as text, since a newer server may know more of them.
struct RefusalText {
    std::string code;
    std::map<std::string, std::string> params;
};
struct ServerMessage {
    enum class Kind : std::uint8_t { snapshot, event, done, bye, ping, pong, other };
    Kind kind = Kind::other;
    std::uint64_t n = 0;
    /// Of a `done`.
    std::string id;
    std::optional<RefusalText> error;
    /// `data` of a done, the whole message otherwise.
    nlohmann::json body;
    /// Of a `bye`.
    std::string code;
};
[[nodiscard]] Result<ServerMessage, std::string> read_server_message(std::string_view text);

}  // namespace jiaohao::wire::api
