// SPDX-License-Identifier: Apache-2.0
#include "drivers/sim/printer/station.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>

#include "drivers/sim/printer/paper_picture.hpp"

namespace jiaohao::drivers::sim {
namespace {

using Json = nlohmann::json;
using std::chrono::milliseconds;
using std::chrono::nanoseconds;

std::string error_text(const std::string& what) {
    return Json{{"error", what}}.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

Result<std::unique_ptr<PrinterStation>, std::string> PrinterStation::make(StationSetting setting,
                                                                          const Clock& clock,
                                                                          OnEvent on_event) {
    std::unique_ptr<PrinterStation> station(
        new PrinterStation(std::move(setting), clock, std::move(on_event)));
    if (auto begun = station->begin(); !begun) {
        return fail(begun.error());
    }
    return station;
}

PrinterStation::PrinterStation(StationSetting setting, const Clock& clock, OnEvent on_event)
    : setting_(std::move(setting)),
      clock_(clock),
      on_event_(std::move(on_event)),
      model_(setting_.profile, clock, [this](Paper paper) { paper_out_of_slot(std::move(paper)); }),
      pacer_(setting_.profile.line.baud),
      script_(setting_.script, [](ScriptPlayer::Time span) { return span; }),
      wake_fd_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

PrinterStation::~PrinterStation() {
    ::close(wake_fd_);
}

Result<void, std::string> PrinterStation::begin() {
    if (!setting_.out.empty()) {
        std::error_code problem;
        std::filesystem::create_directories(setting_.out, problem);
        if (problem) {
            return fail(fmt::format("--out {}: {}", setting_.out.string(), problem.message()));
        }
        auto font = Font::open(setting_.font);
        if (!font) {
            return fail(font.error());
        }
        font_ = std::move(*font);
    }
    for (const auto& text : setting_.faults) {
        const auto order = parse_fault_order(text);
        if (!order) {
            return fail("--fault " + order.error());
        }
        model_.set(*order);
    }
    return model_.has(PrinterFault::unplug) ? Result<void, std::string>{} : plug();
}

void PrinterStation::watch(PrinterWatch watch) {
    watch_ = std::move(watch);
    model_.watch(watch_.paper);
}

void PrinterStation::run() {
    while (!stopping_) {
        serve_commands();
        play_script();
        turn();
        tell_look();
        wait();
    }
    if (watch_.ended) {
        watch_.ended();
    }
    const std::lock_guard lock(mutex_);
    finished_ = true;
    for (auto& [line, answer] : commands_) {
        answer.set_value(error_text("the printer has ended"));
    }
    commands_.clear();
    pty_.close();
}

void PrinterStation::stop() {
    stopping_ = true;
    wake();
}

void PrinterStation::wake() {
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto put = ::write(wake_fd_, &one, sizeof one);
}

std::string PrinterStation::command(const std::string& line) {
    std::future<std::string> answer;
    {
        const std::lock_guard lock(mutex_);
        if (finished_) {
            return error_text("the printer has ended");
        }
        commands_.emplace_back(line, std::promise<std::string>{});
        answer = commands_.back().second.get_future();
    }
    wake();
    return answer.get();
}

void PrinterStation::serve_commands() {
    std::deque<std::pair<std::string, std::promise<std::string>>> taken;
    {
        const std::lock_guard lock(mutex_);
        taken.swap(commands_);
    }
    for (auto& [line, answer] : taken) {
        answer.set_value(carry_out(line));
    }
}

void PrinterStation::play_script() {
    const auto now = clock_.boot().time_since_epoch();
    while (const auto line = script_.next(now)) {
        on_event_(carry_out(*line));
    }
    if (script_.ends(now)) {
        on_event_(Json{{"event", "script_end"}}.dump());
    }
}

void PrinterStation::tell_look() {
    if (!watch_.look) {
        return;
    }
    PrinterLook look{pty_.is_open(), model_.blocked(), model_.faults(), counts_, model_.lost_bytes()};
    if (look != told_) {
        told_ = std::move(look);
        watch_.look(told_);
    }
}

void PrinterStation::take_bytes() {
    if (!model_.takes_bytes()) {
        // What waits in the host's queue begins to travel when it may, not all at once.
        pacer_ = Pacer(setting_.profile.line.baud);
        return;
    }
    const auto waiting = pty_.waiting();
    const auto count = std::min(pacer_.allowance(clock_.boot(), waiting), model_.takes());
    if (count > 0) {
        const Bytes bytes = pty_.read(count);
        pacer_.took(bytes.size(), waiting - bytes.size());
        model_.receive(bytes);
    }
}

void PrinterStation::turn() {
    if (pty_.is_open()) {
        take_bytes();
    }
    model_.run();
    if (const Bytes replies = model_.take_replies(); !replies.empty()) {
        pty_.write(replies);
    }
    follow_the_cable();
}

/// A fault may begin after some rows and end by itself.
void PrinterStation::follow_the_cable() {
    if (model_.has(PrinterFault::unplug) == !pty_.is_open()) {
        return;
    }
    if (pty_.is_open()) {
        unplug();
    } else if (auto plugged = plug(); !plugged) {
        model_.set(PrinterFault::unplug);
        on_event_(error_text(plugged.error()));
    }
}

/// Until bytes, a command, or the next moment at which something is due; not more often than each
/// millisecond.
void PrinterStation::wait() {
    std::optional<nanoseconds> patience;
    const auto within = [&](nanoseconds simulated) {
        const auto real = clock_.to_real(std::max(simulated, nanoseconds{0}));
        patience = patience ? std::min(*patience, real) : real;
    };
    if (const auto due = model_.next_due()) {
        within(*due - clock_.boot());
    }
    if (const auto due = script_.due()) {
        within(*due - clock_.boot().time_since_epoch());
    }
    const bool hears = pty_.is_open() && model_.takes_bytes();
    const bool travelling = hears && pty_.waiting() > 0;
    if (travelling) {
        within(pacer_.byte_time() * 8);
    }
    // Bytes on the wire would end every poll at once; they are looked at when they have travelled.
    std::array<pollfd, 2> fds{pollfd{wake_fd_, POLLIN, 0},
                              pollfd{hears && !travelling ? pty_.fd() : -1, POLLIN, 0}};
    const int real_ms = patience
                            ? std::max(1, static_cast<int>(std::min<std::int64_t>(
                                              std::chrono::ceil<milliseconds>(*patience).count(), 60000)))
                            : -1;
    if (::poll(fds.data(), fds.size(), real_ms) > 0 && fds[0].revents != 0) {
        std::uint64_t count = 0;
        [[maybe_unused]] const auto got = ::read(wake_fd_, &count, sizeof count);
    }
}

std::string PrinterStation::carry_out(const std::string& line) {
    const auto command = parse_printer_command(line);
    if (!command) {
        return error_text(command.error());
    }
    switch (command->what) {
        case PrinterCommand::Do::papers:
            return Json{{"papers", counts_.papers}, {"marked", counts_.marked}, {"partial", counts_.partial}}
                .dump();
        case PrinterCommand::Do::state:
            return state();
        case PrinterCommand::Do::fault:
            return set_fault(command->order);
        case PrinterCommand::Do::clear:
            return clear_fault(command->order.fault);
        case PrinterCommand::Do::clear_all:
            break;
    }
    return clear_all();
}

std::string PrinterStation::clear_all() {
    for (const auto name : all_printer_faults()) {
        model_.clear(*printer_fault(name));
    }
    follow_the_cable();
    return Json{{"ok", "clear"}}.dump();
}

std::string PrinterStation::set_fault(const FaultOrder& order) {
    model_.set(order);
    follow_the_cable();
    return Json{{"ok", "fault"}, {"name", printer_fault_name(order.fault)}}.dump();
}

std::string PrinterStation::clear_fault(PrinterFault fault) {
    model_.clear(fault);
    follow_the_cable();
    return Json{{"ok", "clear"}, {"name", printer_fault_name(fault)}}.dump();
}

std::string PrinterStation::state() const {
    auto faults = Json::array();
    for (const auto fault : model_.faults()) {
        faults.push_back(printer_fault_name(fault));
    }
    return Json{{"faults", faults}, {"held", pty_.waiting()}, {"lost", model_.lost_bytes()}}.dump();
}

Result<void, std::string> PrinterStation::plug() {
    auto opened = Pty::open(setting_.link);
    if (!opened) {
        return fail(opened.error());
    }
    if (opened->slave() == last_tty_) {
        // As real adapters: what comes back may have another tty name. The old one is taken meanwhile.
        auto other = Pty::open(setting_.link);
        if (other) {
            std::swap(*opened, *other);
        }
    }
    pty_ = std::move(*opened);
    last_tty_ = pty_.slave();
    pacer_ = Pacer(setting_.profile.line.baud);
    on_event_(Json{{"event", "plugged"}, {"link", setting_.link.string()}, {"tty", pty_.slave()}}.dump());
    return {};
}

void PrinterStation::unplug() {
    pty_.close();
    model_.power_off();
    on_event_(Json{{"event", "unplugged"}, {"link", setting_.link.string()}}.dump());
}

void PrinterStation::paper_out_of_slot(Paper paper) {
    ++(paper.partial ? counts_.partial : counts_.papers);
    counts_.marked += paper.marked() && !paper.partial ? 1 : 0;
    const auto n = counts_.papers + counts_.partial;
    write_files(paper);
    const Json event{{"event", "paper"},         {"n", n},
                     {"number", paper.number()}, {"marked", paper.marked()},
                     {"partial", paper.partial}, {"qr", paper.qr()},
                     {"text", paper.text()}};
    on_event_(event.dump(-1, ' ', false, Json::error_handler_t::replace));
}

void PrinterStation::write_files(const Paper& paper) {
    if (setting_.out.empty()) {
        return;
    }
    const auto n = counts_.papers + counts_.partial;
    const auto stem = [this](std::uint64_t nth) { return setting_.out / fmt::format("ticket-{:04}", nth); };
    std::ofstream(stem(n).string() + ".txt", std::ios::binary) << paper.text();
    const auto drawn =
        write_png(draw_paper(paper, setting_.profile.width_dots, *font_), stem(n).string() + ".png");
    if (!drawn) {
        on_event_(error_text(drawn.error()));
    }
    if (n > setting_.keep_files) {
        std::error_code ignored;
        std::filesystem::remove(stem(n - setting_.keep_files).string() + ".txt", ignored);
        std::filesystem::remove(stem(n - setting_.keep_files).string() + ".png", ignored);
    }
}

}  // namespace jiaohao::drivers::sim
