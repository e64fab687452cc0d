// The tables of the embedded store and how an older file becomes a current one.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "headoffice/store/sqlite.hpp"

namespace jiaohao::headoffice::sqlite {

/// The schema this version writes (PRAGMA user_version).
inline constexpr int kSchemaVersion = 6;

/// Sets the connection up as the one writer (WAL, synchronous=FULL) and brings the file to kSchemaVersion;
/// each step is one transaction. Throws StoreError::too_new for a file of a newer version and ::invalid for
/// somebody else's database.
void prepare_writer(Database& database, std::uint64_t quota_bytes);

}  // namespace jiaohao::headoffice::sqlite
