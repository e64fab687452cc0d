// SPDX-License-Identifier: Apache-2.0
#include <iostream>

#include "kiosk/ctl/ctl.hpp"

int main(int argc, char** argv) {
    return jiaohao::ctl::run_ctl(argc, argv, std::cout, std::cerr);
}
