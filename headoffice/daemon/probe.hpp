// Looks at what the settings of head office name, without making or touching anything.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "headoffice/daemon/settings.hpp"
#include "kiosk/base/clock.hpp"

namespace jiaohao::headoffice {

/// Sentences that begin with the key: "terminals.key: ...".
struct Probed {
    std::vector<std::string> errors;
    /// It works now and for this user, but not for long or perhaps not for the user of the service.
    std::vector<std::string> warnings;
};

/// Certificates with their keys, the pages, time zones, the folder of the store.
[[nodiscard]] Probed probe(const Settings& settings, WallTime now);

}  // namespace jiaohao::headoffice
