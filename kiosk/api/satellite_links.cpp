// SPDX-License-Identifier: Apache-2.0
#include "kiosk/api/satellite_links.hpp"

#include <utility>

namespace jiaohao::api {
namespace {

using domain::DeviceState;

bool is_of(const domain::DeviceId& device, const domain::TerminalId& terminal) {
    return device.get().starts_with(terminal.get() + "-");
}

}  // namespace

SatelliteLinks::SatelliteLinks(const std::vector<DeviceToken>& tokens) {
    for (const DeviceToken& token : tokens) {
        if (!token.terminal.get().empty()) {
            terminals_.try_emplace(token.terminal);
        }
    }
}

bool SatelliteLinks::greeted(const domain::TerminalId& terminal, const std::optional<domain::EpochId>& epoch,
                             BootTime now, std::chrono::nanoseconds soon) {
    const auto satellite = terminals_.find(terminal);
    if (satellite == terminals_.end() || !epoch) {
        return false;
    }
    auto& journals = satellite->second.journals;
    std::erase_if(journals, [&](const auto& one) { return now - one.second > soon; });
    const bool another_since = !journals.empty() && journals.back().first != *epoch;
    const bool known = std::erase_if(journals, [&](const auto& one) { return one.first == *epoch; }) > 0;
    if (journals.size() >= most_journals) {
        journals.erase(journals.begin());
    }
    journals.emplace_back(*epoch, now);
    return known && another_since;
}

bool SatelliteLinks::take(const domain::TerminalId& terminal, const domain::ReportDevice& report) {
    const auto satellite = terminals_.find(terminal);
    if (satellite == terminals_.end()) {
        return false;
    }
    auto& devices = satellite->second.devices;
    if (!devices.contains(report.device) && devices.size() >= most_devices) {
        return false;
    }
    devices[report.device] = {report.kind, report.state, std::nullopt};
    return true;
}

void SatelliteLinks::recall(const std::map<domain::DeviceId, domain::DeviceRecord>& known) {
    for (auto& [terminal, satellite] : terminals_) {
        for (const auto& [device, record] : known) {
            if (is_of(device, terminal) && satellite.devices.size() < most_devices) {
                satellite.devices.try_emplace(device, Row{record.kind, {}, DeviceState::unknown});
            }
        }
    }
}

void SatelliteLinks::stand(Satellite& satellite, DeviceState state) {
    if (satellite.self.told == state) {
        return;
    }
    satellite.self.owed = state;
    for (auto& [id, row] : satellite.devices) {
        const bool known = row.told && *row.told != DeviceState::unknown;
        if (state == DeviceState::lost && known) {
            row.owed = DeviceState::stale;
        }
    }
}

std::vector<domain::ReportDevice> SatelliteLinks::due(const std::set<domain::TerminalId>& linked,
                                                      bool patient) {
    std::vector<domain::ReportDevice> reports;
    const auto tell = [&](const domain::DeviceId& id, Row& row) {
        if (!row.owed) {
            return;
        }
        row.told = std::exchange(row.owed, std::nullopt);
        const bool lost = *row.told == DeviceState::lost;
        reports.push_back({id, row.kind, *row.told, lost ? "link_lost" : ""});
    };
    for (auto& [terminal, satellite] : terminals_) {
        const bool waits = patient && (!satellite.self.told || *satellite.self.told == DeviceState::unknown);
        stand(satellite, linked.contains(terminal) ? DeviceState::ready
                         : waits                   ? DeviceState::unknown
                                                   : DeviceState::lost);
        tell(domain::DeviceId(terminal.get()), satellite.self);
        for (auto& [id, row] : satellite.devices) {
            tell(id, row);
        }
    }
    return reports;
}

void SatelliteLinks::not_told(const domain::ReportDevice& report) {
    for (auto& [terminal, satellite] : terminals_) {
        if (report.device.get() == terminal.get()) {
            satellite.self.told.reset();
            continue;
        }
        const auto row = satellite.devices.find(report.device);
        // What came since then is newer.
        if (row != satellite.devices.end() && row->second.told == report.state && !row->second.owed) {
            row->second.owed = report.state;
        }
    }
}

void SatelliteLinks::start_anew() {
    for (auto& [terminal, satellite] : terminals_) {
        satellite.self.told.reset();
    }
}

}  // namespace jiaohao::api
