// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/domain/test_hall.hpp"

#include <gtest/gtest.h>

namespace jiaohao::domain {

std::ostream& operator<<(std::ostream& out, const Refusal& refusal) {
    out << code(refusal.code);
    for (const auto& [key, value] : refusal.params) {
        out << ' ' << key << '=' << value;
    }
    return out;
}

namespace testing {

HallConfig small_hall() {
    HallConfig config;
    config.hall = HallId("demo");
    config.ranges = {{range_a, "A", 1, 20}, {RangeId("c"), "C", 1, 5}};
    config.services = {{mobile, {}, "", range_a, 300s},
                       {bills, {}, "", range_a, 300s},
                       {complaints, {}, "", RangeId("c"), 300s}};
    config.counters = {{c1, "1", {mobile, bills}, complaints, false},
                       {c2, "2", {complaints, mobile}, std::nullopt, false},
                       {c3, "3", {bills}, std::nullopt, true}};
    config.clerks = {{li, {}}, {wang, {}}};
    config.rating.reasons = {"attitude", "waiting"};
    // Tests of alerts set them.
    config.targets.alert_wait = std::chrono::minutes{0};
    config.targets.alert_no_counter = std::chrono::minutes{0};
    config.targets.alert_numbers_percent = 0;
    return config;
}

TestHall::TestHall() {
    context.now = WallTime{std::chrono::sys_days{day_one}} + std::chrono::hours{1};
    context.terminal = TerminalId("t1");
    context.printer = printer;
    record(EpochStarted{EpochReason::created, std::nullopt, {}});
}

void TestHall::record(const Event& event) {
    RecordedEvent recorded;
    recorded.envelope.hall = config.hall;
    recorded.envelope.terminal = context.terminal;
    recorded.envelope.epoch = EpochId("e1");
    recorded.envelope.seq = Seq(log.size() + 1);
    recorded.envelope.day = state.day;
    recorded.envelope.at = context.now;
    recorded.event = event;
    apply(state, recorded);
    log.push_back(recorded);
}

Outcome TestHall::run(const Command& command) {
    context.next_seq = Seq(log.size() + 1);
    auto outcome = decide(state, config, command, context);
    last_names_.clear();
    if (outcome) {
        for (const Event& event : outcome->events) {
            record(event);
            last_names_ += (last_names_.empty() ? "" : " ") + std::string(type_name(event));
        }
    }
    EXPECT_EQ(inconsistencies(state), std::vector<std::string>{});
    return outcome;
}

Answer TestHall::must(const Command& command) {
    auto outcome = run(command);
    if (!outcome && outcome.error().code == RefusalCode::called_just_now) {
        // As a clerk does who reads that.
        pass(3s);
        outcome = run(command);
    }
    if (!outcome) {
        ADD_FAILURE() << "refused: " << outcome.error();
        return {};
    }
    return outcome->answer;
}

RefusalCode TestHall::refused(const Command& command) {
    const HallState before = state;
    const auto outcome = run(command);
    EXPECT_FALSE(outcome.has_value()) << "was not refused, gave: " << last();
    EXPECT_TRUE(before == state) << "a refusal changed the state";
    return outcome ? RefusalCode::unknown_command : outcome.error().code;
}

void TestHall::run_due() {
    for (const Command& command : due(state, config, context.now)) {
        must(command);
    }
}

void TestHall::open_hall_on(BusinessDay day) {
    must(OpenDay{day});
    must(SignIn{li, c1});
    must(SignIn{wang, c2});
}

TicketId TestHall::issue(const ServiceId& service, Channel channel) {
    const auto answer = must(IssueTicket{service, CustomerClass::ordinary, channel, "", true, ""});
    return answer.ticket.value_or(TicketId{});
}

HallState replay(const std::vector<RecordedEvent>& log) {
    HallState state;
    for (const RecordedEvent& recorded : log) {
        apply(state, recorded);
    }
    return state;
}

}  // namespace testing
}  // namespace jiaohao::domain
