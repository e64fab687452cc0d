// SPDX-License-Identifier: Apache-2.0
#include "headoffice/feeds/cursor.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "headoffice/feeds/base64.hpp"

namespace jiaohao::headoffice::feeds {
namespace {

constexpr int version = 1;

std::string question_of_any_zone(const FeedQuery& query) {
    return fmt::format("{} {} {} {} {} {}", static_cast<int>(query.period), query.by,
                       query.hall.value_or("*"), query.service.value_or("*"), query.counter.value_or("*"),
                       query.clerk.value_or("*"));
}

std::string question(const FeedQuery& query) {
    return fmt::format("{} {}", question_of_any_zone(query), query.zones);
}

}  // namespace

ChangePlace place_of(const Rollup& rollup) {
    return {.updated_ms = rollup.updated_at.time_since_epoch().count(),
            .hall = rollup.hall_day.hall.get(),
            .day = domain::to_string(rollup.hall_day.day),
            .slot_min = rollup.slot_min,
            .service = rollup.service,
            .counter = rollup.counter,
            .clerk = rollup.clerk};
}

std::string encode_cursor(const ChangePlace& place, const FeedQuery& query) {
    const nlohmann::json json{version,        question(query), place.updated_ms, place.hall, place.day,
                              place.slot_min, place.service,   place.counter,    place.clerk};
    return to_base64url(json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

std::optional<DecodedCursor> decode_cursor(const std::string& cursor, const FeedQuery& query) {
    const auto text = from_base64url(cursor);
    if (!text) {
        return std::nullopt;
    }
    const auto json = nlohmann::json::parse(*text, nullptr, false);
    if (!json.is_array() || json.size() != 9 || json[0] != version) {
        return std::nullopt;
    }
    const bool of_any_zone = json[1] == question_of_any_zone(query);
    if ((!of_any_zone && json[1] != question(query)) || !json[2].is_number_integer() ||
        !json[5].is_number_unsigned()) {
        return std::nullopt;
    }
    for (const std::size_t name : {3U, 4U, 6U, 7U, 8U}) {
        if (!json[name].is_string()) {
            return std::nullopt;
        }
    }
    return DecodedCursor{.place = {.updated_ms = json[2].get<std::int64_t>(),
                                   .hall = json[3].get<std::string>(),
                                   .day = json[4].get<std::string>(),
                                   .slot_min = json[5].get<std::uint32_t>(),
                                   .service = json[6].get<std::string>(),
                                   .counter = json[7].get<std::string>(),
                                   .clerk = json[8].get<std::string>()},
                         .of_any_zone = of_any_zone};
}

}  // namespace jiaohao::headoffice::feeds
