// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/api/api_fixture.hpp"

#include "kiosk/api/pin_hash.hpp"
#include "kiosk/wire/event_codec.hpp"

#include <gtest/gtest.h>

namespace jiaohao::test {

api::DeviceToken device_token(const std::string& name, wire::api::RoleSet roles, const std::string& counter) {
    return {name, wire::to_hex(wire::hash_of(name + "-token")), roles, counter};
}

ApiTest::ApiTest() {
    options.socket.emplace();
    options.socket->path = socket();
    options.listeners.emplace_back();
    options.roles_of_uid[::getuid()] = {Role::manager};
    for (const auto& [name, role] :
         {std::pair{"terminal", Role::terminal}, std::pair{"display", Role::display},
          std::pair{"guide", Role::guide}, std::pair{"manager", Role::manager},
          std::pair{"technician", Role::technician}, std::pair{"integrator", Role::integrator}}) {
        options.tokens.push_back(device_token(name, {role}));
    }
    options.tokens.push_back(device_token("pad1", {Role::pad}, "c1"));
    options.tokens.push_back(device_token("pad2", {Role::pad}, "c2"));
    options.names = {"hall.test", "h"};
    options.limits.look = std::chrono::milliseconds(10);
    options.today = [](WallTime at) {
        return domain::BusinessDay(std::chrono::floor<std::chrono::days>(at));
    };
}

ApiTest::~ApiTest() {
    stop();
}

void ApiTest::stop() {
    hall.stop();
    if (net_.joinable()) {
        server->stop();
        net_.join();
    }
}

void ApiTest::start() {
    // One hash for both: hashing is slow on purpose.
    static const std::string hash = api::make_pin_hash("2468", random).value_or("");
    options.counter_labels = {{"One", domain::CounterId("c1")}};
    options.pins = {{domain::ClerkId("zhang"), hash}, {domain::ClerkId("li"), hash}};
    server =
        std::make_unique<api::ApiServer>(options, hall, diagnostics, clock, random, Log(*log_sink, "api"));
    hall.add_observer(*server);
    const auto started = server->start();
    ASSERT_TRUE(started) << started.error().detail;
    net_ = std::jthread([this] { server->run(); });
    ASSERT_TRUE(hall.order(domain::OpenDay{options.today(clock.wall())}));
}

std::unique_ptr<ApiClient> ApiTest::web(const std::string& from) {
    return std::make_unique<ApiClient>(Client::tcp(server->ports().at(0), from), true);
}

std::unique_ptr<ApiClient> ApiTest::local() {
    return std::make_unique<ApiClient>(Client::unix_socket(socket()), false);
}

Json ApiTest::sign_in(ApiClient& client, const std::string& clerk, const std::string& counter,
                      const std::string& id) {
    return client.call(id, "clerk.sign_in", {{"clerk", clerk}, {"pin", "2468"}, {"counter", counter}});
}

}  // namespace jiaohao::test
