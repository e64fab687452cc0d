// SPDX-License-Identifier: Apache-2.0
#include "drivers/keypad/key_profile.hpp"

namespace jiaohao::drivers::keypad {

using What = KeyWords::Said::What;

KeyWords::Said KeyWords::press(std::uint16_t code) {
    const auto found = profile_.keys.find(code);
    if (found == profile_.keys.end()) {
        return {What::unknown, {}};
    }
    const KeyMeaning& meaning = found->second;
    switch (meaning.what) {
        case KeyMeaning::What::press:
            // As on a hall bus: digits typed before a function key do not change it.
            clear();
            return {What::press, meaning.meant};
        case KeyMeaning::What::digit:
            overlong_ = overlong_ || digits_.size() >= profile_.most_digits;
            if (!overlong_) {
                digits_ += meaning.digit;
            }
            return {What::entering, {}};
        case KeyMeaning::What::enter:
            return enter();
        case KeyMeaning::What::clear:
            clear();
            return {};
        case KeyMeaning::What::nothing:
            return {};
    }
    return {};
}

KeyWords::Said KeyWords::enter() {
    const auto found = overlong_ ? profile_.codes.end() : profile_.codes.find(digits_);
    const bool typed = clear();
    if (found == profile_.codes.end()) {
        return {typed ? What::unknown : What::nothing, {}};
    }
    return {What::press, found->second};
}

bool KeyWords::clear() {
    const bool any = !digits_.empty() || overlong_;
    digits_.clear();
    overlong_ = false;
    return any;
}

}  // namespace jiaohao::drivers::keypad
