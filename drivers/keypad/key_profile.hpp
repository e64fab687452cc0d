// What the keys of a USB keypad mean: one TOML file per model (drivers/profiles/keypad-*.toml), and the reading of keys
// one after another by it. Pure values but for loading.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "drivers/engine/profile.hpp"
#include "kiosk/base/result.hpp"

namespace jiaohao::drivers::keypad {

using engine::Press;
using engine::Role;

struct KeyMeaning {
    enum class What : std::uint8_t { press, digit, enter, clear, nothing };
    What what = What::nothing;
    char digit = '0';
    Press meant;
};

struct KeypadProfile {
    std::string id;
    std::string name;
    Role role{};
    /// Changes of one key closer together than this are one press: a worn contact, or a keypad that shows the same key
    /// on two event nodes.
    std::chrono::milliseconds bounce{60};
    /// Digits that nobody ends within this of the last one are dropped.
    std::chrono::seconds entry{5};
    /// A key that is down for longer is stuck.
    std::chrono::seconds stuck{10};
    std::size_t most_digits = 4;
    /// EV_LED code that blinks when a press was taken and shines while a pad asks.
    std::optional<std::uint16_t> led;
    /// By EV_KEY code.
    std::map<std::uint16_t, KeyMeaning> keys;
    /// By digits typed before enter; "" is enter alone.
    std::map<std::string, Press> codes;
};

/// Errors name file, line, key and what is allowed. Runs the examples of the profile.
[[nodiscard]] Result<KeypadProfile, std::string> load_keypad_profile(const std::filesystem::path& file);

/// "KEY_KP1" -> its code; nothing for a name that Linux does not know.
[[nodiscard]] std::optional<std::uint16_t> key_code(const std::string& name);
/// "KEY_KP1", or the number for a code without a name.
[[nodiscard]] std::string key_name(std::uint16_t code);

/// Keys in the order they are pressed.
class KeyWords {
  public:
    struct Said {
        /// entering: digits wait for the next key. unknown: a key or a number that means nothing.
        enum class What : std::uint8_t { nothing, entering, press, unknown };
        What what = What::nothing;
        Press meant;
    };
    /// `profile` outlives it.
    explicit KeyWords(const KeypadProfile& profile) : profile_(profile) {}
    [[nodiscard]] Said press(std::uint16_t code);
    /// Drops what was typed; false when there was nothing.
    bool clear();
    /// Digits kept until enter; never more than the profile's most_digits.
    [[nodiscard]] std::size_t waiting() const { return digits_.size(); }

  private:
    [[nodiscard]] Said enter();
    const KeypadProfile& profile_;
    std::string digits_;
    /// More digits were typed than any number has: none of them counts.
    bool overlong_ = false;
};

}  // namespace jiaohao::drivers::keypad
