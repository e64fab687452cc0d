// SPDX-License-Identifier: Apache-2.0
#include "drivers/sim/picture/picture.hpp"

#include <fmt/format.h>
#include <png.h>

#include <system_error>
#include <vector>

namespace jiaohao::drivers::sim {

Rgb Picture::colour(std::uint8_t value) const {
    Rgb mixed{};
    for (std::size_t i = 0; i < mixed.size(); ++i) {
        mixed[i] = static_cast<std::uint8_t>(dark[i] + (light[i] - dark[i]) * value / 255);
    }
    return mixed;
}

Canvas::Canvas(int width, int height, std::uint8_t ground) : width_(width), height_(height) {
    picture_.width = static_cast<std::uint32_t>(width);
    picture_.height = static_cast<std::uint32_t>(height);
    picture_.grey.assign(static_cast<std::size_t>(width) * static_cast<std::size_t>(height), ground);
}

void Canvas::blend(int x, int y, std::uint8_t coverage, std::uint8_t to) {
    if (x >= 0 && y >= 0 && x < width_ && y < height_) {
        auto& grey = picture_.grey[static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) +
                                   static_cast<std::size_t>(x)];
        grey = static_cast<std::uint8_t>(grey + (to - grey) * coverage / 255);
    }
}

void Canvas::fill(int x, int y, int width, int height, std::uint8_t grey) {
    for (int row = y; row < y + height; ++row) {
        for (int column = x; column < x + width; ++column) {
            blend(column, row, 255, grey);
        }
    }
}

void Canvas::frame(std::uint8_t grey) {
    fill(0, 0, width_, 1, grey);
    fill(0, height_ - 1, width_, 1, grey);
    fill(0, 0, 1, height_, grey);
    fill(width_ - 1, 0, 1, height_, grey);
}

Result<void, std::string> write_png(const Picture& picture, const std::filesystem::path& file) {
    const bool coloured = picture.dark != Rgb{0, 0, 0} || picture.light != Rgb{255, 255, 255};
    std::vector<std::uint8_t> palette;
    for (int value = 0; coloured && value < 256; ++value) {
        const Rgb colour = picture.colour(static_cast<std::uint8_t>(value));
        palette.insert(palette.end(), colour.begin(), colour.end());
    }
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = picture.width;
    image.height = picture.height;
    image.format = coloured ? PNG_FORMAT_RGB_COLORMAP : PNG_FORMAT_GRAY;
    image.colormap_entries = coloured ? 256 : 0;
    image.flags = PNG_IMAGE_FLAG_FAST;
    const std::filesystem::path fresh = file.string() + ".new";
    if (png_image_write_to_file(&image, fresh.c_str(), 0, picture.grey.data(), 0,
                                coloured ? palette.data() : nullptr) == 0) {
        return fail(fmt::format("cannot write {}: {}", file.string(), image.message));
    }
    std::error_code problem;
    std::filesystem::rename(fresh, file, problem);
    if (problem) {
        return fail(fmt::format("cannot write {}: {}", file.string(), problem.message()));
    }
    return {};
}

}  // namespace jiaohao::drivers::sim
