// How many connections of one address a listener takes, and what who is turned away is told.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <thread>

#include "tests/unit/http/http_client.hpp"
#include "tests/unit/http/running_server.hpp"

namespace jiaohao::test {
namespace {

struct Places : testing::Test {
    http::HttpListenerOptions web_sockets() {
        http::HttpListenerOptions result;
        result.websocket_path = "/v1/hall";
        result.channels = &recorder;
        return result;
    }
    std::uint16_t listen(const http::HttpListenerOptions& how) {
        const auto port = running.server.listen_http(how, echo());
        EXPECT_TRUE(port);
        running.start();
        return port.value_or(0);
    }
    Recorder recorder;
    RunningServer running;
};

TEST_F(Places, OneAddressDoesNotTakeThePlacesOfOthers) {
    http::HttpListenerOptions options;
    options.limits.plain_per_address = 2;
    const auto port = listen(options);
    const auto status = [](Client& client) {
        client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        return client.response().substr(0, 12);
    };
    auto silent = Client::tcp(port, "127.0.0.2");
    auto kept = Client::tcp(port, "127.0.0.2");
    EXPECT_EQ(status(*kept), "HTTP/1.1 200");
    auto third = Client::tcp(port, "127.0.0.2");
    EXPECT_EQ(status(*third), "HTTP/1.1 503");
    EXPECT_TRUE(third->wait_end());
    auto other = Client::tcp(port, "127.0.0.3");
    EXPECT_EQ(status(*other), "HTTP/1.1 200");
    EXPECT_EQ(status(*kept), "HTTP/1.1 200") << "who is in stays";
    kept.reset();
    third.reset();
    while (running.server.stats().connections > 2) {
        std::this_thread::yield();
    }
    auto later = Client::tcp(port, "127.0.0.2");
    EXPECT_EQ(status(*later), "HTTP/1.1 200") << "a place is free again";
}

TEST_F(Places, AWebSocketLeavesThePlaceOfAPlainConnection) {
    auto how = web_sockets();
    how.limits.plain_per_address = 1;
    const auto port = listen(how);
    std::vector<std::unique_ptr<Client>> clients;
    for (int i = 0; i < 3; ++i) {
        clients.push_back(Client::tcp(port));
        EXPECT_TRUE(clients.back()->upgrade("/v1/hall").starts_with("HTTP/1.1 101")) << i;
    }
}

TEST_F(Places, TheEndOfAWebSocketSaysWhy) {
    const auto port = listen(web_sockets());
    for (const auto& [reason, code] : {std::pair{"busy", 1013U}, std::pair{"stopping", 1000U}}) {
        const std::size_t before = recorder.channels.size();
        auto client = Client::tcp(port);
        client->upgrade("/v1/hall");
        ASSERT_TRUE(recorder.wait([&] { return recorder.channels.size() == before + 1; }));
        recorder.channels.back()->close(reason);
        EXPECT_EQ(client->text(), "");
        EXPECT_EQ(client->close_code, code);
        EXPECT_EQ(client->close_reason, reason);
    }
}

}  // namespace
}  // namespace jiaohao::test
