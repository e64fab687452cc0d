// A satellite put together: its client of the owner with the thread that is its strand, and the hall as its own clients
// know it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <thread>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "kiosk/api/diagnostics.hpp"
#include "kiosk/config/kiosk_config.hpp"
#include "kiosk/satellite/http_line.hpp"
#include "kiosk/satellite/satellite_hall.hpp"
#include "kiosk/service/hall_thread.hpp"

namespace jiaohao::daemon {

class SatelliteUnit {
  public:
    struct Parts {
        const config::KioskConfig& config;
        service::HallThread& hall;
        const service::PaperComposer& words;
        const Clock& clock;
        /// Of the link: never scaled.
        const Clock& real;
        Random& random;
        Log log;
    };
    /// `config.owner` is there. All parts outlive it.
    explicit SatelliteUnit(const Parts& parts);
    ~SatelliteUnit();
    SatelliteUnit(const SatelliteUnit&) = delete;
    SatelliteUnit& operator=(const SatelliteUnit&) = delete;

    [[nodiscard]] satellite::SatelliteHall& hall() { return hall_; }
    [[nodiscard]] satellite::SatelliteStatus status() const { return hall_.status(); }
    void start();
    /// After the devices, so that their last outcomes are told; before the hall.
    void stop();
    /// Runs a task on the strand. Thread-safe.
    void post(std::function<void()> task) const;

  private:
    http::Client client_;
    satellite::HttpLine line_;
    satellite::SatelliteHall hall_;
    std::jthread thread_;
};

[[nodiscard]] nlohmann::json owner_facts(const config::OwnerConfig& owner,
                                         const satellite::SatelliteStatus& status);
[[nodiscard]] std::vector<api::Finding> owner_findings(const config::OwnerConfig& owner,
                                                       const satellite::SatelliteStatus& status);

}  // namespace jiaohao::daemon
