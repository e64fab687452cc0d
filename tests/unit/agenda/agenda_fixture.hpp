// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "kiosk/agenda/agenda.hpp"

namespace jiaohao::agenda {

inline std::ostream& operator<<(std::ostream& out, const Problem& problem) {
    out << problem.line << ": " << problem.field << ": " << problem.what;
    for (const auto& [name, value] : problem.params) {
        out << " " << name << "=" << value;
    }
    return out;
}
inline std::ostream& operator<<(std::ostream& out, const Entry& entry) {
    return out << entry.line << ": " << entry.id << " " << entry.service << " " << format_rfc3339(entry.at)
               << " " << entry.code << " " << entry.reference << (entry.cancelled ? " cancelled" : "");
}

namespace testing {

inline WallTime at(const char* text) {
    std::string whole = text;
    return parse_rfc3339(whole.replace(whole.size() - 1, 1, ".000Z")).value_or(WallTime{});
}

/// A hall in Shanghai with two services, asked on 2 January 2026.
inline Reading reading() {
    Reading reading;
    reading.zone = "Asia/Shanghai";
    reading.services = {{"mobile", {"手机业务", "Mobile"}}, {"bills", {"交费", "Bills"}}};
    reading.from = at("2026-01-01T16:00:00Z");
    return reading;
}

inline std::vector<std::string> times(const Agenda& agenda) {
    std::vector<std::string> all;
    for (const Entry& entry : agenda.entries) {
        all.push_back(format_rfc3339(entry.at).substr(0, 16));
    }
    return all;
}

}  // namespace testing
}  // namespace jiaohao::agenda
