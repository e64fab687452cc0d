// SPDX-License-Identifier: Apache-2.0
#include <openssl/evp.h>

#include <nlohmann/json.hpp>

#include "kiosk/wire/event_codec.hpp"
#include "kiosk/wire/json_text.hpp"

namespace jiaohao::wire {
namespace {

Hash sha256(std::string_view bytes) {
    Hash hash{};
    unsigned int size = 0;
    // Fails only without memory or without SHA-256 in libcrypto; neither leaves a process that could go on.
    if (EVP_Digest(bytes.data(), bytes.size(), hash.data(), &size, EVP_sha256(), nullptr) != 1 ||
        size != hash.size()) {
        std::abort();
    }
    return hash;
}

}  // namespace

std::string canonical(const domain::RecordedEvent& event) {
    return to_text(encode(event));
}

Hash hash_of(std::string_view canonical_form) {
    return sha256(canonical_form);
}

Hash chain(const Hash& previous, const Hash& event) {
    std::string both(previous.begin(), previous.end());
    both.append(event.begin(), event.end());
    return sha256(both);
}

std::string to_hex(const Hash& hash) {
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(hash.size() * 2);
    for (const std::uint8_t byte : hash) {
        text += digits[byte >> 4U];
        text += digits[byte & 0xFU];
    }
    return text;
}

}  // namespace jiaohao::wire
