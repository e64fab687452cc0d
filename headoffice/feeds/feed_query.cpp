// SPDX-License-Identifier: Apache-2.0
#include "headoffice/feeds/feed_query.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace jiaohao::headoffice::feeds {
namespace {

constexpr std::size_t most_per_page = 10'000;

struct RangeLimit {
    Period period;
    int days;
};
/// Keeps one answer within some ten megabytes for a network of halls.
constexpr std::array<RangeLimit, 2> range_limits{{{Period::quarter_hour, 31}, {Period::hour, 93}}};
constexpr int longest_range_days = 1100;

Problem bad(const std::string& parameter, std::string detail, std::vector<std::string> allowed = {}) {
    return {.status = 400,
            .code = "bad-parameter",
            .title = "A query parameter cannot be used",
            .detail = std::move(detail),
            .parameter = parameter,
            .allowed = std::move(allowed)};
}

std::optional<Problem> check_repeated(const FeedRequest& request) {
    if (request.repeated.empty()) {
        return std::nullopt;
    }
    const auto& name = request.repeated.front();
    return bad(name, fmt::format("{} is given more than once; give it once", name));
}

const Parameter* find_parameter(const std::string& name, bool changes) {
    const auto& list = parameters();
    const auto found = std::ranges::find(list, name, &Parameter::name);
    return found == list.end() || (found->changes_only && !changes) ? nullptr : &*found;
}

/// Names and closed lists.
std::optional<Problem> check_names(const FeedRequest& request, bool changes) {
    if (auto problem = check_repeated(request)) {
        return problem;
    }
    for (const auto& [name, value] : request.query) {
        const auto* parameter = find_parameter(name, changes);
        if (parameter == nullptr) {
            std::vector<std::string> names;
            for (const auto& known : parameters()) {
                if (!known.changes_only || changes) {
                    names.push_back(known.name);
                }
            }
            return bad(name, fmt::format("there is no parameter \"{}\" here", name), std::move(names));
        }
        const auto& allowed = parameter->allowed;
        if (!allowed.empty() && std::ranges::find(allowed, value) == allowed.end()) {
            return bad(name,
                       fmt::format("\"{}\" is not possible for {}; it is one of {}", value, name,
                                   fmt::join(allowed, ", ")),
                       allowed);
        }
    }
    return std::nullopt;
}

/// Reads one parameter after the other and keeps the first problem.
class QueryReader {
  public:
    QueryReader(const FeedRequest& request, FeedQuery& query) : request_(request), query_(query) {}

    [[nodiscard]] const std::string* value(const std::string& name) const {
        const auto found = request_.query.find(name);
        return found == request_.query.end() ? nullptr : &found->second;
    }
    /// Position in the parameter's closed list.
    [[nodiscard]] std::size_t choice(const std::string& name, std::size_t fallback) const {
        const auto* text = value(name);
        if (text == nullptr) {
            return fallback;
        }
        const auto& allowed = find_parameter(name, true)->allowed;
        return static_cast<std::size_t>(std::ranges::find(allowed, *text) - allowed.begin());
    }
    [[nodiscard]] domain::BusinessDay day(const std::string& name, domain::BusinessDay fallback) {
        const auto* text = value(name);
        if (text == nullptr) {
            return fallback;
        }
        const auto day = domain::parse_business_day(*text);
        if (!day) {
            note(bad(name, fmt::format("\"{}\" is not a date such as 2026-03-01", *text)));
            return fallback;
        }
        return *day;
    }
    [[nodiscard]] std::optional<std::string> id(const std::string& name, bool has_dimension) {
        const auto* text = value(name);
        if (text == nullptr) {
            return std::nullopt;
        }
        const auto good = [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                   std::string_view("._:-").find(c) != std::string_view::npos;
        };
        if (text->empty() || text->size() > 64 || !std::ranges::all_of(*text, good)) {
            note(bad(name, fmt::format("{} is an id of 1 to 64 letters, digits and . _ : -", name)));
        } else if (!has_dimension) {
            note(bad(name, fmt::format("rows by {} carry no {}; ask by={}", query_.by, name, name)));
        }
        return *text;
    }
    void note(Problem problem) {
        if (!problem_) {
            problem_ = std::move(problem);
        }
    }
    [[nodiscard]] const std::optional<Problem>& problem() const { return problem_; }

  private:
    const FeedRequest& request_;
    FeedQuery& query_;
    std::optional<Problem> problem_;
};

void read_range(QueryReader& reader, FeedQuery& query, domain::BusinessDay today) {
    const auto limit = std::ranges::find(range_limits, query.period, &RangeLimit::period);
    const auto most = limit == range_limits.end() ? longest_range_days : limit->days;
    query.to = reader.day("to", today);
    // A reader of changes wants all there are unless told otherwise.
    const auto back = std::chrono::days(query.changes ? most - 1 : 0);
    query.from = reader.day("from", std::chrono::sys_days{query.to} - back);
    const auto days = (std::chrono::sys_days{query.to} - std::chrono::sys_days{query.from}).count() + 1;
    if (days < 1) {
        reader.note(bad("from", fmt::format("from {} is after to {}", domain::to_string(query.from),
                                            domain::to_string(query.to))));
        return;
    }
    if (days > most) {
        reader.note(
            bad("from", fmt::format("{} days were asked for, this grain gives at most {} at once; ask in "
                                    "parts or with a coarser grain",
                                    days, most)));
    }
}

void read_dimensions(QueryReader& reader, FeedQuery& query) {
    query.by = reader.value("by") != nullptr ? *reader.value("by") : "hall";
    query.by_service = query.by.starts_with("service");
    query.by_counter = query.by.ends_with("counter");
    query.by_clerk = query.by.ends_with("clerk");
    const bool fine = query.period == Period::quarter_hour || query.period == Period::hour;
    if (fine && query.by_service && (query.by_counter || query.by_clerk)) {
        reader.note(bad("by", fmt::format("by={} needs a grain of a day or longer", query.by),
                        {"hall", "service", "counter", "clerk"}));
    }
    query.hall = reader.id("hall", true);
    query.service = reader.id("service", query.by_service);
    query.counter = reader.id("counter", query.by_counter);
    query.clerk = reader.id("clerk", query.by_clerk);
    query.merge_halls = reader.choice("halls", 0) == 1;
}

void read_format(QueryReader& reader, const FeedRequest& request, FeedQuery& query) {
    if (reader.value("format") != nullptr) {
        query.format = static_cast<Format>(reader.choice("format", 0));
        return;
    }
    if (request.accept.empty()) {
        return;
    }
    double best = 0;
    for (const auto& [name, format] :
         {std::pair{"text/csv", Format::csv}, std::pair{"application/json", Format::json},
          std::pair{"application/x-ndjson", Format::ndjson}}) {
        const auto quality = quality_of(request.accept, name);
        if (quality > best) {
            best = quality;
            query.format = format;
        }
    }
    if (best <= 0) {
        reader.note({.status = 406,
                     .code = "not-acceptable",
                     .title = "None of the wanted formats is offered",
                     .detail = "the Accept header takes none of the formats offered",
                     .parameter = "",
                     .allowed = {"text/csv", "application/json", "application/x-ndjson"}});
    }
}

void read_paging(QueryReader& reader, FeedQuery& query) {
    if (const auto* cursor = reader.value("cursor")) {
        query.cursor = *cursor;
    }
    if (const auto* limit = reader.value("limit")) {
        const auto [end, error] = std::from_chars(limit->data(), limit->data() + limit->size(), query.limit);
        if (error != std::errc{} || end != limit->data() + limit->size() || query.limit < 1 ||
            query.limit > most_per_page) {
            reader.note(bad("limit", fmt::format("limit is a number from 1 to {}", most_per_page)));
        }
    }
    if (query.merge_halls) {
        reader.note(bad("halls", "changes are given of each hall only", {"each"}));
    }
    if (query.period > Period::day) {
        reader.note(bad("grain", "changes are given of stored rows only", {"15min", "hour", "day"}));
    }
}

}  // namespace

std::optional<Problem> refuse_parameters(const FeedRequest& request) {
    if (auto problem = check_repeated(request)) {
        return problem;
    }
    return request.query.empty()
               ? std::nullopt
               : std::optional(bad(request.query.begin()->first, request.path + " takes no parameters"));
}

Result<std::optional<std::string>, Problem> parse_hall(const FeedRequest& request) {
    if (auto problem = check_repeated(request)) {
        return fail(std::move(*problem));
    }
    for (const auto& [name, value] : request.query) {
        if (name != "hall") {
            return fail(bad(name, fmt::format("there is no parameter \"{}\" here", name), {"hall"}));
        }
    }
    FeedQuery query;
    QueryReader reader(request, query);
    auto hall = reader.id("hall", true);
    return reader.problem() ? Result<std::optional<std::string>, Problem>(fail(*reader.problem()))
                            : std::move(hall);
}

RollupFilter FeedQuery::filter() const {
    RollupFilter filter;
    filter.grain = period == Period::quarter_hour ? Grain::quarter_hour
                   : period == Period::hour       ? Grain::hour
                                                  : Grain::day;
    filter.from = from;
    filter.to = to;
    filter.by_service = by_service;
    filter.by_counter = by_counter;
    filter.by_clerk = by_clerk;
    if (hall) {
        filter.hall = domain::HallId(*hall);
    }
    filter.service = service;
    filter.counter = counter;
    filter.clerk = clerk;
    filter.with_removed = true;
    return filter;
}

Result<FeedQuery, Problem> parse_query(const FeedRequest& request, domain::BusinessDay today) {
    static constexpr std::string_view root = "/v1/feeds/";
    FeedQuery query;
    std::string_view name = request.path;
    name.remove_prefix(name.starts_with(root) ? root.size() : name.size());
    static constexpr std::string_view changes = "/changes";
    query.changes = name.ends_with(changes);
    name.remove_suffix(query.changes ? changes.size() : 0);
    const auto found = std::ranges::find(feed_names(), name);
    if (found == feed_names().end()) {
        return fail(Problem{.status = 404,
                            .code = "no-such-feed",
                            .title = "There is no such feed",
                            .detail = fmt::format("{} is none; a feed is {}{{name}} or {}{{name}}/changes",
                                                  request.path, root, root),
                            .parameter = "",
                            .allowed = feed_names()});
    }
    query.feed = static_cast<Feed>(found - feed_names().begin());
    if (auto problem = check_names(request, query.changes)) {
        return fail(std::move(*problem));
    }
    QueryReader reader(request, query);
    query.period = static_cast<Period>(reader.choice("grain", static_cast<std::size_t>(Period::day)));
    read_dimensions(reader, query);
    read_range(reader, query, today);
    read_format(reader, request, query);
    if (query.changes) {
        read_paging(reader, query);
    }
    if (reader.problem()) {
        return fail(*reader.problem());
    }
    return query;
}

}  // namespace jiaohao::headoffice::feeds
