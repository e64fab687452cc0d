// SPDX-License-Identifier: Apache-2.0
#include "drivers/sim/keypad/keypad_sim.hpp"

#include <fcntl.h>
#include <linux/input.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

#include "drivers/keypad/key_profile.hpp"

namespace jiaohao::drivers::sim {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kHeld{50};
constexpr milliseconds kApart{150};
constexpr int kRepeats = 10;

}  // namespace

const std::vector<std::string>& KeypadSim::fault_names() {
    static const std::vector<std::string> names{"numlock", "double", "repeat", "bounce", "stuck", "dropped"};
    return names;
}

KeypadSim::KeypadSim(std::string first, std::string second, Now now) : now_(std::move(now)) {
    nodes_.push_back({std::move(first)});
    if (!second.empty()) {
        nodes_.push_back({std::move(second)});
    }
}

KeypadSim::~KeypadSim() {
    unplug();
}

Result<void, std::string> KeypadSim::plug() {
    for (const Node& node : nodes_) {
        struct stat there {};
        if (::lstat(node.path.c_str(), &there) == 0 && !S_ISFIFO(there.st_mode)) {
            return fail(node.path + " is there already and no FIFO");
        }
        ::unlink(node.path.c_str());
        if (::mkfifo(node.path.c_str(), 0600) != 0) {
            return fail(node.path + ": " + std::generic_category().message(errno));
        }
    }
    plugged_ = true;
    return {};
}

void KeypadSim::open(Node& node) const {
    if (node.fd < 0 && plugged_) {
        node.fd = ::open(node.path.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC);
    }
}

void KeypadSim::unplug() {
    for (Node& node : nodes_) {
        if (plugged_) {
            open(node);  // A reader is told of the end only if there was a writer.
            ::unlink(node.path.c_str());
        }
        if (node.fd >= 0) {
            ::close(std::exchange(node.fd, -1));
        }
    }
    held_.clear();
    plugged_ = false;
}

std::vector<KeypadSim::Record> KeypadSim::records_of(std::uint16_t code) const {
    const auto has = [this](const char* fault) { return faults_.contains(fault); };
    std::vector<Record> all;
    const auto add = [&all](std::uint16_t key, std::int32_t value, milliseconds after) {
        all.push_back({EV_KEY, key, value, after});
        all.push_back({EV_SYN, SYN_REPORT, 0, after});
    };
    const auto numlock = [&](milliseconds after) {
        if (has("numlock")) {
            add(KEY_NUMLOCK, 1, after);
            add(KEY_NUMLOCK, 0, after);
        }
    };
    if (has("dropped")) {
        return {{EV_SYN, SYN_DROPPED, 0}, {EV_KEY, code, 0}, {EV_SYN, SYN_REPORT, 0}};
    }
    numlock(milliseconds{0});
    add(code, 1, milliseconds{0});
    if (has("bounce")) {
        add(code, 0, milliseconds{4});
        add(code, 1, milliseconds{8});
    }
    for (int i = 0; has("repeat") && i < kRepeats; ++i) {
        add(code, 2, milliseconds{9});
    }
    if (!has("stuck")) {
        add(code, 0, kHeld);
    }
    numlock(kHeld);
    return all;
}

void KeypadSim::send(Node& node, const std::vector<Record>& records, std::chrono::microseconds at) {
    open(node);
    std::vector<input_event> events;
    for (const Record& record : records) {
        input_event event{};
        const auto time = at + record.after;
        event.input_event_sec = std::chrono::duration_cast<std::chrono::seconds>(time).count();
        event.input_event_usec = (time % std::chrono::seconds{1}).count();
        event.type = record.type;
        event.code = record.code;
        event.value = record.value;
        events.push_back(event);
    }
    const auto bytes = events.size() * sizeof(input_event);  // Less than PIPE_BUF: whole or not at all.
    if (node.fd < 0 || ::write(node.fd, events.data(), bytes) != static_cast<ssize_t>(bytes)) {
        unheard_ += events.size();
        if (node.fd >= 0 && errno == EPIPE) {
            ::close(std::exchange(node.fd, -1));
        }
    }
}

bool KeypadSim::press(const std::string& name) {
    auto code = keypad::key_code(name);
    if (!code) {
        code = keypad::key_code("KEY_" + name);
    }
    if (!code) {
        return false;
    }
    ++presses_;
    const auto at = std::max(now_(), last_ + std::chrono::microseconds{kApart});
    last_ = at;
    if (faults_.contains("stuck")) {
        held_.insert(*code);
    }
    const std::size_t nodes = faults_.contains("double") ? nodes_.size() : 1;
    for (std::size_t i = 0; i < nodes; ++i) {
        send(nodes_[i], records_of(*code), at + milliseconds{i});
    }
    return true;
}

void KeypadSim::let_go() {
    const auto at = std::max(now_(), last_ + std::chrono::microseconds{kApart});
    last_ = at;
    for (const std::uint16_t code : held_) {
        for (Node& node : nodes_) {
            send(node, {{EV_KEY, code, 0}, {EV_SYN, SYN_REPORT, 0}}, at);
        }
    }
    held_.clear();
}

bool KeypadSim::set_fault(const std::string& name, bool on) {
    const auto& names = fault_names();
    if (std::find(names.begin(), names.end(), name) == names.end()) {
        return false;
    }
    if (on) {
        faults_.insert(name);
    } else if (faults_.erase(name) == 1 && name == "stuck") {
        let_go();
    }
    return true;
}

}  // namespace jiaohao::drivers::sim
