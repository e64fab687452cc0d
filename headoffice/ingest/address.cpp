// SPDX-License-Identifier: Apache-2.0
#include "headoffice/ingest/address.hpp"

#include <algorithm>
#include <charconv>
#include <vector>

namespace jiaohao::headoffice {
namespace {

constexpr std::size_t kMostTerminal = 32;
constexpr std::size_t kMostEpoch = 64;

/// "/a/b" -> {"a", "b"}
std::vector<std::string_view> parts_of(std::string_view path) {
    std::vector<std::string_view> parts;
    while (!path.empty() && path.front() == '/') {
        path.remove_prefix(1);
        const std::size_t end = std::min(path.find('/'), path.size());
        parts.push_back(path.substr(0, end));
        path.remove_prefix(end);
    }
    return parts;
}

std::optional<std::uint64_t> parse_seq(std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = error == std::errc{} && end == text.data() + text.size();
    return whole && value >= 1 && value < (std::uint64_t{1} << 63U) ? std::optional(value) : std::nullopt;
}

}  // namespace

bool is_name(std::string_view text, std::size_t most) {
    return !text.empty() && text.size() <= most && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
               c == '-';
    });
}

std::optional<EventsAddress> parse_events_address(std::string_view path) {
    const auto parts = parts_of(path);
    if (parts.size() != 7 || parts[0] != "v1" || parts[1] != "terminals" || parts[3] != "epochs" ||
        parts[5] != "events" || !is_name(parts[2], kMostTerminal) || !is_name(parts[4], kMostEpoch)) {
        return std::nullopt;
    }
    const auto first = parse_seq(parts[6]);
    if (!first) {
        return std::nullopt;
    }
    return EventsAddress{domain::TerminalId{std::string(parts[2])}, domain::EpochId{std::string(parts[4])},
                         domain::Seq{*first}};
}

std::optional<domain::TerminalId> parse_contact_address(std::string_view path) {
    const auto parts = parts_of(path);
    if (parts.size() != 4 || parts[0] != "v1" || parts[1] != "terminals" || parts[3] != "contact" ||
        !is_name(parts[2], kMostTerminal)) {
        return std::nullopt;
    }
    return domain::TerminalId{std::string(parts[2])};
}

}  // namespace jiaohao::headoffice
