// The configuration in the words of each room.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "kiosk/api/options.hpp"
#include "kiosk/config/kiosk_config.hpp"
#include "kiosk/service/hall_thread.hpp"
#include "kiosk/upload/curl_transport.hpp"
#include "kiosk/upload/uploader.hpp"

namespace jiaohao::daemon {

/// The date in the time zone the process runs in (TZ is set from the configuration before any thread starts).
[[nodiscard]] domain::BusinessDay local_date(WallTime at);
[[nodiscard]] domain::LocalTime local_time(WallTime at);

[[nodiscard]] service::HallOptions hall_options(const config::KioskConfig& config);
[[nodiscard]] api::ApiOptions api_options(const config::KioskConfig& config);
[[nodiscard]] upload::CurlOptions curl_options(const config::UploadConfig& config);
[[nodiscard]] upload::UploadOptions upload_options(const config::KioskConfig& config);
/// SHA-256 over the files the configuration was read from, in hex: what `config.applied` says.
[[nodiscard]] std::string config_hash(const config::KioskConfig& config);

}  // namespace jiaohao::daemon
