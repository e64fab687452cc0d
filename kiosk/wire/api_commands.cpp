// SPDX-License-Identifier: Apache-2.0
#include "kiosk/wire/api_commands.hpp"

#include <nlohmann/json.hpp>

#include "kiosk/wire/api_readers.hpp"
#include "kiosk/wire/api_satellite_commands.hpp"
#include "kiosk/wire/api_visit_commands.hpp"

namespace jiaohao::wire::api {
namespace {

using namespace readers;  // NOLINT(google-build-using-namespace)

Call issue(const json& args, Channel channel) {
    d::IssueTicket command{id<d::ServiceId>(args, "service"),
                           coded(args, "class", d::CustomerClass::ordinary),
                           channel,
                           text(args, "language"),
                           flag(args, "paper", true),
                           text(args, "reference"),
                           std::nullopt,
                           services(args, "then")};
    command.after_offer = maybe_id<d::OfferId>(args, "after_offer");
    return d::Command(std::move(command));
}

void add_ticket_commands(std::vector<CommandSpec>& specs) {
    specs.push_back({"ticket.issue",
                     {id_arg("service"),
                      {"class", ArgType::code, false, 1, 32, codes_up_to(d::CustomerClass::group)},
                      text_arg("language", 16, false),
                      {"paper", ArgType::flag, false},
                      text_arg("reference", 64, false),
                      services_arg("then"),
                      text_arg("after_offer", 128, false)},
                     issue,
                     "ticket number ahead expected? printing not_printing?"});
    specs.push_back({"ticket.get",
                     {ticket_arg()},
                     [](const json& args, Channel) -> Call { return TicketGetCall{ticket(args)}; },
                     "row ahead? expected?"});
    specs.push_back({"ticket.reprint",
                     {ticket_arg()},
                     of_ticket<d::ReprintTicket>,
                     "ticket number copy? printing? not_printing? again?"});
    specs.push_back({"ticket.cancel",
                     {ticket_arg()},
                     [](const json& args, Channel channel) -> Call {
                         return d::Command(d::CancelTicket{ticket(args), channel});
                     },
                     kTicketNumber});
    specs.push_back({"ticket.return", {ticket_arg()}, of_ticket<d::ReturnTicket>, kTicketNumber});
    specs.push_back({"ticket.unpark", {ticket_arg()}, of_ticket<d::UnparkTicket>, kTicketNumber});
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
                     "day goes_on? again?"});
    specs.push_back(
        {"day.close", {}, [](const json&, Channel) -> Call { return d::Command(d::CloseDay{}); }, ""});
    specs.push_back({"service.open", {id_arg("service")}, of_service<d::OpenService>, ""});
    specs.push_back({"service.close", {id_arg("service")}, of_service<d::CloseService>, ""});
    specs.push_back({"alert.acknowledge",
                     {text_arg("alert", 64, true)},
                     [](const json& args, Channel) -> Call {
                         return d::Command(d::AcknowledgeAlert{id<d::AlertId>(args, "alert")});
                     },
                     ""});
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
    specs.push_back({"figures", {}, plain<FiguresCall>, "at day? hall services counters targets ratings?"});
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
    add_counter_commands(specs);
    add_rating_and_day_commands(specs);
    add_questions(specs);
    add_device_commands(specs);
    add_visit_commands(specs);
    add_satellite_commands(specs);
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

std::optional<domain::CounterId> counter_of(const Call& call) {
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
