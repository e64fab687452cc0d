// What the uploader needs of the journal: read what is durable, remember what head office has.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "kiosk/base/result.hpp"
#include "kiosk/domain/types/events.hpp"
#include "kiosk/ports/journal.hpp"

namespace jiaohao::ports {

/// Thread-safe; calls may block on the disk and are made by the upload thread only. Epochs before the current
/// one are read-only files that still wait for upload; they are listed oldest first, the current one last.
class Outbox {
  public:
    virtual ~Outbox() = default;

    struct EpochBacklog {
        domain::EpochId epoch;
        /// Highest seq that head office has confirmed.
        domain::Seq acknowledged;
        /// Highest durable seq.
        domain::Seq last;
    };
    [[nodiscard]] virtual Result<std::vector<EpochBacklog>, JournalFailure> backlog() = 0;

    /// Consecutive durable events of `epoch` from `first`, at most `most` of them or about `most_bytes` of
    /// JSON.
    [[nodiscard]] virtual Result<std::vector<domain::RecordedEvent>, JournalFailure> read(
        const domain::EpochId& epoch, domain::Seq first, std::size_t most, std::size_t most_bytes) = 0;

    /// Head office has everything up to `stored_to`. Durable in its own time (a repeat is harmless).
    [[nodiscard]] virtual Result<void, JournalFailure> acknowledge(const domain::EpochId& epoch,
                                                                   domain::Seq stored_to) = 0;
};

}  // namespace jiaohao::ports
