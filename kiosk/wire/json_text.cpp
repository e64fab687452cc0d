// SPDX-License-Identifier: Apache-2.0
#include "kiosk/wire/json_text.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <limits>
#include <nlohmann/json.hpp>

namespace jiaohao::wire {
namespace {

/// Where the text first nests deeper than allowed; npos when nowhere.
std::size_t too_deep_at(std::string_view text) {
    int depth = 0;
    bool in_string = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (in_string) {
            if (c == '\\') {
                ++i;
            } else if (c == '"') {
                in_string = false;
            }
        } else if (c == '"') {
            in_string = true;
        } else if (c == '[' || c == '{') {
            if (++depth > kMostJsonDepth) {
                return i;
            }
        } else if (c == ']' || c == '}') {
            --depth;
        }
    }
    return std::string_view::npos;
}

}  // namespace

Result<nlohmann::json, std::string> parse_json(std::string_view text) {
    if (const auto at = too_deep_at(text); at != std::string_view::npos) {
        return fail(fmt::format("is nested deeper than {} levels at byte {}", kMostJsonDepth, at));
    }
    try {
        return nlohmann::json::parse(text);
    } catch (const nlohmann::json::parse_error& error) {
        return fail(fmt::format("is no JSON from byte {}", error.byte));
    } catch (const nlohmann::json::exception&) {
        return fail(std::string("holds a number that is out of range"));
    }
}

std::string to_text(const nlohmann::json& json) {
    return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

bool within_depth(const nlohmann::json& json, int most) {
    if (!json.is_structured()) {
        return true;
    }
    if (most == 0) {
        return false;
    }
    for (const auto& item : json) {
        if (!within_depth(item, most - 1)) {
            return false;
        }
    }
    return true;
}

std::string to_base64(std::string_view bytes) {
    std::string out((bytes.size() + 2) / 3 * 4, '\0');
    // EVP_EncodeBlock ends what it writes with a zero byte: it lands on the string's own terminator.
    EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                    reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
    return out;
}

Result<std::string, std::string> from_base64(std::string_view text) {
    const std::size_t pad = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
    const bool alphabet =
        text.substr(0, text.size() - pad)
            .find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/") ==
        std::string_view::npos;
    if (text.size() % 4 != 0 || !alphabet ||
        text.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) {
        return fail(std::string("is not base64"));
    }
    std::string out(text.size() / 4 * 3, '\0');
    const int size =
        EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                        reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
    if (size < 0) {
        return fail(std::string("is not base64"));
    }
    out.resize(out.size() - pad);
    return out;
}

}  // namespace jiaohao::wire
