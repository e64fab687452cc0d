// SPDX-License-Identifier: Apache-2.0
#include "drivers/printer/template_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace jiaohao::drivers::printer {

using ports::PaperBlock;
namespace {

std::string field_names() {
    std::string names;
    for (const auto& field : kTicketFields) {
        names += fmt::format("{}{}", names.empty() ? "" : ", ", field.name);
    }
    return names;
}

bool is_field(std::string_view name) {
    return std::any_of(kTicketFields.begin(), kTicketFields.end(),
                       [&](const TicketField& field) { return field.name == name; });
}

}  // namespace

std::string fields_wrong(const std::string& text) {
    for (std::size_t at = text.find_first_of("{}"); at != std::string::npos;
         at = text.find_first_of("{}", at)) {
        const std::size_t end = text.find('}', at);
        if (text[at] == '}' || end == std::string::npos) {
            return "a text whose braces are in pairs around a field";
        }
        const auto name = text.substr(at + 1, end - at - 1);
        if (!is_field(name)) {
            return fmt::format("{{{}}} is no field; the fields are {}", name, field_names());
        }
        at = end + 1;
    }
    return {};
}

TicketFields samples() {
    TicketFields fields;
    for (const auto& field : kTicketFields) {
        fields.emplace(field.name, field.sample);
    }
    return fields;
}

bool fits_width(const PaperBlock& block, const PrinterProfile& profile, const TextCodec& codec) {
    if (block.kind == PaperBlock::Kind::columns) {
        std::size_t cells = 0;
        for (const auto& column : block.columns) {
            cells += std::max<std::size_t>(column.width, 1);
        }
        return cells * block.line.size <= profile.columns();
    }
    std::vector<Replacement> ignored;
    std::size_t cells = 0;
    for (const auto& glyph : codec.encode(block.line.text, ignored)) {
        cells += glyph.cells;
    }
    // Text of normal size goes on in the next line; larger text would be printed smaller than it was meant.
    return block.line.size == 1 || cells * block.line.size <= profile.columns();
}

}  // namespace jiaohao::drivers::printer
