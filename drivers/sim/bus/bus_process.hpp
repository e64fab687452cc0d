// The loop of the simulator: pty, stdin, stdout and signals around a BusWorld.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "drivers/sim/bus/bus_world.hpp"
#include "drivers/sim/bus/display_files.hpp"
#include "drivers/sim/bus/pty_link.hpp"
#include "drivers/sim/bus/requests.hpp"
#include "drivers/sim/script.hpp"

namespace jiaohao::drivers::sim_bus {

/// Both on the thread of run(). Either may be empty.
struct BusWatch {
    /// At first and whenever it changes.
    std::function<void(const BusLook&)> look;
    /// run() is about to return.
    std::function<void()> ended;
};

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
    void play(const std::vector<sim::ScriptLine>& script);
    /// What displays show is drawn there; the event "drawn" tells of each picture.
    void draw_to(std::unique_ptr<DisplayFiles> files) { files_ = std::move(files); }
    /// Before run().
    void watch(BusWatch watch) { watch_ = std::move(watch); }
    /// What can be pressed: profile and devices. Before run(), or on its thread.
    [[nodiscard]] const BusWorld& world() const { return world_; }
    [[nodiscard]] const std::filesystem::path& link() const { return link_path_; }
    /// Until quit or stop(); 1 when the port cannot be made.
    int run();
    /// Obeys a control line soon. Any thread.
    void post(std::string line);
    /// Any thread.
    void stop();

  private:
    [[nodiscard]] Real now() const;
    void wait();
    void read_control();
    void read_line();
    void handle(const std::string& line);
    void obey(const Request& request);
    void play_script();
    void obey_posted();
    void wake();
    void tell_look();
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
    sim::ScriptPlayer script_;
    std::unique_ptr<DisplayFiles> files_;
    BusWatch watch_;
    BusLook told_;
    int wake_fd_ = -1;
    std::atomic<bool> stopping_{false};
    std::mutex mutex_;
    std::vector<std::string> posted_;  // guarded by mutex_
};

}  // namespace jiaohao::drivers::sim_bus
