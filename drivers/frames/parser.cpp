// SPDX-License-Identifier: Apache-2.0
#include "drivers/frames/parser.hpp"

#include <algorithm>
#include <utility>

namespace jiaohao::drivers::frames {
namespace {

std::size_t plain_place_of(const Shape& shape, std::size_t part) {
    std::size_t place = 0;
    for (std::size_t i = 0; i < part; ++i) {
        place += part_size(shape.parts[i]);
    }
    return place;
}

}  // namespace

Parser::Parser(Shape shape)
    : shape_(std::move(shape)),
      varying_(varying_part(shape_)),
      deciding_(deciding_length(shape_, varying_)),
      ending_(ending_constant(shape_, varying_)),
      checked_(shape_.has(PartKind::check)),
      window_(shape_.escape, shape_.escape ? plain_place_of(shape_, shape_.escape->first) : 0,
              shape_.most_bytes) {
    for (const Part& part : shape_.parts) {
        offsets_.push_back(total_);
        sizes_.push_back(part_size(part));
        crcs_.emplace_back(part.check);
        any_byte_.push_back(part.allowed.all() ? 1 : 0);
        total_ += sizes_.back();
    }
    least_ = varying_ < shape_.parts.size() ? shape_.parts[varying_].least : 0;
}

Parser::Outcome Parser::incomplete(std::size_t plain_count) const {
    // Escapes only make it longer.
    const std::size_t raw = window_.raw().size();
    const std::size_t missing = plain_count - std::min(plain_count, window_.plain().size());
    const std::size_t need = raw + std::max<std::size_t>(shape_.escape ? 1 : missing, 1);
    return need > shape_.most_bytes ? rejected(RejectCause::bad_length)
                                    : Outcome{Verdict::incomplete, need, {}};
}

std::optional<RejectCause> Parser::wrong_in(std::size_t i, ByteView bytes, RejectCause constant) const {
    const Part& part = shape_.parts[i];
    switch (part.kind) {
        case PartKind::constant:
            if (!std::equal(bytes.begin(), bytes.end(), part.bytes.begin())) {
                return constant;
            }
            return std::nullopt;
        case PartKind::data:
            if (any_byte_[i] != 0) {
                return std::nullopt;
            }
            for (const std::uint8_t byte : bytes) {
                if (!part.allowed.test(byte)) {
                    return RejectCause::bad_data;
                }
            }
            return std::nullopt;
        case PartKind::address:
        case PartKind::command:
            if (bytes.size() == sizes_[i]) {
                const auto value = read_number(part.form, bytes);
                if (!value || !value_allowed(part, *value)) {
                    return RejectCause::bad_value;
                }
            }
            return std::nullopt;
        default:
            return std::nullopt;
    }
}

std::optional<Parser::Outcome> Parser::parse_head() {
    for (std::size_t i = 0; i < std::min(varying_, shape_.parts.size()); ++i) {
        const Have have = window_.have(offsets_[i] + sizes_[i]);
        const bool cut =
            shape_.escape && i <= shape_.escape->last && window_.closed_at(offsets_[i] + sizes_[i] - 1);
        if (have == Have::broken || cut) {
            return rejected(RejectCause::bad_escape);
        }
        const ByteView plain = window_.plain();
        const std::size_t there = plain.size() - std::min(plain.size(), offsets_[i]);
        if (const auto wrong = wrong_in(i, plain.subspan(plain.size() - there, std::min(there, sizes_[i])),
                                        RejectCause::bad_constant)) {
            return rejected(*wrong);
        }
        if (have == Have::more) {
            return incomplete(total_);
        }
        // Looked at as soon as it is there: an impossible length does not wait for the rest.
        if (deciding_ == i && !told_size()) {
            return rejected(RejectCause::bad_length);
        }
    }
    return std::nullopt;
}

std::optional<std::size_t> Parser::told_size() const {
    const Part& part = shape_.parts[*deciding_];
    const auto value =
        read_number(part.form, window_.plain().subspan(offsets_[*deciding_], sizes_[*deciding_]));
    if (!value) {
        return std::nullopt;
    }
    std::int64_t size = (static_cast<std::int64_t>(*value) - part.add) * part.unit;
    for (std::size_t i = part.first; i <= part.last; ++i) {
        size -= i == varying_ ? 0 : static_cast<std::int64_t>(sizes_[i]);
    }
    const Part& data = shape_.parts[varying_];
    if (size < static_cast<std::int64_t>(data.least) || size > static_cast<std::int64_t>(data.most)) {
        return std::nullopt;
    }
    return static_cast<std::size_t>(size);
}

Parser::Outcome Parser::by_end() {
    const Part& data = shape_.parts[varying_];
    const std::size_t begin = offsets_[varying_];
    std::optional<RejectCause> why;
    for (std::size_t size = 0; size <= data.most; ++size) {
        if (shape_.escape && window_.closed_at(zone_end(size) - 1)) {
            return rejected(why.value_or(RejectCause::bad_escape));
        }
        if (size >= data.least) {
            const Outcome outcome = ends_at(size);
            if (outcome.verdict != Verdict::rejected) {
                return outcome;
            }
            // What the data's end looked like tells more than a byte that is not its end.
            if (outcome.cause != RejectCause::bad_data) {
                why = std::max(why.value_or(outcome.cause), outcome.cause);
            }
        }
        const Have have = window_.have(begin + size + 1);
        if (have == Have::more) {
            return incomplete(begin + size + 1);
        }
        if (have == Have::broken) {
            return rejected(RejectCause::bad_escape);
        }
        if (!data.allowed.test(window_.plain()[begin + size])) {
            return rejected(why.value_or(RejectCause::bad_data));
        }
    }
    return rejected(why.value_or(RejectCause::bad_end));
}

Parser::Outcome Parser::ends_at(std::size_t size) {
    const Bytes& end = shape_.parts[ending_].bytes;
    const std::size_t place = offset(ending_, size);
    const Have have = window_.have(place + end.size());
    const ByteView plain = window_.plain();
    const std::size_t there = std::min(place + end.size(), plain.size());
    for (std::size_t i = place; i < there; ++i) {
        if (plain[i] != end[i - place]) {
            return rejected(RejectCause::bad_data);
        }
    }
    if (have == Have::broken) {
        return rejected(RejectCause::bad_escape);
    }
    if (have == Have::more) {
        return incomplete(place + end.size());
    }
    // An escaped byte of the data may look like the end; the end itself is never escaped.
    if (shape_.escape && !window_.closed_at(zone_end(size))) {
        return rejected(RejectCause::bad_data);
    }
    return finish(size);
}

Parser::Outcome Parser::finish(std::size_t size) {
    if (shape_.escape && !window_.end_zone(zone_end(size))) {
        return rejected(RejectCause::bad_escape);
    }
    const std::size_t total = total_ - least_ + size;
    const Have have = total > shape_.most_bytes ? Have::broken : window_.have(total);
    if (have == Have::broken) {
        return rejected(total > shape_.most_bytes ? RejectCause::bad_length : RejectCause::bad_escape);
    }
    if (have == Have::more) {
        return incomplete(total);
    }
    if (const auto wrong = wrong_behind(size)) {
        return rejected(*wrong);
    }
    const std::size_t bytes = window_.raw_place(total);
    if (bytes > shape_.most_bytes) {
        return rejected(RejectCause::bad_length);
    }
    size_ = size;
    return {Verdict::sound, bytes, {}};
}

std::optional<RejectCause> Parser::wrong_behind(std::size_t size) {
    const ByteView plain = window_.plain();
    for (std::size_t i = varying_; i < shape_.parts.size(); ++i) {
        if (const auto wrong =
                wrong_in(i, plain.subspan(offset(i, size), size_of(i, size)), RejectCause::bad_end)) {
            return wrong;
        }
    }
    for (std::size_t i = 0; i < shape_.parts.size(); ++i) {
        if (shape_.parts[i].kind == PartKind::length && !length_right(i, size)) {
            return RejectCause::bad_length;
        }
        if (shape_.parts[i].kind == PartKind::check && !check_right(i, size)) {
            return RejectCause::bad_check;
        }
    }
    return std::nullopt;
}

bool Parser::length_right(std::size_t i, std::size_t size) const {
    const Part& part = shape_.parts[i];
    std::size_t counted = 0;
    for (std::size_t k = part.first; k <= part.last; ++k) {
        counted += size_of(k, size);
    }
    const auto value = read_number(part.form, window_.plain().subspan(offset(i, size), sizes_[i]));
    return value && counted % part.unit == 0 &&
           static_cast<std::int64_t>(*value) == static_cast<std::int64_t>(counted / part.unit) + part.add;
}

bool Parser::check_right(std::size_t i, std::size_t size) {
    const Part& part = shape_.parts[i];
    const std::size_t from = offset(part.first, size);
    const std::size_t to = offset(part.last, size) + size_of(part.last, size);
    const bool stuffed = shape_.escape && shape_.escape->check_stuffed;
    const ByteView over = stuffed ? window_.raw().subspan(window_.raw_place(from),
                                                          window_.raw_place(to) - window_.raw_place(from))
                                  : window_.plain().subspan(from, to - from);
    const auto value = read_number(part.form, window_.plain().subspan(offset(i, size), sizes_[i]));
    const std::uint32_t mask = greatest(NumberForm::big, check_width(part.check));
    if (!value) {
        return false;
    }
    // Plain bytes of an escaped frame are made anew for each candidate.
    const std::uint32_t check = shape_.escape ? check_value(part.check, over) : crcs_[i].value(over);
    return *value == ((check + static_cast<std::uint32_t>(part.add)) & mask);
}

void Parser::new_buffer() {
    for (OverlappingCrc& crc : crcs_) {
        crc.forget();
    }
}

Parser::Outcome Parser::parse(ByteView raw) {
    window_.reset(raw);
    const bool fixed = varying_ == shape_.parts.size();
    if (fixed && shape_.escape) {
        static_cast<void>(window_.end_zone(zone_end(0)));
    }
    if (const auto early = parse_head()) {
        return *early;
    }
    if (fixed) {
        return finish(0);
    }
    return deciding_ ? finish(*told_size()) : by_end();
}

void Parser::read(Frame& frame) const {
    const ByteView plain = window_.plain();
    frame.address = 0;
    frame.command = 0;
    frame.data.clear();
    for (std::size_t i = 0; i < shape_.parts.size(); ++i) {
        const Part& part = shape_.parts[i];
        const ByteView bytes = plain.subspan(offset(i, size_), size_of(i, size_));
        if (part.kind == PartKind::data) {
            frame.data.insert(frame.data.end(), bytes.begin(), bytes.end());
        } else if (part.kind == PartKind::address) {
            frame.address = read_number(part.form, bytes).value_or(0);
        } else if (part.kind == PartKind::command) {
            frame.command = read_number(part.form, bytes).value_or(0);
        }
    }
}

std::bitset<256> Parser::bytes_of(const Part& part, std::size_t place) {
    std::bitset<256> bytes;
    for (unsigned byte = 0; byte < 256; ++byte) {
        const auto first = static_cast<std::uint8_t>(byte);
        if (part.kind == PartKind::constant) {
            bytes.set(byte, part.bytes[place] == first);
        } else if (part.kind == PartKind::data || part.kind == PartKind::check) {
            bytes.set(byte, part.kind == PartKind::check || part.allowed.test(byte));
        } else if (is_ascii(part.form)) {
            bytes.set(byte, read_number(part.form, ByteView{&first, 1}).has_value());
        } else {
            const bool whole = part.width == 1 && part.kind != PartKind::length;
            bytes.set(byte, !whole || value_allowed(part, byte));
        }
    }
    return bytes;
}

std::bitset<256> Parser::first_bytes() const {
    return bytes_of(shape_.parts.front(), 0);
}

Parser::Second Parser::second_byte() const {
    const std::size_t i = sizes_[0] > 1 ? 0 : 1;
    // Escaped, of varying size, or not there at all: anything may stand there.
    if (i >= shape_.parts.size() || sizes_[i] == 0 || i >= varying_ ||
        (shape_.escape && shape_.escape->first <= i)) {
        return {std::bitset<256>{}.set(), RejectCause::noise};
    }
    const Part& part = shape_.parts[i];
    const RejectCause cause = part.kind == PartKind::constant ? RejectCause::bad_constant
                              : part.kind == PartKind::data   ? RejectCause::bad_data
                              : part.kind == PartKind::length ? RejectCause::bad_length
                                                              : RejectCause::bad_value;
    return {bytes_of(part, 1 - i), cause};
}

}  // namespace jiaohao::drivers::frames
