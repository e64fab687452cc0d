// What status and doctor say of the upload to head office.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "kiosk/api/diagnostics.hpp"
#include "kiosk/upload/status.hpp"

namespace jiaohao::daemon {

/// "upload" of the status of a hall that uploads.
[[nodiscard]] nlohmann::json upload_facts(const upload::UploadStatus& status);

/// `own_files_wrong`: a file of our own keeps the upload from working, and was told of.
[[nodiscard]] std::vector<api::Finding> upload_findings(const upload::UploadStatus& status,
                                                        bool own_files_wrong);

}  // namespace jiaohao::daemon
