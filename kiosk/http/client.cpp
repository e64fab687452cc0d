// SPDX-License-Identifier: Apache-2.0
#include "kiosk/http/client.hpp"

#include <array>
#include <charconv>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "kiosk/http/loop.hpp"
#include "kiosk/http/upgrade.hpp"

namespace jiaohao::http {
namespace {

using Code = ConnectFailure::Code;
using Tcp = asio::ip::tcp;

/// How long the loop waits for its channel to say goodbye when stopping.
constexpr std::chrono::seconds kPatience{3};
constexpr std::chrono::milliseconds kLook{10};

bool is_port(std::string_view text) {
    unsigned port = 0;
    const auto end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, port);
    return read.ec == std::errc{} && read.ptr == end && port >= 1 && port <= 65535;
}

Code code_of(const error_code& error) {
    if (error == asio::error::access_denied || error == boost::system::errc::permission_denied) {
        return Code::permission;
    }
    return error == asio::error::timed_out ? Code::time_out : Code::not_there;
}

/// One way to one peer, until it is a channel.
class Attempt final : public Stoppable, public std::enable_shared_from_this<Attempt> {
  public:
    Attempt(Core& core, ClientOptions options, Endpoint endpoint, ClientListener& listener)
        : core_(core),
          options_(std::move(options)),
          endpoint_(std::move(endpoint)),
          listener_(listener),
          stream_(Socket(core.context)),
          resolver_(core.context),
          deadline_(core.context),
          live_(std::in_place, core, *this) {}

    void stop() override { give_up(Code::stopping); }
    static asio::awaitable<void> run(std::shared_ptr<Attempt> keep);

  private:
    asio::awaitable<bool> reach();
    asio::awaitable<bool> reach_unix();
    asio::awaitable<bool> reach_tcp();
    asio::awaitable<bool> secure();
    void set_deadline();
    void give_up(Code why) {
        ended_ = why;
        resolver_.cancel();
        stream_.close();
    }
    bool failed(Code why, const std::string& what) {
        const Code cause = ended_.value_or(why);
        const std::string told = ended_ == Code::time_out ? "no answer in time" : what;
        listener_.on_failed({cause, options_.url + ": " + told});
        return false;
    }

    Core& core_;
    const ClientOptions options_;
    const Endpoint endpoint_;
    ClientListener& listener_;
    Stream stream_;
    Tcp::resolver resolver_;
    asio::steady_timer deadline_;
    std::optional<LiveMark> live_;
    std::optional<Code> ended_;
};

void Attempt::set_deadline() {
    deadline_.expires_after(options_.connect);
    deadline_.async_wait([weak = weak_from_this()](const error_code& error) {
        if (const auto self = weak.lock(); self && !error) {
            self->give_up(Code::time_out);
        }
    });
}

asio::awaitable<bool> Attempt::reach() {
    return endpoint_.socket.empty() ? reach_tcp() : reach_unix();
}

asio::awaitable<bool> Attempt::reach_unix() {
    error_code error;
    const asio::local::stream_protocol::endpoint there(endpoint_.socket);
    co_await stream_.socket().async_connect(Socket::endpoint_type(there),
                                            asio::redirect_error(asio::use_awaitable, error));
    if (error) {
        co_return failed(code_of(error), error.message());
    }
    co_return true;
}

asio::awaitable<bool> Attempt::reach_tcp() {
    error_code error;
    auto token = asio::redirect_error(asio::use_awaitable, error);
    const auto found = co_await resolver_.async_resolve(endpoint_.host, endpoint_.port, token);
    if (error) {
        co_return failed(Code::not_there, error.message());
    }
    error = asio::error::host_not_found;
    for (const auto& one : found) {
        if (ended_) {
            break;
        }
        // A name of this machine may be made to lead elsewhere; unencrypted nothing is told to anybody there.
        if (!endpoint_.secure && !one.endpoint().address().is_loopback()) {
            co_return failed(Code::bad_url, "without TLS only this machine is connected to, and " +
                                                one.endpoint().address().to_string() +
                                                " is another one; use wss://");
        }
        stream_.close();
        co_await stream_.socket().async_connect(Socket::endpoint_type(one.endpoint()), token);
        if (!error) {
            stream_.socket().set_option(Tcp::no_delay(true), error);
            co_return true;
        }
    }
    co_return failed(code_of(error), error.message());
}

asio::awaitable<bool> Attempt::secure() {
    auto trust = TlsTrust::load(options_.ca_file);
    if (!trust) {
        co_return failed(Code::not_trusted, trust.error());
    }
    stream_.use_tls(trust->make(stream_.socket().native_handle(), endpoint_.host));
    if (stream_.ssl() == nullptr) {
        co_return failed(Code::failed, "cannot start TLS: " + take_ssl_error());
    }
    error_code error;
    co_await stream_.async_handshake(asio::redirect_error(asio::use_awaitable, error));
    if (!error) {
        co_return true;
    }
    const CertificateVerdict verdict = verdict_of(stream_.ssl());
    if (verdict.why.empty()) {
        co_return failed(Code::failed, "TLS: " + error.message());
    }
    co_return failed(verdict.wrong_name ? Code::wrong_name : Code::not_trusted, verdict.why);
}

asio::awaitable<void> Attempt::run(std::shared_ptr<Attempt> keep) {
    keep->set_deadline();
    bool there = co_await keep->reach();
    if (there && keep->endpoint_.secure) {
        there = co_await keep->secure();
    }
    keep->deadline_.cancel();
    if (!there) {
        co_return;
    }
    if (keep->ended_) {
        keep->failed(*keep->ended_, "stopping");
        co_return;
    }
    Core& core = keep->core_;
    keep->live_.reset();
    if (!keep->endpoint_.socket.empty()) {
        PeerInfo peer;
        peer.transport = PeerInfo::Transport::unix_socket;
        peer.remote = keep->endpoint_.socket;
        Stream stream = std::move(keep->stream_);
        serve_unix(core, keep->listener_, keep->options_.limits, std::move(stream.socket()), peer, nullptr);
        co_return;
    }
    const std::string host = keep->endpoint_.host.find(':') == std::string::npos
                                 ? keep->endpoint_.host + ":" + keep->endpoint_.port
                                 : "[" + keep->endpoint_.host + "]:" + keep->endpoint_.port;
    std::function<void(std::string)> failed = [keep](const std::string& why) {
        keep->failed(Code::refused, why);
    };
    co_await run_web_socket_client(core, keep->listener_, keep->options_.limits, keep->options_.connect,
                                   std::move(keep->stream_), host, keep->options_.path, std::move(failed));
}

}  // namespace

std::string_view code(ConnectFailure::Code code) {
    static constexpr std::array<std::string_view, 9> names{"bad_url",  "not_there",   "permission",
                                                           "time_out", "not_trusted", "wrong_name",
                                                           "refused",  "failed",      "stopping"};
    return names.at(static_cast<std::size_t>(code));
}

std::optional<Endpoint> parse_endpoint(const std::string& url) {
    Endpoint result;
    if (url.starts_with("unix:/")) {
        result.socket = url.substr(5);
        return result.socket.size() <= 107 ? std::optional(result) : std::nullopt;
    }
    result.secure = url.starts_with("wss://");
    if (!result.secure && !url.starts_with("ws://")) {
        return std::nullopt;
    }
    std::string rest = url.substr(result.secure ? 6 : 5);
    if (rest.ends_with('/')) {
        rest.pop_back();
    }
    const bool bracket = rest.starts_with('[');
    const std::size_t end = bracket ? rest.find(']') : rest.find(':');
    result.host = rest.substr(bracket ? 1 : 0, bracket && end != std::string::npos ? end - 1 : end);
    const std::size_t colon = rest.find(':', bracket ? (end == std::string::npos ? 0 : end) : 0);
    result.port = colon != std::string::npos ? rest.substr(colon + 1) : result.secure ? "443" : "80";
    const bool sound = result.host.find_first_of("/@?# []") == std::string::npos && !result.host.empty() &&
                       (!bracket || end != std::string::npos);
    return sound && is_port(result.port) ? std::optional(result) : std::nullopt;
}

struct Client::Impl {
    explicit Impl(Log log) : core(log), guard(asio::make_work_guard(core.context)), end(core.context) {}

    void begin_stop() {
        if (std::exchange(core.stopping, true)) {
            return;
        }
        for (const auto& timer : timers) {
            timer->cancel();
        }
        const std::vector<Stoppable*> ending(core.live.begin(), core.live.end());
        for (auto* one : ending) {
            if (core.live.count(one) > 0) {
                one->stop();
            }
        }
        guard.reset();
        watch_end(static_cast<int>(kPatience / kLook));
    }
    void watch_end(int turns_left) {
        if (core.live.empty() || turns_left == 0) {
            core.context.stop();
            return;
        }
        end.expires_after(kLook);
        end.async_wait([this, turns_left](const error_code&) { watch_end(turns_left - 1); });
    }

    Core core;
    asio::executor_work_guard<asio::io_context::executor_type> guard;
    asio::steady_timer end;
    std::vector<std::shared_ptr<asio::steady_timer>> timers;
};

Client::Client(Log log) : impl_(std::make_unique<Impl>(log)) {}
Client::~Client() = default;

void Client::connect(ClientOptions options, ClientListener& listener) {
    post([impl = impl_.get(), options = std::move(options), &listener] {
        auto endpoint = parse_endpoint(options.url);
        if (!endpoint) {
            return listener.on_failed({Code::bad_url, options.url});
        }
        if (impl->core.stopping) {
            return listener.on_failed({Code::stopping, options.url});
        }
        auto attempt = std::make_shared<Attempt>(impl->core, options, std::move(*endpoint), listener);
        asio::co_spawn(impl->core.context, Attempt::run(std::move(attempt)), asio::detached);
    });
}

void Client::run() {
    run_loop(impl_->core);
}

void Client::stop() {
    post([impl = impl_.get()] { impl->begin_stop(); });
}

bool Client::post(std::function<void()> task) const {
    return impl_->core.gate->post(std::move(task));
}

void Client::every(std::chrono::milliseconds period, const std::function<void()>& task) {
    auto timer = std::make_shared<asio::steady_timer>(impl_->core.context);
    impl_->timers.push_back(timer);
    repeat(impl_->core, period, timer, task);
}

}  // namespace jiaohao::http
