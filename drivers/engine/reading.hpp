// The pieces of reading a profile. Only for the sources of this room.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "drivers/engine/profile.hpp"
#include "kiosk/config/checked_toml.hpp"

namespace jiaohao::drivers::engine {

inline const config::TextRule kHexText{0, 1000, "0123456789abcdefABCDEF ",
                                       "pairs of hex digits apart by spaces"};
inline const config::TextRule kFreeText{0, 500, {}, {}};
inline constexpr config::Range kNumber{0, 0xFFFFFFFF};

/// Bytes of a hex text; a problem and nothing when it is none.
[[nodiscard]] Bytes hex_at(config::Table& table, std::string_view key,
                           const std::optional<std::string>& fallback = {});
[[nodiscard]] std::optional<std::uint32_t> number_at(config::Table& table, std::string_view key);

/// [[shape]]: into profile.shapes.
void read_shapes(config::Table& top, DeviceProfile& profile);
/// Place of the shape that `key` names; the only one when the key is absent. `sender`: who must be able to send it.
[[nodiscard]] std::optional<std::uint16_t> shape_at(config::Table& table, const DeviceProfile& profile,
                                                    frames::Sender sender);
/// Checks that a command suits its shape; nothing when the key is absent.
[[nodiscard]] std::optional<std::uint32_t> command_at(config::Table& table, const frames::Shape* shape);

/// Meanings name sayings and sayings name meanings: both are read, then joined.
class RulesReading {
  public:
    RulesReading(config::Table& top, DeviceProfile& profile) : top_(top), profile_(profile) {}
    /// [[meaning]] and [[saying]].
    void run();
    /// Every saying with the longest and the shortest values; only when all was read without a problem.
    void try_sayings();
    [[nodiscard]] config::Table& meaning_table(std::size_t i) { return meaning_tables_.at(i); }
    [[nodiscard]] config::Table& saying_table(std::size_t i) { return saying_tables_.at(i); }

  private:
    void read_meanings();
    void read_meaning(config::Table& table);
    void read_keys(config::Table& table, MeaningRule& rule);
    void judge_captures(config::Table& table, MeaningRule& rule) const;
    void judge_fit(config::Table& table, const MeaningRule& rule) const;
    void read_sayings();
    void read_saying(config::Table& table);
    [[nodiscard]] SayingFrame read_saying_frame(config::Table& table, const std::string& saying);
    void judge_template(config::Table& table, const std::string& saying, const Template& data) const;
    void join_answers();
    [[nodiscard]] std::optional<std::size_t> saying_at(config::Table& table, std::string_view key,
                                                       const std::string& name);
    void join_replies();
    void judge_names();

    config::Table& top_;
    DeviceProfile& profile_;
    std::vector<config::Table> meaning_tables_;
    std::vector<config::Table> saying_tables_;
    struct Reply {
        config::Table table;
        std::size_t saying = 0;
        std::size_t frame = 0;
        std::vector<std::string> names;
    };
    std::vector<Reply> replies_;
    struct Answer {
        std::string answer;
        std::string refuse;
    };
    std::vector<Answer> answers_;
    std::vector<bool> saying_used_;
};

}  // namespace jiaohao::drivers::engine
