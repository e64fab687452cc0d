// SPDX-License-Identifier: Apache-2.0
#include "headoffice/store/sameness.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "headoffice/store/ingest_rows.hpp"

namespace jiaohao::headoffice::sqlite {
namespace {

using Json = nlohmann::json;

/// What an element says of itself however its batch was cut. Nothing when it is no part of a batch but a whole
/// event, or no object at all: then its bytes are always the same.
std::optional<Json> apart_from_its_batch(const std::string& text) {
    Json element = Json::parse(text, nullptr, false);
    if (!element.is_object() || (element.contains("epoch") && element.contains("terminal"))) {
        return std::nullopt;
    }
    // The first four stand once in a batch unless they differ, the others are counted from its first event.
    constexpr std::array fields{"v", "day", "boot", "sim", "at", "mono", "dt", "dm", "hall", "seq"};
    for (const char* field : fields) {
        element.erase(field);
    }
    return element;
}

std::string body_at(Database& database, const Source& source, std::uint64_t seq) {
    Statement row = database.prepare(
        "SELECT body FROM event WHERE hall_id = ?1 AND terminal_id = ?2 AND epoch_id = ?3 AND seq = ?4");
    row.bind(1, source.hall).bind(2, source.terminal).bind(3, source.epoch);
    row.bind(4, static_cast<std::int64_t>(seq));
    return row.step() ? row.text(0) : std::string{};
}

bool cut_anew(const std::string& stored, const std::string& incoming) {
    const auto one = apart_from_its_batch(stored);
    const auto other = apart_from_its_batch(incoming);
    return one && other && *one == *other;
}

}  // namespace

std::optional<domain::Seq> first_that_differs(Database& database, const Source& source,
                                              const IngestBatch& batch, std::uint64_t stored_to) {
    const std::uint64_t first = batch.events.front().seq.get();
    Statement row = database.prepare(
        "SELECT seq, chain, problem FROM event WHERE hall_id = ?1 AND terminal_id = ?2 AND epoch_id = ?3 "
        "AND seq BETWEEN ?4 AND ?5 ORDER BY seq");
    row.bind(1, source.hall).bind(2, source.terminal).bind(3, source.epoch);
    row.bind(4, static_cast<std::int64_t>(first) - 1);
    row.bind(5, static_cast<std::int64_t>(std::min(stored_to, batch.events.back().seq.get())));
    wire::Hash previous{};
    while (row.step()) {
        const auto seq = static_cast<std::uint64_t>(row.integer(0));
        const wire::Hash stored = hash_from(row.blob(1));
        if (seq >= first) {
            const IncomingEvent& incoming = batch.events[seq - first];
            const bool same = wire::chain(previous, incoming.hash) == stored;
            const bool neither_readable = !row.null(2) && incoming.quarantined;
            if (!same && !(neither_readable && cut_anew(body_at(database, source, seq), incoming.body))) {
                return incoming.seq;
            }
        }
        previous = stored;
    }
    return std::nullopt;
}

}  // namespace jiaohao::headoffice::sqlite
