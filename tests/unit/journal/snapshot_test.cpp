// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "kiosk/journal/snapshot_codec.hpp"

namespace jiaohao {
namespace {

/// Another number in every field.
stats::LineWaits full_line() {
    stats::LineWaits line;
    line.wait_sum = 31.5;
    line.wait_n = 4.25;
    line.recent = {1.5, 2.25, 0.1};
    line.recent_n = line.recent_next = 3;
    line.last_wait = 2.5;
    line.cycle = 9.75;
    line.last_call_ms = 1'767'323'045'000;
    line.pace[7] = 4;
    line.pace_slot = 58'910'768;
    line.hour_sum[9] = 12.125;
    line.hour_n[9] = 3.5;
    return line;
}

stats::WaitEstimator full_estimator() {
    stats::WaitEstimator estimator = stats::fresh_estimator();
    estimator.regression.weights[4] = 0.1;
    estimator.regression.covariance[2] = 0.001;
    estimator.regression.learnt = 41;
    estimator.bound.log_q[3] = 0.65;
    estimator.bound.scored[3] = 12;
    return estimator;
}

domain::HallState full_state() {
    using namespace domain;
    const WallTime at{std::chrono::milliseconds{1'767'323'045'678}};
    HallState s;
    s.epoch = EpochId{"6f1c2a7e-0000-4000-8000-000000000001"};
    s.seq = Seq{77};
    s.last_at = at;
    s.day = BusinessDay{std::chrono::year{2026} / 1 / 2};
    s.day_open = true;
    s.last_ordinal = {{RangeId{"a"}, 27}};
    s.floors = {{RangeId{"b"}, 200}};
    s.floors_day = s.day;
    s.last_line_at = at;
    s.waits = full_estimator();
    const TicketId own{TerminalId{"t1"}, s.epoch, Seq{9}};
    const TicketId foreign{TerminalId{"t2"}, EpochId{"e0"}, Seq{4}};
    ServiceState service;
    service.open = true;
    const TicketId waits{TerminalId{"t1"}, s.epoch, Seq{10}};
    service.line = {{at, waits}};
    service.lines = {{CustomerClass::vip,
                      CounterId{"c2"},
                      ClerkId{"wang"},
                      {{at, waits}},
                      {{{at + std::chrono::minutes{1}, own}, at + std::chrono::minutes{2}}},
                      3}};
    service.wait = full_line();
    service.promises = {7, 1234, 6, 2};
    s.services[ServiceId{"a"}] = service;
    s.counters[CounterId{"c1"}] = {CounterStatus::paused,
                                   "lunch",
                                   ClerkId{"zhang"},
                                   own,
                                   ArmedRating{foreign, at, RatingScale::five_levels, 7},
                                   {own, foreign},
                                   foreign,
                                   at,
                                   at,
                                   at,
                                   at,
                                   at,
                                   at,
                                   at,
                                   at,
                                   at,
                                   {{MessageId{"t1/e/5"}, "close_after_this", at}}};
    s.services[ServiceId{"a"}].hours_say = false;
    s.services[ServiceId{"a"}].issued = 41;
    s.appointments[AppointmentId{"office-77"}] = {
        ServiceId{"a"}, at, "402917", "crm:5531", AppointmentStatus::arrived, own};
    s.appointment_index.by_key = {{"402917", AppointmentId{"office-77"}}};
    s.diversions[DiversionId{"machine"}] = {5, 2, 4800, 1900};
    s.offers = {
        {OfferId{"t1/e/6"}, DiversionId{"machine"}, ServiceId{"a"}, at, OfferId{"t1/e/5"}, 960, true}};
    s.asked = {4, 120, 3};
    s.visits["question"] = 3;
    s.kept = {ServiceId{"a"}};
    s.day_again_at = at;
    s.lease_holders[TerminalId{"t2"}] = EpochId{"e2"};
    // Not in the snapshot: found by the tickets of an earlier day.
    s.carried = {"A027"};
    Ticket ticket;
    ticket.id = own;
    ticket.number = "A027";
    ticket.service = ServiceId{"a"};
    ticket.customer_class = CustomerClass::vip;
    ticket.language = "en";
    ticket.issued_at = at;
    ticket.line_at = at;
    ticket.status = TicketStatus::parked;
    ticket.counter = CounterId{"c1"};
    ticket.clerk = ClerkId{"zhang"};
    ticket.called_at = ticket.serving_since = ticket.ended_at = at;
    ticket.recalls = 2;
    ticket.steps_done = 2;
    ticket.ahead_at_issue = 3;
    ticket.promised = ExpectedWait{std::chrono::seconds{60}, std::chrono::seconds{120}};
    ticket.reference = "r";
    ticket.then = {ServiceId{"b"}, ServiceId{"c"}};
    ticket.waiting_since = ticket.parked_until = ticket.announced_at = at;
    ticket.appointment = AppointmentId{"office-77"};
    ticket.from_day = BusinessDay{std::chrono::year{2026} / 1 / 1};
    ticket.paper = {Paper::State::unknown, 2, 1};
    ticket.rating_asked = ticket.rating_given = ticket.rating_missed = true;
    ticket.reasons = {"attitude", "waiting"};
    s.tickets[own] = ticket;
    ticket.id = foreign;
    s.tickets[foreign] = ticket;
    ticket.id = waits;
    ticket.status = TicketStatus::waiting;
    ticket.due_at = at;
    ticket.features = stats::WaitFeatures{{1.0, 0.1, 2.5, -3.0}, 4, true};
    ticket.to_counter = CounterId{"c2"};
    ticket.to_clerk = ClerkId{"wang"};
    ticket.asked = RequestId{"t2:k-17"};
    ticket.paper.at = TerminalId{"t2"};
    s.tickets[waits] = ticket;
    // Not in the snapshot: found by the tickets that were asked for.
    s.asked_for = {{RequestId{"t2:k-17"}, waits}};
    s.withdrawn = {RequestId{"t2:k-16"}, RequestId{"t2:k-18"}};
    s.leases[TerminalId{"t2"}] = {{RangeId{"a"}, {101, 150}}, {RangeId{"b"}, {7, 7}}};
    s.devices[DeviceId{"printer"}] = {DeviceKind::printer, DeviceState::fault, "paper_out", at};
    s.alerts[AlertId{"1"}] = {"paper_out", "printer", {{"k", "v"}}, at};
    s.other_days = {{BusinessDay{std::chrono::year{2035} / 4 / 5}, {{RangeId{"a"}, 12}}}};
    s.recent_calls = {{own, {CounterId{"c1"}, at}}, {foreign, {CounterId{"c2"}, at}}};
    return s;
}

TEST(SnapshotCodec, KeepsEveryField) {
    const auto state = full_state();
    const auto decoded = journal::decode_state(journal::encode_state(state));
    ASSERT_TRUE(decoded) << decoded.error();
    EXPECT_EQ(*decoded, state);
    EXPECT_EQ(*journal::decode_state(journal::encode_state({})), domain::HallState{});
}

TEST(SnapshotCodec, IgnoresUnknownFieldsAndGivesMissingOnesTheirDefaults) {
    const auto decoded = journal::decode_state(
        R"({"v":1,"terminal":"t1","epoch":"e","seq":5,"mood":"good","services":{"a":{"open":true}}})");
    ASSERT_TRUE(decoded) << decoded.error();
    EXPECT_EQ(decoded->services.at(domain::ServiceId{"a"}).wait, stats::LineWaits{});
    EXPECT_TRUE(decoded->waits == stats::fresh_estimator());
}

TEST(SnapshotCodec, TakesOverWhatALineLearntBeforeTheEstimator) {
    const auto decoded = journal::decode_state(
        R"({"v":1,"terminal":"t1","epoch":"e","seq":5,"services":{"a":{"wait":{"wait_sum":31.5,"wait_n":4.25,)"
        R"("cycle":9.75,"last_wait":2.5,"last_call_ms":1767323045000,"log_q90":0.625,"scored":12}}}})");
    ASSERT_TRUE(decoded) << decoded.error();
    stats::LineWaits line;
    line.wait_sum = 31.5;
    line.wait_n = 4.25;
    line.cycle = 9.75;
    line.last_wait = 2.5;
    line.last_call_ms = 1'767'323'045'000;
    EXPECT_TRUE(decoded->services.at(domain::ServiceId{"a"}).wait == line);
}

/// The full state with one value replaced.
Result<domain::HallState, std::string> with(const std::string& pointer, const nlohmann::json& value) {
    auto content = nlohmann::json::parse(journal::encode_state(full_state()));
    content[nlohmann::json::json_pointer(pointer)] = value;
    return journal::decode_state(content.dump());
}

TEST(SnapshotCodec, BeginsWhatWasLearntAnewWhereItIsDamaged) {
    const std::vector<nlohmann::json> damage{"x", nlohmann::json::array({1}), 1e300};
    auto expected = full_state();
    expected.waits = stats::fresh_estimator();
    for (const char* what : {"/regression", "/regression/weights", "/regression/weights/2", "/bound/log_q/1",
                             "/bound", "/regression/covariance/4"}) {
        for (const auto& one : damage) {
            const auto decoded = with(std::string("/waits") + what, one);
            ASSERT_TRUE(decoded) << what << one << decoded.error();
            EXPECT_TRUE(*decoded == expected) << what << one;
        }
    }
    for (const char* what : {"/wait_n", "/recent", "/pace/3", "/hour_n", "/recent_next"}) {
        for (const auto& one : damage) {
            const auto decoded = with(std::string("/services/a/wait") + what, one);
            ASSERT_TRUE(decoded) << what << one << decoded.error();
            EXPECT_TRUE(decoded->services.at(domain::ServiceId{"a"}).wait == stats::LineWaits{})
                << what << one;
            EXPECT_EQ(decoded->tickets, full_state().tickets);
        }
    }
}

TEST(SnapshotCodec, BeginsWhatAnotherVersionLearntAnew) {
    EXPECT_TRUE(with("/waits/version", 2)->waits == stats::fresh_estimator());
    EXPECT_TRUE(with("/waits/version", "2")->waits == stats::fresh_estimator());
    EXPECT_TRUE(with("/waits/version", 1)->waits == full_estimator());
}

TEST(SnapshotCodec, ForgetsDamagedFeaturesOfATicket) {
    for (const nlohmann::json& one :
         {nlohmann::json("x"), nlohmann::json{{"row", {1, 2}}, {"ahead", 1}, {"next", false}},
          nlohmann::json{{"row", nlohmann::json::array({1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 1e9})}}}) {
        const auto decoded = with("/tickets/1/features", one);
        ASSERT_TRUE(decoded) << one << decoded.error();
        for (const auto& [id, ticket] : decoded->tickets) {
            EXPECT_FALSE(ticket.features) << one;
        }
    }
}

TEST(SnapshotCodec, PutsThoseWhoWaitIntoTheirLinesWhateverItSays) {
    auto state = full_state();
    const auto whole = state.services;
    for (auto& [id, service] : state.services) {
        service.line.clear();
        service.lines.push_back({domain::CustomerClass::group, {}, {}, {}, {}, 1});
    }
    EXPECT_EQ(journal::decode_state(journal::encode_state(state))->services, whole);
}

TEST(SnapshotCodec, NamesWhatIsWrong) {
    EXPECT_EQ(journal::decode_state("{").error(), "snapshot is no JSON from byte 2");
    EXPECT_EQ(journal::decode_state(R"({"v":2})").error(), "snapshot v is not 1");
    EXPECT_EQ(
        journal::decode_state(R"({"v":1,"terminal":"t","epoch":"e","tickets":[{"status":"x"}]})").error(),
        "snapshot tickets status is \"x\", a code this version does not know");
}

TEST(SnapshotCodec, RefusesASeqAloneWhereNothingNamesItsTerminalAndEpoch) {
    const std::string alone =
        "snapshot recent_calls ticket is a seq alone, and nothing around it names the terminal and the epoch";
    EXPECT_EQ(
        journal::decode_state(R"({"v":1,"terminal":"t","epoch":"","recent_calls":[{"ticket":8}]})").error(),
        alone);
    EXPECT_EQ(
        journal::decode_state(R"({"v":1,"terminal":"","epoch":"e","recent_calls":[{"ticket":8}]})").error(),
        alone);
    EXPECT_TRUE(journal::decode_state(R"({"v":1,"terminal":"t","epoch":"e","recent_calls":[{"ticket":8}]})"));
}

TEST(SnapshotCodec, RefusesATerminalOrEpochThatNoTicketIdCanName) {
    const std::string none = "snapshot terminal or epoch is not 1 to 32 or 64 of A-Z a-z 0-9 _ -";
    EXPECT_EQ(journal::decode_state(R"({"v":1,"terminal":"a/b","epoch":"e"})").error(), none);
    EXPECT_EQ(journal::decode_state(R"({"v":1,"terminal":"t","epoch":"e e"})").error(), none);
}

TEST(SnapshotCodec, KeepsAnswers) {
    domain::Answer answer;
    answer.ticket = domain::TicketId{domain::TerminalId{"t1"}, domain::EpochId{"e"}, domain::Seq{4}};
    answer.number = "A027";
    answer.counter = domain::CounterId{"c1"};
    answer.ahead = 3;
    answer.promised = domain::ExpectedWait{std::chrono::seconds{1}, std::chrono::seconds{2}};
    answer.printing = false;
    answer.not_printing = domain::PrintCause::paper_out;
    answer.copy = 2;
    answer.press = domain::PressFate::repeated;
    answer.again = true;
    answer.why = domain::CallReason::turn;
    answer.why_params = {{"in_row", "3"}};
    const auto decoded = journal::decode_answer(journal::encode_answer(answer));
    ASSERT_TRUE(decoded) << decoded.error();
    EXPECT_EQ(*decoded, answer);
}

}  // namespace
}  // namespace jiaohao
