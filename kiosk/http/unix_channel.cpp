// SPDX-License-Identifier: Apache-2.0
#include <array>

#include <sys/socket.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include "kiosk/http/channel_base.hpp"
#include "kiosk/http/connections.hpp"

namespace jiaohao::http {
namespace {

constexpr std::size_t kPrefix = 4;
using Prefix = std::array<std::uint8_t, kPrefix>;

Prefix prefix_of(std::size_t size) {
    Prefix prefix{};
    for (std::size_t i = 0; i < kPrefix; ++i) {
        prefix[i] = static_cast<std::uint8_t>(size >> (8 * (kPrefix - 1 - i)));
    }
    return prefix;
}

class UnixChannel final : public Transport {
  public:
    UnixChannel(Core& core, ChannelListener& listener, const ChannelLimits& limits, Socket socket)
        : Transport(core, listener, limits), stream_(std::move(socket)) {}

    static asio::awaitable<void> run(std::shared_ptr<UnixChannel> keep, PeerInfo peer,
                                     std::shared_ptr<void> place);
    asio::awaitable<std::string_view> read_frames();
    asio::awaitable<std::string_view> refuse_large();

  private:
    [[nodiscard]] std::shared_ptr<UnixChannel> self() {
        return std::static_pointer_cast<UnixChannel>(shared_from_this());
    }
    void start_write(std::vector<Message> messages) override;
    /// A screen is told of one commit in several frames: one call of the kernel carries them.
    [[nodiscard]] std::size_t most_at_once() const override { return 16; }
    void start_goodbye() override {
        error_code ignored;
        stream_.socket().shutdown(asio::socket_base::shutdown_both, ignored);
    }
    void cut() override { stream_.close(); }

    Stream stream_;
    // What is being written.
    std::vector<Message> sending_;
    std::vector<Prefix> prefixes_;
    std::vector<asio::const_buffer> parts_;
};

void UnixChannel::start_write(std::vector<Message> messages) {
    sending_ = std::move(messages);
    prefixes_.clear();
    parts_.clear();
    for (const Message& message : sending_) {
        prefixes_.push_back(prefix_of(message->size()));
    }
    for (std::size_t i = 0; i < sending_.size(); ++i) {
        parts_.push_back(asio::buffer(prefixes_[i]));
        parts_.push_back(asio::buffer(*sending_[i]));
    }
    asio::async_write(stream_, parts_, [keep = self()](const error_code& error, std::size_t) {
        keep->sending_.clear();
        keep->written(!error);
    });
}

// The frame holds the channel alive until its story has ended.
asio::awaitable<void> UnixChannel::run(std::shared_ptr<UnixChannel> keep, PeerInfo peer,
                                       std::shared_ptr<void> place) {
    keep->opened(peer);
    const std::string_view cause = co_await keep->read_frames();
    place.reset();
    keep->ended(cause);
}

asio::awaitable<std::string_view> UnixChannel::read_frames() {
    std::array<std::uint8_t, kPrefix> prefix{};
    std::string text;
    error_code error;
    auto token = asio::redirect_error(asio::use_awaitable, error);
    for (;;) {
        co_await asio::async_read(stream_, asio::buffer(prefix), token);
        if (error) {
            co_return error == asio::error::eof ? "peer_closed" : "lost";
        }
        std::size_t size = 0;
        for (const auto byte : prefix) {
            size = size << 8U | byte;
        }
        if (size > limits().most_received) {
            co_return co_await refuse_large();
        }
        text.resize(size);
        co_await asio::async_read(stream_, asio::buffer(text), token);
        if (error) {
            co_return "lost";
        }
        received(text);
        if (text.capacity() > 4096) {
            std::string().swap(text);
        }
    }
}

asio::awaitable<std::string_view> UnixChannel::refuse_large() {
    refuse("too_large", limits().too_large_notice);
    std::array<char, 4096> waste{};
    for (error_code error; !error;) {
        co_await stream_.async_read_some(asio::buffer(waste),
                                         asio::redirect_error(asio::use_awaitable, error));
    }
    co_return "too_large";
}

/// The whole of one frame to a peer that is not let in; it is given a moment to read it.
class Farewell final : public std::enable_shared_from_this<Farewell> {
  public:
    Farewell(Core& core, Socket socket, std::string_view notice, std::shared_ptr<void> place)
        : stream_(std::move(socket)), timer_(core.context), place_(std::move(place)) {
        for (std::size_t i = 0; i < kPrefix; ++i) {
            frame_ += static_cast<char>(notice.size() >> (8 * (kPrefix - 1 - i)));
        }
        frame_ += notice;
    }
    static asio::awaitable<void> run(std::shared_ptr<Farewell> keep) {
        keep->timer_.expires_after(std::chrono::seconds(1));
        keep->timer_.async_wait([weak = keep->weak_from_this()](const error_code& ended) {
            if (const auto self = weak.lock(); self && !ended) {
                self->stream_.close();
            }
        });
        error_code error;
        auto token = asio::redirect_error(asio::use_awaitable, error);
        co_await asio::async_write(keep->stream_, asio::buffer(keep->frame_), token);
        keep->stream_.shutdown_send();
        std::array<char, 1024> waste{};
        while (!error) {
            co_await keep->stream_.async_read_some(asio::buffer(waste), token);
        }
        keep->timer_.cancel();
    }

  private:
    Stream stream_;
    asio::steady_timer timer_;
    std::shared_ptr<void> place_;
    std::string frame_;
};

std::vector<std::uint32_t> groups_of(int fd) {
    std::vector<gid_t> groups(64);
    auto size = static_cast<socklen_t>(groups.size() * sizeof(gid_t));
    int result = ::getsockopt(fd, SOL_SOCKET, SO_PEERGROUPS, groups.data(), &size);
    if (result != 0 && errno == ERANGE) {
        groups.resize(size / sizeof(gid_t));
        result = ::getsockopt(fd, SOL_SOCKET, SO_PEERGROUPS, groups.data(), &size);
    }
    groups.resize(result == 0 ? size / sizeof(gid_t) : 0);
    return {groups.begin(), groups.end()};
}

}  // namespace

std::optional<PeerInfo> unix_peer(int fd) {
    ucred credentials{};
    socklen_t size = sizeof credentials;
    if (::getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &credentials, &size) != 0) {
        return std::nullopt;
    }
    PeerInfo peer;
    peer.transport = PeerInfo::Transport::unix_socket;
    peer.uid = credentials.uid;
    peer.gid = credentials.gid;
    peer.pid = credentials.pid;
    peer.groups = groups_of(fd);
    return peer;
}

void serve_unix(Core& core, ChannelListener& listener, const ChannelLimits& limits, Socket socket,
                PeerInfo peer, std::shared_ptr<void> place) {
    auto channel = std::make_shared<UnixChannel>(core, listener, limits, std::move(socket));
    asio::co_spawn(core.context, UnixChannel::run(channel, std::move(peer), std::move(place)),
                   asio::detached);
}

void turn_away_unix(Core& core, Socket socket, std::string_view notice, std::shared_ptr<void> place) {
    auto farewell = std::make_shared<Farewell>(core, std::move(socket), notice, std::move(place));
    asio::co_spawn(core.context, Farewell::run(std::move(farewell)), asio::detached);
}

}  // namespace jiaohao::http
