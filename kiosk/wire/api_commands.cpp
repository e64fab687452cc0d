// SPDX-License-Identifier: Apache-2.0
#include "kiosk/wire/api_commands.hpp"

#include <nlohmann/json.hpp>

namespace jiaohao::wire::api {
namespace {

using nlohmann::json;
namespace d = domain;
using Channel = d::Channel;

// Readers of arguments that were checked against the table.
std::string text(const json& args, const char* name) {
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
bool flag(const json& args, const char* name, bool otherwise) {
    return args.contains(name) ? args.at(name).get<bool>() : otherwise;
}
std::uint64_t whole(const json& args, const char* name, std::uint64_t otherwise) {
    return args.contains(name) ? args.at(name).get<std::uint64_t>() : otherwise;
}
template <class Enum>
Enum coded(const json& args, const char* name, Enum otherwise) {
    return d::from_code<Enum>(text(args, name)).value_or(otherwise);
}
d::TicketId ticket(const json& args) {
    return d::parse_ticket_id(text(args, "ticket")).value_or(d::TicketId{});
}
std::optional<d::TicketId> maybe_ticket(const json& args) {
    return args.contains("ticket") ? std::optional(ticket(args)) : std::nullopt;
}
d::CounterId counter(const json& args) {
    return id<d::CounterId>(args, "counter");
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

Call issue(const json& args, Channel channel) {
    return d::Command(
        d::IssueTicket{id<d::ServiceId>(args, "service"), coded(args, "class", d::CustomerClass::ordinary),
                       channel, text(args, "language"), flag(args, "paper", true), text(args, "reference")});
}

template <class Enum>
std::vector<std::string_view> codes_up_to(Enum last) {
    std::vector<std::string_view> result;
    for (int i = 0; i <= static_cast<int>(last); ++i) {
        result.push_back(d::code(static_cast<Enum>(i)));
    }
    return result;
}

ArgSpec id_arg(std::string_view name, bool required = true) {
    return {name, ArgType::id, required, 1, 32};
}
ArgSpec text_arg(std::string_view name, std::uint64_t most, bool required) {
    return {name, ArgType::text, required, 1, most};
}
ArgSpec ticket_arg(bool required = true) {
    return {"ticket", ArgType::ticket, required, 1, 128};
}

constexpr std::string_view kTicketNumber = "ticket number";

void add_ticket_commands(std::vector<CommandSpec>& specs) {
    specs.push_back({"ticket.issue",
                     {id_arg("service"),
                      {"class", ArgType::code, false, 1, 32, codes_up_to(d::CustomerClass::appointment)},
                      text_arg("language", 16, false),
                      {"paper", ArgType::flag, false},
                      text_arg("reference", 64, false)},
                     issue,
                     "ticket number ahead expected? printing not_printing?"});
    specs.push_back({"ticket.get",
                     {ticket_arg()},
                     [](const json& args, Channel) -> Call { return TicketGetCall{ticket(args)}; },
                     "row ahead? expected?"});
    specs.push_back({"ticket.reprint",
                     {ticket_arg()},
                     of_ticket<d::ReprintTicket>,
                     "ticket number copy? printing? not_printing?"});
    specs.push_back({"ticket.cancel",
                     {ticket_arg()},
                     [](const json& args, Channel channel) -> Call {
                         return d::Command(d::CancelTicket{ticket(args), channel});
                     },
                     kTicketNumber});
    specs.push_back({"ticket.return", {ticket_arg()}, of_ticket<d::ReturnTicket>, kTicketNumber});
}

void add_serving_commands(std::vector<CommandSpec>& specs) {
    specs.push_back({"counter.call_next",
                     {id_arg("counter")},
                     [](const json& args, Channel channel) -> Call {
                         return d::Command(d::CallNext{counter(args), channel});
                     },
                     "ticket number again? why?"});
    specs.push_back(
        {"counter.call_ticket",
         {id_arg("counter"), ticket_arg(), text_arg("reason", 32, false)},
         [](const json& args, Channel channel) -> Call {
             return d::Command(d::CallTicket{counter(args), ticket(args), channel, text(args, "reason")});
         },
         "ticket number why?"});
    specs.push_back({"counter.recall", {id_arg("counter")}, of_counter<d::Recall>, kTicketNumber});
    specs.push_back({"counter.no_show", {id_arg("counter")}, of_counter<d::MarkNoShow>, kTicketNumber});
    specs.push_back({"counter.start", {id_arg("counter")}, of_counter<d::StartServing>, kTicketNumber});
    specs.push_back({"counter.park", {id_arg("counter")}, of_counter<d::ParkTicket>, kTicketNumber});
    specs.push_back({"counter.finish",
                     {id_arg("counter"),
                      {"outcome", ArgType::code, false, 1, 32, codes_up_to(d::ServingOutcome::refused)},
                      {"ask_rating", ArgType::flag, false}},
                     [](const json& args, Channel) -> Call {
                         return d::Command(d::FinishServing{counter(args),
                                                            coded(args, "outcome", d::ServingOutcome::served),
                                                            flag(args, "ask_rating", true)});
                     },
                     kTicketNumber});
    specs.push_back({"counter.resume_ticket",
                     {id_arg("counter"), ticket_arg(false)},
                     [](const json& args, Channel) -> Call {
                         return d::Command(d::ResumeTicket{counter(args), maybe_ticket(args)});
                     },
                     kTicketNumber});
    specs.push_back({"counter.transfer",
                     {id_arg("counter"), id_arg("service", false), id_arg("to_counter", false),
                      id_arg("to_clerk", false)},
                     [](const json& args, Channel) -> Call {
                         return d::Command(d::TransferTicket{counter(args),
                                                             maybe_id<d::ServiceId>(args, "service"),
                                                             maybe_id<d::CounterId>(args, "to_counter"),
                                                             maybe_id<d::ClerkId>(args, "to_clerk")});
                     },
                     kTicketNumber});
}

void add_counter_commands(std::vector<CommandSpec>& specs) {
    specs.push_back({"counter.open", {id_arg("counter")}, of_counter<d::OpenCounter>, ""});
    specs.push_back({"counter.resume", {id_arg("counter")}, of_counter<d::ResumeCounter>, ""});
    specs.push_back({"counter.close", {id_arg("counter")}, of_counter<d::CloseCounter>, ""});
    specs.push_back({"counter.pause",
                     {id_arg("counter"), text_arg("reason", 64, false)},
                     [](const json& args, Channel) -> Call {
                         return d::Command(d::PauseCounter{counter(args), text(args, "reason"), false});
                     },
                     ""});
    specs.push_back({"clerk.sign_in",
                     // The counter by its id or by the label over it, which may be any word.
                     {id_arg("clerk"), text_arg("pin", 32, true), text_arg("counter", 64, true)},
                     [](const json& args, Channel) -> Call {
                         return SignInCall{id<d::ClerkId>(args, "clerk"), text(args, "pin"), counter(args)};
                     },
                     "token counter"});
    specs.push_back({"clerk.sign_out",
                     {id_arg("counter", false)},
                     [](const json& args, Channel) -> Call {
                         return SignOutCall{maybe_id<d::CounterId>(args, "counter")};
                     },
                     ""});
}

void add_rating_and_day_commands(std::vector<CommandSpec>& specs) {
    specs.push_back({"rating.give",
                     {ticket_arg(), {"level", ArgType::whole, true, 1, 5}},
                     [](const json& args, Channel channel) -> Call {
                         const auto level = static_cast<std::uint32_t>(whole(args, "level", 0));
                         return d::Command(d::GiveRating{ticket(args), level, channel});
                     },
                     ""});
    specs.push_back({"rating.reason",
                     {ticket_arg(), text_arg("reason", 64, true)},
                     [](const json& args, Channel) -> Call {
                         return d::Command(d::GiveReason{ticket(args), text(args, "reason")});
                     },
                     ""});
    specs.push_back({"day.open",
                     {{"day", ArgType::day, false}},
                     [](const json& args, Channel) -> Call {
                         OpenDayCall call;
                         if (auto day = d::parse_business_day(text(args, "day")); day) {
                             call.day = *day;
                         }
                         return call;
                     },
                     "day"});
    specs.push_back(
        {"day.close", {}, [](const json&, Channel) -> Call { return d::Command(d::CloseDay{}); }, ""});
    specs.push_back({"service.open", {id_arg("service")}, of_service<d::OpenService>, ""});
    specs.push_back({"service.close", {id_arg("service")}, of_service<d::CloseService>, ""});
    specs.push_back(
        {"alert.resolve",
         {text_arg("alert", 64, true), text_arg("done", 200, true)},
         [](const json& args, Channel) -> Call {
             return d::Command(d::ResolveAlert{id<d::AlertId>(args, "alert"), text(args, "done")});
         },
         ""});
}

void add_questions(std::vector<CommandSpec>& specs) {
    specs.push_back({"status", {}, plain<StatusCall>, "*"});
    specs.push_back({"devices", {}, plain<DevicesCall>, "devices"});
    specs.push_back({"doctor", {}, plain<DoctorCall>, "findings"});
    specs.push_back(
        {"events.tail",
         {{"from", ArgType::whole, false, 1, std::uint64_t{1} << 53U}},
         [](const json& args, Channel) -> Call { return TailCall{d::Seq(whole(args, "from", 0))}; },
         "events next"});
    specs.push_back({"line.record",
                     {id_arg("line"), {"on", ArgType::flag, false}},
                     [](const json& args, Channel) -> Call {
                         LineRecordCall call{id<d::DeviceId>(args, "line"), std::nullopt};
                         if (args.contains("on")) {
                             call.on = flag(args, "on", false);
                         }
                         return call;
                     },
                     "line recording folder file bytes dropped_records trouble"});
}

void add_device_commands(std::vector<CommandSpec>& specs) {
    constexpr std::uint64_t kMostAddress = 65535;
    specs.push_back(
        {"device.scan",
         {id_arg("line"),
          {"least", ArgType::whole, false, 0, kMostAddress},
          {"most", ArgType::whole, false, 0, kMostAddress},
          {"start", ArgType::flag, false}},
         [](const json& args, Channel) -> Call {
             DeviceScanCall call{id<d::DeviceId>(args, "line"), 1, 255, flag(args, "start", true)};
             call.least = static_cast<std::uint32_t>(whole(args, "least", call.least));
             call.most = static_cast<std::uint32_t>(whole(args, "most", call.most));
             return call;
         },
         "line finished asked of found"});
    specs.push_back({"device.test_print",
                     {id_arg("printer"), {"start", ArgType::flag, false}},
                     [](const json& args, Channel) -> Call {
                         return TestPrintCall{id<d::DeviceId>(args, "printer"), flag(args, "start", true)};
                     },
                     "printer state at? proof? cause? took_ms?"});
}

std::vector<CommandSpec> build_specs() {
    std::vector<CommandSpec> specs;
    add_ticket_commands(specs);
    add_serving_commands(specs);
    add_counter_commands(specs);
    add_rating_and_day_commands(specs);
    add_questions(specs);
    add_device_commands(specs);
    return specs;
}

}  // namespace

const std::vector<CommandSpec>& command_specs() {
    static const std::vector<CommandSpec> specs = build_specs();
    return specs;
}

const CommandSpec* find_command(std::string_view name) {
    for (const auto& spec : command_specs()) {
        if (spec.name == name) {
            return &spec;
        }
    }
    return nullptr;
}

std::optional<d::CounterId> counter_of(const Call& call) {
    if (const auto* command = std::get_if<d::Command>(&call)) {
        return std::visit(
            [](const auto& one) -> std::optional<d::CounterId> {
                if constexpr (requires { d::CounterId(one.counter); }) {
                    return one.counter;
                } else {
                    return std::nullopt;
                }
            },
            *command);
    }
    if (const auto* out = std::get_if<SignOutCall>(&call)) {
        return out->counter;
    }
    return std::nullopt;
}

}  // namespace jiaohao::wire::api
