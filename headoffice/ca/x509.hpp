// The few things of OpenSSL's X.509 that a private authority needs. Internal to this room.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "kiosk/base/clock.hpp"

namespace jiaohao::headoffice::x509 {

/// Caught at the room's edge.
struct CaFailure {
    std::string sentence;
};

struct Free {
    void operator()(X509* certificate) const { X509_free(certificate); }
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
using Certificate = std::unique_ptr<X509, Free>;
using Key = std::unique_ptr<EVP_PKEY, Free>;

enum class Use : unsigned char { authority, server, client };

struct Subject {
    std::string organisation;
    std::string common_name;
    Use use{};
    /// DNS names and IP addresses.
    std::vector<std::string> alt_names;
    std::chrono::days lifetime{};
};

/// P-256.
[[nodiscard]] Key make_key();
/// Signed by `authority`, or by itself when there is none.
[[nodiscard]] Certificate make_certificate(const Subject& subject, EVP_PKEY* key, X509* authority,
                                           EVP_PKEY* authority_key, WallTime now);

/// Null when there is no such file; throws when there is one that cannot be read as PEM.
[[nodiscard]] Certificate read_certificate(const std::filesystem::path& file);
[[nodiscard]] Key read_key(const std::filesystem::path& file);
/// Written beside and renamed, so that a reader never sees half; keys with mode 0600.
void write(const std::filesystem::path& file, X509* certificate);
void write(const std::filesystem::path& file, EVP_PKEY* key);

[[nodiscard]] std::string organisation_of(X509* certificate);
[[nodiscard]] std::string common_name_of(X509* certificate);
[[nodiscard]] bool matches(X509* certificate, const std::string& name);
[[nodiscard]] bool valid_at(X509* certificate, WallTime at);

}  // namespace jiaohao::headoffice::x509
