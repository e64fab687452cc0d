// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "headoffice/feeds/columns.hpp"
#include "headoffice/feeds/feed_service.hpp"

namespace jiaohao::headoffice::feeds {
namespace {

using Json = nlohmann::ordered_json;

Json parameter_json(const Parameter& parameter) {
    Json schema{{"type", "string"}};
    if (!parameter.allowed.empty()) {
        schema["enum"] = parameter.allowed;
    }
    if (!parameter.pattern.empty()) {
        schema["pattern"] = "^" + parameter.pattern + "$";
    }
    if (!parameter.fallback.empty()) {
        schema["default"] = parameter.fallback;
    }
    return {{"name", parameter.name},
            {"in", "query"},
            {"description", parameter.description},
            {"schema", schema}};
}

Json row_schema(Feed feed, bool changes) {
    Json properties = Json::object();
    Json required = Json::array();
    for (const auto& column : columns_of(feed, changes)) {
        Json type = column.nullable ? Json{column.type, "null"} : Json(column.type);
        properties[column.name] = {{"type", std::move(type)}, {"description", column.description}};
        required.push_back(column.name);
    }
    return {{"type", "object"}, {"required", required}, {"properties", properties}};
}

Json response(const char* description, const Json& content) {
    return {{"description", description}, {"content", content}};
}

Json problem_content() {
    return {{"application/problem+json", {{"schema", {{"$ref", "#/components/schemas/problem"}}}}}};
}

Json answers(const std::string& row, bool changes) {
    Json page{{"type", "object"},
              {"required", {"feed", "grain", "by", "from", "to", "rows"}},
              {"properties",
               {{"feed", {{"type", "string"}}},
                {"grain", {{"type", "string"}}},
                {"by", {{"type", "string"}}},
                {"from", {{"type", "string"}}},
                {"to", {{"type", "string"}}},
                {"rows", {{"type", "array"}, {"items", {{"$ref", row}}}}}}}};
    if (changes) {
        page["properties"]["next"] = {{"type", "string"}};
        page["properties"]["has_more"] = {{"type", "boolean"}};
    }
    const Json problem = problem_content();
    Json out{{"200", response("Rows; with a strong ETag, gzip on request",
                              {{"application/json", {{"schema", page}}},
                               {"text/csv", {{"schema", {{"type", "string"}}}}},
                               {"application/x-ndjson", {{"schema", {{"$ref", row}}}}}})},
             {"304", {{"description", "If-None-Match names the current ETag"}}},
             {"400", response("A parameter cannot be used", problem)},
             {"406", response("No offered format is accepted", problem)},
             {"503", response("The store cannot be read now", problem)}};
    if (changes) {
        out["410"] = response("The cursor cannot be continued: start without one", problem);
    }
    return out;
}

std::string schema_name(const std::string& feed, bool changes) {
    return changes ? feed + "-changes" : feed;
}

Json feed_path(const std::string& name, bool changes) {
    Json list = Json::array();
    for (const auto& parameter : parameters()) {
        if (changes || !parameter.changes_only) {
            list.push_back(parameter_json(parameter));
        }
    }
    const auto* summary =
        changes ? "Rows that changed since the cursor, oldest change first" : "Rows of a range of days";
    return {{"get",
             {{"operationId", schema_name(name, changes)},
              {"summary", summary},
              {"parameters", std::move(list)},
              {"responses", answers("#/components/schemas/" + schema_name(name, changes), changes)}}}};
}

Json problem_schema() {
    return {{"type", "object"},
            {"required", {"type", "title", "status", "detail"}},
            {"properties",
             {{"type", {{"type", "string"}}},
              {"title", {{"type", "string"}}},
              {"status", {{"type", "integer"}}},
              {"detail", {{"type", "string"}}},
              {"parameter", {{"type", "string"}}},
              {"allowed", {{"type", "array"}, {"items", {{"type", "string"}}}}}}}};
}

struct Member {
    const char* name;
    const char* type;
    bool nullable = false;
    const char* description = "";
};

/// A list of terminals with these members.
Json terminals_path(const char* id, const char* summary, const std::vector<Member>& members) {
    Json required = Json::array();
    Json properties = Json::object();
    for (const auto& member : members) {
        required.push_back(member.name);
        auto& property = properties[member.name];
        property = {{"type", member.nullable ? Json{member.type, "null"} : Json(member.type)},
                    {"description", member.description}};
        if (std::string_view(member.type) == "array") {
            property["items"] = {{"type", "string"}};
        }
    }
    const Json row{{"type", "object"}, {"required", required}, {"properties", properties}};
    const Json body{{"type", "object"},
                    {"required", {"terminals"}},
                    {"properties", {{"terminals", {{"type", "array"}, {"items", row}}}}}};
    return {{"get",
             {{"operationId", id},
              {"summary", summary},
              {"responses",
               {{"200", response("Every terminal", {{"application/json", {{"schema", body}}}})},
                {"400", response("A parameter was given", problem_content())},
                {"503", response("The store cannot be read now", problem_content())}}}}}};
}

Json coverage_path() {
    return terminals_path(
        "coverage", "How far each epoch of each terminal has reported",
        {{"hall", "string"},
         {"terminal", "string"},
         {"epoch", "string"},
         {"stored_to", "integer", false, "Last seq stored"},
         {"last_event_at", "string", true, "Its own time, never after its receipt"},
         {"received_at", "string"},
         {"quarantined", "integer", false, "Events that cannot be read, stored raw"},
         {"set_apart", "integer", false, "Events whose business day is too far away to be true"},
         {"tz", "string", false, "Time zone of the hall, from head office's configuration"}});
}

Json fleet_path() {
    return terminals_path(
        "fleet", "Every terminal, whose hall it speaks for, and how it is",
        {{"terminal", "string", false, "Common name of its certificate"},
         {"hall", "string", false, "The hall that it speaks for; no other is taken from it"},
         {"listed", "boolean", false, "By head office's list; else the hall that it named first"},
         {"since", "string"},
         {"last_contact_at", "string", true},
         {"backlog", "integer", true, "Events that wait for upload"},
         {"versions", "object", false, "Of its programs, as it says"},
         {"alarms", "array", false, "Why its upload is held, as it says"},
         {"events", "integer"},
         {"quarantined", "integer", false, "Events that cannot be read, stored raw"},
         {"set_apart", "integer", false, "Events whose business day is too far away to be true"},
         {"last_event_at", "string", true},
         {"refused_hall_n", "integer", false, "Requests refused because they named another hall"},
         {"refused_hall", "string", true, "The hall that the last of them named"},
         {"refused_hall_at", "string", true},
         {"clone_n", "integer", false,
          "Batches refused because another event is stored at one of their seqs"},
         {"clone_epoch", "string", true, "Epoch of the last of them"},
         {"clone_seq", "integer", true, "The first seq at which it differed"},
         {"clone_at", "string", true}});
}

Json names_path() {
    const Json by_language{{"type", "object"},
                           {"description", "Name by language, such as zh_CN or en"},
                           {"additionalProperties", {{"type", "string"}}}};
    const Json by_id{{"type", "object"}, {"additionalProperties", by_language}};
    const Json hall{{"type", "object"},
                    {"required", {"hall", "services", "counters"}},
                    {"properties", {{"hall", by_language}, {"services", by_id}, {"counters", by_id}}}};
    const Json body{{"type", "object"},
                    {"required", {"halls"}},
                    {"properties", {{"halls", {{"type", "object"}, {"additionalProperties", hall}}}}}};
    return {{"get",
             {{"operationId", "names"},
              {"summary", "What halls, their services and counters are called, by id"},
              {"parameters",
               {{{"name", "hall"},
                 {"in", "query"},
                 {"required", false},
                 {"description", "This hall alone"},
                 {"schema", {{"type", "string"}}}}}},
              {"responses",
               {{"200", response("Every hall that has said, or the one",
                                 {{"application/json", {{"schema", body}}}})},
                {"400", response("A parameter cannot be used", problem_content())},
                {"503", response("The store cannot be read now", problem_content())}}}}}};
}

}  // namespace

std::string openapi_json() {
    Json paths = Json::object();
    Json schemas = Json::object();
    for (std::size_t i = 0; i < feed_names().size(); ++i) {
        const auto& name = feed_names().at(i);
        const auto feed = static_cast<Feed>(i);
        paths["/v1/feeds/" + name] = feed_path(name, false);
        paths["/v1/feeds/" + name + "/changes"] = feed_path(name, true);
        for (const bool changes : {false, true}) {
            schemas[schema_name(name, changes)] = row_schema(feed, changes);
        }
    }
    schemas["problem"] = problem_schema();
    paths["/v1/coverage"] = coverage_path();
    paths["/v1/fleet"] = fleet_path();
    paths["/v1/names"] = names_path();
    const Json document{{"openapi", "3.1.0"},
                        {"info", {{"title", "Jiaohao feeds"}, {"version", JIAOHAO_VERSION}}},
                        {"paths", std::move(paths)},
                        {"components", {{"schemas", std::move(schemas)}}}};
    return document.dump(1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace jiaohao::headoffice::feeds
