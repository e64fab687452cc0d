// SPDX-License-Identifier: Apache-2.0
#include "kiosk/http/stream.hpp"

#include <algorithm>
#include <cerrno>
#include <climits>

#include <openssl/err.h>
#include <boost/asio/error.hpp>

namespace jiaohao::http {

Stream::Step Stream::step_of(int result) const {
    const int saved = errno;
    switch (SSL_get_error(ssl_.get(), result)) {
        case SSL_ERROR_WANT_READ:
            return {Want::read, {}, 0};
        case SSL_ERROR_WANT_WRITE:
            return {Want::write, {}, 0};
        case SSL_ERROR_ZERO_RETURN:
            return {Want::nothing, asio::error::eof, 0};
        case SSL_ERROR_SYSCALL:
            if (saved != 0) {
                return {Want::nothing, error_code(saved, boost::system::system_category()), 0};
            }
            return {Want::nothing, asio::error::connection_reset, 0};
        default:
            // Also a peer that went away without a close_notify: never taken for a proper end.
            return {Want::nothing, asio::error::connection_aborted, 0};
    }
}

Stream::Step Stream::try_read(void* data, std::size_t size) {
    if (!socket_.is_open()) {
        return {Want::nothing, asio::error::operation_aborted, 0};
    }
    if (size == 0) {
        return {};
    }
    ERR_clear_error();
    errno = 0;
    const int result = SSL_read(ssl_.get(), data, static_cast<int>(std::min<std::size_t>(size, INT_MAX)));
    return result > 0 ? Step{Want::nothing, {}, static_cast<std::size_t>(result)} : step_of(result);
}

Stream::Step Stream::try_write(const void* data, std::size_t size) {
    if (!socket_.is_open()) {
        return {Want::nothing, asio::error::operation_aborted, 0};
    }
    if (size == 0) {
        return {};
    }
    ERR_clear_error();
    errno = 0;
    const int result = SSL_write(ssl_.get(), data, static_cast<int>(std::min<std::size_t>(size, INT_MAX)));
    return result > 0 ? Step{Want::nothing, {}, static_cast<std::size_t>(result)} : step_of(result);
}

Stream::Step Stream::try_handshake() {
    if (!socket_.is_open()) {
        return {Want::nothing, asio::error::operation_aborted, 0};
    }
    ERR_clear_error();
    errno = 0;
    const int result = SSL_do_handshake(ssl_.get());
    return result == 1 ? Step{} : step_of(result);
}

void Stream::shutdown_send() {
    if (!socket_.is_open()) {
        return;
    }
    if (ssl_ && SSL_is_init_finished(ssl_.get()) == 1) {
        ERR_clear_error();
        SSL_shutdown(ssl_.get());
        ERR_clear_error();
    }
    error_code ignored;
    socket_.shutdown(asio::socket_base::shutdown_send, ignored);
}

}  // namespace jiaohao::http
