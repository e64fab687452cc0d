// SPDX-License-Identifier: Apache-2.0
#include "kiosk/http/uri.hpp"

#include <algorithm>

namespace jiaohao::http {
namespace {

int hex_value(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

std::optional<std::string> decode(std::string_view text, bool plus_is_space) {
    std::string result;
    result.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (c == '%') {
            const int high = i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
            const int low = i + 2 < text.size() ? hex_value(text[i + 2]) : -1;
            if (high < 0 || low < 0) {
                return std::nullopt;
            }
            c = static_cast<char>(high * 16 + low);
            i += 2;
        } else if (c == '+' && plus_is_space) {
            c = ' ';
        }
        if (c == '\0') {
            return std::nullopt;
        }
        result.push_back(c);
    }
    return result;
}

bool add_pair(Target& target, std::string_view pair) {
    if (pair.empty()) {
        return true;
    }
    const auto equals = pair.find('=');
    auto name = decode(pair.substr(0, equals), true);
    auto value =
        decode(equals == std::string_view::npos ? std::string_view{} : pair.substr(equals + 1), true);
    if (!name || !value) {
        return false;
    }
    const auto [place, is_new] = target.query.insert_or_assign(*name, std::move(*value));
    if (!is_new &&
        std::find(target.repeated.begin(), target.repeated.end(), *name) == target.repeated.end()) {
        target.repeated.push_back(std::move(*name));
    }
    return true;
}

}  // namespace

std::optional<Target> parse_target(std::string_view target) {
    if (target.empty() || target.front() != '/') {
        return std::nullopt;
    }
    target = target.substr(0, target.find('#'));
    const auto mark = target.find('?');
    auto path = decode(target.substr(0, mark), false);
    if (!path) {
        return std::nullopt;
    }
    Target result{std::move(*path), {}, {}};
    std::string_view rest = mark == std::string_view::npos ? std::string_view{} : target.substr(mark + 1);
    while (!rest.empty()) {
        const auto end = rest.find('&');
        if (!add_pair(result, rest.substr(0, end))) {
            return std::nullopt;
        }
        rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
    }
    return result;
}

}  // namespace jiaohao::http
