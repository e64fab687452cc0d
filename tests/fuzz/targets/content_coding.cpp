// Byte 0 chooses the coding, the rest is a body.
// SPDX-License-Identifier: Apache-2.0
#include "headoffice/ingest/content_coding.hpp"

#include <array>

#include "tests/fuzz/target.hpp"

namespace jiaohao::fuzz {

void content_coding(ByteView bytes) {
    constexpr std::array<std::string_view, 4> kCodings{"zstd", "gzip", "identity", "br"};
    headoffice::CodingLimits limits;
    limits.most_bytes = std::size_t{256} << 10U;
    limits.ratio_free_bytes = std::size_t{32} << 10U;
    Input input(bytes);
    const auto coding = kCodings[input.byte() % kCodings.size()];
    const std::string_view body = text_of(input.rest());
    const auto decoded = headoffice::undo_content_coding(coding, body, limits);
    if (!decoded) {
        check(!decoded.error().detail.empty(), "a body is refused without a word");
        return;
    }
    check(decoded->size() <= limits.most_bytes, "a body is larger than is allowed");
    check(decoded->size() <= limits.ratio_free_bytes || decoded->size() <= body.size() * limits.most_ratio,
          "a small body becomes a large one");
}

}  // namespace jiaohao::fuzz
