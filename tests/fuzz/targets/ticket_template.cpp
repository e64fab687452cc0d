// A ticket template's file. What is accepted is laid out and printed in both languages on every paper.
// SPDX-License-Identifier: Apache-2.0
#include "drivers/printer/ticket_template.hpp"
#include "tests/fuzz/profiles.hpp"
#include "tests/fuzz/target.hpp"
#include "tests/fuzz/targets/paper_check.hpp"

namespace jiaohao::fuzz {

void ticket_template(ByteView bytes) {
    using namespace drivers::printer;
    const auto layout = TicketTemplate::parse(text_of(bytes), "ticket.toml", "/nowhere");
    if (!layout) {
        check(layout.error().starts_with("ticket.toml:"), "an error does not name the file", layout.error());
        return;
    }
    TicketFields fields;
    for (const auto& field : kTicketFields) {
        fields.emplace(field.name, field.sample);
    }
    for (const char* language : {"zh_CN", "en"}) {
        const auto paper = layout->lay_out(language, [&](const std::string&) { return fields; });
        for (std::uint8_t choice = 0; choice < 12; choice += 3) {
            check_paper(paper, printer_profile_by(choice));
        }
    }
}

}  // namespace jiaohao::fuzz
