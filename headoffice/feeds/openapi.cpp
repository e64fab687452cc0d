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

Json row_schema(Feed feed) {
    Json properties = Json::object();
    Json required = Json::array();
    for (const auto& column : columns_of(feed)) {
        Json type = column.nullable ? Json{column.type, "null"} : Json(column.type);
        properties[column.name] = {{"type", std::move(type)}, {"description", column.description}};
        required.push_back(column.name);
    }
    return {{"type", "object"}, {"required", required}, {"properties", properties}};
}

Json response(const char* description, const Json& content) {
    return {{"description", description}, {"content", content}};
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
    const Json problem{
        {"application/problem+json", {{"schema", {{"$ref", "#/components/schemas/problem"}}}}}};
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
             {{"operationId", changes ? name + "-changes" : name},
              {"summary", summary},
              {"parameters", std::move(list)},
              {"responses", answers("#/components/schemas/" + name, changes)}}}};
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

Json coverage_path() {
    const Json row{
        {"type", "object"},
        {"required",
         {"hall", "terminal", "epoch", "stored_to", "last_event_at", "received_at", "quarantined", "tz"}},
        {"properties",
         {{"hall", {{"type", "string"}}},
          {"terminal", {{"type", "string"}}},
          {"epoch", {{"type", "string"}}},
          {"stored_to", {{"type", "integer"}}},
          {"last_event_at", {{"type", {"string", "null"}}}},
          {"received_at", {{"type", "string"}}},
          {"quarantined", {{"type", "integer"}}},
          {"tz", {{"type", "string"}}}}}};
    const Json body{{"type", "object"},
                    {"required", {"terminals"}},
                    {"properties", {{"terminals", {{"type", "array"}, {"items", row}}}}}};
    return {
        {"get",
         {{"operationId", "coverage"},
          {"summary", "How far each terminal has reported"},
          {"responses", {{"200", response("Every terminal", {{"application/json", {{"schema", body}}}})}}}}}};
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
        schemas[name] = row_schema(feed);
    }
    schemas["problem"] = problem_schema();
    paths["/v1/coverage"] = coverage_path();
    const Json document{{"openapi", "3.1.0"},
                        {"info", {{"title", "Jiaohao feeds"}, {"version", JIAOHAO_VERSION}}},
                        {"paths", std::move(paths)},
                        {"components", {{"schemas", std::move(schemas)}}}};
    return document.dump(1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace jiaohao::headoffice::feeds
