// SPDX-License-Identifier: Apache-2.0
#include "drivers/frames/encode.hpp"

#include <algorithm>
#include <array>

#include "drivers/frames/layout.hpp"

namespace jiaohao::drivers::frames {
namespace {

class Encoder {
  public:
    Encoder(const Shape& shape, const Frame& frame)
        : shape_(shape), frame_(frame), parts_(shape.parts.size()) {}

    Result<Bytes, EncodeError> run() {
        if (!put_data() || !put_numbers() || !put_lengths()) {
            return fail(error_);
        }
        // A check that covers another check comes after it.
        put_checks(false);
        put_checks(true);
        Bytes all = travelling(0, shape_.parts.size() - 1, true);
        if (all.size() > shape_.most_bytes) {
            return fail(EncodeError::data_too_long);
        }
        return all;
    }

  private:
    bool refuse(EncodeError error) {
        error_ = error;
        return false;
    }
    bool put_data() {
        std::size_t fixed = 0;
        for (const Part& part : shape_.parts) {
            fixed += part.kind == PartKind::data && !varies(part) ? part.least : 0;
        }
        std::size_t rest = frame_.data.size() < fixed ? 0 : frame_.data.size() - fixed;
        auto from = frame_.data.begin();
        for (std::size_t i = 0; i < parts_.size(); ++i) {
            const Part& part = shape_.parts[i];
            if (part.kind != PartKind::data) {
                continue;
            }
            const std::size_t size = varies(part) ? std::exchange(rest, 0) : part.least;
            const auto left = static_cast<std::size_t>(frame_.data.end() - from);
            if (size < part.least || left < size) {
                return refuse(EncodeError::data_too_short);
            }
            if (size > part.most) {
                return refuse(EncodeError::data_too_long);
            }
            const auto to = from + static_cast<std::ptrdiff_t>(size);
            if (!std::all_of(from, to, [&part](std::uint8_t byte) { return part.allowed.test(byte); })) {
                return refuse(EncodeError::bad_data);
            }
            parts_[i].assign(from, to);
            from = to;
        }
        return from == frame_.data.end() || refuse(EncodeError::data_too_long);
    }
    bool put_numbers() {
        for (std::size_t i = 0; i < parts_.size(); ++i) {
            const Part& part = shape_.parts[i];
            if (part.kind == PartKind::constant) {
                parts_[i] = part.bytes;
            } else if (part.kind == PartKind::address || part.kind == PartKind::command) {
                const bool address = part.kind == PartKind::address;
                const std::uint32_t given = address ? frame_.address : frame_.command;
                const std::uint32_t value = part.values.size() == 1 ? part.values.front() : given;
                if (!value_allowed(part, value) || value > greatest(part.form, part.width)) {
                    return refuse(address ? EncodeError::bad_address : EncodeError::bad_command);
                }
                write_number(part.form, part.width, value, parts_[i]);
            }
        }
        return true;
    }
    bool put_lengths() {
        for (std::size_t i = 0; i < parts_.size(); ++i) {
            const Part& part = shape_.parts[i];
            if (part.kind != PartKind::length) {
                continue;
            }
            std::size_t counted = 0;
            for (std::size_t k = part.first; k <= part.last; ++k) {
                counted += varies(shape_.parts[k]) ? parts_[k].size() : part_size(shape_.parts[k]);
            }
            const std::int64_t value = static_cast<std::int64_t>(counted / part.unit) + part.add;
            if (counted % part.unit != 0 || value < 0 || value > greatest(part.form, part.width)) {
                return refuse(EncodeError::length_too_large);
            }
            write_number(part.form, part.width, static_cast<std::uint32_t>(value), parts_[i]);
        }
        return true;
    }
    [[nodiscard]] bool covers_check(const Part& part) const {
        bool covers = false;
        for (std::size_t k = part.first; k <= part.last; ++k) {
            covers = covers || shape_.parts[k].kind == PartKind::check;
        }
        return covers;
    }
    void put_checks(bool covering) {
        for (std::size_t i = 0; i < parts_.size(); ++i) {
            const Part& part = shape_.parts[i];
            if (part.kind != PartKind::check || covers_check(part) != covering) {
                continue;
            }
            const bool stuffed = shape_.escape && shape_.escape->check_stuffed;
            const std::uint32_t over = check_value(part.check, travelling(part.first, part.last, stuffed));
            const std::size_t width = check_width(part.check);
            const std::uint32_t value =
                (over + static_cast<std::uint32_t>(part.add)) & greatest(NumberForm::big, width);
            parts_[i].clear();
            write_number(part.form, part_size(part), value, parts_[i]);
        }
    }
    [[nodiscard]] Bytes travelling(std::size_t first, std::size_t last, bool stuffed) const {
        Bytes out;
        for (std::size_t i = first; i <= last; ++i) {
            const bool escaped =
                stuffed && shape_.escape && shape_.escape->first <= i && i <= shape_.escape->last;
            for (const std::uint8_t byte : parts_[i]) {
                const Bytes* as = escaped ? stuffed_form(byte) : nullptr;
                if (as != nullptr) {
                    out.insert(out.end(), as->begin(), as->end());
                } else {
                    out.push_back(byte);
                }
            }
        }
        return out;
    }
    [[nodiscard]] const Bytes* stuffed_form(std::uint8_t byte) const {
        for (const EscapePair& pair : shape_.escape->pairs) {
            if (pair.plain == byte) {
                return &pair.stuffed;
            }
        }
        return nullptr;
    }

    const Shape& shape_;
    const Frame& frame_;
    std::vector<Bytes> parts_;
    EncodeError error_{};
};

}  // namespace

std::string_view code(EncodeError error) {
    constexpr std::array<std::string_view, 6> codes{"bad_address",   "bad_command", "data_too_short",
                                                    "data_too_long", "bad_data",    "length_too_large"};
    return codes.at(static_cast<std::size_t>(error));
}

Result<Bytes, EncodeError> encode(const Shape& shape, const Frame& frame) {
    return Encoder(shape, frame).run();
}

}  // namespace jiaohao::drivers::frames
