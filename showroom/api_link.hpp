// A client of the hall's API over its Unix socket that never gives up: commands without an answer are sent
// again with their own request id after every reconnect, so that a daemon killed in mid-command still does
// each thing once.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <string>

#include <nlohmann/json.hpp>

#include "kiosk/base/random.hpp"
#include "showroom/reactor.hpp"

namespace jiaohao::showroom {

class ApiLink {
  public:
    using Done = std::function<void(const nlohmann::json& done)>;
    struct Listener {
        std::function<void(const nlohmann::json& snapshot)> on_snapshot = [](const nlohmann::json&) {};
        std::function<void(const nlohmann::json& event)> on_event = [](const nlohmann::json&) {};
    };

    ApiLink(Reactor& reactor, std::string socket_path, std::string id_prefix, Listener listener)
        : reactor_(reactor),
          path_(std::move(socket_path)),
          prefix_(std::move(id_prefix)),
          listener_(std::move(listener)) {}
    ~ApiLink();
    ApiLink(const ApiLink&) = delete;
    ApiLink& operator=(const ApiLink&) = delete;

    void start() { connect(); }
    /// `done` gets the message of type "done". Refusals that pass (journal, overload) are tried again after
    /// 250 ms.
    void command(const std::string& name, nlohmann::json args, Done done);
    [[nodiscard]] std::size_t unanswered() const { return waiting_.size() + queued_.size(); }
    [[nodiscard]] bool connected() const { return ready_; }
    [[nodiscard]] std::uint64_t reconnects() const { return reconnects_; }

  private:
    struct Waiting {
        nlohmann::json message;
        Done done;
    };
    void connect();
    void lose();
    void readable();
    void message(const nlohmann::json& message);
    void answered(const nlohmann::json& done);
    void send(const nlohmann::json& message);
    void pump();
    void heartbeat();

    Reactor& reactor_;
    const std::string path_;
    const std::string prefix_;
    Listener listener_;
    int fd_ = -1;
    bool ready_ = false;
    std::string received_;
    std::uint64_t next_id_ = 1;
    std::map<std::string, Waiting> waiting_;
    std::deque<Waiting> queued_;
    std::uint64_t reconnects_ = 0;
    Reactor::TimerId heartbeat_ = 0;
};

}  // namespace jiaohao::showroom
