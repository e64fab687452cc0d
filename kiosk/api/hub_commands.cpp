// Commands of clients: may they, what becomes of them, what they are told.
// SPDX-License-Identifier: Apache-2.0
#include "kiosk/api/hub.hpp"
#include "kiosk/api/request_key.hpp"
#include "kiosk/domain/rows.hpp"
#include "kiosk/domain/waits.hpp"
#include "kiosk/wire/api_satellite_commands.hpp"
#include "kiosk/wire/api_view.hpp"
#include "kiosk/wire/event_codec.hpp"

namespace jiaohao::api {
namespace {

namespace w = wire::api;
using domain::Refusal;
using domain::RefusalCode;
using nlohmann::json;

constexpr std::size_t kTailMost = 500;
constexpr std::size_t kTailRecent = 50;

std::string_view level_code(Finding::Level level) {
    switch (level) {
        case Finding::Level::ok:
            return "ok";
        case Finding::Level::warning:
            return "warning";
        default:
            return "error";
    }
}

json encode(const std::vector<Finding>& findings) {
    json list = json::array();
    for (const auto& finding : findings) {
        list.push_back({{"level", std::string(level_code(finding.level))},
                        {"code", finding.code},
                        {"params", finding.params}});
    }
    return {{"findings", std::move(list)}};
}

/// Whole events only, and no more than a message may hold.
json encode(const std::vector<domain::RecordedEvent>& events, domain::Seq from) {
    json list = json::array();
    std::size_t bytes = 0;
    std::uint64_t next = from.get();
    for (const auto& event : events) {
        json one = wire::encode(event);
        bytes += one.dump(-1, ' ', false, json::error_handler_t::replace).size();
        if (bytes > w::kMostFromServer / 2 && !list.empty()) {
            break;
        }
        list.push_back(std::move(one));
        next = event.envelope.seq.get() + 1;
    }
    return {{"events", std::move(list)}, {"next", next}};
}

json encode(const domain::DeviceId& line, const LineRecording& stands) {
    return {{"line", line.get()},       {"recording", stands.recording},
            {"folder", stands.folder},  {"file", stands.file},
            {"bytes", stands.bytes},    {"dropped_records", stands.dropped_records},
            {"trouble", stands.trouble}};
}

json encode(const service::TicketLook& ticket) {
    json result{{"row", w::encode_row(ticket.row)}};
    if (ticket.ahead) {
        result["ahead"] = *ticket.ahead;
    }
    if (ticket.expected) {
        result["expected"] = w::encode_wait(*ticket.expected);
    }
    return result;
}

json ticket_row(const service::Snapshot& now, const domain::Ticket& ticket, WallTime at) {
    service::TicketLook look{domain::rows::ticket(ticket)};
    const auto place =
        now.config ? domain::waits::of_waiting(*now.state, *now.config, ticket, at) : std::nullopt;
    if (place) {
        look.ahead = place->ahead;
        look.expected = place->expected;
    }
    return encode(look);
}

}  // namespace

namespace {
/// A rating names its ticket only; the hall checks that it belongs where the tablet stands.
w::Call bound_to_place(const Session& session, const std::string& name, w::Call call) {
    auto* command = std::get_if<domain::Command>(&call);
    if (command == nullptr) {
        return call;
    }
    const w::Viewer viewer = session.viewer();
    const bool own = w::may(viewer.roles, name) == w::Scope::own_counter;
    const domain::CounterId place(own ? viewer.counter : session.own_counter);
    if (!own && place.get().empty()) {
        return call;
    }
    if (auto* rating = std::get_if<domain::GiveRating>(command)) {
        rating->only_at = place;
    } else if (auto* reason = std::get_if<domain::GiveReason>(command)) {
        reason->only_at = place;
    }
    return call;
}
}  // namespace

void Hub::take(Session& session, w::CommandMessage message) {
    ++tally_.commands;
    const std::string& id = message.id.get();
    const auto refuse = [&](const Refusal& refusal) {
        ++tally_.refused;
        send(session, w::refused_text(id, refusal));
    };
    const auto& limits = options_.limits;
    const std::size_t most =
        session.base.has(w::Role::satellite) ? limits.in_flight_of_satellite : limits.in_flight;
    if (session.in_flight >= most) {
        return refuse({RefusalCode::overloaded, {{"most", std::to_string(most)}}});
    }
    if (w::find_command(message.name) != nullptr && !w::may(session.viewer().roles, message.name)) {
        ++tally_.forbidden;
        return refuse({RefusalCode::forbidden, {{"command", message.name}}});
    }
    auto call = w::read_command(message.name, message.args, session.command_channel());
    if (!call) {
        return refuse(call.error());
    }
    if (const auto no = forbidden(session, message.name, *call)) {
        ++tally_.forbidden;
        return refuse(*no);
    }
    if (const auto no = bind_to_satellite(session, message.name, *call)) {
        return refuse(*no);
    }
    ++session.in_flight;
    run(session, request_key(message, session.who), bound_to_place(session, message.name, std::move(*call)));
}

std::optional<Refusal> Hub::forbidden(const Session& session, const std::string& name,
                                      const w::Call& call) const {
    const auto scope = w::may(session.viewer().roles, name);
    if (!scope) {
        return Refusal{RefusalCode::forbidden, {{"command", name}}};
    }
    if (name.starts_with(w::satellite_commands) && session.terminal.get().empty()) {
        return Refusal{RefusalCode::forbidden, {{"command", name}}};
    }
    const auto counter = w::counter_of(call);
    if (*scope == w::Scope::any || !counter || counter->get() == session.viewer().counter) {
        return std::nullopt;
    }
    return Refusal{RefusalCode::forbidden, {{"command", name}, {"counter", counter->get()}}};
}

namespace {
template <class... Fs>
struct Overload : Fs... {
    using Fs::operator()...;
};
template <class... Fs>
Overload(Fs...) -> Overload<Fs...>;

/// `asked`: of an answer that an older version remembered without its day.
nlohmann::json encode_opened(std::chrono::year_month_day asked, const domain::Answer& answer) {
    nlohmann::json opened{{"day", domain::to_string(answer.day.value_or(asked))}};
    if (answer.goes_on) {
        opened["goes_on"] = true;
    }
    return opened;
}
}  // namespace

void Hub::run(Session& session, const domain::RequestId& id, w::Call call) {
    const SessionId who = session.channel->id();
    const auto plain = [](Hub&, const domain::Answer& answer) { return w::encode_answer(answer); };
    std::visit(
        Overload{
            [&](domain::Command& command) {
                if (auto* booked = std::get_if<domain::AddAppointment>(&command)) {
                    booked->dice = parts_.random.next();
                }
                submit(who, id, std::move(command), plain);
            },
            [&](w::AppointmentListCall& one) { list_appointments(who, id, one); },
            [&](w::SignInCall& one) { start_sign_in(who, id, one); },
            [&](w::SignOutCall& one) { sign_out(session, id, one); },
            [&](w::FiguresCall&) { get_figures(who, id); },
            [&](w::OpenDayCall& one) {
                const auto day = one.day ? *one.day : options_.today(parts_.clock.wall());
                submit(who, id, domain::OpenDay{day},
                       [day](Hub&, const domain::Answer& answer) { return encode_opened(day, answer); });
            },
            [&](w::TicketGetCall& one) { get_ticket(who, id, one.ticket); },
            [&](w::StatusCall&) {
                question(who, id, [clients = sessions_.size()](Diagnostics& ask) -> Result<Json, Refusal> {
                    Json status = ask.status();
                    status["clients"] = clients;
                    return status;
                });
            },
            [&](w::DevicesCall&) {
                question(who, id, [](Diagnostics& ask) -> Result<Json, Refusal> {
                    return Json{{"devices", ask.devices()}};
                });
            },
            [&](w::DoctorCall&) {
                question(who, id,
                         [](Diagnostics& ask) -> Result<Json, Refusal> { return encode(ask.doctor()); });
            },
            [&](w::LineRecordCall& one) {
                question(who, id, [one](Diagnostics& ask) -> Result<Json, Refusal> {
                    const auto stands = ask.record_line(one.line, one.on);
                    return stands ? Result<Json, Refusal>(encode(one.line, *stands)) : fail(stands.error());
                });
            },
            [&](w::DeviceScanCall& one) { scan_bus(who, id, one); },
            [&](w::TestPrintCall& one) { test_print(who, id, one); },
            [&](w::TailCall& one) {
                question(who, id, [from = one.from](Diagnostics& ask) -> Result<Json, Refusal> {
                    const bool recent = from.get() == 0;
                    auto events = ask.tail(recent ? std::nullopt : std::optional(from),
                                           recent ? kTailRecent : kTailMost);
                    if (!events) {
                        return fail(events.error());
                    }
                    return encode(*events, from);
                });
            }},
        call);
}

void Hub::submit(SessionId session, const domain::RequestId& id, domain::Command command,
                 std::function<Json(Hub&, const domain::Answer&)> answer) {
    auto done = [back = later(), session, id, answer = std::move(answer)](const service::Outcome& outcome) {
        back([session, id, answer, outcome](Hub& hub) {
            if (outcome) {
                Json told = answer(hub, *outcome);
                if (outcome->again) {
                    told["again"] = true;
                }
                hub.finish(session, id, told);
            } else {
                hub.finish(session, id, fail(outcome.error()));
            }
        });
    };
    if (!parts_.hall.submit(id, std::move(command), std::move(done))) {
        finish(session, id, fail(Refusal{RefusalCode::overloaded, {}}));
    }
}

void Hub::finish(SessionId session, const domain::RequestId& id, const Result<Json, Refusal>& outcome) {
    tally_.refused += outcome ? 0 : 1;
    Session* open = find(session);
    if (open == nullptr) {
        return;
    }
    open->in_flight -= open->in_flight > 0 ? 1 : 0;
    const std::string name = client_id(id);
    send(*open, outcome ? w::done_text(name, *outcome) : w::refused_text(name, outcome.error()));
}

void Hub::get_ticket(SessionId session, const domain::RequestId& id, const domain::TicketId& ticket) {
    const auto told = [back = later(), session, id](const Result<service::TicketLook, Refusal>& found) {
        back([session, id, found](Hub& hub) {
            hub.finish(session, id, found ? Result<Json, Refusal>(encode(*found)) : fail(found.error()));
        });
    };
    if (parts_.hall.look_up(ticket, told)) {
        return;
    }
    auto look_up = [back = later(), session, id, ticket](const service::Snapshot& snapshot) {
        service::Snapshot now{{}, snapshot.state, snapshot.seq, snapshot.config};
        back([session, id, ticket, now = std::move(now)](Hub& hub) {
            const auto found = now.state->tickets.find(ticket);
            if (found != now.state->tickets.end()) {
                return hub.finish(session, id, ticket_row(now, found->second, hub.parts_.clock.wall()));
            }
            const std::string name = domain::to_string(ticket);
            hub.finish(session, id, fail(Refusal{RefusalCode::ticket_unknown, {{"ticket", name}}}));
        });
    };
    const bool asked = parts_.hall.snapshot(std::move(look_up));
    if (!asked) {
        finish(session, id, fail(Refusal{RefusalCode::overloaded, {}}));
    }
}

void Hub::scan_bus(SessionId session, const domain::RequestId& id, const w::DeviceScanCall& call) {
    if (call.least > call.most) {
        const Refusal turned{RefusalCode::bad_arguments, {{"argument", "most"}, {"problem", "out_of_range"}}};
        return finish(session, id, fail(turned));
    }
    std::optional<AddressRange> range;
    if (call.start) {
        range = AddressRange{call.least, call.most};
    }
    question(session, id, [line = call.line, range](Diagnostics& ask) { return ask.scan_bus(line, range); });
}

void Hub::test_print(SessionId session, const domain::RequestId& id, const w::TestPrintCall& call) {
    question(session, id, [call](Diagnostics& ask) { return ask.test_print(call.printer, call.start); });
}

void Hub::question(SessionId session, const domain::RequestId& id,
                   std::function<Result<Json, Refusal>(Diagnostics&)> ask) {
    Diagnostics& diagnostics = parts_.diagnostics;
    const bool taken = questions_.give([back = later(), session, id, ask = std::move(ask), &diagnostics] {
        auto answer = ask(diagnostics);
        back([session, id, answer](Hub& hub) { hub.finish(session, id, answer); });
    });
    if (!taken) {
        finish(session, id, fail(Refusal{RefusalCode::overloaded, {}}));
    }
}

}  // namespace jiaohao::api
