// The way to the owner by kiosk/http.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kiosk/http/client.hpp"
#include "kiosk/satellite/owner_line.hpp"

namespace jiaohao::satellite {

/// On the client's loop, which is the strand. `client` outlives its use.
class HttpLine final : public OwnerLine, private http::ClientListener {
  public:
    /// `limits` of the options are set here.
    HttpLine(http::Client& client, http::ClientOptions options);

    void connect(OwnerLineListener& listener) override;
    bool send(std::string text) override;
    void cut(std::string_view why) override;

  private:
    void on_open(const http::ChannelPtr& channel, const http::PeerInfo& peer) override;
    void on_message(const http::ChannelPtr& channel, std::string_view text) override;
    void on_close(const http::ChannelPtr& channel, std::string_view reason) override;
    void on_failed(const http::ConnectFailure& failure) override;

    http::Client& client_;
    http::ClientOptions options_;
    OwnerLineListener* listener_ = nullptr;
    http::ChannelPtr channel_;
};

}  // namespace jiaohao::satellite
