// SPDX-License-Identifier: Apache-2.0
#include "drivers/engine/profile_toml.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "drivers/engine/example_check.hpp"
#include "drivers/engine/reading.hpp"
#include "drivers/frames/number.hpp"

namespace jiaohao::drivers::engine {
namespace {

using config::Table;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr config::Range kWeek{0, 604800};

milliseconds ms_at(Table& table, std::string_view key, config::Range range, std::int64_t fallback) {
    return milliseconds{table.integer(key, range, fallback)};
}

seconds s_at(Table& table, std::string_view key) {
    return seconds{table.integer(key, kWeek, 0)};
}

void read_identity(Table& top, DeviceProfile& profile) {
    profile.id = top.text("id", config::kIdText);
    profile.name = top.text("name", {1, 200, {}, {}});
    profile.maker = top.text("maker", {0, 200, {}, {}}, "");
    profile.source = top.text("source", {0, 1000, {}, {}}, "");
    static_cast<void>(top.choice("kind", {"device"}));
    for (const std::string& role : top.texts("roles", config::kIdText, {"handset", "pad", "display"}, 1, 3)) {
        profile.roles.push_back(role == "handset" ? Role::handset
                                : role == "pad"   ? Role::pad
                                                  : Role::display);
    }
}

void read_line(Table& top, DeviceProfile& profile) {
    auto line = top.table("line", true);
    if (!line) {
        return;
    }
    SerialSetting& port = profile.line.port;
    port.baud = static_cast<std::int32_t>(line->integer("baud", {300, 921600}));
    port.data_bits = static_cast<std::uint8_t>(line->integer("data_bits", {7, 8}, 8));
    port.stop_bits = static_cast<std::uint8_t>(line->integer("stop_bits", {1, 2}, 1));
    const std::string parity = line->choice("parity", {"none", "even", "odd", "mark", "space"}, "none");
    port.parity = parity == "even"    ? Parity::even
                  : parity == "odd"   ? Parity::odd
                  : parity == "mark"  ? Parity::mark
                  : parity == "space" ? Parity::space
                                      : Parity::none;
    const std::string flow = line->choice("flow", {"none", "rts_cts", "xon_xoff"}, "none");
    port.flow = flow == "rts_cts" ? Flow::rts_cts : flow == "xon_xoff" ? Flow::xon_xoff : Flow::none;
    profile.line.inter_byte = ms_at(*line, "inter_byte_ms", {2, 5000}, 50);
    profile.line.turn_around = ms_at(*line, "turn_around_ms", {0, 1000}, 5);
    profile.line.own_echo = line->boolean("own_echo", false);
    profile.line.break_before = ms_at(*line, "break_ms", {0, 1000}, 0);
    line->done();
}

std::optional<Table> read_address(Table& top, DeviceProfile& profile) {
    auto address = top.table("address");
    if (!address) {
        profile.address = {0, 0, std::nullopt};
        return std::nullopt;
    }
    profile.address.least = static_cast<std::uint32_t>(address->integer("least", kNumber, 1));
    profile.address.most = static_cast<std::uint32_t>(address->integer("most", kNumber));
    profile.address.broadcast = number_at(*address, "broadcast");
    if (profile.address.least > profile.address.most) {
        address->problem("most", fmt::format("is {}; allowed: {} (least) or more", profile.address.most,
                                             profile.address.least));
    }
    address->done();
    return address;
}

/// What does not fit would be cut off and said to another device.
void judge_broadcast(std::optional<Table>& address, const DeviceProfile& profile) {
    for (const frames::Shape& shape : profile.shapes) {
        for (const frames::Part& part : shape.parts) {
            const bool said =
                part.kind == frames::PartKind::address && shape.sender != frames::Sender::device;
            const std::uint32_t most =
                said ? frames::greatest(part.form, part.width) : frames::greatest(frames::NumberForm::big, 4);
            if (address && profile.address.broadcast.value_or(0) > most) {
                address->problem(
                    "broadcast",
                    fmt::format("is {}; allowed: 0 to {}, which the address of shape \"{}\" can say",
                                *profile.address.broadcast, most, shape.name));
                return;
            }
        }
    }
}

void judge_talk(Table& talk, const TalkRules& rules) {
    if (rules.device_retry.count() > 0 && rules.repeat_window <= rules.device_retry) {
        talk.problem(
            "repeat_window_ms",
            fmt::format("is {}; must be longer than retry_ms ({}), else a device that missed its answer and "
                        "tries again would be taken for a second press",
                        rules.repeat_window.count(), rules.device_retry.count()));
    }
    if (rules.lost_after.count() > 0 && rules.lost_after <= rules.stale_after) {
        talk.problem("lost_after_s", fmt::format("is {}; allowed: 0 (never) or more than stale_after_s ({})",
                                                 rules.lost_after.count(), rules.stale_after.count()));
    }
}

void read_talk(Table& top, DeviceProfile& profile) {
    auto talk = top.table("talk", true);
    if (!talk) {
        return;
    }
    TalkRules& rules = profile.talk;
    const std::string turn = talk->choice("turn", {"event", "poll", "prompt"});
    rules.turn = turn == "poll" ? Turn::poll : turn == "prompt" ? Turn::prompt : Turn::event;
    rules.device_retry = ms_at(*talk, "retry_ms", {0, 60000}, 0);
    rules.device_retries = static_cast<std::uint32_t>(talk->integer("retries", {0, 100}, 3));
    rules.repeat_window = ms_at(*talk, "repeat_window_ms", {10, 60000}, 300);
    rules.reply_time = ms_at(*talk, "reply_ms", {10, 60000}, 200);
    rules.host_retries = static_cast<std::uint32_t>(talk->integer("host_retries", {0, 20}, 1));
    rules.poll_every = ms_at(*talk, "poll_every_ms", {0, 60000}, 0);
    rules.least_round = ms_at(*talk, "round_ms", {0, 60000}, 100);
    rules.prompt_time = s_at(*talk, "prompt_s");
    rules.unsolicited = talk->boolean("unsolicited", true);
    rules.keep_alive = s_at(*talk, "keep_alive_s");
    rules.stale_after = s_at(*talk, "stale_after_s");
    rules.lost_after = s_at(*talk, "lost_after_s");
    judge_talk(*talk, rules);
    talk->done();
}

bool any_means(const DeviceProfile& profile, What what) {
    return std::any_of(profile.meanings.begin(), profile.meanings.end(),
                       [what](const MeaningRule& rule) { return rule.what == what; });
}

/// What one part of a profile needs of another.
void judge_whole(Table& top, DeviceProfile& profile) {
    const auto need = [&](bool wanted, std::string_view saying, std::string_view why) {
        if (wanted && profile.saying(saying) == nullptr) {
            top.problem("saying", fmt::format("{} needs a [[saying]] called \"{}\"", why, saying));
        }
    };
    need(profile.talk.turn == Turn::poll, sayings::kPoll, "turn = \"poll\"");
    need(profile.talk.turn == Turn::prompt, sayings::kRatingStart, "turn = \"prompt\"");
    need(profile.talk.keep_alive.count() > 0, sayings::kKeepAlive, "keep_alive_s");
    need(any_means(profile, What::latched), sayings::kClearLatch, "a meaning that is latched");
    profile.talk.tells_release = any_means(profile, What::released);
    const bool presses = any_means(profile, What::press) || any_means(profile, What::latched) ||
                         any_means(profile, What::inputs) || any_means(profile, What::counters);
    if (!presses && (profile.plays(Role::handset) || profile.plays(Role::pad))) {
        top.problem("meaning", "a handset or pad needs a meaning that is press, latched, inputs or counters");
    }
    const bool addressed =
        std::any_of(profile.shapes.begin(), profile.shapes.end(),
                    [](const frames::Shape& shape) { return shape.has(frames::PartKind::address); });
    if (addressed && !top.has("address")) {
        top.problem("address", "missing; a shape has an address; needed: [address] with least and most");
    }
}

void read_examples(Table& top, DeviceProfile& profile, std::vector<Table>& tables) {
    tables = top.tables("example", 500);
    for (Table& table : tables) {
        Example example;
        example.name = table.text("name", config::kIdText);
        example.from_device = table.choice("from", {"device", "host"}) == "device";
        example.bytes = hex_at(table, "hex");
        example.means = table.text("means", {1, 200, {}, {}});
        example.address = number_at(table, "address").value_or(profile.address.least);
        Bytes answer = hex_at(table, "answer", "");
        if (table.has("answer")) {
            example.answer = std::move(answer);
        }
        table.done();
        profile.examples.push_back(std::move(example));
    }
}

void run_examples(const DeviceProfile& profile, RulesReading& rules, std::vector<Table>& tables) {
    for (const ExampleFault& fault : example_faults(profile)) {
        Table& table = fault.where == ExampleFault::Where::example   ? tables.at(fault.place)
                       : fault.where == ExampleFault::Where::meaning ? rules.meaning_table(fault.place)
                                                                     : rules.saying_table(fault.place);
        table.problem(fault.key, fault.what);
    }
}

}  // namespace

Result<DeviceProfile, std::string> load_device_profile(const std::filesystem::path& file) {
    config::Problems problems;
    auto top = config::open_toml({file}, problems);
    if (!top) {
        return fail(problems.text());
    }
    DeviceProfile profile;
    std::vector<Table> example_tables;
    read_identity(*top, profile);
    read_line(*top, profile);
    auto address = read_address(*top, profile);
    read_talk(*top, profile);
    read_shapes(*top, profile);
    judge_broadcast(address, profile);
    RulesReading rules(*top, profile);
    rules.run();
    read_examples(*top, profile, example_tables);
    judge_whole(*top, profile);
    top->done();
    if (problems.empty()) {
        rules.try_sayings();
    }
    if (problems.empty()) {
        run_examples(profile, rules, example_tables);
    }
    if (!problems.empty()) {
        return fail(problems.text());
    }
    return profile;
}

}  // namespace jiaohao::drivers::engine
