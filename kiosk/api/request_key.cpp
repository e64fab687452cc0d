// SPDX-License-Identifier: Apache-2.0
#include "kiosk/api/request_key.hpp"

#include <nlohmann/json.hpp>

#include "kiosk/wire/event_codec.hpp"
#include "kiosk/wire/json_text.hpp"

namespace jiaohao::api {
namespace {
// Neither stands in a client's id.
constexpr char kOf = '@';
constexpr char kMark = '#';
constexpr std::size_t kHexDigits = 16;
constexpr std::size_t kWhoDigits = 12;

std::string digits(std::string_view text, std::size_t most) {
    return wire::to_hex(wire::hash_of(text)).substr(0, most);
}
}  // namespace

domain::RequestId request_key(const wire::api::CommandMessage& command, std::string_view who) {
    nlohmann::json asked{{"name", command.name}, {"args", command.args}};
    if (asked["args"].is_object()) {
        asked["args"].erase("pin");
        // Which printer of a satellite is ready is no part of the question.
        asked["args"].erase("printer");
        asked["args"].erase("no_paper");
    }
    return domain::RequestId(command.id.get() + kOf + digits(who, kWhoDigits) + kMark +
                             digits(wire::to_text(asked), kHexDigits));
}

std::string client_id(const domain::RequestId& key) {
    return key.get().substr(0, key.get().find_first_of({kOf, kMark}));
}

}  // namespace jiaohao::api
