// The parts of head office put together: store, upload interface, feeds, pages.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "headoffice/daemon/settings.hpp"
#include "kiosk/base/clock.hpp"
#include "kiosk/base/log.hpp"

namespace jiaohao::headoffice {

class HeadOffice {
  public:
    /// Opens the store, listens and serves until destroyed. The error is a sentence for the log and the
    /// person at the keyboard. `clock` is real time; clock and the log's sink outlive it.
    [[nodiscard]] static Result<std::unique_ptr<HeadOffice>, std::string> start(const Settings& settings,
                                                                                const Clock& clock, Log log);
    /// Answers what is under way, then closes the store.
    ~HeadOffice();
    HeadOffice(const HeadOffice&) = delete;
    HeadOffice& operator=(const HeadOffice&) = delete;

    [[nodiscard]] std::uint16_t terminals_port() const;
    [[nodiscard]] std::uint16_t readers_port() const;
    /// New handshakes use the certificates as they are on disk now.
    void reload_certificates();

  private:
    struct Impl;
    explicit HeadOffice(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace jiaohao::headoffice
