// SPDX-License-Identifier: Apache-2.0
#include "kiosk/http/acceptors.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <map>
#include <optional>
#include <utility>

namespace jiaohao::http {
namespace {

using asio::ip::tcp;
using Local = asio::local::stream_protocol;

/// Above its limit a listener still answers this many with 503; the rest are closed at once.
constexpr std::uint64_t kOverflow = 16;

ServerError trouble(const error_code& error, const std::string& what) {
    using Code = ServerError::Code;
    Code code = Code::system;
    if (error == asio::error::address_in_use) {
        code = Code::in_use;
    } else if (error == asio::error::access_denied) {
        code = Code::permission;
    } else if (error == boost::system::errc::address_not_available) {
        code = Code::address;
    }
    return {code, what + ": " + error.message()};
}

/// Without room for one more socket the kernel keeps the client queued; trying at once would spin.
asio::awaitable<void> pause_accepting(Core& core, error_code cause) {
    core.log.warning("http.accept_failed", {{"error", cause.message()}});
    asio::steady_timer timer(core.context, std::chrono::milliseconds(100));
    error_code ignored;
    co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
}

/// Programs that this process starts (the voice, a shell) must not keep its ports and clients open. Asio asks
/// for no such thing.
template <class Descriptor>
void keep_from_children(Descriptor& descriptor) {
    static_cast<void>(::fcntl(descriptor.native_handle(), F_SETFD, FD_CLOEXEC));
}

/// An IPv4 address as such, also where it came through a socket of both families.
std::string plain(const asio::ip::address& address) {
    if (address.is_v6() && address.to_v6().is_v4_mapped()) {
        return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
    }
    return address.to_string();
}

class TcpAcceptor final : public Stoppable {
  public:
    TcpAcceptor(Core& core, std::shared_ptr<HttpListener> listener)
        : core_(core), listener_(std::move(listener)), acceptor_(core.context) {}

    Result<std::uint16_t, ServerError> bind();
    static asio::awaitable<void> run(std::shared_ptr<TcpAcceptor> keep);
    void stop() override {
        error_code ignored;
        acceptor_.close(ignored);
    }

  private:
    void take(tcp::socket socket);
    /// How many too many there would be with one more of this address.
    [[nodiscard]] std::uint64_t too_many(const std::string& remote) const;

    Core& core_;
    std::shared_ptr<HttpListener> listener_;
    tcp::acceptor acceptor_;
};

Result<std::uint16_t, ServerError> TcpAcceptor::bind() {
    const auto& options = listener_->options;
    const std::string what = options.address + " port " + std::to_string(options.port);
    error_code error;
    const auto address = asio::ip::make_address(options.address, error);
    if (error) {
        return fail(ServerError{ServerError::Code::address, "not an address: " + options.address});
    }
    const tcp::endpoint endpoint(address, options.port);
    acceptor_.open(endpoint.protocol(), error);
    if (!error) {
        keep_from_children(acceptor_);
        acceptor_.set_option(asio::socket_base::reuse_address(true), error);
        acceptor_.bind(endpoint, error);
    }
    if (!error) {
        acceptor_.listen(asio::socket_base::max_listen_connections, error);
    }
    if (error) {
        return fail(trouble(error, "cannot listen on " + what));
    }
    return acceptor_.local_endpoint().port();
}

std::uint64_t TcpAcceptor::too_many(const std::string& remote) const {
    const HttpLimits& limits = listener_->options.limits;
    const auto over = [](std::uint64_t open, std::uint64_t limit) {
        return open < limit ? 0 : open - limit + 1;
    };
    const auto found = listener_->plain.find(remote);
    const std::uint64_t of_address = found == listener_->plain.end() ? 0 : found->second;
    const std::uint64_t crowd =
        limits.plain_per_address == 0 ? 0 : over(of_address, limits.plain_per_address);
    return std::max(over(listener_->open.load(), limits.connections), crowd);
}

void TcpAcceptor::take(tcp::socket socket) {
    ++core_.counters.accepted;
    error_code error;
    const auto peer = socket.remote_endpoint(error);
    const auto here = error ? tcp::endpoint() : socket.local_endpoint(error);
    const std::string remote = plain(peer.address());
    const std::uint64_t over = error ? kOverflow + 1 : too_many(remote);
    if (over > kOverflow) {
        ++core_.counters.turned_away;
        return;
    }
    const bool overflow = over > 0;
    core_.counters.turned_away += overflow ? 1 : 0;
    socket.set_option(tcp::no_delay(true), error);
    socket.native_non_blocking(true, error);
    auto slot = std::make_shared<Slot>(listener_, remote);
    serve_http(core_, listener_, Socket(std::move(socket)), {remote, plain(here.address())}, std::move(slot),
               overflow);
}

asio::awaitable<void> TcpAcceptor::run(std::shared_ptr<TcpAcceptor> keep) {
    while (keep->acceptor_.is_open()) {
        error_code error;
        tcp::socket socket =
            co_await keep->acceptor_.async_accept(asio::redirect_error(asio::use_awaitable, error));
        if (!error) {
            keep_from_children(socket);
            keep->take(std::move(socket));
        } else if (error != asio::error::operation_aborted && error != asio::error::connection_aborted) {
            co_await pause_accepting(keep->core_, error);
        }
    }
}

class UnixAcceptor final : public Stoppable {
  public:
    UnixAcceptor(Core& core, UnixListenerOptions options, ChannelListener& channels)
        : core_(core), options_(std::move(options)), channels_(channels), acceptor_(core.context) {}

    Result<void, ServerError> bind();
    static asio::awaitable<void> run(std::shared_ptr<UnixAcceptor> keep);
    /// The file goes first: while this one still answers, nobody replaces it, so what is removed is no successor's.
    void stop() override {
        remove_own_file();
        error_code ignored;
        acceptor_.close(ignored);
    }

  private:
    /// Counted at the listener and at its user while it lives; the listener lives on for it.
    struct Place {
        Place(std::shared_ptr<UnixAcceptor> keep, std::atomic<std::uint64_t>& user)
            : listener(std::move(keep)), all(listener->open_), of_user(user) {}
        std::shared_ptr<UnixAcceptor> listener;
        Counted all;
        Counted of_user;
    };
    struct Leaving {
        explicit Leaving(std::shared_ptr<UnixAcceptor> keep)
            : listener(std::move(keep)), counted(listener->leaving_) {}
        std::shared_ptr<UnixAcceptor> listener;
        Counted counted;
    };
    Result<void, ServerError> make_way();
    void remove_own_file();
    static void take(const std::shared_ptr<UnixAcceptor>& keep, Local::socket socket);
    void turn_away(const std::shared_ptr<UnixAcceptor>& keep, Local::socket socket);
    std::atomic<std::uint64_t>& open_of(std::uint32_t user);

    Core& core_;
    UnixListenerOptions options_;
    ChannelListener& channels_;
    Local::acceptor acceptor_;
    /// The file that bind() made.
    std::optional<std::pair<dev_t, ino_t>> own_file_;
    std::atomic<std::uint64_t> open_{0};
    std::atomic<std::uint64_t> leaving_{0};
    std::map<std::uint32_t, std::atomic<std::uint64_t>> open_of_;
};

Result<void, ServerError> UnixAcceptor::make_way() {
    struct stat found {};
    if (::lstat(options_.path.c_str(), &found) != 0) {
        return {};
    }
    if (!S_ISSOCK(found.st_mode)) {
        return fail(ServerError{ServerError::Code::in_use, options_.path + " exists and is no socket"});
    }
    Local::socket probe(core_.context);
    error_code error;
    probe.connect(Local::endpoint(options_.path), error);
    if (!error) {
        ucred peer{};
        socklen_t size = sizeof peer;
        const bool known =
            ::getsockopt(probe.native_handle(), SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 && peer.pid > 0;
        return fail(ServerError{ServerError::Code::in_use, options_.path + " is answered by " +
                                                               (known ? "process " + std::to_string(peer.pid)
                                                                      : std::string("another process"))});
    }
    if (::unlink(options_.path.c_str()) != 0) {
        return fail(
            trouble(error_code(errno, boost::system::system_category()), "cannot replace " + options_.path));
    }
    return {};
}

void UnixAcceptor::remove_own_file() {
    struct stat found {};
    const auto own = std::exchange(own_file_, std::nullopt);
    if (own && ::lstat(options_.path.c_str(), &found) == 0 && *own == std::pair(found.st_dev, found.st_ino) &&
        ::unlink(options_.path.c_str()) != 0) {
        core_.log.warning("unix.left_behind", {{"path", options_.path}, {"errno", errno}});
    }
}

Result<void, ServerError> UnixAcceptor::bind() {
    if (options_.path.empty() || options_.path.size() > 107) {
        return fail(ServerError{ServerError::Code::address,
                                "a socket path has 1 to 107 bytes: \"" + options_.path + "\""});
    }
    if (auto clear = make_way(); !clear) {
        return clear;
    }
    error_code error;
    acceptor_.open(Local(), error);
    if (!error) {
        keep_from_children(acceptor_);
        // Nobody may connect between bind() and chmod().
        const mode_t before = ::umask(0177);
        acceptor_.bind(Local::endpoint(options_.path), error);
        ::umask(before);
    }
    struct stat made {};
    if (!error && ::lstat(options_.path.c_str(), &made) == 0) {
        own_file_ = {made.st_dev, made.st_ino};
    }
    if (!error && options_.group &&
        ::chown(options_.path.c_str(), static_cast<uid_t>(-1), *options_.group) != 0) {
        core_.log.warning("unix.group_not_set", {{"path", options_.path}, {"group", *options_.group}});
    }
    if (!error && ::chmod(options_.path.c_str(), options_.mode) != 0) {
        error = error_code(errno, boost::system::system_category());
    }
    if (!error) {
        acceptor_.listen(asio::socket_base::max_listen_connections, error);
    }
    if (error) {
        return fail(trouble(error, "cannot listen on " + options_.path));
    }
    return {};
}

std::atomic<std::uint64_t>& UnixAcceptor::open_of(std::uint32_t user) {
    constexpr std::size_t kMostRemembered = 256;
    if (open_of_.size() > kMostRemembered) {
        std::erase_if(open_of_, [](const auto& one) { return one.second == 0; });
    }
    return open_of_[user];
}

void UnixAcceptor::take(const std::shared_ptr<UnixAcceptor>& keep, Local::socket socket) {
    ++keep->core_.counters.accepted;
    auto peer = unix_peer(socket.native_handle());
    if (!peer) {
        keep->core_.log.warning("unix.no_credentials", {{"errno", errno}});
        return;
    }
    const auto& options = keep->options_;
    auto& of_user = keep->open_of(peer->uid);
    if (keep->open_ >= options.connections || of_user >= options.per_user) {
        return keep->turn_away(keep, std::move(socket));
    }
    serve_unix(keep->core_, keep->channels_, options.channel_limits, Socket(std::move(socket)),
               std::move(*peer), std::make_shared<Place>(keep, of_user));
}

void UnixAcceptor::turn_away(const std::shared_ptr<UnixAcceptor>& keep, Local::socket socket) {
    ++core_.counters.turned_away;
    if (leaving_ < kOverflow && !options_.busy_notice.empty()) {
        turn_away_unix(core_, Socket(std::move(socket)), options_.busy_notice,
                       std::make_shared<Leaving>(keep));
    }
}

asio::awaitable<void> UnixAcceptor::run(std::shared_ptr<UnixAcceptor> keep) {
    while (keep->acceptor_.is_open()) {
        error_code error;
        Local::socket socket =
            co_await keep->acceptor_.async_accept(asio::redirect_error(asio::use_awaitable, error));
        if (!error) {
            keep_from_children(socket);
            take(keep, std::move(socket));
        } else if (error != asio::error::operation_aborted && error != asio::error::connection_aborted) {
            co_await pause_accepting(keep->core_, error);
        }
    }
}

}  // namespace

Result<BoundTcp, ServerError> bind_tcp(Core& core, std::shared_ptr<HttpListener> listener) {
    auto acceptor = std::make_shared<TcpAcceptor>(core, std::move(listener));
    const auto port = acceptor->bind();
    if (!port) {
        return fail(port.error());
    }
    asio::co_spawn(core.context, TcpAcceptor::run(acceptor), asio::detached);
    return BoundTcp{std::move(acceptor), *port};
}

Result<std::shared_ptr<Stoppable>, ServerError> bind_unix(Core& core, UnixListenerOptions options,
                                                          ChannelListener& channels) {
    auto acceptor = std::make_shared<UnixAcceptor>(core, std::move(options), channels);
    if (auto bound = acceptor->bind(); !bound) {
        return fail(bound.error());
    }
    asio::co_spawn(core.context, UnixAcceptor::run(acceptor), asio::detached);
    return std::shared_ptr<Stoppable>(std::move(acceptor));
}

}  // namespace jiaohao::http
