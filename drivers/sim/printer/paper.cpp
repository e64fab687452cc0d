// SPDX-License-Identifier: Apache-2.0
#include "drivers/sim/printer/paper.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "drivers/printer/text_codec.hpp"

namespace jiaohao::drivers::sim {
namespace {

bool has_digit(const std::string& text) {
    return std::any_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool has_ink(const PaperRow& row) {
    return !row.qr.empty() || !row.barcode.empty() || !row.raster.empty() ||
           std::any_of(row.runs.begin(), row.runs.end(), [](const PaperRun& run) {
               return run.inverted || run.text.find_first_not_of(' ') != std::string::npos;
           });
}

}  // namespace

bool Paper::blank() const {
    return std::none_of(rows.begin(), rows.end(), has_ink);
}

std::string Paper::text() const {
    std::string out;
    for (const auto& row : rows) {
        if (!row.qr.empty()) {
            out += fmt::format("[QR {}]\n", row.qr);
        } else if (!row.barcode.empty()) {
            out += fmt::format("[CODE128 {}]\n", row.barcode);
        } else if (!row.raster.empty()) {
            out += fmt::format("[dots {}x{}]\n", row.raster_row_bytes * 8 * row.raster_scale, row.dots);
        } else if (!row.runs.empty()) {
            for (const auto& run : row.runs) {
                out += run.text;
            }
            out += '\n';
        }
    }
    return out;
}

std::string Paper::qr() const {
    for (const auto& row : rows) {
        if (!row.qr.empty()) {
            return row.qr;
        }
    }
    return {};
}

bool Paper::marked() const {
    return std::any_of(rows.begin(), rows.end(), [](const PaperRow& row) {
        return std::any_of(row.runs.begin(), row.runs.end(),
                           [](const PaperRun& run) { return run.inverted; });
    });
}

std::string Paper::number() const {
    std::string best;
    int best_size = 0;
    for (const auto& row : rows) {
        for (const auto& run : row.runs) {
            std::istringstream words(run.text);
            for (std::string word; words >> word;) {
                if (!run.inverted && run.height > best_size && has_digit(word)) {
                    best = word;
                    best_size = run.height;
                }
            }
        }
    }
    return best;
}

std::uint32_t cells_of(const std::string& text) {
    std::uint32_t cells = 0;
    for (std::string_view rest(text); !rest.empty();) {
        cells += printer::next_code_point(rest) < 0x250 ? 1 : 2;
    }
    return cells;
}

}  // namespace jiaohao::drivers::sim
