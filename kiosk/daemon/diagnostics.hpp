// What kioskd knows about itself: status, devices, doctor, health, metrics.
// Thread: the API's worker; asks the devices thread and waits for it with a bound.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include <nlohmann/json_fwd.hpp>
#include <utility>

#include "kiosk/api/diagnostics.hpp"
#include "kiosk/config/kiosk_config.hpp"
#include "kiosk/daemon/device_room.hpp"
#include "kiosk/daemon/satellite_unit.hpp"
#include "kiosk/health/watchdog.hpp"
#include "kiosk/journal/sqlite_journal.hpp"
#include "kiosk/upload/uploader.hpp"

namespace jiaohao::daemon {

class DaemonDiagnostics final : public api::Diagnostics {
  public:
    struct Parts {
        const config::KioskConfig& config;
        service::HallThread& hall;
        journal::SqliteJournal& journal;
        const health::Watchdog& watchdog;
        const Clock& clock;

        /// Set before the API starts when there are devices; may stay null.
        DeviceRoom* devices = nullptr;
        upload::Uploader* uploader = nullptr;
        /// Of a satellite.
        const SatelliteUnit* satellite = nullptr;
        /// What to print on a test page; without it there are none. Any thread.
        std::function<ports::TicketPaper(const domain::DeviceId&)> test_paper{};
    };
    explicit DaemonDiagnostics(Parts parts) : parts_(std::move(parts)), started_(SystemClock{}.boot()) {}
    void attach(DeviceRoom& devices) { parts_.devices = &devices; }
    void attach(upload::Uploader& uploader) { parts_.uploader = &uploader; }

    [[nodiscard]] nlohmann::json status() override;
    [[nodiscard]] nlohmann::json devices() override;
    [[nodiscard]] std::vector<api::Finding> doctor() override;
    [[nodiscard]] Result<std::vector<domain::RecordedEvent>, domain::Refusal> tail(
        std::optional<domain::Seq> from, std::size_t most) override;
    [[nodiscard]] Result<api::LineRecording, domain::Refusal> record_line(const domain::DeviceId& line,
                                                                          std::optional<bool> on) override;
    [[nodiscard]] Result<nlohmann::json, domain::Refusal> scan_bus(
        const domain::DeviceId& line, std::optional<api::AddressRange> range) override;
    [[nodiscard]] Result<nlohmann::json, domain::Refusal> test_print(const domain::DeviceId& printer,
                                                                     bool start) override;
    [[nodiscard]] api::Health health() override;
    [[nodiscard]] std::string metrics() override;

  private:
    using Counts = std::map<std::string, std::map<std::string, std::uint64_t>>;
    [[nodiscard]] Counts device_counts();
    [[nodiscard]] domain::HallView view();
    [[nodiscard]] nlohmann::json upload_status() const;

    Parts parts_;
    const BootTime started_;
};

}  // namespace jiaohao::daemon
