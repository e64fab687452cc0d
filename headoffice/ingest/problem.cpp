// SPDX-License-Identifier: Apache-2.0
#include "headoffice/ingest/problem.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

namespace jiaohao::headoffice {
namespace {

struct Kind {
    std::uint16_t status;
    std::string_view type;
    std::string_view title;
};

const Kind& kind_of(std::uint16_t status) {
    static constexpr std::array<Kind, 9> kinds{{
        {400, "bad-request", "The request cannot be read"},
        {403, "forbidden", "Forbidden"},
        {404, "not-found", "Not found"},
        {405, "method", "Method not allowed"},
        {408, "too-slow", "The request took too long"},
        {413, "too-large", "Too much at once"},
        {431, "header-too-large", "The header is too large"},
        {503, "unavailable", "Not possible now"},
        {0, "internal", "Head office could not answer"},
    }};
    const auto* found = std::ranges::find(kinds, status, &Kind::status);
    return found == kinds.end() ? kinds.back() : *found;
}

/// The server's own answer names the hall's configuration.
http::Response misdirected(const std::string& server_answer) {
    const auto answer = nlohmann::json::parse(server_answer, nullptr, false);
    const std::string host = answer.is_object() ? answer.value("host", std::string{}) : std::string{};
    return to_response(
        {421,
         "misdirected",
         "Head office is not called so",
         fmt::format("this head office is not called \"{}\"; names of its own besides localhost, "
                     "its addresses and those of its certificate are added to names under "
                     "[readers] in headoffice.toml",
                     host),
         {},
         {}});
}

}  // namespace

http::Response to_response(const Problem& problem) {
    nlohmann::json body{{"type", fmt::format("urn:jiaohao:problem:{}", problem.type)},
                        {"title", problem.title},
                        {"status", problem.status},
                        {"detail", problem.detail}};
    if (problem.want) {
        body["want"] = *problem.want;
    }
    if (problem.place) {
        body["terminal"] = problem.place->terminal.get();
        body["epoch"] = problem.place->epoch.get();
        body["seq"] = problem.place->seq.get();
    }
    http::Response response;
    response.status = problem.status;
    response.headers["Content-Type"] = "application/problem+json";
    response.headers["Cache-Control"] = "no-store";
    if (problem.retry_after) {
        response.headers["Retry-After"] = fmt::format("{}", problem.retry_after->count());
    }
    // Details may quote what a peer sent: bytes that are no UTF-8 are replaced, never thrown at.
    response.body = body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    return response;
}

void as_problem(http::Response& response) {
    if (response.status == 421) {
        response = misdirected(response.body);
        return;
    }
    const auto type = response.headers.find("Content-Type");
    if (response.status < 400 || type == response.headers.end() || !type->second.starts_with("text/plain")) {
        return;
    }
    const Kind& kind = kind_of(response.status);
    while (response.body.ends_with('\n')) {
        response.body.pop_back();
    }
    http::Response problem =
        to_response({response.status, kind.type, kind.title, std::move(response.body), {}, {}});
    response.body = std::move(problem.body);
    response.headers["Content-Type"] = "application/problem+json";
}

}  // namespace jiaohao::headoffice
