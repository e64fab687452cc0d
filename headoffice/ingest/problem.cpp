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

}  // namespace

http::Response to_response(const Problem& problem) {
    nlohmann::json body{{"type", fmt::format("urn:jiaohao:problem:{}", problem.type)},
                        {"title", problem.title},
                        {"status", problem.status},
                        {"detail", problem.detail}};
    if (problem.want) {
        body["want"] = *problem.want;
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
