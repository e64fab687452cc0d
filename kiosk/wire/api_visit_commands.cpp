// SPDX-License-Identifier: Apache-2.0
#include "kiosk/wire/api_visit_commands.hpp"

#include "kiosk/wire/api_readers.hpp"

namespace jiaohao::wire::api {
namespace {

using namespace readers;  // NOLINT(google-build-using-namespace)

constexpr std::uint64_t most_appointment = 64;
constexpr std::uint64_t most_code = 32;
/// "terminal/epoch/seq", as of a ticket.
constexpr std::uint64_t most_offer = 128;

ArgSpec instant_arg(std::string_view name) {
    return {name, ArgType::instant, true, 1, 35};
}

Call add(const json& args, Channel /*channel*/) {
    d::AddAppointment command{id<d::AppointmentId>(args, "appointment"), id<d::ServiceId>(args, "service"),
                              parse_instant(text(args, "at")).value_or(WallTime{}), text(args, "code"),
                              text(args, "reference")};
    command.move = flag(args, "move", false);
    return d::Command(std::move(command));
}

Call check_in(const json& args, Channel channel) {
    return d::Command(
        d::CheckIn{text(args, "code"), channel, text(args, "language"), flag(args, "paper", true)});
}

Call list(const json& args, Channel /*channel*/) {
    AppointmentListCall call;
    if (auto day = d::parse_business_day(text(args, "day")); day) {
        call.day = *day;
    }
    call.from = whole(args, "from", 0);
    return call;
}

void add_appointments(std::vector<CommandSpec>& specs) {
    specs.push_back({"appointment.add",
                     {text_arg("appointment", most_appointment, true),
                      id_arg("service"),
                      instant_arg("at"),
                      text_arg("code", most_code, false),
                      text_arg("reference", 64, false),
                      {"move", ArgType::flag, false}},
                     add,
                     "appointment code? again?"});
    specs.push_back(
        {"appointment.cancel",
         {text_arg("appointment", most_appointment, true)},
         [](const json& args, Channel channel) -> Call {
             return d::Command(d::CancelAppointment{id<d::AppointmentId>(args, "appointment"), channel});
         },
         "appointment again?"});
    specs.push_back(
        {"appointment.check_in",
         {text_arg("code", 64, true), text_arg("language", 16, false), {"paper", ArgType::flag, false}},
         check_in,
         "ticket number ahead expected? printing not_printing? appointment late?"});
    specs.push_back({"appointment.list",
                     {{"day", ArgType::day, false}, {"from", ArgType::whole, false, 0, 1'000'000}},
                     list,
                     "appointments next?"});
}

}  // namespace

void add_visit_commands(std::vector<CommandSpec>& specs) {
    add_appointments(specs);
    specs.push_back({"diversion.offers",
                     {id_arg("service")},
                     [](const json& args, Channel channel) -> Call {
                         return d::Command(d::OfferDiversions{id<d::ServiceId>(args, "service"), channel});
                     },
                     "offers?"});
    specs.push_back({"diversion.take",
                     {text_arg("offer", most_offer, true)},
                     [](const json& args, Channel) -> Call {
                         return d::Command(d::TakeDiversion{id<d::OfferId>(args, "offer")});
                     },
                     "again?"});
    specs.push_back({"visit.note",
                     {id_arg("purpose"), id_arg("service", false)},
                     [](const json& args, Channel channel) -> Call {
                         return d::Command(d::NoteVisit{text(args, "purpose"), channel,
                                                        maybe_id<d::ServiceId>(args, "service")});
                     },
                     ""});
}

}  // namespace jiaohao::wire::api
