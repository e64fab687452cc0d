// Every request to the upload interface ends in exactly one outcome, and each is counted.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>

namespace jiaohao::headoffice {

enum class Outcome : std::uint8_t {
    stored,
    contact,
    bad_envelope,
    wrong_terminal,
    not_found,
    method,
    gap,
    too_large,
    content_coding,
    clone,
    wrong_hall,
    other_hall,
    simulation,
    rate,
    full,
    unavailable,
    busy,
};
inline constexpr std::array<std::string_view, 17> kOutcomeNames{
    "stored",     "contact",   "bad-envelope",   "wrong-terminal", "not-found",  "method",
    "gap",        "too-large", "content-coding", "clone",          "wrong-hall", "other-hall",
    "simulation", "rate",      "full",           "unavailable",    "busy"};

[[nodiscard]] constexpr std::string_view name(Outcome outcome) {
    return kOutcomeNames.at(static_cast<std::size_t>(outcome));
}

/// Thread-safe.
class IngestCounters {
  public:
    void count(Outcome outcome) { outcomes_.at(static_cast<std::size_t>(outcome))++; }
    void count_body(std::size_t bytes) { bytes_ += bytes; }
    void count_events(std::uint64_t stored, std::uint64_t repeated) {
        stored_ += stored;
        repeated_ += repeated;
    }
    [[nodiscard]] std::string prometheus() const;

  private:
    std::array<std::atomic<std::uint64_t>, kOutcomeNames.size()> outcomes_{};
    std::atomic<std::uint64_t> bytes_{0};
    std::atomic<std::uint64_t> stored_{0};
    std::atomic<std::uint64_t> repeated_{0};
};

}  // namespace jiaohao::headoffice
