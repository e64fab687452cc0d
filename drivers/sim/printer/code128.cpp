// SPDX-License-Identifier: Apache-2.0
#include "drivers/sim/printer/code128.hpp"

#include <array>
#include <string_view>

namespace jiaohao::drivers::sim {
namespace {

/// Widths of bar, space, bar, space, bar, space (and the stop's last bar) of each value.
constexpr std::array<std::string_view, 107> kWidths{
    "212222", "222122", "222221", "121223", "121322", "131222", "122213", "122312", "132212", "221213",
    "221312", "231212", "112232", "122132", "122231", "113222", "123122", "123221", "223211", "221132",
    "221231", "213212", "223112", "312131", "311222", "321122", "321221", "312212", "322112", "322211",
    "212123", "212321", "232121", "111323", "131123", "131321", "112313", "132113", "132311", "211313",
    "231113", "231311", "112133", "112331", "132131", "113123", "113321", "133121", "313121", "211331",
    "231131", "213113", "213311", "213131", "311123", "311321", "331121", "312113", "312311", "332111",
    "314111", "221411", "431111", "111224", "111422", "121124", "121421", "141122", "141221", "112214",
    "112412", "122114", "122411", "142112", "142211", "241211", "221114", "413111", "241112", "134111",
    "111242", "121142", "121241", "114212", "124112", "124211", "411212", "421112", "421211", "212141",
    "214121", "412121", "111143", "111341", "131141", "114113", "114311", "411113", "411311", "113141",
    "114131", "311141", "411131", "211412", "211214", "211232", "2331112"};

constexpr std::size_t kStartB = 104;
constexpr std::size_t kStop = 106;
constexpr std::size_t kModulus = 103;

void append(std::vector<bool>& out, std::size_t value) {
    bool black = true;
    for (const char width : kWidths[value]) {
        out.insert(out.end(), static_cast<std::size_t>(width - '0'), black);
        black = !black;
    }
}

}  // namespace

std::vector<bool> code128_modules(const std::string& text) {
    std::vector<bool> out;
    append(out, kStartB);
    std::size_t check = kStartB;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto value = static_cast<std::size_t>(text[i] - ' ');
        check += value * (i + 1);
        append(out, value);
    }
    append(out, check % kModulus);
    append(out, kStop);
    return out;
}

std::size_t barcode_width(const std::string& text) {
    return 11 * (text.size() + 2) + 13;
}

}  // namespace jiaohao::drivers::sim
