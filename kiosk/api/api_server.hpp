// The API in the hall (kiosk/wire/API.md): sessions over Unix socket and WebSocket, pages, health, metrics.
//
//   ApiServer api(options, hall, diagnostics, clock, random, log);
//   hall.add_observer(api);                     // before the hall starts
//   if (auto started = api.start(); !started) ... started.error()
//   std::jthread net([&] { api.run(); });
//   ... hall.stop(); api.stop(); net.join();
//
// Or in two steps, so that a port that is taken shows before there is a hall:
//   ApiServer api(options, clock, random, log);  api.start();  ...  api.serve(hall, diagnostics);
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "kiosk/api/diagnostics.hpp"
#include "kiosk/api/options.hpp"
#include "kiosk/base/clock.hpp"
#include "kiosk/base/log.hpp"
#include "kiosk/base/random.hpp"
#include "kiosk/service/hall_loop.hpp"

namespace jiaohao::api {

/// All references outlive it. `random` is used on the loop's thread only. The hall may call back at any time
/// until it is stopped, also after run() has returned.
class ApiServer final : public service::CommitObserver {
  public:
    ApiServer(ApiOptions options, service::Hall& hall, Diagnostics& diagnostics, const Clock& clock,
              Random& random, Log log);
    ApiServer(ApiOptions options, const Clock& clock, Random& random, Log log);
    ~ApiServer() override;
    ApiServer(const ApiServer&) = delete;
    ApiServer& operator=(const ApiServer&) = delete;

    /// Whom it speaks for; once, before run().
    void serve(service::Hall& hall, Diagnostics& diagnostics);
    /// Opens every listener and reads the pages; the error names what could not be. Who connects waits for
    /// run().
    [[nodiscard]] Result<void, http::ServerError> start();
    /// The loop; blocks until stop().
    void run();
    /// Thread-safe. Clients get bye{"stopping"}.
    void stop();

    /// Of the HTTP listeners, in the order of the options.
    [[nodiscard]] const std::vector<std::uint16_t>& ports() const;
    /// Runs `task` on the loop; for health pings. Thread-safe.
    bool post(std::function<void()> task) const;
    [[nodiscard]] http::ServerStats stats() const;
    [[nodiscard]] Result<void, http::ServerError> reload_certificates();

    void on_committed(const std::shared_ptr<const service::Committed>& committed) override;
    void on_reset() override;

  private:
    class Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace jiaohao::api
