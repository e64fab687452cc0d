// What journal thread and uploader both know: how far events are durable and how far head office has them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/base/clock.hpp"
#include "kiosk/ports/outbox.hpp"

namespace jiaohao::journal {

/// A finished epoch that may still have events to upload: a read-only file.
struct OldEpoch {
    domain::EpochId epoch;
    std::filesystem::path file;
    /// Orders epochs: when the file was made, as in meta.
    std::string created;
    /// Events before the first were acknowledged and dropped.
    domain::Seq first;
    domain::Seq last;
    /// When it was set aside, of one that stays when head office has it all: it may be taken up again.
    std::optional<WallTime> kept{};
};

/// Thread-safe.
class Marks {
  public:
    using Acknowledged = std::map<domain::EpochId, domain::Seq>;

    void set_current(const domain::EpochId& epoch, domain::Seq last, const Acknowledged& acknowledged);
    void set_last(domain::Seq last);
    void set_old(std::vector<OldEpoch> old);

    [[nodiscard]] std::vector<ports::Outbox::EpochBacklog> backlog() const;
    /// The file that holds `epoch`; nothing when this journal does not know it.
    [[nodiscard]] std::optional<std::filesystem::path> file_of(const domain::EpochId& epoch,
                                                               const std::filesystem::path& current) const;
    [[nodiscard]] domain::Seq last() const;

    /// Never goes back, never beyond what is durable. False: nothing new.
    bool acknowledge(const domain::EpochId& epoch, domain::Seq stored_to);
    /// Marks not yet handed to the database; they count as handed over.
    [[nodiscard]] Acknowledged take_unsaved();
    /// The commit with these failed: they are unsaved again.
    void put_back(const Acknowledged& unsaved);
    [[nodiscard]] bool has_unsaved() const;
    [[nodiscard]] domain::Seq acknowledged_current() const;
    /// Takes one old epoch off the list that head office has in full and that is not kept.
    [[nodiscard]] std::optional<OldEpoch> take_finished();
    /// Takes the one that was set aside first of those that are kept although head office has them in full.
    [[nodiscard]] std::optional<OldEpoch> take_kept();

  private:
    [[nodiscard]] domain::Seq acknowledged_locked(const domain::EpochId& epoch) const;
    [[nodiscard]] domain::Seq last_locked(const domain::EpochId& epoch) const;
    [[nodiscard]] bool finished_locked(const OldEpoch& old) const;
    void move_kept_locked();

    mutable std::mutex mutex_;
    domain::EpochId epoch_;
    domain::Seq last_;
    Acknowledged acknowledged_;
    Acknowledged unsaved_;
    std::vector<OldEpoch> old_;
    /// Nothing of them is to be uploaded.
    std::vector<OldEpoch> kept_;
};

}  // namespace jiaohao::journal
