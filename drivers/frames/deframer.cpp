// SPDX-License-Identifier: Apache-2.0
#include "drivers/frames/deframer.hpp"

#include <algorithm>
#include <numeric>

#include "drivers/frames/parser.hpp"

namespace jiaohao::drivers::frames {
namespace {

/// So much of what feed() gets is looked at together.
constexpr std::size_t kPiece = 4096;

bool heard(Sender sender, Deframer::Hear hear) {
    return sender == Sender::both || hear == Deframer::Hear::both ||
           (sender == Sender::device) == (hear == Deframer::Hear::device);
}

}  // namespace

struct Deframer::Parsers {
    struct Entry {
        std::uint16_t shape = 0;
        Parser parser;
    };
    /// What all shapes say of the bytes at one place.
    struct Judgement {
        Entry* best = nullptr;
        std::size_t best_bytes = 0;
        bool incomplete = false;
        bool checked_incomplete = false;
        std::size_t need = 0;
        RejectCause cause = RejectCause::noise;
    };

    std::vector<Entry> entries;
    /// Bit n: entry n may begin with this byte.
    std::array<std::uint64_t, 256> by_first{};
    /// Bit n: entry n may go on with this byte.
    std::array<std::uint64_t, 256> by_second{};
    /// By the first byte: why a second one is rejected that no entry goes on with.
    std::array<RejectCause, 256> second_cause{};

    void add(std::uint16_t place, const Shape& shape) {
        const std::uint64_t bit = std::uint64_t{1} << entries.size();
        entries.push_back({place, Parser(shape)});
        const auto first = entries.back().parser.first_bytes();
        const auto second = entries.back().parser.second_byte();
        for (std::size_t byte = 0; byte < by_first.size(); ++byte) {
            by_first[byte] |= first.test(byte) ? bit : 0;
            by_second[byte] |= second.bytes.test(byte) ? bit : 0;
            second_cause[byte] =
                first.test(byte) ? std::max(second_cause[byte], second.cause) : second_cause[byte];
        }
    }
    [[nodiscard]] Judgement judge(ByteView raw) {
        Judgement judgement;
        std::uint64_t left = by_first[raw.front()];
        if (raw.size() > 1) {
            left &= by_second[raw[1]];
            judgement.cause = left == 0 ? second_cause[raw.front()] : RejectCause::noise;
        }
        for (std::size_t i = 0; left != 0; ++i, left >>= 1U) {
            if ((left & 1U) != 0) {
                weigh(entries[i], entries[i].parser.parse(raw), judgement);
            }
        }
        return judgement;
    }
    static void weigh(Entry& entry, const Parser::Outcome& outcome, Judgement& judgement) {
        const bool checked = entry.parser.checked();
        switch (outcome.verdict) {
            case Parser::Verdict::rejected:
                judgement.cause = std::max(judgement.cause, outcome.cause);
                return;
            case Parser::Verdict::incomplete:
                judgement.need =
                    judgement.incomplete ? std::min(judgement.need, outcome.bytes) : outcome.bytes;
                judgement.incomplete = true;
                judgement.checked_incomplete = judgement.checked_incomplete || checked;
                return;
            case Parser::Verdict::sound:
                break;
        }
        const bool best_checked = judgement.best != nullptr && judgement.best->parser.checked();
        const bool better = judgement.best == nullptr || (checked && !best_checked) ||
                            (checked == best_checked && outcome.bytes > judgement.best_bytes);
        if (better) {
            judgement.best = &entry;
            judgement.best_bytes = outcome.bytes;
        }
    }
};

std::string_view code(RejectCause cause) {
    constexpr std::array<std::string_view, kRejectCauses> codes{"noise",      "bad_constant", "bad_value",
                                                                "bad_length", "bad_escape",   "bad_data",
                                                                "bad_end",    "bad_check",    "truncated"};
    return codes.at(static_cast<std::size_t>(cause));
}

Deframer::Deframer(std::vector<Shape> shapes, Hear hear)
    : shapes_(std::move(shapes)), parsers_(std::make_unique<Parsers>()) {
    std::size_t longest = 0;
    for (std::size_t i = 0; i < std::min(shapes_.size(), kMostShapes); ++i) {
        if (heard(shapes_[i].sender, hear)) {
            parsers_->add(static_cast<std::uint16_t>(i), shapes_[i]);
            longest = std::max(longest, shapes_[i].most_bytes);
        }
    }
    bytes_.reserve(longest + kPiece);
}

Deframer::~Deframer() = default;
Deframer::Deframer(Deframer&&) noexcept = default;
Deframer& Deframer::operator=(Deframer&&) noexcept = default;

bool Deframer::pending() const {
    return held() > 0;
}

std::size_t Deframer::wanting() const {
    return need_ > held() ? need_ - held() : 0;
}

std::size_t Deframer::held() const {
    return bytes_.size() - begin_;
}

std::uint64_t Deframer::rejected() const {
    return std::accumulate(rejected_.begin(), rejected_.end(), std::uint64_t{0});
}

void Deframer::on_reject(RejectSink sink) {
    reject_sink_ = std::move(sink);
}

void Deframer::reject(RejectCause cause, std::size_t count) {
    rejected_.at(static_cast<std::size_t>(cause)) += count;
    if (reject_sink_) {
        for (std::size_t i = 0; i < count; ++i) {
            reject_sink_(cause, bytes_[begin_ + i]);
        }
    }
    begin_ += count;
}

void Deframer::feed(ByteView bytes, const Sink& sink) {
    while (!bytes.empty()) {
        const std::size_t take = std::min(bytes.size(), kPiece);
        bytes_.insert(bytes_.end(), bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(take));
        bytes = bytes.subspan(take);
        if (held() >= need_) {
            scan(sink, false);
        }
    }
}

void Deframer::end_of_burst(const Sink& sink) {
    scan(sink, true);
}

void Deframer::drop() {
    reject(RejectCause::truncated, held());
    bytes_.clear();
    begin_ = 0;
    need_ = 0;
}

void Deframer::scan(const Sink& sink, bool ended) {
    need_ = 0;
    for (Parsers::Entry& entry : parsers_->entries) {
        entry.parser.new_buffer();
    }
    while (begin_ < bytes_.size()) {
        std::size_t noise = 0;
        while (begin_ + noise < bytes_.size() && parsers_->by_first[bytes_[begin_ + noise]] == 0) {
            ++noise;
        }
        if (noise > 0) {
            reject(RejectCause::noise, noise);
            continue;
        }
        const auto judgement = parsers_->judge(ByteView{bytes_}.subspan(begin_));
        const bool best_checked = judgement.best != nullptr && judgement.best->parser.checked();
        if (judgement.best != nullptr && (best_checked || ended || !judgement.checked_incomplete)) {
            judgement.best->parser.read(frame_);
            frame_.shape = judgement.best->shape;
            begin_ += judgement.best_bytes;
            ++frames_;
            sink(frame_);
        } else if (judgement.incomplete && !ended) {
            need_ = judgement.need;
            break;
        } else {
            reject(judgement.incomplete ? RejectCause::truncated : judgement.cause, 1);
        }
    }
    bytes_.erase(bytes_.begin(), bytes_.begin() + static_cast<std::ptrdiff_t>(begin_));
    begin_ = 0;
}

}  // namespace jiaohao::drivers::frames
