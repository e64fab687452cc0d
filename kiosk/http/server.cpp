// SPDX-License-Identifier: Apache-2.0
#include "kiosk/http/server.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/steady_timer.hpp>

#include "kiosk/http/acceptors.hpp"
#include "kiosk/http/loop.hpp"

namespace jiaohao::http {
namespace {

/// How long the loop waits for channels to say goodbye when stopping.
constexpr std::chrono::seconds kPatience{3};

}  // namespace

struct Server::Impl {
    explicit Impl(Log log) : core(log), guard(asio::make_work_guard(core.context)), end(core.context) {}

    void begin_stop();
    void watch_end(int turns_left);

    std::mutex mutex;
    std::vector<std::shared_ptr<HttpListener>> listeners;  // guarded by mutex
    Core core;
    // What sits on the loop goes before it.
    std::vector<std::shared_ptr<Stoppable>> acceptors;  // guarded by mutex
    asio::executor_work_guard<asio::io_context::executor_type> guard;
    asio::steady_timer end;
    std::vector<std::shared_ptr<asio::steady_timer>> timers;
};

void Server::Impl::begin_stop() {
    if (std::exchange(core.stopping, true)) {
        return;
    }
    {
        const std::lock_guard lock(mutex);
        for (const auto& acceptor : acceptors) {
            acceptor->stop();
        }
    }
    for (const auto& timer : timers) {
        timer->cancel();
    }
    // stop() may end a connection at once, which takes it out of the set.
    const std::vector<Stoppable*> ending(core.live.begin(), core.live.end());
    for (auto* one : ending) {
        if (core.live.count(one) > 0) {
            one->stop();
        }
    }
    guard.reset();
    watch_end(static_cast<int>(kPatience / std::chrono::milliseconds(10)));
}

void Server::Impl::watch_end(int turns_left) {
    if (core.live.empty() || turns_left == 0) {
        core.context.stop();
        return;
    }
    end.expires_after(std::chrono::milliseconds(10));
    end.async_wait([this, turns_left](const boost::system::error_code&) { watch_end(turns_left - 1); });
}

Server::Server(Log log) : impl_(std::make_unique<Impl>(log)) {}
Server::~Server() = default;

Result<std::uint16_t, ServerError> Server::listen_http(HttpListenerOptions options, Handler handler) {
    auto listener = std::make_shared<HttpListener>();
    if (options.tls) {
        listener->tls = std::make_unique<TlsSource>(*options.tls);
        if (auto loaded = listener->tls->reload(); !loaded) {
            return fail(loaded.error());
        }
    }
    listener->options = std::move(options);
    listener->handler = std::move(handler);
    auto bound = bind_tcp(impl_->core, listener);
    if (!bound) {
        return fail(bound.error());
    }
    const std::lock_guard lock(impl_->mutex);
    impl_->listeners.push_back(std::move(listener));
    impl_->acceptors.push_back(std::move(bound->acceptor));
    return bound->port;
}

Result<void, ServerError> Server::listen_unix(UnixListenerOptions options, ChannelListener& channels) {
    auto bound = bind_unix(impl_->core, std::move(options), channels);
    if (!bound) {
        return fail(bound.error());
    }
    const std::lock_guard lock(impl_->mutex);
    impl_->acceptors.push_back(std::move(*bound));
    return {};
}

Result<void, ServerError> Server::reload_certificates() {
    const std::lock_guard lock(impl_->mutex);
    for (const auto& listener : impl_->listeners) {
        if (listener->tls) {
            if (auto loaded = listener->tls->reload(); !loaded) {
                return loaded;
            }
        }
    }
    return {};
}

void Server::run() {
    run_loop(impl_->core);
}

void Server::stop() {
    post([impl = impl_.get()] { impl->begin_stop(); });
}

bool Server::post(std::function<void()> task) const {
    return impl_->core.gate->post(std::move(task));
}

std::function<bool(std::function<void()>)> Server::poster() const {
    return [gate = impl_->core.gate](std::function<void()> task) { return gate->post(std::move(task)); };
}

void Server::every(std::chrono::milliseconds period, const std::function<void()>& task) {
    auto timer = std::make_shared<asio::steady_timer>(impl_->core.context);
    impl_->timers.push_back(timer);
    repeat(impl_->core, period, timer, task);
}

ServerStats Server::stats() const {
    const auto& counters = impl_->core.counters;
    std::uint64_t open = 0;
    {
        const std::lock_guard lock(impl_->mutex);
        for (const auto& listener : impl_->listeners) {
            open += listener->open;
        }
    }
    return {counters.accepted,
            counters.turned_away,
            counters.requests,
            counters.bad_requests,
            counters.handshakes_failed,
            counters.timed_out,
            impl_->core.slow_cut->load(),
            open,
            counters.channels};
}

}  // namespace jiaohao::http
