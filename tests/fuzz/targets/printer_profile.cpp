// A printer profile's file. With what is accepted a ticket is printed.
// SPDX-License-Identifier: Apache-2.0
#include "drivers/printer/profile.hpp"
#include "tests/fuzz/target.hpp"
#include "tests/fuzz/targets/paper_check.hpp"

namespace jiaohao::fuzz {

void printer_profile(ByteView bytes) {
    const auto profile = drivers::printer::parse_profile(text_of(bytes), "printer.toml");
    if (!profile) {
        check(profile.error().starts_with("printer.toml:"), "an error does not name the file",
              profile.error());
        return;
    }
    check(profile->print_time(1000) > std::chrono::nanoseconds{0} && profile->millimetres(1000) > 0 &&
              profile->columns() > 0,
          "a paper without a size");
    ports::TicketPaper paper;
    paper.head = {{"A027", ports::PaperLine::Align::centre, 8, true},
                  {"\xE5\x8F\xAB\xE5\x8F\xB7 caf\xC3\xA9 \xD0\x96 \xF0\x9F\x98\x80",
                   ports::PaperLine::Align::right, 2}};
    paper.qr = "https://hall.example/t/0123456789abcdef";
    paper.foot = {{"foot"}};
    paper.mark = "2";
    check_paper(paper, *profile);
}

}  // namespace jiaohao::fuzz
