// Satellite terminals: whose a command is, and how they stand as devices of the hall.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "kiosk/api/hub.hpp"
#include "kiosk/wire/api_satellite_commands.hpp"

namespace jiaohao::api {
namespace {

using domain::Refusal;
using domain::RefusalCode;

/// A satellite tries again at least every five seconds; after this program's start it has the time for some tries.
constexpr std::chrono::seconds kPatience{15};
/// Two machines with one token take the link from each other all the time.
constexpr std::chrono::minutes kBothThere{5};

/// What a printer says of itself ("fault.printer.*" of the catalogue): what else a satellite tells would stand unexplained
/// on the owner's pages, whatever its bytes.
constexpr std::array<std::string_view, 10> kPrinterFaults{
    "paper_out", "paper_near_end", "cover_open", "cutter",     "overheated",
    "hardware",  "silent",         "link_lost",  "no_printer", "no_status"};

std::string known_fault(const domain::ReportDevice& report) {
    if (report.fault.empty() || std::ranges::find(kPrinterFaults, report.fault) != kPrinterFaults.end()) {
        return report.fault;
    }
    return report.kind == domain::DeviceKind::printer ? "hardware" : "";
}

}  // namespace

std::optional<Refusal> Hub::bind_to_satellite(Session& session, const std::string& name,
                                              wire::api::Call& call) {
    if (!name.starts_with(wire::api::satellite_commands)) {
        return std::nullopt;
    }
    if (const auto bound = wire::api::bind_satellite(name, call, session.terminal); !bound) {
        return bound.error();
    }
    auto* const command = std::get_if<domain::Command>(&call);
    const auto* const hello = command == nullptr ? nullptr : std::get_if<domain::SettlePapers>(command);
    if (hello == nullptr && !session.settled) {
        // Its papers are not settled, nor is it known that it is whom its token names.
        return Refusal{RefusalCode::forbidden, {{"command", name}, {"needs", "satellite.hello"}}};
    }
    session.settled = true;
    if (hello != nullptr &&
        satellites_.greeted(session.terminal, hello->epoch, parts_.clock.boot(), at_least_real(kBothThere))) {
        tell_of_two(session);
    }
    auto* const report = command == nullptr ? nullptr : std::get_if<domain::ReportDevice>(command);
    if (report != nullptr) {
        report->fault = known_fault(*report);
    }
    if (report != nullptr && !satellites_.take(session.terminal, *report)) {
        return Refusal{RefusalCode::overloaded, {{"most", std::to_string(SatelliteLinks::most_devices)}}};
    }
    return std::nullopt;
}

/// A terminal has one link. The older one is a connection that died unheard, or another machine with the same token: both
/// at once would settle each other's papers.
void Hub::replace_satellite(const Session& newer) {
    for (auto& [id, session] : sessions_) {
        if (&session == &newer || !session.greeted || session.dismissed ||
            session.terminal != newer.terminal || newer.terminal.get().empty() ||
            !session.base.has(wire::api::Role::satellite)) {
            continue;
        }
        if (chatter_.take(parts_.clock.boot())) {
            parts_.log.warning("satellite.replaced", {{"terminal", newer.terminal.get()},
                                                      {"remote", newer.peer.remote},
                                                      {"before", session.peer.remote}});
        }
        dismiss(session, "replaced");
    }
}

/// Each gets numbers of its own; but each also ends the other's link, and papers of both are settled by whoever is back.
void Hub::tell_of_two(const Session& session) {
    const std::string& terminal = session.terminal.get();
    static_cast<void>(
        parts_.hall.submit({},
                           domain::RaiseAlert{domain::AlertId("satellite_twice:" + terminal),
                                              "satellite_twice",
                                              terminal,
                                              {{"terminal", terminal}, {"remote", session.peer.remote}}},
                           [](const service::Outcome&) {}));
}

void Hub::look_at_satellites() {
    if (satellites_.none()) {
        return;
    }
    const BootTime now = parts_.clock.boot();
    if (!first_look_) {
        first_look_ = now;
        recall_satellites();
    }
    std::set<domain::TerminalId> linked;
    for (const auto& [id, session] : sessions_) {
        if (session.greeted && !session.dismissed && session.base.has(wire::api::Role::satellite)) {
            linked.insert(session.terminal);
        }
    }
    const bool patient = now - *first_look_ < at_least_real(kPatience);
    for (const domain::ReportDevice& report : satellites_.due(linked, patient)) {
        tell_of_satellite(report);
    }
}

/// Rows of satellites' devices that were true when this program ended.
void Hub::recall_satellites() {
    const bool asked = parts_.hall.snapshot([back = later()](const service::Snapshot& snapshot) {
        back([state = snapshot.state](Hub& hub) {
            hub.satellites_.recall(state->devices);
            hub.look_at_satellites();
        });
    });
    if (!asked) {
        first_look_.reset();
    }
}

void Hub::tell_of_satellite(const domain::ReportDevice& report) {
    const bool taken =
        parts_.hall.submit({}, report, [back = later(), report](const service::Outcome& outcome) {
            if (!outcome) {
                back([report](Hub& hub) { hub.satellites_.not_told(report); });
            }
        });
    if (!taken) {
        satellites_.not_told(report);
    }
}

}  // namespace jiaohao::api
