// Head office's configuration file (headofficed).
// SPDX-License-Identifier: Apache-2.0
#include "headoffice/daemon/settings.hpp"
#include "tests/fuzz/memory_file.hpp"
#include "tests/fuzz/target.hpp"

namespace jiaohao::fuzz {

void office_config(ByteView bytes) {
    static MemoryFile file;
    file.fill(bytes);
    headoffice::Settings settings;
    const auto read = headoffice::read_settings({file.path()}, settings);
    if (!read) {
        check(read.error().starts_with(file.path()), "an error does not name the file", read.error());
        return;
    }
    const auto sound = headoffice::check_settings(settings);
    check(sound || !sound.error().empty(), "settings are refused without a word");
}

}  // namespace jiaohao::fuzz
