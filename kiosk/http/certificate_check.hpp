// Looks at certificate files before anything depends on them, for `kioskd --check` and doctor.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "kiosk/base/clock.hpp"

namespace jiaohao::http {

struct CertificateTrouble {
    enum class File : std::uint8_t { certificate, key, authority };
    File file{};
    /// Names the file and what to do.
    std::string what;
    /// It works now, but not for long.
    bool soon = false;
};

/// Certificate and key in PEM form: there, readable, sound, belonging together, valid at `now` and for the
/// two weeks after it. Blocks on the disk; never asks for a passphrase.
[[nodiscard]] std::vector<CertificateTrouble> check_identity(const std::string& certificate,
                                                             const std::string& key, WallTime now);
/// One or several authorities in PEM form.
[[nodiscard]] std::vector<CertificateTrouble> check_authority(const std::string& file, WallTime now);

}  // namespace jiaohao::http
