// The loop of the simulator: pty, stdin, stdout and signals around a BusWorld.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "drivers/sim/bus/bus_world.hpp"
#include "drivers/sim/bus/pty_link.hpp"
#include "drivers/sim/bus/requests.hpp"

namespace jiaohao::drivers::sim_bus {

class BusProcess {
  public:
    /// `clock` outlives it. `quit_on_eof`: end of stdin ends the program (else it goes on by itself).
    BusProcess(WorldSettings settings, const Clock& clock, std::filesystem::path link, bool quit_on_eof);
    ~BusProcess();
    BusProcess(const BusProcess&) = delete;
    BusProcess& operator=(const BusProcess&) = delete;

    [[nodiscard]] bool set_fault(const std::string& name, double rate) {
        return world_.faults().set(name, rate, std::nullopt);
    }
    /// Lines to obey one behind the other; begins when the loop does. The event "script_end" tells its end.
    void play(std::vector<Request> script) { script_.assign(script.begin(), script.end()); }
    /// Until quit; 1 when the port cannot be made.
    int run();

  private:
    [[nodiscard]] Real now() const;
    void wait();
    void read_control();
    void handle(const std::string& line);
    void obey(const Request& request);
    void play_script();
    [[nodiscard]] Real real_span(double seconds) const;
    void keep_plugged();
    void event(const SimEvent& event);
    void flush_events();

    const Clock& clock_;
    SystemClock real_;
    const std::filesystem::path link_path_;
    const bool quit_on_eof_;
    BusWorld world_;
    std::unique_ptr<PtyLink> link_;
    int signals_ = -1;
    bool stdin_open_ = true;
    bool quit_ = false;
    bool failed_ = false;
    std::string control_;
    std::string output_;
    std::int64_t events_dropped_ = 0;
    std::deque<Request> script_;
    bool scripted_ = false;
    Real script_due_{};
};

}  // namespace jiaohao::drivers::sim_bus
