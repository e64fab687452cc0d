// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/api/small_hall.hpp"

#include <future>
#include <nlohmann/json.hpp>

namespace jiaohao::test {

namespace d = domain;

d::HallConfig small_config() {
    d::HallConfig config;
    config.hall = d::HallId("demo");
    config.name = {{"zh_CN", "演示大厅"}, {"en", "Demo hall"}};
    config.ranges = {{d::RangeId("a"), "A", 1, 999}, {d::RangeId("b"), "B", 1, 999}};
    config.services = {
        {d::ServiceId("a"), {{"en", "Cash"}}, "", d::RangeId("a"), std::chrono::seconds(300)},
        {d::ServiceId("b"), {{"en", "Papers"}}, "", d::RangeId("b"), std::chrono::seconds(300)}};
    config.appointments.most = 50;
    config.messages = {{"break_now", {}}};
    config.counters = {{d::CounterId("c1"), "1", {d::ServiceId("a")}, std::nullopt, false},
                       {d::CounterId("c2"), "2", {d::ServiceId("a")}, std::nullopt, false}};
    config.satellites = {{d::TerminalId("t2"), 10}, {d::TerminalId("t3"), 10}};
    config.clerks = {{d::ClerkId("zhang"), {}}, {d::ClerkId("li"), {}}};
    return config;
}

SmallHall::SmallHall(const Clock& clock) : clock_(clock) {
    state_.epoch = d::EpochId("11111111-1111-4111-8111-111111111111");
    thread_ = std::jthread([this] {
        while (!queue_.closed()) {
            for (auto& task : queue_.take_all(std::chrono::seconds(10))) {
                const std::lock_guard lock(gate_);
                task();
            }
        }
    });
}

void SmallHall::stop() {
    queue_.close();
    if (thread_.joinable()) {
        thread_.join();
    }
}

void SmallHall::hold(bool on) {
    on ? gate_.lock() : gate_.unlock();
}

bool SmallHall::submit(d::RequestId id, d::Command command, service::OnOutcome done) {
    return queue_.push([this, id, command, done] { decide_one(id, command, done); });
}

bool SmallHall::snapshot(std::function<void(const service::Snapshot&)> deliver) {
    return queue_.push([this, deliver] {
        deliver({d::view(state_, config_, {clock_.wall(), false, std::nullopt}),
                 std::make_shared<const d::HallState>(state_), state_.seq,
                 std::make_shared<const d::HallConfig>(config_)});
    });
}

void SmallHall::decide_one(const d::RequestId& id, const d::Command& command,
                           const service::OnOutcome& done) {
    if (const auto before = answers_.find(id); !id.get().empty() && before != answers_.end()) {
        service::Outcome same = before->second;
        if (same) {
            same->again = true;
        }
        return done(same);
    }
    // As service::Hall promises: the same id with another fingerprint is another command.
    const std::string own = id.get().substr(0, id.get().find('#') + 1);
    const auto near = answers_.lower_bound(d::RequestId(own));
    if (!own.empty() && near != answers_.end() && near->first.get().starts_with(own)) {
        return done(
            fail(d::Refusal{d::RefusalCode::bad_arguments, {{"argument", "id"}, {"problem", "reused"}}}));
    }
    d::Context context;
    context.now = clock_.wall();
    context.terminal = d::TerminalId("t1");
    context.next_seq = d::Seq(state_.seq.get() + 1);
    const auto decision = d::decide(state_, config_, command, context);
    if (!decision) {
        return done(fail(decision.error()));
    }
    std::vector<d::RecordedEvent> events;
    for (const auto& event : decision->events) {
        d::Envelope where;
        where.hall = config_.hall;
        where.terminal = context.terminal;
        where.epoch = state_.epoch;
        where.seq = d::Seq(state_.seq.get() + 1);
        where.day = state_.day;
        where.at = context.now;
        events.push_back({where, event});
        d::apply(state_, events.back());
    }
    if (!id.get().empty()) {
        answers_[id] = decision->answer;
    }
    if (!events.empty()) {
        tell(std::move(events));
    }
    done(decision->answer);
}

void SmallHall::tell(std::vector<d::RecordedEvent> events) {
    {
        const std::lock_guard lock(mutex_);
        recorded_.insert(recorded_.end(), events.begin(), events.end());
    }
    auto committed = std::make_shared<service::Committed>();
    committed->view = d::delta(state_, config_, {clock_.wall(), false, std::nullopt}, events);
    committed->events = std::move(events);
    if (observer_ != nullptr) {
        observer_->on_committed(committed);
    }
}

service::Outcome SmallHall::order(d::Command command) {
    std::promise<service::Outcome> outcome;
    auto future = outcome.get_future();
    if (!submit({}, std::move(command),
                [&outcome](const service::Outcome& result) { outcome.set_value(result); })) {
        return fail(d::Refusal{d::RefusalCode::overloaded, {}});
    }
    return future.get();
}

void SmallHall::reset_observers() {
    static_cast<void>(queue_.push([this] { observer_->on_reset(); }));
}

std::vector<d::RecordedEvent> SmallHall::events_from(std::uint64_t seq, std::size_t most) const {
    const std::lock_guard lock(mutex_);
    std::vector<d::RecordedEvent> result;
    for (const auto& event : recorded_) {
        if (event.envelope.seq.get() >= seq && result.size() < most) {
            result.push_back(event);
        }
    }
    return result;
}

nlohmann::json SmallDiagnostics::status() {
    return {{"version", "1.2.3"},
            {"uptime_s", 3725},
            {"time", format_rfc3339(hall_.now())},
            {"time_zone", "Asia/Shanghai"},
            {"journal", {{"events", 12}, {"size_bytes", 2'500'000}}}};
}

nlohmann::json SmallDiagnostics::devices() {
    return nlohmann::json::array({{{"id", "printer"},
                                   {"kind", "printer"},
                                   {"state", "fault"},
                                   {"fault", "paper_out"},
                                   {"since", "2026-01-02T08:00:00.000Z"},
                                   {"counters", {{"printed", 7}}}},
                                  {{"id", "bus"},
                                   {"kind", "line"},
                                   {"state", "ready"},
                                   {"fault", ""},
                                   {"since", "2026-01-02T08:00:00.000Z"},
                                   {"counters", nlohmann::json::object()}}});
}

std::vector<api::Finding> SmallDiagnostics::doctor() {
    return {{api::Finding::Level::ok, "journal", {}},
            {api::Finding::Level::error, "printer", {{"id", "printer"}}},
            {api::Finding::Level::error, "upload_alarm", {{"code", "untrusted"}, {"detail", "HTTP"}}},
            {api::Finding::Level::error, "upload_alarm", {{"code", "new_kind"}, {"detail", "HTTP"}}}};
}

Result<api::LineRecording, d::Refusal> SmallDiagnostics::record_line(const d::DeviceId& line,
                                                                     std::optional<bool> on) {
    if (line.get() != "printer") {
        return fail(
            d::Refusal{d::RefusalCode::bad_arguments, {{"argument", "line"}, {"problem", "not_listed"}}});
    }
    recording = on.value_or(recording);
    return api::LineRecording{recording, "/captures", recording ? "/captures/printer.000001.capture" : "",
                              0,         0,           ""};
}

Result<nlohmann::json, d::Refusal> SmallDiagnostics::scan_bus(const d::DeviceId& line,
                                                              std::optional<api::AddressRange> range) {
    if (line.get() != "bus") {
        return fail(
            d::Refusal{d::RefusalCode::bad_arguments, {{"argument", "line"}, {"problem", "not_listed"}}});
    }
    asked = range ? 0 : asked + 1;
    const bool finished = asked > 1;
    nlohmann::json found = nlohmann::json::array();
    if (finished) {
        found = {{{"address", 7}, {"profile", "handset-x"}, {"version", "v2"}, {"clash", false}},
                 {{"address", 101}, {"profile", "pad-x"}, {"version", ""}, {"clash", true}}};
    }
    return nlohmann::json{{"line", line.get()},
                          {"finished", finished},
                          {"asked", finished ? 255 : 100},
                          {"of", 255},
                          {"found", found}};
}

Result<nlohmann::json, d::Refusal> SmallDiagnostics::test_print(const d::DeviceId& printer, bool start) {
    if (printer.get() != "printer") {
        return fail(
            d::Refusal{d::RefusalCode::bad_arguments, {{"argument", "printer"}, {"problem", "not_listed"}}});
    }
    asked = start ? 0 : asked + 1;
    if (asked < 2) {
        return nlohmann::json{{"printer", printer.get()}, {"state", "printing"}};
    }
    return nlohmann::json{{"printer", printer.get()}, {"state", "not_printed"}, {"cause", "paper_out"}};
}

Result<std::vector<d::RecordedEvent>, d::Refusal> SmallDiagnostics::tail(std::optional<d::Seq> from,
                                                                         std::size_t most) {
    const std::uint64_t last = hall_.events_from(1, std::size_t{1} << 20U).size();
    return hall_.events_from(from ? from->get() : last > most ? last - most + 1 : 1, most);
}

}  // namespace jiaohao::test
