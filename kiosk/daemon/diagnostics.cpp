// SPDX-License-Identifier: Apache-2.0
#include "kiosk/daemon/diagnostics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <future>
#include <memory>
#include <nlohmann/json.hpp>

#include "kiosk/daemon/diagnostics_upload.hpp"

namespace jiaohao::daemon {
namespace {

using nlohmann::json;

/// A thread that does not answer in this time is reported as such instead of being waited for.
constexpr std::chrono::seconds kPatience{2};

}  // namespace

DaemonDiagnostics::Counts DaemonDiagnostics::device_counts() {
    if (parts_.devices == nullptr) {
        return {};
    }
    auto answer = std::make_shared<std::promise<Counts>>();
    auto future = answer->get_future();
    parts_.devices->post([answer, room = parts_.devices] { answer->set_value(room->counts()); });
    return future.wait_for(kPatience) == std::future_status::ready ? future.get() : Counts{};
}

domain::HallView DaemonDiagnostics::view() {
    auto answer = std::make_shared<std::promise<domain::HallView>>();
    auto future = answer->get_future();
    if (!parts_.hall.snapshot(
            [answer](const service::Snapshot& snapshot) { answer->set_value(snapshot.view); })) {
        return {};
    }
    return future.wait_for(kPatience) == std::future_status::ready ? future.get() : domain::HallView{};
}

json DaemonDiagnostics::upload_status() const {
    if (parts_.uploader == nullptr) {
        return {{"enabled", false}};
    }
    return upload_facts(parts_.uploader->status());
}

json DaemonDiagnostics::status() {
    const service::HallHealth hall = parts_.hall.health();
    const journal::Counters& journal = parts_.journal.counters();
    const auto uptime = std::chrono::floor<std::chrono::seconds>(SystemClock{}.boot() - started_);
    json out{{"versions", {{"kioskd", JIAOHAO_VERSION}, {"api", 1}}},
             {"terminal", parts_.config.terminal.get()},
             {"hall", parts_.config.hall.hall.get()},
             {"time", format_rfc3339(parts_.clock.wall())},
             {"time_zone", parts_.config.time_zone},
             {"uptime_s", uptime.count()},
             {"simulated", parts_.clock.simulated()},
             {"journal",
              {{"epoch", hall.epoch.get()},
               {"durable_seq", hall.durable.get()},
               {"commits", journal.commits.load()},
               {"events", journal.events.load()},
               {"failures", hall.journal_failures},
               {"given_up", journal.given_up.load()},
               {"silent_ms", parts_.journal.silence().count() / 1'000'000}}},
             {"queues", {{"hall", hall.queued}}},
             {"commands", hall.commands},
             {"refused", hall.refused},
             {"upload", upload_status()},
             {"devices", device_counts()}};
    if (parts_.satellite != nullptr) {
        out["owner"] = owner_facts(*parts_.config.owner, parts_.satellite->status());
    }
    if (hall.tickets_refused) {
        out["tickets_refused"] = domain::code(*hall.tickets_refused);
    }
    return out;
}

Result<std::vector<domain::RecordedEvent>, domain::Refusal> DaemonDiagnostics::tail(
    std::optional<domain::Seq> from, std::size_t most) {
    const std::uint64_t durable = parts_.hall.health().durable.get();
    const std::uint64_t first = from              ? std::max<std::uint64_t>(from->get(), 1)
                                : durable >= most ? durable - most + 1
                                                  : 1;
    constexpr std::size_t kMostBytes = std::size_t{3} * 1024 * 1024;
    if (first > durable) {
        return std::vector<domain::RecordedEvent>{};
    }
    auto events =
        parts_.journal.outbox().read(parts_.hall.health().epoch, domain::Seq{first}, most, kMostBytes);
    if (!events) {
        return fail(
            domain::Refusal{domain::RefusalCode::journal_failed, {{"detail", events.error().detail}}});
    }
    return std::move(*events);
}

Result<api::LineRecording, domain::Refusal> DaemonDiagnostics::record_line(const domain::DeviceId& line,
                                                                           std::optional<bool> on) {
    using domain::Refusal;
    using domain::RefusalCode;
    using Stands = std::optional<drivers::capture::Store::Status>;
    const Refusal unknown{RefusalCode::bad_arguments, {{"argument", "line"}, {"problem", "not_listed"}}};
    if (parts_.devices == nullptr) {
        return fail(unknown);
    }
    auto answer = std::make_shared<std::promise<Stands>>();
    auto future = answer->get_future();
    parts_.devices->post(
        [answer, room = parts_.devices, line, on] { answer->set_value(room->record(line, on)); });
    if (future.wait_for(kPatience) != std::future_status::ready) {
        return fail(Refusal{RefusalCode::overloaded, {}});
    }
    const Stands stands = future.get();
    if (!stands) {
        return fail(unknown);
    }
    return api::LineRecording{stands->recording,
                              parts_.config.capture.folder.string(),
                              stands->file,
                              stands->bytes,
                              stands->dropped_records,
                              stands->trouble};
}

api::Health DaemonDiagnostics::health() {
    api::Health health;
    const service::HallHealth hall = parts_.hall.health();
    if (hall.tickets_refused) {
        health.problems.push_back(fmt::format("no tickets: {}", domain::code(*hall.tickets_refused)));
    }
    for (const std::string& late : parts_.watchdog.late()) {
        health.problems.push_back(fmt::format("thread does not answer: {}", late));
    }
    health.ok = health.problems.empty();
    return health;
}

std::string DaemonDiagnostics::metrics() {
    const service::HallHealth hall = parts_.hall.health();
    const journal::Counters& journal = parts_.journal.counters();
    std::string out;
    const auto metric = [&](std::string_view name, std::string_view type, std::uint64_t value) {
        out += fmt::format("# TYPE jiaohao_{0} {1}\njiaohao_{0} {2}\n", name, type, value);
    };
    metric("commands_total", "counter", hall.commands);
    metric("commands_refused_total", "counter", hall.refused);
    metric("hall_queue", "gauge", hall.queued);
    metric("journal_commits_total", "counter", journal.commits.load());
    metric("journal_events_total", "counter", journal.events.load());
    metric("journal_failures_total", "counter", hall.journal_failures);
    metric("journal_given_up_total", "counter", journal.given_up.load());
    metric("journal_durable_seq", "gauge", hall.durable.get());
    metric("tickets_refused", "gauge", hall.tickets_refused ? 1 : 0);
    if (parts_.uploader != nullptr) {
        const upload::UploadStatus upload = parts_.uploader->status();
        metric("upload_backlog_events", "gauge", upload.backlog_events);
        metric("upload_events_stored_total", "counter", upload.events_stored);
        metric("upload_refused_total", "counter", upload.refused);
        metric("upload_failed_total", "counter", upload.failed);
    }
    if (parts_.satellite != nullptr) {
        const satellite::SatelliteStatus owner = parts_.satellite->status();
        metric("owner_linked", "gauge", owner.linked ? 1 : 0);
        metric("owner_links_total", "counter", owner.link.links);
        metric("owner_unanswered_total", "counter", owner.link.unanswered);
        metric("tickets_alone_total", "counter", owner.alone);
        metric("tickets_handed_over_total", "counter", owner.handed_over);
        metric("tickets_to_hand_over", "gauge", owner.to_hand_over);
        metric("numbers_left", "gauge", owner.numbers_left);
    }
    out += "# TYPE jiaohao_device_total counter\n";
    for (const auto& [device, counts] : device_counts()) {
        for (const auto& [name, value] : counts) {
            out += fmt::format("jiaohao_device_total{{device=\"{}\",what=\"{}\"}} {}\n", device, name, value);
        }
    }
    return out;
}

}  // namespace jiaohao::daemon
