// The queue, bounds and end of a channel, whatever carries it. Internal to kiosk/http.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <memory>
#include <mutex>
#include <string>

#include <boost/asio/steady_timer.hpp>

#include "kiosk/http/core.hpp"

namespace jiaohao::http {

using Message = std::shared_ptr<const std::string>;

class ChannelBase : public Channel, public Stoppable, public std::enable_shared_from_this<ChannelBase> {
  public:
    ChannelBase(Core& core, ChannelListener& listener, const ChannelLimits& limits);

    bool send(Message message) final;
    void close(std::string_view reason) final;
    [[nodiscard]] std::size_t unsent() const final;
    [[nodiscard]] std::uint64_t id() const final { return id_; }
    void stop() final { close("stopping"); }

  protected:
    // All below: loop thread only.
    /// Starts sending one message; written() follows.
    virtual void start_write(const Message& message) = 0;
    /// Everything is out: says goodbye in the transport's manner. The reader then ends.
    virtual void start_goodbye() = 0;
    /// Drops the connection; every pending operation ends.
    virtual void cut() = 0;

    void opened(const PeerInfo& peer);
    void received(std::string_view text);
    /// Ends the story: `cause` unless a local reason was given before.
    void ended(std::string_view cause);
    void written(bool ok);
    [[nodiscard]] const ChannelLimits& limits() const { return limits_; }

  private:
    enum class Phase { open, closing, closed };
    [[nodiscard]] bool over(std::size_t size) const;
    void give_up_slow();
    void wake();
    void pump();
    void start_linger();
    Message front();

    Core& core_;
    const std::shared_ptr<LoopGate> gate_;
    ChannelListener& listener_;
    const ChannelLimits limits_;
    const std::uint64_t id_;
    LiveMark live_;
    Counted counted_;
    asio::steady_timer linger_;
    bool writing_ = false;
    bool goodbye_ = false;
    bool lingering_ = false;

    mutable std::mutex mutex_;
    // Guarded by mutex_.
    Phase phase_ = Phase::open;
    std::deque<Message> queue_;
    std::size_t bytes_ = 0;
    std::size_t small_bytes_ = 0;
    std::size_t large_ = 0;
    bool in_flight_ = false;
    bool woken_ = false;
    std::string reason_;
};

}  // namespace jiaohao::http
