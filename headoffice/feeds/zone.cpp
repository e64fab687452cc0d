// SPDX-License-Identifier: Apache-2.0
#include "headoffice/feeds/zone.hpp"

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <optional>
#include <span>

#include <fmt/format.h>

#include "kiosk/wire/event_codec.hpp"

namespace jiaohao::headoffice::feeds {
namespace {

using std::chrono::seconds;
using std::chrono::sys_seconds;

constexpr std::size_t tzif_header = 44;
constexpr std::size_t largest_file = std::size_t{256} * 1024;

std::optional<int> two_digits(std::string_view text) {
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    if (text.size() != 2 || !digit(text[0]) || !digit(text[1])) {
        return std::nullopt;
    }
    return (text[0] - '0') * 10 + (text[1] - '0');
}

std::optional<seconds> parse_offset(std::string_view text) {
    if (text == "UTC" || text == "Z") {
        return seconds(0);
    }
    if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') {
        return std::nullopt;
    }
    const auto hours = two_digits(text.substr(1, 2));
    const auto minutes = two_digits(text.substr(4, 2));
    if (!hours || !minutes || *hours > 14 || *minutes > 59) {
        return std::nullopt;
    }
    const seconds span = std::chrono::hours(*hours) + std::chrono::minutes(*minutes);
    return text[0] == '-' ? -span : span;
}

bool is_zone_name(std::string_view text) {
    const auto good = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
               c == '-' || c == '+' || c == '/';
    };
    return !text.empty() && text.size() <= 64 && text.front() != '/' && std::ranges::all_of(text, good);
}

std::int64_t big_endian(std::string_view bytes) {
    std::uint64_t value = 0;
    for (const char byte : bytes) {
        value = (value << 8) | static_cast<std::uint8_t>(byte);
    }
    const auto bits = bytes.size() * 8;
    if (bits < 64 && (value >> (bits - 1)) != 0) {
        value |= ~std::uint64_t{0} << bits;
    }
    return static_cast<std::int64_t>(value);
}

/// The six counts of a TZif header, in its order.
struct TzifCounts {
    std::size_t utc_marks, std_marks, leaps, times, types, letters;

    [[nodiscard]] static std::optional<TzifCounts> read(std::string_view bytes) {
        if (bytes.size() < tzif_header || bytes.substr(0, 4) != "TZif") {
            return std::nullopt;
        }
        const auto count = [&](std::size_t nth) {
            return static_cast<std::size_t>(big_endian(bytes.substr(20 + 4 * nth, 4)) & 0xffffff);
        };
        return TzifCounts{count(0), count(1), count(2), count(3), count(4), count(5)};
    }
    [[nodiscard]] std::size_t block(std::size_t time_size) const {
        return times * (time_size + 1) + types * 6 + letters + leaps * (time_size + 4) + std_marks +
               utc_marks;
    }
};

std::string no_zone(std::string_view text, std::string_view why) {
    return fmt::format(
        "time zone \"{}\": {}; give an offset such as \"+08:00\" or a name such as "
        "\"Asia/Shanghai\" with the package tzdata installed",
        text, why);
}

}  // namespace

Zone::Zone() : Zone("+08:00", {{sys_seconds{}, std::chrono::hours(8)}}) {}

Zone::Zone(std::string name, std::vector<Change> changes)
    : name_(std::move(name)), changes_(std::make_shared<const std::vector<Change>>(std::move(changes))) {}

Result<Zone, std::string> Zone::of(std::string_view text, const std::string& folder) {
    if (const auto offset = parse_offset(text)) {
        return Zone(std::string(text), {{sys_seconds{}, *offset}});
    }
    if (!is_zone_name(text)) {
        return fail(no_zone(text, "is neither an offset nor a name"));
    }
    std::ifstream file(folder + "/" + std::string(text), std::ios::binary);
    std::string bytes(std::istreambuf_iterator<char>(file), {});
    if (bytes.empty()) {
        return fail(no_zone(text, "is not in " + folder));
    }
    auto changes = read_tzif(bytes);
    if (!changes) {
        return fail(no_zone(text, changes.error()));
    }
    return Zone(std::string(text), std::move(*changes));
}

Result<std::vector<Zone::Change>, std::string> Zone::read_tzif(std::string_view bytes) {
    const auto old = TzifCounts::read(bytes);
    if (!old || bytes.size() > largest_file || bytes[4] < '2') {
        return fail(std::string("its file is no TZif of version 2 or later"));
    }
    if (bytes.size() < tzif_header + old->block(4)) {
        return fail(std::string("its file is cut off"));
    }
    bytes.remove_prefix(tzif_header + old->block(4));
    const auto counts = TzifCounts::read(bytes);
    if (!counts || counts->types == 0 || bytes.size() < tzif_header + counts->block(8)) {
        return fail(std::string("its file is cut off"));
    }
    bytes.remove_prefix(tzif_header);
    const auto types = bytes.substr(counts->times * 9);
    const auto offset_of = [&](std::size_t type) {
        return seconds(big_endian(types.substr(6 * std::min(type, counts->types - 1), 4)));
    };
    std::vector<Change> changes{
        {sys_seconds{seconds(std::numeric_limits<std::int64_t>::min() / 2)}, offset_of(0)}};
    for (std::size_t i = 0; i < counts->times; ++i) {
        const auto type = static_cast<std::uint8_t>(bytes[counts->times * 8 + i]);
        changes.push_back({sys_seconds{seconds(big_endian(bytes.substr(8 * i, 8)))}, offset_of(type)});
    }
    // Rules for the years after the last change stand in the footer; files built "fat" reach 2037 without.
    const bool has_rule = bytes.substr(counts->block(8)).find(',') != std::string_view::npos;
    if (has_rule && changes.back().from < std::chrono::sys_days{std::chrono::year{2037} / 1 / 1}) {
        return fail(std::string("its file holds only a rule for the coming years (built \"slim\")"));
    }
    return changes;
}

seconds Zone::offset_at(WallTime at) const {
    const auto after = std::upper_bound(changes_->begin() + 1, changes_->end(), at,
                                        [](WallTime left, const Change& right) { return left < right.from; });
    return std::prev(after)->offset;
}

LocalTime Zone::to_local(WallTime at) const {
    return LocalTime{at.time_since_epoch() + offset_at(at)};
}

WallTime Zone::to_utc(LocalTime local) const {
    const WallTime as_utc{local.time_since_epoch()};
    // A day around covers every change of offset; the larger offset gives the earlier instant.
    const auto before = offset_at(as_utc - std::chrono::days(1));
    const auto after = offset_at(as_utc + std::chrono::days(1));
    for (const auto offset : {std::max(before, after), std::min(before, after)}) {
        if (offset_at(as_utc - offset) == offset) {
            return as_utc - offset;
        }
    }
    return as_utc - before;
}

std::string Zone::format(WallTime at) const {
    const auto offset = offset_at(at);
    const auto local = std::chrono::floor<seconds>(to_local(at));
    const auto day = std::chrono::floor<std::chrono::days>(local);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss time{local - day};
    const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(offset).count();
    const auto size = minutes < 0 ? -minutes : minutes;
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{}{:02}:{:02}", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                       time.hours().count(), time.minutes().count(), time.seconds().count(),
                       minutes < 0 ? '-' : '+', size / 60, size % 60);
}

const Zone& Zones::of(const domain::HallId& hall) const {
    const auto found = by_hall.find(hall);
    return found == by_hall.end() ? fallback : found->second;
}

std::string Zones::tag() const {
    std::string all = fallback.name();
    for (const auto& [hall, zone] : by_hall) {
        if (zone.name() != fallback.name()) {
            all += fmt::format(" {}={}", hall.get(), zone.name());
        }
    }
    std::string tag;
    const auto hash = wire::hash_of(all);
    for (const auto byte : std::span(hash).first<8>()) {
        tag += fmt::format("{:02x}", byte);
    }
    return tag;
}

}  // namespace jiaohao::headoffice::feeds
