// WebSocket and Unix frames through real sockets.
// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <future>
#include <thread>

#include "tests/unit/http/certificates.hpp"
#include "tests/unit/http/http_client.hpp"
#include "tests/unit/http/running_server.hpp"

namespace jiaohao::test {
namespace {

using std::chrono::milliseconds;
using Text = std::shared_ptr<const std::string>;

struct Channels : testing::Test {
    http::HttpListenerOptions options() {
        http::HttpListenerOptions result;
        result.websocket_path = "/v1/hall";
        result.channels = &recorder;
        result.channel_limits.most_received = 1000;
        result.channel_limits.most_unsent = 100'000;
        result.channel_limits.slow_notice = "too slow";
        result.channel_limits.too_large_notice = "too large";
        result.channel_limits.not_text_notice = "no text";
        result.channel_limits.linger = milliseconds(200);
        return result;
    }
    std::uint16_t listen(const http::HttpListenerOptions& how) {
        const auto port = running.server.listen_http(how, echo());
        EXPECT_TRUE(port);
        running.start();
        return port.value_or(0);
    }
    std::string listen_unix() { return listen_unix(options().channel_limits); }
    std::string listen_unix(const http::ChannelLimits& limits) {
        http::UnixListenerOptions how;
        how.path = folder.path() + "/api.sock";
        how.channel_limits = limits;
        const auto listening = running.server.listen_unix(how, recorder);
        EXPECT_TRUE(listening);
        running.start();
        return how.path;
    }
    bool closed_as(const std::string& reason) {
        return recorder.wait([&] { return !recorder.closed.empty() && recorder.closed.back() == reason; });
    }
    TempFolder folder;
    Recorder recorder;
    RunningServer running;
};

TEST_F(Channels, WebSocketCarriesTextBothWays) {
    const auto port = listen(options());
    auto client = Client::tcp(port);
    EXPECT_TRUE(client->upgrade("/v1/hall").starts_with("HTTP/1.1 101"));
    client->send_text("hello");
    EXPECT_EQ(client->text(), "echo hello");
    client->send_text(std::string(900, 'x'));
    EXPECT_EQ(client->text(), "echo " + std::string(900, 'x'));
    client->send_text("drop");
    EXPECT_EQ(client->text(), "");
    EXPECT_TRUE(closed_as("dropped"));
}

TEST_F(Channels, WebSocketRunsOverTls) {
    Authority authority(folder.path(), "authority");
    const auto files = authority.issue("hall.test", "DNS:hall.test");
    auto how = options();
    how.tls = http::TlsOptions{files.certificate, files.key, {}, {}};
    how.channel_limits.most_unsent = 4'000'000;
    const auto port = listen(how);
    auto client = Client::tls(port, {{}, {}, authority.file()});
    EXPECT_TRUE(client->upgrade("/v1/hall").starts_with("HTTP/1.1 101"));
    ASSERT_TRUE(recorder.wait([&] { return recorder.channels.size() == 1; }));
    const auto large = std::make_shared<const std::string>(1'000'000, 'L');
    EXPECT_TRUE(recorder.channels[0]->send(large));
    EXPECT_EQ(client->text(), *large);
    EXPECT_TRUE(recorder.peers[0].secure);
}

TEST_F(Channels, UpgradesElsewhereOrFromForeignPagesAreRefused) {
    auto how = options();
    how.origins = {"https://board.example"};
    const auto port = listen(how);
    EXPECT_TRUE(Client::tcp(port)->upgrade("/other").starts_with("HTTP/1.1 404"));
    EXPECT_TRUE(Client::tcp(port)
                    ->upgrade("/v1/hall", "Origin: https://evil.example\r\n")
                    .starts_with("HTTP/1.1 403"));
    EXPECT_TRUE(Client::tcp(port)
                    ->upgrade("/v1/hall", "Origin: https://hall.test.evil\r\n")
                    .starts_with("HTTP/1.1 403"));
    EXPECT_TRUE(Client::tcp(port)->upgrade("/v1/hall", "Origin: null\r\n").starts_with("HTTP/1.1 403"));
    EXPECT_TRUE(
        Client::tcp(port)->upgrade("/v1/hall", "Origin: https://HALL.test\r\n").starts_with("HTTP/1.1 101"));
    EXPECT_TRUE(Client::tcp(port)
                    ->upgrade("/v1/hall", "Origin: https://board.example\r\n")
                    .starts_with("HTTP/1.1 101"));
}

TEST_F(Channels, OversizedAndBrokenFramesEndTheChannel) {
    const auto port = listen(options());
    auto large = Client::tcp(port);
    large->upgrade("/v1/hall");
    large->send_text(std::string(1001, 'x'));
    EXPECT_TRUE(closed_as("too_large"));
    auto binary = Client::tcp(port);
    binary->upgrade("/v1/hall");
    binary->send(std::string("\x82\x81\0\0\0\0x", 7));
    EXPECT_TRUE(closed_as("not_text"));
    auto unmasked = Client::tcp(port);
    unmasked->upgrade("/v1/hall");
    unmasked->send(std::string("\x81\x01x", 3));
    EXPECT_TRUE(closed_as("bad_frame"));
    auto no_utf8 = Client::tcp(port);
    no_utf8->upgrade("/v1/hall");
    no_utf8->send(std::string("\x81\x81\0\0\0\0\xff", 7));
    EXPECT_TRUE(closed_as("bad_frame"));
}

TEST_F(Channels, WhoSendsTooMuchIsToldSoBeforeTheEnd) {
    const auto port = listen(options());
    auto web = Client::tcp(port);
    web->upgrade("/v1/hall");
    web->send_text(std::string(300'000, 'x'));
    EXPECT_EQ(web->text(), "too large");
    EXPECT_EQ(web->text(), "");
    EXPECT_EQ(web->close_code, 1009U);
    web.reset();
    EXPECT_TRUE(closed_as("too_large"));
}

TEST_F(Channels, WhoSendsABinaryMessageIsToldSoBeforeTheEnd) {
    const auto port = listen(options());
    for (const bool in_pieces : {false, true}) {
        auto web = Client::tcp(port);
        web->upgrade("/v1/hall");
        web->send(std::string(in_pieces ? "\x02\x81\0\0\0\0x" : "\x82\x81\0\0\0\0x", 7));
        EXPECT_EQ(web->text(), "no text");
        EXPECT_EQ(web->text(), "");
        EXPECT_EQ(web->close_code, 1003U);
        web.reset();
        EXPECT_TRUE(closed_as("not_text"));
    }
}

TEST_F(Channels, WhoSendsATooLargeFrameOnASocketIsToldSoBeforeTheEnd) {
    const auto path = listen_unix();
    auto local = Client::unix_socket(path);
    local->send_frame(std::string(1001, 'x'));
    EXPECT_EQ(local->frame(), "too large");
    EXPECT_TRUE(local->wait_end());
    EXPECT_TRUE(closed_as("too_large"));
}

TEST_F(Channels, AMessageOfExactlyTheLimitInManyFragmentsPasses) {
    const auto port = listen(options());
    auto client = Client::tcp(port);
    client->upgrade("/v1/hall");
    const std::string mask(4, '\0');
    client->send("\x01\x84" + mask + "abcd");
    for (int i = 0; i < 8; ++i) {
        client->send(std::string("\x00\xfc", 2) + mask + std::string(124, 'x'));
        client->send("\x89\x80" + mask);
    }
    client->send("\x80\x84" + mask + "wxyz");
    EXPECT_EQ(client->text(), "echo abcd" + std::string(8 * 124, 'x') + "wxyz");
}

TEST_F(Channels, OneMoreThanAllowedIsToldThatItIsBusyAndAnotherPlaceIsFreeAgain) {
    http::UnixListenerOptions how;
    how.path = folder.path() + "/few.sock";
    how.connections = 3;
    how.per_user = 2;
    how.busy_notice = "busy";
    ASSERT_TRUE(running.server.listen_unix(how, recorder));
    running.start();
    auto first = Client::unix_socket(how.path);
    auto second = Client::unix_socket(how.path);
    for (auto* client : {first.get(), second.get()}) {
        client->send_frame("hello");
        EXPECT_EQ(client->frame(), "echo hello");
    }
    auto third = Client::unix_socket(how.path);
    third->send_frame("hello");
    EXPECT_EQ(third->frame(), "busy");
    EXPECT_TRUE(third->wait_end());
    EXPECT_EQ(running.server.stats().turned_away, 1U);
    first.reset();
    EXPECT_TRUE(closed_as("peer_closed"));
    auto fourth = Client::unix_socket(how.path);
    fourth->send_frame("hello");
    EXPECT_EQ(fourth->frame(), "echo hello");
}

TEST_F(Channels, AnUpgradeUnderAForeignNameIsRefused) {
    auto how = options();
    how.hosts = {"hall.test"};
    const auto port = listen(how);
    EXPECT_TRUE(Client::tcp(port)->upgrade("/v1/hall", "", "evil.example").starts_with("HTTP/1.1 421"));
    EXPECT_TRUE(Client::tcp(port)
                    ->upgrade("/v1/hall", "Origin: http://evil.example\r\n", "evil.example")
                    .starts_with("HTTP/1.1 421"));
    EXPECT_TRUE(Client::tcp(port)->upgrade("/v1/hall", "", "Hall.Test.:8443").starts_with("HTTP/1.1 101"));
    EXPECT_TRUE(Client::tcp(port)->upgrade("/v1/hall", "", "127.0.0.1").starts_with("HTTP/1.1 101"));
}

TEST_F(Channels, AClientThatDoesNotReadIsCutAndMemoryStaysBounded) {
    const auto port = listen(options());
    auto client = Client::tcp(port);
    client->upgrade("/v1/hall");
    ASSERT_TRUE(recorder.wait([&] { return recorder.channels.size() == 1; }));
    const Text message = std::make_shared<const std::string>(10'000, 'm');
    int sent = 0;
    std::size_t most = 0;
    while (recorder.channels[0]->send(message) && sent < 10'000) {
        ++sent;
        most = std::max(most, recorder.channels[0]->unsent());
    }
    EXPECT_LT(sent, 10'000);
    EXPECT_LE(most, 100'000U + 10'000U);
    EXPECT_TRUE(closed_as("slow"));
    EXPECT_EQ(running.server.stats().slow_cut, 1U);
}

TEST_F(Channels, ASlowClientThatReadsAgainIsToldWhy) {
    auto how = options();
    how.channel_limits.linger = milliseconds(10'000);
    const auto port = listen(how);
    auto client = Client::tcp(port);
    client->upgrade("/v1/hall");
    ASSERT_TRUE(recorder.wait([&] { return recorder.channels.size() == 1; }));
    const Text message = std::make_shared<const std::string>(10'000, 'm');
    while (recorder.channels[0]->send(message)) {
    }
    std::string last;
    for (std::string text = client->text(); !text.empty(); text = client->text()) {
        last = text;
    }
    EXPECT_EQ(last, "too slow");
}

TEST_F(Channels, UnixFramesCarryTextAndTheKernelSaysWhoItIs) {
    const auto path = listen_unix();
    auto client = Client::unix_socket(path);
    client->send_frame("hello");
    EXPECT_EQ(client->frame(), "echo hello");
    ASSERT_TRUE(recorder.wait([&] { return recorder.peers.size() == 1; }));
    EXPECT_EQ(recorder.peers[0].uid, ::getuid());
    EXPECT_EQ(recorder.peers[0].gid, ::getgid());
    EXPECT_EQ(recorder.peers[0].pid, ::getpid());
    struct stat found {};
    ASSERT_EQ(::stat(path.c_str(), &found), 0);
    EXPECT_EQ(found.st_mode & 0777U, 0660U);
}

TEST_F(Channels, UnixFramesThatWaitTogetherArriveInOrder) {
    auto client = Client::unix_socket(listen_unix());
    ASSERT_TRUE(recorder.wait([&] { return recorder.channels.size() == 1; }));
    const auto text_of = [](std::size_t n) {
        return std::to_string(n) + ' ' + std::string(n * 37 % 900, 'm');
    };
    std::size_t sent = 0;
    while (sent < 100 && recorder.channels[0]->send(std::make_shared<const std::string>(text_of(sent)))) {
        ++sent;
    }
    ASSERT_EQ(sent, 100U);
    for (std::size_t n = 0; n < sent; ++n) {
        ASSERT_EQ(client->frame(), text_of(n));
    }
}

TEST_F(Channels, AFrameThatIsOutCountsAsSentWhateverWaitsBehindIt) {
    http::ChannelLimits limits;
    limits.most_unsent = 2'000'000;
    auto client = Client::unix_socket(listen_unix(limits));
    ASSERT_TRUE(recorder.wait([&] { return recorder.channels.size() == 1; }));
    const auto channel = recorder.channels[0];
    const Text large = std::make_shared<const std::string>(1'500'000, 'L');
    const Text small = std::make_shared<const std::string>(120'000, 's');
    std::promise<bool> taken;
    // On the loop: all of them wait when the first is written.
    ASSERT_TRUE(running.server.post([&] {
        bool all = channel->send(large);
        for (int i = 0; i < 15; ++i) {
            all = channel->send(small) && all;
        }
        taken.set_value(all);
    }));
    ASSERT_TRUE(taken.get_future().get());
    EXPECT_EQ(client->frame().size(), large->size());
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (channel->unsent() > 15 * small->size() && std::chrono::steady_clock::now() < deadline) {
        std::this_thread::yield();
    }
    EXPECT_TRUE(channel->send(large)) << "the place of the large one is free";
    for (int i = 0; i < 15; ++i) {
        EXPECT_EQ(client->frame().size(), small->size());
    }
    EXPECT_EQ(client->frame().size(), large->size());
}

TEST_F(Channels, ASlowClientOnASocketIsToldWhyAfterWholeFrames) {
    auto limits = options().channel_limits;
    limits.linger = milliseconds(10'000);
    auto client = Client::unix_socket(listen_unix(limits));
    ASSERT_TRUE(recorder.wait([&] { return recorder.channels.size() == 1; }));
    const auto channel = recorder.channels[0];
    // More than the kernel takes for a client that does not read: its writing is under way until it does.
    const Text large = std::make_shared<const std::string>(1'500'000, 'L');
    ASSERT_TRUE(running.server.post([&] { EXPECT_TRUE(channel->send(large)); }));
    std::promise<void> begun;
    ASSERT_TRUE(running.server.post([&] { running.server.post([&] { begun.set_value(); }); }));
    begun.get_future().get();
    const Text small = std::make_shared<const std::string>(10'000, 's');
    int waiting = 0;
    while (channel->send(small)) {
        ++waiting;
    }
    EXPECT_EQ(waiting, 10);
    EXPECT_EQ(channel->unsent(), large->size() + limits.slow_notice.size());
    EXPECT_EQ(client->frame(), *large) << "what was begun is whole";
    EXPECT_EQ(client->frame(), "too slow");
    EXPECT_TRUE(client->wait_end());
    EXPECT_TRUE(closed_as("slow"));
}

TEST_F(Channels, UnixFramesInPiecesAndTooLargeOnes) {
    const auto path = listen_unix();
    auto pieces = Client::unix_socket(path);
    for (const char c : std::string("\0\0\0\x02hi", 6)) {
        pieces->send(std::string(1, c));
    }
    EXPECT_EQ(pieces->frame(), "echo hi");
    auto large = Client::unix_socket(path);
    large->send(std::string("\x7f\xff\xff\xff", 4));
    EXPECT_TRUE(large->wait_end());
    EXPECT_TRUE(closed_as("too_large"));
    auto half = Client::unix_socket(path);
    half->send(std::string("\0\0\0\x05he", 6));
    half.reset();
    EXPECT_TRUE(closed_as("lost"));
    pieces.reset();
    EXPECT_TRUE(closed_as("peer_closed"));
}

TEST_F(Channels, ADeadSocketIsReplacedAndALiveOneIsNot) {
    const auto path = listen_unix();
    RunningServer second;
    http::UnixListenerOptions how;
    how.path = path;
    const auto refused = second.server.listen_unix(how, recorder);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, http::ServerError::Code::in_use);
    running.stop();
    EXPECT_TRUE(second.server.listen_unix(how, recorder));
    how.path = folder.write("file", "x");
    EXPECT_FALSE(second.server.listen_unix(how, recorder));
    how.path = std::string(200, 'p');
    EXPECT_FALSE(second.server.listen_unix(how, recorder));
}

TEST_F(Channels, ProgramsThatAreStartedInheritNoSocket) {
    const auto path = listen_unix();
    const auto port = running.server.listen_http(options(), echo());
    ASSERT_TRUE(port);
    auto local = Client::unix_socket(path);
    auto web = Client::tcp(*port);
    web->upgrade("/v1/hall");
    ASSERT_TRUE(recorder.wait([&] { return recorder.channels.size() == 2; }));
    std::size_t sockets = 0;
    for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
        std::error_code gone;
        if (std::filesystem::read_symlink(entry, gone).string().starts_with("socket:")) {
            const int fd = std::stoi(entry.path().filename().string());
            EXPECT_NE(::fcntl(fd, F_GETFD) & FD_CLOEXEC, 0) << fd;
            ++sockets;
        }
    }
    EXPECT_GE(sockets, 6U);
}

TEST_F(Channels, StoppingTellsEveryChannelAndSendingAfterwardsIsHarmless) {
    const auto path = listen_unix();
    auto client = Client::unix_socket(path);
    ASSERT_TRUE(recorder.wait([&] { return recorder.channels.size() == 1; }));
    running.stop();
    EXPECT_TRUE(closed_as("stopping"));
    EXPECT_FALSE(recorder.channels[0]->send(std::make_shared<const std::string>("late")));
    EXPECT_FALSE(running.server.post([] {}));
}

}  // namespace
}  // namespace jiaohao::test
