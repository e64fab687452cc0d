// SPDX-License-Identifier: Apache-2.0
#include "kiosk/agenda/ical_unread.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "kiosk/agenda/fields.hpp"

namespace jiaohao::agenda {
namespace {

struct Counts {
    std::string_view property;
    const char* what;
};
/// Where one that is left out makes another appointment of it, or another one cancelled.
constexpr std::array<Counts, 6> counting{{{"DTSTART", "time_unread"},
                                          {"RECURRENCE-ID", "time_unread"},
                                          {"RDATE", "time_unread"},
                                          {"EXDATE", "time_unread"},
                                          {"RRULE", "rule_unread"},
                                          {"EXRULE", "rule_unread"}}};

std::optional<Counts> counting_one(std::string_view property) {
    const auto found = std::ranges::find(counting, property, &Counts::property);
    return found == counting.end() ? std::nullopt : std::optional(*found);
}

/// The words behind `mark`; empty when it does not stand there.
std::string_view behind(std::string_view text, std::string_view mark) {
    const auto at = text.find(mark);
    return at == std::string_view::npos ? std::string_view{} : trimmed(text.substr(at + mark.size()));
}

/// "Can't parse as RECUR value in RRULE property. Removing entire property: FREQ=..", "No value for RRULE property. ...".
std::optional<Unread> without_value(std::string_view said) {
    const auto end = said.find(" property.");
    if (end == std::string_view::npos) {
        return std::nullopt;
    }
    const auto begin = said.rfind(' ', end - 1);
    const auto known = counting_one(said.substr(begin + 1, end - begin - 1));
    return known ? std::optional(Unread{std::string(known->property), known->what,
                                        std::string(behind(said, "Removing entire property:"))})
                 : std::nullopt;
}

/// "Got a data line, but could not find a property name or component begin tag: EXDATE 20260101T090000".
std::optional<Unread> without_colon(std::string_view said) {
    const std::string_view line = behind(said, "begin tag:");
    const auto known = counting_one(upper(line.substr(0, line.find_first_of(" \t="))));
    return known ? std::optional(Unread{std::string(known->property), known->what, std::string(line)})
                 : std::nullopt;
}

std::string_view name_of(const icalproperty* property) {
    const char* const name = icalproperty_get_property_name(property);
    return name == nullptr ? std::string_view{} : std::string_view(name);
}

}  // namespace

std::vector<Unread> unread_of(icalcomponent* event) {
    std::vector<Unread> all;
    std::string_view last;
    for (auto* one = icalcomponent_get_first_property(event, ICAL_ANY_PROPERTY); one != nullptr;
         one = icalcomponent_get_next_property(event, ICAL_ANY_PROPERTY)) {
        if (icalproperty_isa(one) != ICAL_XLICERROR_PROPERTY) {
            last = name_of(one);
            continue;
        }
        const char* const text = icalproperty_get_xlicerror(one);
        const std::string_view said = text == nullptr ? std::string_view{} : std::string_view(text);
        auto* const kind = icalproperty_get_first_parameter(one, ICAL_XLICERRORTYPE_PARAMETER);
        const auto type = kind == nullptr ? ICAL_XLICERRORTYPE_NONE : icalparameter_get_xlicerrortype(kind);
        std::optional<Unread> unread;
        if (type == ICAL_XLICERRORTYPE_PARAMETERNAMEPARSEERROR ||
            type == ICAL_XLICERRORTYPE_PARAMETERVALUEPARSEERROR) {
            // Stands behind its property, which was read without it: in another zone, perhaps.
            const auto known = counting_one(last);
            unread = known
                         ? std::optional(Unread{std::string(known->property), known->what, std::string(said)})
                         : std::nullopt;
        } else {
            unread =
                type == ICAL_XLICERRORTYPE_COMPONENTPARSEERROR ? without_colon(said) : without_value(said);
        }
        if (unread) {
            all.push_back(*std::move(unread));
        }
    }
    return all;
}

}  // namespace jiaohao::agenda
