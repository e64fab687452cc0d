// A recorded line's file. What is accepted is written again and read back the same.
// SPDX-License-Identifier: Apache-2.0
#include "drivers/line/capture.hpp"

#include <sstream>

#include "tests/fuzz/target.hpp"

namespace jiaohao::fuzz {

void capture(ByteView bytes) {
    using namespace drivers::capture;
    std::istringstream in{std::string(text_of(bytes))};
    const auto read_once = read(in);
    if (!read_once) {
        check(read_once.error().line > 0 && !read_once.error().what.empty(),
              "a capture is refused without a word");
        return;
    }
    std::string text = to_text(read_once->header);
    std::chrono::microseconds last{0};
    for (const Record& record : read_once->records) {
        check(record.at >= last, "time runs backwards");
        last = record.at;
        // Whoever plays it adds this to the time of its boot, in nanoseconds.
        check(last <= std::chrono::hours{24 * 365 * 100}, "a time that no clock reaches");
        text += to_text(record);
    }
    std::istringstream again{text};
    const auto read_twice = read(again);
    check(read_twice.has_value(), "a capture that was written is refused",
          read_twice ? "" : read_twice.error().what);
    check(read_twice->header == read_once->header, "a header changes when it is written",
          to_text(read_once->header));
    check(read_twice->records == read_once->records, "records change when they are written");
}

}  // namespace jiaohao::fuzz
