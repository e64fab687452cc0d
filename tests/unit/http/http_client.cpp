// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/http/http_client.hpp"

#include <arpa/inet.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstring>

namespace jiaohao::test {

std::unique_ptr<Client> Client::tcp(std::uint16_t port, const std::string& from) {
    std::signal(SIGPIPE, SIG_IGN);
    std::unique_ptr<Client> client(new Client);
    client->fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in own{};
    own.sin_family = AF_INET;
    sockaddr_in address = own;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::inet_pton(AF_INET, from.c_str(), &own.sin_addr) != 1 ||
        ::bind(client->fd, reinterpret_cast<sockaddr*>(&own), sizeof own) != 0 ||
        ::connect(client->fd, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
        client->ended = true;
    }
    return client;
}

std::unique_ptr<Client> Client::tls(std::uint16_t port, const ClientTls& options) {
    auto client = tcp(port);
    client->context_ = SSL_CTX_new(TLS_client_method());
    SSL_CTX_load_verify_locations(client->context_, options.ca_file.c_str(), nullptr);
    SSL_CTX_set_verify(client->context_, SSL_VERIFY_PEER, nullptr);
    if (!options.certificate_file.empty()) {
        SSL_CTX_use_certificate_chain_file(client->context_, options.certificate_file.c_str());
        SSL_CTX_use_PrivateKey_file(client->context_, options.key_file.c_str(), SSL_FILETYPE_PEM);
    }
    client->ssl_ = SSL_new(client->context_);
    SSL_set_fd(client->ssl_, client->fd);
    client->handshake_ok = SSL_connect(client->ssl_) == 1;
    return client;
}

std::unique_ptr<Client> Client::unix_socket(const std::string& path) {
    std::signal(SIGPIPE, SIG_IGN);
    std::unique_ptr<Client> client(new Client);
    client->fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
    if (::connect(client->fd, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
        client->ended = true;
    }
    return client;
}

Client::~Client() {
    SSL_free(ssl_);
    SSL_CTX_free(context_);
    ::close(fd);
}

bool Client::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto sent = ssl_ != nullptr ? SSL_write(ssl_, bytes.data(), static_cast<int>(bytes.size()))
                                          : ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) {
            return false;
        }
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

void Client::read_some() {
    if (ssl_ == nullptr || SSL_pending(ssl_) == 0) {
        pollfd one{fd, POLLIN, 0};
        if (::poll(&one, 1, 200) <= 0) {
            return;
        }
    }
    std::array<char, 16384> bytes{};
    const auto got = ssl_ != nullptr ? SSL_read(ssl_, bytes.data(), static_cast<int>(bytes.size()))
                                     : ::recv(fd, bytes.data(), bytes.size(), 0);
    if (got <= 0) {
        ended = true;
        return;
    }
    buffer.append(bytes.data(), static_cast<std::size_t>(got));
}

std::string Client::take(std::size_t size) {
    read_until([size](const std::string& all) { return all.size() >= size; });
    if (buffer.size() < size) {
        return {};
    }
    std::string result = buffer.substr(0, size);
    buffer.erase(0, size);
    return result;
}

std::string Client::response(bool head) {
    read_until([](const std::string& all) { return all.find("\r\n\r\n") != std::string::npos; });
    const auto end = buffer.find("\r\n\r\n");
    if (end == std::string::npos) {
        return {};
    }
    std::size_t length = 0;
    if (const auto at = buffer.find("Content-Length: "); !head && at < end) {
        length = std::stoul(buffer.substr(at + 16));
    }
    return take(end + 4 + length);
}

bool Client::wait_end() {
    read_until([](const std::string&) { return false; });
    return ended;
}

std::string Client::frame() {
    const std::string prefix = take(4);
    if (prefix.empty()) {
        return {};
    }
    std::size_t size = 0;
    for (const char c : prefix) {
        size = size << 8U | static_cast<unsigned char>(c);
    }
    return take(size);
}

bool Client::send_frame(std::string_view text) {
    std::string bytes(4, '\0');
    for (int i = 0; i < 4; ++i) {
        bytes[static_cast<std::size_t>(i)] = static_cast<char>(text.size() >> (8 * (3 - i)));
    }
    return send(bytes.append(text));
}

std::string Client::upgrade(const std::string& path, const std::string& extra_headers,
                            const std::string& host) {
    send("GET " + path + " HTTP/1.1\r\nHost: " + host +
         "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
         "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
         extra_headers + "\r\n");
    return response();
}

bool Client::send_text(std::string_view text) {
    std::string bytes = "\x81";
    if (text.size() < 126) {
        bytes += static_cast<char>(0x80U | text.size());
    } else if (text.size() < 65536) {
        bytes += '\xfe';
        bytes += static_cast<char>(text.size() >> 8U);
        bytes += static_cast<char>(text.size() & 0xffU);
    } else {
        bytes += '\xff';
        for (int i = 7; i >= 0; --i) {
            bytes += static_cast<char>(text.size() >> (8 * i));
        }
    }
    // A mask of zeros leaves the text as it is.
    return send(bytes.append(4, '\0').append(text));
}

std::string Client::text() {
    for (;;) {
        const std::string head = take(2);
        if (head.empty()) {
            return {};
        }
        const unsigned kind = static_cast<unsigned char>(head[0]) & 0x0fU;
        std::size_t size = static_cast<unsigned char>(head[1]) & 0x7fU;
        const std::size_t more = size == 126 ? 2 : size == 127 ? 8 : 0;
        if (more > 0) {
            size = 0;
            for (const char c : take(more)) {
                size = size << 8U | static_cast<unsigned char>(c);
            }
        }
        std::string payload = size > 0 ? take(size) : std::string{};
        if (kind == 8) {
            ended = true;
            if (payload.size() >= 2) {
                close_code =
                    static_cast<unsigned char>(payload[0]) << 8U | static_cast<unsigned char>(payload[1]);
                close_reason = payload.substr(2);
            }
            return {};
        }
        if (kind == 1) {
            return payload;
        }
    }
}

}  // namespace jiaohao::test
