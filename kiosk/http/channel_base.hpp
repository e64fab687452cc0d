// The queue, bounds and end of a channel, whatever carries it. Internal to kiosk/http.
//
// Two halves: the handle that users hold, which any thread may use and drop at any time, even after the
// server is gone; and the transport, which lives and dies on the loop with its socket.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <boost/asio/steady_timer.hpp>

#include "kiosk/http/core.hpp"

namespace jiaohao::http {

using Message = std::shared_ptr<const std::string>;
class Transport;

class ChannelHandle final : public Channel {
  public:
    ChannelHandle(Core& core, const ChannelLimits& limits);

    bool send(Message message) override;
    void close(std::string_view reason) override;
    [[nodiscard]] std::size_t unsent() const override;
    [[nodiscard]] std::uint64_t id() const override { return id_; }

    // For the transport, on the loop.
    enum class Phase { open, closing, closed };
    void attach(std::weak_ptr<Transport> transport) { transport_ = std::move(transport); }
    [[nodiscard]] Phase phase() const;
    [[nodiscard]] std::string reason() const;
    /// The messages to write now, in order, at most `most`; they stay queued until written(). None: nothing to do.
    [[nodiscard]] std::vector<Message> begin_write(std::size_t most);
    void written();
    /// The local reason, else `cause`. Nothing is taken any more.
    [[nodiscard]] std::string end(std::string_view cause);

  private:
    [[nodiscard]] bool large(std::size_t size) const { return size > limits_.most_unsent / 2; }
    [[nodiscard]] bool over(std::size_t size) const;
    void give_up_slow();
    void wake();

    const std::shared_ptr<LoopGate> gate_;
    const std::shared_ptr<std::atomic<std::uint64_t>> slow_cut_;
    const ChannelLimits limits_;
    const std::uint64_t id_;
    std::weak_ptr<Transport> transport_;

    mutable std::mutex mutex_;
    // Guarded by mutex_.
    Phase phase_ = Phase::open;
    std::deque<Message> queue_;
    std::size_t bytes_ = 0;
    std::size_t small_bytes_ = 0;
    std::size_t large_ = 0;
    /// Of the front of the queue.
    std::size_t in_flight_ = 0;
    bool woken_ = false;
    std::string reason_;
};

/// Loop thread only.
class Transport : public Stoppable, public std::enable_shared_from_this<Transport> {
  public:
    Transport(Core& core, ChannelListener& listener, const ChannelLimits& limits);
    ~Transport() override;
    void stop() final { handle_->close("stopping"); }
    /// Writes what is queued and ends what is to end.
    void pump();

  protected:
    /// Starts sending these messages, at most most_at_once(); written() follows.
    virtual void start_write(std::vector<Message> messages) = 0;
    [[nodiscard]] virtual std::size_t most_at_once() const { return 1; }
    /// Everything is out: says goodbye in the transport's manner. The reader then ends.
    virtual void start_goodbye() = 0;
    /// Drops the connection; every pending operation ends.
    virtual void cut() = 0;

    void opened(const PeerInfo& peer);
    void received(std::string_view text);
    /// Says why, then closes; what the peer still sends is to be read and dropped until it has gone, or the
    /// kernel would throw the last words away with it.
    void refuse(std::string_view cause, const std::string& notice);
    /// The local reason to close; empty without one.
    [[nodiscard]] std::string reason() const { return handle_->reason(); }
    /// Ends the story: `cause` unless a local reason was given before.
    void ended(std::string_view cause);
    void written(bool ok);
    [[nodiscard]] const ChannelLimits& limits() const { return limits_; }

  private:
    void start_linger();

    ChannelListener& listener_;
    const ChannelLimits limits_;
    std::shared_ptr<ChannelHandle> handle_;
    LiveMark live_;
    Counted counted_;
    asio::steady_timer linger_;
    bool writing_ = false;
    bool goodbye_ = false;
    bool lingering_ = false;
    bool ended_ = false;
};

}  // namespace jiaohao::http
