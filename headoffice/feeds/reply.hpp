// What the feeds are asked and answer, without any HTTP library.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace jiaohao::headoffice::feeds {

struct FeedRequest {
    std::string method = "GET";
    /// Decoded, without query.
    std::string path{};
    /// Decoded.
    std::map<std::string, std::string> query{};
    /// Names that the query gives more than once: which value is meant cannot be told.
    std::vector<std::string> repeated{};
    std::string accept{};
    std::string accept_encoding{};
    std::string if_none_match{};
};

struct FeedReply {
    std::uint16_t status = 200;
    std::map<std::string, std::string> headers;
    std::string body;
};

/// RFC 9457. `type` is "urn:jiaohao:problem:<code>"; codes are stable.
struct Problem {
    std::uint16_t status = 400;
    std::string code;
    std::string title;
    /// What was wrong with which value, and what to do.
    std::string detail;
    /// The query parameter it is about; empty: none.
    std::string parameter;
    /// What would have been allowed; empty: not a closed list.
    std::vector<std::string> allowed;
};

[[nodiscard]] FeedReply problem_reply(const Problem& problem);

/// Finishes a good answer: strong ETag from its bytes, 304 when the client has them, gzip when accepted and
/// worth it (then with an ETag of its own).
[[nodiscard]] FeedReply content_reply(const FeedRequest& request, const std::string& content_type,
                                      std::string body);

/// A good answer that is given again and again, with what the above would make of it each time.
struct Prepared {
    std::string content_type;
    std::string body;
    /// Without quotes; that of the packed form ends in "-gzip".
    std::string tag;
    /// Empty when it is not worth it.
    std::string packed;
};
[[nodiscard]] Prepared prepare(std::string content_type, std::string body);
[[nodiscard]] FeedReply prepared_reply(const FeedRequest& request, const Prepared& content);

/// Quality with which an Accept-like header takes `value` (RFC 9110): the most exact range that matches
/// decides; 0 when none does. Wildcards are "*", "*/*" and "type/*".
[[nodiscard]] double quality_of(std::string_view header, std::string_view value);

}  // namespace jiaohao::headoffice::feeds
