// What makes a shape impossible to take apart or to build.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "drivers/frames/layout.hpp"
#include "drivers/frames/shape.hpp"

namespace jiaohao::drivers::frames {
namespace {

class Inspection {
  public:
    explicit Inspection(const Shape& shape) : shape_(shape), varying_(varying_part(shape)) {}

    std::vector<ShapeFault> run() {
        if (shape_.parts.empty() || shape_.parts.size() > kMostParts) {
            fault({}, "part",
                  fmt::format("holds {} parts; allowed: 1 to {}", shape_.parts.size(), kMostParts));
            return std::move(faults_);
        }
        for (std::size_t i = 0; i < shape_.parts.size(); ++i) {
            inspect(i);
        }
        if (faults_.empty()) {
            inspect_whole();
            inspect_varying();
            inspect_escape();
        }
        return std::move(faults_);
    }

  private:
    void fault(std::optional<std::size_t> part, std::string key, std::string what) {
        faults_.push_back({part, std::move(key), std::move(what)});
    }
    void inspect(std::size_t i) {
        const Part& part = shape_.parts[i];
        switch (part.kind) {
            case PartKind::constant:
                if (part.bytes.empty()) {
                    fault(i, "bytes", "is empty; needed: at least one byte");
                }
                return;
            case PartKind::data:
                inspect_data(i);
                return;
            case PartKind::check:
                inspect_check(i);
                return;
            case PartKind::length:
                inspect_range(i);
                inspect_number(i);
                if (part.unit == 0) {
                    fault(i, "unit", "is 0; allowed: 1 or more");
                }
                return;
            default:
                inspect_number(i);
                inspect_values(i);
        }
    }
    void inspect_number(std::size_t i) {
        const Part& part = shape_.parts[i];
        const std::size_t most = is_ascii(part.form) ? kMostNumberDigits : kMostNumberBytes;
        if (part.width < 1 || part.width > most) {
            fault(i, "width",
                  fmt::format("is {}; allowed for {}: 1 to {}", part.width, code(part.form), most));
        }
    }
    void inspect_values(std::size_t i) {
        const Part& part = shape_.parts[i];
        const std::uint32_t most = greatest(part.form, part.width);
        if (part.least_value > part.most_value || part.least_value > most) {
            fault(i, "width",
                  fmt::format("holds 0 to {}; the range {} to {} is empty or does not fit", most,
                              part.least_value, part.most_value));
        }
        for (const std::uint32_t value : part.values) {
            if (value > most || value < part.least_value || value > part.most_value) {
                fault(i, "values",
                      fmt::format("{} does not fit; allowed: {} to {}", value, part.least_value,
                                  std::min(most, part.most_value)));
            }
        }
    }
    void inspect_range(std::size_t i) {
        const Part& part = shape_.parts[i];
        if (part.first > part.last || part.last >= shape_.parts.size()) {
            fault(i, "first", "must not stand behind last; both are parts of this shape");
        }
    }
    void inspect_data(std::size_t i) {
        const Part& part = shape_.parts[i];
        if (part.least > part.most || part.most > kMostFrameBytes) {
            fault(i, "most", fmt::format("is {}; allowed: {} to {}", part.most, part.least, kMostFrameBytes));
        } else if (part.most > 0 && part.allowed.none()) {
            fault(i, "bytes", "allows no byte at all");
        } else if (varies(part) && i != varying_) {
            fault(i, "most", "a second part that varies; only one data part may have least below most");
        }
    }
    void inspect_check(std::size_t i) {
        const Part& part = shape_.parts[i];
        inspect_range(i);
        if (part.form == NumberForm::decimal) {
            fault(i, "form", "is decimal; allowed: big, little, hex");
        }
        if (part.first <= i && i <= part.last) {
            fault(i, "last", "the check covers itself");
        }
    }
    void inspect_whole() {
        std::size_t least = 0;
        for (const Part& part : shape_.parts) {
            least += part_size(part);
        }
        if (shape_.most_bytes < least || shape_.most_bytes > kMostFrameBytes) {
            fault({}, "most_bytes",
                  fmt::format("is {}; allowed: {} (the shortest frame) to {}", shape_.most_bytes, least,
                              kMostFrameBytes));
        }
        const PartKind front = shape_.parts.front().kind;
        if (front == PartKind::data || front == PartKind::check) {
            fault(0, "is",
                  fmt::format("a frame cannot begin with {}; allowed: constant, address, command, length",
                              code(front)));
        }
        if (!shape_.has(PartKind::constant) && !shape_.has(PartKind::check)) {
            fault({}, "part", "neither a constant nor a check: any bytes would be a frame");
        }
    }
    void inspect_varying() {
        if (varying_ == shape_.parts.size() || deciding_length(shape_, varying_)) {
            return;
        }
        if (ending_constant(shape_, varying_) == shape_.parts.size()) {
            fault(varying_, "most",
                  "nothing tells where this data ends; needed: a length part before it that counts it, or a "
                  "constant behind it");
        }
    }
    [[nodiscard]] bool is_plain_of_pair(std::uint8_t byte) const {
        const auto& pairs = shape_.escape->pairs;
        return std::any_of(pairs.begin(), pairs.end(),
                           [byte](const EscapePair& pair) { return pair.plain == byte; });
    }
    void inspect_pairs() {
        const auto& pairs = shape_.escape->pairs;
        if (pairs.empty() || pairs.size() > 16) {
            fault({}, "escape", fmt::format("holds {} pairs; allowed: 1 to 16", pairs.size()));
        }
        for (const EscapePair& pair : pairs) {
            if (pair.stuffed.size() < 2 || !is_plain_of_pair(pair.stuffed.front())) {
                fault(
                    {}, "escape",
                    fmt::format("\"{}\" for {:02X}: needed: at least two bytes, the first of which is itself "
                                "escaped (else it could not be told from data)",
                                to_hex(pair.stuffed), pair.plain));
            }
            for (const EscapePair& other : pairs) {
                const bool same_start =
                    other.stuffed.size() >= pair.stuffed.size() &&
                    std::equal(pair.stuffed.begin(), pair.stuffed.end(), other.stuffed.begin());
                if (&other != &pair && (other.plain == pair.plain || same_start)) {
                    fault({}, "escape",
                          fmt::format("{:02X} and {:02X} cannot be told apart", pair.plain, other.plain));
                }
            }
        }
    }
    void inspect_escape() {
        if (!shape_.escape) {
            return;
        }
        inspect_pairs();
        const Escape& escape = *shape_.escape;
        if (escape.first == 0 || escape.first > escape.last || escape.last >= shape_.parts.size()) {
            fault({}, "escape", "first must be behind the first part and not behind last");
            return;
        }
        if (varying_ < shape_.parts.size() && (varying_ < escape.first || varying_ > escape.last)) {
            fault({}, "escape", "the data that varies must be one of the escaped parts");
        }
        if (varying_ == shape_.parts.size() || deciding_length(shape_, varying_)) {
            return;
        }
        // The end of the escaped bytes is then seen only by a byte that cannot stand among them.
        const std::size_t end = escape.last + 1;
        if (end >= shape_.parts.size() || shape_.parts[end].kind != PartKind::constant ||
            !is_plain_of_pair(shape_.parts[end].bytes.front())) {
            fault({}, "escape",
                  "no length is sent: needed behind the escaped parts: a constant that begins with "
                  "an escaped byte");
        }
    }

    const Shape& shape_;
    std::size_t varying_;
    std::vector<ShapeFault> faults_;
};

}  // namespace

std::vector<ShapeFault> shape_faults(const Shape& shape) {
    return Inspection(shape).run();
}

}  // namespace jiaohao::drivers::frames
