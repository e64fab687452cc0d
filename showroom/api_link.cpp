// SPDX-License-Identifier: Apache-2.0
#include "showroom/api_link.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <set>

namespace jiaohao::showroom {
namespace {

using nlohmann::json;
constexpr std::chrono::milliseconds kReconnect{100};
constexpr std::chrono::milliseconds kAgain{250};
constexpr std::chrono::seconds kHeartbeat{4};
constexpr std::size_t kMostInFlight = 8;

std::string frame(const std::string& text) {
    std::string out;
    for (int shift = 24; shift >= 0; shift -= 8) {
        out += static_cast<char>((text.size() >> static_cast<unsigned>(shift)) & 0xffU);
    }
    return out + text;
}

std::size_t frame_size(const std::string& bytes) {
    std::size_t size = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        size = size << 8U | static_cast<unsigned char>(bytes[i]);
    }
    return size;
}

bool passing(const json& done) {
    static const std::set<std::string> codes{"journal_failed", "journal_full", "journal_stalled",
                                             "overloaded"};
    return done.value("status", "") == "refused" && codes.count(done["error"].value("code", "")) > 0;
}

}  // namespace

ApiLink::~ApiLink() {
    reactor_.cancel(heartbeat_);
    if (fd_ >= 0) {
        reactor_.forget(fd_);
        close(fd_);
    }
}

void ApiLink::connect() {
    fd_ = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path_.copy(static_cast<char*>(address.sun_path), sizeof address.sun_path - 1);
    if (::connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        close(fd_);
        fd_ = -1;
        reactor_.after_real(kReconnect, [this] { connect(); });
        return;
    }
    received_.clear();
    reactor_.watch(fd_, [this] { readable(); });
    send({{"t", "hello"}, {"v", 1}, {"client", "showroom"}});
    heartbeat_ = reactor_.after_real(kHeartbeat, [this] { heartbeat(); });
}

void ApiLink::heartbeat() {
    send({{"t", "ping"}});
    heartbeat_ = reactor_.after_real(kHeartbeat, [this] { heartbeat(); });
}

void ApiLink::lose() {
    if (fd_ < 0) {
        return;
    }
    reactor_.forget(fd_);
    reactor_.cancel(heartbeat_);
    close(fd_);
    fd_ = -1;
    ready_ = false;
    ++reconnects_;
    for (auto& [id, waiting] : waiting_) {
        queued_.push_front(std::move(waiting));
    }
    waiting_.clear();
    reactor_.after_real(kReconnect, [this] { connect(); });
}

void ApiLink::readable() {
    std::array<char, 65536> buffer{};
    const ssize_t got = recv(fd_, buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (got <= 0) {
        if (got == 0 || (errno != EAGAIN && errno != EINTR)) {
            lose();
        }
        return;
    }
    received_.append(buffer.data(), static_cast<std::size_t>(got));
    while (received_.size() >= 4 && received_.size() >= 4 + frame_size(received_)) {
        const std::size_t size = frame_size(received_);
        const json parsed = json::parse(received_.substr(4, size), nullptr, false);
        received_.erase(0, 4 + size);
        if (parsed.is_object()) {
            message(parsed);
        }
    }
}

void ApiLink::message(const json& message) {
    const std::string type = message.value("t", "");
    if (type == "snapshot") {
        ready_ = true;
        listener_.on_snapshot(message);
        pump();
    } else if (type == "event") {
        listener_.on_event(message);
    } else if (type == "done") {
        answered(message);
    } else if (type == "ping") {
        send({{"t", "pong"}});
    }
}

void ApiLink::answered(const json& done) {
    const auto waiting = waiting_.find(done.value("id", ""));
    if (waiting == waiting_.end()) {
        return;
    }
    Waiting one = std::move(waiting->second);
    waiting_.erase(waiting);
    if (passing(done)) {
        reactor_.after_real(kAgain, [this, again = std::move(one)]() mutable {
            queued_.push_front(std::move(again));
            pump();
        });
        return;
    }
    one.done(done);
    pump();
}

void ApiLink::command(const std::string& name, json args, Done done) {
    const std::string id = prefix_ + std::to_string(next_id_++);
    queued_.push_back(
        {{{"t", "cmd"}, {"id", id}, {"name", name}, {"args", std::move(args)}}, std::move(done)});
    pump();
}

void ApiLink::pump() {
    while (ready_ && !queued_.empty() && waiting_.size() < kMostInFlight) {
        Waiting one = std::move(queued_.front());
        queued_.pop_front();
        const json message = one.message;
        waiting_.emplace(message.value("id", ""), std::move(one));
        send(message);
    }
}

void ApiLink::send(const json& message) {
    const std::string bytes = frame(message.dump());
    std::size_t sent = 0;
    while (fd_ >= 0 && sent < bytes.size()) {
        const ssize_t wrote = ::send(fd_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
        if (wrote <= 0) {
            // The reader notices the loss and reconnects; the command is still in waiting_.
            return;
        }
        sent += static_cast<std::size_t>(wrote);
    }
}

}  // namespace jiaohao::showroom
