// Hall, ranges and services.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "kiosk/config/sections.hpp"

namespace jiaohao::config {
namespace {

const TextRule kLanguageText{2, 8, {}, "a language such as zh_CN or en"};
const TextRule kZoneText{1, 64, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/",
                         "an IANA time zone such as Asia/Shanghai"};
/// Digits are allowed: "1" 01..99 prints as 101..199.
const TextRule kPrefixText{0, 4, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", "0 to 4 of A-Z and 0-9"};
const TextRule kReasonText{0, 200, {}, "a reason"};
/// Those that ui/i18n has a text for; head office counts them by the same names.
const std::vector<std::string> kReasons{"attitude", "cleanliness", "communication", "devices",
                                        "order",    "solved",      "waiting"};
constexpr std::uint32_t kMostOrdinal = 99999;

void check_zone(Table& hall, const std::string& zone) {
    const std::filesystem::path database = "/usr/share/zoneinfo";
    std::error_code error;
    if (zone.empty() || !std::filesystem::is_directory(database, error)) {
        return;
    }
    // The machine's own zone, and zones that count leap seconds: screens elsewhere know no such names.
    const bool no_name = zone == "localtime" || zone == "posixrules" || zone.starts_with("right/") ||
                         zone.starts_with("posix/");
    if (no_name || zone.front() == '/' || !std::filesystem::is_regular_file(database / zone, error)) {
        hall.problem("time_zone",
                     fmt::format("\"{}\" is not in {}; allowed: an IANA name such as Asia/Shanghai", zone,
                                 database.string()));
    }
}

void read_rating(Table& top, KioskConfig& config) {
    auto table = top.table("rating");
    domain::RatingConfig& rating = config.hall.rating;
    if (!table) {
        return;
    }
    rating.scale = *domain::from_code<domain::RatingScale>(
        table->choice("scale", {"four_faces", "five_levels"}, "four_faces"));
    rating.label_set = static_cast<std::uint32_t>(table->integer("label_set", {1, 65535}, 1));
    rating.time_out = std::chrono::seconds{table->integer("time_out_s", {5, 600}, 30)};
    rating.reasons = table->texts("reasons", kReasonText, kReasons, 0, kReasons.size());
    table->done();
}

void read_ranges(Table& top, KioskConfig& config) {
    std::vector<Table> tables = top.tables("range", 100);
    auto& ranges = config.hall.ranges;
    for (Table& table : tables) {
        domain::NumberRange range;
        range.id = read_id<domain::RangeId>(table, "id");
        range.prefix = table.text("prefix", kPrefixText, "");
        range.first = static_cast<std::uint32_t>(table.integer("first", {0, kMostOrdinal}, 1));
        range.last = static_cast<std::uint32_t>(table.integer("last", {1, kMostOrdinal}, 999));
        table.done();
        if (range.first > range.last) {
            table.problem("last", fmt::format("{} is below first ({})", range.last, range.first));
        }
        for (const domain::NumberRange& other : ranges) {
            if (other.id == range.id) {
                table.problem("id", fmt::format("\"{}\" is another range's id", range.id.get()));
            } else if (const std::string number = same_printed_numbers(range, other); !number.empty()) {
                table.problem("prefix", fmt::format("both this range and \"{}\" would print {}; "
                                                    "give them other prefixes or numbers apart",
                                                    other.id.get(), number));
            }
        }
        ranges.push_back(std::move(range));
    }
}

void read_service(Table& table, KioskConfig& config) {
    domain::ServiceConfig service;
    service.id = read_id<domain::ServiceId>(table, "id");
    service.name = read_own_text(table, "name", config.hall.languages);
    service.category = table.text("category", TextRule{0, 32, kIdText.alphabet, kIdText.meaning}, "");
    service.range = read_id<domain::RangeId>(table, "range");
    service.typical_service = std::chrono::seconds{table.integer("typical_service_s", {5, 14400}, 300)};
    read_service_hours(table, service, config.hall.hours);
    table.done();
    if (config.hall.service(service.id) != nullptr) {
        table.problem("id", fmt::format("\"{}\" is another service's id", service.id.get()));
    }
    if (!service.category.empty() &&
        std::ranges::find(config.hall.categories, service.category, &domain::CategoryConfig::id) ==
            config.hall.categories.end()) {
        table.problem("category", fmt::format("there is no category \"{}\"", service.category));
    }
    if (config.hall.range(service.range) == nullptr) {
        table.problem("range", fmt::format("there is no range \"{}\"", service.range.get()));
    }
    config.hall.services.push_back(std::move(service));
}

}  // namespace

std::string_view without_blanks(std::string_view text) {
    constexpr std::array<std::string_view, 8> blanks{" ",      "\t",     "\u3000", "\u00a0",
                                                     "\u200b", "\u200c", "\u200d", "\ufeff"};
    for (std::size_t size = 1; size > 0;) {
        size = 0;
        for (const std::string_view blank : blanks) {
            size = text.starts_with(blank) ? blank.size() : size;
        }
        text.remove_prefix(size);
    }
    for (std::size_t size = 1; size > 0;) {
        size = 0;
        for (const std::string_view blank : blanks) {
            size = text.ends_with(blank) ? blank.size() : size;
        }
        text.remove_suffix(size);
    }
    return text;
}

domain::OwnText read_own_text(Table& table, std::string_view key, const std::vector<std::string>& languages) {
    domain::OwnText texts;
    auto by_language = table.table(key, true);
    if (!by_language) {
        return texts;
    }
    for (const std::string& language : languages) {
        const std::string& text = texts[language] = by_language->text(language, TextRule{1, 200, {}, {}});
        // What is missing, empty or no text is told already.
        if (!text.empty() && without_blanks(text).empty()) {
            by_language->problem(language, "shows nothing; needed: words that people can read there");
        }
    }
    by_language->done();
    return texts;
}

void read_hall(Table& top, KioskConfig& config) {
    auto table = top.table("hall", true);
    if (!table) {
        return;
    }
    domain::HallConfig& hall = config.hall;
    hall.hall = read_id<domain::HallId>(*table, "id");
    hall.languages = table->texts("languages", kLanguageText, {"zh_CN", "en"}, 1, 2);
    if (hall.languages.empty()) {
        hall.languages = {"zh_CN"};
    }
    hall.name = read_own_text(*table, "name", hall.languages);
    config.time_zone = table->text("time_zone", kZoneText, "Asia/Shanghai");
    check_zone(*table, config.time_zone);
    hall.most_recalls = static_cast<std::uint32_t>(table->integer("most_recalls", {0, 20}, 3));
    hall.most_reprints = static_cast<std::uint32_t>(table->integer("most_reprints", {0, 20}, 3));
    hall.return_grace = std::chrono::seconds{table->integer("return_grace_s", {0, 86400}, 1800)};
    hall.call_confirm_window = std::chrono::seconds{table->integer("call_confirm_window_s", {0, 600}, 20)};
    read_visit_purposes(*table, config);
    table->done();
    read_rating(top, config);
}

void read_services(Table& top, KioskConfig& config) {
    read_ranges(top, config);
    read_categories(top, config);
    for (Table& table : top.tables("service", 200)) {
        read_service(table, config);
    }
    if (config.hall.services.empty()) {
        top.problem("service", "a hall needs at least one service: add a table begun by [[service]]");
    }
}

}  // namespace jiaohao::config
