// Descriptors on the Qt event loop of the devices thread.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "drivers/keypad/input_node.hpp"

namespace jiaohao::drivers::keypad {

class QtFdNotifier final : public FdNotifier {
  public:
    [[nodiscard]] std::unique_ptr<Watch> watch(int fd, std::function<void()> readable) override;
};

}  // namespace jiaohao::drivers::keypad
