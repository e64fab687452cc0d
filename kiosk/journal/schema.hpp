// Tables of a journal file and how older ones become this one.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "kiosk/journal/sqlite.hpp"

namespace jiaohao::journal {

/// PRAGMA user_version of files written by this program.
inline constexpr int kSchemaVersion = 1;

/// Begins a transaction with the tables of this version; the caller commits.
void create_schema(sqlite::Connection& db);

/// Lifts a file of an older version step by step, each step in a transaction of its own. True when anything
/// changed.
bool migrate(sqlite::Connection& db);

/// The version of the file without changing anything of it, its write-ahead log included.
[[nodiscard]] int version_of(const std::filesystem::path& file, const std::string& vfs);

}  // namespace jiaohao::journal
