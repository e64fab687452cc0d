// SPDX-License-Identifier: Apache-2.0
#include "headoffice/feeds/reply.hpp"

#include <zlib.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include <nlohmann/json.hpp>

#include "kiosk/wire/event_codec.hpp"

namespace jiaohao::headoffice::feeds {
namespace {

/// Below this a gzip header costs more than it saves.
constexpr std::size_t worth_gzip = 512;

std::string_view trim(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// Calls `each` with the trimmed parts between separators.
template <class Each>
void split(std::string_view text, char separator, Each each) {
    while (!text.empty()) {
        const auto end = text.find(separator);
        each(trim(text.substr(0, end)));
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    }
}

bool same(std::string_view left, std::string_view right) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    return std::ranges::equal(left, right, {}, lower, lower);
}

/// 0: no match, 1: anything, 2: this type, 3: exactly this.
int match(std::string_view range, std::string_view value) {
    if (same(range, value)) {
        return 3;
    }
    if (range == "*" || range == "*/*") {
        return 1;
    }
    const auto slash = value.find('/');
    const bool whole_type = slash != std::string_view::npos && range.ends_with("/*");
    return whole_type && same(range.substr(0, range.size() - 2), value.substr(0, slash)) ? 2 : 0;
}

std::optional<std::string> gzip(const std::string& body) {
    z_stream stream{};
    constexpr int gzip_window = 15 + 16;
    if (deflateInit2(&stream, 6, Z_DEFLATED, gzip_window, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
        return std::nullopt;
    }
    std::string out(deflateBound(&stream, body.size()), '\0');
    // zlib's next_in is not const for history's sake; it only reads.
    stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(body.data()));
    stream.avail_in = static_cast<uInt>(body.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const bool done = deflate(&stream, Z_FINISH) == Z_STREAM_END;
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return done ? std::optional(std::move(out)) : std::nullopt;
}

/// If-None-Match uses weak comparison (RFC 9110, 13.1.2).
bool has_it(std::string_view if_none_match, std::string_view etag) {
    bool found = false;
    split(if_none_match, ',', [&](std::string_view part) {
        part.remove_prefix(part.starts_with("W/") ? 2 : 0);
        found = found || part == "*" || part == etag;
    });
    return found;
}

}  // namespace

double quality_of(std::string_view header, std::string_view value) {
    int best = 0;
    double quality = 0;
    split(header, ',', [&](std::string_view range) {
        double q = 1;
        const auto name = trim(range.substr(0, range.find(';')));
        split(range, ';', [&](std::string_view parameter) {
            if (parameter.starts_with("q=") || parameter.starts_with("Q=")) {
                parameter.remove_prefix(2);
                std::from_chars(parameter.data(), parameter.data() + parameter.size(), q);
            }
        });
        const int exactness = match(name, value);
        if (exactness > best) {
            best = exactness;
            quality = q;
        }
    });
    return quality;
}

FeedReply problem_reply(const Problem& problem) {
    nlohmann::ordered_json json{{"type", "urn:jiaohao:problem:" + problem.code},
                                {"title", problem.title},
                                {"status", problem.status},
                                {"detail", problem.detail}};
    if (!problem.parameter.empty()) {
        json["parameter"] = problem.parameter;
    }
    if (!problem.allowed.empty()) {
        json["allowed"] = problem.allowed;
    }
    FeedReply reply{.status = problem.status,
                    .headers = {{"Content-Type", "application/problem+json"}, {"Cache-Control", "no-store"}},
                    .body = json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace)};
    if (problem.status == 503) {
        reply.headers["Retry-After"] = "5";
    }
    if (problem.status == 405) {
        reply.headers["Allow"] = "GET, HEAD";
    }
    return reply;
}

namespace {

bool takes_gzip(const FeedRequest& request) {
    return quality_of(request.accept_encoding, "gzip") > 0;
}

std::string tag_of(const std::string& body) {
    return wire::to_hex(wire::hash_of(body)).substr(0, 32);
}

/// Without body: a 304 when the client has what the tag stands for.
FeedReply tagged_reply(const FeedRequest& request, const std::string& content_type, const std::string& tag) {
    FeedReply reply;
    const auto etag = '"' + tag + '"';
    reply.headers = {{"Content-Type", content_type},
                     {"Cache-Control", "private, no-cache"},
                     {"Vary", "Accept, Accept-Encoding"},
                     {"ETag", etag}};
    reply.status = has_it(request.if_none_match, etag) ? 304 : 200;
    return reply;
}

}  // namespace

FeedReply content_reply(const FeedRequest& request, const std::string& content_type, std::string body) {
    const auto tag = tag_of(body);
    if (takes_gzip(request) && body.size() >= worth_gzip) {
        auto reply = tagged_reply(request, content_type, tag + "-gzip");
        if (reply.status == 304) {
            return reply;
        }
        if (auto packed = gzip(body)) {
            reply.headers["Content-Encoding"] = "gzip";
            reply.body = std::move(*packed);
            return reply;
        }
    }
    auto reply = tagged_reply(request, content_type, tag);
    if (reply.status != 304) {
        reply.body = std::move(body);
    }
    return reply;
}

Prepared prepare(std::string content_type, std::string body) {
    Prepared content{std::move(content_type), std::move(body), {}, {}};
    content.tag = tag_of(content.body);
    if (content.body.size() >= worth_gzip) {
        content.packed = gzip(content.body).value_or("");
    }
    return content;
}

FeedReply prepared_reply(const FeedRequest& request, const Prepared& content) {
    const bool packed = !content.packed.empty() && takes_gzip(request);
    auto reply = tagged_reply(request, content.content_type, content.tag + (packed ? "-gzip" : ""));
    if (reply.status == 304) {
        return reply;
    }
    if (packed) {
        reply.headers["Content-Encoding"] = "gzip";
    }
    reply.body = packed ? content.packed : content.body;
    return reply;
}

}  // namespace jiaohao::headoffice::feeds
