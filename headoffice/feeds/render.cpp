// SPDX-License-Identifier: Apache-2.0
#include "headoffice/feeds/render.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace jiaohao::headoffice::feeds {
namespace {

using Json = nlohmann::ordered_json;

std::string in_quotes(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) {
        return text;
    }
    std::string out = "\"";
    for (const char c : text) {
        out += c;
        out += c == '"' ? "\"" : "";
    }
    return out + '"';
}

struct CsvCell {
    std::string operator()(std::monostate) const { return {}; }
    std::string operator()(std::uint64_t value) const { return std::to_string(value); }
    std::string operator()(double value) const { return fmt::format("{}", value); }
    std::string operator()(bool value) const { return value ? "true" : "false"; }
    std::string operator()(const std::string& value) const { return in_quotes(value); }
    std::string operator()(const Reasons& value) const {
        std::string out;
        for (const auto& [code, n] : value) {
            out += fmt::format("{}{}:{}", out.empty() ? "" : ";", code, n);
        }
        return in_quotes(out);
    }
};

struct JsonCell {
    Json operator()(std::monostate) const { return nullptr; }
    Json operator()(const Reasons& value) const { return Json(value); }
    template <class Plain>
    Json operator()(const Plain& value) const {
        return value;
    }
};

std::string csv(const std::vector<Column>& columns, const std::vector<Row>& rows) {
    std::string out;
    for (const auto& column : columns) {
        out += out.empty() ? "" : ",";
        out += column.name;
    }
    out += "\r\n";
    for (const auto& row : rows) {
        for (std::size_t i = 0; i < columns.size(); ++i) {
            out += i == 0 ? "" : ",";
            out += std::visit(CsvCell{}, columns.at(i).value(row));
        }
        out += "\r\n";
    }
    return out;
}

Json object(const std::vector<Column>& columns, const Row& row) {
    Json out = Json::object();
    for (const auto& column : columns) {
        out[column.name] = std::visit(JsonCell{}, column.value(row));
    }
    return out;
}

std::string text(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

std::string render(const FeedQuery& query, const std::vector<Row>& rows, const Continuation* continuation) {
    const auto columns = columns_of(query.feed, query.changes);
    if (query.format == Format::csv) {
        return csv(columns, rows);
    }
    std::string list;
    for (const auto& row : rows) {
        list += text(object(columns, row));
        list += query.format == Format::ndjson ? "\n" : ",";
    }
    if (query.format == Format::ndjson) {
        return list;
    }
    if (!list.empty()) {
        list.pop_back();
    }
    Json head{{"feed", feed_names().at(static_cast<std::size_t>(query.feed))},
              {"grain", parameters().front().allowed.at(static_cast<std::size_t>(query.period))},
              {"by", query.by},
              {"from", domain::to_string(query.from)},
              {"to", domain::to_string(query.to)}};
    if (continuation != nullptr) {
        head["next"] = continuation->next;
        head["has_more"] = continuation->has_more;
    }
    auto out = text(head);
    // The rows are text already: put before the closing brace.
    out.pop_back();
    return out + ",\"rows\":[" + list + "]}";
}

}  // namespace jiaohao::headoffice::feeds
