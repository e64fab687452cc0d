// SPDX-License-Identifier: Apache-2.0
#include "drivers/bus/register_bank.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace jiaohao::drivers::bus {

using engine::InputBits;
using engine::LatchedBits;
using engine::PressCounter;

RegisterBank::RegisterBank(Timers& timers, std::function<std::uint64_t()> next_press)
    : timers_(timers), next_press_(std::move(next_press)) {}

RegisterBank::~RegisterBank() {
    for (const auto& [id, press] : under_way_) {
        timers_.cancel(press.timer);
    }
}

std::vector<RegisterBank::Fresh> RegisterBank::hear(std::uint32_t address,
                                                    const engine::DeviceProfile& profile,
                                                    const engine::Meaning& meaning) {
    std::vector<Fresh> fresh;
    if (meaning.what == engine::What::counters) {
        for (std::uint32_t place = 0; place < meaning.counts.size(); ++place) {
            hear_counter({address, &profile, meaning.rule, place}, meaning.counts[place], fresh);
        }
        return fresh;
    }
    const Where where{address, &profile, meaning.rule, 0};
    if (!registers_.contains(where)) {
        registers_.emplace(
            where, meaning.what == engine::What::latched ? Register{LatchedBits{}} : Register{InputBits{}});
    }
    hear_bits(where, meaning.bits, fresh);
    return fresh;
}

void RegisterBank::hear_bits(const Where& where, std::uint32_t bits, std::vector<Fresh>& fresh) {
    Register& known = registers_.at(where);
    auto* latched = std::get_if<LatchedBits>(&known);
    const std::uint32_t pressed =
        latched != nullptr ? latched->hear(bits) : std::get<InputBits>(known).hear(bits);
    for (std::uint32_t bit = 0; bit < 32; ++bit) {
        if ((pressed >> bit & 1U) != 0 && !deliver(where, bit, fresh)) {
            give_back({where, bit, 0});
        }
    }
}

void RegisterBank::hear_counter(const Where& where, std::uint32_t value, std::vector<Fresh>& fresh) {
    auto found = registers_.find(where);
    if (found == registers_.end()) {
        found = registers_.emplace(where, counter_at(where)).first;
    }
    auto& counter = std::get<PressCounter>(found->second);
    const PressCounter::Reading reading = counter.hear(value);
    jumps_ += reading.jumped ? 1 : 0;
    restarts_ += reading.restarted ? 1 : 0;
    for (std::uint32_t nth = 0; nth < reading.presses; ++nth) {
        if (!deliver(where, where.place, fresh)) {
            counter.give_back(reading.presses - nth);
            return;
        }
    }
}

PressCounter RegisterBank::counter_at(const Where& where) const {
    const engine::MeaningRule& rule = where.profile->meanings[where.rule];
    const auto before = std::find_if(before_.begin(), before_.end(), [&](const CounterPosition& one) {
        return one.same_counter({where.address, where.profile->id, rule.name, where.place, 0});
    });
    return before == before_.end() ? PressCounter{rule.modulus} : PressCounter{rule.modulus, before->value};
}

std::vector<CounterPosition> RegisterBank::positions() const {
    std::vector<CounterPosition> all;
    for (const auto& [where, known] : registers_) {
        const auto* counter = std::get_if<PressCounter>(&known);
        const auto position = counter != nullptr ? counter->position() : std::nullopt;
        if (position) {
            const engine::DeviceProfile& profile = *where.profile;
            all.push_back(
                {where.address, profile.id, profile.meanings[where.rule].name, where.place, *position});
        }
    }
    const std::size_t read = all.size();
    for (const CounterPosition& one : before_) {
        if (std::none_of(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(read),
                         [&](const CounterPosition& other) { return other.same_counter(one); })) {
            all.push_back(one);
        }
    }
    return all;
}

bool RegisterBank::deliver(const Where& where, std::uint32_t bit, std::vector<Fresh>& fresh) {
    if (under_way_.size() >= kMostUnderWay) {
        return false;
    }
    const std::uint64_t id = next_press_();
    UnderWay& press = under_way_[id];
    press = {where, bit, 0};
    // Not given back: a hall whose journal stalls has the press and answers when it is safe; told again it were two.
    press.timer = timers_.start(kAnswerPatience, kAnswerPatience / 6, [this, id] {
        ++never_answered_;
        under_way_.at(id).timer = 0;
    });
    fresh.push_back({id, bit, press_of(*where.profile, where.rule, bit)});
    return true;
}

void RegisterBank::give_back(const UnderWay& press) {
    Register& known = registers_.at(press.where);
    if (auto* counter = std::get_if<PressCounter>(&known)) {
        counter->give_back(1);
    } else if (auto* latched = std::get_if<LatchedBits>(&known)) {
        latched->give_back(press.bit);
    } else {
        std::get<InputBits>(known).give_back(press.bit);
    }
}

std::optional<std::uint32_t> RegisterBank::acknowledge(std::uint64_t id) {
    const auto found = under_way_.find(id);
    if (found == under_way_.end()) {
        return std::nullopt;
    }
    const UnderWay press = found->second;
    timers_.cancel(press.timer);
    under_way_.erase(found);
    if (auto* latched = std::get_if<LatchedBits>(&registers_.at(press.where))) {
        latched->acknowledge(press.bit);
        return press.where.address;
    }
    return std::nullopt;
}

bool RegisterBank::forget(std::uint64_t id) {
    const auto found = under_way_.find(id);
    if (found == under_way_.end()) {
        return false;
    }
    timers_.cancel(found->second.timer);
    give_back(found->second);
    under_way_.erase(found);
    return true;
}

std::optional<RegisterBank::Where> RegisterBank::safe_latch(std::uint32_t address,
                                                            const engine::DeviceProfile& profile) const {
    for (auto one = registers_.lower_bound({address, &profile, 0, 0});
         one != registers_.end() && one->first.address == address && one->first.profile == &profile; ++one) {
        const auto* latched = std::get_if<LatchedBits>(&one->second);
        if (latched != nullptr && latched->to_clear() != 0) {
            return one->first;
        }
    }
    return std::nullopt;
}

std::optional<RegisterBank::Clear> RegisterBank::to_clear(std::uint32_t address,
                                                          const engine::DeviceProfile& profile) const {
    const auto where = safe_latch(address, profile);
    if (!where) {
        return std::nullopt;
    }
    const auto& latched = std::get<LatchedBits>(registers_.at(*where));
    return Clear{latched.to_clear(), latched.rest()};
}

void RegisterBank::cleared(std::uint32_t address, const engine::DeviceProfile& profile, std::uint32_t bits) {
    if (const auto where = safe_latch(address, profile)) {
        std::get<LatchedBits>(registers_.at(*where)).cleared(bits);
    }
}

}  // namespace jiaohao::drivers::bus
