// A private certificate authority for trials and simulations: `headofficed dev-ca`. ECDSA P-256 throughout.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "kiosk/base/clock.hpp"
#include "kiosk/base/result.hpp"

namespace jiaohao::headoffice {

struct DevCaOptions {
    /// Made when missing.
    std::filesystem::path folder;
    /// One client certificate each; the id becomes its common name.
    std::vector<std::string> terminals;
    /// Names and addresses of head office, for the server's certificate.
    std::vector<std::string> server_names{"localhost", "127.0.0.1"};
};

/// Files in the folder: ca.pem, server.pem, terminal-<id>.pem, and a .key beside each (mode 0600).
struct DevCaFiles {
    std::filesystem::path ca;
    std::filesystem::path server_certificate;
    std::filesystem::path server_key;
    /// Files written this time; empty when all was there and valid.
    std::vector<std::filesystem::path> written;
};
[[nodiscard]] std::filesystem::path terminal_certificate(const std::filesystem::path& folder,
                                                         const std::string& terminal);
[[nodiscard]] std::filesystem::path terminal_key(const std::filesystem::path& folder,
                                                 const std::string& terminal);

/// Idempotent: what is there, was signed by this authority, fits its key and names and is valid for 30 more
/// days is kept. An authority that was not made by this program is never used or overwritten, nor a
/// certificate signed by another. The error is a sentence naming the file and what to do.
[[nodiscard]] Result<DevCaFiles, std::string> make_dev_ca(const DevCaOptions& options, const Clock& clock);

}  // namespace jiaohao::headoffice
