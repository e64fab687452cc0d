// SPDX-License-Identifier: Apache-2.0
#include "kiosk/satellite/http_line.hpp"

#include "kiosk/wire/api_messages.hpp"

namespace jiaohao::satellite {
namespace {

/// A peer that is cut is mostly one that does not answer: little time for its last bytes.
constexpr std::chrono::milliseconds kLinger{250};

}  // namespace

HttpLine::HttpLine(http::Client& client, http::ClientOptions options)
    : client_(client), options_(std::move(options)) {
    options_.path = "/v1/hall";
    options_.limits.most_received = wire::api::kMostFromServer;
    options_.limits.most_sent = wire::api::kMostFromClient;
    options_.limits.linger = kLinger;
}

void HttpLine::connect(OwnerLineListener& listener) {
    listener_ = &listener;
    client_.connect(options_, *this);
}

bool HttpLine::send(std::string text) {
    return channel_ != nullptr && channel_->send(std::make_shared<const std::string>(std::move(text)));
}

void HttpLine::cut(std::string_view why) {
    if (channel_ != nullptr) {
        channel_->close(why);
    }
}

void HttpLine::on_open(const http::ChannelPtr& channel, const http::PeerInfo& /*peer*/) {
    channel_ = channel;
    listener_->on_open();
}

void HttpLine::on_message(const http::ChannelPtr& /*channel*/, std::string_view text) {
    listener_->on_text(text);
}

void HttpLine::on_close(const http::ChannelPtr& /*channel*/, std::string_view reason) {
    channel_.reset();
    listener_->on_end(std::string(reason), options_.url);
}

void HttpLine::on_failed(const http::ConnectFailure& failure) {
    listener_->on_end(std::string(http::code(failure.code)), failure.detail);
}

}  // namespace jiaohao::satellite
