// What a contact tells head office besides the uploader's own figures.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "kiosk/config/kiosk_config.hpp"

namespace jiaohao::daemon {

/// Bytes of JSON that the names may take: a contact comes every minute.
inline constexpr std::size_t kMostNameBytes = std::size_t{15} * 1024;

/// What people call the hall, its services and its counters, in each language of the hall, as JSON:
/// {"hall": {"zh_CN": .., "en": ..}, "services": {id: {..}}, "counters": {id: {..}}}. Empty names are left out. Of
/// more than `most` bytes the last services and counters are left out, whole.
[[nodiscard]] std::string contact_names(const config::KioskConfig& config, std::size_t most = kMostNameBytes);

/// The status of one contact: versions, configuration, the last durable event, names (contact_names).
[[nodiscard]] std::string contact_status(const std::string& config_hash, std::uint64_t durable,
                                         const std::string& names);

}  // namespace jiaohao::daemon
