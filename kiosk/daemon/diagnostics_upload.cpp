// SPDX-License-Identifier: Apache-2.0
#include "kiosk/daemon/diagnostics_upload.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace jiaohao::daemon {

using api::Finding;
using Level = Finding::Level;
using nlohmann::json;

json upload_facts(const upload::UploadStatus& status) {
    json out{{"enabled", true},
             {"backlog_events", status.backlog_events},
             {"batches_stored", status.batches_stored},
             {"events_stored", status.events_stored},
             {"refused", status.refused},
             {"failed", status.failed},
             {"quarantined", status.quarantined},
             {"set_apart", status.set_apart},
             {"names_refused", status.names_refused},
             {"alarms", json::array()}};
    if (status.last_success) {
        out["last_success"] = format_rfc3339(*status.last_success);
    }
    if (status.last_set_apart) {
        out["last_set_apart"] = {{"at", format_rfc3339(status.last_set_apart->at)},
                                 {"epoch", status.last_set_apart->epoch.get()},
                                 {"seq", status.last_set_apart->seq.get()}};
    }
    if (status.last_error) {
        out["last_error"] = {{"at", format_rfc3339(status.last_error->at)},
                             {"status", status.last_error->status},
                             {"detail", status.last_error->detail}};
    }
    for (const upload::ActiveAlarm& alarm : status.alarms) {
        out["alarms"].push_back({{"code", upload::code(alarm.alarm)}, {"detail", alarm.detail}});
    }
    return out;
}

std::vector<Finding> upload_findings(const upload::UploadStatus& status, bool own_files_wrong) {
    std::vector<Finding> findings;
    for (const upload::ActiveAlarm& alarm : status.alarms) {
        if (own_files_wrong && alarm.alarm == upload::Alarm::untrusted) {
            // No connection was made: head office has refused nothing.
            continue;
        }
        findings.push_back({Level::error,
                            "upload_alarm",
                            {{"code", std::string(upload::code(alarm.alarm))}, {"detail", alarm.detail}}});
    }
    if (status.last_set_apart) {
        findings.push_back({Level::warning,
                            "upload_set_apart",
                            {{"events", fmt::format("{}", status.set_apart)},
                             {"seq", fmt::format("{}", status.last_set_apart->seq.get())},
                             {"at", format_rfc3339(status.last_set_apart->at)}}});
    }
    if (!status.names_refused.empty()) {
        findings.push_back({Level::warning,
                            "upload_names_refused",
                            {{"names", fmt::format("{}", status.names_refused.size())},
                             {"first", status.names_refused.front()}}});
    }
    findings.push_back({status.failed > 0 && !status.last_success ? Level::warning : Level::ok,
                        "upload_backlog",
                        {{"events", fmt::format("{}", status.backlog_events)}}});
    return findings;
}

}  // namespace jiaohao::daemon
