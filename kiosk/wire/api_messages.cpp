// SPDX-License-Identifier: Apache-2.0
#include "kiosk/wire/api_messages.hpp"

#include <fmt/format.h>

#include "kiosk/wire/api_commands.hpp"
#include "kiosk/wire/json_text.hpp"

namespace jiaohao::wire::api {
namespace {

using nlohmann::json;

auto bad(std::string_view field, std::string_view problem, std::string id = {}) {
    return fail(BadMessage{{domain::RefusalCode::bad_arguments,
                            {{"argument", std::string(field)}, {"problem", std::string(problem)}}},
                           std::move(id)});
}

const std::string* text_at(const json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? &found->get_ref<const std::string&>() : nullptr;
}

Result<ClientMessage, BadMessage> read_hello(const json& message) {
    Hello hello;
    const auto version = message.find("v");
    if (version == message.end() || !version->is_number_unsigned() ||
        version->get<std::uint64_t>() > 1'000'000) {
        return bad("v", version == message.end() ? "missing" : "wrong_type");
    }
    hello.version = version->get<int>();
    for (const auto& [name, into] : {std::pair{"client", &hello.client}, std::pair{"token", &hello.token}}) {
        if (!message.contains(name)) {
            continue;
        }
        const std::string* text = text_at(message, name);
        if (text == nullptr || text->size() > 256) {
            return bad(name, text == nullptr ? "wrong_type" : "too_long");
        }
        *into = *text;
    }
    if (message.contains("page")) {
        const std::string* page = text_at(message, "page");
        if (page == nullptr || page->size() < kLeastPage || !is_request_id(*page)) {
            return bad("page", page == nullptr ? "wrong_type" : "malformed");
        }
        hello.page = *page;
    }
    if (const auto roles = message.find("roles"); roles != message.end()) {
        if (!roles->is_array() || roles->size() > 32) {
            return bad("roles", "wrong_type");
        }
        hello.roles.emplace();
        for (const auto& role : *roles) {
            if (!role.is_string()) {
                return bad("roles", "wrong_type");
            }
            hello.roles->push_back(role.get<std::string>());
        }
    }
    return hello;
}

Result<ClientMessage, BadMessage> read_cmd(json& message) {
    const std::string* id = text_at(message, "id");
    if (id == nullptr || !is_request_id(*id)) {
        return bad("id", !message.contains("id") ? "missing" : id == nullptr ? "wrong_type" : "malformed");
    }
    const std::string* name = text_at(message, "name");
    if (name == nullptr) {
        return bad("name", message.contains("name") ? "wrong_type" : "missing", *id);
    }
    CommandMessage command{domain::RequestId(*id), *name, json::object()};
    if (const auto args = message.find("args"); args != message.end()) {
        command.args = std::move(*args);
    }
    return command;
}

}  // namespace

Result<ClientMessage, BadMessage> read_client_message(std::string_view text) {
    auto message = parse_json(text);
    if (!message) {
        return bad("message", "malformed");
    }
    const std::string* type = message->is_object() ? text_at(*message, "t") : nullptr;
    if (type == nullptr) {
        return bad("t", "missing");
    }
    if (*type == "cmd") {
        return read_cmd(*message);
    }
    if (*type == "hello") {
        return read_hello(*message);
    }
    if (*type == "ping") {
        return Ping{};
    }
    if (*type == "pong") {
        return Pong{};
    }
    return bad("t", "not_listed");
}

std::string to_text(const Hello& hello) {
    json message{{"t", "hello"}, {"v", hello.version}, {"client", hello.client}};
    if (!hello.token.empty()) {
        message["token"] = hello.token;
    }
    if (hello.roles) {
        message["roles"] = *hello.roles;
    }
    if (!hello.page.empty()) {
        message["page"] = hello.page;
    }
    return wire::to_text(message);
}

std::string to_text(const CommandMessage& command) {
    return wire::to_text(
        {{"t", "cmd"}, {"id", command.id.get()}, {"name", command.name}, {"args", command.args}});
}

std::string ping_text() {
    return R"({"t":"ping"})";
}

std::string pong_text() {
    return R"({"t":"pong"})";
}

std::string counted_text(std::string_view type, std::uint64_t n, std::string_view members) {
    const bool none = members.size() <= 2;
    return fmt::format(R"({{"t":"{}","n":{}{}{})", type, n, none ? "" : ",", none ? "}" : members.substr(1));
}

std::string done_text(const std::string& id, const json& data) {
    return wire::to_text({{"t", "done"}, {"id", id}, {"status", "ok"}, {"data", data}});
}

std::string refused_text(const std::string& id, const domain::Refusal& refusal) {
    json error{{"code", std::string(domain::code(refusal.code))}, {"params", json::object()}};
    for (const auto& [name, value] : refusal.params) {
        error["params"][name] = value;
    }
    return wire::to_text({{"t", "done"}, {"id", id}, {"status", "refused"}, {"error", std::move(error)}});
}

std::string bye_text(std::string_view code) {
    return fmt::format(R"({{"t":"bye","code":"{}"}})", code);
}

namespace {

ServerMessage::Kind kind_of(const std::string& type) {
    using Kind = ServerMessage::Kind;
    for (const auto& [name, kind] : {std::pair{"snapshot", Kind::snapshot}, std::pair{"event", Kind::event},
                                     std::pair{"done", Kind::done}, std::pair{"bye", Kind::bye},
                                     std::pair{"ping", Kind::ping}, std::pair{"pong", Kind::pong}}) {
        if (type == name) {
            return kind;
        }
    }
    return Kind::other;
}

RefusalText refusal_of(const json& message) {
    RefusalText refusal;
    const auto error = message.find("error");
    if (error == message.end() || !error->is_object()) {
        return refusal;
    }
    if (const std::string* code = text_at(*error, "code")) {
        refusal.code = *code;
    }
    if (const auto params = error->find("params"); params != error->end() && params->is_object()) {
        for (const auto& [name, value] : params->items()) {
            refusal.params[name] = value.is_string() ? value.get<std::string>() : value.dump();
        }
    }
    return refusal;
}

}  // namespace

Result<ServerMessage, std::string> read_server_message(std::string_view text) {
    auto message = parse_json(text);
    if (!message) {
        return fail("the server's message cannot be read: " + message.error());
    }
    const std::string* type = message->is_object() ? text_at(*message, "t") : nullptr;
    if (type == nullptr) {
        return fail(std::string("the server's message has no \"t\""));
    }
    ServerMessage result;
    result.kind = kind_of(*type);
    if (const auto n = message->find("n"); n != message->end() && n->is_number_unsigned()) {
        result.n = n->get<std::uint64_t>();
    }
    if (const std::string* code = text_at(*message, "code")) {
        result.code = *code;
    }
    if (result.kind != ServerMessage::Kind::done) {
        result.body = std::move(*message);
        return result;
    }
    const std::string* id = text_at(*message, "id");
    const std::string* status = text_at(*message, "status");
    if (id == nullptr || status == nullptr) {
        return fail(std::string("a \"done\" without id or status"));
    }
    result.id = *id;
    if (*status != "ok") {
        result.error = refusal_of(*message);
    } else if (const auto data = message->find("data"); data != message->end()) {
        result.body = std::move(*data);
    }
    return result;
}

}  // namespace jiaohao::wire::api
