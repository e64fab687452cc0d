// A logo's file: refused with a word, or dots within the bounds that the encoder counts on.
// SPDX-License-Identifier: Apache-2.0
#include "drivers/printer/encoder.hpp"
#include "drivers/printer/png_image.hpp"
#include "tests/fuzz/memory_file.hpp"
#include "tests/fuzz/target.hpp"

namespace jiaohao::fuzz {

void logo(ByteView bytes) {
    using namespace drivers::printer;
    static MemoryFile file;
    file.fill(bytes);
    const auto image = load_png(file.path());
    if (!image) {
        check(image.error().find(file.path()) != std::string::npos, "an error does not name the file",
              image.error());
        return;
    }
    const auto& dots = **image;
    check(dots.width > 0 && dots.width <= 1024 && dots.height > 0 && dots.height <= kMostImageHeight,
          "a logo beyond its bounds");
    check(dots.rows.size() == std::size_t{dots.height} * ((dots.width + 7U) / 8U), "rows that are not whole");
}

}  // namespace jiaohao::fuzz
