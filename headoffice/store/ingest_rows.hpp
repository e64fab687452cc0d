// The rows that one batch becomes, and the judgement whether it may. Runs on the writer thread, within its
// transaction.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>

#include "headoffice/store/sameness.hpp"
#include "headoffice/store/sqlite.hpp"

namespace jiaohao::headoffice::sqlite {

/// One per store. What it caches is valid until forget().
class IngestRows {
  public:
    /// Looks only at what is durable or earlier in this transaction; stores nothing unless the answer is
    /// `stored` (a refusal is noted with the terminal).
    [[nodiscard]] IngestAnswer apply(Database& database, const IngestBatch& batch);
    /// After a rollback.
    void forget();

    /// The hall's days are to be computed in this zone from now on: those that have roll-ups become dirty,
    /// behind all days with new events. How many that were.
    std::size_t move_zone(Database& database, const domain::HallId& hall, const std::string& zone);

  private:
    struct Cursor {
        std::uint64_t stored_to = 0;
        wire::Hash chain{};
        bool exists = false;
    };

    [[nodiscard]] std::optional<Source> find_source(Database& database, const IngestBatch& batch);
    [[nodiscard]] Source make_source(Database& database, const IngestBatch& batch);
    [[nodiscard]] static Cursor cursor_of(Database& database, const Source& source);
    /// What speaks against storing the batch at all: whose hall it names.
    [[nodiscard]] static std::optional<IngestAnswer> refused_hall(Database& database,
                                                                  const IngestBatch& batch,
                                                                  const std::optional<Source>& source);
    void insert(Database& database, const IngestBatch& batch, const Source& source, const Cursor& cursor,
                std::size_t from);
    [[nodiscard]] std::int64_t take_mark(Database& database);
    void mark_dirty(Database& database, const Source& source, const IngestBatch& batch, std::size_t from);

    /// By "terminal/epoch". Bounded: emptied when it has grown beyond use.
    std::unordered_map<std::string, Source> sources_;
    /// Never goes back while the process lives, so that a mark seen by a reader is never given twice.
    std::int64_t next_mark_ = 0;
};

/// Business days as yyyymmdd, so that they sort and read.
[[nodiscard]] std::int64_t day_number(domain::BusinessDay day);
[[nodiscard]] domain::BusinessDay day_of(std::int64_t number);
[[nodiscard]] wire::Hash hash_from(std::span<const std::uint8_t> bytes);

}  // namespace jiaohao::headoffice::sqlite
