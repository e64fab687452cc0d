// A snapshot of the hall's state, as the journal keeps it; and an answer to a request.
// SPDX-License-Identifier: Apache-2.0
#include "kiosk/journal/snapshot_codec.hpp"

#include "tests/fuzz/target.hpp"

namespace jiaohao::fuzz {

void snapshot(ByteView bytes) {
    const std::string_view text = text_of(bytes);
    const auto state = journal::decode_state(text);
    if (state) {
        const std::string written = journal::encode_state(*state);
        const auto again = journal::decode_state(written);
        check(again.has_value(), "a snapshot that was written is refused", again ? "" : again.error());
        check(journal::encode_state(*again) == written, "a snapshot changes when it is written");
    } else {
        check(!state.error().empty(), "a snapshot is refused without a word");
    }
    const auto answer = journal::decode_answer(text);
    if (answer) {
        check(journal::decode_answer(journal::encode_answer(*answer)).has_value(),
              "an answer that was written is refused");
    }
}

}  // namespace jiaohao::fuzz
