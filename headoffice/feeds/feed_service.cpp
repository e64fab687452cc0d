// SPDX-License-Identifier: Apache-2.0
#include "headoffice/feeds/feed_service.hpp"

#include <algorithm>
#include <exception>

#include <fmt/format.h>

#include "headoffice/feeds/bucket.hpp"
#include "headoffice/feeds/columns.hpp"
#include "headoffice/feeds/cursor.hpp"
#include "headoffice/feeds/render.hpp"

namespace jiaohao::headoffice::feeds {
namespace {

Problem too_many(std::size_t rows, std::size_t most) {
    return {.status = 400,
            .code = "too-many-rows",
            .title = "The answer would be too large",
            .detail = fmt::format(
                "{} rows, at most {} at once; name a hall, a shorter range or a coarser grain", rows, most),
            .parameter = "from",
            .allowed = {}};
}

std::string encoded(const std::string& value) {
    std::string out;
    for (const char c : value) {
        out += c == ',' ? "%2C" : std::string(1, c);
    }
    return out;
}

std::string link_to(const FeedRequest& request, const std::string& cursor) {
    std::string url = request.path + "?cursor=" + cursor;
    for (const auto& [name, value] : request.query) {
        url += name == "cursor" ? "" : fmt::format("&{}={}", name, encoded(value));
    }
    return fmt::format("<{}>; rel=\"next\"", url);
}

}  // namespace

struct FeedService::Stored {
    std::vector<Rollup> rollups;
    Progress progress;
};

FeedService::FeedService(Store& store, Fleet& fleet, const Clock& clock, Log log, FeedOptions options)
    : store_(store),
      fleet_(fleet),
      clock_(clock),
      log_(log),
      options_(std::move(options)),
      zones_tag_(options_.zones.tag()) {}

bool FeedService::serves(std::string_view path) {
    return path == "/v1/coverage" || path == "/v1/fleet" || path == "/v1/names" ||
           path == "/v1/openapi.json" || path.starts_with("/v1/feeds/");
}

FeedReply FeedService::get(const FeedRequest& request) const {
    if (request.method != "GET" && request.method != "HEAD") {
        return problem_reply({.status = 405,
                              .code = "method-not-allowed",
                              .title = "Feeds are read only",
                              .detail = request.method + " is not possible here",
                              .parameter = "",
                              .allowed = {"GET", "HEAD"}});
    }
    try {
        if (request.path.starts_with("/v1/feeds/")) {
            return feed(request);
        }
        if (request.path == "/v1/names") {
            return names(request);
        }
        if (const auto problem = refuse_parameters(request)) {
            return problem_reply(*problem);
        }
        return request.path == "/v1/coverage" ? coverage(request)
               : request.path == "/v1/fleet"  ? fleet(request)
                                              : content_reply(request, "application/json", openapi_json());
    } catch (const std::exception& error) {
        log_.error("feeds.answer_failed", {{"path", request.path}, {"detail", error.what()}});
        return problem_reply({.status = 500,
                              .code = "internal",
                              .title = "The answer could not be made",
                              .detail = "this has been logged as feeds.answer_failed",
                              .parameter = "",
                              .allowed = {}});
    }
}

FeedReply FeedService::feed(const FeedRequest& request) const {
    const auto today = std::chrono::floor<std::chrono::days>(options_.zones.fallback.to_local(clock_.wall()));
    auto query = parse_query(request, std::chrono::year_month_day{today});
    if (!query) {
        return problem_reply(query.error());
    }
    query->zones = query->hall ? options_.zones.of(domain::HallId{*query->hall}).name() : zones_tag_;
    return query->changes ? changes(request, *query) : rows(request, *query);
}

Problem FeedService::unavailable(const std::string& what, const StoreError& error) const {
    log_.error("feeds.store_failed", {{"what", what}, {"detail", error.detail}});
    return {.status = 503,
            .code = "store-unavailable",
            .title = "The figures cannot be read now",
            .detail = what + " could not be read; try again later",
            .parameter = "",
            .allowed = {}};
}

Result<FeedService::Stored, Problem> FeedService::read(const FeedQuery& query) const {
    auto rollups = store_.rollups(query.filter());
    if (!rollups) {
        return fail(unavailable("roll-ups", rollups.error()));
    }
    auto whole = query.filter();
    whole.grain = Grain::day;
    whole.by_service = whole.by_counter = whole.by_clerk = false;
    whole.service = whole.counter = whole.clerk = std::nullopt;
    whole.with_removed = false;
    const auto hall_days = store_.rollups(whole);
    if (!hall_days) {
        return fail(unavailable("day rows", hall_days.error()));
    }
    const auto coverage = store_.coverage();
    if (!coverage) {
        return fail(unavailable("coverage", coverage.error()));
    }
    const auto zones = store_.hall_zones();
    const auto old_days = store_.days_of_old_zone(query.filter());
    if (!zones || !old_days) {
        return fail(unavailable("zones", !zones ? zones.error() : old_days.error()));
    }
    const auto contacts =
        options_.simulation ? Result<std::vector<Contact>, StoreError>{} : fleet_.contacts();
    if (!contacts) {
        return fail(unavailable("contacts", contacts.error()));
    }
    Progress progress = progress_of(*coverage, *hall_days, *contacts);
    progress.old_zone = {old_days->begin(), old_days->end()};
    for (const HallZone& hall : *zones) {
        if (hall.zone != options_.zones.of(hall.hall).name()) {
            progress.unsettled.insert(hall.hall);
        }
    }
    return Stored{.rollups = std::move(*rollups), .progress = std::move(progress)};
}

FeedReply FeedService::rows(const FeedRequest& request, const FeedQuery& query) const {
    const auto stored = read(query);
    if (!stored) {
        return problem_reply(stored.error());
    }
    auto buckets = make_buckets(stored->rollups, query, options_.zones, stored->progress);
    if (!buckets) {
        return problem_reply(
            unavailable("a row", {.code = StoreError::Code::damaged, .detail = buckets.error()}));
    }
    std::erase_if(*buckets, [](const Bucket& bucket) { return bucket.removed; });
    const auto lines = make_rows(*buckets, query, options_.least_for_clerk);
    if (lines.size() > options_.most_rows) {
        return problem_reply(too_many(lines.size(), options_.most_rows));
    }
    return content_reply(request, media_type(query.format), render(query, lines, nullptr));
}

bool FeedService::zone_was_moved(const FeedQuery& query) const {
    const auto zones = store_.hall_zones();
    // What cannot be known is safe to begin anew.
    return !zones || std::ranges::any_of(*zones, [&](const HallZone& one) {
        const bool asked = !query.hall || one.hall.get() == *query.hall;
        const bool waits = one.zone && *one.zone != options_.zones.of(one.hall).name();
        return asked && (one.moved || waits);
    });
}

FeedReply FeedService::changes(const FeedRequest& request, const FeedQuery& query) const {
    ChangePlace after;
    if (!query.cursor.empty()) {
        const auto cursor = decode_cursor(query.cursor, query);
        if (!cursor || (cursor->of_any_zone && zone_was_moved(query))) {
            return problem_reply(
                {.status = 410,
                 .code = "cursor-gone",
                 .title = "This cursor cannot be continued",
                 .detail = "it is damaged, belongs to another question, or to a time zone that the hall had "
                           "before; start without a cursor",
                 .parameter = "cursor",
                 .allowed = {}});
        }
        after = cursor->place;
    }
    auto stored = read(query);
    if (!stored) {
        return problem_reply(stored.error());
    }
    const auto newest = clock_.wall() - options_.cursor_lag;
    auto& rollups = stored->rollups;
    std::erase_if(rollups,
                  [&](const Rollup& row) { return row.updated_at > newest || place_of(row) <= after; });
    std::ranges::sort(rollups, {}, place_of);
    Continuation continuation{.next = query.cursor, .has_more = rollups.size() > query.limit};
    rollups.resize(std::min(rollups.size(), query.limit));
    if (!rollups.empty()) {
        continuation.next = encode_cursor(place_of(rollups.back()), query);
    }
    std::vector<Bucket> buckets;
    for (const auto& rollup : rollups) {
        auto made = make_buckets({rollup}, query, options_.zones, stored->progress);
        if (!made) {
            return problem_reply(
                unavailable("a row", {.code = StoreError::Code::damaged, .detail = made.error()}));
        }
        buckets.push_back(std::move(made->front()));
    }
    auto reply =
        content_reply(request, media_type(query.format),
                      render(query, make_rows(buckets, query, options_.least_for_clerk), &continuation));
    reply.headers["Feed-Cursor"] = continuation.next;
    if (continuation.has_more) {
        reply.headers["Link"] = link_to(request, continuation.next);
    }
    return reply;
}

}  // namespace jiaohao::headoffice::feeds
