// Feeds behind kiosk/http's server. Its loop must not block and the store does, so requests are answered on a
// worker thread of the adapter.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <thread>

#include "headoffice/feeds/feed_service.hpp"
#include "kiosk/base/bounded_queue.hpp"
#include "kiosk/http/message.hpp"

namespace jiaohao::headoffice::feeds {

class FeedHandler {
  public:
    /// `service` must outlive it. At most `waiting` requests wait; beyond that the answer is 503.
    explicit FeedHandler(const FeedService& service, std::size_t waiting = 64);
    /// Requests that still wait are dropped (kiosk/http then answers 500).
    ~FeedHandler();
    FeedHandler(const FeedHandler&) = delete;
    FeedHandler& operator=(const FeedHandler&) = delete;

    /// True when the path is one of the feeds'; the request is then taken. From the loop's thread.
    [[nodiscard]] bool take(const http::Request& request, const http::Responder& respond);

  private:
    struct Job {
        FeedRequest request;
        http::Responder respond;
    };
    void work(const std::stop_token& stop);

    const FeedService& service_;
    BoundedQueue<Job> jobs_;
    std::jthread worker_;
};

[[nodiscard]] FeedRequest to_feed_request(const http::Request& request);
[[nodiscard]] http::Response to_response(FeedReply reply);

}  // namespace jiaohao::headoffice::feeds
