// SPDX-License-Identifier: Apache-2.0
#include "kiosk/wire/api_view.hpp"

#include <nlohmann/json.hpp>

#include "kiosk/wire/event_codec.hpp"

namespace jiaohao::wire::api {
namespace {

using nlohmann::json;

template <class Enum>
std::string word(Enum value) {
    return std::string(domain::code(value));
}

void add_time(json& row, const char* name, const std::optional<WallTime>& at) {
    if (at) {
        row[name] = format_rfc3339(*at);
    }
}

template <class Id>
json ids(const std::vector<Id>& all) {
    json result = json::array();
    for (const auto& id : all) {
        result.push_back(id.get());
    }
    return result;
}

json row(const domain::HallRow& hall) {
    json result{{"hall", hall.hall.get()},           {"name", hall.name},
                {"day_open", hall.day_open},         {"paper", hall.paper},
                {"scale", word(hall.scale)},         {"rating_s", hall.rating_seconds},
                {"reasons", hall.reasons},           {"languages", hall.languages},
                {"pick_reasons", hall.pick_reasons}, {"pick_reason_needed", hall.pick_reason_needed}};
    for (const auto& message : hall.messages) {
        json one{{"code", message.code}};
        if (!message.text.empty()) {
            one["text"] = message.text;
        }
        result["messages"].push_back(std::move(one));
    }
    result["park_usual_min"] = hall.park_usual_min;
    result["alone"] = hall.alone;
    result["longest_journey"] = hall.longest_journey;
    result["park_longest_min"] = hall.park_longest_min;
    result["visit_purposes"] = hall.visit_purposes;
    result["appointments"] = hall.appointments;
    if (hall.day) {
        result["day"] = domain::to_string(*hall.day);
    }
    if (hall.tickets_refused) {
        result["tickets_refused"] = word(*hall.tickets_refused);
    }
    return result;
}

json row(const domain::CategoryConfig& category) {
    json result{{"id", category.id}, {"name", category.name}};
    if (!category.parent.empty()) {
        result["parent"] = category.parent;
    }
    return result;
}

json row(const domain::ServiceView& service) {
    json result{{"id", service.id.get()},       {"name", service.name},
                {"category", service.category}, {"open", service.open},
                {"waiting", service.waiting},   {"counters_open", service.counters_open},
                {"issued", service.issued}};
    if (service.day_limit > 0) {
        result["day_limit"] = service.day_limit;
    }
    if (service.refused) {
        result["refused"] = word(*service.refused);
    }
    if (!service.opens.empty()) {
        result["opens"] = service.opens;
    }
    if (!service.closes.empty()) {
        result["closes"] = service.closes;
    }
    if (service.keeps) {
        result["keeps"] = true;
    }
    if (service.oldest_issued_at) {
        result["oldest_issued_at"] = format_rfc3339(*service.oldest_issued_at);
    }
    if (service.expected) {
        result["expected"] = encode_wait(*service.expected);
    }
    if (service.promises) {
        result["promises"] = {{"n", service.promises->n},
                              {"mean_error_s", service.promises->mean_error.count()},
                              {"within_p90", service.promises->within_p90},
                              {"longer_than_told", service.promises->longer_than_told}};
    }
    return result;
}

json row(const domain::MessageView& message) {
    json result{{"id", message.id.get()}, {"code", message.code}, {"at", format_rfc3339(message.at)}};
    if (!message.text.empty()) {
        result["text"] = message.text;
    }
    return result;
}

json row(const domain::CounterView& counter) {
    json result{{"id", counter.id.get()},
                {"label", counter.label},
                {"status", word(counter.status)},
                {"pause_reason", counter.pause_reason},
                {"services", ids(counter.services)},
                {"waiting", counter.waiting}};
    if (!counter.also.empty()) {
        result["also"] = ids(counter.also);
        result["waiting_also"] = counter.waiting_also;
    }
    for (const auto& parked : counter.parked) {
        result["parked"].push_back(domain::to_string(parked));
    }
    for (const auto& message : counter.messages) {
        result["messages"].push_back(row(message));
    }
    if (counter.auto_call) {
        result["auto_call"] = true;
    }
    add_time(result, "wrap_up_until", counter.wrap_up_until);
    add_time(result, "idle_since", counter.idle_since);
    if (counter.clerk) {
        result["clerk"] = counter.clerk->get();
    }
    if (counter.ticket) {
        result["ticket"] = encode_row(*counter.ticket);
    }
    if (counter.rating) {
        result["rating"] = domain::to_string(*counter.rating);
    }
    return result;
}

json row(const domain::CallView& call) {
    return {{"ticket", domain::to_string(call.ticket)},
            {"number", call.number},
            {"counter", call.counter.get()},
            {"counter_label", call.counter_label},
            {"at", format_rfc3339(call.at)},
            {"recall", call.recall}};
}

json row(const domain::DeviceView& device) {
    return {{"id", device.id.get()},
            {"kind", word(device.kind)},
            {"state", word(device.state)},
            {"fault", device.fault},
            {"since", format_rfc3339(device.since)}};
}

json row(const domain::AlertView& alert) {
    json result{{"id", alert.id.get()},
                {"code", alert.code},
                {"subject", alert.subject},
                {"params", alert.params},
                {"at", format_rfc3339(alert.at)}};
    add_time(result, "acknowledged_at", alert.acknowledged_at);
    return result;
}

json row(const domain::DiversionView& diversion) {
    json result{{"id", diversion.id.get()},
                {"to", word(diversion.target)},
                {"offered", diversion.offered},
                {"taken", diversion.taken},
                {"saving_offered_min", diversion.saving_offered.count()},
                {"saving_taken_min", diversion.saving_taken.count()}};
    if (!diversion.text.empty()) {
        result["text"] = diversion.text;
    }
    return result;
}

json row(const domain::VisitorsView& visitors) {
    return {{"asked", visitors.asked},
            {"showings", visitors.showings},
            {"tickets", visitors.tickets},
            {"after_offers", visitors.after_offers},
            {"visits", visitors.visits}};
}

json offers(const std::vector<domain::DiversionOffer>& all) {
    json result = json::array();
    for (const auto& one : all) {
        json offer{{"offer", one.offer.get()},
                   {"diversion", one.diversion.get()},
                   {"to", word(one.target)},
                   {"saving_s", one.saving.count()}};
        if (one.to_service) {
            offer["service"] = one.to_service->get();
        }
        result.push_back(std::move(offer));
    }
    return result;
}

json row(const domain::TicketView& ticket) {
    return encode_row(ticket);
}

template <class Rows>
void add(json& view, const char* name, const Rows& rows) {
    for (const auto& one : rows) {
        view[name].push_back(row(one));
    }
}

}  // namespace

json encode_wait(const domain::ExpectedWait& wait) {
    return {{"p50_s", wait.p50.count()}, {"p90_s", wait.p90.count()}};
}

json encode_row(const domain::TicketView& ticket) {
    json result{{"id", domain::to_string(ticket.id)},
                {"number", ticket.number},
                {"service", ticket.service.get()},
                {"class", word(ticket.customer_class)},
                {"status", word(ticket.status)},
                {"issued_at", format_rfc3339(ticket.issued_at)},
                {"recalls", ticket.recalls},
                {"language", ticket.language},
                {"paper", ticket.paper}};
    if (ticket.to_counter) {
        result["to_counter"] = ticket.to_counter->get();
    }
    if (ticket.to_clerk) {
        result["to_clerk"] = ticket.to_clerk->get();
    }
    if (ticket.due_at) {
        result["due_at"] = format_rfc3339(*ticket.due_at);
    }
    if (!ticket.then.empty()) {
        result["then"] = ids(ticket.then);
    }
    add_time(result, "parked_until", ticket.parked_until);
    add_time(result, "return_until", ticket.return_until);
    if (ticket.appointment) {
        result["appointment"] = ticket.appointment->get();
    }
    if (ticket.counter) {
        result["counter"] = ticket.counter->get();
    }
    if (ticket.called_at) {
        result["called_at"] = format_rfc3339(*ticket.called_at);
    }
    return result;
}

json encode_view(const domain::HallView& view) {
    json result = json::object();
    if (view.hall) {
        result["hall"] = row(*view.hall);
    }
    add(result, "categories", view.categories);
    add(result, "services", view.services);
    add(result, "counters", view.counters);
    add(result, "tickets", view.tickets);
    for (const auto& id : view.tickets_gone) {
        result["tickets_gone"].push_back(domain::to_string(id));
    }
    add(result, "calls", view.calls);
    add(result, "devices", view.devices);
    add(result, "alerts", view.alerts);
    for (const auto& id : view.alerts_gone) {
        result["alerts_gone"].push_back(id.get());
    }
    add(result, "diversions", view.diversions);
    if (view.visitors) {
        result["visitors"] = row(*view.visitors);
    }
    return result;
}

json encode_event(const domain::RecordedEvent& event) {
    const auto& where = event.envelope;
    const auto own = [&where](std::uint64_t seq) {
        return domain::to_string(domain::TicketId{where.terminal, where.epoch, domain::Seq(seq)});
    };
    json data = encode_data(event);
    if (!data.is_object()) {
        data = json::object();
    }
    if (const auto ticket = data.find("ticket"); ticket != data.end() && ticket->is_number_unsigned()) {
        *ticket = own(ticket->get<std::uint64_t>());
    }
    if (std::holds_alternative<domain::TicketIssued>(event.event)) {
        data["ticket"] = own(where.seq.get());
    }
    return {{"type", std::string(domain::type_name(event.event))},
            {"at", format_rfc3339(where.at)},
            {"seq", where.seq.get()},
            {"data", std::move(data)}};
}

namespace {

/// What of a visit goes on, or was agreed.
void add_visit(const domain::Answer& answer, json& result) {
    if (answer.next) {
        result["next"] = answer.next->get();
    }
    if (answer.no_show) {
        result["no_show"] = true;
    }
    if (answer.message) {
        result["message"] = answer.message->get();
    }
    if (answer.appointment) {
        result["appointment"] = answer.appointment->get();
    }
    if (!answer.code.empty()) {
        result["code"] = answer.code;
    }
    if (answer.late) {
        result["late"] = true;
    }
    if (!answer.offers.empty()) {
        result["offers"] = offers(answer.offers);
    }
}

}  // namespace

json encode_answer(const domain::Answer& answer) {
    json result = json::object();
    if (answer.ticket) {
        result["ticket"] = domain::to_string(*answer.ticket);
    }
    if (!answer.number.empty()) {
        result["number"] = answer.number;
    }
    if (answer.counter) {
        result["counter"] = answer.counter->get();
    }
    if (answer.ahead) {
        result["ahead"] = *answer.ahead;
    }
    if (answer.promised) {
        result["expected"] = encode_wait(*answer.promised);
    }
    if (answer.printing) {
        result["printing"] = *answer.printing;
    }
    if (answer.not_printing) {
        result["not_printing"] = word(*answer.not_printing);
    }
    if (answer.copy > 0) {
        result["copy"] = answer.copy;
    }
    add_visit(answer, result);
    if (answer.lease) {
        result["first"] = answer.lease->first;
        result["last"] = answer.lease->last;
    }
    if (answer.lease_day) {
        result["day"] = domain::to_string(*answer.lease_day);
    }
    if (answer.again) {
        result["again"] = true;
    }
    if (answer.why) {
        result["why"] = {{"code", word(*answer.why)}, {"params", answer.why_params}};
    }
    return result;
}

}  // namespace jiaohao::wire::api
