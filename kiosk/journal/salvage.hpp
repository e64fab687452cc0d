// What can still be read of a journal that was put aside becomes a file of its own for the uploader.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kiosk/journal/options.hpp"

namespace jiaohao::journal {

/// Every damaged-*/ of the folder that was not salvaged yet. Slow; run in the background. Never throws.
void salvage_all(const Options& options);

}  // namespace jiaohao::journal
