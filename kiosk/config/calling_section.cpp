// Calling beyond its order: calls in vain, time to finish up, calls by the hall itself, parking, messages to counters.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "kiosk/config/sections.hpp"

namespace jiaohao::config {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

/// Those that ui/i18n has a text for ("message.<code>").
const std::vector<std::string> kMessages{"come_to_manager", "break_now",  "close_after_this",
                                         "busy_hurry",      "keep_class", "device_trouble"};
constexpr std::size_t kMostMessages = 30;

std::uint32_t count(Table& table, std::string_view key, Range range, std::int64_t otherwise) {
    return static_cast<std::uint32_t>(table.integer(key, range, otherwise));
}

void read_calls(Table& top, domain::HallConfig& hall) {
    auto table = top.table("calling");
    if (!table) {
        return;
    }
    domain::CallingConfig& calling = hall.calling;
    calling.no_show_after_calls = count(*table, "no_show_after_calls", {0, 21}, 0);
    calling.wrap_up = seconds{table->integer("wrap_up_s", {0, 1800}, 0)};
    calling.auto_call_after = seconds{table->integer("auto_call_after_s", {0, 600}, 3)};
    calling.expire_after = minutes{table->integer("expire_after_min", {0, 1440}, 0)};
    calling.longest_journey = count(*table, "longest_journey", {1, 20}, 8);
    if (calling.no_show_after_calls > hall.most_recalls + 1) {
        table->problem("no_show_after_calls",
                       fmt::format("{} calls are never reached: `most_recalls` of [hall] allows one call and "
                                   "{} recalls; raise it or name at most {}",
                                   calling.no_show_after_calls, hall.most_recalls, hall.most_recalls + 1));
    }
    table->done();
}

void read_park(Table& top, domain::HallConfig& hall) {
    auto table = top.table("park");
    if (!table) {
        return;
    }
    hall.park.longest = minutes{table->integer("longest_min", {1, 1440}, 120)};
    hall.park.usual = minutes{table->integer("usual_min", {0, 1440}, 0)};
    if (hall.park.usual > hall.park.longest) {
        table->problem("usual_min", fmt::format("{} is more than `longest_min` ({})", hall.park.usual.count(),
                                                hall.park.longest.count()));
    }
    table->done();
}

domain::MessageConfig read_message(Table& table, const std::vector<std::string>& languages) {
    domain::MessageConfig message{table.text("code", kIdText), {}};
    if (table.has("text")) {
        message.text = read_own_text(table, "text", languages);
    } else {
        static_cast<void>(table.table("text"));
        if (std::ranges::find(kMessages, message.code) == kMessages.end()) {
            table.problem("code",
                          fmt::format("there are no words for \"{}\": give it a `text`, or use one of {}",
                                      message.code, fmt::join(kMessages, ", ")));
        }
    }
    table.done();
    return message;
}

void read_messages(Table& top, domain::HallConfig& hall) {
    const std::vector<std::string>& languages = hall.languages;
    for (Table& table : top.tables("message", kMostMessages)) {
        domain::MessageConfig message = read_message(table, languages);
        if (std::ranges::find(hall.messages, message.code, &domain::MessageConfig::code) !=
            hall.messages.end()) {
            table.problem("code", fmt::format("\"{}\" is another message's code", message.code));
        }
        hall.messages.push_back(std::move(message));
    }
    if (!top.has("message")) {
        for (const std::string& code : kMessages) {
            hall.messages.push_back({code, {}});
        }
    }
}

}  // namespace

void read_calling(Table& top, KioskConfig& config) {
    read_calls(top, config.hall);
    read_park(top, config.hall);
    read_messages(top, config.hall);
}

}  // namespace jiaohao::config
