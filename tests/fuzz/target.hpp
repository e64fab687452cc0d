// A fuzz target: any bytes in; what the parser promises is checked. It returns when all holds, throws Broken when a
// promise does not, and crashes under the sanitizers otherwise. The same functions run in two programs: fuzz_<name>
// (libFuzzer, by run.sh) and fuzz_corpus (committed inputs and a fixed number of mutations, by ./test).
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

#include "kiosk/base/bytes.hpp"

namespace jiaohao::fuzz {

class Broken : public std::logic_error {
  public:
    using std::logic_error::logic_error;
};

inline void check(bool holds, const char* promise) {
    if (!holds) {
        throw Broken(promise);
    }
}
inline void check(bool holds, const char* promise, const std::string& detail) {
    if (!holds) {
        throw Broken(std::string(promise) + ": " + detail);
    }
}

inline std::string_view text_of(ByteView bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// Takes an input apart from its front; what is missing is 0 or empty.
class Input {
  public:
    explicit Input(ByteView bytes) : bytes_(bytes) {}

    std::uint8_t byte() {
        if (bytes_.empty()) {
            return 0;
        }
        const std::uint8_t first = bytes_.front();
        bytes_ = bytes_.subspan(1);
        return first;
    }
    std::uint32_t number() {
        std::uint32_t value = 0;
        for (int i = 0; i < 4; ++i) {
            value = value << 8U | byte();
        }
        return value;
    }
    /// Up to the next line feed, which is left out.
    ByteView line() {
        const auto end = std::find(bytes_.begin(), bytes_.end(), '\n');
        const auto size = static_cast<std::size_t>(end - bytes_.begin());
        const ByteView taken = bytes_.first(size);
        bytes_ = bytes_.subspan(std::min(size + 1, bytes_.size()));
        return taken;
    }
    ByteView take(std::size_t most) {
        const ByteView taken = bytes_.first(std::min(most, bytes_.size()));
        bytes_ = bytes_.subspan(taken.size());
        return taken;
    }
    ByteView rest() { return take(bytes_.size()); }
    [[nodiscard]] bool empty() const { return bytes_.empty(); }

  private:
    ByteView bytes_;
};

using Run = void (*)(ByteView);

struct Target {
    /// Of the folder in corpus/ and of the program fuzz_<name>.
    const char* name;
    Run run;
    /// How many mutated inputs fuzz_corpus tries: about a second's worth.
    std::size_t mutations;
    /// Inputs are texts of lines: mutate also by whole lines.
    bool lines;
};
[[nodiscard]] std::span<const Target> targets();

void frames(ByteView input);
void meanings(ByteView input);
void sayings(ByteView input);
void patterns(ByteView input);
void device_profile(ByteView input);
void printer_replies(ByteView input);
void printer_profile(ByteView input);
void ticket_template(ByteView input);
void ticket_bytes(ByteView input);
void escpos(ByteView input);
void capture(ByteView input);
void hall_config(ByteView input);
void office_config(ByteView input);
void api_message(ByteView input);
void event(ByteView input);
void batch(ByteView input);
void contact(ByteView input);
void content_coding(ByteView input);
void recorded_day(ByteView input);
void request_target(ByteView input);
void snapshot(ByteView input);
void keypad_events(ByteView input);
void logo(ByteView input);
void sim_script(ByteView input);
void counter_file(ByteView input);
void appointments(ByteView input);

}  // namespace jiaohao::fuzz
