// A simulator's script: refused with file and line, or lines that come to their end.
// SPDX-License-Identifier: Apache-2.0
#include "drivers/sim/script.hpp"
#include "tests/fuzz/memory_file.hpp"
#include "tests/fuzz/target.hpp"

namespace jiaohao::fuzz {

void sim_script(ByteView bytes) {
    using namespace drivers::sim;
    static MemoryFile file;
    file.fill(bytes);
    const auto lines = read_script(file.path(), [](const std::string& line) {
        return line.starts_with("bad") ? "is bad" : std::string();
    });
    if (!lines) {
        check(lines.error().starts_with(file.path()), "an error does not name the file", lines.error());
        return;
    }
    std::size_t texts = 0;
    for (const ScriptLine& line : *lines) {
        check(line.pause ? line.pause->count() >= 0 && line.text.empty() : !line.text.empty(),
              "a line that is neither a pause nor a text");
        texts += line.pause ? 0 : 1;
    }
    ScriptPlayer player(*lines, [](ScriptPlayer::Time span) { return span; });
    ScriptPlayer::Time now{0};
    std::size_t told = 0;
    bool ended = false;
    for (std::size_t turn = 0; turn <= 2 * lines->size() + 2 && !ended; ++turn) {
        while (player.next(now)) {
            check(++told <= texts, "a script says more than stands in it");
        }
        ended = player.ends(now);
        now = std::max(now, player.due().value_or(now));
    }
    check(told == texts && (ended || lines->empty()), "a script does not come to its end");
}

}  // namespace jiaohao::fuzz
