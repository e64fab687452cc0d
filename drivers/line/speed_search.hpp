// At which standard rate what a line brings makes sense. Pure: it is shown totals from time to time and says at which
// rate to listen; nothing is written meanwhile.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "drivers/line/line_doctor.hpp"

namespace jiaohao::drivers {

/// For a line on which nothing has ever made sense. It listens at one rate after the other, at each until so much was
/// heard that it is clear, or for kPatience looks; then at the configured rate again, whatever was found. Devices that
/// only answer say nothing while nobody asks: of such a line nothing is found out.
class SpeedSearch {
  public:
    /// The likely ones first.
    static constexpr std::array<std::int32_t, 9> kRates{9600,  19200,  38400, 4800, 2400,
                                                        57600, 115200, 1200,  300};
    /// Bytes in sound frames that make a rate the right one, if at most a fifth was rejected.
    static constexpr std::uint64_t kSound = 8;
    /// Rejected bytes that make it the wrong one, if they are at least half.
    static constexpr std::uint64_t kRejected = 16;
    /// Looks at a rate at which too little is heard: half a minute at one look every two seconds.
    static constexpr std::uint32_t kPatience = 15;
    /// Looks between a search that found nothing and the next.
    static constexpr std::uint32_t kPause = 150;

    explicit SpeedSearch(std::int32_t configured) : configured_(configured) {}

    /// The rate to listen at from now on. `senseless`: so the line was judged at its configured rate.
    [[nodiscard]] std::int32_t look(const LineTally& totals, bool senseless);
    /// At another rate than the configured one: what is heard says nothing of that, and nothing is to be written.
    [[nodiscard]] bool searching() const { return at_.has_value(); }
    [[nodiscard]] std::optional<std::int32_t> found() const { return found_; }
    /// The port was opened anew, at the configured rate.
    void reopened();

  private:
    enum class Verdict : std::uint8_t { open, right, wrong };
    [[nodiscard]] Verdict judge(const LineTally& totals) const;
    void listen_at(std::size_t place, const LineTally& totals);

    std::int32_t configured_;
    /// Place in kRates.
    std::optional<std::size_t> at_;
    std::optional<std::int32_t> found_;
    LineTally begun_;
    /// Of the look before: what came after it may be half a frame.
    LineTally last_;
    std::uint32_t looks_ = 0;
    std::uint32_t pause_ = 0;
};

}  // namespace jiaohao::drivers
