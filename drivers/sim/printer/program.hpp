// `device-sim printer ...`
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>

namespace jiaohao::drivers::sim {

class PrinterStation;
/// With --window: carries out the station's run() and whatever shows it, until either ends. `language`: that of
/// --language.
using PrinterFront = std::function<int(PrinterStation&, const std::string& language)>;

/// argv[0] is the program's name, what follows are the printer's options. Returns the exit status.
int run_printer(int argc, char** argv, const PrinterFront& front = {});

}  // namespace jiaohao::drivers::sim
