// Events of one hall-day -> figures of every bucket. Pure: the same events always give the same roll-ups, in
// whatever order the uploads came in.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "headoffice/feeds/zone.hpp"
#include "headoffice/store/store.hpp"

namespace jiaohao::headoffice::feeds {

/// Stands for a service, counter or clerk that a fact should have but does not tell: a ticket whose issue is
/// missing, a counter with only a handset and nobody signed in.
inline constexpr std::string_view not_known = "unknown";

/// Buckets are: {quarter_hour, hour, day} x {hall, service, counter, clerk}, and by day also
/// {service x counter, service x clerk}; only those in which something happened, in order of the Rollup's
/// key. `rev` and `updated_at` are the store's to set. Slots are wall-clock minutes after midnight of the
/// business day in `zone` and go on past 24:00 to 48:00 for a day that closes late; a fact with a clock
/// outside of that is put at the nearest end and counted in clock_doubts. Robust against any mixture of
/// events: missing issues, unknown tickets, several epochs and terminals.
[[nodiscard]] std::vector<Rollup> compute_rollups(const HallDay& hall_day,
                                                  const std::vector<domain::RecordedEvent>& events,
                                                  const Zone& zone);

}  // namespace jiaohao::headoffice::feeds
