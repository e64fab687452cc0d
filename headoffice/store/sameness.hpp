// Whether what a terminal sends again is what is stored: a cloned or restored disk tells other events at the
// same seqs.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

#include "headoffice/store/sqlite.hpp"

namespace jiaohao::headoffice::sqlite {

/// Row ids of the place that a batch speaks for.
struct Source {
    std::int64_t hall = 0;
    std::int64_t terminal = 0;
    std::int64_t epoch = 0;
};

/// The first seq of the batch, among those up to `stored_to`, at which another event is stored. The same event
/// cut anew into another batch is no other one, nor is one that could be read once and not the other time. Any
/// connection.
[[nodiscard]] std::optional<domain::Seq> first_that_differs(Database& database, const Source& source,
                                                            const IngestBatch& batch,
                                                            std::uint64_t stored_to);

}  // namespace jiaohao::headoffice::sqlite
