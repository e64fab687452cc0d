// A blocking client of the API over its Unix socket.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <optional>
#include <string>

#include "kiosk/base/random.hpp"
#include "kiosk/wire/api_messages.hpp"

namespace jiaohao::ctl {

/// Why there is no answer at all.
struct Unreachable {
    /// no_socket, refused, denied, lost, protocol, turned_away
    std::string code;
    std::string detail;
};

class Connection {
  public:
    using Json = nlohmann::json;
    /// What the daemon said to a command: its data, or a refusal.
    using Answer = Result<Json, wire::api::RefusalText>;

    Connection(std::string path, Random& random) : path_(std::move(path)), random_(random) {}
    /// `told` is called with the hall's time zone ("Asia/Shanghai") in every greet() that tells one.
    void on_time_zone(std::function<void(const std::string&)> told) { time_zone_told_ = std::move(told); }
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// Connects and takes the first snapshot. Waits at most a few seconds.
    [[nodiscard]] Result<Json, Unreachable> greet();
    /// Sends a command and waits for its answer. When the connection is lost meanwhile it is made again and
    /// the command is sent with the same id, so that nothing is done twice.
    [[nodiscard]] Result<Answer, Unreachable> call(const std::string& name, const Json& args);
    /// Waits for the next event message; nothing when `patience` passes.
    [[nodiscard]] Result<bool, Unreachable> wait_event(std::chrono::milliseconds patience);

  private:
    using Message = wire::api::ServerMessage;
    [[nodiscard]] Result<void, Unreachable> connect();
    void drop();
    [[nodiscard]] Result<void, Unreachable> send(const std::string& text);
    /// Answers pings by itself. Nothing after `patience`.
    [[nodiscard]] Result<std::optional<Message>, Unreachable> receive(std::chrono::milliseconds patience);
    [[nodiscard]] Result<std::optional<Message>, Unreachable> next_message();
    [[nodiscard]] Result<Answer, Unreachable> exchange(const std::string& id, const std::string& text);

    std::string path_;
    Random& random_;
    int fd_ = -1;
    std::string buffer_;
    bool event_seen_ = false;
    std::function<void(const std::string&)> time_zone_told_;
};

}  // namespace jiaohao::ctl
