// SPDX-License-Identifier: Apache-2.0
#include "kiosk/journal/snapshot_writer.hpp"

#include <utility>

#include "kiosk/journal/files.hpp"
#include "kiosk/journal/load.hpp"
#include "kiosk/journal/snapshot_codec.hpp"
#include "kiosk/journal/snapshot_file.hpp"

namespace jiaohao::journal {

SnapshotWriter::SnapshotWriter(std::filesystem::path file, std::filesystem::path database, std::string vfs,
                               Log log)
    : file_(std::move(file)),
      database_(std::move(database)),
      vfs_(std::move(vfs)),
      log_(log),
      thread_([this] { run(); }) {}

SnapshotWriter::~SnapshotWriter() {
    {
        const std::lock_guard lock(mutex_);
        closing_ = true;
    }
    ready_.notify_all();
}

void SnapshotWriter::write(domain::EpochId epoch, domain::Seq seq, std::string state) {
    give({std::move(epoch), seq, std::move(state)});
}

void SnapshotWriter::renew(domain::Seq seq) {
    give({{}, seq, std::nullopt});
}

void SnapshotWriter::give(Job job) {
    {
        const std::lock_guard lock(mutex_);
        next_ = std::move(job);
    }
    ready_.notify_all();
}

void SnapshotWriter::rest() {
    std::unique_lock lock(mutex_);
    next_.reset();
    idle_.wait(lock, [this] { return !busy_; });
}

void SnapshotWriter::run() {
    std::unique_lock lock(mutex_);
    while (true) {
        ready_.wait(lock, [this] { return next_ || closing_; });
        auto job = std::exchange(next_, std::nullopt);
        if (!job) {
            return;
        }
        busy_ = true;
        lock.unlock();
        put(std::move(*job));
        lock.lock();
        busy_ = false;
        idle_.notify_all();
    }
}

void SnapshotWriter::put(Job job) {
    try {
        if (!fill(job)) {
            return;
        }
        write_synced(file_, encode_snapshot_file(job.epoch, job.seq, *job.state));
        ++written_;
        epoch_ = std::move(job.epoch);
        seq_ = job.seq;
    } catch (const std::exception& error) {
        // The journal itself has all of it; this second copy is tried again with the next.
        log_.warning("snapshot.file_failed", {{"path", file_.string()}, {"problem", error.what()}});
    }
}

bool SnapshotWriter::fill(Job& job) const {
    if (job.state) {
        return true;
    }
    sqlite::Connection db(database_, sqlite::Connection::Mode::read_only, vfs_);
    auto state = state_now(db, job.seq);
    if (!state || (state->epoch == epoch_ && state->seq == seq_)) {
        return false;
    }
    job.epoch = state->epoch;
    job.seq = state->seq;
    job.state = encode_state(*state);
    return true;
}

}  // namespace jiaohao::journal
