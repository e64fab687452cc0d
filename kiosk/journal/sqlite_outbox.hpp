// The uploader's view of the journal: read-only connections, made for each read, so that none is open when
// the writer has to start anew.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>

#include "kiosk/base/log.hpp"
#include "kiosk/journal/marks.hpp"

namespace jiaohao::journal {

class SqliteOutbox final : public ports::Outbox {
  public:
    /// `wake` tells the journal thread that there is a mark to store.
    SqliteOutbox(std::filesystem::path current, std::string vfs, Marks& marks, std::function<void()> wake,
                 Log log)
        : current_(std::move(current)),
          vfs_(std::move(vfs)),
          marks_(marks),
          wake_(std::move(wake)),
          log_(log) {}

    [[nodiscard]] Result<std::vector<EpochBacklog>, ports::JournalFailure> backlog() override;
    [[nodiscard]] Result<std::vector<domain::RecordedEvent>, ports::JournalFailure> read(
        const domain::EpochId& epoch, domain::Seq first, std::size_t most, std::size_t most_bytes) override;
    [[nodiscard]] Result<void, ports::JournalFailure> acknowledge(const domain::EpochId& epoch,
                                                                  domain::Seq stored_to) override;

  private:
    std::filesystem::path current_;
    std::string vfs_;
    Marks& marks_;
    std::function<void()> wake_;
    Log log_;
};

}  // namespace jiaohao::journal
