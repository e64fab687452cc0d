// What a handler is given and what it answers. Plain values: no HTTP or TLS library shows through.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace jiaohao::http {

/// Header names compare without regard to case.
struct HeaderLess {
    using is_transparent = void;
    bool operator()(std::string_view left, std::string_view right) const;
};
using Headers = std::map<std::string, std::string, HeaderLess>;

struct Request {
    /// "GET", "PUT", ... A HEAD is given to handlers as it is; its answer's body is measured, not sent.
    std::string method;
    /// Percent-decoded, starts with '/', without query. Never holds NUL; may hold "..": never join it to a
    /// folder.
    std::string path;
    /// As it came, with query.
    std::string target;
    /// Decoded; of a name given twice the last value.
    std::map<std::string, std::string> query;
    /// Names that stood in the query more than once, each once.
    std::vector<std::string> query_repeated;
    /// Of a header given twice the values are joined by ", ".
    Headers headers;
    std::string body;
    /// Common name of the verified client certificate; empty without one.
    std::string peer_name;
    /// Its subject alternative names (DNS, URI and address), verified with it.
    std::vector<std::string> peer_alt_names;
    /// "192.0.2.7", "2001:db8::1".
    std::string remote;
    bool secure = false;

    /// Empty when absent.
    [[nodiscard]] std::string_view header(std::string_view name) const;
};

struct Response {
    std::uint16_t status = 200;
    /// Content-Length, Connection and Date are set by the server.
    Headers headers;
    std::string body;
};

[[nodiscard]] Response text_response(std::uint16_t status, std::string_view text);

/// The way back to one waiting request. Copyable; usable once, from any thread, also after the server or the
/// connection is gone (the answer is then dropped). A request whose last Responder dies unanswered gets 500;
/// one that waits longer than HttpLimits::answer gets 503.
class Responder {
  public:
    class Sink;
    explicit Responder(std::shared_ptr<Sink> sink) : sink_(std::move(sink)) {}
    /// The first answer counts.
    void operator()(Response response) const;

  private:
    std::shared_ptr<Sink> sink_;
};

/// Called on the loop's thread; must not block. An exception becomes a 500 and a log record.
using Handler = std::function<void(Request, Responder)>;

}  // namespace jiaohao::http
