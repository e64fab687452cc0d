// SPDX-License-Identifier: Apache-2.0
#include "drivers/sim/picture/font.hpp"

#include <fmt/format.h>
#include <ft2build.h>
#include FT_FREETYPE_H

#include <array>
#include <utility>
#include <vector>

namespace jiaohao::drivers::sim {
namespace {

namespace fs = std::filesystem;

struct Place {
    const char* path;
    /// Monospaced face within a collection: its half-width Latin fits the cells.
    int face;
};
constexpr std::array kPlaces{
    Place{"/usr/share/fonts/truetype/wqy/wqy-microhei.ttc", 1},
    Place{"/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", 7},
    Place{"/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc", 1},
    Place{"/usr/share/fonts/truetype/arphic/uming.ttc", 0},
    Place{"/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf", 0},
};
constexpr std::size_t kMostCached = 20000;

}  // namespace

struct Font::Face {
    FT_Library library = nullptr;
    FT_Face face = nullptr;

    Face() = default;
    Face(const Face&) = delete;
    Face& operator=(const Face&) = delete;
    ~Face() {
        if (face != nullptr) {
            FT_Done_Face(face);
        }
        if (library != nullptr) {
            FT_Done_FreeType(library);
        }
    }
};

Font::Font(std::unique_ptr<Face> face) : face_(std::move(face)) {}
Font::~Font() = default;

Result<std::unique_ptr<Font>, std::string> Font::open(const fs::path& wanted) {
    auto face = std::make_unique<Face>();
    if (FT_Init_FreeType(&face->library) != 0) {
        return fail(std::string("FreeType does not start"));
    }
    std::vector<std::pair<std::string, int>> places;
    if (!wanted.empty()) {
        places.emplace_back(wanted.string(), 0);
    } else {
        for (const auto& place : kPlaces) {
            places.emplace_back(place.path, place.face);
        }
    }
    for (const auto& [path, index] : places) {
        if (FT_New_Face(face->library, path.c_str(), index, &face->face) == 0) {
            return std::unique_ptr<Font>(new Font(std::move(face)));
        }
    }
    return fail(wanted.empty()
                    ? std::string("no Chinese font found; install fonts-wqy-microhei or give --font FILE")
                    : fmt::format("{} is no font that can be read", wanted.string()));
}

const GlyphPicture& Font::glyph(char32_t point, int across, int up) {
    if (cache_.size() > kMostCached) {
        cache_.clear();
    }
    const auto key = std::make_tuple(point, across, up);
    if (const auto found = cache_.find(key); found != cache_.end()) {
        return found->second;
    }
    GlyphPicture picture;
    FT_Set_Pixel_Sizes(face_->face, static_cast<FT_UInt>(across), static_cast<FT_UInt>(up));
    if (FT_Load_Char(face_->face, point, FT_LOAD_RENDER | FT_LOAD_NO_HINTING) == 0) {
        const auto* slot = face_->face->glyph;
        picture.width = static_cast<int>(slot->bitmap.width);
        picture.height = static_cast<int>(slot->bitmap.rows);
        picture.left = slot->bitmap_left;
        picture.top = slot->bitmap_top;
        picture.advance = static_cast<int>(slot->advance.x >> 6);
        for (int y = 0; y < picture.height; ++y) {
            const auto* row = slot->bitmap.buffer + std::ptrdiff_t{y} * slot->bitmap.pitch;
            picture.coverage.insert(picture.coverage.end(), row, row + picture.width);
        }
    }
    return cache_.emplace(key, std::move(picture)).first->second;
}

}  // namespace jiaohao::drivers::sim
