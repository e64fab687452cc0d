// SPDX-License-Identifier: Apache-2.0
#include "drivers/keypad/event_reader.hpp"

#include <linux/input.h>

#include <cstring>

namespace jiaohao::drivers::keypad {
namespace {

/// No clock of a machine is further: what says so is noise.
constexpr std::chrono::hours kLatest{24 * 366 * 1000};

}  // namespace

void EventReader::feed(ByteView bytes, std::vector<KeyChange>& out) {
    part_.insert(part_.end(), bytes.begin(), bytes.end());
    std::size_t done = 0;
    for (; part_.size() - done >= sizeof(input_event); done += sizeof(input_event)) {
        input_event event{};
        std::memcpy(&event, part_.data() + done, sizeof event);
        const std::chrono::seconds whole{event.input_event_sec};
        const std::chrono::microseconds rest{event.input_event_usec};
        if (whole.count() < 0 || whole > kLatest || rest.count() < 0 || rest >= std::chrono::seconds{1}) {
            ++counts_.bad;
            continue;
        }
        at_ = whole + rest;
        record(event.type, event.code, event.value, out);
    }
    part_.erase(part_.begin(), part_.begin() + static_cast<std::ptrdiff_t>(done));
}

void EventReader::record(std::uint16_t type, std::uint16_t code, std::int32_t value,
                         std::vector<KeyChange>& out) {
    if (type == EV_SYN && code == SYN_DROPPED) {
        ++counts_.dropped;
        dropping_ = true;
    } else if (dropping_) {
        if (type == EV_SYN && code == SYN_REPORT) {
            dropping_ = false;
            wants_sync_ = true;
        }
    } else if (type != EV_KEY) {
        return;
    } else if (code == 0 || code > KEY_MAX || value < 0 || value > 2) {
        ++counts_.bad;
    } else if (code == KEY_NUMLOCK) {
        ++counts_.numlocks;
    } else if (value == 2) {
        ++counts_.repeats;
    } else {
        change(code, value == 1, out);
    }
}

void EventReader::change(std::uint16_t code, bool down, std::vector<KeyChange>& out) {
    const bool changed = down ? down_.insert(code).second : down_.erase(code) == 1;
    if (changed) {
        out.push_back({code, down, at_});
    }
}

void EventReader::sync(const std::vector<std::uint16_t>& keys_down, std::vector<KeyChange>& out) {
    wants_sync_ = false;
    const std::set<std::uint16_t> now(keys_down.begin(), keys_down.end());
    const std::set<std::uint16_t> before = down_;
    for (const std::uint16_t code : before) {
        if (!now.contains(code)) {
            change(code, false, out);
        }
    }
    for (const std::uint16_t code : now) {
        if (code != KEY_NUMLOCK) {
            change(code, true, out);
        }
    }
}

void EventReader::begin(const std::vector<std::uint16_t>& keys_down) {
    std::vector<KeyChange> no_presses;
    sync(keys_down, no_presses);
}

}  // namespace jiaohao::drivers::keypad
