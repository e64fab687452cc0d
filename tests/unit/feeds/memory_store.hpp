// A store in memory for the rows a feed reads.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "headoffice/fleet/fleet.hpp"
#include "headoffice/store/store.hpp"

namespace jiaohao::headoffice::feeds {

class SetClock final : public Clock {
  public:
    WallTime now{};
    [[nodiscard]] WallTime wall() const override { return now; }
    [[nodiscard]] BootTime boot() const override { return {}; }
    [[nodiscard]] std::chrono::nanoseconds to_real(std::chrono::nanoseconds span) const override {
        return span;
    }
    [[nodiscard]] std::string boot_id() const override { return "boot"; }
};

class MemoryStore final : public Store, public Fleet {
  public:
    std::map<HallDay, std::vector<domain::RecordedEvent>> events;
    std::vector<HallDay> dirty;
    std::vector<Rollup> rows;
    std::vector<Coverage> reported;
    std::vector<TerminalHall> bound;
    std::vector<Contact> spoken;
    std::vector<HallNames> called;
    std::uint64_t called_rev = 0;
    /// How often names() was asked.
    int names_read = 0;
    std::map<domain::HallId, std::string> zones;
    std::set<domain::HallId> moved;
    std::set<HallDay> recut;
    /// Hall-days whose events cannot be read.
    std::vector<HallDay> damaged;
    bool down = false;
    std::uint64_t newest_rev = 0;

    Result<IngestAnswer, StoreError> ingest(const IngestBatch&) override { return IngestAnswer{}; }
    Result<std::vector<HallDay>, StoreError> dirty_days(std::size_t most) override {
        auto days = dirty;
        days.resize(std::min(most, days.size()));
        return days;
    }
    Result<std::vector<domain::RecordedEvent>, StoreError> events_of(const HallDay& day) override {
        if (std::ranges::find(damaged, day) != damaged.end()) {
            return fail(StoreError{.code = StoreError::Code::damaged, .detail = "page 7"});
        }
        return events[day];
    }
    Result<void, StoreError> replace_rollups(const HallDay& day, std::vector<Rollup> fresh,
                                             WallTime now) override {
        for (auto& row : fresh) {
            const auto old =
                std::ranges::find_if(rows, [&](const Rollup& one) { return key(one) == key(row); });
            const bool same = old != rows.end() && old->figures == row.figures;
            row.rev = same ? old->rev : newest_rev + 1;
            row.updated_at = same ? old->updated_at : now;
        }
        for (auto& row : rows) {
            const bool stays =
                std::ranges::any_of(fresh, [&](const Rollup& one) { return key(one) == key(row); });
            if (row.hall_day == day && !stays && !row.removed) {
                row.removed = true;
                row.figures.clear();
                row.rev = newest_rev + 1;
                row.updated_at = now;
            }
        }
        ++newest_rev;
        std::erase_if(rows, [&](const Rollup& one) { return one.hall_day == day && !one.removed; });
        std::erase_if(rows, [&](const Rollup& one) {
            return std::ranges::any_of(fresh, [&](const Rollup& row) { return key(one) == key(row); });
        });
        rows.insert(rows.end(), fresh.begin(), fresh.end());
        std::erase(dirty, day);
        recut.erase(day);
        return {};
    }
    Result<std::vector<Rollup>, StoreError> rollups(const RollupFilter& filter) override {
        if (down) {
            return fail(StoreError{.code = StoreError::Code::unavailable, .detail = "locked"});
        }
        std::vector<Rollup> out;
        for (const auto& row : rows) {
            const bool fits =
                (filter.with_removed || !row.removed) && row.grain == filter.grain &&
                row.hall_day.day >= filter.from && row.hall_day.day <= filter.to &&
                row.service.empty() != filter.by_service && row.counter.empty() != filter.by_counter &&
                row.clerk.empty() != filter.by_clerk && (!filter.hall || row.hall_day.hall == *filter.hall) &&
                (!filter.service || row.service == *filter.service) &&
                (!filter.counter || row.counter == *filter.counter) &&
                (!filter.clerk || row.clerk == *filter.clerk);
            if (fits) {
                out.push_back(row);
            }
        }
        return out;
    }
    Result<std::vector<HallZone>, StoreError> hall_zones() override {
        std::vector<HallZone> out;
        for (const auto& [day, told] : events) {
            if (out.empty() || out.back().hall != day.hall) {
                const auto zone = zones.find(day.hall);
                out.push_back({day.hall, zone == zones.end() ? std::nullopt : std::optional(zone->second),
                               moved.contains(day.hall)});
            }
        }
        return out;
    }
    Result<std::size_t, StoreError> move_zone(const domain::HallId& hall, const std::string& zone) override {
        if (down) {
            return fail(StoreError{.code = StoreError::Code::unavailable, .detail = "locked"});
        }
        if (const auto [known, fresh] = zones.emplace(hall, zone); !fresh && known->second != zone) {
            known->second = zone;
            moved.insert(hall);
        }
        std::size_t days = 0;
        for (const auto& [day, told] : events) {
            if (day.hall == hall && std::ranges::find(dirty, day) == dirty.end() &&
                std::ranges::any_of(rows, [&](const Rollup& row) { return row.hall_day == day; })) {
                dirty.push_back(day);
                recut.insert(day);
                ++days;
            }
        }
        return days;
    }
    Result<std::vector<HallDay>, StoreError> days_of_old_zone(const RollupFilter& filter) override {
        std::vector<HallDay> out;
        std::ranges::copy_if(recut, std::back_inserter(out), [&](const HallDay& day) {
            return day.day >= filter.from && day.day <= filter.to &&
                   (!filter.hall || day.hall == *filter.hall);
        });
        return out;
    }
    Result<std::vector<Coverage>, StoreError> coverage() override { return reported; }
    Result<StoreCounts, StoreError> counts() override {
        StoreCounts counts;
        counts.dirty_days = dirty.size();
        return counts;
    }

    Result<ContactAnswer, StoreError> record(const Contact&) override { return ContactAnswer{}; }
    Result<std::vector<Contact>, StoreError> contacts() override { return spoken; }
    Result<std::vector<HallNames>, StoreError> names(const std::optional<domain::HallId>& hall) override {
        if (down) {
            return fail(StoreError{.code = StoreError::Code::unavailable, .detail = "locked"});
        }
        ++names_read;
        std::vector<HallNames> out;
        std::ranges::copy_if(called, std::back_inserter(out),
                             [&](const HallNames& one) { return !hall || one.hall == *hall; });
        return out;
    }
    Result<std::uint64_t, StoreError> names_revision() override {
        if (down) {
            return fail(StoreError{.code = StoreError::Code::unavailable, .detail = "locked"});
        }
        return called_rev;
    }
    Result<void, StoreError> list(const std::vector<std::pair<domain::TerminalId, domain::HallId>>&,
                                  WallTime) override {
        return {};
    }
    Result<std::vector<TerminalHall>, StoreError> halls() override {
        if (down) {
            return fail(StoreError{.code = StoreError::Code::unavailable, .detail = "locked"});
        }
        return bound;
    }

  private:
    static std::tuple<Grain, HallDay, std::uint32_t, std::string, std::string, std::string> key(
        const Rollup& row) {
        return {row.grain, row.hall_day, row.slot_min, row.service, row.counter, row.clerk};
    }
};

}  // namespace jiaohao::headoffice::feeds
