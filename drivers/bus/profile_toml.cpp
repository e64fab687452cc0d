// SPDX-License-Identifier: Apache-2.0
#include "drivers/bus/profile_toml.hpp"

#include <set>

#include "drivers/bus/example_check.hpp"
#include "kiosk/config/checked_toml.hpp"

namespace jiaohao::drivers {
namespace {

using config::Range;
using config::Table;
using config::TextRule;

constexpr Range kByte{0, 255};
const TextRule kHexText{0, 200, "0123456789abcdefABCDEF ", "pairs of hex digits apart by spaces"};
const TextRule kFreeText{1, 200, {}, {}};

std::uint8_t byte_at(Table& table, std::string_view key, std::optional<std::int64_t> fallback = {}) {
    return static_cast<std::uint8_t>(table.integer(key, kByte, fallback));
}

std::chrono::milliseconds ms_at(Table& table, std::string_view key, Range range) {
    return std::chrono::milliseconds{table.integer(key, range)};
}

Bytes hex_at(Table& table, std::string_view key) {
    const auto bytes = bytes_from_hex(table.text(key, kHexText));
    if (!bytes) {
        table.problem(key, "needed: pairs of hex digits apart by spaces, such as \"06 0F\"");
    }
    return bytes.value_or(Bytes{});
}

void read_line(Table& top, BusProfile& profile) {
    auto line = top.table("line", true);
    if (!line) {
        return;
    }
    profile.baud = static_cast<std::int32_t>(line->integer("baud", {300, 921600}));
    profile.inter_byte = ms_at(*line, "inter_byte_ms", {2, 5000});
    profile.turn_around = ms_at(*line, "turn_around_ms", {0, 1000});
    profile.own_echo = line->boolean("own_echo");
    line->done();
}

void read_frame(Table& top, BusProfile& profile) {
    auto frame = top.table("frame", true);
    if (!frame) {
        return;
    }
    profile.frame.lead = byte_at(*frame, "lead");
    profile.frame.mark = byte_at(*frame, "mark");
    profile.frame.end = byte_at(*frame, "end");
    profile.frame.most_data = static_cast<std::size_t>(frame->integer("most_data", {1, 250}));
    frame->done();
}

void read_device(Table& top, BusProfile& profile) {
    auto device = top.table("device", true);
    if (!device) {
        return;
    }
    profile.device_retry = ms_at(*device, "retry_ms", {10, 60000});
    profile.device_retries = static_cast<std::uint32_t>(device->integer("retries", {0, 100}));
    profile.repeat_window = ms_at(*device, "repeat_window_ms", {10, 60000});
    profile.stale_after = std::chrono::seconds{device->integer("stale_after_s", {0, 604800})};
    if (profile.repeat_window <= profile.device_retry) {
        device->problem("repeat_window_ms",
                        "must be longer than retry_ms, else a device that missed its answer and tries again "
                        "would be taken for a second press");
    }
    device->done();
}

void read_handset(Table& top, BusProfile& profile) {
    auto handset = top.table("handset", true);
    if (!handset) {
        return;
    }
    profile.handset_function = byte_at(*handset, "function");
    std::set<Bytes> seen;
    for (Table key : handset->tables("key", 100)) {
        HandsetKeyRule rule;
        const std::vector<std::string> codes{"call",     "recall",  "ask_rating", "pause",
                                             "transfer", "no_show", "park",       "resume"};
        rule.key = *handset_key_from_code(key.choice("means", codes));
        rule.data = hex_at(key, "data");
        rule.at_end = key.choice("match", {"whole", "end"}, "whole") == "end";
        if (rule.data.empty()) {
            key.problem("data", "needs at least one byte");
        }
        if (!seen.insert(rule.data).second) {
            key.problem("data", "another key has the same bytes");
        }
        key.done();
        profile.handset_keys.push_back(std::move(rule));
    }
    handset->done();
}

std::vector<BusMessage> messages_at(Table& table, std::string_view key) {
    std::vector<BusMessage> messages;
    for (Table entry : table.tables(key, 10)) {
        const std::uint8_t function = byte_at(entry, "function");
        messages.push_back({function, hex_at(entry, "data")});
        entry.done();
    }
    return messages;
}

void read_pad(Table& top, BusProfile& profile) {
    auto pad = top.table("pad", true);
    if (!pad) {
        return;
    }
    profile.pad_function = byte_at(*pad, "function");
    profile.pad_answer_function = byte_at(*pad, "answer_function");
    profile.rating_start = messages_at(*pad, "start");
    profile.rating_stop = messages_at(*pad, "stop");
    for (Table key : pad->tables("key", 100)) {
        const std::uint8_t sends = byte_at(key, "sends");
        const auto level = static_cast<std::uint32_t>(key.integer("level", {1, 5}));
        if (!profile.pad_levels.emplace(sends, level).second) {
            key.problem("sends", "another key sends the same byte");
        }
        key.done();
    }
    if (profile.pad_function == profile.handset_function) {
        pad->problem("function", "is the handset's too; a press could not be told from a call");
    }
    pad->done();
}

void read_display(Table& top, BusProfile& profile) {
    auto display = top.table("display", true);
    if (!display) {
        return;
    }
    profile.show_function = byte_at(*display, "function");
    profile.blank_digit = byte_at(*display, "blank");
    profile.digits = static_cast<std::uint32_t>(display->integer("digits", {1, 8}));
    profile.beep = {byte_at(*display, "beep_function"), hex_at(*display, "beep_data")};
    if (std::size_t{profile.digits} * 2 > profile.frame.most_data) {
        display->problem("digits", "twice as many do not fit into frame.most_data");
    }
    display->done();
}

void read_examples(Table& top, BusProfile& profile) {
    std::vector<Table> tables = top.tables("example", 500);
    for (Table& example : tables) {
        profile.examples.push_back({example.text("name", config::kIdText),
                                    example.choice("from", {"device", "host"}), example.text("hex", kHexText),
                                    example.text("means", kFreeText)});
        example.done();
    }
    for (const std::string& wrong : check_examples(profile)) {
        top.problem("example", wrong);
    }
}

}  // namespace

Result<BusProfile, std::string> load_bus_profile(const std::filesystem::path& file) {
    config::Problems problems;
    auto top = config::open_toml({file}, problems);
    if (!top) {
        return fail(problems.text());
    }
    BusProfile profile;
    profile.id = top->text("id", config::kIdText);
    profile.name = top->text("name", kFreeText);
    static_cast<void>(top->choice("kind", {"hall-bus-a"}));
    read_line(*top, profile);
    read_frame(*top, profile);
    read_device(*top, profile);
    read_handset(*top, profile);
    read_pad(*top, profile);
    read_display(*top, profile);
    if (problems.empty()) {
        read_examples(*top, profile);
        top->done();
    }
    if (!problems.empty()) {
        return fail(problems.text());
    }
    return profile;
}

}  // namespace jiaohao::drivers
