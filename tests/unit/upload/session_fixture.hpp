// A session that talks to head office as a function.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <zstd.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "kiosk/upload/session.hpp"
#include "tests/unit/upload/fakes.hpp"

namespace jiaohao::upload::testing {

using namespace std::chrono_literals;

inline const std::string kOld = "0f0e0d0c-0000-4000-8000-000000000001";
inline const std::string kNow = "0f0e0d0c-0000-4000-8000-000000000002";

inline HttpReply http(int status, std::string body = "", std::string retry_after = "") {
    return {HttpReply::Kind::answered, status, std::move(body), std::move(retry_after), ""};
}
inline HttpReply problem(int status, const std::string& type, const std::string& more = "") {
    return http(status, fmt::format(R"({{"type":"urn:jiaohao:problem:{}"{}}})", type, more));
}
inline HttpReply receipt(const std::string& epoch, std::uint64_t stored_to, const std::string& more = "") {
    return http(200,
                fmt::format(R"({{"epoch":"{}","stored_to":{},"server_time":"2026-03-01T00:00:00.000Z"{}}})",
                            epoch, stored_to, more));
}

/// The elements that a request carries.
inline nlohmann::json events_of(const HttpRequest& request) {
    const bool packed = std::any_of(request.headers.begin(), request.headers.end(), [](const auto& header) {
        return header.first == "Content-Encoding" && header.second == "zstd";
    });
    std::string text = request.body;
    if (packed) {
        text.resize(ZSTD_getFrameContentSize(request.body.data(), request.body.size()));
        text.resize(ZSTD_decompress(text.data(), text.size(), request.body.data(), request.body.size()));
    }
    return nlohmann::json::parse(text).at("events");
}

/// Every session here talks to `answer_`, which a test sets; contacts are answered by themselves.
class Session : public ::testing::Test {
  protected:
    UploadOptions options() {
        UploadOptions options;
        options.hall = domain::HallId{"north"};
        options.terminal = domain::TerminalId{"t1"};
        options.on_alarm = [this](const UploadStatus&) { ++alarms_; };
        options.contact_status = [this] { return status_text_; };
        return options;
    }

    /// Steps until nothing is to be done now; at most `most` requests.
    Span run(int most = 60) {
        Span wait{};
        const std::size_t before = uploads();
        while (wait.count() == 0 && uploads() - before < static_cast<std::size_t>(most)) {
            wait = session_.step();
        }
        return wait;
    }
    void pass(Span span) {
        clock_.advance(span);
        run();
    }
    [[nodiscard]] std::size_t uploads() const {
        return static_cast<std::size_t>(
            std::count_if(transport_.requests.begin(), transport_.requests.end(),
                          [](const HttpRequest& each) { return each.method == "PUT"; }));
    }
    [[nodiscard]] std::string last_path() const {
        for (auto each = transport_.requests.rbegin(); each != transport_.requests.rend(); ++each) {
            if (each->method == "PUT") {
                return each->path;
            }
        }
        return "";
    }
    [[nodiscard]] Alarm alarm() const {
        const auto status = session_.status();
        return status.alarms.empty() ? Alarm::none : status.alarms.front().alarm;
    }

    KeptLog sink_;
    HandClock clock_;
    SeededRandom random_{5};
    MemoryOutbox outbox_;
    int alarms_ = 0;
    std::string status_text_ = "{}";
    std::string contact_answer_ = R"({"period_s":60,"server_time":"2026-03-01T00:00:00.000Z"})";
    int contact_code_ = 200;
    std::function<HttpReply(const HttpRequest&)> answer_;
    ScriptedTransport transport_{[this](const HttpRequest& request) {
        return request.method == "POST" ? http(contact_code_, contact_answer_) : answer_(request);
    }};
    UploadSession session_{outbox_, transport_, clock_, random_, Log(sink_, "test"), options()};
};

}  // namespace jiaohao::upload::testing
