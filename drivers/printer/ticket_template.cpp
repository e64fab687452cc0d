// SPDX-License-Identifier: Apache-2.0
#include "drivers/printer/ticket_template.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace jiaohao::drivers::printer {
namespace {

/// The text in `language`, or the one for all; empty: none.
std::string text_in(const std::map<std::string, std::string>& texts, const std::string& language) {
    const auto exact = texts.find(language);
    const auto found = exact != texts.end() ? exact : texts.find("");
    return found == texts.end() ? std::string{} : found->second;
}

void collect(std::string_view text, std::set<std::string>& names) {
    for (std::size_t at = text.find('{'); at != std::string_view::npos; at = text.find('{', at + 1)) {
        const std::size_t end = text.find('}', at);
        if (end != std::string_view::npos) {
            names.emplace(text.substr(at + 1, end - at - 1));
        }
    }
}

}  // namespace

std::optional<std::string> fill_fields(std::string_view text, const TicketFields& fields) {
    std::string out;
    bool asked = false;
    bool something = false;
    while (!text.empty()) {
        const std::size_t begin = text.find('{');
        out += text.substr(0, begin);
        if (begin == std::string_view::npos) {
            break;
        }
        const std::size_t end = text.find('}', begin);
        if (end == std::string_view::npos) {
            out += text.substr(begin);
            break;
        }
        const auto found = fields.find(text.substr(begin + 1, end - begin - 1));
        asked = true;
        if (found != fields.end() && !found->second.empty()) {
            out += found->second;
            something = true;
        }
        text.remove_prefix(end + 1);
    }
    return asked && !something ? std::nullopt : std::optional{out};
}

std::optional<ports::PaperBlock> TicketTemplate::fill(const Block& block, const std::string& language,
                                                      const FieldsIn& fields) {
    using Kind = ports::PaperBlock::Kind;
    ports::PaperBlock out = block.form;
    const std::string& speaks = block.language.empty() ? language : block.language;
    if (out.kind == Kind::text || out.kind == Kind::qr || out.kind == Kind::barcode) {
        const auto text = fill_fields(text_in(block.text, speaks), fields(speaks));
        if (!text || text->empty()) {
            return std::nullopt;
        }
        out.line.text = *text;
    }
    bool any = out.kind != Kind::columns;
    for (std::size_t i = 0; i < block.columns.size(); ++i) {
        out.columns[i].text = fill_fields(text_in(block.columns[i], speaks), fields(speaks)).value_or("");
        any = any || !out.columns[i].text.empty();
    }
    return any ? std::optional{std::move(out)} : std::nullopt;
}

ports::TicketPaper TicketTemplate::lay_out(const std::string& language, const FieldsIn& fields) const {
    ports::TicketPaper paper;
    for (const auto& block : blocks_) {
        if (auto filled = fill(block, language, fields)) {
            paper.blocks.push_back(std::move(*filled));
        }
    }
    return paper;
}

std::vector<std::string> TicketTemplate::fields() const {
    std::set<std::string> names;
    for (const auto& block : blocks_) {
        for (const auto& [language, text] : block.text) {
            collect(text, names);
        }
        for (const auto& column : block.columns) {
            for (const auto& [language, text] : column) {
                collect(text, names);
            }
        }
    }
    return {names.begin(), names.end()};
}

}  // namespace jiaohao::drivers::printer
