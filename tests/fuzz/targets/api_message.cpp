// A message of the API in the hall, read as the server reads it and as a client does.
// SPDX-License-Identifier: Apache-2.0
#include "kiosk/wire/api_messages.hpp"

#include "kiosk/wire/api_commands.hpp"
#include "tests/fuzz/target.hpp"

namespace jiaohao::fuzz {
namespace {

using namespace wire::api;

void check_command(const CommandMessage& command) {
    check(is_request_id(command.id.get()), "a request id that is none");
    const auto call = read_command(command.name, command.args, domain::Channel::api);
    if (call) {
        check(find_command(command.name) != nullptr, "a command that there is not");
        static_cast<void>(counter_of(*call));
    } else {
        check(!refused_text(command.id.get(), call.error()).empty(), "a command is refused without a word");
    }
    const auto again = read_client_message(to_text(command));
    check(again.has_value(), "a command that was written is refused");
    const auto* same = std::get_if<CommandMessage>(&*again);
    check(
        same != nullptr && same->id == command.id && same->name == command.name && same->args == command.args,
        "a command changes when it is written");
}

void as_server(std::string_view text) {
    const auto message = read_client_message(text);
    if (!message) {
        check(message.error().id.empty() || is_request_id(message.error().id),
              "an answer to an id that is none");
        check(!refused_text(message.error().id, message.error().refusal).empty(),
              "a message is refused without a word");
    } else if (const auto* command = std::get_if<CommandMessage>(&*message)) {
        check_command(*command);
    } else if (const auto* hello = std::get_if<Hello>(&*message)) {
        const auto again = read_client_message(to_text(*hello));
        check(again && std::holds_alternative<Hello>(*again), "a hello that was written is refused");
    }
}

}  // namespace

void api_message(ByteView bytes) {
    const std::string_view text = text_of(bytes);
    as_server(text);
    const auto message = read_server_message(text);
    check(message || !message.error().empty(), "a message is refused without a word");
}

}  // namespace jiaohao::fuzz
