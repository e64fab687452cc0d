// From a journal file to the state it implies.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <stdexcept>
#include <string>

#include "kiosk/journal/store.hpp"
#include "kiosk/ports/journal.hpp"

namespace jiaohao::journal {

/// The file opens but does not hold a whole journal; what() names what is wrong.
class Damaged : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

struct Loaded {
    domain::HallId hall;
    domain::TerminalId terminal;
    ports::Recovered recovered;
    domain::Seq last;
    /// Acknowledged by head office, of this and of earlier epochs.
    std::map<domain::EpochId, domain::Seq> acknowledged;
    /// Body of the newest good snapshot.
    std::string snapshot;
};

/// Checks the whole file, takes the newest good snapshot and applies every event after it. Throws Damaged or
/// sqlite::Error.
[[nodiscard]] Loaded load(Store& store);

/// The state after the last event up to `no_later_than`, from the newest snapshot and the events after it; nothing
/// while there is no event. For a reader beside the writer: checks only what it reads. Throws Damaged or
/// sqlite::Error.
[[nodiscard]] std::optional<domain::HallState> state_now(sqlite::Connection& db, domain::Seq no_later_than);

[[nodiscard]] std::map<domain::EpochId, domain::Seq> acknowledged_in(sqlite::Connection& db);

/// Keys of `meta`.
namespace meta_key {
inline constexpr const char* hall = "hall";
inline constexpr const char* terminal = "terminal";
inline constexpr const char* epoch = "epoch";
inline constexpr const char* created = "created";
/// JSON: why the file was made, by which epoch before it, and the floors: kept until `epoch.started` stands.
inline constexpr const char* fresh = "fresh";
/// Followed by an epoch: the highest seq that head office has.
inline constexpr const char* acknowledged = "acknowledged:";
/// JSON: when the file was set aside for a journal of other names, and the numbers reserved by then; gone once it is back.
inline constexpr const char* moved = "moved";
/// JSON: the journal that was set aside for this one; counts while `seq` in it is the last event.
inline constexpr const char* left = "left";
}  // namespace meta_key

/// Value of meta_key::fresh.
[[nodiscard]] std::string encode_fresh(const ports::Recovered& recovered);

}  // namespace jiaohao::journal
