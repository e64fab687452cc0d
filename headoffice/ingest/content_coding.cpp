// SPDX-License-Identifier: Apache-2.0
#include "headoffice/ingest/content_coding.hpp"

#include <fmt/format.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <array>
#include <memory>

namespace jiaohao::headoffice {
namespace {

// A frame that asks for a larger window than this is no batch of ours (2^23 = 8 MiB).
constexpr int kMostWindowLog = 23;
constexpr std::size_t kPiece = std::size_t{64} * 1024;

CodingError malformed(std::string detail) {
    return {CodingError::Code::malformed, std::move(detail)};
}

/// The output so far, and how far it may go.
class Output {
  public:
    Output(std::size_t input, const CodingLimits& limits)
        : most_(std::min(limits.most_bytes, std::max(limits.ratio_free_bytes, input * limits.most_ratio))) {}

    [[nodiscard]] bool append(const char* bytes, std::size_t count) {
        if (count > most_ - text_.size()) {
            return false;
        }
        text_.append(bytes, count);
        return true;
    }
    [[nodiscard]] CodingError too_large() const {
        return {CodingError::Code::too_large,
                fmt::format("the body decodes to more than {} bytes: send less at once", most_)};
    }
    [[nodiscard]] std::string take() { return std::move(text_); }

  private:
    const std::size_t most_;
    std::string text_;
};

Result<std::string, CodingError> unzstd(std::string_view body, const CodingLimits& limits) {
    const std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> context(ZSTD_createDCtx(), &ZSTD_freeDCtx);
    if (!context ||
        ZSTD_isError(ZSTD_DCtx_setParameter(context.get(), ZSTD_d_windowLogMax, kMostWindowLog)) != 0) {
        return fail(malformed("no memory to decode zstd"));
    }
    Output output(body.size(), limits);
    std::array<char, kPiece> piece{};
    ZSTD_inBuffer in{body.data(), body.size(), 0};
    std::size_t left = 1;
    bool room_was_left = false;
    while (left != 0 && (in.pos < in.size || !room_was_left)) {
        ZSTD_outBuffer out{piece.data(), piece.size(), 0};
        left = ZSTD_decompressStream(context.get(), &out, &in);
        if (ZSTD_isError(left) != 0) {
            return fail(malformed(fmt::format("zstd: {}", ZSTD_getErrorName(left))));
        }
        if (!output.append(piece.data(), out.pos)) {
            return fail(output.too_large());
        }
        room_was_left = out.pos < out.size;
    }
    if (left != 0) {
        return fail(malformed("zstd: the body is cut short"));
    }
    if (in.pos != in.size) {
        return fail(malformed("zstd: bytes behind the end of the frame"));
    }
    return output.take();
}

Result<std::string, CodingError> gunzip(std::string_view body, const CodingLimits& limits) {
    z_stream stream{};
    constexpr int kGzipOnly = 15 + 16;
    if (inflateInit2(&stream, kGzipOnly) != Z_OK) {
        return fail(malformed("no memory to decode gzip"));
    }
    const std::unique_ptr<z_stream, decltype(&inflateEnd)> end(&stream, &inflateEnd);
    Output output(body.size(), limits);
    std::array<char, kPiece> piece{};
    // zlib's interface is not const-correct; it does not write to its input.
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(body.data()));
    stream.avail_in = static_cast<uInt>(body.size());
    int code = Z_OK;
    while (code == Z_OK) {
        stream.next_out = reinterpret_cast<Bytef*>(piece.data());
        stream.avail_out = static_cast<uInt>(piece.size());
        code = inflate(&stream, Z_NO_FLUSH);
        if (!output.append(piece.data(), piece.size() - stream.avail_out)) {
            return fail(output.too_large());
        }
    }
    if (code != Z_STREAM_END) {
        return fail(
            malformed(fmt::format("gzip: {}", stream.msg != nullptr ? stream.msg : "the body is cut short")));
    }
    if (stream.avail_in != 0) {
        return fail(malformed("gzip: bytes behind the end of the stream"));
    }
    return output.take();
}

}  // namespace

Result<std::string, CodingError> undo_content_coding(std::string_view coding, std::string_view body,
                                                     const CodingLimits& limits) {
    if (coding == "zstd") {
        return unzstd(body, limits);
    }
    if (coding == "gzip" || coding == "x-gzip") {
        return gunzip(body, limits);
    }
    if (!coding.empty() && coding != "identity") {
        return fail(CodingError{
            CodingError::Code::unsupported,
            fmt::format("Content-Encoding \"{}\" is not one of zstd, gzip, identity", coding.substr(0, 64))});
    }
    if (body.size() > limits.most_bytes) {
        return fail(CodingError{CodingError::Code::too_large,
                                fmt::format("the body has {} bytes, {} are allowed: send less at once",
                                            body.size(), limits.most_bytes)});
    }
    return std::string(body);
}

}  // namespace jiaohao::headoffice
