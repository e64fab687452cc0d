// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <zlib.h>
#include <zstd.h>

#include "headoffice/ingest/address.hpp"
#include "headoffice/ingest/content_coding.hpp"
#include "headoffice/ingest/incoming.hpp"
#include "headoffice/ingest/problem.hpp"
#include "headoffice/ingest/rate_limit.hpp"

namespace jiaohao::headoffice {
namespace {

using namespace std::chrono_literals;
using Code = CodingError::Code;

std::string zstd(const std::string& text) {
    std::string bytes(ZSTD_compressBound(text.size()), '\0');
    bytes.resize(ZSTD_compress(bytes.data(), bytes.size(), text.data(), text.size(), 3));
    return bytes;
}

std::string gzip(const std::string& text) {
    z_stream stream{};
    EXPECT_EQ(deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    std::string bytes(deflateBound(&stream, text.size()), '\0');
    std::string input = text;
    stream.next_in = reinterpret_cast<Bytef*>(input.data());
    stream.avail_in = static_cast<uInt>(input.size());
    stream.next_out = reinterpret_cast<Bytef*>(bytes.data());
    stream.avail_out = static_cast<uInt>(bytes.size());
    EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
    bytes.resize(stream.total_out);
    deflateEnd(&stream);
    return bytes;
}

/// Of many sizes around the decoder's pieces.
std::string text_of(std::size_t size) {
    std::string text;
    for (std::size_t n = 0; text.size() < size; ++n) {
        text += std::to_string(n * 2654435761U);
    }
    text.resize(size);
    return text;
}

TEST(ContentCoding, GivesBackWhatWasPackedWhateverItsSize) {
    for (const std::size_t size : {0UL, 1UL, 100UL, 65535UL, 65536UL, 65537UL, 131072UL, 500'000UL}) {
        const std::string text = text_of(size);
        EXPECT_EQ(undo_content_coding("zstd", zstd(text), {}).value(), text) << size;
        EXPECT_EQ(undo_content_coding("gzip", gzip(text), {}).value(), text) << size;
        EXPECT_EQ(undo_content_coding("", text, {}).value(), text) << size;
        EXPECT_EQ(undo_content_coding("identity", text, {}).value(), text) << size;
    }
}

TEST(ContentCoding, RefusesEveryTruncationAndBytesBehindTheEnd) {
    const std::string text = text_of(3000);
    for (const auto& [coding, packed] : {std::pair{"zstd", zstd(text)}, std::pair{"gzip", gzip(text)}}) {
        for (std::size_t size = 0; size < packed.size(); ++size) {
            const auto result = undo_content_coding(coding, packed.substr(0, size), {});
            ASSERT_FALSE(result.has_value()) << coding << " " << size;
            EXPECT_EQ(result.error().code, Code::malformed);
        }
        EXPECT_EQ(undo_content_coding(coding, packed + "x", {}).error().code, Code::malformed);
        EXPECT_EQ(undo_content_coding(coding, "certainly not packed", {}).error().code, Code::malformed);
    }
}

TEST(ContentCoding, StopsABombBeforeItHasGrown) {
    const std::string bomb(std::size_t{40} << 20U, 'a');
    EXPECT_EQ(undo_content_coding("zstd", zstd(bomb), {}).error().code, Code::too_large);
    EXPECT_EQ(undo_content_coding("gzip", gzip(bomb), {}).error().code, Code::too_large);
    // Within the size, beyond the ratio.
    EXPECT_EQ(undo_content_coding("zstd", zstd(bomb.substr(0, 4U << 20U)), {}).error().code, Code::too_large);
    // Short repetitive batches are no bombs.
    EXPECT_TRUE(undo_content_coding("zstd", zstd(bomb.substr(0, 900'000)), {}).has_value());
    CodingLimits tight;
    tight.most_bytes = 10;
    EXPECT_EQ(undo_content_coding("", "12345678901", tight).error().code, Code::too_large);
    EXPECT_TRUE(undo_content_coding("", "1234567890", tight).has_value());
}

TEST(ContentCoding, NamesTheCodingsItTakes) {
    for (const char* coding : {"br", "deflate", "gzip, zstd", "ZSTD-dict"}) {
        const auto result = undo_content_coding(coding, "x", {});
        EXPECT_EQ(result.error().code, Code::unsupported);
        EXPECT_NE(result.error().detail.find("zstd, gzip, identity"), std::string::npos);
    }
}

class HandClock final : public Clock {
  public:
    [[nodiscard]] WallTime wall() const override { return {}; }
    [[nodiscard]] BootTime boot() const override { return now; }
    [[nodiscard]] std::chrono::nanoseconds to_real(std::chrono::nanoseconds span) const override {
        return span;
    }
    [[nodiscard]] std::string boot_id() const override { return ""; }
    BootTime now{};
};

TEST(RateLimit, LetsABurstThroughAndThenTheRateForEachTerminalAlone) {
    HandClock clock;
    RateLimit limit({2, 5, 10}, clock);
    for (int n = 0; n < 5; ++n) {
        EXPECT_FALSE(limit.refuse("t1").has_value());
    }
    EXPECT_EQ(limit.refuse("t1"), 1s);
    EXPECT_FALSE(limit.refuse("t2").has_value());
    clock.now += 500ms;
    EXPECT_FALSE(limit.refuse("t1").has_value());
    EXPECT_TRUE(limit.refuse("t1").has_value());
    clock.now += 1h;
    for (int n = 0; n < 5; ++n) {
        EXPECT_FALSE(limit.refuse("t1").has_value());
    }
    EXPECT_TRUE(limit.refuse("t1").has_value());
}

TEST(RateLimit, MakesRoomByForgettingThoseWhoWaitForNothing) {
    HandClock clock;
    RateLimit limit({2, 5, 3}, clock);
    for (int n = 0; n < 5; ++n) {
        EXPECT_FALSE(limit.refuse("t1").has_value());
    }
    static_cast<void>(limit.refuse("t2"));
    static_cast<void>(limit.refuse("t3"));
    clock.now += 500ms;
    // t2 and t3 have their whole burst again, t1 has earned one call.
    EXPECT_FALSE(limit.refuse("t4").has_value());
    EXPECT_FALSE(limit.refuse("t1").has_value());
    EXPECT_TRUE(limit.refuse("t1").has_value());
}

TEST(RateLimit, ForgetsAllRatherThanGrowBeyondItsBound) {
    HandClock clock;
    RateLimit limit({2, 5, 3}, clock);
    for (const char* terminal : {"t1", "t2", "t3"}) {
        while (!limit.refuse(terminal)) {
        }
    }
    EXPECT_FALSE(limit.refuse("t4").has_value());
    EXPECT_FALSE(limit.refuse("t1").has_value());
}

TEST(Address, IsReadWholeOrNotAtAll) {
    const auto address =
        parse_events_address("/v1/terminals/t-1/epochs/6f1c2a7e-0000-4000-8000-000000000001/events/17");
    ASSERT_TRUE(address.has_value());
    EXPECT_EQ(address->terminal.get(), "t-1");
    EXPECT_EQ(address->first.get(), 17U);
    for (const char* path :
         {"", "/", "/v1/terminals/t1/epochs/e/events", "/v1/terminals/t1/epochs/e/events/",
          "/v1/terminals/t1/epochs/e/events/0", "/v1/terminals/t1/epochs/e/events/-1",
          "/v1/terminals/t1/epochs/e/events/1x", "/v1/terminals/t1/epochs/e/events/99999999999999999999",
          "/v1/terminals/../epochs/e/events/1", "/v1/terminals//epochs/e/events/1",
          "/v2/terminals/t1/epochs/e/events/1", "/v1/terminals/t1/epochs/e/events/1/2",
          "/v1/terminals/t 1/epochs/e/events/1", "v1/terminals/t1/epochs/e/events/1"}) {
        EXPECT_FALSE(parse_events_address(path).has_value()) << path;
    }
    EXPECT_EQ(parse_contact_address("/v1/terminals/t1/contact")->get(), "t1");
    EXPECT_FALSE(parse_contact_address("/v1/terminals/t1/contacts").has_value());
}

/// An event of a business day some days from 1 March 2026, received at noon of that day.
IncomingEvent of_day(int days_from_now, bool simulated = false, WallTime at = {}) {
    constexpr WallTime noon = std::chrono::sys_days{std::chrono::year{2026} / 3 / 1} + 12h;
    wire::BatchElement element;
    element.seq = domain::Seq{5};
    element.event.emplace();
    element.event->envelope.day =
        std::chrono::floor<std::chrono::days>(noon) + std::chrono::days{days_from_now};
    element.event->envelope.simulated = simulated;
    element.event->envelope.at = at;
    element.canonical = "{}";
    return to_incoming(std::move(element), noon, {});
}

TEST(Incoming, ABusinessDayFarFromHeadOfficesClockIsSetApartAndKeepsItsDay) {
    for (const int days : {0, 1, 2, -1, -30, -400}) {
        EXPECT_FALSE(of_day(days).set_apart) << days;
    }
    for (const int days : {3, 4, 365, 2'900'000, -401, -20'000}) {
        const IncomingEvent event = of_day(days);
        EXPECT_TRUE(event.set_apart) << days;
        EXPECT_TRUE(event.day.has_value());
        EXPECT_FALSE(event.quarantined);
        EXPECT_FALSE(of_day(days, true).set_apart) << "simulated";
    }
    wire::BatchElement before_any_day;
    before_any_day.event.emplace();
    EXPECT_FALSE(to_incoming(std::move(before_any_day), WallTime{}, {}).set_apart);
}

TEST(Incoming, NothingHappenedLaterThanItArrivedExceptInASimulation) {
    constexpr WallTime noon = std::chrono::sys_days{std::chrono::year{2026} / 3 / 1} + 12h;
    EXPECT_EQ(of_day(0, false, noon - 1h).at, noon - 1h);
    EXPECT_EQ(of_day(0, false, noon + 1h).at, noon);
    EXPECT_EQ(of_day(0, true, noon + 1h).at, noon + 1h);
}

TEST(Incoming, WhatCannotBeReadIsKeptRawWithAReason) {
    wire::BatchElement element;
    element.seq = domain::Seq{5};
    element.raw = "{\"type\":7}";
    const IncomingEvent event = to_incoming(std::move(element), WallTime{}, {});
    EXPECT_TRUE(event.quarantined);
    EXPECT_FALSE(event.set_apart);
    EXPECT_EQ(event.body, "{\"type\":7}");
    EXPECT_EQ(event.hash, wire::hash_of(event.body));
    EXPECT_EQ(event.problem, "cannot be read");
}

TEST(Problem, ATextErrorBecomesADocumentAndKeepsItsHeaders) {
    for (const std::uint16_t status :
         std::initializer_list<std::uint16_t>{400, 404, 405, 413, 418, 431, 500, 503}) {
        http::Response response = http::text_response(status, "only GET and HEAD\n");
        response.headers["Allow"] = "GET, HEAD";
        as_problem(response);
        EXPECT_EQ(response.status, status);
        EXPECT_EQ(response.headers.at("Content-Type"), "application/problem+json");
        EXPECT_EQ(response.headers.at("Allow"), "GET, HEAD");
        EXPECT_NE(response.body.find("\"status\":" + std::to_string(status)), std::string::npos);
        EXPECT_NE(response.body.find("\"detail\":\"only GET and HEAD\""), std::string::npos);
    }
    for (http::Response response :
         {http::text_response(200, "ok"), to_response({409, "gap", "Gap", "x", 7, {}})}) {
        const auto before = response.body;
        as_problem(response);
        EXPECT_EQ(response.body, before);
    }
}

TEST(Problem, IsAProblemDocumentEvenWithBytesThatAreNoText) {
    const auto response = to_response({409, "gap", "Gap", "got \xff\xfe", 17, 30s});
    EXPECT_EQ(response.status, 409);
    EXPECT_EQ(response.headers.at("Content-Type"), "application/problem+json");
    EXPECT_EQ(response.headers.at("Retry-After"), "30");
    EXPECT_NE(response.body.find("\"want\":17"), std::string::npos);
    EXPECT_NE(response.body.find("urn:jiaohao:problem:gap"), std::string::npos);
}

}  // namespace
}  // namespace jiaohao::headoffice
