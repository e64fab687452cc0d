// Undoes Content-Encoding within bounds: a small body that would grow beyond them is refused before it has
// grown.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "kiosk/base/result.hpp"

namespace jiaohao::headoffice {

struct CodingLimits {
    /// Bytes after decoding.
    std::size_t most_bytes = std::size_t{8} << 20U;
    /// Bytes after decoding for each byte before; judged beyond `ratio_free_bytes` only, since short
    /// repetitive bodies compress well.
    std::size_t most_ratio = 256;
    std::size_t ratio_free_bytes = std::size_t{1} << 20U;
};

struct CodingError {
    enum class Code : std::uint8_t { unsupported, too_large, malformed };
    Code code{};
    std::string detail;
};

/// `coding` is the header's value: "zstd", "gzip", "identity" or empty; one coding only.
[[nodiscard]] Result<std::string, CodingError> undo_content_coding(std::string_view coding,
                                                                   std::string_view body,
                                                                   const CodingLimits& limits);

}  // namespace jiaohao::headoffice
