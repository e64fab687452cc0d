// SPDX-License-Identifier: Apache-2.0
#include "headoffice/feeds/feed_query.hpp"

namespace jiaohao::headoffice::feeds {

const std::vector<std::string>& feed_names() {
    static const std::vector<std::string> names{"tickets", "waits", "service-times", "ratings", "all"};
    return names;
}

const std::vector<Parameter>& parameters() {
    static const std::string id = "[A-Za-z0-9._:-]{1,64}";
    static const std::string date = "[0-9]{4}-[0-9]{2}-[0-9]{2}";
    static const std::vector<Parameter> list{
        {"grain",
         "Length of a row's period. Week (from Monday), month, quarter and total are merged from days; their "
         "first and last period are cut to from..to.",
         {"15min", "hour", "day", "week", "month", "quarter", "total"},
         "",
         "day"},
        {"by",
         "What a row is about, within each hall. The pairs need a grain of a day or longer.",
         {"hall", "service", "counter", "clerk", "service,counter", "service,clerk"},
         "",
         "hall"},
        {"from",
         "First business day; without it the same as to, or for changes as far back as the grain allows.",
         {},
         date,
         ""},
        {"to", "Last business day, included; without it today.", {}, date, ""},
        {"hall", "Only this hall.", {}, id, ""},
        {"service", "Only this service; needs by=service or a pair with it.", {}, id, ""},
        {"counter", "Only this counter; needs by=counter or a pair with it.", {}, id, ""},
        {"clerk", "Only this clerk; needs by=clerk or a pair with it.", {}, id, ""},
        {"halls",
         "each: rows of every hall. merged: all halls added up, hall is empty.",
         {"each", "merged"},
         "",
         "each"},
        {"format", "Goes before the Accept header; csv without either.", {"csv", "json", "ndjson"}, "", ""},
        {"cursor",
         "The `next` of the answer before; without it from the beginning.",
         {},
         "[A-Za-z0-9_-]{1,512}",
         "",
         true},
        {"limit", "Most rows of one answer, 1 to 10000.", {}, "[0-9]{1,5}", "1000", true},
    };
    return list;
}

const char* media_type(Format format) {
    switch (format) {
        case Format::json:
            return "application/json";
        case Format::ndjson:
            return "application/x-ndjson";
        case Format::csv:
            break;
    }
    return "text/csv; charset=utf-8; header=present";
}

}  // namespace jiaohao::headoffice::feeds
