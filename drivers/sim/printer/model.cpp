// SPDX-License-Identifier: Apache-2.0
#include "drivers/sim/printer/model.hpp"

#include <algorithm>
#include <iterator>
#include <limits>
#include <utility>

namespace jiaohao::drivers::sim {
namespace {

InterpreterSetting setting_of(const printer::PrinterProfile& profile) {
    InterpreterSetting setting{profile.width_dots, profile.max_size, {}};
    for (const auto& page : profile.code_pages) {
        setting.code_pages[page.number] = page.encoding;
    }
    return setting;
}

/// Free bytes at which a printer with flow control calls itself full, and those at which it goes on (TM-T88 with its
/// receive buffer of 45 bytes and of 4 kB).
struct FlowMarks {
    std::size_t full;
    std::size_t go_on;
};
FlowMarks flow_marks(std::size_t room) {
    constexpr std::size_t kSmall = 64;
    return room <= kSmall ? FlowMarks{16, 26} : FlowMarks{128, 256};
}

}  // namespace

PrinterModel::PrinterModel(const printer::PrinterProfile& profile, const Clock& clock, OnPaper on_paper)
    : profile_(profile),
      clock_(clock),
      on_paper_(std::move(on_paper)),
      interpreter_(setting_of(profile), *this) {}

void PrinterModel::receive(ByteView bytes) {
    end_faults_that_are_over();
    if (has(PrinterFault::power_cycle)) {
        return;
    }
    if (has(PrinterFault::garbage)) {
        // Wrong speed at one end: nothing arrives as it was sent, something comes back.
        reply(Bytes(bytes.size() / 8, 0x00));
        return;
    }
    for (const auto byte : bytes) {
        scan_realtime(byte);
    }
    run();
    mind_flow();
}

/// Real-time commands are taken out on receipt and run at once, whatever stands before them.
void PrinterModel::scan_realtime(std::uint8_t byte) {
    realtime_.push_back(byte);
    const bool first = realtime_[0] == 0x10;
    const bool second = realtime_.size() < 2 || realtime_[1] == 0x04 || realtime_[1] == 0x05;
    if (first && second && realtime_.size() < 3) {
        return;
    }
    const Bytes seen = std::exchange(realtime_, {});
    if (first && second) {
        seen[1] == 0x04 ? answer_realtime(seen[2]) : recover(seen[2]);
        return;
    }
    store(seen[0]);
    for (std::size_t i = 1; i < seen.size(); ++i) {
        scan_realtime(seen[i]);
    }
}

std::size_t PrinterModel::room() const {
    constexpr std::size_t k45 = 45;
    constexpr std::size_t k4k = 4096;
    const std::size_t built_in = profile_.receive_buffer;
    return has(PrinterFault::buffer_45)   ? std::min(k45, built_in)
           : has(PrinterFault::buffer_4k) ? std::min(k4k, built_in)
                                          : built_in;
}

std::size_t PrinterModel::free_room() const {
    // What is being read as one command has left the buffer.
    return room() - (starved_ ? 0 : std::min(room(), buffer_.size()));
}

std::size_t PrinterModel::takes() const {
    if (has(PrinterFault::xoff) || full_) {
        return 0;
    }
    if (profile_.line.flow == Flow::none) {
        return std::numeric_limits<std::size_t>::max();
    }
    return free_room() - std::min(free_room(), flow_marks(room()).full);
}

void PrinterModel::mind_flow() {
    if (profile_.line.flow == Flow::none) {
        return;
    }
    const FlowMarks marks = flow_marks(room());
    const bool turns = full_ ? free_room() >= std::min(room(), marks.go_on) : free_room() <= marks.full;
    full_ = full_ != turns;
    // RTS is no byte, and a pty has none: there it only takes no more.
    if (turns && profile_.line.flow == Flow::xon_xoff && !has(PrinterFault::xoff)) {
        say_flow(!full_);
    }
}

void PrinterModel::store(std::uint8_t byte) {
    if (buffer_.size() >= room()) {
        run();
    }
    if (has(PrinterFault::power_cycle)) {
        return;
    }
    // The beginning of a command that is not complete yet has left the receive buffer of a real printer.
    constexpr std::size_t kLongestCommand = 70'000;
    const bool waited_for = starved_ && buffer_.size() < kLongestCommand;
    if (buffer_.size() >= room() && !waited_for) {
        ++lost_bytes_;
        return;
    }
    buffer_.push_back(byte);
    starved_ = false;
}

void PrinterModel::run() {
    end_faults_that_are_over();
    while (!buffer_.empty() && !starved_ && !blocked() && clock_.boot() >= busy_until_) {
        // A command never is longer than this many bytes ahead in the buffer of a real printer.
        const Bytes ahead(buffer_.begin(), buffer_.end());
        ByteView view(ahead);
        const BootTime busy_before = busy_until_;
        std::size_t used = 0;
        while (!view.empty() && !blocked() && busy_until_ == busy_before) {
            const std::size_t step = interpreter_.step(view);
            starved_ = step == 0;
            if (starved_) {
                break;
            }
            used += step;
            view = view.subspan(step);
        }
        // A fault or power-off inside a step may already have emptied the buffer.
        buffer_.erase(buffer_.begin(),
                      buffer_.begin() + static_cast<std::ptrdiff_t>(std::min(used, buffer_.size())));
    }
    go_dark();
    mind_flow();
}

bool PrinterModel::blocked() const {
    return has(PrinterFault::paper_out) || has(PrinterFault::cover_open) || has(PrinterFault::unplug) ||
           has(PrinterFault::head_hot) || has(PrinterFault::power_cycle) || jam_latched_;
}

std::optional<BootTime> PrinterModel::next_due() const {
    std::optional<BootTime> due;
    if (!buffer_.empty() && !starved_ && !blocked()) {
        due = busy_until_;
    }
    if (!replies_.empty() && (!due || replies_.begin()->first < *due)) {
        due = replies_.begin()->first;
    }
    for (const auto& [fault, at] : ends_) {
        due = due ? std::min(*due, at) : at;
    }
    return due;
}

void PrinterModel::set(const FaultOrder& order) {
    std::erase_if(coming_, [&](const FaultOrder& other) { return other.fault == order.fault; });
    if (order.comes_later()) {
        coming_.push_back(order);
    } else {
        begin(order);
        go_dark();
    }
}

void PrinterModel::begin(const FaultOrder& order) {
    const bool fresh = faults_.insert(order.fault).second;
    ends_.erase(order.fault);
    if (order.lasts) {
        ends_[order.fault] = clock_.boot() + *order.lasts;
    }
    jam_latched_ = jam_latched_ || order.fault == PrinterFault::cutter_jam;
    if (order.fault == PrinterFault::asb_lost || order.fault == PrinterFault::clone) {
        auto_mask_ = 0;
    }
    interpreter_.set_clone(has(PrinterFault::clone));
    if (order.fault == PrinterFault::xoff && fresh) {
        say_flow(false);
    }
    push_auto_status();
}

void PrinterModel::clear(PrinterFault fault) {
    const bool held = faults_.erase(fault) > 0;
    ends_.erase(fault);
    std::erase_if(coming_, [&](const FaultOrder& other) { return other.fault == fault; });
    interpreter_.set_clone(has(PrinterFault::clone));
    if (fault == PrinterFault::xoff && held && !full_) {
        say_flow(true);
    }
    if (fault == PrinterFault::power_cycle && held) {
        come_up();
    }
    push_auto_status();
    run();
}

void PrinterModel::end_faults_that_are_over() {
    std::vector<PrinterFault> over;
    for (const auto& [fault, at] : ends_) {
        if (at <= clock_.boot()) {
            over.push_back(fault);
        }
    }
    for (const auto fault : over) {
        clear(fault);
    }
}

/// Not from within a command: that may be under way when the power goes.
void PrinterModel::go_dark() {
    if (has(PrinterFault::power_cycle) && !dark_) {
        dark_ = true;
        power_off();
    }
}

void PrinterModel::come_up() {
    dark_ = false;
    // What a host hears while the driver of the line rises; one of these bytes looks like an answer to GS r.
    replies_.emplace(clock_.boot(), Bytes{0xFF, 0x00, 0xFE, 0xE0, 0x80});
    if (profile_.line.flow == Flow::xon_xoff) {
        say_flow(true);
    }
}

void PrinterModel::power_off() {
    buffer_.clear();
    realtime_.clear();
    replies_.clear();
    interpreter_.reset();
    auto_mask_ = 0;
    starved_ = false;
    full_ = false;
    busy_until_ = clock_.boot();
    jam_latched_ = has(PrinterFault::cutter_jam);
    finish_paper(true);
}

void PrinterModel::recover(std::uint8_t how) {
    if (!profile_.recovery) {
        return;
    }
    if (how == 1 || how == 2) {
        jam_latched_ = has(PrinterFault::cutter_jam);
    }
    if (how == 2) {
        buffer_.clear();
        interpreter_.reset();
        starved_ = false;
        finish_paper(true);
    }
    push_auto_status();
}

void PrinterModel::print_row(PaperRow row) {
    // Whole millimetres would round a row to nothing.
    busy_until_ = std::max(busy_until_, clock_.boot()) +
                  std::chrono::microseconds{std::int64_t{row.dots} * 1'000'000 / profile_.dots_per_mm /
                                            profile_.speed_mm_s};
    if (watch_.row) {
        watch_.row(row);
    }
    paper_.rows.push_back(std::move(row));
    constexpr std::size_t kLongestPaper = 2000;
    if (paper_.rows.size() >= kLongestPaper) {
        finish_paper(true);
    }
    for (auto& order : coming_) {
        order.after_rows -= order.at_cut ? 0 : 1;
    }
    begin_coming([](const FaultOrder& order) { return !order.at_cut && order.after_rows == 0; });
}

void PrinterModel::begin_coming(const std::function<bool(const FaultOrder&)>& comes_now) {
    std::vector<FaultOrder> beginning;
    std::copy_if(coming_.begin(), coming_.end(), std::back_inserter(beginning), comes_now);
    std::erase_if(coming_, comes_now);
    for (const auto& order : beginning) {
        begin(order);
    }
}

void PrinterModel::cut() {
    busy_until_ = std::max(busy_until_, clock_.boot()) + profile_.cut_time;
    finish_paper(false);
    begin_coming([](const FaultOrder& order) { return order.at_cut; });
}

void PrinterModel::finish_paper(bool partial) {
    Paper done = std::exchange(paper_, {});
    done.partial = partial;
    if (watch_.done) {
        watch_.done(done);
    }
    if (!done.blank()) {
        on_paper_(std::move(done));
    }
}

}  // namespace jiaohao::drivers::sim
