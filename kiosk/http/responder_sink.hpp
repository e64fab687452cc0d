// Carries an answer from any thread to the connection that waits for it. Internal to kiosk/http.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <memory>
#include <optional>

#include <boost/asio/steady_timer.hpp>

#include "kiosk/http/core.hpp"

namespace jiaohao::http {

/// Lives on the loop's thread; the connection sleeps on `gate` until it is cancelled or expires.
struct AnswerSlot {
    explicit AnswerSlot(asio::io_context& context) : gate(context) {}
    std::optional<Response> response;
    asio::steady_timer gate;
};

class Responder::Sink {
  public:
    Sink(std::shared_ptr<LoopGate> gate, std::weak_ptr<AnswerSlot> slot);
    ~Sink();
    Sink(const Sink&) = delete;
    Sink& operator=(const Sink&) = delete;
    void answer(Response response);

  private:
    std::shared_ptr<LoopGate> gate_;
    std::weak_ptr<AnswerSlot> slot_;
    std::atomic<bool> used_{false};
};

}  // namespace jiaohao::http
