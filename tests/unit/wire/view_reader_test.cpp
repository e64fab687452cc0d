// Rows, events and answers written and read back.
// SPDX-License-Identifier: Apache-2.0
#include "kiosk/wire/api_view_reader.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "kiosk/wire/api_view.hpp"

namespace jiaohao::wire::api {
namespace {

using nlohmann::json;
namespace d = domain;
using std::chrono::minutes;
using std::chrono::seconds;

const d::EpochId kEpoch{"6f1c2a7e-0000-4000-8000-000000000001"};

d::TicketId ticket_id(std::uint64_t seq) {
    return {d::TerminalId{"t1"}, kEpoch, d::Seq{seq}};
}
WallTime at(std::int64_t ms) {
    return WallTime{std::chrono::milliseconds{1'767'323'045'000 + ms}};
}

d::TicketView ticket() {
    d::TicketView row;
    row.id = ticket_id(7);
    row.number = "A007";
    row.service = d::ServiceId{"pay"};
    row.customer_class = d::CustomerClass::vip;
    row.status = d::TicketStatus::called;
    row.issued_at = at(1);
    row.counter = d::CounterId{"c1"};
    row.called_at = at(2);
    row.recalls = 2;
    row.language = "en";
    row.to_counter = d::CounterId{"c2"};
    row.to_clerk = d::ClerkId{"k1"};
    row.due_at = at(3);
    row.then = {d::ServiceId{"desk"}, d::ServiceId{"pay"}};
    row.parked_until = at(4);
    row.return_until = at(10);
    row.appointment = d::AppointmentId{"a-1"};
    row.paper = "printed";
    return row;
}

d::HallRow hall() {
    d::HallRow row;
    row.hall = d::HallId{"h"};
    row.name = {{"en", "Hall"}, {"zh_CN", "大厅"}};
    row.day = d::BusinessDay{std::chrono::year{2026} / 1 / 2};
    row.day_open = true;
    row.tickets_refused = d::RefusalCode::journal_full;
    row.paper = true;
    row.scale = d::RatingScale::five_levels;
    row.rating_seconds = 20;
    row.reasons = {"slow"};
    row.pick_reasons = {"helped"};
    row.pick_reason_needed = true;
    row.languages = {"zh_CN", "en"};
    row.messages = {{"own", {{"en", "Come"}}}, {"break", {}}};
    row.park_usual_min = 5;
    row.park_longest_min = 60;
    row.visit_purposes = {"trial"};
    row.appointments = true;
    row.alone = true;
    row.longest_journey = 4;
    return row;
}

d::ServiceView service() {
    d::ServiceView row;
    row.id = d::ServiceId{"pay"};
    row.name = {{"en", "Pay"}};
    row.category = "money";
    row.open = true;
    row.waiting = 4;
    row.counters_open = 2;
    row.oldest_issued_at = at(9);
    row.expected = d::ExpectedWait{seconds{60}, seconds{300}};
    row.promises = d::PromisesView{3, seconds{20}, 2, 1};
    row.refused = d::RefusalCode::service_closed;
    row.opens = "08:30";
    row.closes = "17:00";
    row.issued = 30;
    row.day_limit = 100;
    row.keeps = true;
    return row;
}

d::CounterView counter() {
    d::CounterView row;
    row.id = d::CounterId{"c1"};
    row.label = "1";
    row.status = d::CounterStatus::paused;
    row.pause_reason = "break";
    row.clerk = d::ClerkId{"k1"};
    row.services = {d::ServiceId{"pay"}};
    row.ticket = ticket();
    row.rating = ticket_id(6);
    row.waiting = 4;
    row.also = {d::ServiceId{"desk"}};
    row.waiting_also = 6;
    row.parked = {ticket_id(3), ticket_id(4)};
    row.messages = {{d::MessageId{"t1/e/9"}, "own", {{"en", "Come"}}, at(5)}};
    row.wrap_up_until = at(6);
    row.idle_since = at(7);
    row.auto_call = true;
    return row;
}

d::HallView everything() {
    d::HallView view;
    view.hall = hall();
    view.categories = {{"money", {{"en", "Money"}}, "top"}, {"top", {{"en", "Top"}}, ""}};
    view.services = {service()};
    view.counters = {counter()};
    view.tickets = {ticket()};
    view.tickets_gone = {ticket_id(1)};
    view.calls = {{ticket_id(7), "A007", d::CounterId{"c1"}, "1", at(2), 1}};
    view.devices = {
        {d::DeviceId{"front"}, d::DeviceKind::printer, d::DeviceState::fault, "paper_out", at(8)}};
    view.alerts = {{d::AlertId{"x"}, "paper_out", "front", {{"n", "3"}}, at(8), at(9)}};
    view.alerts_gone = {d::AlertId{"y"}};
    view.diversions = {
        {d::DiversionId{"app"}, d::DiversionTarget::app, {{"en", "App"}}, 5, 2, minutes{40}, minutes{10}}};
    view.visitors = d::VisitorsView{9, 4, 5, 2, {{"trial", 2}}};
    return view;
}

TEST(ViewReader, EveryRowComesBackAsItWas) {
    const json written = encode_view(everything());
    const ReadView read = read_view(written);
    EXPECT_EQ(read.skipped, 0U);
    EXPECT_EQ(encode_view(read.view), written);
    const d::HallView& view = read.view;
    EXPECT_EQ(view.hall, hall());
    ASSERT_EQ(view.services.size(), 1U);
    EXPECT_EQ(view.services[0], service());
    ASSERT_EQ(view.counters.size(), 1U);
    EXPECT_EQ(view.counters[0], counter());
    ASSERT_EQ(view.tickets.size(), 1U);
    EXPECT_EQ(view.tickets[0], ticket());
    EXPECT_EQ(view.visitors, everything().visitors);
}

TEST(ViewReader, WhatANewerServerAddsIsPassedOver) {
    json written = encode_view(everything());
    written["robots"] = json::array({{{"id", "r2"}}});
    written["services"][0]["colour"] = "red";
    written["services"][0]["refused"] = "eclipse";
    written["devices"][0]["state"] = "levitating";
    written["hall"]["tickets_refused"] = "eclipse";
    const ReadView read = read_view(written);
    EXPECT_EQ(read.skipped, 0U);
    EXPECT_EQ(read.view.services[0].refused, d::RefusalCode::service_closed) << "still refused";
    EXPECT_EQ(read.view.hall->tickets_refused, d::RefusalCode::overloaded) << "still refused";
    EXPECT_EQ(read.view.devices[0].state, d::DeviceState::unknown) << "not ready";
}

TEST(ViewReader, BadRowsAreLeftOutAndCounted) {
    json written = encode_view(everything());
    written["services"].push_back({{"id", 7}});
    written["services"].push_back("pay");
    written["counters"].push_back({{"label", "no id"}});
    written["tickets_gone"].push_back("nonsense");
    written["calls"] = "none";
    written["tickets"][0]["issued_at"] = "yesterday";
    written["devices"].push_back({{"id", "b"}, {"kind", json::array()}});
    const ReadView read = read_view(written);
    EXPECT_EQ(read.skipped, 7U);
    EXPECT_EQ(read.view.services.size(), 1U);
    EXPECT_EQ(read.view.counters.size(), 1U);
    EXPECT_TRUE(read.view.tickets.empty());
    EXPECT_EQ(read.view.devices.size(), 1U);
    EXPECT_EQ(read_view(json::array()).skipped, 1U);
}

TEST(ViewReader, EachPartOfARowMustBeRightOrTheRowIsLeftOut) {
    const json good = encode_view(everything());
    const auto skipped = [&good](const std::string& place, const json& bad) {
        json written = good;
        written[json::json_pointer(place)] = bad;
        return read_view(written).skipped;
    };
    ASSERT_EQ(read_view(good).skipped, 0U);
    EXPECT_EQ(skipped("/services/0", json::object()), 1U) << "without an id";
    EXPECT_EQ(skipped("/tickets/0", json::object()), 1U) << "without an id";
    EXPECT_EQ(skipped("/hall", 7), 1U);
    EXPECT_EQ(skipped("/services/0/promises", {{"n", "many"}}), 1U);
    EXPECT_EQ(skipped("/hall/messages", json::array({json{{"code", 7}}})), 1U);
    EXPECT_EQ(skipped("/counters/0/parked", json::array({"nonsense"})), 1U);
    EXPECT_FALSE(read_wait({{"p50_s", "long"}, {"p90_s", 7}}));
    EXPECT_FALSE(read_answer({{"first", 101}}).lease) << "a block has two ends";
    EXPECT_FALSE(read_event({{"type", ""}, {"at", "2026-01-02T01:30:00.000Z"}, {"data", json::object()}}));
}

TEST(ViewReader, AnswersComeBack) {
    d::Answer answer;
    answer.ticket = ticket_id(9);
    answer.number = "A009";
    answer.ahead = 3;
    answer.promised = d::ExpectedWait{seconds{60}, seconds{90}};
    answer.printing = true;
    answer.copy = 2;
    answer.again = true;
    answer.appointment = d::AppointmentId{"a"};
    answer.late = true;
    answer.offers = {{d::OfferId{"o"}, d::DiversionId{"app"}, d::DiversionTarget::service,
                      d::ServiceId{"desk"}, seconds{600}}};
    answer.lease = d::NumberBlock{101, 150};
    answer.lease_day = d::BusinessDay{std::chrono::year{2026} / 1 / 2};
    EXPECT_EQ(read_answer(encode_answer(answer)), answer);
    d::Answer none;
    none.not_printing = d::PrintCause::paper_out;
    none.printing = false;
    EXPECT_EQ(read_answer(encode_answer(none)), none);
    EXPECT_EQ(read_answer(json("nonsense")), d::Answer{});
}

TEST(ViewReader, AnEventIsShownOnAsItCame) {
    d::RecordedEvent called;
    called.envelope.terminal = d::TerminalId{"t1"};
    called.envelope.epoch = kEpoch;
    called.envelope.at = at(20);
    d::TicketRecalled recalled;
    recalled.ticket = ticket_id(7);
    recalled.counter = d::CounterId{"c1"};
    called.event = recalled;
    const json shown = encode_event(called);
    const auto read = read_event(shown);
    ASSERT_TRUE(read);
    EXPECT_EQ(d::type_name(read->event), "ticket.recalled");
    json again = encode_event(*read);
    again["seq"] = shown.at("seq");
    EXPECT_EQ(again, shown);
    EXPECT_FALSE(read_event({{"type", "x"}, {"at", "never"}, {"data", json::object()}}));
    EXPECT_FALSE(read_event({{"type", "x"}}));
}

TEST(ViewReader, RefusalsKeepTheirCodeOrGetTheGivenOne) {
    EXPECT_EQ(read_refusal({"service_closed", {{"service", "pay"}}}, d::RefusalCode::owner_away),
              (d::Refusal{d::RefusalCode::service_closed, {{"service", "pay"}}}));
    EXPECT_EQ(read_refusal({"eclipse", {}}, d::RefusalCode::owner_away).code, d::RefusalCode::owner_away);
}

}  // namespace
}  // namespace jiaohao::wire::api
