// SPDX-License-Identifier: Apache-2.0
#include "drivers/bus/speech_queue.hpp"

#include <algorithm>
#include <iterator>

namespace jiaohao::drivers::bus {

Urgency urgency_of(SpeechKind kind) {
    switch (kind) {
        case SpeechKind::handset_answer:
        case SpeechKind::pad_answer:
        case SpeechKind::alive_answer:
        case SpeechKind::clear_latch:
            return Urgency::finger;
        case SpeechKind::version:
        case SpeechKind::keep_alive:
            return Urgency::idle;
        default:
            return Urgency::display;
    }
}

void SpeechQueue::put(SpeechKind kind, std::uint32_t address, std::size_t profile, engine::Said&& said,
                      std::uint32_t bits) {
    replaced_ += std::erase_if(
        entries_, [&](const Entry& entry) { return entry.kind == kind && entry.address == address; });
    if (!said || said->empty()) {
        return;
    }
    const auto place = std::find_if(entries_.begin(), entries_.end(), [kind](const Entry& entry) {
        return urgency_of(entry.kind) > urgency_of(kind);
    });
    std::deque<engine::Utterance> frames(std::make_move_iterator(said->begin()),
                                         std::make_move_iterator(said->end()));
    entries_.insert(place, Entry{kind, address, profile, std::move(frames), bits});
}

std::optional<SpeechQueue::Next> SpeechQueue::take(Urgency least) {
    if (!waits(least)) {
        return std::nullopt;
    }
    Entry& entry = entries_.front();
    Next next{entry.kind, entry.address, entry.profile, std::move(entry.frames.front()), entry.bits};
    entry.frames.pop_front();
    if (entry.frames.empty()) {
        entries_.pop_front();
    }
    return next;
}

void SpeechQueue::give_back(Next next) {
    const auto same = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& entry) {
        return entry.kind == next.kind && entry.address == next.address;
    });
    if (same != entries_.end()) {
        same->frames.push_front(std::move(next.said));
    } else {
        entries_.push_front(Entry{next.kind, next.address, next.profile, {std::move(next.said)}, next.bits});
    }
}

void SpeechQueue::drop(SpeechKind kind, std::uint32_t address) {
    std::erase_if(entries_,
                  [&](const Entry& entry) { return entry.kind == kind && entry.address == address; });
}

}  // namespace jiaohao::drivers::bus
