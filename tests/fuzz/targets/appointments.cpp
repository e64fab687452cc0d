// Files of appointments: iCalendar and CSV. What comes out is fit for the hall whatever came in.
// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "kiosk/agenda/agenda.hpp"
#include "kiosk/agenda/fields.hpp"
#include "tests/fuzz/target.hpp"

namespace jiaohao::fuzz {

void appointments(ByteView input) {
    agenda::Reading reading;
    reading.zone = "Asia/Shanghai";
    reading.services = {{"pay", {"交费", "Payments"}}, {"open", {"开户"}}};
    reading.from = parse_rfc3339("2026-01-01T00:00:00.000Z").value_or(WallTime{});
    Input parts(input);
    reading.service = (parts.byte() & 1U) != 0U ? "pay" : "";
    const auto bytes = text_of(parts.rest());
    const agenda::Agenda read = agenda::read(bytes, reading);
    std::set<std::string> ids;
    for (const agenda::Entry& entry : read.entries) {
        check(ids.insert(entry.id).second, "no id comes twice", entry.id);
        check(agenda::is_identity(entry.id), "an id is one that the hall takes", entry.id);
        check(entry.cancelled || entry.service == "pay" || entry.service == "open",
              "a service is a known one");
        check(entry.code.empty() || agenda::is_code(entry.code), "a code can be typed");
        check(agenda::is_reference(entry.reference), "a reference is plain text");
        check(entry.at >= reading.from, "nothing is of the past");
        check(entry.line > 0, "an entry has its line");
    }
    check(read.entries.size() <= agenda::most_entries && read.problems.size() <= agenda::most_problems,
          "what is read is bounded");
    for (const agenda::Problem& problem : read.problems) {
        check(!problem.what.empty(), "a problem has its words");
        for (const auto& [name, value] : problem.params) {
            check(agenda::is_utf8(value) && value.size() <= 64, "what is shown is short text", name);
        }
    }
    const agenda::Agenda again = agenda::read(bytes, reading);
    check(again.entries == read.entries && again.problems == read.problems, "reading twice gives the same");
}

}  // namespace jiaohao::fuzz
