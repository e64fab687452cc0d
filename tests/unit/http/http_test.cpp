// Real sockets on loopback.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "kiosk/http/static_folder.hpp"
#include "tests/unit/http/certificates.hpp"
#include "tests/unit/http/http_client.hpp"
#include "tests/unit/http/running_server.hpp"

namespace jiaohao::test {
namespace {

using http::HttpListenerOptions;
using std::chrono::milliseconds;

struct Http : testing::Test {
    std::uint16_t listen(HttpListenerOptions options = {}, http::Handler handler = echo()) {
        const auto port = running.server.listen_http(std::move(options), std::move(handler));
        EXPECT_TRUE(port) << port.error().detail;
        running.start();
        return port.value_or(0);
    }
    static bool starts(const std::string& text, const std::string& with) { return text.starts_with(with); }
    RunningServer running;
};

TEST_F(Http, AnswersAndKeepsTheConnection) {
    const auto port = listen();
    auto client = Client::tcp(port);
    for (int i = 0; i < 3; ++i) {
        client->send("POST /a%20b?x=1 HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello");
        const auto response = client->response();
        EXPECT_TRUE(starts(response, "HTTP/1.1 200")) << response;
        EXPECT_TRUE(response.ends_with("POST /a b 5 ")) << response;
    }
    EXPECT_EQ(running.server.stats().accepted, 1U);
}

TEST_F(Http, PipelinedRequestsAreAnsweredInOrder) {
    const auto port = listen();
    auto client = Client::tcp(port);
    std::string many;
    for (int i = 0; i < 20; ++i) {
        many += "GET /" + std::to_string(i) + " HTTP/1.1\r\nHost: h\r\n\r\n";
    }
    client->send(many);
    for (int i = 0; i < 20; ++i) {
        EXPECT_TRUE(client->response().ends_with("GET /" + std::to_string(i) + " 0 "));
    }
}

TEST_F(Http, HeadHasTheLengthAndNoBody) {
    const auto port = listen();
    auto client = Client::tcp(port);
    client->send("HEAD /x HTTP/1.1\r\nHost: h\r\n\r\nGET /y HTTP/1.1\r\nHost: h\r\n\r\n");
    const auto head = client->response(true);
    EXPECT_NE(head.find("Content-Length: 10"), std::string::npos) << head;
    EXPECT_TRUE(client->response().ends_with("GET /y 0 "));
}

TEST_F(Http, AnAnswerMayComeLaterFromAnotherThread) {
    std::vector<std::jthread> threads;
    const auto port = listen({}, [&threads](const http::Request&, const http::Responder& respond) {
        threads.emplace_back([respond] { respond(http::text_response(201, "later")); });
    });
    auto client = Client::tcp(port);
    client->send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    EXPECT_TRUE(starts(client->response(), "HTTP/1.1 201"));
    running.stop();
}

TEST_F(Http, AForgottenRequestGets500AndASlowOne503) {
    std::vector<http::Responder> kept;
    HttpListenerOptions options;
    options.limits.answer = milliseconds(100);
    const auto port = listen(options, [&kept](const http::Request& request, const http::Responder& respond) {
        if (request.path == "/slow") {
            kept.push_back(respond);
        }
        if (request.path == "/throw") {
            throw std::runtime_error("broken handler");
        }
    });
    auto client = Client::tcp(port);
    for (const auto& [path, status] :
         {std::pair{"/lost", "HTTP/1.1 500"}, std::pair{"/throw", "HTTP/1.1 500"},
          std::pair{"/slow", "HTTP/1.1 503"}}) {
        client->send("GET " + std::string(path) + " HTTP/1.1\r\nHost: h\r\n\r\n");
        EXPECT_TRUE(starts(client->response(), status)) << path;
    }
    running.stop();
    kept[0](http::text_response(200, "nobody waits any more"));
}

TEST_F(Http, GarbageGets400AndIsCounted) {
    const auto port = listen();
    for (const std::string_view bytes :
         {"\x16\x03\x01garbage\r\n\r\n", "GET\r\n\r\n", "GET /%zz HTTP/1.1\r\nHost: h\r\n\r\n",
          "GET /%00 HTTP/1.1\r\nHost: h\r\n\r\n", "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n"}) {
        auto client = Client::tcp(port);
        client->send(bytes);
        EXPECT_TRUE(starts(client->response(), "HTTP/1.1 400")) << bytes;
        EXPECT_TRUE(client->wait_end());
    }
    EXPECT_EQ(running.server.stats().bad_requests, 5U);
}

TEST_F(Http, TwoHostsAreOneTooMany) {
    HttpListenerOptions options;
    options.hosts = {"hall.example"};
    const auto port = listen(options);
    for (const char* second : {"evil.example", "hall.example"}) {
        auto client = Client::tcp(port);
        client->send("GET / HTTP/1.1\r\nHost: hall.example\r\nhost: " + std::string(second) + "\r\n\r\n");
        const std::string response = client->response();
        ASSERT_TRUE(starts(response, "HTTP/1.1 400")) << response;
        EXPECT_NE(response.find("Host stands more than once"), std::string::npos) << response;
        EXPECT_TRUE(client->wait_end());
    }
    EXPECT_EQ(running.server.stats().bad_requests, 2U);
}

TEST_F(Http, TooLargeHeadersAndBodiesAreNamed) {
    HttpListenerOptions options;
    options.limits.body = 1000;
    const auto port = listen(options);
    auto header = Client::tcp(port);
    header->send("GET / HTTP/1.1\r\nX: " + std::string(9000, 'x') + "\r\n\r\n");
    EXPECT_TRUE(starts(header->response(), "HTTP/1.1 431"));
    auto body = Client::tcp(port);
    body->send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 200000\r\n\r\n" + std::string(200000, 'b'));
    EXPECT_TRUE(starts(body->response(), "HTTP/1.1 413"));
    auto fits = Client::tcp(port);
    fits->send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\n" + std::string(1000, 'b'));
    EXPECT_TRUE(starts(fits->response(), "HTTP/1.1 200"));
}

TEST_F(Http, ExpectedBodiesAreAskedFor) {
    const auto port = listen();
    auto client = Client::tcp(port);
    client->send("POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
    EXPECT_TRUE(starts(client->response(), "HTTP/1.1 100"));
    client->send("ok");
    EXPECT_TRUE(client->response().ends_with("POST / 2 "));
}

TEST_F(Http, ADribblingClientIsCutAndAnIdleOneToo) {
    HttpListenerOptions options;
    options.limits.handshake = milliseconds(200);
    options.limits.idle = milliseconds(300);
    const auto port = listen(options);
    auto dribble = Client::tcp(port);
    dribble->send("GET / HTT");
    EXPECT_TRUE(dribble->wait_end());
    auto half_body = Client::tcp(port);
    half_body->send("GET /whole HTTP/1.1\r\nHost: h\r\n\r\n");
    EXPECT_TRUE(starts(half_body->response(), "HTTP/1.1 200"));
    EXPECT_TRUE(half_body->wait_end());
    EXPECT_EQ(running.server.stats().timed_out, 2U);
}

TEST_F(Http, ConnectionsBeyondTheLimitAreTurnedAway) {
    HttpListenerOptions options;
    options.limits.connections = 2;
    const auto port = listen(options);
    auto first = Client::tcp(port);
    auto second = Client::tcp(port);
    for (auto* client : {first.get(), second.get()}) {
        client->send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        EXPECT_TRUE(starts(client->response(), "HTTP/1.1 200"));
    }
    auto third = Client::tcp(port);
    third->send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    const auto response = third->response();
    EXPECT_TRUE(starts(response, "HTTP/1.1 503")) << response;
    EXPECT_NE(response.find("Retry-After"), std::string::npos);
}

TEST_F(Http, AnAddressInUseIsNamed) {
    const auto port = listen();
    HttpListenerOptions options;
    options.port = port;
    const auto again = running.server.listen_http(options, echo());
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, http::ServerError::Code::in_use);
    EXPECT_NE(again.error().detail.find(std::to_string(port)), std::string::npos);
}

TEST_F(Http, ARequestUnderAForeignNameIsMisdirectedAndTheAnswerSaysWhatToDo) {
    HttpListenerOptions options;
    options.hosts = {"hall.example", "2001:db8::7"};
    const auto port = listen(options);
    const auto get = [port](const std::string& header) {
        auto client = Client::tcp(port);
        client->send("GET / HTTP/1.1\r\n" + header + "\r\n");
        return client->response();
    };
    for (const char* mine : {"localhost", "LOCALHOST:8443", "127.0.0.1", "127.0.0.1:80", "[::1]", "[::1]:80",
                             "hall.example", "Hall.Example.:8443", "[2001:db8::7]:80"}) {
        EXPECT_TRUE(starts(get(std::string("Host: ") + mine + "\r\n"), "HTTP/1.1 200")) << mine;
    }
    for (const char* foreign :
         {"evil.example", "hall.example.evil", "localhost.evil:8443", "10.0.0.1", "", "evil\"}", "[::2]"}) {
        const auto response = get(std::string("Host: ") + foreign + "\r\n");
        EXPECT_TRUE(starts(response, "HTTP/1.1 421")) << foreign << "\n" << response;
        EXPECT_NE(response.find("application/problem+json"), std::string::npos);
    }
    EXPECT_TRUE(starts(get(""), "HTTP/1.1 421"));
    EXPECT_NE(get("Host: evil.example\r\n").find("evil.example\\\"; a name of its own is added to names"),
              std::string::npos);
}

struct Tls : Http {
    HttpListenerOptions options(http::TlsOptions::ClientCertificate mode) {
        const auto files = authority.issue("hall.test", "DNS:hall.test,IP:127.0.0.1");
        HttpListenerOptions result;
        result.tls = http::TlsOptions{files.certificate, files.key, mode, authority.file()};
        return result;
    }
    static constexpr std::string_view get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
    TempFolder folder;
    Authority authority{folder.path(), "authority"};
    Authority stranger{folder.path(), "stranger"};
};

TEST_F(Tls, CarriesLargeBodiesBothWays) {
    const auto port = listen(options(http::TlsOptions::ClientCertificate::none),
                             [](const http::Request& request, const http::Responder& respond) {
                                 respond({200, {}, request.body});
                             });
    auto client = Client::tls(port, {{}, {}, authority.file()});
    ASSERT_TRUE(client->handshake_ok);
    std::string body(700'000, 'a');
    for (std::size_t i = 0; i < body.size(); i += 7) {
        body[i] = static_cast<char>('a' + i % 26);
    }
    client->send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 700000\r\n\r\n" + body);
    const auto response = client->response();
    ASSERT_GE(response.size(), body.size());
    EXPECT_EQ(response.substr(response.size() - body.size()), body);
}

TEST_F(Tls, TheNamesOfItsOwnCertificateAreItsNames) {
    auto how = options(http::TlsOptions::ClientCertificate::none);
    how.hosts.emplace();
    const auto port = listen(how);
    for (const auto& [host, status] : {std::pair{"hall.test", "200"}, std::pair{"hall.evil", "421"}}) {
        auto client = Client::tls(port, {{}, {}, authority.file()});
        client->send(std::string("GET / HTTP/1.1\r\nHost: ") + host + ":8443\r\n\r\n");
        EXPECT_TRUE(starts(client->response(), std::string("HTTP/1.1 ") + status)) << host;
    }
}

TEST_F(Tls, AVerifiedClientIsKnownByName) {
    const auto port = listen(options(http::TlsOptions::ClientCertificate::required));
    const auto mine = authority.issue("terminal-7", "URI:urn:jiaohao:terminal:t7");
    auto client = Client::tls(port, {mine.certificate, mine.key, authority.file()});
    client->send(get);
    EXPECT_TRUE(client->response().ends_with("GET / 0 terminal-7"));
}

TEST_F(Tls, ClientsWithoutOrWithAForeignCertificateAreRefused) {
    const auto port = listen(options(http::TlsOptions::ClientCertificate::required));
    const auto foreign = stranger.issue("terminal-7", "URI:urn:jiaohao:terminal:t7");
    for (const auto& tls : {ClientTls{{}, {}, authority.file()},
                            ClientTls{foreign.certificate, foreign.key, authority.file()}}) {
        auto client = Client::tls(port, tls);
        client->send(get);
        EXPECT_EQ(client->response(), "");
    }
    // The peer learns of its failure before the server has counted it.
    running.stop();
    EXPECT_EQ(running.server.stats().requests, 0U);
    EXPECT_EQ(running.server.stats().handshakes_failed, 2U);
}

TEST_F(Tls, OptionalCertificatesLetInButNeverForeignOnes) {
    const auto port = listen(options(http::TlsOptions::ClientCertificate::optional));
    auto anonymous = Client::tls(port, {{}, {}, authority.file()});
    anonymous->send(get);
    EXPECT_TRUE(anonymous->response().ends_with("GET / 0 "));
    const auto foreign = stranger.issue("manager", "DNS:manager");
    auto client = Client::tls(port, {foreign.certificate, foreign.key, authority.file()});
    client->send(get);
    EXPECT_EQ(client->response(), "");
}

TEST_F(Tls, APeerThatNeverShakesHandsIsCut) {
    auto how = options(http::TlsOptions::ClientCertificate::none);
    how.limits.handshake = milliseconds(200);
    const auto port = listen(how);
    auto silent = Client::tcp(port);
    silent->send("\x16\x03\x01");
    EXPECT_TRUE(silent->wait_end());
    auto fine = Client::tls(port, {{}, {}, authority.file()});
    fine->send(get);
    EXPECT_TRUE(starts(fine->response(), "HTTP/1.1 200"));
}

TEST_F(Tls, CertificatesAreReadAgainAndBadOnesChangeNothing) {
    auto how = options(http::TlsOptions::ClientCertificate::none);
    const auto port = listen(how);
    const std::string file = how.tls->certificate_file;
    folder.write(file.substr(folder.path().size() + 1), "no certificate");
    const auto reloaded = running.server.reload_certificates();
    ASSERT_FALSE(reloaded);
    EXPECT_NE(reloaded.error().detail.find(file), std::string::npos);
    EXPECT_TRUE(Client::tls(port, {{}, {}, authority.file()})->handshake_ok);
}

TEST(StaticFolder, ServesFilesWithTheirTypeTagAndPolicy) {
    TempFolder folder;
    folder.write("index.html", "<p>");
    folder.write("assets/app-1a2b3c4d.js", "x");
    folder.write(".secret", "no");
    http::StaticOptions options;
    options.prefix = "/counter/";
    const auto pages = http::StaticFolder::load(folder.path(), options);
    ASSERT_TRUE(pages);
    http::Request request;
    request.method = "GET";
    request.path = "/counter/";
    auto response = pages->serve(request);
    ASSERT_TRUE(response);
    EXPECT_EQ(response->headers["content-type"], "text/html; charset=utf-8");
    EXPECT_EQ(response->headers["Cache-Control"], "no-cache");
    EXPECT_TRUE(response->headers.contains("Content-Security-Policy"));
    request.headers["if-none-match"] = "\"other\", W/" + response->headers["ETag"];
    EXPECT_EQ(pages->serve(request)->status, 304);
    request.path = "/counter/assets/app-1a2b3c4d.js";
    request.headers.clear();
    EXPECT_NE(pages->serve(request)->headers["Cache-Control"].find("immutable"), std::string::npos);
    request.path = "/counter";
    EXPECT_EQ(pages->serve(request)->status, 308);
}

TEST(StaticFolder, NothingOutsideIsEverServed) {
    TempFolder folder;
    folder.write("www/index.html", "<p>");
    const std::string secret = folder.write("secret", "no");
    ASSERT_EQ(::symlink(secret.c_str(), (folder.path() + "/www/link").c_str()), 0);
    const auto pages = http::StaticFolder::load(folder.path() + "/www", {});
    ASSERT_TRUE(pages);
    http::Request request;
    request.method = "GET";
    for (const char* path : {"/../secret", "/link", "/./../secret", "//secret", "/.hidden"}) {
        request.path = path;
        EXPECT_EQ(pages->serve(request)->status, 404) << path;
    }
    request.path = "/index.html";
    request.method = "POST";
    EXPECT_EQ(pages->serve(request)->status, 405);
    EXPECT_FALSE(http::StaticFolder::load(folder.path() + "/none", {}));
}

}  // namespace
}  // namespace jiaohao::test
