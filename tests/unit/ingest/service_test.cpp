// The upload interface behind a real server, with a real store, while its worker is held up.
// SPDX-License-Identifier: Apache-2.0
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <memory>
#include <mutex>
#include <thread>

#include "headoffice/ingest/ingest_service.hpp"
#include "kiosk/http/server.hpp"

namespace jiaohao::headoffice {
namespace {

using namespace std::chrono_literals;

/// Holds whoever logs, until it is let go.
class Gate final : public LogSink {
  public:
    void write(const LogRecord& record) override {
        static_cast<void>(record);
        std::unique_lock lock(mutex_);
        ++held_;
        changed_.notify_all();
        changed_.wait(lock, [this] { return open_; });
    }
    [[nodiscard]] bool wait_until_held() {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, 30s, [this] { return held_ > 0; });
    }
    void open() {
        const std::lock_guard lock(mutex_);
        open_ = true;
        changed_.notify_all();
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    int held_ = 0;
    bool open_ = false;
};

class CountingSink final : public LogSink {
  public:
    void write(const LogRecord& record) override {
        refused_names += record.event == "ingest.names_refused" ? 1 : 0;
    }
    std::atomic<int> refused_names{0};
};

class Connection {
  public:
    explicit Connection(std::uint16_t port) : socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        address.sin_port = htons(port);
        EXPECT_EQ(connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    }
    ~Connection() { close(socket_); }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    void send_batch() const { say("PUT", "epochs/e/events/1", "garbage"); }
    void say(const std::string& method, const std::string& what, const std::string& body) const {
        const std::string request = method + " /v1/terminals/t1/" + what +
                                    " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: " +
                                    std::to_string(body.size()) + "\r\n\r\n" + body;
        EXPECT_EQ(send(socket_, request.data(), request.size(), MSG_NOSIGNAL),
                  static_cast<ssize_t>(request.size()));
    }
    [[nodiscard]] pollfd readable() const { return {socket_, POLLIN, 0}; }
    [[nodiscard]] std::string answer() const {
        std::string text;
        std::array<char, 4096> bytes{};
        pollfd ready = readable();
        while (poll(&ready, 1, 30'000) == 1) {
            const ssize_t got = read(socket_, bytes.data(), bytes.size());
            if (got <= 0) {
                break;
            }
            text.append(bytes.data(), static_cast<std::size_t>(got));
        }
        return text;
    }

  private:
    int socket_;
};

class Service : public ::testing::Test {
  protected:
    Service() {
        std::string name = (std::filesystem::temp_directory_path() / "jiaohao-XXXXXX").string();
        folder_ = mkdtemp(name.data());
        SqliteStoreOptions options;
        options.file = folder_ / "h.db";
        store_ = SqliteStore::open(options).value();
    }
    ~Service() override {
        store_.reset();
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }

    std::filesystem::path folder_;
    std::unique_ptr<SqliteStore> store_;
    SystemClock clock_;
    NullSink quiet_;
};

TEST_F(Service, TurnsAwayWhatItCannotHoldAndAnswersTheRestBeforeItEnds) {
    Gate gate;
    IngestOptions options;
    options.most_waiting = 1;
    auto service = std::make_unique<IngestService>(*store_, clock_, Log(gate, "test"), std::move(options));
    http::Server server(Log(quiet_, "test"));
    const auto port = server.listen_http({}, [&](http::Request request, http::Responder responder) {
        request.peer_name = "t1";
        service->handle(std::move(request), std::move(responder));
    });
    ASSERT_TRUE(port.has_value());
    std::jthread net([&] { server.run(); });
    // The first is being decoded, one may wait, and one is too many; which of the last two comes first is
    // not known.
    const Connection first(*port);
    first.send_batch();
    EXPECT_TRUE(gate.wait_until_held());
    const Connection second(*port);
    const Connection third(*port);
    second.send_batch();
    third.send_batch();
    std::array<pollfd, 2> ends{second.readable(), third.readable()};
    const bool turned_away = poll(ends.data(), ends.size(), 30'000) == 1;
    EXPECT_TRUE(turned_away) << "exactly one is answered at once";
    const bool second_was = (ends[0].revents & POLLIN) != 0;
    const std::string busy = turned_away ? (second_was ? second : third).answer() : "";
    EXPECT_TRUE(busy.starts_with("HTTP/1.1 503 ")) << busy;
    EXPECT_NE(busy.find("Retry-After: 30"), std::string::npos);
    EXPECT_NE(busy.find("urn:jiaohao:problem:busy"), std::string::npos);
    gate.open();
    service.reset();
    for (const Connection* each : {&first, second_was ? &third : &second}) {
        const std::string answer = each->answer();
        EXPECT_TRUE(answer.starts_with("HTTP/1.1 400 ")) << answer;
        EXPECT_NE(answer.find("urn:jiaohao:problem:bad-envelope"), std::string::npos) << answer;
    }
    server.stop();
}

TEST_F(Service, NamesThatItDoesNotTakeAreLoggedRarelyAndNoneAreKeptWithTheContact) {
    CountingSink sink;
    IngestService service(*store_, clock_, Log(sink, "test"), {});
    http::Server server(Log(quiet_, "test"));
    const auto port = server.listen_http({}, [&](http::Request request, http::Responder responder) {
        request.peer_name = "t1";
        service.handle(std::move(request), std::move(responder));
    });
    ASSERT_TRUE(port.has_value());
    std::jthread net([&] { server.run(); });
    const std::shared_ptr<void> at_the_end(nullptr, [&](void*) { server.stop(); });
    for (int i = 0; i < 12; ++i) {
        const Connection terminal(*port);
        terminal.say("POST", "contact", R"({"hall":"north","names":{"hall":{"en":"","de":"Nord"}},"x":1})");
        const std::string answer = terminal.answer();
        EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 ")) << answer;
        EXPECT_NE(answer.find("names.hall.en is empty"), std::string::npos) << answer;
    }
    EXPECT_EQ(sink.refused_names, 2) << "the first and the tenth";
    EXPECT_EQ(store_->contacts()->at(0).body, R"({"hall":"north","x":1})");
    EXPECT_EQ(store_->names(std::nullopt)->at(0).body,
              R"({"counters":{},"hall":{"de":"Nord"},"services":{}})");
}

}  // namespace
}  // namespace jiaohao::headoffice
