// What survives a lost journal: which epoch it was, and how far numbers may have been given out. A second
// small synced file; blocks are reserved ahead, so that it is written once in ten tickets or more.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "kiosk/domain/types/ids.hpp"

namespace jiaohao::journal {

/// Not thread-safe: the journal thread's.
class HighWater {
  public:
    /// Numbers reserved at once: few while a range may be a short one, since after damage the rest of a block
    /// is not given out.
    [[nodiscard]] static constexpr std::uint32_t block(std::uint32_t ordinal) {
        return ordinal <= 1000 ? 10 : 100;
    }
    using Floors = std::map<domain::RangeId, std::uint32_t>;
    using Days = std::map<domain::BusinessDay, Floors>;

    /// A missing file is an empty one. `damaged()` says that there was one nobody can read.
    explicit HighWater(std::filesystem::path file);

    /// `ordinal` of `range` is about to be used. True when it lies beyond what is reserved: save() is due.
    [[nodiscard]] bool reserve(const std::optional<domain::BusinessDay>& day, const domain::RangeId& range,
                               std::uint32_t ordinal);
    /// The same for a number that is known to be used; the day used last stays what it is.
    [[nodiscard]] bool raise(const std::optional<domain::BusinessDay>& day, const domain::RangeId& range,
                             std::uint32_t ordinal);
    /// `day` has been opened. True when it is not the one noted last: save() is due.
    [[nodiscard]] bool open_day(const domain::BusinessDay& day);
    /// A new epoch has nothing durable yet.
    void set_epoch(domain::EpochId epoch);
    /// How far the journal was durable when this was saved: one that ends before it has lost commits.
    void set_durable(domain::Seq seq) { durable_ = seq; }
    [[nodiscard]] domain::Seq durable() const { return durable_; }
    /// Durable when it returns; throws FileError.
    void save() const;
    /// What is on the disk again, after a save() that failed.
    void reload();

    [[nodiscard]] const std::optional<domain::EpochId>& epoch() const { return epoch_; }
    [[nodiscard]] bool damaged() const { return damaged_; }
    /// Of the day opened or used last: one that a wrong clock opened may lie ahead of it.
    [[nodiscard]] Floors floors() const;
    [[nodiscard]] std::optional<domain::BusinessDay> floors_day() const;
    /// What is reserved on the days besides that one.
    [[nodiscard]] Days other_days() const;
    [[nodiscard]] Days all_days() const;

  private:
    void turn_to(const std::string& day);
    void forget_oldest();

    std::filesystem::path file_;
    std::optional<domain::EpochId> epoch_;
    /// By day as text, "" for none; the one opened or used last and the newest other.
    std::map<std::string, Floors> days_;
    std::string last_day_;
    domain::Seq durable_;
    bool damaged_ = false;
};

}  // namespace jiaohao::journal
