// What one durable commit costs on this disk without a kioskd around it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>

#include "kiosk/journal/sqlite.hpp"

namespace jiaohao::bench {

/// The rows that one ticket leaves in the journal, read from a journal.
struct TicketRows {
    std::string type;
    std::string day;
    std::int64_t at = 0;
    std::string body;
    std::string request;
    std::string answer;
};

/// The last ticket of `journal`, which may be open elsewhere. Throws when it has none.
[[nodiscard]] TicketRows rows_of_last_ticket(const std::filesystem::path& journal);

/// A SQLite file with the journal's tables and settings, written by one prepared statement per row.
class BareCommit {
  public:
    BareCommit(const std::filesystem::path& file, TicketRows rows);

    /// One transaction with the event row alone.
    [[nodiscard]] std::chrono::nanoseconds event();
    /// One transaction with the event row and the row of its request: what the journal writes for a ticket.
    [[nodiscard]] std::chrono::nanoseconds event_and_request();

  private:
    void put_event();
    void put_request();

    TicketRows rows_;
    std::int64_t seq_ = 0;
    journal::sqlite::Connection db_;
    journal::sqlite::Statement begin_;
    journal::sqlite::Statement commit_;
    journal::sqlite::Statement put_event_;
    journal::sqlite::Statement put_request_;
};

}  // namespace jiaohao::bench
