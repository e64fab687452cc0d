// SPDX-License-Identifier: Apache-2.0
#include "drivers/bus/frame_codec.hpp"

#include <algorithm>
#include <iterator>
#include <numeric>

namespace jiaohao::drivers {
namespace {

// Offsets into a frame: lead, mark, L, L, mark, then L bytes (address, function, data), CS, end.
constexpr std::size_t kHead = 5;
constexpr std::size_t kAddressAndFunction = 2;
constexpr std::size_t kTail = 2;

std::uint8_t sum(ByteView bytes) {
    return static_cast<std::uint8_t>(std::accumulate(bytes.begin(), bytes.end(), 0U) & 0xFFU);
}

}  // namespace

Bytes encode(const FrameShape& shape, const BusFrame& frame) {
    const auto length = static_cast<std::uint8_t>(kAddressAndFunction + frame.data.size());
    Bytes bytes{shape.lead, shape.mark, length, length, shape.mark, frame.address, frame.function};
    bytes.insert(bytes.end(), frame.data.begin(), frame.data.end());
    bytes.push_back(sum(ByteView{bytes}.subspan(kHead)));
    bytes.push_back(shape.end);
    return bytes;
}

std::string_view code(RejectCause cause) {
    constexpr std::array<std::string_view, kRejectCauses> codes{"noise",        "bad_mark", "bad_length",
                                                                "bad_checksum", "bad_end",  "truncated"};
    return codes.at(static_cast<std::size_t>(cause));
}

FrameDecoder::Verdict FrameDecoder::judge(RejectCause& cause) const {
    const auto refuse = [&cause](RejectCause why) {
        cause = why;
        return Verdict::rejected;
    };
    if (held_[0] != shape_.lead) {
        return refuse(RejectCause::noise);
    }
    if (held_.size() > 1 && held_[1] != shape_.mark) {
        return refuse(RejectCause::bad_mark);
    }
    if (held_.size() > 2 &&
        (held_[2] < kAddressAndFunction || held_[2] > kAddressAndFunction + shape_.most_data)) {
        return refuse(RejectCause::bad_length);
    }
    if (held_.size() > 3 && held_[3] != held_[2]) {
        return refuse(RejectCause::bad_length);
    }
    if (held_.size() > 4 && held_[4] != shape_.mark) {
        return refuse(RejectCause::bad_mark);
    }
    if (held_.size() < kHead || held_.size() < kHead + held_[2] + kTail) {
        return Verdict::incomplete;
    }
    const std::size_t length = held_[2];
    if (sum(ByteView{held_}.subspan(kHead, length)) != held_[kHead + length]) {
        return refuse(RejectCause::bad_checksum);
    }
    if (held_[kHead + length + 1] != shape_.end) {
        return refuse(RejectCause::bad_end);
    }
    return Verdict::sound;
}

void FrameDecoder::reject_first(RejectCause cause) {
    held_.erase(held_.begin());
    ++rejected_.at(static_cast<std::size_t>(cause));
}

void FrameDecoder::scan(const Sink& sink) {
    RejectCause cause{};
    while (!held_.empty()) {
        const Verdict verdict = judge(cause);
        if (verdict == Verdict::incomplete) {
            return;
        }
        if (verdict == Verdict::rejected) {
            reject_first(cause);
            continue;
        }
        const std::size_t length = held_[2];
        const auto body = held_.begin() + static_cast<std::ptrdiff_t>(kHead);
        const auto body_end = body + static_cast<std::ptrdiff_t>(length);
        BusFrame frame{body[0], body[1], Bytes(std::next(body, kAddressAndFunction), body_end)};
        held_.erase(held_.begin(), std::next(body_end, kTail));
        ++frames_;
        sink(frame);
    }
}

void FrameDecoder::feed(ByteView bytes, const Sink& sink) {
    // In pieces, so that a megabyte of lead bytes does not make erasing at the front quadratic.
    constexpr std::size_t kPiece = 64;
    for (std::size_t at = 0; at < bytes.size(); at += kPiece) {
        const ByteView piece = bytes.subspan(at, std::min(kPiece, bytes.size() - at));
        held_.insert(held_.end(), piece.begin(), piece.end());
        scan(sink);
    }
}

void FrameDecoder::end_of_burst(const Sink& sink) {
    while (!held_.empty()) {
        reject_first(RejectCause::truncated);
        scan(sink);
    }
}

void FrameDecoder::drop() {
    rejected_.at(static_cast<std::size_t>(RejectCause::truncated)) += held_.size();
    held_.clear();
}

std::uint64_t FrameDecoder::rejected() const {
    return std::accumulate(rejected_.begin(), rejected_.end(), std::uint64_t{0});
}

}  // namespace jiaohao::drivers
