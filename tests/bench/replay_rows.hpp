// Rows of a file of recorded visits: plain or gzip-compressed, fields parted by commas or tabs.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "kiosk/base/result.hpp"

namespace jiaohao::bench {

using Row = std::vector<std::string>;

/// Called with the number of the row (1 is the header) and its fields; returning a text ends the reading with
/// that text, which is told with file and row.
using OnRow = std::function<std::string(std::size_t number, const Row& row)>;

/// Tabs part the fields if the header holds one, else commas (RFC 4180). At most 5,000,000 rows of at most 64
/// fields and 4,096 bytes. The error names file, row and what is wrong.
[[nodiscard]] Result<void, std::string> read_rows(const std::string& path, const OnRow& on_row);

/// The header alone.
[[nodiscard]] Result<Row, std::string> read_header(const std::string& path);

}  // namespace jiaohao::bench
