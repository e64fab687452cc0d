// The printer itself: receive buffer, real-time status, faults, printing that takes time. No file
// descriptors, no threads: bytes and a clock in, replies and papers out.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "drivers/printer/profile.hpp"
#include "drivers/sim/printer/fault.hpp"
#include "drivers/sim/printer/interpreter.hpp"
#include "drivers/sim/printer/paper.hpp"
#include "kiosk/base/clock.hpp"
#include "kiosk/base/random.hpp"

namespace jiaohao::drivers::sim {

/// What is seen of a paper while it is printed. Called within PrinterModel's calls.
struct PaperWatch {
    std::function<void(const PaperRow&)> row;
    /// Cut or torn off, blank ones too.
    std::function<void(const Paper&)> done;
};

class PrinterModel final : private InterpreterSink {
  public:
    using OnPaper = std::function<void(Paper)>;

    PrinterModel(const printer::PrinterProfile& profile, const Clock& clock, OnPaper on_paper);

    void watch(PaperWatch watch) { watch_ = std::move(watch); }

    /// Bytes that have just arrived off the wire. Beyond the receive buffer they are lost, as on the real
    /// one.
    void receive(ByteView bytes);
    /// Carries out what is buffered as far as time and faults allow.
    void run();
    /// Replies that are due.
    [[nodiscard]] Bytes take_replies();
    /// When run() or take_replies() next has something to do; nothing: when bytes arrive.
    [[nodiscard]] std::optional<BootTime> next_due() const;

    void set(const FaultOrder& order);
    void set(PrinterFault fault) { set({.fault = fault}); }
    void clear(PrinterFault fault);
    [[nodiscard]] bool has(PrinterFault fault) const { return faults_.contains(fault); }
    /// Those in effect now.
    [[nodiscard]] const std::set<PrinterFault>& faults() const { return faults_; }
    /// Offline by a fault or an error: nothing comes out.
    [[nodiscard]] bool blocked() const;
    /// So many bytes it takes now: with flow control none beyond where it says that it is full. What the host sends
    /// then waits on its side of the line, after XOFF too.
    [[nodiscard]] std::size_t takes() const;
    [[nodiscard]] bool takes_bytes() const { return takes() > 0; }
    /// Power or cable gone: buffers, settings and process ids not yet told are forgotten, the paper in work is torn
    /// off.
    void power_off();

    [[nodiscard]] std::uint64_t lost_bytes() const { return lost_bytes_; }

  private:
    void print_row(PaperRow row) override;
    void cut() override;
    void set_auto_status(std::uint8_t mask) override;
    void send_paper_status() override;
    void send_process_id(const std::array<std::uint8_t, 4>& id) override;
    void send_name(std::uint8_t which) override;

    void scan_realtime(std::uint8_t byte);
    void answer_realtime(std::uint8_t n);
    void recover(std::uint8_t how);
    void store(std::uint8_t byte);
    [[nodiscard]] std::size_t room() const;
    [[nodiscard]] std::size_t free_room() const;
    void mind_flow();
    [[nodiscard]] std::array<std::uint8_t, 4> auto_status() const;
    void push_auto_status();
    void reply(Bytes bytes);
    void finish_paper(bool partial);
    void begin(const FaultOrder& order);
    void begin_coming(const std::function<bool(const FaultOrder&)>& comes_now);
    void end_faults_that_are_over();
    void say_flow(bool go_on);
    void go_dark();
    void come_up();

    printer::PrinterProfile profile_;
    const Clock& clock_;
    OnPaper on_paper_;
    PaperWatch watch_;
    SeededRandom noise_{7};
    Interpreter interpreter_;
    Bytes realtime_;
    std::deque<std::uint8_t> buffer_;
    Paper paper_;
    std::set<PrinterFault> faults_;
    std::vector<FaultOrder> coming_;
    std::map<PrinterFault, BootTime> ends_;
    bool jam_latched_ = false;
    std::uint8_t auto_mask_ = 0;
    std::array<std::uint8_t, 4> told_{};
    BootTime busy_until_{};
    bool starved_ = false;
    /// Full by its own word, until there is room again.
    bool full_ = false;
    bool dark_ = false;
    std::multimap<BootTime, Bytes> replies_;
    std::uint64_t lost_bytes_ = 0;
};

}  // namespace jiaohao::drivers::sim
