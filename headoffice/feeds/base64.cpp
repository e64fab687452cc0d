// SPDX-License-Identifier: Apache-2.0
#include "headoffice/feeds/base64.hpp"

#include <openssl/evp.h>

#include <algorithm>

namespace jiaohao::headoffice::feeds {

std::string to_base64(std::string_view bytes) {
    std::string out(4 * ((bytes.size() + 2) / 3) + 1, '\0');
    const auto length =
        EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                        reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
    out.resize(static_cast<std::size_t>(length));
    return out;
}

Result<std::string, std::string> from_base64(std::string_view text) {
    std::string out(text.size() + 3, '\0');
    const auto length =
        EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                        reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
    // EVP_DecodeBlock counts the bytes of the padding too.
    const int padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
    if (length < padding) {
        return fail(std::string("is not base64"));
    }
    out.resize(static_cast<std::size_t>(length - padding));
    return out;
}

std::string to_base64url(std::string_view bytes) {
    auto text = to_base64(bytes);
    text.erase(std::ranges::find(text, '='), text.end());
    std::ranges::replace(text, '+', '-');
    std::ranges::replace(text, '/', '_');
    return text;
}

Result<std::string, std::string> from_base64url(std::string_view text) {
    std::string plain(text);
    std::ranges::replace(plain, '-', '+');
    std::ranges::replace(plain, '_', '/');
    plain.append((4 - plain.size() % 4) % 4, '=');
    return from_base64(plain);
}

}  // namespace jiaohao::headoffice::feeds
