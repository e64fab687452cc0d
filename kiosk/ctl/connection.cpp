// SPDX-License-Identifier: Apache-2.0
#include "kiosk/ctl/connection.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>

namespace jiaohao::ctl {
namespace {

namespace w = wire::api;
using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

constexpr milliseconds kAnswerPatience{15'000};
constexpr int kTries = 5;
constexpr milliseconds kBetweenTries{400};

std::string code_of(int error) {
    if (error == ENOENT) {
        return "no_socket";
    }
    return error == EACCES || error == EPERM ? "denied" : "refused";
}

std::string words_of(int error) {
    return std::system_category().message(error);
}

auto unreachable(std::string code, std::string detail) {
    return fail(Unreachable{std::move(code), std::move(detail)});
}

}  // namespace

Connection::~Connection() {
    drop();
}

void Connection::drop() {
    if (fd_ >= 0) {
        ::close(fd_);
    }
    fd_ = -1;
    buffer_.clear();
}

Result<void, Unreachable> Connection::connect() {
    drop();
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path_.empty() || path_.size() >= sizeof address.sun_path) {
        return unreachable("no_socket", "a socket path has 1 to 107 bytes");
    }
    std::memcpy(address.sun_path, path_.data(), path_.size());
    fd_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd_ < 0 || ::connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
        const int error = errno;
        drop();
        return unreachable(code_of(error), words_of(error));
    }
    return {};
}

Result<void, Unreachable> Connection::send(const std::string& text) {
    std::string bytes(4, '\0');
    for (std::size_t i = 0; i < 4; ++i) {
        bytes[i] = static_cast<char>(text.size() >> (8 * (3 - i)));
    }
    bytes += text;
    for (std::size_t sent = 0; sent < bytes.size();) {
        const auto written = ::send(fd_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            return unreachable("lost", words_of(errno));
        }
        sent += static_cast<std::size_t>(written);
    }
    return {};
}

Result<std::optional<Connection::Message>, Unreachable> Connection::next_message() {
    if (buffer_.size() < 4) {
        return std::nullopt;
    }
    std::size_t size = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        size = size << 8U | static_cast<unsigned char>(buffer_[i]);
    }
    if (size > w::kMostFromServer) {
        return unreachable("protocol", "a message of " + std::to_string(size) + " bytes");
    }
    if (buffer_.size() < size + 4) {
        return std::nullopt;
    }
    auto message = w::read_server_message(std::string_view(buffer_).substr(4, size));
    buffer_.erase(0, size + 4);
    if (!message) {
        return unreachable("protocol", message.error());
    }
    return std::move(*message);
}

Result<std::optional<Connection::Message>, Unreachable> Connection::receive(milliseconds patience) {
    const auto deadline = Clock::now() + patience;
    for (;;) {
        auto message = next_message();
        if (!message || (*message && (*message)->kind != Message::Kind::ping)) {
            if (message && *message && (*message)->kind == Message::Kind::bye) {
                return unreachable("turned_away", (*message)->code);
            }
            return message;
        }
        if (*message) {
            if (auto sent = send(w::pong_text()); !sent) {
                return fail(sent.error());
            }
            continue;
        }
        const auto left = std::chrono::duration_cast<milliseconds>(deadline - Clock::now());
        pollfd one{fd_, POLLIN, 0};
        const int ready = left.count() > 0 ? ::poll(&one, 1, static_cast<int>(left.count())) : 0;
        if (ready == 0) {
            return std::nullopt;
        }
        std::array<char, 16384> bytes{};
        const auto got = ready < 0 ? -1 : ::recv(fd_, bytes.data(), bytes.size(), 0);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return unreachable("lost", got == 0 ? "the daemon closed the connection" : words_of(errno));
        }
        buffer_.append(bytes.data(), static_cast<std::size_t>(got));
    }
}

Result<Connection::Json, Unreachable> Connection::greet() {
    if (auto connected = connect(); !connected) {
        return fail(connected.error());
    }
    w::Hello hello;
    hello.client = "kioskctl";
    if (auto sent = send(w::to_text(hello)); !sent) {
        // Who is turned away at the door is told why, and may be too late to say hello.
        const auto last = receive(kBetweenTries);
        return fail(!last && last.error().code == "turned_away" ? last.error() : sent.error());
    }
    for (;;) {
        auto message = receive(kAnswerPatience);
        if (!message) {
            return fail(message.error());
        }
        if (!*message) {
            return unreachable("lost", "the daemon does not answer");
        }
        if ((*message)->kind == Message::Kind::snapshot) {
            const std::string zone = (*message)->body.value("time_zone", "");
            if (time_zone_told_ && !zone.empty()) {
                time_zone_told_(zone);
            }
            return std::move((*message)->body);
        }
    }
}

Result<Connection::Answer, Unreachable> Connection::exchange(const std::string& id, const std::string& text) {
    if (auto sent = send(text); !sent) {
        return fail(sent.error());
    }
    for (;;) {
        auto message = receive(kAnswerPatience);
        if (!message) {
            return fail(message.error());
        }
        if (!*message) {
            return unreachable("lost", "the daemon does not answer");
        }
        event_seen_ = event_seen_ || (*message)->kind == Message::Kind::event;
        if ((*message)->kind != Message::Kind::done || (*message)->id != id) {
            continue;
        }
        if ((*message)->error) {
            return Answer(fail(std::move(*(*message)->error)));
        }
        return Answer(std::move((*message)->body));
    }
}

Result<Connection::Answer, Unreachable> Connection::call(const std::string& name, const Json& args) {
    const std::string id = make_uuid(random_);
    const std::string text = w::to_text(w::CommandMessage{domain::RequestId(id), name, args});
    Result<Answer, Unreachable> result = unreachable("lost", "not connected");
    for (int attempt = 0; attempt < kTries; ++attempt) {
        if (attempt > 0) {
            ::poll(nullptr, 0, static_cast<int>(kBetweenTries.count()));
        }
        if (fd_ < 0) {
            if (auto greeted = greet(); !greeted) {
                result = fail(greeted.error());
                continue;
            }
        }
        result = exchange(id, text);
        if (result) {
            return result;
        }
        drop();
    }
    return result;
}

Result<bool, Unreachable> Connection::wait_event(milliseconds patience) {
    if (std::exchange(event_seen_, false)) {
        return true;
    }
    if (fd_ < 0) {
        if (auto greeted = greet(); !greeted) {
            return fail(greeted.error());
        }
        return true;
    }
    const auto deadline = Clock::now() + patience;
    for (;;) {
        auto message = receive(std::chrono::duration_cast<milliseconds>(deadline - Clock::now()));
        if (!message) {
            drop();
            return fail(message.error());
        }
        if (!*message || (*message)->kind == Message::Kind::event) {
            return message->has_value();
        }
    }
}

}  // namespace jiaohao::ctl
