// [[shape]] of a profile.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "drivers/engine/example_check.hpp"
#include "drivers/engine/reading.hpp"
#include "drivers/frames/layout.hpp"

namespace jiaohao::drivers::engine {
namespace {

using config::Table;
using frames::NumberForm;
using frames::Part;
using frames::PartKind;
using frames::Sender;
using frames::Shape;

const config::TextRule kPartName = config::kIdText;

NumberForm form_at(Table& table, bool check) {
    const std::vector<std::string> all{"big", "little", "decimal", "hex"};
    const std::vector<std::string> of_check{"big", "little", "hex"};
    const std::string form = table.choice("form", check ? of_check : all, "big");
    return static_cast<NumberForm>(std::find(all.begin(), all.end(), form) - all.begin());
}

std::bitset<256> allowed_at(Table& table) {
    const std::string kind = table.choice("allowed", {"any", "digits", "hex", "printable", "text"}, "any");
    std::bitset<256> allowed;
    for (unsigned byte = 0; byte < 256; ++byte) {
        const auto c = static_cast<char>(byte);
        const bool digit = c >= '0' && c <= '9';
        const bool printable = byte >= 0x20 && byte < 0x7F;
        allowed.set(
            byte, kind == "any" || (kind == "digits" && digit) ||
                      (kind == "hex" && (digit || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f'))) ||
                      (kind == "printable" && printable) || (kind == "text" && (printable || byte >= 0x80)));
    }
    for (const std::uint8_t byte : hex_at(table, "without", "")) {
        allowed.reset(byte);
    }
    return allowed;
}

class ShapeReading {
  public:
    ShapeReading(Table& table, const DeviceProfile& profile) : table_(table), profile_(profile) {}

    Shape run() {
        shape_.name = table_.text("name", config::kIdText);
        const std::string from = table_.choice("from", {"device", "host", "both"}, "both");
        shape_.sender = from == "device" ? Sender::device : from == "host" ? Sender::host : Sender::both;
        shape_.most_bytes = static_cast<std::size_t>(
            table_.integer("most_bytes", {1, static_cast<std::int64_t>(frames::kMostFrameBytes)}, 256));
        parts_ = table_.tables("part", frames::kMostParts);
        for (Table& part : parts_) {
            read_part(part);
        }
        for (std::size_t i = 0; i < parts_.size(); ++i) {
            read_range(i);
        }
        read_escape();
        close_open_data();
        for (Table& part : parts_) {
            part.done();
        }
        report_faults();
        table_.done();
        return std::move(shape_);
    }

  private:
    void read_part(Table& table) {
        Part part;
        const std::vector<std::string> kinds{"constant", "address", "command", "length", "data", "check"};
        const std::string kind = table.choice("is", kinds);
        part.kind = static_cast<PartKind>(std::find(kinds.begin(), kinds.end(), kind) - kinds.begin());
        part.name = table.text("name", kPartName, kind);
        switch (part.kind) {
            case PartKind::constant:
                part.bytes = hex_at(table, "bytes");
                break;
            case PartKind::address:
            case PartKind::command:
                read_number(table, part);
                break;
            case PartKind::length:
                part.width = width_at(table);
                part.form = form_at(table, false);
                part.add = static_cast<std::int32_t>(table.integer("add", {-65536, 65536}, 0));
                part.unit = static_cast<std::uint32_t>(table.integer("unit", {1, 256}, 1));
                break;
            case PartKind::data:
                read_data(table, part);
                break;
            case PartKind::check:
                part.form = form_at(table, true);
                part.add = static_cast<std::int32_t>(table.integer("add", {-65536, 65536}, 0));
                part.check = *frames::check_from_code(
                    table.choice("kind", {"sum8", "negated_sum8", "lrc", "inverted_sum8", "xor8", "sum16",
                                          "crc16_modbus", "crc16_arc", "crc16_ccitt", "crc16_xmodem"}));
                break;
        }
        shape_.parts.push_back(std::move(part));
    }
    static std::size_t width_at(Table& table) {
        return static_cast<std::size_t>(table.integer("width", {1, 8}, 1));
    }
    void read_number(Table& table, Part& part) const {
        part.width = width_at(table);
        part.form = form_at(table, false);
        if (const auto value = number_at(table, "value")) {
            part.values = {*value};
        }
        for (const std::int64_t value : table.integers("values", kNumber)) {
            part.values.push_back(static_cast<std::uint32_t>(value));
        }
        if (part.kind == PartKind::address && part.values.empty()) {
            const AddressRules& rules = profile_.address;
            const bool host = shape_.sender != Sender::device;
            part.least_value =
                host ? std::min(rules.least, rules.broadcast.value_or(rules.least)) : rules.least;
            part.most_value = host ? std::max(rules.most, rules.broadcast.value_or(rules.most)) : rules.most;
        }
    }
    static void read_data(Table& table, Part& part) {
        const config::Range sizes{0, static_cast<std::int64_t>(frames::kMostFrameBytes)};
        if (table.has("size")) {
            part.least = part.most = static_cast<std::size_t>(table.integer("size", sizes));
        } else {
            part.least = static_cast<std::size_t>(table.integer("least", sizes, 0));
            part.most = static_cast<std::size_t>(table.integer("most", sizes));
        }
        part.allowed = allowed_at(table);
    }
    [[nodiscard]] std::size_t place_at(Table& table, std::string_view key) {
        const std::string name = table.text(key, kPartName);
        std::vector<std::string> names;
        std::vector<std::size_t> places;
        for (std::size_t i = 0; i < shape_.parts.size(); ++i) {
            names.push_back(shape_.parts[i].name);
            if (shape_.parts[i].name == name) {
                places.push_back(i);
            }
        }
        if (places.size() == 1) {
            return places.front();
        }
        if (!name.empty()) {
            table.problem(
                key, places.empty()
                         ? fmt::format("no part is called \"{}\"; allowed: {}", name, fmt::join(names, ", "))
                         : fmt::format("{} parts are called \"{}\"; give them names of their own",
                                       places.size(), name));
        }
        sound_ = false;
        return 0;
    }
    void read_range(std::size_t i) {
        Part& part = shape_.parts[i];
        if (part.kind == PartKind::length || part.kind == PartKind::check) {
            part.first = place_at(parts_[i], "first");
            part.last = place_at(parts_[i], "last");
        }
    }
    void read_escape() {
        auto table = table_.table("escape");
        if (!table) {
            return;
        }
        frames::Escape escape;
        escape.first = place_at(*table, "first");
        escape.last = place_at(*table, "last");
        escape.check_stuffed = table->choice("check_over", {"plain", "stuffed"}, "plain") == "stuffed";
        for (Table pair : table->tables("pair", 16)) {
            const auto plain = static_cast<std::uint8_t>(pair.integer("plain", {0, 255}));
            escape.pairs.push_back({plain, hex_at(pair, "stuffed")});
            pair.done();
        }
        table->done();
        shape_.escape = std::move(escape);
    }
    /// Data that a constant ends cannot hold that constant's first byte, unless it travels escaped.
    void close_open_data() {
        const std::size_t varying = frames::varying_part(shape_);
        const std::size_t ending = frames::ending_constant(shape_, varying);
        if (varying < shape_.parts.size() && !frames::deciding_length(shape_, varying) && !shape_.escape &&
            ending < shape_.parts.size() && !shape_.parts[ending].bytes.empty()) {
            shape_.parts[varying].allowed.reset(shape_.parts[ending].bytes.front());
        }
    }
    void report_faults() {
        if (!sound_) {
            return;
        }
        for (const frames::ShapeFault& fault : frames::shape_faults(shape_)) {
            (fault.part ? parts_[*fault.part] : table_).problem(fault.key, fault.what);
        }
    }

    Table& table_;
    const DeviceProfile& profile_;
    std::vector<Table> parts_;
    Shape shape_;
    bool sound_ = true;
};

}  // namespace

Bytes hex_at(Table& table, std::string_view key, const std::optional<std::string>& fallback) {
    const auto bytes = bytes_from_hex(table.text(key, kHexText, fallback));
    if (!bytes) {
        table.problem(key, "needed: pairs of hex digits apart by spaces, such as \"06 0F\"");
    }
    return bytes.value_or(Bytes{});
}

std::optional<std::uint32_t> number_at(Table& table, std::string_view key) {
    // Asked for in any case, so that it is known as a key.
    const auto value = static_cast<std::uint32_t>(table.integer(key, kNumber, 0));
    return table.has(key) ? std::optional{value} : std::nullopt;
}

void read_shapes(Table& top, DeviceProfile& profile) {
    for (Table table : top.tables("shape", frames::kMostShapes)) {
        Shape shape = ShapeReading(table, profile).run();
        const bool twice = std::any_of(profile.shapes.begin(), profile.shapes.end(),
                                       [&shape](const Shape& other) { return other.name == shape.name; });
        if (twice) {
            table.problem("name", "another shape has this name");
        }
        profile.shapes.push_back(std::move(shape));
    }
    if (profile.shapes.empty()) {
        top.problem("shape", "missing; needed: at least one [[shape]]");
    }
}

std::optional<std::uint16_t> shape_at(Table& table, const DeviceProfile& profile, Sender sender) {
    const std::string name =
        table.text("shape", config::kIdText,
                   profile.shapes.size() == 1 ? std::optional{profile.shapes.front().name} : std::nullopt);
    std::vector<std::string> names;
    for (std::size_t i = 0; i < profile.shapes.size(); ++i) {
        const Shape& shape = profile.shapes[i];
        if (shape.sender != sender && shape.sender != Sender::both) {
            continue;
        }
        names.push_back(shape.name);
        if (shape.name == name) {
            return static_cast<std::uint16_t>(i);
        }
    }
    if (!name.empty()) {
        table.problem("shape", fmt::format("no shape from the {} is called \"{}\"; allowed: {}", code(sender),
                                           name, fmt::join(names, ", ")));
    }
    return std::nullopt;
}

std::optional<std::uint32_t> command_at(Table& table, const Shape* shape) {
    const auto command = number_at(table, "command");
    if (!command || shape == nullptr) {
        return command;
    }
    const auto part = std::find_if(shape->parts.begin(), shape->parts.end(),
                                   [](const Part& p) { return p.kind == PartKind::command; });
    if (part == shape->parts.end()) {
        table.problem("command", fmt::format("the shape \"{}\" has no command; leave it out", shape->name));
    } else if (!frames::value_allowed(*part, *command) ||
               *command > frames::greatest(part->form, part->width)) {
        table.problem("command", fmt::format("is {:#x}, which no frame of the shape \"{}\" can have",
                                             *command, shape->name));
    }
    return command;
}

}  // namespace jiaohao::drivers::engine
