// Checks arguments against the table before anything is made of them.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <nlohmann/json.hpp>

#include "kiosk/base/plain_text.hpp"
#include "kiosk/wire/api_commands.hpp"

namespace jiaohao::wire::api {
namespace {

using nlohmann::json;
using Problem = std::string_view;
constexpr Problem kFine{};
constexpr std::size_t kMostTicket = 128;

bool is_id(std::string_view text) {
    const auto good = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    };
    return !text.empty() && text.size() <= 32 && std::all_of(text.begin(), text.end(), good);
}

Problem check_text(const ArgSpec& spec, const std::string& text) {
    switch (spec.type) {
        case ArgType::id:
            return text.size() > spec.most ? "too_long" : is_id(text) ? kFine : "malformed";
        case ArgType::ticket:
            if (text.size() > spec.most) {
                return "too_long";
            }
            return domain::parse_ticket_id(text) ? kFine : "malformed";
        case ArgType::code:
            return std::find(spec.codes.begin(), spec.codes.end(), text) != spec.codes.end() ? kFine
                                                                                             : "not_listed";
        case ArgType::day:
            return domain::parse_business_day(text) ? kFine : "malformed";
        case ArgType::instant:
            return parse_instant(text) ? kFine : "malformed";
        default:
            if (text.size() > spec.most) {
                return "too_long";
            }
            return text.size() < spec.least || !is_plain(text) ? "malformed" : kFine;
    }
}

Problem check_whole(const ArgSpec& spec, const json& value) {
    if (!value.is_number_integer()) {
        return "wrong_type";
    }
    const bool fits = value.is_number_unsigned() && value.get<std::uint64_t>() >= spec.least &&
                      value.get<std::uint64_t>() <= spec.most;
    return fits ? kFine : "out_of_range";
}

Problem check_ids(const ArgSpec& spec, const json& value) {
    if (!value.is_array()) {
        return "wrong_type";
    }
    if (value.empty() || value.size() > spec.most) {
        return value.empty() ? "malformed" : "too_long";
    }
    for (const json& one : value) {
        if (!one.is_string()) {
            return "wrong_type";
        }
        if (!is_id(one.get_ref<const std::string&>())) {
            return "malformed";
        }
    }
    return kFine;
}

Problem check_tickets(const ArgSpec& spec, const json& value) {
    if (!value.is_array()) {
        return "wrong_type";
    }
    if (value.size() > spec.most) {
        return "too_long";
    }
    for (const json& one : value) {
        if (!one.is_string()) {
            return "wrong_type";
        }
        const auto& text = one.get_ref<const std::string&>();
        if (text.size() > kMostTicket || !domain::parse_ticket_id(text)) {
            return "malformed";
        }
    }
    return value.size() < spec.least ? "malformed" : kFine;
}

Problem check_counts(const ArgSpec& spec, const json& value) {
    if (!value.is_object()) {
        return "wrong_type";
    }
    if (value.empty() || value.size() > most_counted) {
        return value.empty() ? "malformed" : "too_long";
    }
    for (const auto& [name, count] : value.items()) {
        if (!is_id(name)) {
            return "malformed";
        }
        if (const Problem problem = check_whole(spec, count); problem != kFine) {
            return problem;
        }
    }
    return kFine;
}

Problem check(const ArgSpec& spec, const json& value) {
    if (spec.type == ArgType::ids) {
        return check_ids(spec, value);
    }
    if (spec.type == ArgType::tickets) {
        return check_tickets(spec, value);
    }
    if (spec.type == ArgType::counts) {
        return check_counts(spec, value);
    }
    if (spec.type == ArgType::flag) {
        return value.is_boolean() ? kFine : "wrong_type";
    }
    if (spec.type == ArgType::whole) {
        return check_whole(spec, value);
    }
    return value.is_string() ? check_text(spec, value.get_ref<const std::string&>()) : "wrong_type";
}

/// Unknown names come from outside; what is shown of them is bounded.
std::string shown(std::string_view name) {
    std::string result(name.substr(0, 64));
    for (char& c : result) {
        if (c < ' ' || c > '~') {
            c = '?';
        }
    }
    return result;
}

auto bad(std::string_view argument, Problem problem, std::uint64_t most = 0) {
    domain::Refusal refusal{domain::RefusalCode::bad_arguments,
                            {{"argument", shown(argument)}, {"problem", std::string(problem)}}};
    if (most > 0) {
        refusal.params["most"] = std::to_string(most);
    }
    return fail(std::move(refusal));
}

/// With what would have been right.
auto bad(const ArgSpec& spec, Problem problem) {
    auto refusal =
        bad(spec.name, problem, problem == "too_long" || problem == "out_of_range" ? spec.most : 0);
    for (const auto& code : problem == "not_listed" ? spec.codes : decltype(spec.codes){}) {
        std::string& allowed = refusal.value().params["allowed"];
        allowed += (allowed.empty() ? "" : ", ") + std::string(code);
    }
    return refusal;
}

Result<void, domain::Refusal> check_all(const CommandSpec& command, const json& args) {
    for (const auto& spec : command.args) {
        const auto found = args.find(spec.name);
        if (found == args.end()) {
            if (spec.required) {
                return bad(spec.name, "missing");
            }
            continue;
        }
        if (const Problem problem = check(spec, *found); problem != kFine) {
            return bad(spec, problem);
        }
    }
    for (const auto& [name, value] : args.items()) {
        const auto known = [&wanted = name](const ArgSpec& spec) { return spec.name == wanted; };
        if (std::none_of(command.args.begin(), command.args.end(), known)) {
            return bad(name, "unknown");
        }
    }
    return {};
}

}  // namespace

Result<Call, domain::Refusal> read_command(std::string_view name, const json& args, domain::Channel channel) {
    const CommandSpec* command = find_command(name);
    if (command == nullptr) {
        return fail(domain::Refusal{domain::RefusalCode::unknown_command, {{"command", shown(name)}}});
    }
    if (!args.is_object()) {
        return bad("args", "wrong_type");
    }
    if (auto checked = check_all(*command, args); !checked) {
        return fail(checked.error());
    }
    return command->build(args, channel);
}

bool is_request_id(std::string_view text) {
    const auto good = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
               c == '_' || c == ':' || c == '-';
    };
    return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), good);
}

}  // namespace jiaohao::wire::api
