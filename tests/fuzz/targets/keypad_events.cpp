// Records of a keypad's event node, cut anywhere: the same keys however they are cut, none down twice.
// SPDX-License-Identifier: Apache-2.0
#include "drivers/keypad/event_reader.hpp"

#include "tests/fuzz/target.hpp"

namespace jiaohao::fuzz {

void keypad_events(ByteView bytes) {
    using namespace drivers::keypad;
    Input input(bytes);
    const std::size_t piece = input.byte() % 48U + 1;
    const ByteView records = input.rest();
    EventReader whole;
    std::vector<KeyChange> at_once;
    whole.feed(records, at_once);
    EventReader cut;
    std::vector<KeyChange> in_pieces;
    for (Input rest(records); !rest.empty();) {
        cut.feed(rest.take(piece), in_pieces);
    }
    check(at_once == in_pieces && whole.down() == cut.down(), "where records are cut changes the keys");
    std::set<std::uint16_t> down;
    for (const KeyChange& change : at_once) {
        const bool fits = change.down ? down.insert(change.code).second : down.erase(change.code) == 1;
        check(fits, "a key went the way it was already");
    }
    check(down == whole.down(), "keys are down that nobody pressed");
    std::vector<KeyChange> rest;
    whole.sync({}, rest);
    check(whole.down().empty() && rest.size() == down.size(), "a key stays down that was let go unseen");
}

}  // namespace jiaohao::fuzz
