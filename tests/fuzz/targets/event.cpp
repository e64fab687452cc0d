// An event as JSON. What is read is written again and is the same, with the same canonical form.
// SPDX-License-Identifier: Apache-2.0
#include "kiosk/wire/event_codec.hpp"

#include <nlohmann/json.hpp>

#include "kiosk/wire/json_text.hpp"
#include "tests/fuzz/target.hpp"

namespace jiaohao::fuzz {

void event(ByteView bytes) {
    const auto json = wire::parse_json(text_of(bytes));
    if (!json) {
        check(!json.error().empty(), "a text is refused without a word");
        return;
    }
    check(wire::within_depth(*json), "nested deeper than is allowed");
    const auto event = wire::decode(*json);
    if (!event) {
        check(!event.error().problem.empty(), "an event is refused without a word");
        return;
    }
    const std::string canonical = wire::canonical(*event);
    const auto again = wire::parse_json(canonical);
    check(again.has_value(), "a canonical form is no JSON", again ? "" : again.error());
    const auto twice = wire::decode(*again);
    check(twice && *twice == *event, "an event changes when it is written", canonical);
    check(wire::canonical(*twice) == canonical, "an event has two canonical forms", canonical);
}

}  // namespace jiaohao::fuzz
