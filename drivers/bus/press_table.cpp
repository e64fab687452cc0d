// SPDX-License-Identifier: Apache-2.0
#include "drivers/bus/press_table.hpp"

#include <algorithm>

namespace jiaohao::drivers {

PressTable::PressTable(const BusProfile& profile, Timers& timers, std::uint64_t first_press,
                       std::function<void(const Key&)> window_over)
    : profile_(profile),
      timers_(timers),
      window_over_(std::move(window_over)),
      last_press_(first_press - 1) {}

PressTable::~PressTable() {
    clear();
}

void PressTable::restart_window(const Key& key, Conversation& conversation, bool line_up) {
    timers_.cancel(conversation.timer);
    const std::uint32_t tries = line_up ? 0 : profile_.device_retries;
    const auto window = profile_.repeat_window + profile_.device_retry * tries;
    const auto least = kLeastWindow + kLeastRealWait * tries;
    conversation.timer = timers_.start(window, least, [this, key] {
        conversations_.erase(key);
        window_over_(key);
    });
}

void PressTable::begin(const BusFrame& frame) {
    const Key key{frame.address, frame.function};
    Conversation& conversation = conversations_[key];
    timers_.cancel(conversation.timer);
    conversation = Conversation{frame, ++last_press_, false, 0, 0};
    conversation.timer = timers_.start(kAnswerPatience, kAnswerPatience / 6, [this, key] {
        ++never_answered_;
        conversations_.erase(key);
    });
}

PressTable::Heard PressTable::hear(const BusFrame& frame) {
    const Key key{frame.address, frame.function};
    const auto found = conversations_.find(key);
    if (found == conversations_.end() || found->second.frame != frame) {
        begin(frame);
        return {Verdict::fresh, last_press_};
    }
    Conversation& conversation = found->second;
    if (!conversation.answered) {
        return {Verdict::unanswered, conversation.press};
    }
    ++conversation.repeats;
    restart_window(key, conversation);
    return {conversation.repeats > profile_.device_retries ? Verdict::stuck : Verdict::answered,
            conversation.press};
}

PressTable::Conversations::iterator PressTable::find(std::uint64_t press) {
    return std::find_if(conversations_.begin(), conversations_.end(),
                        [press](const auto& entry) { return entry.second.press == press; });
}

std::optional<BusFrame> PressTable::acknowledge(std::uint64_t press, bool line_up) {
    const auto found = find(press);
    if (found == conversations_.end() || found->second.answered) {
        return std::nullopt;
    }
    found->second.answered = true;
    restart_window(found->first, found->second, line_up);
    return answer_to(profile_, found->second.frame);
}

void PressTable::forget(std::uint64_t press) {
    const auto found = find(press);
    if (found != conversations_.end() && !found->second.answered) {
        timers_.cancel(found->second.timer);
        conversations_.erase(found);
    }
}

void PressTable::line_lost() {
    for (auto& [key, conversation] : conversations_) {
        if (conversation.answered) {
            restart_window(key, conversation, false);
        }
    }
}

void PressTable::clear() {
    for (auto& [key, conversation] : conversations_) {
        timers_.cancel(conversation.timer);
    }
    conversations_.clear();
}

}  // namespace jiaohao::drivers
