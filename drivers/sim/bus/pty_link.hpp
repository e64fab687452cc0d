// A pseudo-terminal behind a stable path. Unlike a port that is held open at both ends, it knows whether a
// host has it open: bytes sent while none has are lost, as on a wire, instead of waiting for the next host.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "kiosk/base/bytes.hpp"
#include "kiosk/base/result.hpp"

namespace jiaohao::drivers::sim_bus {

/// One plugging-in: destroying it is unplugging (the host sees a hang-up and the link is gone).
class PtyLink {
  public:
    /// Replaces an older symlink at `link`; anything else there is an error.
    [[nodiscard]] static Result<std::unique_ptr<PtyLink>, std::string> plug_in(
        const std::filesystem::path& link);
    ~PtyLink();
    PtyLink(const PtyLink&) = delete;
    PtyLink& operator=(const PtyLink&) = delete;

    /// Non-blocking master, for poll().
    [[nodiscard]] int fd() const { return master_; }
    [[nodiscard]] bool host_present() const;
    /// What the host said; empty when nothing waits.
    [[nodiscard]] Bytes read();
    /// Lost when no host has the port open or it does not read.
    void write(ByteView bytes);

  private:
    PtyLink(int master, std::string slave, std::filesystem::path link);
    int master_;
    std::string slave_;
    std::filesystem::path link_;
};

}  // namespace jiaohao::drivers::sim_bus
