// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdio>
#include <string>

namespace jiaohao::showroom {

/// To standard output. Who reads it may be gone; the day and its summary go on.
inline void put_line(const std::string& text) {
    std::fputs((text + "\n").c_str(), stdout);
    std::fflush(stdout);
}

}  // namespace jiaohao::showroom
