// SPDX-License-Identifier: Apache-2.0
#include "headoffice/feeds/columns.hpp"

#include <cmath>

#include "kiosk/domain/types/enums.hpp"
#include "kiosk/stats/rating_filter_v1.hpp"
#include "kiosk/stats/wilson.hpp"

namespace jiaohao::headoffice::feeds {
namespace {

using Columns = std::vector<Column>;

/// Six digits: more than any interval means, and the same text everywhere.
Value number(double value) {
    return std::round(value * 1e6) / 1e6;
}
Value share(std::uint64_t part, std::uint64_t whole) {
    return whole == 0 ? Value{} : number(static_cast<double>(part) / static_cast<double>(whole));
}
Value id(const std::string& text) {
    return text.empty() ? Value{} : Value(text);
}

Column count(const char* name, std::uint64_t Figures::*member, const char* description) {
    return {name, "integer", description, false,
            [member](const Row& row) { return row.bucket->figures.*member; }};
}

int levels_of(const Row& row) {
    const auto scale = domain::from_code<domain::RatingScale>(row.scale);
    return scale ? domain::levels(*scale) : 0;
}
bool has_levels(const Row& row) {
    return !row.suppressed && levels_of(row) > 0;
}

std::uint64_t satisfied(const Row& row) {
    const auto top = static_cast<std::size_t>(levels_of(row));
    return row.rating.levels.at(top - 1) + row.rating.levels.at(top - 2);
}

void add_key(Columns& out) {
    out.insert(out.end(),
               {{"hall", "string", "Hall; null when halls are merged", true,
                 [](const Row& row) { return id(row.bucket->hall); }},
                {"service", "string", "Service, or null for all", true,
                 [](const Row& row) { return id(row.bucket->service); }},
                {"counter", "string", "Counter, or null for all", true,
                 [](const Row& row) { return id(row.bucket->counter); }},
                {"clerk", "string", "Clerk, or null for all; \"unknown\" when nobody was signed in", true,
                 [](const Row& row) { return id(row.bucket->clerk); }},
                {"period_start", "string", "RFC 3339 with the hall's offset", false,
                 [](const Row& row) { return row.bucket->zone.format(row.bucket->start); }},
                {"period_end", "string", "First moment after the period", false,
                 [](const Row& row) { return row.bucket->zone.format(row.bucket->end); }},
                {"grain", "string", "Length of the period", false,
                 [](const Row& row) { return std::string(row.grain); }},
                {"tz", "string", "Time zone of the hall", false,
                 [](const Row& row) { return row.bucket->zone.name(); }}});
}

void add_tickets(Columns& out) {
    out.insert(
        out.end(),
        {count("issued", &Figures::issued, "Tickets issued, by time of issue"),
         count("called", &Figures::called, "Calls, by time of call"),
         count("recalled", &Figures::recalled, "Repeated calls"),
         count("served", &Figures::served, "Services finished, by time of finishing"),
         count("served_pending", &Figures::pending, "Of them: back office goes on"),
         count("served_refused", &Figures::refused, "Of them: could not be done"),
         count("served_implied", &Figures::implied, "Of them: finished only by calling the next"),
         count("no_show", &Figures::no_show, "Called and did not come"),
         count("returned", &Figures::returned, "No-shows that came back"),
         count("transferred", &Figures::transferred, "Sent on to another service, by the one left"),
         count("cancelled", &Figures::cancelled, "Cancelled"),
         count("expired", &Figures::expired,
               "Sent home: the day or its service closed, or it waited too long"),
         count("abandoned", &Figures::abandoned,
               "Of `issued`: ended as no-show, cancelled or expired, by time of issue"),
         {"abandoned_share", "number", "abandoned / issued; null without tickets", true,
          [](const Row& row) { return share(row.bucket->figures.abandoned, row.bucket->figures.issued); }},
         count("printed", &Figures::printed, "Papers proved by the printer"),
         count("not_printed", &Figures::not_printed, "Papers that did not come out"),
         count("print_unknown", &Figures::print_unknown, "Papers in doubt"),
         count("reprinted", &Figures::reprinted, "Marked reprints")});
}

Column seconds(const char* name, std::uint64_t Figures::*member, const char* description) {
    return {name, "integer", description, false,
            [member](const Row& row) { return (row.bucket->figures.*member + 500) / 1000; }};
}

std::uint64_t busy_ms(const Figures& figures) {
    return figures.walk_ms + figures.serving_ms + figures.wrap_up_ms;
}

/// How counters spent the time they were open.
void add_counter_time(Columns& out) {
    out.insert(out.end(),
               {count("started", &Figures::started,
                      "Of service_n: with a start of the service told; the others are counted from the call"),
                seconds("walk_s", &Figures::walk_ms,
                        "Seconds of counters from a call to the start of the service, or to a no-show"),
                seconds("serving_s", &Figures::serving_ms,
                        "Seconds with a customer; without a start told all since the call, walk included"),
                seconds("wrap_up_s", &Figures::wrap_up_ms,
                        "Seconds of finishing up after a customer; of no service"),
                seconds("idle_s", &Figures::idle_ms, "Seconds open without anybody to serve; of no service"),
                seconds("paused_s", &Figures::paused_ms, "Seconds paused without anybody; of no service"),
                {"busy_share", "number",
                 "(walk_s + serving_s + wrap_up_s) / (the same + idle_s); null for one service", true,
                 [](const Row& row) {
                     const auto& figures = row.bucket->figures;
                     return row.bucket->service.empty()
                                ? share(busy_ms(figures), busy_ms(figures) + figures.idle_ms)
                                : Value{};
                 }}});
}

struct SpanNames {
    const char *n, *mean, *p50, *p90, *p95;
};

void add_spans(Columns& out, stats::Histogram Figures::*member, const SpanNames& names, const char* what) {
    const auto quantile = [member](double q) {
        return [member, q](const Row& row) -> Value {
            const auto& spans = row.bucket->figures.*member;
            return spans.count() == 0 ? Value{} : Value(spans.quantile(q));
        };
    };
    out.push_back({names.n, "integer", what, false,
                   [member](const Row& row) { return (row.bucket->figures.*member).count(); }});
    out.push_back({names.mean, "number", "Mean in seconds", true, [member](const Row& row) -> Value {
                       const auto& spans = row.bucket->figures.*member;
                       return spans.count() == 0 ? Value{} : number(spans.mean());
                   }});
    out.push_back({names.p50, "integer", "Median in seconds, within 0.78 %", true, quantile(0.5)});
    out.push_back({names.p90, "integer", "Nine of ten took at most this many seconds", true, quantile(0.9)});
    out.push_back({names.p95, "integer", "19 of 20 took at most this many seconds", true, quantile(0.95)});
}

Column rating_column(const char* name, std::uint64_t RatingFigures::*member, const char* description) {
    return {name, "integer", description, false, [member](const Row& row) { return row.rating.*member; }};
}

Column level_column(const char* name, std::size_t level) {
    return {name, "integer", "Counted answers of this level, 1 the worst; null where the scale has none",
            true, [level](const Row& row) -> Value {
                const bool shown = has_levels(row) && level <= static_cast<std::size_t>(levels_of(row));
                return shown ? Value(row.rating.levels.at(level - 1)) : Value{};
            }};
}

Value mean_level(const Row& row) {
    if (!has_levels(row) || row.rating.counted == 0) {
        return {};
    }
    std::uint64_t sum = 0;
    for (std::size_t level = 1; level <= row.rating.levels.size(); ++level) {
        sum += level * row.rating.levels.at(level - 1);
    }
    return share(sum, row.rating.counted);
}

void add_top_box(Columns& out) {
    const auto bound = [](double stats::Interval::*end) {
        return [end](const Row& row) -> Value {
            return has_levels(row) && row.rating.counted > 0
                       ? number(stats::wilson(satisfied(row), row.rating.counted).*end)
                       : Value{};
        };
    };
    out.insert(out.end(), {level_column("r1", 1),
                           level_column("r2", 2),
                           level_column("r3", 3),
                           level_column("r4", 4),
                           level_column("r5", 5),
                           {"satisfied", "integer", "Counted answers in the top two levels", true,
                            [](const Row& row) { return has_levels(row) ? Value(satisfied(row)) : Value{}; }},
                           {"top_box", "number", "satisfied / rating_counted", true,
                            [](const Row& row) {
                                return has_levels(row) ? share(satisfied(row), row.rating.counted) : Value{};
                            }},
                           {"top_box_lo", "number", "Lower end of its Wilson 95 % interval", true,
                            bound(&stats::Interval::lower)},
                           {"top_box_hi", "number", "Upper end of its Wilson 95 % interval", true,
                            bound(&stats::Interval::upper)},
                           {"rating_mean", "number", "Mean level", true, mean_level}});
}

void add_ratings(Columns& out) {
    out.insert(
        out.end(),
        {{"scale", "string", "Scale of the levels; \"mixed\" when there were several", true,
          [](const Row& row) { return id(row.scale); }},
         {"rating_armed", "integer", "Ratings asked for, by time of asking", false,
          [](const Row& row) { return row.rating.armed; }},
         rating_column("rating_n", &RatingFigures::given, "All answers, whether or not they count"),
         rating_column("rating_counted", &RatingFigures::counted, "Of them counted by the filter of ratings"),
         rating_column("rating_unasked", &RatingFigures::unasked, "Of the counted without a known request"),
         rating_column("rating_repeated", &RatingFigures::repeated, "Of rating_n not counted: pressed again"),
         rating_column("rating_second_of_ticket", &RatingFigures::second,
                       "Of rating_n not counted: the ticket had an answer"),
         rating_column("rating_burst", &RatingFigures::burst,
                       "Of rating_n not counted: more than customers can give at one counter in the time"),
         rating_column("rating_invalid", &RatingFigures::invalid,
                       "Answers at a level that the scale does not have; not in rating_n"),
         {"filter_version", "integer",
          "Filter that counted; null: some answers were stored before there was one and all of those count",
          true,
          [](const Row& row) {
              return row.rating.unfiltered > 0 ? Value{} : Value(std::uint64_t{stats::RatingFilter::version});
          }},
         {"rating_missed", "integer", "Asked for and not given", false,
          [](const Row& row) { return row.rating.missed; }},
         {"response_rate", "number", "(rating_counted - rating_unasked) / rating_armed", true,
          [](const Row& row) { return share(row.rating.counted - row.rating.unasked, row.rating.armed); }}});
    add_top_box(out);
    out.insert(out.end(),
               {{"suppressed", "boolean", "Too few answers to show them for one clerk", false,
                 [](const Row& row) { return row.suppressed; }},
                {"reasons", "object", "Reasons named, by code; in CSV code:n joined by ;", false,
                 [](const Row& row) { return row.suppressed ? Reasons{} : row.bucket->figures.reasons; }},
                count("presses", &Figures::press_raw, "All presses on pads"),
                count("presses_unsolicited", &Figures::press_unsolicited, "Of them nobody asked for"),
                count("presses_repeated", &Figures::press_repeated, "Of them after an answer"),
                count("presses_filter_unsolicited", &Figures::fate_unsolicited,
                      "Presses that the filter of ratings calls unsolicited"),
                count("presses_filter_repeated", &Figures::fate_repeated,
                      "Presses that it calls repeated: soon after an answer")});
}

void add_tail(Columns& out) {
    out.insert(out.end(), {count("clock_doubts", &Figures::clock_doubts, "Facts with a clock that was wrong"),
                           {"complete", "boolean", "Every terminal of the hall has reported past this period",
                            false, [](const Row& row) { return row.bucket->complete; }},
                           {"rev", "integer", "Grows with every change of this row", false,
                            [](const Row& row) { return row.bucket->rev; }},
                           {"updated_at", "string", "When it changed last, UTC", false,
                            [](const Row& row) { return format_rfc3339(row.bucket->updated_at); }}});
}

}  // namespace

std::vector<Column> columns_of(Feed feed, bool changes) {
    Columns out;
    add_key(out);
    if (feed == Feed::tickets || feed == Feed::all) {
        add_tickets(out);
    }
    if (feed == Feed::waits || feed == Feed::all) {
        add_spans(out, &Figures::waits, {"wait_n", "wait_mean_s", "wait_p50_s", "wait_p90_s", "wait_p95_s"},
                  "Waits of called tickets, by time of call");
    }
    if (feed == Feed::service_times || feed == Feed::all) {
        add_spans(out, &Figures::service_times,
                  {"service_n", "service_mean_s", "service_p50_s", "service_p90_s", "service_p95_s"},
                  "Services finished, by time of finishing; each from its start, or from the call where "
                  "none was told");
        add_spans(
            out, &Figures::counter_times,
            {"at_counter_n", "at_counter_mean_s", "at_counter_p50_s", "at_counter_p90_s", "at_counter_p95_s"},
            "The same, all from the call on: compares counters, whether or not they tell a start. Less than "
            "service_n while days of a version that had none are computed anew");
        add_counter_time(out);
    }
    if (feed == Feed::ratings || feed == Feed::all) {
        add_ratings(out);
    }
    add_tail(out);
    if (changes) {
        out.push_back({"removed", "boolean", "Nothing is left of this row: every figure is 0", false,
                       [](const Row& row) { return row.bucket->removed; }});
    }
    return out;
}

}  // namespace jiaohao::headoffice::feeds
