// SPDX-License-Identifier: Apache-2.0
#include "drivers/bus/press_book.hpp"

#include <algorithm>

namespace jiaohao::drivers::bus {

using engine::PressKey;
using engine::TalkRules;

PressBook::PressBook(const std::vector<engine::DeviceProfile>& profiles, Timers& timers,
                     std::uint64_t first_press, std::function<void(const PressKey&)> window_over)
    : profiles_(profiles),
      timers_(timers),
      window_over_(std::move(window_over)),
      last_press_(first_press - 1) {}

PressBook::~PressBook() {
    clear();
}

void PressBook::end(Conversations::iterator conversation) {
    const PressKey key = conversation->first;
    timers_.cancel(conversation->second.timer);
    conversations_.erase(conversation);
    window_over_(key);
}

void PressBook::restart_window(const PressKey& key, Conversation& conversation, bool line_up) {
    timers_.cancel(conversation.timer);
    const TalkRules& talk = profiles_[conversation.spoken.profile].talk;
    const std::uint32_t tries = line_up ? 0 : talk.device_retries;
    std::chrono::milliseconds window = talk.repeat_window + talk.device_retry * tries;
    if (talk.tells_release) {
        window = std::max<std::chrono::milliseconds>(window, kReleasePatience);
    }
    const auto least = kLeastWindow + kLeastRealWait * tries;
    conversation.timer = timers_.start(window, least, [this, key] { end(conversations_.find(key)); });
}

void PressBook::begin(const PressKey& key, const Spoken& spoken) {
    Conversation& conversation = conversations_[key];
    timers_.cancel(conversation.timer);
    conversation = Conversation{spoken, ++last_press_, false, false, 0, 0};
    conversation.timer = timers_.start(kAnswerPatience, kAnswerPatience / 6, [this, key] { give_up(key); });
}

void PressBook::give_up(const PressKey& key) {
    ++never_answered_;
    const auto found = conversations_.find(key);
    if (profiles_[found->second.spoken.profile].talk.turn == engine::Turn::poll) {
        // It says the press at each poll until it is answered: forgotten, the next poll would bring it a second time.
        found->second.timer = 0;
        return;
    }
    conversations_.erase(found);
}

PressBook::Heard PressBook::hear(const PressKey& key, const Spoken& spoken) {
    const auto found = conversations_.find(key);
    if (found == conversations_.end() || found->second.let_go ||
        found->second.spoken.profile != spoken.profile || found->second.spoken.meaning != spoken.meaning) {
        begin(key, spoken);
        return {Verdict::fresh, last_press_};
    }
    Conversation& conversation = found->second;
    if (!conversation.answered) {
        return {Verdict::unanswered, conversation.press};
    }
    ++conversation.repeats;
    restart_window(key, conversation);
    const std::uint32_t retries = profiles_[spoken.profile].talk.device_retries;
    return {conversation.repeats > retries ? Verdict::stuck : Verdict::answered, conversation.press};
}

void PressBook::released(std::uint32_t address) {
    for (auto one = conversations_.begin(); one != conversations_.end();) {
        const auto next = std::next(one);
        if (one->first.address == address) {
            const TalkRules& talk = profiles_[one->second.spoken.profile].talk;
            const bool tries_again = talk.device_retry.count() > 0 && talk.device_retries > 0;
            one->second.let_go = one->second.let_go || !tries_again;
            if (one->second.answered) {
                end(one);
            }
        }
        one = next;
    }
}

PressBook::Conversations::iterator PressBook::find(std::uint64_t press) {
    return std::find_if(conversations_.begin(), conversations_.end(),
                        [press](const auto& entry) { return entry.second.press == press; });
}

std::optional<Spoken> PressBook::acknowledge(std::uint64_t press, bool line_up) {
    const auto found = find(press);
    if (found == conversations_.end() || found->second.answered) {
        return std::nullopt;
    }
    Spoken spoken = found->second.spoken;
    if (found->second.let_go) {
        end(found);
        return spoken;
    }
    found->second.answered = true;
    restart_window(found->first, found->second, line_up);
    return spoken;
}

std::optional<Spoken> PressBook::forget(std::uint64_t press) {
    const auto found = find(press);
    if (found == conversations_.end() || found->second.answered) {
        return std::nullopt;
    }
    Spoken spoken = std::move(found->second.spoken);
    timers_.cancel(found->second.timer);
    conversations_.erase(found);
    return spoken;
}

void PressBook::line_lost() {
    for (auto& [key, conversation] : conversations_) {
        if (conversation.answered) {
            restart_window(key, conversation, false);
        }
    }
}

void PressBook::clear() {
    for (auto& [key, conversation] : conversations_) {
        timers_.cancel(conversation.timer);
    }
    conversations_.clear();
}

}  // namespace jiaohao::drivers::bus
