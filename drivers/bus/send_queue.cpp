// SPDX-License-Identifier: Apache-2.0
#include "drivers/bus/send_queue.hpp"

#include <algorithm>

namespace jiaohao::drivers {
namespace {

bool is_answer(SendKind kind) {
    return kind == SendKind::handset_answer || kind == SendKind::pad_answer;
}

}  // namespace

void SendQueue::put(SendKind kind, std::uint8_t address, std::deque<BusFrame> frames) {
    replaced_ += std::erase_if(
        entries_, [&](const Entry& entry) { return entry.kind == kind && entry.address == address; });
    if (frames.empty()) {
        return;
    }
    auto place = entries_.end();
    if (is_answer(kind)) {
        place = std::find_if(entries_.begin(), entries_.end(),
                             [](const Entry& entry) { return !is_answer(entry.kind); });
    }
    entries_.insert(place, Entry{kind, address, std::move(frames)});
}

std::optional<SendQueue::Next> SendQueue::take() {
    if (entries_.empty()) {
        return std::nullopt;
    }
    Entry& entry = entries_.front();
    Next next{entry.kind, std::move(entry.frames.front())};
    entry.frames.pop_front();
    if (entry.frames.empty()) {
        entries_.pop_front();
    }
    return next;
}

void SendQueue::give_back(Next next) {
    const auto same = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& entry) {
        return entry.kind == next.kind && entry.address == next.frame.address;
    });
    if (same != entries_.end()) {
        same->frames.push_front(std::move(next.frame));
    } else {
        const std::uint8_t address = next.frame.address;
        entries_.push_front(Entry{next.kind, address, {std::move(next.frame)}});
    }
}

}  // namespace jiaohao::drivers
