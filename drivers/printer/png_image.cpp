// SPDX-License-Identifier: Apache-2.0
#include "drivers/printer/png_image.hpp"

#include <fmt/format.h>
#include <png.h>

#include <vector>

#include "drivers/printer/encoder.hpp"

namespace jiaohao::drivers::printer {
namespace {

constexpr std::uint32_t kMostWidth = 1024;
constexpr std::uint8_t kHalf = 128;

/// Frees what libpng holds, also on the way out of an error.
struct Reader {
    png_image image{};
    Reader() { image.version = PNG_IMAGE_VERSION; }
    ~Reader() { png_image_free(&image); }
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;
};

}  // namespace

Result<std::shared_ptr<const ports::PaperImage>, std::string> load_png(const std::filesystem::path& file) {
    Reader reader;
    png_image& png = reader.image;
    if (png_image_begin_read_from_file(&png, file.c_str()) == 0) {
        return fail(fmt::format("{}: {}; allowed is a PNG file", file.string(), png.message));
    }
    if (png.width > kMostWidth || png.height > kMostImageHeight) {
        return fail(fmt::format("{}: {}x{} dots; at most {}x{}", file.string(), png.width, png.height,
                                kMostWidth, kMostImageHeight));
    }
    png.format = PNG_FORMAT_GRAY;
    std::vector<std::uint8_t> grey(PNG_IMAGE_SIZE(png));
    // Transparent dots are mixed with this: white paper.
    const png_color paper{255, 255, 255};
    if (png_image_finish_read(&png, &paper, grey.data(), 0, nullptr) == 0) {
        return fail(fmt::format("{}: {}; the file is damaged", file.string(), png.message));
    }
    auto image = std::make_shared<ports::PaperImage>();
    image->width = static_cast<std::uint16_t>(png.width);
    image->height = static_cast<std::uint16_t>(png.height);
    const std::size_t row_bytes = (png.width + 7) / 8;
    image->rows.assign(row_bytes * png.height, 0);
    for (std::size_t i = 0; i < grey.size(); ++i) {
        const std::size_t x = i % png.width;
        if (grey[i] < kHalf) {
            image->rows[i / png.width * row_bytes + x / 8] |= static_cast<std::uint8_t>(0x80U >> (x % 8));
        }
    }
    return image;
}

}  // namespace jiaohao::drivers::printer
