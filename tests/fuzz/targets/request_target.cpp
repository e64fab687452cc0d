// The target of an HTTP request.
// SPDX-License-Identifier: Apache-2.0
#include "headoffice/ingest/address.hpp"
#include "kiosk/http/uri.hpp"
#include "tests/fuzz/target.hpp"

namespace jiaohao::fuzz {

void request_target(ByteView bytes) {
    const std::string_view text = text_of(bytes);
    const auto target = http::parse_target(text);
    if (!target) {
        return;
    }
    check(target->path.starts_with('/') && target->path.size() <= text.size(), "a path that is none");
    check(target->path.find('\0') == std::string::npos, "a NUL gets through");
    for (const auto& [name, value] : target->query) {
        check(name.size() + value.size() <= text.size(), "a parameter grows");
    }
    const auto address = headoffice::parse_events_address(target->path);
    check(!address || (headoffice::is_name(address->terminal.get(), 64) &&
                       headoffice::is_name(address->epoch.get(), 64)),
          "a terminal or an epoch without a name");
}

}  // namespace jiaohao::fuzz
