// A whole API over real sockets around a small hall.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "tests/unit/api/small_hall.hpp"
#include "tests/unit/http/certificates.hpp"
#include "tests/unit/http/http_client.hpp"

namespace jiaohao::test {

using Json = nlohmann::json;
using wire::api::Role;

/// One client speaking the API over WebSocket or the Unix socket.
class ApiClient {
  public:
    ApiClient(std::unique_ptr<Client> client, bool web) : client_(std::move(client)), web_(web) {
        if (web_) {
            client_->upgrade("/v1/hall");
        }
    }
    bool send(const std::string& text) { return web_ ? client_->send_text(text) : client_->send_frame(text); }
    bool send(const Json& message) { return send(message.dump()); }
    /// The next message; a null at the end. Pings are answered.
    Json next() {
        for (;;) {
            const std::string text = web_ ? client_->text() : client_->frame();
            if (text.empty()) {
                return {};
            }
            Json message = Json::parse(text);
            if (message["t"] != "ping") {
                return message;
            }
            send(Json{{"t", "pong"}});
        }
    }
    Json next_of(const std::string& type) {
        for (Json message = next(); !message.is_null(); message = next()) {
            if (message["t"] == "event") {
                events.push_back(message);
            }
            if (message["t"] == type) {
                return message;
            }
        }
        return {};
    }
    Json hello(const std::string& token = {}, const Json& roles = {}, const std::string& page = {}) {
        Json message{{"t", "hello"}, {"v", 1}, {"client", "test"}};
        if (!token.empty()) {
            message["token"] = token;
        }
        if (!roles.is_null()) {
            message["roles"] = roles;
        }
        if (!page.empty()) {
            message["page"] = page;
        }
        send(message);
        return next_of("snapshot");
    }
    Json call(const std::string& id, const std::string& name, const Json& args = Json::object()) {
        send(Json{{"t", "cmd"}, {"id", id}, {"name", name}, {"args", args}});
        for (Json done = next_of("done"); !done.is_null(); done = next_of("done")) {
            if (done["id"] == id) {
                return done;
            }
        }
        return {};
    }
    /// The refusal's code, or "ok".
    std::string verdict(const std::string& id, const std::string& name, const Json& args = Json::object()) {
        const Json done = call(id, name, args);
        return done.is_null()           ? "lost"
               : done["status"] == "ok" ? "ok"
                                        : done["error"]["code"].get<std::string>();
    }
    Client& raw() { return *client_; }
    std::vector<Json> events;

  private:
    std::unique_ptr<Client> client_;
    bool web_;
};

/// hash_of in hex of "NAME-token".
[[nodiscard]] api::DeviceToken device_token(const std::string& name, wire::api::RoleSet roles,
                                            const std::string& counter = {});

class ApiTest : public testing::Test {
  protected:
    ApiTest();
    ~ApiTest() override;
    void start();
    void stop();
    std::unique_ptr<ApiClient> web(const std::string& from = "127.0.0.1");
    std::unique_ptr<ApiClient> local();
    /// Signs `clerk` in at `counter` with the right PIN.
    Json sign_in(ApiClient& client, const std::string& clerk, const std::string& counter,
                 const std::string& id);
    std::string socket() const { return folder.path() + "/api.sock"; }

    TempFolder folder;
    ManualClock clock;
    SmallHall hall{clock};
    SmallDiagnostics diagnostics{hall};
    SeededRandom random{7};
    NullSink sink;
    LogSink* log_sink = &sink;
    api::ApiOptions options;
    std::unique_ptr<api::ApiServer> server;

  private:
    std::jthread net_;
};

}  // namespace jiaohao::test
