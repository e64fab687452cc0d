// One byte stream for plain, TLS and Unix sockets, so that everything above it is compiled once.
//
// TLS runs straight on the non-blocking socket: SSL_read and SSL_write are tried first and the loop is asked
// to wait only when OpenSSL says so. That keeps no buffers of its own (asio::ssl::stream holds two of 17 kB
// per connection). Trap: OpenSSL knows the socket by its number, which the kernel gives to somebody else
// after close(); so nothing is tried on a closed socket. Internal to kiosk/http. Loop thread only.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <type_traits>
#include <utility>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/compose.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/socket_base.hpp>

#include "kiosk/http/tls.hpp"

namespace jiaohao::http {

namespace asio = boost::asio;
using boost::system::error_code;
using Socket = asio::generic::stream_protocol::socket;

class Stream {
  public:
    using executor_type = Socket::executor_type;

    explicit Stream(Socket socket) : socket_(std::move(socket)) {}

    [[nodiscard]] executor_type get_executor() { return socket_.get_executor(); }
    [[nodiscard]] Socket& socket() { return socket_; }
    [[nodiscard]] SSL* ssl() const { return ssl_.get(); }
    void use_tls(SslPtr ssl) { ssl_ = std::move(ssl); }

    void close() {
        error_code ignored;
        socket_.close(ignored);
    }
    /// Says that nothing more will be sent; the peer may still be read.
    void shutdown_send();

    template <class Buffers, class Token>
    auto async_read_some(const Buffers& buffers, Token&& token) {
        return asio::async_compose<Token, void(error_code, std::size_t)>(ReadOp<Buffers>{{*this}, buffers},
                                                                         token, socket_);
    }
    template <class Buffers, class Token>
    auto async_write_some(const Buffers& buffers, Token&& token) {
        return asio::async_compose<Token, void(error_code, std::size_t)>(WriteOp<Buffers>{{*this}, buffers},
                                                                         token, socket_);
    }
    template <class Token>
    auto async_handshake(Token&& token) {
        return asio::async_compose<Token, void(error_code, std::size_t)>(HandshakeOp{{*this}}, token,
                                                                         socket_);
    }
    /// Completes when a read would give something (or fail) without having to hold a buffer meanwhile.
    template <class Token>
    auto async_readable(Token&& token) {
        return asio::async_compose<Token, void(error_code, std::size_t)>(ReadableOp{{*this}}, token, socket_);
    }

  private:
    enum class Want { nothing, read, write };
    struct Step {
        Want want = Want::nothing;
        error_code error;
        std::size_t bytes = 0;
    };
    [[nodiscard]] Step try_read(void* data, std::size_t size);
    [[nodiscard]] Step try_write(const void* data, std::size_t size);
    [[nodiscard]] Step try_handshake();
    [[nodiscard]] Step step_of(int result) const;

    struct Op {
        // A reference would make the operation unassignable; Asio moves operations about.
        std::reference_wrapper<Stream> stream;
        Step step{};
        bool first = true;
        bool done = false;

        /// Takes a step until OpenSSL is content; then completes, never from inside the initiating call.
        template <class Self, class Try>
        void drive(Self& self, error_code error, Try&& attempt) {
            const bool initiating = std::exchange(first, false);
            if (!done) {
                step = error ? Step{Want::nothing, error, 0} : attempt();
                if (step.want != Want::nothing) {
                    const auto side = step.want == Want::read ? asio::socket_base::wait_read
                                                              : asio::socket_base::wait_write;
                    stream.get().socket_.async_wait(side, std::move(self));
                    return;
                }
                if (initiating) {
                    done = true;
                    auto executor = stream.get().get_executor();
                    asio::post(executor, std::move(self));
                    return;
                }
            }
            self.complete(step.error, step.bytes);
        }
    };

    template <class Buffers>
    struct ReadOp : Op {
        Buffers buffers;
        template <class Self>
        void operator()(Self& self, error_code error = {}, std::size_t bytes = 0) {
            Stream& on = this->stream.get();
            if (on.ssl_) {
                const asio::mutable_buffer into = first_of<asio::mutable_buffer>(buffers);
                this->drive(self, error, [&] { return on.try_read(into.data(), into.size()); });
            } else if (std::exchange(this->first, false)) {
                on.socket_.async_read_some(buffers, std::move(self));
            } else {
                self.complete(error, bytes);
            }
        }
    };

    template <class Buffers>
    struct WriteOp : Op {
        Buffers buffers;
        template <class Self>
        void operator()(Self& self, error_code error = {}, std::size_t bytes = 0) {
            Stream& on = this->stream.get();
            if (on.ssl_) {
                this->drive(self, error, [&] {
                    std::string joined;
                    const asio::const_buffer from = join(buffers, joined);
                    return on.try_write(from.data(), from.size());
                });
            } else if (std::exchange(this->first, false)) {
                on.socket_.async_write_some(buffers, std::move(self));
            } else {
                self.complete(error, bytes);
            }
        }
    };

    struct HandshakeOp : Op {
        template <class Self>
        void operator()(Self& self, error_code error = {}) {
            this->drive(self, error, [this] { return this->stream.get().try_handshake(); });
        }
    };

    struct ReadableOp : Op {
        template <class Self>
        void operator()(Self& self, error_code error = {}) {
            Stream& on = this->stream.get();
            const bool initiating = std::exchange(this->first, false);
            const bool pending = on.ssl_ && on.socket_.is_open() && SSL_has_pending(on.ssl()) == 1;
            if (initiating && !pending) {
                on.socket_.async_wait(asio::socket_base::wait_read, std::move(self));
            } else if (initiating) {
                auto executor = on.get_executor();
                asio::post(executor, std::move(self));
            } else {
                self.complete(error, 0);
            }
        }
    };

    template <class Buffer, class Buffers>
    static Buffer first_of(const Buffers& buffers) {
        for (auto it = asio::buffer_sequence_begin(buffers); it != asio::buffer_sequence_end(buffers); ++it) {
            if (Buffer buffer(*it); buffer.size() > 0) {
                return buffer;
            }
        }
        return Buffer();
    }

    /// One TLS record and one packet for a header and its body: several small SSL_writes cost 4 times as
    /// much.
    template <class Buffers>
    static asio::const_buffer join(const Buffers& buffers, std::string& joined) {
        constexpr std::size_t most = 16384;
        const auto only = first_of<asio::const_buffer>(buffers);
        if (only.size() >= most || only.size() == asio::buffer_size(buffers)) {
            return only;
        }
        joined.resize(std::min(most, asio::buffer_size(buffers)));
        asio::buffer_copy(asio::buffer(joined), buffers);
        return asio::buffer(joined);
    }

    Socket socket_;
    SslPtr ssl_;
};

}  // namespace jiaohao::http
