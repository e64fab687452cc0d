// SPDX-License-Identifier: Apache-2.0
#include "kiosk/api/request_key.hpp"

#include <nlohmann/json.hpp>

#include "kiosk/wire/event_codec.hpp"
#include "kiosk/wire/json_text.hpp"

namespace jiaohao::api {
namespace {
constexpr char kMark = '#';
constexpr std::size_t kHexDigits = 16;
}  // namespace

domain::RequestId request_key(const wire::api::CommandMessage& command) {
    nlohmann::json asked{{"name", command.name}, {"args", command.args}};
    if (asked["args"].is_object()) {
        asked["args"].erase("pin");
    }
    const std::string print = wire::to_hex(wire::hash_of(wire::to_text(asked))).substr(0, kHexDigits);
    return domain::RequestId(command.id.get() + kMark + print);
}

std::string client_id(const domain::RequestId& key) {
    return key.get().substr(0, key.get().find(kMark));
}

}  // namespace jiaohao::api
