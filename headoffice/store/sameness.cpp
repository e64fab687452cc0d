// SPDX-License-Identifier: Apache-2.0
#include "headoffice/store/sameness.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "headoffice/store/ingest_rows.hpp"

namespace jiaohao::headoffice::sqlite {
namespace {

using Json = nlohmann::json;

struct Told {
    /// What an event says of itself however its batch was cut, and whether or not it could be read.
    Json itself;
    /// It was no part of a batch but a whole event.
    bool whole = false;
};

/// Nothing for what is no object: its bytes are always the same.
std::optional<Told> told(const std::string& text) {
    Told told{Json::parse(text, nullptr, false)};
    if (!told.itself.is_object()) {
        return std::nullopt;
    }
    told.whole = told.itself.contains("epoch") && told.itself.contains("terminal");
    // The first four stand once in a batch unless they differ, the next six are counted from its first event, the
    // others come of its address.
    constexpr std::array fields{"v",  "day", "boot", "sim", "at",    "mono",
                                "dt", "dm",  "hall", "seq", "epoch", "terminal"};
    for (const char* field : fields) {
        told.itself.erase(field);
    }
    return told;
}

struct Stored {
    std::string body;
    bool readable = false;
};

Stored stored_at(Database& database, const Source& source, std::uint64_t seq) {
    Statement row = database.prepare(
        "SELECT body, problem IS NULL FROM event WHERE hall_id = ?1 AND terminal_id = ?2 AND epoch_id = ?3 "
        "AND seq = ?4");
    row.bind(1, source.hall).bind(2, source.terminal).bind(3, source.epoch);
    row.bind(4, static_cast<std::int64_t>(seq));
    return row.step() ? Stored{row.text(0), row.integer(1) != 0} : Stored{};
}

/// Of two whose hashes differ. Whether an event can be read depends on head office's version: an update, or going back
/// to the version before, makes of an element that was kept as it stood in its batch a whole event, and the other way
/// round. Neither makes it another event.
bool same_in_another_form(const Stored& stored, const IncomingEvent& incoming) {
    if (stored.readable && !incoming.quarantined) {
        return false;
    }
    const auto one = told(stored.body);
    const auto other = told(incoming.body);
    const bool both_as_they_are = !stored.readable && incoming.quarantined;
    // Two whole events that nobody could read came byte for byte.
    if (!one || !other || (both_as_they_are && one->whole && other->whole)) {
        return false;
    }
    return one->itself == other->itself;
}

}  // namespace

std::optional<domain::Seq> first_that_differs(Database& database, const Source& source,
                                              const IngestBatch& batch, std::uint64_t stored_to) {
    const std::uint64_t first = batch.events.front().seq.get();
    Statement row = database.prepare(
        "SELECT seq, chain FROM event WHERE hall_id = ?1 AND terminal_id = ?2 AND epoch_id = ?3 "
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
            if (!same && !same_in_another_form(stored_at(database, source, seq), incoming)) {
                return incoming.seq;
            }
        }
        previous = stored;
    }
    return std::nullopt;
}

}  // namespace jiaohao::headoffice::sqlite
