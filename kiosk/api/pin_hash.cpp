// SPDX-License-Identifier: Apache-2.0
#include "kiosk/api/pin_hash.hpp"

#include <argon2.h>

#include <array>

namespace jiaohao::api {
namespace {
constexpr std::uint32_t kPasses = 2;
constexpr std::uint32_t kKibibytes = 19 * 1024;
constexpr std::uint32_t kLanes = 1;
constexpr std::size_t kHashBytes = 32;
}  // namespace

Result<std::string, std::string> make_pin_hash(std::string_view pin, Random& random) {
    if (pin.empty()) {
        return fail(std::string("a PIN must not be empty"));
    }
    std::array<std::uint64_t, 2> salt{random.next(), random.next()};
    std::array<char, 256> encoded{};
    const int result = argon2id_hash_encoded(kPasses, kKibibytes, kLanes, pin.data(), pin.size(), salt.data(),
                                             sizeof salt, kHashBytes, encoded.data(), encoded.size());
    if (result != ARGON2_OK) {
        return fail(std::string(argon2_error_message(result)));
    }
    return std::string(encoded.data());
}

bool pin_matches(const std::string& hash, std::string_view pin) {
    return argon2id_verify(hash.c_str(), pin.data(), pin.size()) == ARGON2_OK;
}

}  // namespace jiaohao::api
