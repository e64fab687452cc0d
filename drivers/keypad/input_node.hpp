// One event node of a keypad behind a file descriptor: a device of /dev/input, or a FIFO that a simulator fills with the
// same records.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/base/result.hpp"

namespace jiaohao::drivers::keypad {

/// Codes: no_port (nothing at the path), no_permission, held (another program has grabbed it), not_keypad, unplugged.
struct KeypadFault {
    std::string code;
    std::string path;
    /// held: "evtest (1234)"; empty when it may not be seen.
    std::string holder;
    /// What the system says, for the log.
    std::string detail;
    friend bool operator==(const KeypadFault&, const KeypadFault&) = default;
};

/// Closing ends the grab.
class InputNode {
  public:
    virtual ~InputNode() = default;
    /// Non-blocking.
    [[nodiscard]] virtual int fd() const = 0;
    /// Nothing when it cannot tell (a FIFO).
    [[nodiscard]] virtual std::optional<std::vector<std::uint16_t>> keys_down() const = 0;
    /// False: it has no such lamp, no bell.
    virtual bool lamp(std::uint16_t code, bool on) = 0;
    virtual bool bell(bool on) = 0;
};

class NodeOpener {
  public:
    virtual ~NodeOpener() = default;
    /// The event nodes that belong to the keypad at `path`, itself first: keypads show two or three, and keys come on
    /// any of them. By their places under /dev/input/by-path: all interfaces of the same USB socket.
    [[nodiscard]] virtual std::vector<std::string> nodes(const std::string& path) const = 0;
    /// Opens and grabs, so that its keys type nowhere else.
    [[nodiscard]] virtual Result<std::unique_ptr<InputNode>, KeypadFault> open(
        const std::string& path) const = 0;
};

class EvdevOpener final : public NodeOpener {
  public:
    [[nodiscard]] std::vector<std::string> nodes(const std::string& path) const override;
    [[nodiscard]] Result<std::unique_ptr<InputNode>, KeypadFault> open(
        const std::string& path) const override;
};

/// Tells when a descriptor can be read. On the devices thread.
class FdNotifier {
  public:
    class Watch {
      public:
        virtual ~Watch() = default;
    };
    virtual ~FdNotifier() = default;
    /// Until the watch is destroyed, which may happen within `readable`; called again while there is something to read.
    [[nodiscard]] virtual std::unique_ptr<Watch> watch(int fd, std::function<void()> readable) = 0;
};

}  // namespace jiaohao::drivers::keypad
