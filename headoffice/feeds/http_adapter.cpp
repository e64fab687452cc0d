// SPDX-License-Identifier: Apache-2.0
#include "headoffice/feeds/http_adapter.hpp"

#include <utility>

namespace jiaohao::headoffice::feeds {

FeedHandler::FeedHandler(const FeedService& service, std::size_t waiting)
    : service_(service), jobs_(waiting), worker_([this](const std::stop_token& stop) { work(stop); }) {}

FeedHandler::~FeedHandler() {
    worker_.request_stop();
    jobs_.close();
    jobs_.wake();
}

bool FeedHandler::take(const http::Request& request, const http::Responder& respond) {
    if (!FeedService::serves(request.path)) {
        return false;
    }
    if (!jobs_.push({to_feed_request(request), respond})) {
        respond(to_response(problem_reply({.status = 503,
                                           .code = "overloaded",
                                           .title = "Too many requests wait",
                                           .detail = "try again after the time in Retry-After",
                                           .parameter = "",
                                           .allowed = {}})));
    }
    return true;
}

void FeedHandler::work(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        for (auto& job : jobs_.take_all(std::chrono::seconds(1))) {
            if (stop.stop_requested()) {
                return;
            }
            job.respond(to_response(service_.get(job.request)));
        }
    }
}

FeedRequest to_feed_request(const http::Request& request) {
    return {.method = request.method,
            .path = request.path,
            .query = request.query,
            .repeated = request.query_repeated,
            .accept = std::string(request.header("Accept")),
            .accept_encoding = std::string(request.header("Accept-Encoding")),
            .if_none_match = std::string(request.header("If-None-Match"))};
}

http::Response to_response(FeedReply reply) {
    http::Response response{.status = reply.status, .headers = {}, .body = std::move(reply.body)};
    for (auto& [name, value] : reply.headers) {
        response.headers[name] = std::move(value);
    }
    return response;
}

}  // namespace jiaohao::headoffice::feeds
