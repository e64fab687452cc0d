// The names in a hall's contact, as head office checks them.
// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "headoffice/ingest/names.hpp"
#include "kiosk/wire/json_text.hpp"
#include "tests/fuzz/target.hpp"

namespace jiaohao::fuzz {

void contact(ByteView bytes) {
    const auto json = wire::parse_json(text_of(bytes));
    if (!json) {
        check(!json.error().empty(), "a text is refused without a word");
        return;
    }
    const auto names = headoffice::check_names(*json);
    check(names.refused.size() <= 20, "what is refused has no end");
    if (names.text.empty()) {
        return;
    }
    const auto kept = wire::parse_json(names.text);
    check(kept && kept->is_object(), "names are kept that nobody can read", names.text);
    const auto again = headoffice::check_names(*kept);
    check(again.refused.empty() && again.text == names.text, "names are kept that would be refused",
          names.text);
}

}  // namespace jiaohao::fuzz
