// How many tickets are left once the near-end sensor came on: its reserve minus what was printed since. Pure.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

#include "drivers/printer/status.hpp"

namespace jiaohao::drivers::printer {

class PaperGauge {
  public:
    /// `reserve_mm` 0: not known, nothing is ever told.
    explicit PaperGauge(std::uint32_t reserve_mm) : reserve_mm_(reserve_mm) {}

    /// Whenever the printer told its condition.
    void heard(const Condition& condition);
    /// A ticket of this length came out, or may have.
    void used(std::uint32_t millimetres);

    /// Nothing: the sensor is not on, or its reserve is not known.
    [[nodiscard]] std::optional<std::uint32_t> tickets_left() const;
    /// The sensor was on from the beginning: what was used before is not known.
    [[nodiscard]] bool at_most() const { return near_end_ && since_beginning_; }

  private:
    std::uint32_t reserve_mm_;
    std::uint32_t used_mm_ = 0;
    /// Mean of the last tickets, in tenths of a millimetre.
    std::uint32_t ticket_tenths_ = 750;
    bool heard_before_ = false;
    bool near_end_ = false;
    bool since_beginning_ = false;
    bool paper_out_ = false;
    /// The cover was open or the paper at its end: a new roll may have come in.
    bool touched_ = true;
};

}  // namespace jiaohao::drivers::printer
