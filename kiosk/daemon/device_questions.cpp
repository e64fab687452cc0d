// What a technician asks of devices: how they are, who answers on a bus, a test page.
// SPDX-License-Identifier: Apache-2.0
#include <future>
#include <memory>
#include <nlohmann/json.hpp>

#include "kiosk/daemon/device_rows.hpp"
#include "kiosk/daemon/diagnostics.hpp"

namespace jiaohao::daemon {
namespace {

using domain::Refusal;
using domain::RefusalCode;
using nlohmann::json;

/// A devices thread that does not answer in this time is not waited for; the watchdog sees to it.
constexpr std::chrono::seconds kPatience{2};

/// Asks on the devices thread; nothing when it does not answer.
template <class Ask>
auto asked(DeviceRoom* room, Ask ask) -> std::optional<decltype(ask(*room))> {
    if (room == nullptr) {
        return std::nullopt;
    }
    auto answer = std::make_shared<std::promise<decltype(ask(*room))>>();
    auto future = answer->get_future();
    room->post([answer, room, ask = std::move(ask)]() mutable { answer->set_value(ask(*room)); });
    if (future.wait_for(kPatience) != std::future_status::ready) {
        return std::nullopt;
    }
    return future.get();
}

Refusal not_listed(const char* argument) {
    return {RefusalCode::bad_arguments, {{"argument", argument}, {"problem", "not_listed"}}};
}

json encode(const domain::DeviceId& line, const ports::BusScan& scan) {
    json found = json::array();
    for (const ports::BusScanAnswer& one : scan.found) {
        found.push_back({{"address", one.address},
                         {"profile", one.profile},
                         {"version", one.version},
                         {"clash", one.clash}});
    }
    return {{"line", line.get()},
            {"finished", scan.finished},
            {"asked", scan.asked},
            {"of", scan.of},
            {"found", std::move(found)}};
}

json encode(const domain::DeviceId& printer, const TestPrints::Page& page) {
    json out{{"printer", printer.get()}, {"state", page.number == 0 ? "none" : "printing"}};
    if (page.number > 0) {
        out["at"] = format_rfc3339(page.at);
    }
    if (!page.outcome) {
        return out;
    }
    const ports::PrintOutcome& outcome = *page.outcome;
    if (outcome.kind == ports::PrintOutcome::Kind::printed) {
        out["state"] = "printed";
        out["proof"] = domain::code(outcome.proof);
        out["took_ms"] = outcome.took.count();
        return out;
    }
    out["state"] = outcome.kind == ports::PrintOutcome::Kind::not_printed ? "not_printed" : "unknown";
    out["cause"] = domain::code(outcome.cause);
    return out;
}

}  // namespace

json DaemonDiagnostics::devices() {
    DevicesSeen seen;
    seen.facts = asked(parts_.devices, [](DeviceRoom& room) {
                     return room.facts();
                 }).value_or(std::vector<ports::DeviceFacts>{});
    seen.shown = view().devices;
    seen.history = parts_.hall.device_history();
    seen.wall = parts_.clock.wall();
    seen.boot = parts_.clock.boot();
    return device_rows(seen);
}

Result<json, Refusal> DaemonDiagnostics::scan_bus(const domain::DeviceId& line,
                                                  std::optional<api::AddressRange> range) {
    if (parts_.devices == nullptr) {
        return fail(not_listed("line"));
    }
    const auto answer = asked(parts_.devices, [line, range](DeviceRoom& room) {
        return room.scan(
            line, range ? std::optional(DeviceRoom::AddressRange{range->least, range->most}) : std::nullopt);
    });
    if (!answer) {
        return fail(Refusal{RefusalCode::overloaded, {}});
    }
    if (!*answer) {
        return fail(not_listed("line"));
    }
    return encode(line, **answer);
}

Result<json, Refusal> DaemonDiagnostics::test_print(const domain::DeviceId& printer, bool start) {
    if (parts_.devices == nullptr) {
        return fail(not_listed("printer"));
    }
    auto paper = start && parts_.test_paper ? std::optional(parts_.test_paper(printer)) : std::nullopt;
    const auto answer = asked(parts_.devices, [printer, paper = std::move(paper)](DeviceRoom& room) {
        return room.test_print(printer, paper);
    });
    if (!answer) {
        return fail(Refusal{RefusalCode::overloaded, {}});
    }
    if (!*answer) {
        return fail(not_listed("printer"));
    }
    return encode(printer, **answer);
}

}  // namespace jiaohao::daemon
