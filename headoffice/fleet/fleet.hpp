// What head office knows of each terminal besides its events: its hall and its last contact.
//
// A terminal is known by its certificate and speaks for one hall: the one that head office's list of terminals
// names, else the one it named first. A batch or contact in the name of another hall is refused and noted here.
// An epoch that began before the list moved the terminal is still taken for the hall in which it began.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "headoffice/store/store.hpp"

namespace jiaohao::headoffice {

/// The last word of a terminal. A repeat replaces the one before.
struct Contact {
    domain::TerminalId terminal;
    domain::HallId hall;
    /// Head office's own time.
    WallTime received_at{};
    /// Events that wait for upload, as the terminal counts them.
    std::uint64_t backlog = 0;
    /// The whole status as the terminal sent it (JSON text): versions, devices, alerts.
    std::string body;
    /// As HallNames::body; empty: said nothing of names, the hall's stay as they are.
    std::string names{};
    /// What the terminal calls the names that it has, whether they came along or not; empty: it does not say.
    std::string names_hash{};
    bool names_along = false;
};

/// What a hall calls itself, its services and its counters, as it last said: {"hall": {"en": "..."}, "services":
/// {id: {...}}, "counters": {id: {...}}} (JSON text, checked when it came in).
struct HallNames {
    domain::HallId hall;
    std::string body;
};

/// Where a terminal told another event than the one that is stored.
struct ClonePlace {
    domain::EpochId epoch;
    domain::Seq seq;
    WallTime at{};
};

struct TerminalHall {
    domain::TerminalId terminal;
    domain::HallId hall;
    /// By head office's list; else by the terminal's first word.
    bool listed = false;
    WallTime since{};
    /// Requests in the name of another hall, and the last of them.
    std::uint64_t refused = 0;
    std::optional<domain::HallId> refused_hall{};
    std::optional<WallTime> refused_at{};
    /// Batches refused because another event is stored at one of their seqs, and the last of them.
    std::uint64_t clones = 0;
    std::optional<ClonePlace> last_clone{};
};

struct ContactAnswer {
    /// Set when the contact was refused: the hall that the terminal speaks for.
    std::optional<domain::HallId> other_hall;
    /// The names came by their hash alone, and those last heard of this terminal were others or none.
    bool names_wanted = false;
};

/// Thread-safe; a call returns when its data are durable.
class Fleet {
  public:
    virtual ~Fleet() = default;
    [[nodiscard]] virtual Result<ContactAnswer, StoreError> record(const Contact& contact) = 0;
    /// By terminal.
    [[nodiscard]] virtual Result<std::vector<Contact>, StoreError> contacts() = 0;
    /// Takes over head office's list of terminals. Terminals that are not on it keep the hall they have.
    [[nodiscard]] virtual Result<void, StoreError> list(
        const std::vector<std::pair<domain::TerminalId, domain::HallId>>& terminals, WallTime now) = 0;
    /// By terminal.
    [[nodiscard]] virtual Result<std::vector<TerminalHall>, StoreError> halls() = 0;
    /// By hall, or of one; those that never said any are missing.
    [[nodiscard]] virtual Result<std::vector<HallNames>, StoreError> names(
        const std::optional<domain::HallId>& hall) = 0;
    /// Grows whenever the names of any hall change.
    [[nodiscard]] virtual Result<std::uint64_t, StoreError> names_revision() = 0;
};

}  // namespace jiaohao::headoffice
