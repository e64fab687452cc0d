// What doctor finds: each finding names what, where and, in the catalogue, what to do.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <nlohmann/json.hpp>

#include "kiosk/daemon/device_findings.hpp"
#include "kiosk/daemon/diagnostics.hpp"
#include "kiosk/daemon/diagnostics_upload.hpp"
#include "kiosk/daemon/probe.hpp"

namespace jiaohao::daemon {
namespace {

using api::Finding;
using Level = Finding::Level;
using Findings = std::vector<Finding>;

constexpr std::uint64_t kMebibyte = 1U << 20U;

/// What stands in an alert, or a dash.
std::string said(const domain::AlertView& alert, const std::string& name) {
    const auto found = alert.params.find(name);
    return found != alert.params.end() && !found->second.empty() ? found->second : "-";
}

void find_damage(const domain::HallView& shown, Findings& findings) {
    for (const domain::AlertView& alert : shown.alerts) {
        if (alert.code == "journal_damaged") {
            findings.push_back({Level::error,
                                alert.code,
                                {{"alert", alert.id.get()},
                                 {"at", format_rfc3339(alert.at)},
                                 {"set_aside", said(alert, "set_aside")},
                                 {"salvaged", said(alert, "salvaged")},
                                 {"lost", said(alert, "lost")}}});
        }
    }
}

/// Alerts that a technician must see to; what they say is what the finding says.
void find_told(const domain::HallView& shown, Findings& findings) {
    constexpr std::array told{"journal_moved", "journal_taken_up", "satellite_twice"};
    for (const domain::AlertView& alert : shown.alerts) {
        if (std::ranges::find(told, alert.code) != told.end()) {
            auto params = alert.params;
            params["alert"] = alert.id.get();
            params.try_emplace("at", format_rfc3339(alert.at));
            findings.push_back({Level::error, alert.code, std::move(params)});
        }
    }
}

/// The journal makes its ballast only where four times as much is free, and gives it up when the disk is full.
void find_ballast(const config::JournalConfig& journal, Findings& findings) {
    const std::filesystem::path file = journal.folder / "ballast";
    std::error_code missing;
    const auto size = std::filesystem::file_size(file, missing);
    if (journal.ballast_bytes == 0 || (!missing && size >= journal.ballast_bytes)) {
        return;
    }
    std::error_code unknown;
    const auto space = std::filesystem::space(journal.folder, unknown);
    findings.push_back({Level::warning,
                        "ballast_missing",
                        {{"file", file.string()},
                         {"needed_mib", fmt::format("{}", 4 * journal.ballast_bytes / kMebibyte)},
                         {"free_mib", unknown ? "-" : fmt::format("{}", space.available / kMebibyte)}}});
}

/// True when a file of our own keeps the upload from working.
bool find_certificates(const config::KioskConfig& config, Findings& findings) {
    bool upload_blocked = false;
    for (const CertificateFinding& found : probe_certificates(config, SystemClock{}.wall())) {
        const bool soon = found.trouble.soon;
        findings.push_back({soon ? Level::warning : Level::error,
                            soon ? "certificate_soon" : "certificate",
                            {{"key", found.key}, {"detail", found.trouble.what}}});
        upload_blocked = upload_blocked || (!soon && found.key.starts_with("upload."));
    }
    return upload_blocked;
}

}  // namespace

std::vector<Finding> DaemonDiagnostics::doctor() {
    Findings findings;
    const service::HallHealth hall = parts_.hall.health();
    if (hall.tickets_refused) {
        findings.push_back(
            {Level::error, "tickets_refused", {{"code", std::string(domain::code(*hall.tickets_refused))}}});
    } else {
        findings.push_back({Level::ok, "journal", {{"seq", fmt::format("{}", hall.durable.get())}}});
    }
    const domain::HallView shown = view();
    find_damage(shown, findings);
    find_told(shown, findings);
    find_ballast(parts_.config.journal, findings);
    for (const std::string& late : parts_.watchdog.late()) {
        findings.push_back({Level::error, "thread_late", {{"thread", late}}});
    }
    if (shown.hall && !shown.hall->day_open) {
        findings.push_back({Level::warning, "day_not_open", {}});
    }
    if (parts_.satellite != nullptr) {
        std::ranges::move(owner_findings(*parts_.config.owner, parts_.satellite->status()),
                          std::back_inserter(findings));
    }
    std::ranges::move(device_findings(devices()), std::back_inserter(findings));
    const bool own_files_wrong = find_certificates(parts_.config, findings);
    if (parts_.uploader == nullptr) {
        findings.push_back({Level::warning, "upload_off", {}});
    } else {
        std::ranges::move(upload_findings(parts_.uploader->status(), own_files_wrong),
                          std::back_inserter(findings));
    }
    return findings;
}

}  // namespace jiaohao::daemon
