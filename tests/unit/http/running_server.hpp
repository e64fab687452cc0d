// A server on its own thread, stopped at the end of the test.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "kiosk/http/server.hpp"

namespace jiaohao::test {

class RunningServer {
  public:
    RunningServer() : server(Log(sink_, "http")) {}
    ~RunningServer() { stop(); }
    void start() {
        thread_ = std::jthread([this] { server.run(); });
    }
    void stop() {
        if (thread_.joinable()) {
            server.stop();
            thread_.join();
        }
    }

  private:
    NullSink sink_;

  public:
    http::Server server;

  private:
    std::jthread thread_;
};

/// Answers with what it was asked: "METHOD path body-size peer".
inline http::Handler echo() {
    return [](const http::Request& request, const http::Responder& respond) {
        respond(http::text_response(200, request.method + " " + request.path + " " +
                                             std::to_string(request.body.size()) + " " + request.peer_name));
    };
}

/// Keeps what channels tell; echoes messages back, "drop" closes.
class Recorder final : public http::ChannelListener {
  public:
    void on_open(const http::ChannelPtr& channel, const http::PeerInfo& peer) override {
        const std::lock_guard lock(mutex);
        channels.push_back(channel);
        peers.push_back(peer);
        changed.notify_all();
    }
    void on_message(const http::ChannelPtr& channel, std::string_view text) override {
        if (text == "drop") {
            channel->close("dropped");
        } else {
            channel->send(std::make_shared<const std::string>("echo " + std::string(text)));
        }
    }
    void on_close(const http::ChannelPtr& channel, std::string_view reason) override {
        static_cast<void>(channel);
        const std::lock_guard lock(mutex);
        closed.emplace_back(reason);
        changed.notify_all();
    }
    template <class Condition>
    bool wait(Condition&& condition) {
        std::unique_lock lock(mutex);
        return changed.wait_for(lock, std::chrono::seconds(20), condition);
    }

    std::mutex mutex;
    std::condition_variable changed;
    std::vector<http::ChannelPtr> channels;
    std::vector<http::PeerInfo> peers;
    std::vector<std::string> closed;
};

}  // namespace jiaohao::test
