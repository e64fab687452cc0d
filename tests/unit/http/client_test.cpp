// The client against the real server: every transport, and every way in which a peer is not the right one.
// SPDX-License-Identifier: Apache-2.0
#include "kiosk/http/client.hpp"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <thread>

#include "tests/unit/http/certificates.hpp"
#include "tests/unit/http/running_server.hpp"

namespace jiaohao::test {
namespace {

using http::ConnectFailure;
using std::chrono::milliseconds;

/// What a client is told, kept for the test's thread.
class Told final : public http::ClientListener {
  public:
    void on_open(const http::ChannelPtr& opened, const http::PeerInfo& peer) override {
        const std::lock_guard lock(mutex_);
        channel = opened;
        secure = peer.secure;
        changed_.notify_all();
    }
    void on_message(const http::ChannelPtr& /*channel*/, std::string_view text) override {
        const std::lock_guard lock(mutex_);
        texts.emplace_back(text);
        changed_.notify_all();
    }
    void on_close(const http::ChannelPtr& /*channel*/, std::string_view reason) override {
        const std::lock_guard lock(mutex_);
        closed = std::string(reason);
        changed_.notify_all();
    }
    void on_failed(const ConnectFailure& failure) override {
        const std::lock_guard lock(mutex_);
        failed = failure;
        changed_.notify_all();
    }
    template <class Condition>
    bool wait(Condition&& condition) {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, std::chrono::seconds(20), condition);
    }
    std::string failed_as() {
        return wait([&] { return failed.has_value(); }) ? std::string(http::code(failed->code)) : "nothing";
    }

    http::ChannelPtr channel;
    bool secure = false;
    std::vector<std::string> texts;
    std::string closed;
    std::optional<ConnectFailure> failed;

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
};

http::TlsOptions tls(const CertificateFiles& files) {
    http::TlsOptions options;
    options.certificate_file = files.certificate;
    options.key_file = files.key;
    return options;
}

struct Clients : testing::Test {
    Clients() : client(Log(sink, "test")) {
        loop = std::jthread([this] { client.run(); });
    }
    ~Clients() override {
        client.stop();
        loop.join();
        running.stop();
    }
    std::uint16_t listen(std::optional<http::TlsOptions> secure = {}) {
        http::HttpListenerOptions how;
        how.websocket_path = "/v1/hall";
        how.channels = &recorder;
        how.tls = std::move(secure);
        const auto port = running.server.listen_http(how, echo());
        EXPECT_TRUE(port);
        running.start();
        return port.value_or(0);
    }
    void connect(const std::string& url, const std::string& ca = {}, const std::string& path = "/v1/hall") {
        http::ClientOptions options;
        options.url = url;
        options.path = path;
        options.ca_file = ca;
        options.connect = patience;
        options.limits.linger = milliseconds(100);
        options.limits.most_received = most_received;
        client.connect(options, told);
    }
    /// Whether an answer of one byte more than the client takes ends the channel, and one that fits does not.
    bool is_bounded() {
        told.wait([&] { return told.channel != nullptr; });
        told.channel->send(std::make_shared<const std::string>(most_received - 5, 'x'));
        const bool fits = told.wait([&] { return !told.texts.empty(); });
        told.channel->send(std::make_shared<const std::string>(most_received - 4, 'x'));
        return fits && told.wait([&] { return told.closed == "too_large"; });
    }
    bool answers() {
        if (!told.wait([&] { return told.channel != nullptr; })) {
            return false;
        }
        told.channel->send(std::make_shared<const std::string>("hello"));
        return told.wait([&] { return !told.texts.empty(); }) && told.texts.front() == "echo hello";
    }

    NullSink sink;
    TempFolder folder;
    Recorder recorder;
    Told told;
    RunningServer running;
    milliseconds patience{5000};
    std::size_t most_received = http::ChannelLimits{}.most_received;
    http::Client client;
    std::jthread loop;
};

TEST_F(Clients, PlainWebSocketCarriesTextBothWays) {
    const auto port = listen();
    connect("ws://127.0.0.1:" + std::to_string(port));
    EXPECT_TRUE(answers());
    EXPECT_FALSE(told.secure);
}

TEST_F(Clients, FramesOfAUnixSocketCarryTextBothWays) {
    http::UnixListenerOptions how;
    how.path = folder.path() + "/api.sock";
    ASSERT_TRUE(running.server.listen_unix(how, recorder));
    running.start();
    connect("unix:" + how.path);
    EXPECT_TRUE(answers());
}

TEST_F(Clients, MessagesBeyondItsOwnBoundEndTheChannel) {
    most_received = 1000;
    const auto port = listen();
    connect("ws://127.0.0.1:" + std::to_string(port));
    EXPECT_TRUE(is_bounded());
}

TEST_F(Clients, FramesBeyondItsOwnBoundEndTheChannel) {
    most_received = 1000;
    http::UnixListenerOptions how;
    how.path = folder.path() + "/api.sock";
    ASSERT_TRUE(running.server.listen_unix(how, recorder));
    running.start();
    connect("unix:" + how.path);
    EXPECT_TRUE(is_bounded());
}

TEST_F(Clients, TlsPeerIsTakenByItsNameAndByItsAddress) {
    Authority authority{folder.path(), "authority"};
    const auto files = authority.issue("main", "DNS:localhost,IP:127.0.0.1");
    const auto port = std::to_string(listen(tls(files)));
    connect("wss://localhost:" + port, authority.file());
    EXPECT_TRUE(answers());
    EXPECT_TRUE(told.secure);
    told.channel->close("enough");
    ASSERT_TRUE(told.wait([&] { return told.closed == "enough"; }));
    told.channel.reset();
    told.texts.clear();
    connect("wss://127.0.0.1:" + port, authority.file());
    EXPECT_TRUE(answers());
}

TEST_F(Clients, CertificateOfAnotherAuthorityIsNotTrusted) {
    Authority authority{folder.path(), "authority"};
    Authority stranger{folder.path(), "stranger"};
    const auto files = authority.issue("main", "DNS:localhost");
    const auto port = listen(tls(files));
    connect("wss://localhost:" + std::to_string(port), stranger.file());
    EXPECT_EQ(told.failed_as(), "not_trusted") << told.failed->detail;
    EXPECT_EQ(told.channel, nullptr);
}

TEST_F(Clients, CertificateForAnotherNameIsSomebodyElses) {
    Authority authority{folder.path(), "authority"};
    const auto files = authority.issue("other", "DNS:other.hall,IP:127.0.0.2");
    const auto port = std::to_string(listen(tls(files)));
    connect("wss://localhost:" + port, authority.file());
    EXPECT_EQ(told.failed_as(), "wrong_name") << told.failed->detail;
    told.failed.reset();
    connect("wss://127.0.0.1:" + port, authority.file());
    EXPECT_EQ(told.failed_as(), "wrong_name");
}

TEST_F(Clients, NobodyThereIsToldAtOnce) {
    connect("ws://127.0.0.1:1");
    EXPECT_EQ(told.failed_as(), "not_there");
    told.failed.reset();
    connect("unix:" + folder.path() + "/none.sock");
    EXPECT_EQ(told.failed_as(), "not_there");
    told.failed.reset();
    connect("unix:" + folder.path() + "/none.sock", "/no/such/ca.pem");
    EXPECT_EQ(told.failed_as(), "not_there");
}

TEST_F(Clients, ServerWithoutAWebSocketThereRefuses) {
    const auto port = listen();
    connect("ws://127.0.0.1:" + std::to_string(port), {}, "/elsewhere");
    EXPECT_EQ(told.failed_as(), "refused");
    EXPECT_NE(told.failed->detail.find("HTTP 404"), std::string::npos) << told.failed->detail;
}

/// Takes connections and never says a word.
struct SilentPeer {
    SilentPeer() {
        sockaddr_in at{};
        at.sin_family = AF_INET;
        at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof at;
        EXPECT_EQ(::bind(fd, reinterpret_cast<const sockaddr*>(&at), size), 0);
        EXPECT_EQ(::listen(fd, 4), 0);
        EXPECT_EQ(::getsockname(fd, reinterpret_cast<sockaddr*>(&at), &size), 0);
        port = std::to_string(ntohs(at.sin_port));
    }
    ~SilentPeer() { ::close(fd); }
    int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    std::string port;
};

TEST_F(Clients, SilentPeerCostsNoMoreThanTheBound) {
    SilentPeer peer;
    patience = milliseconds(300);
    connect("wss://127.0.0.1:" + peer.port);
    EXPECT_EQ(told.failed_as(), "time_out") << "its TLS never comes";
    told.failed.reset();
    connect("ws://127.0.0.1:" + peer.port);
    EXPECT_EQ(told.failed_as(), "refused") << "its WebSocket never comes";
}

TEST_F(Clients, ServerThatEndsEndsTheChannel) {
    const auto port = listen();
    connect("ws://127.0.0.1:" + std::to_string(port));
    ASSERT_TRUE(answers());
    running.stop();
    EXPECT_TRUE(told.wait([&] { return told.closed == "peer_closed" || told.closed == "lost"; }));
}

TEST_F(Clients, WithoutTlsOnlyThisMachineIsConnectedTo) {
    for (const char* const elsewhere : {"ws://192.0.2.1:8080", "ws://[2001:db8::1]:8080"}) {
        connect(elsewhere);
        EXPECT_EQ(told.failed_as(), "bad_url") << elsewhere;
        told.failed.reset();
    }
}

TEST_F(Clients, StopEndsAWayThatIsNotYetThere) {
    SilentPeer peer;
    connect("wss://127.0.0.1:" + peer.port);
    client.stop();
    EXPECT_EQ(told.failed_as(), "stopping");
}

TEST(EndpointUrls, AreReadStrictly) {
    const auto plain = http::parse_endpoint("ws://main.hall");
    ASSERT_TRUE(plain);
    EXPECT_EQ(plain->host + " " + plain->port, "main.hall 80");
    EXPECT_FALSE(plain->secure);
    const auto numbered = http::parse_endpoint("wss://[::1]:8443/");
    ASSERT_TRUE(numbered);
    EXPECT_EQ(numbered->host + " " + numbered->port, "::1 8443");
    EXPECT_TRUE(numbered->secure);
    EXPECT_EQ(http::parse_endpoint("wss://10.0.0.7")->port, "443");
    EXPECT_EQ(http::parse_endpoint("unix:/run/jiaohao/api.sock")->socket, "/run/jiaohao/api.sock");
    for (const char* const bad : {"", "http://a", "ws://", "ws://:80", "ws://a:0", "ws://a:65536", "ws://a:b",
                                  "ws://a/b", "ws://user@a", "wss://[::1", "unix:relative"}) {
        EXPECT_FALSE(http::parse_endpoint(bad)) << bad;
    }
}

}  // namespace
}  // namespace jiaohao::test
