// SPDX-License-Identifier: Apache-2.0
#include "kiosk/journal/high_water.hpp"

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>

#include "kiosk/journal/files.hpp"
#include "kiosk/journal/sealed.hpp"

namespace jiaohao::journal {

using nlohmann::json;

namespace {
constexpr std::size_t kMostBytes = 1U << 20U;
constexpr std::size_t kDaysKept = 2;
}  // namespace

HighWater::HighWater(std::filesystem::path file) : file_(std::move(file)) {
    reload();
}

void HighWater::reload() {
    epoch_.reset();
    days_.clear();
    last_day_.clear();
    durable_ = {};
    damaged_ = false;
    if (!std::filesystem::exists(file_)) {
        return;
    }
    const auto text = read_file(file_, kMostBytes);
    const auto file = text ? unseal(*text) : std::nullopt;
    try {
        damaged_ = !file;
        if (file) {
            epoch_ = domain::EpochId{file->at("epoch").get<std::string>()};
            for (const auto& [day, ranges] : file->at("days").items()) {
                static_cast<void>(days_[day]);
                for (const auto& [range, ordinal] : ranges.items()) {
                    days_[day][domain::RangeId{range}] = ordinal.get<std::uint32_t>();
                }
            }
            durable_ = domain::Seq{file->value("durable", std::uint64_t{0})};
            last_day_ = file->value("last_day", days_.empty() ? std::string() : days_.rbegin()->first);
        }
    } catch (const json::exception&) {
        damaged_ = true;
    }
}

bool HighWater::reserve(const std::optional<domain::BusinessDay>& day, const domain::RangeId& range,
                        std::uint32_t ordinal) {
    const std::string text = day ? domain::to_string(*day) : std::string();
    auto& reserved = days_[text][range];
    if (ordinal <= reserved && text == last_day_) {
        return false;
    }
    reserved = std::max(reserved, ((ordinal - 1) / block(ordinal) + 1) * block(ordinal));
    turn_to(text);
    return true;
}

bool HighWater::raise(const std::optional<domain::BusinessDay>& day, const domain::RangeId& range,
                      std::uint32_t ordinal) {
    if (last_day_.empty()) {
        return reserve(day, range, ordinal);
    }
    auto& reserved = days_[day ? domain::to_string(*day) : std::string()][range];
    const bool higher = ordinal > reserved;
    reserved = std::max(reserved, ordinal);
    forget_oldest();
    return higher;
}

bool HighWater::open_day(const domain::BusinessDay& day) {
    const std::string text = domain::to_string(day);
    if (text == last_day_) {
        return false;
    }
    turn_to(text);
    return true;
}

void HighWater::set_epoch(domain::EpochId epoch) {
    if (epoch_ != epoch) {
        epoch_ = std::move(epoch);
        durable_ = {};
    }
}

void HighWater::turn_to(const std::string& day) {
    last_day_ = day;
    static_cast<void>(days_[day]);
    forget_oldest();
}

void HighWater::forget_oldest() {
    for (auto other = days_.begin(); days_.size() > kDaysKept;) {
        other = other->first == last_day_ ? std::next(other) : days_.erase(other);
    }
}

void HighWater::save() const {
    json days = json::object();
    for (const auto& [day, ranges] : days_) {
        days[day] = json::object();
        for (const auto& [range, ordinal] : ranges) {
            days[day][range.get()] = ordinal;
        }
    }
    write_synced(file_, seal({{"v", 1},
                              {"epoch", epoch_ ? epoch_->get() : std::string()},
                              {"days", days},
                              {"durable", durable_.get()},
                              {"last_day", last_day_}}));
}

HighWater::Floors HighWater::floors() const {
    const auto found = days_.find(last_day_);
    return found == days_.end() ? Floors{} : found->second;
}

std::optional<domain::BusinessDay> HighWater::floors_day() const {
    const auto day = domain::parse_business_day(last_day_);
    return day ? std::optional{*day} : std::nullopt;
}

HighWater::Days HighWater::other_days() const {
    Days others;
    for (const auto& [text, floors] : days_) {
        if (const auto day = domain::parse_business_day(text); day && text != last_day_) {
            others[*day] = floors;
        }
    }
    return others;
}

HighWater::Days HighWater::all_days() const {
    Days all = other_days();
    if (const auto day = floors_day()) {
        all[*day] = floors();
    }
    return all;
}

}  // namespace jiaohao::journal
