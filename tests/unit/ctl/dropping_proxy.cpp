// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/ctl/dropping_proxy.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstring>

namespace jiaohao::test {
namespace {

sockaddr_un address_of(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
    return address;
}

/// False at the end of either side.
bool pass_on(int from, int to, bool drop_answer) {
    std::array<char, 65536> bytes{};
    const auto got = ::recv(from, bytes.data(), bytes.size(), 0);
    if (got <= 0) {
        return false;
    }
    const std::string text(bytes.data(), static_cast<std::size_t>(got));
    if (drop_answer && text.find("\"t\":\"done\"") != std::string::npos) {
        return false;
    }
    return ::send(to, text.data(), text.size(), MSG_NOSIGNAL) == got;
}

}  // namespace

DroppingProxy::DroppingProxy(const std::string& path, std::string upstream) : upstream_(std::move(upstream)) {
    listener_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_un address = address_of(path);
    if (::bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
        ::listen(listener_, 8);
    }
    thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

DroppingProxy::~DroppingProxy() {
    thread_.request_stop();
    thread_.join();
    ::close(listener_);
}

void DroppingProxy::run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        pollfd one{listener_, POLLIN, 0};
        if (::poll(&one, 1, 50) > 0) {
            const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
            relay(client, ++connections_ == 1, stop);
            ::close(client);
        }
    }
}

void DroppingProxy::relay(int client, bool drop_answer, const std::stop_token& stop) const {
    const int server = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_un address = address_of(upstream_);
    bool going = ::connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    while (going && !stop.stop_requested()) {
        std::array<pollfd, 2> both{{{client, POLLIN, 0}, {server, POLLIN, 0}}};
        if (::poll(both.data(), both.size(), 50) <= 0) {
            continue;
        }
        if (both[0].revents != 0) {
            going = pass_on(client, server, false);
        }
        if (going && both[1].revents != 0) {
            going = pass_on(server, client, drop_answer);
        }
    }
    ::close(server);
}

}  // namespace jiaohao::test
