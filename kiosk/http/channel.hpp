// Message channels: WebSocket text messages and length-prefixed frames of a Unix socket look the same here.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace jiaohao::http {

/// Bounds of one channel. Sizes in bytes.
struct ChannelLimits {
    /// Larger messages from the peer end the channel ("too_large").
    std::size_t most_received = std::size_t{64} * 1024;
    /// send() refuses larger ones.
    std::size_t most_sent = std::size_t{4} * 1024 * 1024;
    /// Unsent bytes, besides at most one message larger than half of it (a snapshot must pass). Over it the
    /// queue is dropped, `slow_notice` is tried, and the channel is cut ("slow").
    std::size_t most_unsent = std::size_t{1024} * 1024;
    /// A last message to a peer that is cut for being slow; empty: none.
    std::string slow_notice;
    /// A last message to a peer whose message was over `most_received`; empty: none.
    std::string too_large_notice;
    /// A last message to a peer that sent a binary WebSocket message; empty: none.
    std::string not_text_notice;
    /// How long (real time) a closing channel tries to get its last bytes out.
    std::chrono::milliseconds linger{2000};
};

/// Who is at the other end.
struct PeerInfo {
    enum class Transport : std::uint8_t { unix_socket, web_socket };
    Transport transport{};
    /// Unix socket: the peer's credentials as the kernel gives them, its supplementary groups with them.
    std::uint32_t uid = 0;
    std::uint32_t gid = 0;
    std::int32_t pid = 0;
    std::vector<std::uint32_t> groups;
    /// WebSocket: address, path and, when a client certificate was verified, its common name.
    std::string remote;
    std::string path;
    std::string peer_name;
    bool secure = false;
};

/// All methods are thread-safe and never block. May outlive the server (then nothing is sent).
class Channel {
  public:
    virtual ~Channel() = default;
    /// Queues one text message. False when the channel is closed, closing, over its bound or the message is
    /// too large.
    virtual bool send(std::shared_ptr<const std::string> message) = 0;
    /// Sends what is queued, then closes; on_close() gets `reason`, and the peer of a WebSocket with the close
    /// frame ("busy" has the code 1013, try again later). Later sends are refused.
    virtual void close(std::string_view reason) = 0;
    /// Bytes queued and not yet handed to the kernel.
    [[nodiscard]] virtual std::size_t unsent() const = 0;
    /// Unique within the server, from 1.
    [[nodiscard]] virtual std::uint64_t id() const = 0;
};
using ChannelPtr = std::shared_ptr<Channel>;

/// Told of channels on the loop's thread; must not block or throw. Outlives the server's run().
class ChannelListener {
  public:
    virtual ~ChannelListener() = default;
    virtual void on_open(const ChannelPtr& channel, const PeerInfo& peer) = 0;
    virtual void on_message(const ChannelPtr& channel, std::string_view text) = 0;
    /// Exactly once for every on_open(), the last call for that channel. `reason` is the local one given to
    /// close(), or: peer_closed, lost, too_large, slow, not_text, bad_frame, stopping.
    virtual void on_close(const ChannelPtr& channel, std::string_view reason) = 0;
};

}  // namespace jiaohao::http
