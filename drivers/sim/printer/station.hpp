// A simulated printer behind a pty, ready to be run by a program or a test.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "drivers/printer/profile.hpp"
#include "drivers/sim/pacer.hpp"
#include "drivers/sim/picture/font.hpp"
#include "drivers/sim/printer/command.hpp"
#include "drivers/sim/printer/model.hpp"
#include "drivers/sim/pty.hpp"
#include "drivers/sim/script.hpp"

namespace jiaohao::drivers::sim {

struct StationSetting {
    std::filesystem::path link;
    printer::PrinterProfile profile;
    /// Each NAME[@ROWS][/SECONDS], see parse_fault_order().
    std::vector<std::string> faults;
    /// Folder for ticket-0001.png and .txt; empty: no files.
    std::filesystem::path out;
    std::filesystem::path font;
    /// Older papers' files are removed.
    std::uint32_t keep_files = 500;
    /// Control lines, from the start of run() on; its pauses are on the simulated clock. The event "script_end".
    std::vector<ScriptLine> script;
};

struct PaperCounts {
    std::uint64_t papers = 0;
    std::uint64_t marked = 0;
    std::uint64_t partial = 0;
    bool operator==(const PaperCounts&) const = default;
};

/// How the printer is, for who watches it.
struct PrinterLook {
    bool plugged = false;
    /// Offline by a fault or an error.
    bool blocked = false;
    std::set<PrinterFault> faults;
    PaperCounts counts;
    /// Bytes lost for want of room.
    std::uint64_t lost = 0;
    bool operator==(const PrinterLook&) const = default;
};

/// All on the thread of run(). Any may be empty.
struct PrinterWatch {
    PaperWatch paper;
    std::function<void(const PrinterLook&)> look;
    /// run() is about to return.
    std::function<void()> ended;
};

class PrinterStation {
  public:
    /// JSON text of each event, on the running thread.
    using OnEvent = std::function<void(const std::string&)>;

    [[nodiscard]] static Result<std::unique_ptr<PrinterStation>, std::string> make(StationSetting setting,
                                                                                   const Clock& clock,
                                                                                   OnEvent on_event);
    ~PrinterStation();
    PrinterStation(const PrinterStation&) = delete;
    PrinterStation& operator=(const PrinterStation&) = delete;

    /// Before run().
    void watch(PrinterWatch watch);
    [[nodiscard]] const StationSetting& setting() const { return setting_; }
    /// Until stop(). One thread only.
    void run();
    /// From any thread or before run().
    void stop();
    /// Carries out a control line (command.hpp) on the running thread and gives the JSON answer. Any thread but
    /// the running one.
    [[nodiscard]] std::string command(const std::string& line);

  private:
    PrinterStation(StationSetting setting, const Clock& clock, OnEvent on_event);
    [[nodiscard]] Result<void, std::string> begin();
    void turn();
    void take_bytes();
    void wait();
    void wake();
    void serve_commands();
    [[nodiscard]] std::string carry_out(const std::string& line);
    [[nodiscard]] std::string set_fault(const FaultOrder& order);
    [[nodiscard]] std::string clear_fault(PrinterFault fault);
    [[nodiscard]] std::string clear_all();
    void play_script();
    void tell_look();
    [[nodiscard]] std::string state() const;
    [[nodiscard]] Result<void, std::string> plug();
    void unplug();
    void follow_the_cable();
    void paper_out_of_slot(Paper paper);
    void write_files(const Paper& paper);

    StationSetting setting_;
    const Clock& clock_;
    OnEvent on_event_;
    PrinterModel model_;
    Pacer pacer_;
    Pty pty_;
    std::unique_ptr<Font> font_;
    PaperCounts counts_;
    PrinterWatch watch_;
    PrinterLook told_;
    ScriptPlayer script_;
    std::string last_tty_;
    int wake_fd_ = -1;
    std::atomic<bool> stopping_{false};
    std::mutex mutex_;
    std::deque<std::pair<std::string, std::promise<std::string>>> commands_;  // guarded by mutex_
    bool finished_ = false;                                                   // guarded by mutex_
};

}  // namespace jiaohao::drivers::sim
