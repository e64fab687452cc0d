// What a configuration that reads well still gets wrong: files that are missing, expired or do not fit.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "kiosk/config/kiosk_config.hpp"
#include "kiosk/http/certificate_check.hpp"

namespace jiaohao::daemon {

struct Probed {
    /// With these the hall does not start, or starts and does not work.
    config::Problems errors;
    /// As errors; but of folders and devices, which whoever opens them tells the truth of: why a start failed is
    /// not concluded from them.
    config::Problems misplaced;
    /// With these it works, for now.
    config::Problems warnings;
    /// May be as it should: devices that are not plugged in, a folder that the service unit makes, a service that no
    /// counter serves.
    config::Problems notes;
};

/// Tries certificates, pages, catalogue, device profiles and ports, the journal's folder and the socket's, and that
/// every service has a counter, and
/// says of each where it was configured.
/// Reads only. `now` is real time: certificates know no other.
[[nodiscard]] Probed probe(const config::KioskConfig& config, WallTime now);

/// Only folders and devices; adds to `probed`.
void probe_places(const config::KioskConfig& config, Probed& probed);

/// Only the device profiles.
[[nodiscard]] config::Problems probe_profiles(const config::KioskConfig& config);

/// Only the certificates of the API, of the upload and of the owner's terminal, with the key ("upload.certificate") of each.
struct CertificateFinding {
    std::string key;
    http::CertificateTrouble trouble;
};
[[nodiscard]] std::vector<CertificateFinding> probe_certificates(const config::KioskConfig& config,
                                                                 WallTime now);

}  // namespace jiaohao::daemon
