// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/api_client.hpp"

#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>

#include "kiosk/base/random.hpp"

namespace jiaohao::bench {
namespace {

constexpr std::size_t kPrefix = 4;
/// A kioskd that says nothing for so long is stuck; it pings every 5 s.
constexpr timeval kPatience{20, 0};

[[noreturn]] void give_up(std::string_view what) {
    throw std::runtime_error(fmt::format("API: {}: {}", what, std::strerror(errno)));
}

int connect_to(const std::filesystem::path& path) {
    const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (fd < 0 || path.native().size() >= sizeof address.sun_path) {
        give_up(path.native());
    }
    std::memcpy(&address.sun_path[0], path.c_str(), path.native().size());
    ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &kPatience, sizeof kPatience);
    if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        const int problem = errno;
        ::close(fd);
        errno = problem;
        give_up(path.native());
    }
    return fd;
}

std::size_t size_in(std::string_view prefix) {
    std::size_t size = 0;
    for (std::size_t i = 0; i < kPrefix; ++i) {
        size = size << 8U | static_cast<std::uint8_t>(prefix[i]);
    }
    return size;
}

}  // namespace

ApiClient::ApiClient(const std::filesystem::path& socket, std::string_view role)
    : socket_(connect_to(socket)), name_(fmt::format("{:016x}", SystemRandom().next())) {
    write(fmt::format(R"({{"t":"hello","v":1,"client":"hall_bench","roles":["{}"]}})", role));
    snapshot_ = read();
    if (snapshot_.find(R"("t":"snapshot")") == std::string::npos) {
        throw std::runtime_error(fmt::format("API: no snapshot but {}", snapshot_));
    }
}

ApiClient::Socket::~Socket() {
    ::close(fd);
}

void ApiClient::write(std::string_view message) {
    std::string frame(kPrefix, '\0');
    for (std::size_t i = 0; i < kPrefix; ++i) {
        frame[i] = static_cast<char>(static_cast<std::uint8_t>(message.size() >> (8 * (kPrefix - 1 - i))));
    }
    frame += message;
    if (::send(socket_.fd, frame.data(), frame.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(frame.size())) {
        give_up("write");
    }
}

void ApiClient::fill(std::size_t least) {
    if (taken_ > 0) {
        buffer_.erase(0, taken_);
        taken_ = 0;
    }
    std::array<char, 65536> chunk;
    while (buffer_.size() < least) {
        const auto got = ::recv(socket_.fd, chunk.data(), chunk.size(), 0);
        if (got <= 0) {
            give_up(got == 0 ? "closed by kioskd" : "read");
        }
        buffer_.append(chunk.data(), static_cast<std::size_t>(got));
    }
}

std::string_view ApiClient::read() {
    if (buffer_.size() - taken_ < kPrefix) {
        fill(kPrefix);
    }
    const std::size_t whole = kPrefix + size_in(std::string_view(buffer_).substr(taken_));
    if (buffer_.size() - taken_ < whole) {
        fill(whole);
    }
    const auto message = std::string_view(buffer_).substr(taken_ + kPrefix, whole - kPrefix);
    taken_ += whole;
    return message;
}

ApiClient::Answered ApiClient::command(std::string_view name, std::string_view args) {
    const auto message =
        fmt::format(R"({{"t":"cmd","id":"{}-{:06}","name":"{}","args":{}}})", name_, ++commands_, name, args);
    Answered answered;
    answered.asked = SteadyClock::now();
    write(message);
    std::string_view text;
    do {
        text = read();
        if (text.find(R"("t":"bye")") != std::string_view::npos) {
            throw std::runtime_error(fmt::format("API: {}", text));
        }
        // Commands are answered one by one, so the next `done` is this one's.
    } while (text.find(R"("t":"done")") == std::string_view::npos);
    answered.took = SteadyClock::now() - answered.asked;
    answered.text = text;
    if (answered.text.find(R"("status":"ok")") == std::string::npos) {
        throw std::runtime_error(fmt::format("API: {} {}: {}", name, args, answered.text));
    }
    return answered;
}

}  // namespace jiaohao::bench
