// SPDX-License-Identifier: Apache-2.0
#include "kiosk/upload/uploader.hpp"

#include <utility>

namespace jiaohao::upload {

Uploader::Uploader(ports::Outbox& outbox, std::unique_ptr<HttpTransport> transport, const Clock& clock,
                   Random& random, Log log, UploadOptions options)
    : transport_(std::move(transport)),
      session_(outbox, *transport_, clock, random, log, std::move(options)) {}

Uploader::~Uploader() {
    stop();
}

void Uploader::start() {
    thread_ = std::jthread([this](const std::stop_token& stopping) { run(stopping); });
}

void Uploader::stop() {
    if (thread_.joinable()) {
        thread_.request_stop();
        transport_->cancel();
        thread_.join();
    }
}

void Uploader::notify_new_events() {
    look_ = true;
    transport_->wake();
}

void Uploader::notify_configuration() {
    try_again_ = true;
    transport_->wake();
}

void Uploader::run(const std::stop_token& stopping) {
    while (!stopping.stop_requested()) {
        if (try_again_.exchange(false)) {
            session_.try_again();
        }
        if (look_.exchange(false)) {
            session_.look();
        }
        const Span wait = session_.step();
        // A wake-up may have ended a poll of the request instead of this wait: the flags tell.
        if (wait.count() > 0 && !look_ && !try_again_ && !stopping.stop_requested()) {
            transport_->wait(wait);
        }
    }
}

}  // namespace jiaohao::upload
