// The answer to the question `figures` (API.md). Costs milliseconds and reads the journal: for a worker thread, one
// caller at a time. Internal to kiosk/api.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "kiosk/api/diagnostics.hpp"
#include "kiosk/service/hall_loop.hpp"
#include "kiosk/service/rating_book.hpp"

namespace jiaohao::api {

class FiguresMaker {
  public:
    /// With what is reported of ratings, for managers alone: see without_ratings(). While the book of the day is far
    /// behind (after a start in the afternoon) it comes nearer with each question; `complete` says so.
    [[nodiscard]] nlohmann::json make(const service::Snapshot& now, WallTime at, Diagnostics& journal);

  private:
    [[nodiscard]] nlohmann::json ratings(const service::Snapshot& now, Diagnostics& journal);

    service::RatingBook book_;
};

[[nodiscard]] nlohmann::json without_ratings(const nlohmann::json& figures);

}  // namespace jiaohao::api
