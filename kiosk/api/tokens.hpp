// Tokens that devices were given and that clerks get when they sign in. Not thread-safe.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/api/options.hpp"
#include "kiosk/base/clock.hpp"
#include "kiosk/base/random.hpp"

namespace jiaohao::api {

struct SignedIn {
    domain::ClerkId clerk;
    /// Empty: a manager, guide or technician, who is at none.
    domain::CounterId counter;
    friend bool operator==(const SignedIn&, const SignedIn&) = default;
};

class Tokens {
  public:
    explicit Tokens(std::vector<DeviceToken> devices) : devices_(std::move(devices)) {}

    /// Takes as long for any token: every configured hash is compared in full.
    [[nodiscard]] const DeviceToken* device(std::string_view token) const;

    /// 128 random bits in hex. At most a few hundred live; the one that ends first makes room. `asker` is whose
    /// requests are repeated with it; empty: the token's own.
    [[nodiscard]] std::string issue(const SignedIn& who, Random& random, BootTime expires,
                                    const std::string& asker = {});
    [[nodiscard]] std::optional<SignedIn> session(std::string_view token, BootTime now) const;
    /// Tells nothing of the token. Empty: it is not known.
    [[nodiscard]] std::string asker(std::string_view token) const;
    void revoke(const SignedIn& who);

  private:
    struct Issued {
        SignedIn who;
        BootTime expires;
        std::string asker;
    };
    std::vector<DeviceToken> devices_;
    /// By SHA-256, so that a lookup's timing tells nothing of the token.
    std::map<std::string, Issued> issued_;
};

}  // namespace jiaohao::api
