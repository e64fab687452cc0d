// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "headoffice/feeds/base64.hpp"
#include "headoffice/feeds/figures.hpp"

namespace jiaohao::headoffice::feeds {
namespace {

using Json = nlohmann::json;

void put(Json& json, const char* name, std::uint64_t count) {
    if (count != 0) {
        json[name] = count;
    }
}

Json encode_rating(const RatingFigures& rating) {
    Json json = Json::object();
    for (const auto& field : rating_fields()) {
        put(json, field.name, rating.*field.member);
    }
    // Also of none: without it the row is one of before the filter.
    json["counted"] = rating.counted;
    json["levels"] = rating.levels;
    return json;
}

/// Reads members and keeps the first problem.
class Reader {
  public:
    explicit Reader(const Json& json) : json_(json) {}

    void count(const char* name, std::uint64_t& into) {
        const auto found = json_.find(name);
        if (found == json_.end()) {
            return;
        }
        if (!found->is_number_unsigned()) {
            note(name, "is not a whole number of 0 or more");
            return;
        }
        into = found->get<std::uint64_t>();
    }
    void histogram(const char* name, stats::Histogram& into) {
        const auto found = json_.find(name);
        if (found == json_.end()) {
            return;
        }
        const auto packed = found->is_string()
                                ? from_base64(found->get<std::string>())
                                : Result<std::string, std::string>(fail(std::string("is no text")));
        const auto read = packed ? stats::Histogram::unpack(*packed) : fail(packed.error());
        if (!read) {
            note(name, read.error());
            return;
        }
        into = *read;
    }
    /// Calls `each(key, value)` for the members of an object.
    template <class Each>
    void members(const char* name, Each each) {
        const auto found = json_.find(name);
        if (found == json_.end()) {
            return;
        }
        if (!found->is_object()) {
            note(name, "is not an object");
            return;
        }
        for (const auto& [key, value] : found->items()) {
            each(key, value);
        }
    }
    void note(std::string_view name, std::string_view problem) {
        if (problem_.empty()) {
            problem_ = fmt::format("figures: \"{}\" {}", name, problem);
        }
    }
    [[nodiscard]] const std::string& problem() const { return problem_; }

  private:
    const Json& json_;
    std::string problem_;
};

Result<RatingFigures, std::string> decode_rating(const Json& json) {
    if (!json.is_object()) {
        return fail(std::string("figures: \"ratings\" holds no object"));
    }
    Reader reader(json);
    RatingFigures rating;
    for (const auto& field : rating_fields()) {
        reader.count(field.name, rating.*field.member);
    }
    if (!json.contains("counted")) {
        rating.counted = rating.given;
        rating.unfiltered = rating.given;
    }
    const auto levels = json.find("levels");
    const auto whole = [](const Json& level) { return level.is_number_unsigned(); };
    if (levels == json.end() || !levels->is_array() || levels->size() != rating.levels.size() ||
        !std::all_of(levels->begin(), levels->end(), whole)) {
        reader.note("levels", "is not a list of five whole numbers");
    } else {
        rating.levels = levels->get<std::array<std::uint64_t, 5>>();
    }
    if (!reader.problem().empty()) {
        return fail(reader.problem());
    }
    return rating;
}

}  // namespace

std::string encode(const Figures& figures) {
    Json json = Json::object();
    for (const auto& field : count_fields()) {
        put(json, field.name, figures.*field.member);
    }
    if (figures.waits.count() != 0) {
        json["waits"] = to_base64(figures.waits.pack());
    }
    if (figures.service_times.count() != 0) {
        json["service_times"] = to_base64(figures.service_times.pack());
    }
    if (figures.counter_times.count() != 0) {
        json["counter_times"] = to_base64(figures.counter_times.pack());
    }
    for (const auto& [scale, rating] : figures.ratings) {
        json["ratings"][scale] = encode_rating(rating);
    }
    if (!figures.reasons.empty()) {
        json["reasons"] = figures.reasons;
    }
    if (figures.closed_at != 0) {
        json["closed_at"] = figures.closed_at;
    }
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<Figures, std::string> decode_figures(std::string_view text) {
    const auto json = Json::parse(text, nullptr, false);
    if (!json.is_object()) {
        return fail(std::string("figures: not a JSON object"));
    }
    Reader reader(json);
    Figures figures;
    for (const auto& field : count_fields()) {
        reader.count(field.name, figures.*field.member);
    }
    reader.histogram("waits", figures.waits);
    reader.histogram("service_times", figures.service_times);
    reader.histogram("counter_times", figures.counter_times);
    reader.members("ratings", [&](const std::string& scale, const Json& value) {
        const auto rating = decode_rating(value);
        if (!rating) {
            reader.note("ratings", rating.error());
            return;
        }
        figures.ratings[scale] = *rating;
    });
    reader.members("reasons", [&](const std::string& reason, const Json& value) {
        if (!value.is_number_unsigned()) {
            reader.note("reasons", "holds what is no whole number");
            return;
        }
        figures.reasons[reason] = value.get<std::uint64_t>();
    });
    if (const auto closed = json.find("closed_at"); closed != json.end()) {
        if (closed->is_number_integer()) {
            figures.closed_at = closed->get<std::int64_t>();
        } else {
            reader.note("closed_at", "is not a whole number");
        }
    }
    if (!reader.problem().empty()) {
        return fail(reader.problem());
    }
    return figures;
}

}  // namespace jiaohao::headoffice::feeds
