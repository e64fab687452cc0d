// Named faults of a simulated bus.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/bytes.hpp"
#include "kiosk/base/random.hpp"

namespace jiaohao::drivers::sim_bus {

/// Real time since any fixed point.
using Real = std::chrono::nanoseconds;

/// silent: says nothing and hears nothing. noise-before, noise-inside, noise-after: of a frame; garbage: one of
/// the three by chance. truncated-frame, bad-checksum: as named; truncated-then-good: the beginning of a frame and
/// at once the whole one. doubled-press: the frame twice at once. stuck-key: the last press again and again.
/// address-clash: a second device with the address answers too. exception: answers with an error code.
/// slow-reply: byte by byte, 5 ms apart. late-reply: when the host has given up. own-echo: the line gives back what
/// the host sends. unplug: the port is gone until cleared ("replug").
/// wrong-baud: neither end understands the other; frames arrive as as many other bytes.
/// "truncated", "bad-check" are other names of truncated-frame and bad-checksum.
[[nodiscard]] const std::vector<std::string>& fault_names();

class Faults {
  public:
    explicit Faults(std::uint64_t seed) : random_(seed) {}

    /// `rate` in (0, 1]: the share of frames that suffer; without an address all devices; `until`: ends by itself.
    /// False: no such fault.
    [[nodiscard]] bool set(const std::string& name, double rate, std::optional<std::uint32_t> address,
                           std::optional<Real> until = {});
    /// Empty: all.
    void clear(const std::string& name);
    /// Ends those whose time is over.
    void pass(Real now);
    [[nodiscard]] std::optional<Real> next_end() const;
    /// Whether this fault strikes now at `address`. Draws a random number for rates below 1.
    [[nodiscard]] bool strikes(const std::string& name, std::uint32_t address);
    /// Names of those in effect.
    [[nodiscard]] std::set<std::string> names() const;
    [[nodiscard]] bool any(const std::string& name) const { return active_.contains(name); }

    /// The frame as it reaches the line. `check_from_end`: where its check begins.
    [[nodiscard]] Bytes spoil(Bytes frame, std::uint32_t address, std::optional<std::size_t> check_from_end);
    /// Two frames sent at the same time.
    [[nodiscard]] Bytes collide(Bytes frame);

  private:
    struct Active {
        double rate = 1.0;
        std::optional<std::uint32_t> address;
        std::optional<Real> until;
    };
    [[nodiscard]] Bytes noise();
    void put_noise(Bytes& frame, std::size_t place);
    SeededRandom random_;
    std::map<std::string, Active> active_;
};

}  // namespace jiaohao::drivers::sim_bus
