// SPDX-License-Identifier: Apache-2.0
#include "kiosk/stats/histogram.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <utility>

#include <fmt/format.h>

namespace jiaohao::stats {
namespace {

constexpr std::uint64_t exact_below = 128;
constexpr std::uint64_t per_octave = 64;

void put_varint(std::string& out, std::uint64_t value) {
    while (value >= 0x80) {
        out.push_back(static_cast<char>(value | 0x80));
        value >>= 7;
    }
    out.push_back(static_cast<char>(value));
}

/// Reads LEB128 numbers and remembers where it stood when one was bad.
class VarintReader {
  public:
    explicit VarintReader(std::string_view bytes) : bytes_(bytes) {}

    [[nodiscard]] bool at_end() const { return at_ == bytes_.size(); }
    [[nodiscard]] std::size_t at() const { return at_; }

    [[nodiscard]] Result<std::uint64_t, std::string> next() {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            if (at_end()) {
                return fail(fmt::format("a number is cut off at byte {}", at_));
            }
            const auto byte = static_cast<std::uint8_t>(bytes_[at_]);
            const std::uint64_t part = byte & 0x7FU;
            if (shift == 63 && part > 1) {
                break;
            }
            ++at_;
            value |= part << shift;
            if ((byte & 0x80U) == 0) {
                if (byte == 0 && shift > 0) {
                    return fail(fmt::format("a number before byte {} is not in its shortest form", at_));
                }
                return value;
            }
        }
        return fail(fmt::format("the number at byte {} exceeds 64 bits", at_));
    }

  private:
    std::string_view bytes_;
    std::size_t at_ = 0;
};

struct Head {
    std::uint64_t sum = 0;
    std::uint64_t clamped = 0;
};

Result<Head, std::string> read_head(VarintReader& reader) {
    const auto layout = reader.next();
    if (!layout) {
        return fail(layout.error());
    }
    if (*layout != Histogram::layout) {
        return fail(fmt::format("layout {} is unknown, this version reads {}", *layout, Histogram::layout));
    }
    const auto sum = reader.next();
    if (!sum) {
        return fail(sum.error());
    }
    const auto clamped = reader.next();
    if (!clamped) {
        return fail(clamped.error());
    }
    return Head{.sum = *sum, .clamped = *clamped};
}

}  // namespace

std::size_t Histogram::bin_of(std::uint64_t value) {
    value = std::min(value, largest);
    if (value < exact_below) {
        return value;
    }
    const auto shift = static_cast<unsigned>(std::bit_width(value)) - 7U;
    return per_octave * shift + (value >> shift);
}

std::uint64_t Histogram::lowest(std::size_t bin) {
    if (bin < exact_below) {
        return bin;
    }
    const auto shift = static_cast<unsigned>(bin / per_octave) - 1U;
    return (bin - per_octave * shift) << shift;
}

std::uint64_t Histogram::highest(std::size_t bin) {
    const auto shift = bin < exact_below ? 0U : static_cast<unsigned>(bin / per_octave) - 1U;
    return lowest(bin) + (std::uint64_t{1} << shift) - 1;
}

std::uint64_t Histogram::in_bin(std::size_t bin) const {
    const auto at = std::ranges::lower_bound(used_, bin, {}, &Used::bin);
    return at != used_.end() && at->bin == bin ? at->count : 0;
}

void Histogram::add(std::uint64_t value) {
    const auto bin = bin_of(value);
    const auto at = std::ranges::lower_bound(used_, bin, {}, &Used::bin);
    if (at != used_.end() && at->bin == bin) {
        ++at->count;
    } else {
        used_.insert(at, {.bin = bin, .count = 1});
    }
    ++count_;
    sum_ += value;
    if (value > largest) {
        ++clamped_;
    }
}

void Histogram::merge(const Histogram& other) {
    std::vector<Used> merged;
    merged.reserve(used_.size() + other.used_.size());
    auto mine = used_.begin();
    for (const auto& theirs : other.used_) {
        while (mine != used_.end() && mine->bin < theirs.bin) {
            merged.push_back(*mine++);
        }
        merged.push_back(theirs);
        if (mine != used_.end() && mine->bin == theirs.bin) {
            merged.back().count += mine++->count;
        }
    }
    merged.insert(merged.end(), mine, used_.end());
    used_ = std::move(merged);
    count_ += other.count_;
    sum_ += other.sum_;
    clamped_ += other.clamped_;
}

double Histogram::mean() const {
    return count_ == 0 ? 0.0 : static_cast<double>(sum_) / static_cast<double>(count_);
}

std::uint64_t Histogram::quantile(double q) const {
    if (count_ == 0) {
        return 0;
    }
    const double wanted = std::ceil(std::clamp(q, 0.0, 1.0) * static_cast<double>(count_));
    const auto rank = std::clamp<std::uint64_t>(static_cast<std::uint64_t>(wanted), 1, count_);
    std::uint64_t seen = 0;
    for (const auto& [bin, count] : used_) {
        seen += count;
        if (seen >= rank) {
            return lowest(bin) + (highest(bin) - lowest(bin)) / 2;
        }
    }
    return largest;
}

std::string Histogram::pack() const {
    std::string out;
    put_varint(out, layout);
    put_varint(out, sum_);
    put_varint(out, clamped_);
    std::size_t before = 0;
    for (const auto& [bin, count] : used_) {
        put_varint(out, bin - before);
        put_varint(out, count);
        before = bin;
    }
    return out;
}

Result<Histogram, std::string> Histogram::unpack(std::string_view packed) {
    VarintReader reader(packed);
    const auto head = read_head(reader);
    if (!head) {
        return fail(head.error());
    }
    Histogram out;
    out.sum_ = head->sum;
    out.clamped_ = head->clamped;
    std::uint64_t bin = 0;
    while (!reader.at_end()) {
        const auto distance = reader.next();
        const auto count = distance ? reader.next() : distance;
        if (!count) {
            return fail(count.error());
        }
        if (*distance >= bins - bin || (*distance == 0 && out.count_ > 0)) {
            return fail(fmt::format("bins do not ascend within 0..{} before byte {}", bins - 1, reader.at()));
        }
        if (*count == 0 || *count > std::numeric_limits<std::uint64_t>::max() - out.count_) {
            return fail(fmt::format("the count before byte {} is not possible", reader.at()));
        }
        bin += *distance;
        out.used_.push_back({.bin = static_cast<std::size_t>(bin), .count = *count});
        out.count_ += *count;
    }
    if (out.clamped_ > out.in_bin(bins - 1)) {
        return fail(std::string("more values were clamped than the last bin holds"));
    }
    return out;
}

}  // namespace jiaohao::stats
