// SPDX-License-Identifier: Apache-2.0
#include "headoffice/ingest/problem.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace jiaohao::headoffice {

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

}  // namespace jiaohao::headoffice
