// Calling and serving at a counter, the counter itself, and what it and the duty manager say to each other.
// SPDX-License-Identifier: Apache-2.0
#include "kiosk/wire/api_readers.hpp"

namespace jiaohao::wire::api {
namespace {

using namespace readers;  // NOLINT(google-build-using-namespace)

Call finish(const json& args, Channel /*channel*/) {
    d::FinishServing command{counter(args), coded(args, "outcome", d::ServingOutcome::served),
                             flag(args, "ask_rating", true)};
    if (args.contains("done")) {
        for (const auto& [service, times] : args.at("done").items()) {
            command.done[d::ServiceId(service)] = times.get<std::uint32_t>();
        }
    }
    command.then = services(args, "then");
    return d::Command(std::move(command));
}

Call park(const json& args, Channel /*channel*/) {
    d::ParkTicket command{counter(args)};
    if (args.contains("minutes")) {
        command.minutes = std::chrono::minutes{whole(args, "minutes", 1)};
    }
    return d::Command(command);
}

void add_call_commands(std::vector<CommandSpec>& specs) {
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
         "ticket number again? why?"});
    specs.push_back(
        {"counter.recall", {id_arg("counter")}, of_counter<d::Recall>, "ticket number again? no_show?"});
    specs.push_back({"counter.no_show", {id_arg("counter")}, of_counter<d::MarkNoShow>, kTicketNumber});
}

void add_serving_commands(std::vector<CommandSpec>& specs) {
    specs.push_back({"counter.start", {id_arg("counter")}, of_counter<d::StartServing>, kTicketNumber});
    specs.push_back({"counter.park",
                     {id_arg("counter"), {"minutes", ArgType::whole, false, 1, 1'000'000}},
                     park,
                     kTicketNumber});
    specs.push_back({"counter.finish",
                     {id_arg("counter"),
                      {"outcome", ArgType::code, false, 1, 32, codes_up_to(d::ServingOutcome::refused)},
                      {"ask_rating", ArgType::flag, false},
                      {"done", ArgType::counts, false, 1, 999},
                      services_arg("then")},
                     finish,
                     "ticket number next?"});
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

void add_desk_commands(std::vector<CommandSpec>& specs) {
    specs.push_back({"counter.open", {id_arg("counter")}, of_counter<d::OpenCounter>, ""});
    specs.push_back({"counter.resume", {id_arg("counter")}, of_counter<d::ResumeCounter>, ""});
    specs.push_back({"counter.close", {id_arg("counter")}, of_counter<d::CloseCounter>, ""});
    specs.push_back({"counter.pause",
                     {id_arg("counter"), text_arg("reason", 64, false)},
                     [](const json& args, Channel) -> Call {
                         return d::Command(d::PauseCounter{counter(args), text(args, "reason"), false});
                     },
                     ""});
    specs.push_back(
        {"clerk.sign_in",
         // The counter by its id or by the label over it, which may be any word. Without one: a manager, guide
         // or technician.
         {id_arg("clerk"), text_arg("pin", 32, true), text_arg("counter", 64, false)},
         [](const json& args, Channel) -> Call {
             return SignInCall{id<d::ClerkId>(args, "clerk"), text(args, "pin"), counter(args)};
         },
         "token counter?"});
    specs.push_back({"clerk.sign_out",
                     {id_arg("counter", false)},
                     [](const json& args, Channel) -> Call {
                         return SignOutCall{maybe_id<d::CounterId>(args, "counter")};
                     },
                     ""});
}

void add_talk_commands(std::vector<CommandSpec>& specs) {
    specs.push_back({"counter.ready", {id_arg("counter")}, of_counter<d::ReadyCounter>, ""});
    specs.push_back({"counter.help", {id_arg("counter")}, of_counter<d::RequestHelp>, ""});
    specs.push_back({"counter.message",
                     {id_arg("counter"), text_arg("message", 64, true)},
                     [](const json& args, Channel) -> Call {
                         return d::Command(d::SendMessage{counter(args), text(args, "message")});
                     },
                     "message"});
    specs.push_back({"counter.message_read",
                     {id_arg("counter"), text_arg("message", 128, true)},
                     [](const json& args, Channel) -> Call {
                         return d::Command(d::ReadMessage{counter(args), id<d::MessageId>(args, "message")});
                     },
                     ""});
}

}  // namespace

void add_counter_commands(std::vector<CommandSpec>& specs) {
    add_call_commands(specs);
    add_serving_commands(specs);
    add_desk_commands(specs);
    add_talk_commands(specs);
}

}  // namespace jiaohao::wire::api
