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
#include <string>
#include <string_view>

#include "drivers/printer/profile.hpp"
#include "drivers/sim/printer/interpreter.hpp"
#include "drivers/sim/printer/paper.hpp"
#include "kiosk/base/clock.hpp"
#include "kiosk/base/random.hpp"
#include "kiosk/base/result.hpp"

namespace jiaohao::drivers::sim {

enum class PrinterFault : std::uint8_t {
    paper_near_end,
    paper_out,
    cover_open,
    cutter_jam,
    silent,
    garbage,
    unplug,
    asb_lost,
    slow_reply,
    split_reply,
    stray_bytes,
    clone,
};

[[nodiscard]] std::optional<PrinterFault> printer_fault(std::string_view name);
/// "paper-near-end, paper-out, ..."
[[nodiscard]] std::string printer_fault_names();

class PrinterModel final : private InterpreterSink {
  public:
    using OnPaper = std::function<void(Paper)>;

    PrinterModel(const printer::PrinterProfile& profile, const Clock& clock, OnPaper on_paper);

    /// Bytes that have just arrived off the wire. Beyond the receive buffer they are lost, as on the real
    /// one.
    void receive(ByteView bytes);
    /// Carries out what is buffered as far as time and faults allow.
    void run();
    /// Replies that are due.
    [[nodiscard]] Bytes take_replies();
    /// When run() or take_replies() next has something to do; nothing: when bytes arrive.
    [[nodiscard]] std::optional<BootTime> next_due() const;

    /// `after_rows`: set once so many more rows are printed (0: now), for a fault in the middle of a ticket.
    void set(PrinterFault fault, int after_rows = 0);
    void clear(PrinterFault fault);
    [[nodiscard]] bool has(PrinterFault fault) const { return faults_.contains(fault); }
    /// Power or cable gone: buffers and settings forgotten, the paper in work torn off.
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
    [[nodiscard]] bool blocked() const;
    [[nodiscard]] std::array<std::uint8_t, 4> auto_status() const;
    void push_auto_status();
    void reply(Bytes bytes);
    void finish_paper(bool partial);

    printer::PrinterProfile profile_;
    const Clock& clock_;
    OnPaper on_paper_;
    SeededRandom noise_{7};
    Interpreter interpreter_;
    Bytes realtime_;
    std::deque<std::uint8_t> buffer_;
    Paper paper_;
    std::set<PrinterFault> faults_;
    std::map<PrinterFault, int> coming_;
    bool jam_latched_ = false;
    std::uint8_t auto_mask_ = 0;
    std::array<std::uint8_t, 4> told_{};
    BootTime busy_until_{};
    bool starved_ = false;
    std::multimap<BootTime, Bytes> replies_;
    std::uint64_t lost_bytes_ = 0;
};

}  // namespace jiaohao::drivers::sim
