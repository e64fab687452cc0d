// What the table of commands is written with: readers of arguments that were checked, and specs of the usual ones.
// Inside this room only; heavy (JSON).
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "kiosk/wire/api_commands.hpp"

namespace jiaohao::wire::api {

/// Commands of counters and of those who work there.
void add_counter_commands(std::vector<CommandSpec>& specs);

namespace readers {

using nlohmann::json;
namespace d = domain;
using Channel = d::Channel;

// Readers of arguments that were checked against the table.
inline std::string text(const json& args, const char* name) {
    return args.contains(name) ? args.at(name).get<std::string>() : std::string{};
}
template <class Id>
Id id(const json& args, const char* name) {
    return Id(text(args, name));
}
template <class Id>
std::optional<Id> maybe_id(const json& args, const char* name) {
    return args.contains(name) ? std::optional<Id>(Id(text(args, name))) : std::nullopt;
}
inline bool flag(const json& args, const char* name, bool otherwise) {
    return args.contains(name) ? args.at(name).get<bool>() : otherwise;
}
inline std::uint64_t whole(const json& args, const char* name, std::uint64_t otherwise) {
    return args.contains(name) ? args.at(name).get<std::uint64_t>() : otherwise;
}
template <class Enum>
Enum coded(const json& args, const char* name, Enum otherwise) {
    return d::from_code<Enum>(text(args, name)).value_or(otherwise);
}
inline d::TicketId ticket(const json& args) {
    return d::parse_ticket_id(text(args, "ticket")).value_or(d::TicketId{});
}
inline std::optional<d::TicketId> maybe_ticket(const json& args) {
    return args.contains("ticket") ? std::optional(ticket(args)) : std::nullopt;
}
inline d::CounterId counter(const json& args) {
    return id<d::CounterId>(args, "counter");
}

inline std::vector<d::ServiceId> services(const json& args, const char* name) {
    std::vector<d::ServiceId> all;
    if (args.contains(name)) {
        for (const json& one : args.at(name)) {
            all.emplace_back(one.get<std::string>());
        }
    }
    return all;
}

template <class Command>
Call of_counter(const json& args, Channel /*channel*/) {
    return d::Command(Command{counter(args)});
}
template <class Command>
Call of_ticket(const json& args, Channel /*channel*/) {
    return d::Command(Command{ticket(args)});
}
template <class Command>
Call of_service(const json& args, Channel /*channel*/) {
    return d::Command(Command{id<d::ServiceId>(args, "service")});
}
template <class Plain>
Call plain(const json& /*args*/, Channel /*channel*/) {
    return Plain{};
}

template <class Enum>
std::vector<std::string_view> codes_up_to(Enum last) {
    std::vector<std::string_view> result;
    for (int i = 0; i <= static_cast<int>(last); ++i) {
        result.push_back(d::code(static_cast<Enum>(i)));
    }
    return result;
}

inline ArgSpec id_arg(std::string_view name, bool required = true) {
    return {name, ArgType::id, required, 1, 32};
}
inline ArgSpec text_arg(std::string_view name, std::uint64_t most, bool required) {
    return {name, ArgType::text, required, 1, most};
}
/// More than any visit has; the hall's own bound is named in its refusal.
inline ArgSpec services_arg(std::string_view name) {
    return {name, ArgType::ids, false, 1, 20};
}
inline ArgSpec ticket_arg(bool required = true) {
    return {"ticket", ArgType::ticket, required, 1, 128};
}

inline constexpr std::string_view kTicketNumber = "ticket number";

}  // namespace readers
}  // namespace jiaohao::wire::api
