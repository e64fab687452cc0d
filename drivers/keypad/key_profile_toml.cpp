// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <libevdev/libevdev.h>

#include <set>
#include <sstream>

#include "drivers/keypad/key_profile.hpp"
#include "kiosk/config/checked_toml.hpp"

namespace jiaohao::drivers::keypad {
namespace {

using config::Table;

const config::TextRule kCodeText{5, 32, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_",
                                 "a name of linux/input-event-codes.h such as KEY_KP1"};
const config::TextRule kDigitsText{0, 8, "0123456789", "0 to 8 digits"};
const config::TextRule kLedText{0, 32, kCodeText.alphabet,
                                "a name of linux/input-event-codes.h such as LED_SCROLLL, or nothing"};
const config::TextRule kKeysText{5, 400, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_ ",
                                 "names of keys in the order they are pressed, apart by spaces"};
constexpr std::uint32_t kBestLevel = 5;

/// What a press of this role can be called.
std::vector<std::string> presses_of(Role role) {
    std::vector<std::string> all;
    if (role == Role::pad) {
        for (std::uint32_t level = 1; level <= kBestLevel; ++level) {
            all.push_back(fmt::format("pad.{}", level));
        }
        return all;
    }
    for (int key = 0; key <= static_cast<int>(ports::HandsetKey::resume); ++key) {
        all.push_back(engine::code(Press{Role::handset, static_cast<ports::HandsetKey>(key), 0}));
    }
    return all;
}

class Reading {
  public:
    Reading(Table& top, KeypadProfile& profile) : top_(top), profile_(profile) {}

    void run() {
        identity();
        timing();
        lamp();
        for (Table& table : top_.tables("key", 200)) {
            key(table);
        }
        for (Table& table : top_.tables("code", 100)) {
            number(table);
        }
        if (profile_.keys.empty()) {
            top_.problem("key", "missing; needed: a [[key]] for each key that means something");
        }
        examples_ = top_.tables("example", 200);
        for (Table& table : examples_) {
            example(table);
        }
        for (const std::string& press : presses_) {
            if (!shown_.contains(press)) {
                top_.problem("example", fmt::format("none shows {}; needed: one for every press", press));
            }
        }
        top_.done();
    }

  private:
    void identity() {
        profile_.id = top_.text("id", config::kIdText);
        profile_.name = top_.text("name", {1, 200, {}, {}});
        static_cast<void>(top_.text("maker", {0, 200, {}, {}}, ""));
        static_cast<void>(top_.text("source", {0, 1000, {}, {}}, ""));
        static_cast<void>(top_.choice("kind", {"keypad"}));
        profile_.role = top_.choice("role", {"handset", "pad"}) == "pad" ? Role::pad : Role::handset;
    }

    void timing() {
        profile_.bounce = std::chrono::milliseconds{top_.integer("bounce_ms", {0, 1000}, 60)};
        profile_.entry = std::chrono::seconds{top_.integer("entry_s", {1, 60}, 5)};
        profile_.stuck = std::chrono::seconds{top_.integer("stuck_s", {2, 3600}, 10)};
        profile_.most_digits = static_cast<std::size_t>(top_.integer("most_digits", {1, 8}, 4));
    }

    void lamp() {
        const std::string name = top_.text("led", kLedText, "LED_SCROLLL");
        const int found = libevdev_event_code_from_name(EV_LED, name.c_str());
        if (!name.empty() && found < 0) {
            top_.problem("led", fmt::format("Linux knows no {}; allowed: {}", name, kLedText.meaning));
        } else if (!name.empty()) {
            profile_.led = static_cast<std::uint16_t>(found);
        }
    }

    Press press(Table& table, const std::string& means) {
        const auto found = engine::press_from_code(means);
        if (!found || found->role != profile_.role) {
            table.problem("means",
                          fmt::format("is \"{}\"; allowed of a {}: {}", means, engine::code(profile_.role),
                                      fmt::join(presses_of(profile_.role), ", ")));
            return {};
        }
        presses_.insert(means);
        return *found;
    }

    void key(Table& table) {
        KeyMeaning meaning;
        const std::string means = table.text("means", {1, 40, {}, {}});
        if (means.size() == 7 && means.starts_with("digit.") && means[6] >= '0' && means[6] <= '9') {
            meaning.what = KeyMeaning::What::digit;
            meaning.digit = means[6];
        } else if (means == "enter") {
            meaning.what = KeyMeaning::What::enter;
        } else if (means == "clear") {
            meaning.what = KeyMeaning::What::clear;
        } else if (means.find('.') == std::string::npos || means.starts_with("digit")) {
            if (means != "nothing") {
                table.problem("means", fmt::format("is \"{}\"; allowed: digit.0 to digit.9, enter, clear, "
                                                   "nothing, {}",
                                                   means, fmt::join(presses_of(profile_.role), ", ")));
            }
        } else {
            meaning.what = KeyMeaning::What::press;
            meaning.meant = press(table, means);
        }
        const auto names = table.texts("keys", kCodeText, {}, 1, 20);
        for (std::size_t i = 0; i < names.size(); ++i) {
            const auto found = key_code(names[i]);
            if (!found || *found == KEY_NUMLOCK) {
                table.problem_at(
                    "keys", i,
                    fmt::format("is {}; allowed: {}, without KEY_NUMLOCK", names[i], kCodeText.meaning));
            } else if (!profile_.keys.emplace(*found, meaning).second) {
                table.problem_at("keys", i, fmt::format("{} has a meaning already", names[i]));
            }
        }
        table.done();
    }

    void number(Table& table) {
        const std::string digits = table.text("digits", kDigitsText);
        const Press meant = press(table, table.text("means", {1, 40, {}, {}}));
        if (digits.size() > profile_.most_digits) {
            table.problem("digits", fmt::format("is longer than most_digits ({})", profile_.most_digits));
        }
        if (!profile_.codes.emplace(digits, meant).second) {
            table.problem("digits", fmt::format("\"{}\" has a meaning already", digits));
        }
        table.done();
    }

    void example(Table& table) {
        static_cast<void>(table.text("name", config::kIdText));
        const std::string means = table.text("means", {1, 40, {}, {}});
        KeyWords words(profile_);
        KeyWords::Said said;
        std::istringstream keys(table.text("keys", kKeysText));
        for (std::string name; keys >> name;) {
            const auto found = key_code(name);
            if (!found) {
                table.problem("keys", fmt::format("Linux knows no {}", name));
                return;
            }
            said = words.press(*found);
        }
        const std::string is = said.what == KeyWords::Said::What::press      ? engine::code(said.meant)
                               : said.what == KeyWords::Said::What::unknown  ? "unknown"
                               : said.what == KeyWords::Said::What::entering ? "entering"
                                                                             : "nothing";
        if (is != means) {
            table.problem("means", fmt::format("is \"{}\", but these keys mean \"{}\"", means, is));
        }
        shown_.insert(is);
        table.done();
    }

    Table& top_;
    KeypadProfile& profile_;
    std::vector<Table> examples_;
    std::set<std::string> presses_;
    std::set<std::string> shown_;
};

}  // namespace

std::optional<std::uint16_t> key_code(const std::string& name) {
    const int found = libevdev_event_code_from_name(EV_KEY, name.c_str());
    return found > 0 ? std::optional{static_cast<std::uint16_t>(found)} : std::nullopt;
}

std::string key_name(std::uint16_t code) {
    const char* name = libevdev_event_code_get_name(EV_KEY, code);
    return name == nullptr ? fmt::format("{}", code) : name;
}

Result<KeypadProfile, std::string> load_keypad_profile(const std::filesystem::path& file) {
    config::Problems problems;
    auto top = config::open_toml({file}, problems);
    if (!top) {
        return fail(problems.text());
    }
    KeypadProfile profile;
    Reading(*top, profile).run();
    if (!problems.empty()) {
        return fail(problems.text());
    }
    return profile;
}

}  // namespace jiaohao::drivers::keypad
