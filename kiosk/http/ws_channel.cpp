// SPDX-License-Identifier: Apache-2.0
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>

#include "kiosk/http/channel_base.hpp"
#include "kiosk/http/upgrade.hpp"

namespace jiaohao::http {

// Beast finds these by argument: how a WebSocket's last bytes are said and how it is dropped.
void teardown(beast::role_type /*role*/, Stream& stream, error_code& error) {
    stream.shutdown_send();
    error = {};
}
template <class Handler>
void async_teardown(beast::role_type /*role*/, Stream& stream, Handler&& handler) {
    stream.shutdown_send();
    asio::post(stream.get_executor(),
               beast::bind_front_handler(std::forward<Handler>(handler), error_code{}));
}
void beast_close_socket(Stream& stream) {
    stream.close();
}

namespace {

namespace ws = beast::websocket;

/// A close frame holds 125 bytes, two of them for the code.
constexpr std::size_t kMostReason = 120;

class WebSocketChannel final : public Transport {
  public:
    WebSocketChannel(Core& core, ChannelListener& listener, const ChannelLimits& limits,
                     std::chrono::milliseconds handshake, std::chrono::milliseconds idle, Stream stream)
        : Transport(core, listener, limits), socket_(std::move(stream)) {
        ws::stream_base::timeout timeouts{};
        timeouts.handshake_timeout = handshake;
        timeouts.idle_timeout = idle;
        timeouts.keep_alive_pings = true;
        socket_.set_option(timeouts);
        // read_messages() counts by itself: it has something to say before it closes.
        socket_.read_message_max(0);
        socket_.text(true);
        socket_.auto_fragment(false);
    }

    static asio::awaitable<void> run(std::shared_ptr<WebSocketChannel> keep, Upgrade upgrade);
    static asio::awaitable<void> greet(std::shared_ptr<WebSocketChannel> keep, std::string host,
                                       std::string target, std::function<void(std::string)> failed);

  private:
    [[nodiscard]] std::shared_ptr<WebSocketChannel> self() {
        return std::static_pointer_cast<WebSocketChannel>(shared_from_this());
    }
    asio::awaitable<std::string_view> read_messages();
    /// Says why the channel ends and stays for what the peer still has to say.
    asio::awaitable<std::string_view> turn_away(std::string_view cause, const std::string& notice,
                                                beast::flat_buffer& buffer);
    void start_write(std::vector<Message> messages) override {
        const Message message = std::move(messages.front());
        socket_.async_write(
            asio::buffer(*message),
            [keep = self(), message](const error_code& error, std::size_t) { keep->written(!error); });
    }
    void start_goodbye() override {
        const std::string why = reason();
        const auto code = why == "too_large"  ? ws::close_code::too_big
                          : why == "not_text" ? ws::close_code::unknown_data
                          : why == "busy"     ? ws::close_code::try_again_later
                                              : ws::close_code::normal;
        socket_.async_close({code, why.substr(0, kMostReason)}, [keep = self()](const error_code& error) {
            if (error) {
                keep->cut();
            }
        });
    }
    void cut() override { socket_.next_layer().close(); }

    ws::stream<Stream, false> socket_;
};

std::string_view cause_of(const error_code& error) {
    if (error == ws::error::closed) {
        return "peer_closed";
    }
    return error == ws::condition::protocol_violation ? "bad_frame" : "lost";
}

asio::awaitable<std::string_view> WebSocketChannel::read_messages() {
    const std::size_t most = limits().most_received;
    beast::flat_buffer buffer(most + 1);
    for (;;) {
        error_code error;
        co_await socket_.async_read_some(buffer, most + 1 - buffer.size(),
                                         asio::redirect_error(asio::use_awaitable, error));
        if (error) {
            co_return cause_of(error);
        }
        if (!socket_.got_text()) {
            co_return co_await turn_away("not_text", limits().not_text_notice, buffer);
        }
        if (buffer.size() > most) {
            co_return co_await turn_away("too_large", limits().too_large_notice, buffer);
        }
        if (!socket_.is_message_done()) {
            continue;
        }
        const auto data = buffer.cdata();
        received({static_cast<const char*>(data.data()), data.size()});
        buffer.consume(buffer.size());
        if (buffer.capacity() > 4096) {
            buffer.shrink_to_fit();
        }
    }
}

asio::awaitable<std::string_view> WebSocketChannel::turn_away(std::string_view cause,
                                                              const std::string& notice,
                                                              beast::flat_buffer& buffer) {
    refuse(cause, notice);
    for (error_code error; !error;) {
        buffer.consume(buffer.size());
        co_await socket_.async_read_some(buffer, buffer.max_size(),
                                         asio::redirect_error(asio::use_awaitable, error));
    }
    co_return cause;
}

asio::awaitable<void> WebSocketChannel::run(std::shared_ptr<WebSocketChannel> keep, Upgrade upgrade) {
    error_code error;
    co_await keep->socket_.async_accept(upgrade.request, asio::redirect_error(asio::use_awaitable, error));
    if (error) {
        keep->cut();
        co_return;
    }
    upgrade.request = {};
    keep->opened(upgrade.peer);
    const std::string_view cause = co_await keep->read_messages();
    keep->ended(cause);
}

asio::awaitable<void> WebSocketChannel::greet(std::shared_ptr<WebSocketChannel> keep, std::string host,
                                              std::string target, std::function<void(std::string)> failed) {
    error_code error;
    ws::response_type answer;
    co_await keep->socket_.async_handshake(answer, host, target,
                                           asio::redirect_error(asio::use_awaitable, error));
    if (error) {
        keep->cut();
        const unsigned status = answer.result_int();
        const bool answered = error == ws::error::upgrade_declined;
        failed(answered ? "HTTP " + std::to_string(status) : error.message());
        co_return;
    }
    PeerInfo peer;
    peer.transport = PeerInfo::Transport::web_socket;
    peer.remote = host;
    peer.path = target;
    peer.secure = keep->socket_.next_layer().ssl() != nullptr;
    keep->opened(peer);
    const std::string_view cause = co_await keep->read_messages();
    keep->ended(cause);
}

}  // namespace

bool origin_allowed(std::string_view origin, std::string_view host, const std::vector<std::string>& allowed) {
    if (origin.empty() || std::find(allowed.begin(), allowed.end(), origin) != allowed.end()) {
        return true;
    }
    const auto scheme = origin.find("://");
    return scheme != std::string_view::npos && !host.empty() &&
           !HeaderLess{}(origin.substr(scheme + 3), host) && !HeaderLess{}(host, origin.substr(scheme + 3));
}

asio::awaitable<void> run_web_socket(Core& core, std::shared_ptr<HttpListener> listener, Stream stream,
                                     Upgrade upgrade) {
    const HttpListenerOptions& options = listener->options;
    auto channel = std::make_shared<WebSocketChannel>(core, *options.channels, options.channel_limits,
                                                      options.limits.handshake, options.limits.channel_idle,
                                                      std::move(stream));
    co_await WebSocketChannel::run(channel, std::move(upgrade));
}

asio::awaitable<void> run_web_socket_client(Core& core, ChannelListener& listener,
                                            const ChannelLimits& limits, std::chrono::milliseconds handshake,
                                            Stream stream, std::string host, std::string target,
                                            std::function<void(std::string)> failed) {
    auto channel = std::make_shared<WebSocketChannel>(core, listener, limits, handshake,
                                                      HttpLimits{}.channel_idle, std::move(stream));
    co_await WebSocketChannel::greet(channel, std::move(host), std::move(target), std::move(failed));
}

}  // namespace jiaohao::http
