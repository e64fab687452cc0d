// One HTTP request at a time to head office, as the upload thread sees it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace jiaohao::upload {

struct HttpRequest {
    std::string method;
    /// Starts with '/'; head office's address stands before it.
    std::string path;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
};

struct HttpReply {
    enum class Kind : std::uint8_t {
        /// A complete answer; `status` and `body` are set.
        answered,
        /// No answer, or a part of one: nothing is known about what head office did.
        failed,
        /// The two do not trust each other's certificates.
        untrusted,
        /// cancel() was called.
        cancelled,
    };
    Kind kind{};
    int status = 0;
    std::string body;
    /// The header's value; empty without one.
    std::string retry_after;
    /// For the log and the technician.
    std::string error;
};

class HttpTransport {
  public:
    virtual ~HttpTransport() = default;

    // On the upload thread:
    /// Blocks until the answer, an error, its own time-out or cancel().
    [[nodiscard]] virtual HttpReply perform(const HttpRequest& request) = 0;
    /// Until `span` of real time has passed or wake() or cancel() is called (also when that was before).
    virtual void wait(std::chrono::nanoseconds span) = 0;
    /// Closes kept connections, so that changed certificates and addresses are used from the next request.
    virtual void forget_connections() = 0;

    // On any thread:
    virtual void wake() = 0;
    /// Ends the request under way and every later one.
    virtual void cancel() = 0;
};

}  // namespace jiaohao::upload
