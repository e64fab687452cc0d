// What to do about each answer of head office, and how long to wait. Pure: no clock, no network, no disk.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "kiosk/base/random.hpp"

namespace jiaohao::upload {

using Span = std::chrono::nanoseconds;

struct BatchLimits {
    /// A batch is sent when this many events wait, or the oldest has waited `most_age` (real time).
    std::size_t least_events = 100;
    Span most_age = std::chrono::seconds{5};
    std::size_t most_events = 1000;
    /// After compression.
    std::size_t most_bytes = std::size_t{256} * 1024;
};

struct RetryLimits {
    Span base = std::chrono::seconds{1};
    Span cap = std::chrono::seconds{300};
    /// For what only a person can mend: certificate, address, configuration.
    Span hold_least = std::chrono::minutes{15};
    Span hold_most = std::chrono::minutes{60};
    /// A longer Retry-After is cut to this.
    Span most_retry_after = std::chrono::hours{1};
};

enum class Verdict : std::uint8_t {
    /// 2xx. Whether its body makes sense is judged apart.
    stored,
    /// 409: go on from the seq that head office wants.
    rewind,
    /// 400, 413: send half as many.
    halve,
    /// 400 for a single event: send it as {seq, raw}.
    send_raw,
    /// Comes back by itself: back off and send the same again.
    retry,
    /// A person must act; nothing is sent for 15 to 60 min or until the configuration changes.
    hold,
    /// As hold, for this epoch alone; other epochs go on.
    hold_epoch,
};

/// Why a person is needed. `none` for what comes back by itself.
enum class Alarm : std::uint8_t {
    none,
    /// 401, 403.
    unauthorised,
    /// The certificates do not verify.
    untrusted,
    /// Not head office's answer: a proxy or portal on the way.
    not_head_office,
    /// 404, 405, 415 and other refusals of the request as such.
    misconfigured,
    /// Head office takes no simulated events.
    simulation,
    /// Another event is stored at this seq: the disk was cloned or restored, a new epoch is needed.
    clone,
    /// The epoch began in another hall: a new epoch is needed.
    wrong_hall,
    /// Head office wants events that are no longer here.
    history_missing,
    /// One event is refused even raw.
    undeliverable,
    /// The outbox cannot be read.
    unreadable,
};
/// Stable words for logs, alerts and the contact: "unauthorised", "clone", ... ; "" for none.
[[nodiscard]] std::string_view code(Alarm alarm);
/// True when only a new epoch helps.
[[nodiscard]] constexpr bool needs_new_epoch(Alarm alarm) {
    return alarm == Alarm::clone || alarm == Alarm::wrong_hall;
}

struct Judgement {
    Verdict verdict{};
    Alarm alarm = Alarm::none;
};

/// `problem` is the last part of the problem document's type ("clone"), empty without one. `events` were
/// sent, `raw` when as {seq, raw}.
[[nodiscard]] Judgement judge(int status, std::string_view problem, std::size_t events, bool raw);

/// Full jitter, applied after the cap: uniform in [0, min(cap, base * 2^(failures-1))), on top of
/// Retry-After. `failures` in a row, from 1.
[[nodiscard]] Span back_off(std::uint32_t failures, std::optional<std::chrono::seconds> retry_after,
                            const RetryLimits& limits, Random& random);
/// Uniform in [hold_least, hold_most).
[[nodiscard]] Span hold(const RetryLimits& limits, Random& random);
/// Uniform in [0.8, 1.2) of `period`, so that terminals started together drift apart.
[[nodiscard]] Span around(Span period, Random& random);
/// Whole seconds; nothing for a date or anything else (then the back-off alone counts).
[[nodiscard]] std::optional<std::chrono::seconds> parse_retry_after(std::string_view header);

/// How many events of one epoch the next batch may have. Halved on refusals, doubled by successes.
class BatchSize {
  public:
    explicit BatchSize(std::size_t most) : most_(most), now_(most) {}
    [[nodiscard]] std::size_t now() const { return now_; }
    void refused(std::size_t sent) { now_ = sent > 1 ? sent / 2 : 1; }
    void stored() { now_ = now_ > most_ / 2 ? most_ : now_ * 2; }

  private:
    std::size_t most_;
    std::size_t now_;
};

}  // namespace jiaohao::upload
