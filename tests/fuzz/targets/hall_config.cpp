// A hall's configuration file (kioskd). The input may name other files; only real ones are opened.
// SPDX-License-Identifier: Apache-2.0
#include "kiosk/config/kiosk_config.hpp"
#include "tests/fuzz/memory_file.hpp"
#include "tests/fuzz/target.hpp"

namespace jiaohao::fuzz {

void hall_config(ByteView bytes) {
    static MemoryFile file;
    file.fill(bytes);
    const auto config = config::load(file.path());
    if (!config) {
        check(!config.error().empty() && !config.error().text().empty(), "a file is refused without a word");
        check(config.error().kept().size() <= config::Problems::kMost, "problems have no end");
        return;
    }
    check(!config->files.empty(), "nothing was read");
    static_cast<void>(config::problem_at(*config, "printer[1].profile", "x"));
}

}  // namespace jiaohao::fuzz
