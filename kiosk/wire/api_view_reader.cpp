// SPDX-License-Identifier: Apache-2.0
#include "kiosk/wire/api_view_reader.hpp"

#include <nlohmann/json.hpp>

#include "kiosk/wire/api_fields.hpp"
#include "kiosk/wire/json_text.hpp"

namespace jiaohao::wire::api {
namespace {

using nlohmann::json;
namespace d = domain;
using readers::Fields;

void fill(Fields& row, d::MessageConfig& message) {
    row.read("code", message.code);
    row.read("text", message.text);
}

void fill(Fields& row, d::HallRow& hall) {
    row.read("hall", hall.hall);
    row.read("name", hall.name);
    row.read("day", hall.day);
    row.read("day_open", hall.day_open);
    row.coded("tickets_refused", hall.tickets_refused, d::RefusalCode::overloaded);
    row.read("paper", hall.paper);
    row.coded("scale", hall.scale, d::RatingScale::four_faces);
    row.read("rating_s", hall.rating_seconds);
    row.read("reasons", hall.reasons);
    row.read("pick_reasons", hall.pick_reasons);
    row.read("pick_reason_needed", hall.pick_reason_needed);
    row.read("languages", hall.languages);
    row.each("messages", [&hall](const json& one, bool& good) {
        Fields fields(one);
        fill(fields, hall.messages.emplace_back());
        good = !fields.bad();
    });
    row.read("park_usual_min", hall.park_usual_min);
    row.read("park_longest_min", hall.park_longest_min);
    row.read("visit_purposes", hall.visit_purposes);
    row.read("appointments", hall.appointments);
    row.read("alone", hall.alone);
    row.read("longest_journey", hall.longest_journey);
}

void fill(Fields& row, d::CategoryConfig& category) {
    row.read("id", category.id);
    row.read("name", category.name);
    row.read("parent", category.parent);
    row.need(!category.id.empty());
}

void fill(Fields& row, d::PromisesView& promises) {
    row.read("n", promises.n);
    row.span("mean_error_s", promises.mean_error);
    row.read("within_p90", promises.within_p90);
    row.read("longer_than_told", promises.longer_than_told);
}

void fill(Fields& row, d::ServiceView& service) {
    row.read("id", service.id);
    row.read("name", service.name);
    row.read("category", service.category);
    row.read("open", service.open);
    row.read("waiting", service.waiting);
    row.read("counters_open", service.counters_open);
    row.read("issued", service.issued);
    row.read("day_limit", service.day_limit);
    row.read("keeps", service.keeps);
    row.coded("refused", service.refused, d::RefusalCode::service_closed);
    row.read("opens", service.opens);
    row.read("closes", service.closes);
    row.read("oldest_issued_at", service.oldest_issued_at);
    if (const json* wait = row.at("expected")) {
        service.expected = read_wait(*wait);
    }
    if (const json* promises = row.at("promises")) {
        Fields fields(*promises);
        fill(fields, service.promises.emplace());
        row.need(!fields.bad());
    }
    row.need(!service.id.get().empty());
}

void fill(Fields& row, d::MessageView& message) {
    row.read("id", message.id);
    row.read("code", message.code);
    row.read("text", message.text);
    row.read("at", message.at);
}

void fill(Fields& row, d::TicketView& ticket) {
    row.read("id", ticket.id);
    row.read("number", ticket.number);
    row.read("service", ticket.service);
    row.coded("class", ticket.customer_class, d::CustomerClass::ordinary);
    row.coded("status", ticket.status, d::TicketStatus::waiting);
    row.read("issued_at", ticket.issued_at);
    row.read("counter", ticket.counter);
    row.read("called_at", ticket.called_at);
    row.read("recalls", ticket.recalls);
    row.read("language", ticket.language);
    row.read("to_counter", ticket.to_counter);
    row.read("to_clerk", ticket.to_clerk);
    row.read("due_at", ticket.due_at);
    row.read("then", ticket.then);
    row.read("parked_until", ticket.parked_until);
    row.read("return_until", ticket.return_until);
    row.read("appointment", ticket.appointment);
    row.read("paper", ticket.paper);
    row.need(!ticket.id.terminal.get().empty());
}

void fill(Fields& row, d::CounterView& counter) {
    row.read("id", counter.id);
    row.read("label", counter.label);
    row.coded("status", counter.status, d::CounterStatus::closed);
    row.read("pause_reason", counter.pause_reason);
    row.read("clerk", counter.clerk);
    row.read("services", counter.services);
    row.read("also", counter.also);
    row.read("waiting_also", counter.waiting_also);
    if (const json* ticket = row.at("ticket")) {
        counter.ticket = read_ticket_row(*ticket);
    }
    row.read("rating", counter.rating);
    row.read("waiting", counter.waiting);
    row.each("parked", [&counter](const json& one, bool& good) {
        const auto id = d::parse_ticket_id(one.is_string() ? one.get<std::string>() : "");
        good = id.has_value();
        if (id) {
            counter.parked.push_back(*id);
        }
    });
    row.each("messages", [&counter](const json& one, bool& good) {
        Fields fields(one);
        fill(fields, counter.messages.emplace_back());
        good = !fields.bad();
    });
    row.read("wrap_up_until", counter.wrap_up_until);
    row.read("idle_since", counter.idle_since);
    row.read("auto_call", counter.auto_call);
    row.need(!counter.id.get().empty());
}

void fill(Fields& row, d::CallView& call) {
    row.read("ticket", call.ticket);
    row.read("number", call.number);
    row.read("counter", call.counter);
    row.read("counter_label", call.counter_label);
    row.read("at", call.at);
    row.read("recall", call.recall);
    row.need(!call.ticket.terminal.get().empty());
}

void fill(Fields& row, d::DeviceView& device) {
    row.read("id", device.id);
    row.coded("kind", device.kind, d::DeviceKind::line);
    row.coded("state", device.state, d::DeviceState::unknown);
    row.read("fault", device.fault);
    row.read("since", device.since);
    row.need(!device.id.get().empty());
}

void fill(Fields& row, d::AlertView& alert) {
    row.read("id", alert.id);
    row.read("code", alert.code);
    row.read("subject", alert.subject);
    row.read("params", alert.params);
    row.read("at", alert.at);
    row.read("acknowledged_at", alert.acknowledged_at);
    row.need(!alert.id.get().empty());
}

void fill(Fields& row, d::DiversionView& diversion) {
    row.read("id", diversion.id);
    row.coded("to", diversion.target, d::DiversionTarget::self_service);
    row.read("text", diversion.text);
    row.read("offered", diversion.offered);
    row.read("taken", diversion.taken);
    row.span("saving_offered_min", diversion.saving_offered);
    row.span("saving_taken_min", diversion.saving_taken);
    row.need(!diversion.id.get().empty());
}

void fill(Fields& row, d::VisitorsView& visitors) {
    row.read("asked", visitors.asked);
    row.read("showings", visitors.showings);
    row.read("tickets", visitors.tickets);
    row.read("after_offers", visitors.after_offers);
    row.read("visits", visitors.visits);
}

template <class Row>
std::optional<Row> row_of(const json& row) {
    Row result{};
    Fields fields(row);
    fill(fields, result);
    return fields.bad() ? std::nullopt : std::optional(std::move(result));
}

class Rows {
  public:
    explicit Rows(const json& view) : view_(view) {}

    template <class Row>
    void one(const char* name, std::optional<Row>& into) {
        if (const auto found = view_.find(name); found != view_.end()) {
            into = row_of<Row>(*found);
            skipped_ += into ? 0 : 1;
        }
    }
    template <class Row>
    void many(const char* name, std::vector<Row>& into) {
        for_each(name, [&into](const json& one) {
            auto row = row_of<Row>(one);
            if (row) {
                into.push_back(std::move(*row));
            }
            return row.has_value();
        });
    }
    template <class Read>
    void for_each(const char* name, Read&& read_one) {
        const auto found = view_.find(name);
        if (found == view_.end()) {
            return;
        }
        if (!found->is_array()) {
            ++skipped_;
            return;
        }
        for (const json& one : *found) {
            skipped_ += read_one(one) ? 0 : 1;
        }
    }
    [[nodiscard]] std::uint64_t skipped() const { return skipped_; }

  private:
    const json& view_;
    std::uint64_t skipped_ = 0;
};

d::DiversionOffer offer_of(const json& one) {
    d::DiversionOffer offer;
    Fields row(one);
    row.read("offer", offer.offer);
    row.read("diversion", offer.diversion);
    row.coded("to", offer.target, d::DiversionTarget::self_service);
    row.read("service", offer.to_service);
    row.span("saving_s", offer.saving);
    return offer;
}

}  // namespace

std::optional<d::ExpectedWait> read_wait(const json& wait) {
    d::ExpectedWait result;
    Fields row(wait);
    row.span("p50_s", result.p50);
    row.span("p90_s", result.p90);
    return row.bad() ? std::nullopt : std::optional(result);
}

std::optional<d::TicketView> read_ticket_row(const json& row) {
    return row_of<d::TicketView>(row);
}

ReadView read_view(const json& view) {
    ReadView result;
    if (!view.is_object()) {
        result.skipped = 1;
        return result;
    }
    Rows rows(view);
    rows.one("hall", result.view.hall);
    rows.many("categories", result.view.categories);
    rows.many("services", result.view.services);
    rows.many("counters", result.view.counters);
    rows.many("tickets", result.view.tickets);
    rows.for_each("tickets_gone", [&result](const json& one) {
        const auto id = d::parse_ticket_id(one.is_string() ? one.get<std::string>() : "");
        if (id) {
            result.view.tickets_gone.push_back(*id);
        }
        return id.has_value();
    });
    rows.many("calls", result.view.calls);
    rows.many("devices", result.view.devices);
    rows.many("alerts", result.view.alerts);
    rows.for_each("alerts_gone", [&result](const json& one) {
        if (one.is_string()) {
            result.view.alerts_gone.emplace_back(one.get<std::string>());
        }
        return one.is_string();
    });
    rows.many("diversions", result.view.diversions);
    rows.one("visitors", result.view.visitors);
    result.skipped = rows.skipped();
    return result;
}

d::Answer read_answer(const json& data) {
    d::Answer answer;
    Fields row(data);
    row.read("ticket", answer.ticket);
    row.read("number", answer.number);
    row.read("counter", answer.counter);
    row.read("ahead", answer.ahead);
    if (const json* wait = row.at("expected")) {
        answer.promised = read_wait(*wait);
    }
    row.read("printing", answer.printing);
    row.coded("not_printing", answer.not_printing, d::PrintCause::no_printer);
    row.read("copy", answer.copy);
    row.read("next", answer.next);
    row.read("no_show", answer.no_show);
    row.read("message", answer.message);
    row.read("appointment", answer.appointment);
    row.read("code", answer.code);
    row.read("late", answer.late);
    row.each("offers",
             [&answer](const json& one, bool& /*good*/) { answer.offers.push_back(offer_of(one)); });
    row.read("again", answer.again);
    row.read("day", answer.lease_day);
    if (row.at("first") != nullptr && row.at("last") != nullptr) {
        d::NumberBlock block;
        row.read("first", block.first);
        row.read("last", block.last);
        answer.lease = block;
    }
    return answer;
}

d::Refusal read_refusal(const RefusalText& text, d::RefusalCode otherwise) {
    return {d::from_code<d::RefusalCode>(text.code).value_or(otherwise), text.params};
}

std::optional<d::RecordedEvent> read_event(const json& event) {
    std::string type;
    d::RecordedEvent result;
    Fields row(event);
    row.read("type", type);
    row.read("at", result.envelope.at);
    const json* const data = row.at("data");
    if (row.bad() || type.empty() || data == nullptr || !data->is_object()) {
        return std::nullopt;
    }
    result.event = d::UnknownEvent{std::move(type), wire::to_text(*data)};
    return result;
}

}  // namespace jiaohao::wire::api
