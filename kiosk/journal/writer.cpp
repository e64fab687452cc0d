// SPDX-License-Identifier: Apache-2.0
#include "kiosk/journal/writer.hpp"

#include <fmt/format.h>

#include <bit>
#include <utility>

#include "kiosk/domain/lent.hpp"
#include "kiosk/journal/snapshot_codec.hpp"

namespace jiaohao::journal {
namespace {

using ports::JournalError;
using ports::JournalFailure;

constexpr std::size_t kDropStep = 500;
/// A commit writes tens of kilobytes at most; the room that is watched for is megabytes.
constexpr std::uint32_t kCommitsBetweenLooks = 16;

/// A batch that does not continue the journal is a mistake of the caller; nothing of its group is written.
class OutOfOrder : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

std::string day_text(const std::optional<domain::BusinessDay>& day) {
    return day ? domain::to_string(*day) : std::string();
}

}  // namespace

Writer::Writer(const Options& options, Marks& marks, Counters& counters)
    : options_(options),
      places_(options.folder),
      marks_(marks),
      counters_(counters),
      ballast_(places_.ballast, options.ballast_bytes),
      room_(options.folder, options.quota_bytes, options.ballast_bytes, options.free_bytes),
      high_water_(places_.high_water),
      snapshots_(places_.snapshot, places_.database, options.vfs, options.log),
      renewed_(options.clock.boot()) {}

Writer::~Writer() {
    if (store_ && !failure_) {
        try {
            write_marks(marks_.take_unsaved());
        } catch (const sqlite::Error& error) {
            options_.log.warning("marks.unsaved", {{"problem", error.what()}});
        }
        // Before the database closes: it is read for this.
        if (renewed_at_ != last_) {
            renew_snapshot();
        }
    }
}

Result<ports::Recovered, JournalFailure> Writer::open(std::optional<domain::Seq> no_later_than) {
    // A state that was read before must not be written over what is begun now.
    snapshots_.rest();
    // Dropped there, it is to be asked for again.
    renewed_at_ = {};
    store_.reset();
    failure_.reset();
    high_water_.reload();
    ballast_.ensure();
    auto opened = open_or_begin(options_, high_water_, no_later_than);
    if (!opened) {
        return fail(broken(std::move(opened.error())));
    }
    store_ = std::move(opened->store);
    look_for_room();
    auto& recovered = opened->loaded.recovered;
    epoch_ = recovered.epoch;
    last_ = opened->loaded.last;
    day_ = recovered.state.day;
    marks_.set_current(epoch_, last_, opened->loaded.acknowledged);
    if (!recovered.fresh && !opened->loaded.snapshot.empty() && !std::filesystem::exists(places_.snapshot)) {
        snapshots_.write(epoch_, recovered.state.seq, std::move(opened->loaded.snapshot));
    }
    drop_due_ = true;
    return std::move(recovered);
}

Result<void, JournalFailure> Writer::commit(const std::deque<const ports::CommitBatch*>& group) {
    if (failure_) {
        return fail(*failure_);
    }
    if (store_->is_gone()) {
        return fail(
            broken({JournalError::unwritable,
                    fmt::format("{} was moved or deleted while it is in use", places_.database.string())}));
    }
    const auto before = last_;
    const auto day_before = day_;
    for (bool retried = false;; retried = true) {
        try {
            write_group(group);
            committed();
            counters_.batches += group.size();
            counters_.events += last_.get() - before.get();
            return {};
        } catch (const sqlite::Error& error) {
            store_->rollback();
            last_ = before;
            day_ = day_before;
            auto failure = failure_of(error, places_.database);
            if (failure.error == JournalError::full && !retried && make_room()) {
                continue;
            }
            return fail(broken(std::move(failure)));
        } catch (const FileError& error) {
            store_->rollback();
            high_water_.reload();
            if (error.error() == ENOSPC && !retried && make_room()) {
                continue;
            }
            return fail(broken(failure_of_errno(error.error(), error.what())));
        } catch (const OutOfOrder& error) {
            store_->rollback();
            return fail(broken({JournalError::failed, error.what()}));
        }
    }
}

void Writer::write_group(const std::deque<const ports::CommitBatch*>& group) {
    reserve_numbers(group);
    snapshot_.reset();
    const auto marks = marks_.take_unsaved();
    try {
        store_->begin();
        for (const ports::CommitBatch* batch : group) {
            write_batch(*batch);
        }
        for (const auto& [epoch, seq] : marks) {
            store_->put_meta(meta_key::acknowledged + epoch.get(), fmt::format("{}", seq.get()));
        }
        store_->commit();
    } catch (...) {
        marks_.put_back(marks);
        throw;
    }
}

void Writer::write_batch(const ports::CommitBatch& batch) {
    auto day = day_;
    for (const domain::RecordedEvent& event : batch.events) {
        const auto& e = event.envelope;
        if (e.seq.get() != last_.get() + 1 || e.epoch != epoch_) {
            throw OutOfOrder(fmt::format("event {} of epoch {} after {} of {}", e.seq.get(), e.epoch.get(),
                                         last_.get(), epoch_.get()));
        }
        store_->put_event(event);
        note_day(event);
        day = e.day ? e.day : day_;
        last_ = e.seq;
    }
    for (const ports::RequestRecord& request : batch.requests) {
        store_->put_request(request, day_text(day));
    }
    if (batch.snapshot) {
        auto body = encode_state(*batch.snapshot);
        store_->put_snapshot(last_, kSnapshotVersion, body);
        snapshot_ = {last_, std::move(body)};
        drop_due_ = true;
    }
}

/// Requests are kept for the open day and the one before.
void Writer::note_day(const domain::RecordedEvent& event) {
    const auto* opened = std::get_if<domain::DayOpened>(&event.event);
    if (opened != nullptr && opened->day != day_) {
        if (day_) {
            // Back from a day that a wrong clock had opened, today's are kept.
            store_->drop_requests_before(domain::to_string(std::min(*day_, opened->day)));
        }
        day_ = opened->day;
    }
}

void Writer::reserve_numbers(const std::deque<const ports::CommitBatch*>& group) {
    bool due = false;
    for (const ports::CommitBatch* batch : group) {
        for (const domain::RecordedEvent& event : batch->events) {
            if (const auto* issued = std::get_if<domain::TicketIssued>(&event.event)) {
                due = high_water_.reserve(event.envelope.day, issued->range, issued->ordinal) || due;
            } else if (const auto* lease = std::get_if<domain::LeaseGranted>(&event.event);
                       lease != nullptr && lease->to != event.envelope.terminal) {
                // Given away although nobody holds a ticket of it yet.
                due = high_water_.reserve(event.envelope.day, domain::lent_counter(lease->range),
                                          lease->last) ||
                      due;
            } else if (const auto* adopted = std::get_if<domain::TicketAdopted>(&event.event)) {
                due = high_water_.reserve(event.envelope.day, domain::lent_counter(adopted->range),
                                          adopted->ordinal) ||
                      due;
            } else if (const auto* opened = std::get_if<domain::DayOpened>(&event.event)) {
                due = high_water_.open_day(opened->day) || due;
            }
        }
    }
    if (due) {
        high_water_.set_durable(last_);
        high_water_.save();
        ++counters_.reservations;
    }
}

void Writer::committed() {
    marks_.set_last(last_);
    failures_in_a_row_ = 0;
    ++counters_.commits;
    if (snapshot_) {
        snapshots_.write(epoch_, snapshot_->first, std::move(snapshot_->second));
        snapshot_.reset();
    }
    if (++commits_since_look_ >= kCommitsBetweenLooks) {
        look_for_room();
    }
    if (store_->log_pages() >= 4 * options_.checkpoint_pages) {
        settle();
    }
}

void Writer::renew_snapshot() {
    renewed_ = options_.clock.boot();
    renewed_at_ = last_;
    snapshots_.renew(last_);
}

void Writer::look_for_room() {
    commits_since_look_ = 0;
    const bool was_low = room_.low();
    try {
        drop_due_ = room_.look(store_->used_bytes()) || drop_due_;
    } catch (const sqlite::Error& error) {
        // The commit before this stands, whatever the disk says now.
        options_.log.warning("room.unknown", {{"problem", error.what()}});
    }
    if (room_.low() != was_low) {
        options_.log.warning(room_.low() ? "room.low" : "room.again", {{"path", options_.folder.string()}});
    }
}

void Writer::rest() {
    settle();
    if (!rested()) {
        renew_snapshot();
    }
}

void Writer::settle() {
    if (!store_ || failure_ || store_->log_pages() == 0) {
        return;
    }
    try {
        store_->checkpoint();
        ++counters_.checkpoints;
    } catch (const sqlite::Error& error) {
        // What was committed stays committed: the log is whole. The next try may be luckier.
        options_.log.warning("checkpoint.failed", {{"problem", error.what()}});
    }
}

void Writer::write_marks(const Marks::Acknowledged& marks) {
    if (marks.empty()) {
        return;
    }
    try {
        store_->begin();
        for (const auto& [epoch, seq] : marks) {
            store_->put_meta(meta_key::acknowledged + epoch.get(), fmt::format("{}", seq.get()));
        }
        store_->commit();
    } catch (const sqlite::Error&) {
        store_->rollback();
        marks_.put_back(marks);
        throw;
    }
}

bool Writer::drop_some(WallTime before) {
    const auto dropped =
        store_->drop_acknowledged(marks_.acknowledged_current(), before, options_.clock.wall(), kDropStep);
    counters_.dropped += dropped;
    return dropped == kDropStep;
}

bool Writer::due() const {
    return store_ && !failure_ &&
           (marks_.has_unsaved() || drop_due_ || store_->log_pages() >= options_.checkpoint_pages);
}

bool Writer::upkeep() {
    if (!due()) {
        return false;
    }
    try {
        if (marks_.has_unsaved()) {
            write_marks(marks_.take_unsaved());
            drop_due_ = true;
        } else if (drop_due_) {
            // Room comes before retention: head office has these. Only a file that goes gives the disk something back.
            drop_finished();
            if (room_.low() && room_.disk_short() && give_up_kept()) {
                room_.look(store_->used_bytes());
            }
            drop_due_ = drop_some(room_.low() ? WallTime::max() : options_.clock.wall() - options_.retention);
            if (room_.low() && !drop_due_) {
                room_.look(store_->used_bytes());
                room_.nothing_to_drop();
            }
            ballast_.ensure();
        } else {
            ++counters_.checkpoints;
            // A hall that is never quiet for long has its second file renewed now and then, too.
            if (options_.clock.to_real(options_.clock.boot() - renewed_) >= options_.quiet) {
                renew_snapshot();
            }
            // What readers hold back waits for the next group, not for the next round of this loop.
            return store_->checkpoint() < options_.checkpoint_pages && due();
        }
    } catch (const sqlite::Error& error) {
        store_->rollback();
        drop_due_ = false;
        options_.log.warning("upkeep.failed", {{"problem", error.what()}});
        return false;
    }
    return due();
}

void Writer::drop_finished() {
    while (const auto old = marks_.take_finished()) {
        std::error_code error;
        std::filesystem::remove(old->file, error);
        options_.log.info("old.finished", {{"epoch", old->epoch.get()}, {"deleted", !error}});
    }
}

bool Writer::give_up_kept() {
    bool any = false;
    while (!room_.disk_wide()) {
        const auto old = marks_.take_kept();
        if (!old) {
            break;
        }
        std::error_code error;
        const bool deleted = std::filesystem::remove(old->file, error);
        counters_.given_up += deleted ? 1 : 0;
        any = any || deleted;
        options_.log.warning("old.given_up", {{"epoch", old->epoch.get()}, {"deleted", deleted}});
    }
    return any;
}

bool Writer::make_room() {
    const bool disk_short = room_.disk_short();
    const bool released = ballast_.release();
    if (failures_in_a_row_ == 0) {
        options_.log.warning("disk.full", {{"ballast_released", released}});
    }
    drop_finished();
    const bool given_up = disk_short && give_up_kept();
    const std::uint64_t dropped = counters_.dropped;
    try {
        store_->raise_quota(true);
        while (drop_some(WallTime::max())) {
        }
        store_->checkpoint();
        store_->raise_quota(false);
    } catch (const sqlite::Error& error) {
        store_->rollback();
        if (failures_in_a_row_ == 0) {
            options_.log.error("disk.full_still", {{"problem", error.what()}});
        }
    }
    return released || given_up || counters_.dropped != dropped;
}

JournalFailure Writer::broken(JournalFailure failure) {
    ++counters_.failures;
    snapshots_.rest();
    store_.reset();
    failure_ = failure;
    if (std::has_single_bit(++failures_in_a_row_)) {
        options_.log.error("journal.failed", {{"detail", failure.detail}, {"in_a_row", failures_in_a_row_}});
    }
    return failure;
}

}  // namespace jiaohao::journal
