// One event of every type, and random ones, for tests of codecs.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "kiosk/base/random.hpp"
#include "kiosk/domain/types/events.hpp"

namespace jiaohao::test {

/// Of terminal "t1", epoch "6f1c2a7e-0000-4000-8000-000000000001", hall "demo", seq 17.
[[nodiscard]] domain::RecordedEvent recorded(domain::Event event);

/// One of each type, UnknownEvent last, with telling values in every field.
[[nodiscard]] std::vector<domain::Event> one_of_each();

/// Any event with any values that the types allow; seq is `seq`.
[[nodiscard]] domain::RecordedEvent random_event(Random& random, std::uint64_t seq);

}  // namespace jiaohao::test
