// SPDX-License-Identifier: Apache-2.0
#include "kiosk/journal/high_water.hpp"

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
                for (const auto& [range, ordinal] : ranges.items()) {
                    days_[day][domain::RangeId{range}] = ordinal.get<std::uint32_t>();
                }
            }
        }
    } catch (const json::exception&) {
        damaged_ = true;
    }
}

bool HighWater::reserve(const std::optional<domain::BusinessDay>& day, const domain::RangeId& range,
                        std::uint32_t ordinal) {
    auto& reserved = days_[day ? domain::to_string(*day) : std::string()][range];
    if (ordinal <= reserved) {
        return false;
    }
    reserved = ((ordinal - 1) / kBlock + 1) * kBlock;
    while (days_.size() > kDaysKept) {
        days_.erase(days_.begin());
    }
    return true;
}

void HighWater::save() const {
    json days = json::object();
    for (const auto& [day, ranges] : days_) {
        for (const auto& [range, ordinal] : ranges) {
            days[day][range.get()] = ordinal;
        }
    }
    write_synced(file_, seal({{"v", 1}, {"epoch", epoch_ ? epoch_->get() : std::string()}, {"days", days}}));
}

HighWater::Floors HighWater::floors() const {
    return days_.empty() ? Floors{} : days_.rbegin()->second;
}

std::optional<domain::BusinessDay> HighWater::floors_day() const {
    if (days_.empty()) {
        return std::nullopt;
    }
    const auto day = domain::parse_business_day(days_.rbegin()->first);
    return day ? std::optional{*day} : std::nullopt;
}

}  // namespace jiaohao::journal
