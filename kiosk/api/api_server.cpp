// SPDX-License-Identifier: Apache-2.0
#include "kiosk/api/api_server.hpp"

#include <algorithm>

#include "kiosk/api/hub.hpp"
#include "kiosk/http/static_folder.hpp"

namespace jiaohao::api {

namespace {
/// Stands at the door from the moment the sockets are bound; nobody comes through it before the loop runs.
class Porter final : public http::ChannelListener {
  public:
    void on_open(const http::ChannelPtr& channel, const http::PeerInfo& peer) override {
        hub->on_open(channel, peer);
    }
    void on_message(const http::ChannelPtr& channel, std::string_view text) override {
        hub->on_message(channel, text);
    }
    void on_close(const http::ChannelPtr& channel, std::string_view reason) override {
        hub->on_close(channel, reason);
    }
    Hub* hub = nullptr;
};
}  // namespace

class ApiServer::Impl {
  public:
    Impl(ApiOptions given, const Clock& the_clock, Random& the_random, Log the_log)
        : options(std::move(given)),
          clock(the_clock),
          random(the_random),
          log(the_log),
          server(log.in("http")) {}
    ~Impl() {
        // Worker threads end here, while the server they post to still stands.
        hub.reset();
    }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    Result<void, http::ServerError> load_pages();
    Result<void, http::ServerError> listen();
    void handle(const http::Request& request, const http::Responder& respond) const;

    ApiOptions options;
    const Clock& clock;
    Random& random;
    const Log log;
    Porter porter;
    http::Server server;
    std::shared_ptr<Hub> hub;
    bool bound = false;
    std::vector<http::StaticFolder> pages;
    std::vector<std::uint16_t> ports;
};

Result<void, http::ServerError> ApiServer::Impl::load_pages() {
    for (const auto& page : options.pages) {
        http::StaticOptions how;
        how.prefix = page.prefix;
        auto folder = http::StaticFolder::load(page.folder, how);
        if (!folder) {
            return fail(http::ServerError{http::ServerError::Code::system, folder.error()});
        }
        pages.push_back(std::move(*folder));
    }
    return {};
}

Result<void, http::ServerError> ApiServer::Impl::listen() {
    http::ChannelLimits limits;
    limits.most_received = wire::api::kMostFromClient;
    limits.most_sent = wire::api::kMostFromServer;
    limits.slow_notice = wire::api::bye_text("slow");
    limits.too_large_notice = wire::api::bye_text("too_large");
    limits.not_text_notice = wire::api::bye_text("bad_message");
    if (options.socket) {
        http::UnixListenerOptions socket = *options.socket;
        limits.most_unsent = socket.channel_limits.most_unsent;
        socket.channel_limits = limits;
        socket.busy_notice = wire::api::bye_text("busy");
        if (auto listening = server.listen_unix(std::move(socket), porter); !listening) {
            return listening;
        }
    }
    for (http::HttpListenerOptions listener : options.listeners) {
        limits.most_unsent = listener.channel_limits.most_unsent;
        listener.websocket_path = "/v1/hall";
        listener.channels = &porter;
        listener.hosts = options.names;
        listener.channel_limits = limits;
        listener.limits.plain_per_address = options.limits.plain_per_address;
        listener.limits.idle =
            std::min<std::chrono::milliseconds>(listener.limits.idle, options.limits.plain_idle);
        // Pages only ask; nothing is sent up.
        listener.limits.body = 4096;
        auto port = server.listen_http(std::move(listener),
                                       [this](const http::Request& request, const http::Responder& respond) {
                                           handle(request, respond);
                                       });
        if (!port) {
            return fail(port.error());
        }
        ports.push_back(*port);
    }
    return {};
}

void ApiServer::Impl::handle(const http::Request& request, const http::Responder& respond) const {
    for (const auto& folder : pages) {
        if (auto response = folder.serve(request)) {
            return respond(std::move(*response));
        }
    }
    hub->answer_http(request, respond);
}

ApiServer::ApiServer(ApiOptions options, const Clock& clock, Random& random, Log log)
    : impl_(std::make_shared<Impl>(std::move(options), clock, random, log)) {}

ApiServer::ApiServer(ApiOptions options, service::Hall& hall, Diagnostics& diagnostics, const Clock& clock,
                     Random& random, Log log)
    : ApiServer(std::move(options), clock, random, log) {
    serve(hall, diagnostics);
}

ApiServer::~ApiServer() = default;

void ApiServer::serve(service::Hall& hall, Diagnostics& diagnostics) {
    Impl& all = *impl_;
    const HubParts parts{hall, diagnostics, all.clock, all.random, all.log};
    all.hub = std::make_shared<Hub>(all.options, parts, all.server.poster());
    all.porter.hub = all.hub.get();
    all.server.every(all.options.limits.look, [hub = all.hub.get()] { hub->look(); });
}

Result<void, http::ServerError> ApiServer::start() {
    if (std::exchange(impl_->bound, true)) {
        return {};
    }
    if (auto loaded = impl_->load_pages(); !loaded) {
        return loaded;
    }
    return impl_->listen();
}

void ApiServer::run() {
    impl_->server.run();
}

void ApiServer::stop() {
    impl_->server.post([hub = impl_->hub.get()] { hub->say_goodbye(); });
    impl_->server.stop();
}

const std::vector<std::uint16_t>& ApiServer::ports() const {
    return impl_->ports;
}

bool ApiServer::post(std::function<void()> task) const {
    return impl_->server.post(std::move(task));
}

http::ServerStats ApiServer::stats() const {
    return impl_->server.stats();
}

Result<void, http::ServerError> ApiServer::reload_certificates() {
    return impl_->server.reload_certificates();
}

void ApiServer::on_committed(const std::shared_ptr<const service::Committed>& committed) {
    impl_->hub->committed(committed);
}

void ApiServer::on_reset() {
    impl_->hub->reset();
}

}  // namespace jiaohao::api
