// SPDX-License-Identifier: Apache-2.0
#include "kiosk/api/tokens.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <openssl/crypto.h>

#include "kiosk/wire/event_codec.hpp"

namespace jiaohao::api {
namespace {
constexpr std::size_t kMostIssued = 512;

std::string digest(std::string_view token) {
    return wire::to_hex(wire::hash_of(token));
}
}  // namespace

const DeviceToken* Tokens::device(std::string_view token) const {
    const std::string hash = digest(token);
    const DeviceToken* found = nullptr;
    for (const auto& one : devices_) {
        const bool same = one.sha256.size() == hash.size() &&
                          CRYPTO_memcmp(one.sha256.data(), hash.data(), hash.size()) == 0;
        found = same ? &one : found;
    }
    return token.empty() ? nullptr : found;
}

std::string Tokens::issue(const SignedIn& who, Random& random, BootTime expires, const std::string& asker) {
    if (issued_.size() >= kMostIssued) {
        issued_.erase(std::min_element(issued_.begin(), issued_.end(), [](const auto& a, const auto& b) {
            return a.second.expires < b.second.expires;
        }));
    }
    const std::uint64_t high = random.next();
    const std::uint64_t low = random.next();
    std::string token = fmt::format("{:016x}{:016x}", high, low);
    std::string name = digest(token);
    std::string own = asker.empty() ? "session:" + name : asker;
    issued_.insert_or_assign(std::move(name), Issued{who, expires, std::move(own)});
    return token;
}

std::optional<SignedIn> Tokens::session(std::string_view token, BootTime now) const {
    const auto found = token.empty() ? issued_.end() : issued_.find(digest(token));
    if (found == issued_.end() || found->second.expires <= now) {
        return std::nullopt;
    }
    return found->second.who;
}

std::string Tokens::asker(std::string_view token) const {
    const auto found = token.empty() ? issued_.end() : issued_.find(digest(token));
    return found == issued_.end() ? std::string() : found->second.asker;
}

void Tokens::revoke(const SignedIn& who) {
    std::erase_if(issued_, [&who](const auto& one) { return one.second.who == who; });
}

}  // namespace jiaohao::api
