// kioskctl: the command line over the API in the hall.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <iosfwd>

namespace jiaohao::ctl {

/// 0 done, 1 refused, 2 usage, 3 the daemon cannot be reached.
enum ExitCode { kDone = 0, kRefused = 1, kUsage = 2, kUnreachable = 3 };

/// Never throws.
int run_ctl(int argc, char** argv, std::ostream& out, std::ostream& err);

}  // namespace jiaohao::ctl
