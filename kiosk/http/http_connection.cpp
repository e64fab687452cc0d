// One HTTP connection: handshake, then request after request, each with its deadline.
// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <bit>
#include <optional>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/websocket/rfc6455.hpp>

#include "kiosk/http/host_check.hpp"
#include "kiosk/http/responder_sink.hpp"
#include "kiosk/http/upgrade.hpp"
#include "kiosk/http/uri.hpp"

namespace jiaohao::http {
namespace {

namespace bh = beast::http;
using Parser = bh::request_parser<bh::string_body>;
using std::chrono::milliseconds;

constexpr milliseconds kOverflowIdle{2000};

class HttpConnection final : public Stoppable, public std::enable_shared_from_this<HttpConnection> {
  public:
    HttpConnection(Core& core, std::shared_ptr<HttpListener> listener, Socket socket, Ends ends,
                   bool overflow)
        : core_(core),
          listener_(std::move(listener)),
          stream_(std::move(socket)),
          timer_(core.context),
          remote_(std::move(ends.remote)),
          local_(std::move(ends.local)),
          overflow_(overflow),
          live_(core, *this) {}

    static asio::awaitable<void> run(std::shared_ptr<HttpConnection> keep, std::shared_ptr<Slot> slot);
    void stop() override {
        stopping_ = true;
        stream_.close();
        if (const auto slot = slot_.lock()) {
            slot->gate.cancel();
        }
    }

  private:
    enum class Next { request, close, upgrade };

    asio::awaitable<bool> greet();
    asio::awaitable<Next> serve_one();
    asio::awaitable<bool> await_bytes();
    asio::awaitable<bool> read_body(Parser& parser);
    asio::awaitable<Next> refuse(const Parser& parser, const error_code& error);
    asio::awaitable<Response> ask(Request request);
    asio::awaitable<bool> send(Response response, const BeastRequest& request, bool keep_open);
    asio::awaitable<Next> reply_and_close(Response response, const BeastRequest& request);
    asio::awaitable<void> drain();
    asio::awaitable<Next> consider_upgrade(Parser& parser);

    std::optional<Request> translate(BeastRequest& from) const;
    [[nodiscard]] bool host_is_mine(const BeastRequest& request);
    void invoke(Request request, const std::shared_ptr<AnswerSlot>& slot);
    void deadline(milliseconds span);
    void lift_deadline();
    auto token() { return asio::redirect_error(asio::use_awaitable, error_); }
    [[nodiscard]] const HttpLimits& limits() const { return listener_->options.limits; }

    Core& core_;
    std::shared_ptr<HttpListener> listener_;
    Stream stream_;
    asio::steady_timer timer_;
    std::uint64_t deadline_ = 0;
    std::string remote_;
    std::string local_;
    bool overflow_;
    bool stopping_ = false;
    LiveMark live_;
    PeerCertificate certificate_;
    beast::flat_buffer buffer_;
    error_code error_;
    std::weak_ptr<AnswerSlot> slot_;
    std::optional<Upgrade> upgrade_;
};

/// Closing the socket ends whatever waits on it. An expiry that is already queued when the deadline is lifted
/// must not hit what comes after: hence the numbering.
void HttpConnection::deadline(milliseconds span) {
    timer_.expires_after(span);
    timer_.async_wait([weak = weak_from_this(), mine = ++deadline_](const error_code& error) {
        const auto self = weak.lock();
        if (!error && self && self->deadline_ == mine) {
            ++self->core_.counters.timed_out;
            self->stream_.close();
        }
    });
}

void HttpConnection::lift_deadline() {
    ++deadline_;
    timer_.cancel();
}

asio::awaitable<bool> HttpConnection::greet() {
    if (!listener_->tls) {
        co_return true;
    }
    stream_.use_tls(listener_->tls->make(stream_.socket().native_handle()));
    if (stream_.ssl() == nullptr) {
        co_return false;
    }
    deadline(overflow_ ? kOverflowIdle : std::min(limits().handshake, limits().idle));
    co_await stream_.async_handshake(token());
    lift_deadline();
    if (error_) {
        ++core_.counters.handshakes_failed;
        core_.log.debug("tls.handshake_failed", {{"remote", remote_}, {"error", error_.message()}});
        co_return false;
    }
    certificate_ = peer_certificate(stream_.ssl());
    co_return true;
}

/// Idle connections hold no buffer.
asio::awaitable<bool> HttpConnection::await_bytes() {
    if (buffer_.size() > 0) {
        co_return true;
    }
    buffer_.shrink_to_fit();
    // One too many keeps its place no longer than a request needs to come.
    deadline(overflow_ ? kOverflowIdle : limits().idle);
    co_await stream_.async_readable(token());
    co_return !error_;
}

asio::awaitable<HttpConnection::Next> HttpConnection::serve_one() {
    if (!co_await await_bytes()) {
        co_return Next::close;
    }
    Parser parser;
    parser.header_limit(static_cast<std::uint32_t>(limits().header));
    parser.body_limit(limits().body);
    deadline(limits().handshake);
    co_await bh::async_read_header(stream_, buffer_, parser, token());
    if (error_) {
        co_return co_await refuse(parser, error_);
    }
    ++core_.counters.requests;
    if (overflow_) {
        Response busy = text_response(503, "too many connections, please try again\n");
        busy.headers["Retry-After"] = "5";
        co_return co_await reply_and_close(std::move(busy), parser.get());
    }
    if (parser.get().count(bh::field::host) > 1) {
        // A proxy before us could have gone by the other one.
        ++core_.counters.bad_requests;
        co_return co_await reply_and_close(
            text_response(400, "the header Host stands more than once; send it once\n"), parser.get());
    }
    if (!host_is_mine(parser.get())) {
        co_return co_await reply_and_close(misdirected(parser.get()[bh::field::host]), parser.get());
    }
    if (beast::websocket::is_upgrade(parser.get())) {
        co_return co_await consider_upgrade(parser);
    }
    deadline(limits().transfer);
    if (!co_await read_body(parser)) {
        co_return co_await refuse(parser, error_);
    }
    lift_deadline();
    BeastRequest message = parser.release();
    const bool keep_open = message.keep_alive();
    auto request = translate(message);
    message.body().clear();
    if (!request) {
        ++core_.counters.bad_requests;
        co_return co_await reply_and_close(text_response(400, "the request target cannot be read\n"),
                                           message);
    }
    Response response = co_await ask(std::move(*request));
    if (stopping_) {
        co_return Next::close;
    }
    const bool sent = co_await send(std::move(response), message, keep_open);
    co_return sent&& keep_open ? Next::request : Next::close;
}

bool HttpConnection::host_is_mine(const BeastRequest& request) {
    const auto& names = listener_->options.hosts;
    const std::string_view host = request[bh::field::host];
    if (!names || host_allowed(host, {*names, local_, stream_.ssl()})) {
        return true;
    }
    // The first, the second, the fourth, ...: whoever asks a thousand times does not fill the log.
    if (const std::uint64_t refused = ++core_.counters.bad_requests; std::has_single_bit(refused)) {
        core_.log.warning(
            "http.host_refused",
            {{"remote", remote_}, {"host", std::string(host.substr(0, 100))}, {"bad_requests", refused}});
    }
    return false;
}

asio::awaitable<bool> HttpConnection::read_body(Parser& parser) {
    if (!parser.is_done() && beast::iequals(parser.get()[bh::field::expect], "100-continue")) {
        static constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
        co_await asio::async_write(stream_, asio::buffer(go_on), token());
        if (error_) {
            co_return false;
        }
    }
    if (!parser.is_done()) {
        co_await bh::async_read(stream_, buffer_, parser, token());
        co_return !error_;
    }
    co_return true;
}

/// Says why where the peer can still hear it.
asio::awaitable<HttpConnection::Next> HttpConnection::refuse(const Parser& parser, const error_code& error) {
    const bool parse_error = error.category() == bh::make_error_code(bh::error::bad_method).category();
    if (!parse_error || error == bh::error::end_of_stream || error == bh::error::partial_message) {
        co_return Next::close;
    }
    ++core_.counters.bad_requests;
    core_.log.debug("http.bad_request", {{"remote", remote_}, {"error", error.message()}});
    Response response = text_response(400, "the request cannot be read: " + error.message() + "\n");
    if (error == bh::error::header_limit) {
        response = text_response(431, "the header is too large\n");
    } else if (error == bh::error::body_limit) {
        response = text_response(413, "the body is too large\n");
    }
    co_return co_await reply_and_close(std::move(response), parser.get());
}

asio::awaitable<HttpConnection::Next> HttpConnection::reply_and_close(Response response,
                                                                      const BeastRequest& request) {
    // GCC 12 with UBSan traps on a co_await that takes such arguments inside a condition.
    const bool sent = co_await send(std::move(response), request, false);
    if (sent) {
        co_await drain();
    }
    co_return Next::close;
}

/// Closing with unread bytes would reset the connection and lose the answer on its way.
asio::awaitable<void> HttpConnection::drain() {
    stream_.shutdown_send();
    deadline(milliseconds(1000));
    std::array<char, 2048> waste{};
    for (std::size_t total = 0; total < std::size_t{4} * 1024 * 1024;) {
        const std::size_t got = co_await stream_.socket().async_read_some(asio::buffer(waste), token());
        if (error_) {
            break;
        }
        total += got;
    }
}

std::optional<Request> HttpConnection::translate(BeastRequest& from) const {
    auto target = parse_target(from.target());
    if (!target) {
        return std::nullopt;
    }
    Request request;
    request.method = std::string(from.method_string());
    request.path = std::move(target->path);
    request.query = std::move(target->query);
    request.query_repeated = std::move(target->repeated);
    request.target = std::string(from.target());
    for (const auto& field : from) {
        auto& value = request.headers[std::string(field.name_string())];
        value += value.empty() ? std::string(field.value()) : ", " + std::string(field.value());
    }
    request.body = std::move(from.body());
    request.peer_name = certificate_.common_name;
    request.peer_alt_names = certificate_.alt_names;
    request.remote = remote_;
    request.secure = stream_.ssl() != nullptr;
    return request;
}

void HttpConnection::invoke(Request request, const std::shared_ptr<AnswerSlot>& slot) {
    Responder respond(std::make_shared<Responder::Sink>(core_.gate, slot));
    try {
        listener_->handler(std::move(request), respond);
    } catch (const std::exception& error) {
        core_.log.error("http.handler_failed", {{"error", error.what()}});
        respond(text_response(500, "internal error\n"));
    }
}

asio::awaitable<Response> HttpConnection::ask(Request request) {
    const auto slot = std::make_shared<AnswerSlot>(core_.context);
    slot_ = slot;
    slot->gate.expires_after(limits().answer);
    invoke(std::move(request), slot);
    if (!slot->response) {
        co_await slot->gate.async_wait(token());
    }
    if (slot->response) {
        co_return std::move(*slot->response);
    }
    core_.log.warning("http.no_answer", {{"remote", remote_}});
    Response late = text_response(503, "no answer in time, please try again\n");
    late.headers["Retry-After"] = "5";
    co_return late;
}

asio::awaitable<bool> HttpConnection::send(Response response, const BeastRequest& request, bool keep_open) {
    if (response.status >= 400 && listener_->options.on_error) {
        listener_->options.on_error(response);
    }
    bh::response<bh::string_body> message;
    message.version(11);
    message.result(response.status);
    for (const auto& [name, value] : response.headers) {
        message.insert(name, value);
    }
    message.keep_alive(keep_open);
    if (!keep_open) {
        message.set(bh::field::connection, "close");
    }
    const bool bodiless = response.status == 204 || response.status == 304;
    if (!bodiless) {
        message.content_length(response.body.size());
    }
    if (request.method() != bh::verb::head && !bodiless) {
        message.body() = std::move(response.body);
    }
    deadline(limits().transfer);
    bh::response_serializer<bh::string_body> serializer(message);
    co_await bh::async_write(stream_, serializer, token());
    lift_deadline();
    co_return !error_;
}

asio::awaitable<HttpConnection::Next> HttpConnection::consider_upgrade(Parser& parser) {
    const auto& options = listener_->options;
    BeastRequest& request = parser.get();
    const auto target = parse_target(request.target());
    const bool here = options.channels != nullptr && target && target->path == options.websocket_path;
    // Nothing may follow an upgrade before it was answered.
    if (!here || options.websocket_path.empty() || buffer_.size() > 0 || !parser.is_done()) {
        co_return co_await reply_and_close(text_response(here ? 400 : 404, "no such channel\n"), request);
    }
    if (!origin_allowed(request[bh::field::origin], request[bh::field::host], options.origins)) {
        ++core_.counters.bad_requests;
        core_.log.warning("http.origin_refused",
                          {{"remote", remote_}, {"origin", std::string(request[bh::field::origin])}});
        co_return co_await reply_and_close(text_response(403, "this origin is not allowed\n"), request);
    }
    Upgrade upgrade{parser.release(), {}};
    upgrade.peer.transport = PeerInfo::Transport::web_socket;
    upgrade.peer.remote = remote_;
    upgrade.peer.path = target->path;
    upgrade.peer.peer_name = certificate_.common_name;
    upgrade.peer.secure = stream_.ssl() != nullptr;
    upgrade_.emplace(std::move(upgrade));
    co_return Next::upgrade;
}

asio::awaitable<void> HttpConnection::run(std::shared_ptr<HttpConnection> keep, std::shared_ptr<Slot> slot) {
    Next next = co_await keep->greet() ? Next::request : Next::close;
    while (next == Next::request) {
        next = co_await keep->serve_one();
    }
    keep->lift_deadline();
    if (next == Next::upgrade) {
        Core& core = keep->core_;
        auto listener = keep->listener_;
        Stream stream = std::move(keep->stream_);
        Upgrade upgrade = std::move(*keep->upgrade_);
        keep.reset();
        slot->plain.reset();
        co_await run_web_socket(core, std::move(listener), std::move(stream), std::move(upgrade));
    } else {
        keep->stream_.shutdown_send();
        keep->stream_.close();
    }
    slot.reset();
}

}  // namespace

void serve_http(Core& core, std::shared_ptr<HttpListener> listener, Socket socket, Ends ends,
                std::shared_ptr<Slot> slot, bool overflow) {
    auto connection = std::make_shared<HttpConnection>(core, std::move(listener), std::move(socket),
                                                       std::move(ends), overflow);
    asio::co_spawn(core.context, HttpConnection::run(std::move(connection), std::move(slot)), asio::detached);
}

}  // namespace jiaohao::http
