// The first line is a pattern's or template's text; the rest is heard data, and the values that a template shows.
// SPDX-License-Identifier: Apache-2.0
#include "drivers/engine/pattern.hpp"
#include "drivers/engine/render.hpp"
#include "tests/fuzz/target.hpp"

namespace jiaohao::fuzz {
namespace {

using namespace drivers::engine;

void try_pattern(std::string_view text, ByteView data) {
    const auto pattern = parse_pattern(text);
    if (!pattern) {
        check(!pattern.error().empty(), "a pattern is refused without a word");
        return;
    }
    const auto captures = match(*pattern, data);
    if (!captures) {
        return;
    }
    check(captures->key.has_value() == pattern->captures(Field::key),
          "a key is captured that is not asked for");
    check(captures->counts.size() == pattern->count_of(Field::count), "counts are lost");
    check(!captures->text || captures->text->size() <= data.size(), "a text grows");
}

void try_template(std::string_view text, ByteView data) {
    const auto layout = parse_template(text);
    if (!layout) {
        check(!layout.error().empty(), "a template is refused without a word");
        return;
    }
    RenderValues values;
    values.text = std::string(text_of(data));
    values.number = values.text.substr(0, 8);
    values.data.assign(data.begin(), data.end());
    values.waiting = values.address = values.key = static_cast<std::uint32_t>(data.size()) * 2654435761U;
    values.bits = values.rest = values.code = ~values.waiting;
    const Bytes bytes = render(*layout, values, std::bitset<256>{}.set());
    std::size_t most = 0;
    bool open = false;
    for (const Step& step : layout->steps) {
        most += step.kind == Step::Kind::field ? step.width : 1;
        // `data` goes in as it was heard; a field without width as long as it is.
        open = open || (step.kind == Step::Kind::field && (step.width == 0 || step.field == Field::data));
    }
    check(open ? bytes.size() <= most + layout->steps.size() * (2 * data.size() + 16) : bytes.size() == most,
          "a template is filled beyond its width");
}

}  // namespace

void patterns(ByteView bytes) {
    Input input(bytes);
    const std::string_view text = text_of(input.line());
    const ByteView data = input.rest();
    try_pattern(text, data);
    try_template(text, data);
}

}  // namespace jiaohao::fuzz
