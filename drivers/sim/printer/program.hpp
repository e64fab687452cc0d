// `device-sim printer ...`
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace jiaohao::drivers::sim {

/// argv[0] is the program's name, what follows are the printer's options. Returns the exit status.
int run_printer(int argc, char** argv);

}  // namespace jiaohao::drivers::sim
