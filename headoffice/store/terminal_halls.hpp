// Which hall a terminal speaks for. Each function runs on the writer's connection, within its transaction,
// unless it says otherwise.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "headoffice/fleet/fleet.hpp"
#include "headoffice/store/sqlite.hpp"

namespace jiaohao::headoffice::sqlite {

/// Binds the terminal to the hall unless it is bound already.
void bind_terminal(Database& database, const domain::TerminalId& terminal, const domain::HallId& hall,
                   WallTime now);
/// Nothing when the terminal may speak for `hall`, being bound to it or to none yet. Else the hall that it is
/// bound to; the refusal is noted.
[[nodiscard]] std::optional<domain::HallId> refuse_other_hall(Database& database,
                                                              const domain::TerminalId& terminal,
                                                              const domain::HallId& hall, WallTime now);
/// Another event than the stored one was told at `seq`; nothing of it was stored.
void note_clone(Database& database, const domain::TerminalId& terminal, const domain::EpochId& epoch,
                domain::Seq seq, WallTime now);
void list_terminals(Database& database,
                    const std::vector<std::pair<domain::TerminalId, domain::HallId>>& terminals,
                    WallTime now);
/// Any connection.
[[nodiscard]] std::vector<TerminalHall> terminal_halls(Database& database);

}  // namespace jiaohao::headoffice::sqlite
