// SPDX-License-Identifier: Apache-2.0
#include "tests/e2e/satellite/proxy.hpp"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

namespace jiaohao::test {
namespace {

/// Bound to loopback; port 0: any.
int bound(std::uint16_t port, std::uint16_t& got) {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    at.sin_port = htons(port);
    socklen_t size = sizeof at;
    auto* const name = reinterpret_cast<sockaddr*>(&at);
    if (fd < 0 || ::bind(fd, name, size) != 0 || ::getsockname(fd, name, &size) != 0) {
        throw std::runtime_error("no port on loopback");
    }
    got = ntohs(at.sin_port);
    return fd;
}

}  // namespace

std::uint16_t free_port() {
    std::uint16_t port = 0;
    ::close(bound(0, port));
    return port;
}

Proxy::Proxy(std::uint16_t target) : target_(target) {
    listener_ = bound(0, port_);
    if (::listen(listener_, 16) != 0) {
        throw std::runtime_error("cannot listen");
    }
    thread_ = std::jthread([this] { run(); });
}

Proxy::~Proxy() {
    ending_ = true;
    thread_.join();
    close_all();
    ::close(listener_);
}

void Proxy::close_all() {
    for (const Pair& pair : pairs_) {
        ::close(pair.satellite);
        ::close(pair.owner);
    }
    pairs_.clear();
}

void Proxy::accept_one() {
    const int satellite = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    at.sin_port = htons(target_);
    const int owner = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (cut_ || ::connect(owner, reinterpret_cast<const sockaddr*>(&at), sizeof at) != 0) {
        ::close(satellite);
        ::close(owner);
        return;
    }
    pairs_.push_back({satellite, owner});
}

/// False when it has ended.
bool Proxy::pass(int from, int to, std::atomic<std::uint64_t>* counted) const {
    std::array<char, 16384> bytes{};
    const ssize_t got = ::recv(from, bytes.data(), bytes.size(), MSG_DONTWAIT);
    if (got <= 0) {
        return false;
    }
    if (counted != nullptr) {
        *counted += static_cast<std::uint64_t>(got);
    }
    for (ssize_t sent = 0; sent < got;) {
        const ssize_t one =
            ::send(to, bytes.data() + sent, static_cast<std::size_t>(got - sent), MSG_NOSIGNAL);
        if (one <= 0) {
            return false;
        }
        sent += one;
    }
    return true;
}

void Proxy::run() {
    while (!ending_) {
        if (drop_.exchange(false)) {
            close_all();
        }
        std::vector<pollfd> waits{{listener_, POLLIN, 0}};
        for (const Pair& pair : pairs_) {
            waits.push_back({pair.satellite, POLLIN, 0});
            waits.push_back({pair.owner, static_cast<short>(hold_answers_ ? 0 : POLLIN), 0});
        }
        ::poll(waits.data(), waits.size(), 10);
        for (std::size_t i = pairs_.size(); i-- > 0;) {
            const Pair pair = pairs_[i];
            const bool forth = waits[2 * i + 1].revents == 0 || pass(pair.satellite, pair.owner, &to_owner_);
            const bool back =
                (waits[2 * i + 2].revents & POLLIN) == 0 || pass(pair.owner, pair.satellite, nullptr);
            const bool gone = hold_answers_ && (waits[2 * i + 2].revents & (POLLHUP | POLLERR)) != 0;
            if (!forth || !back || gone) {
                ::close(pair.satellite);
                ::close(pair.owner);
                pairs_.erase(pairs_.begin() + static_cast<std::ptrdiff_t>(i));
            }
        }
        if ((waits[0].revents & POLLIN) != 0) {
            accept_one();
        }
    }
}

}  // namespace jiaohao::test
