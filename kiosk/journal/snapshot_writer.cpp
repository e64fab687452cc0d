// SPDX-License-Identifier: Apache-2.0
#include "kiosk/journal/snapshot_writer.hpp"

#include <utility>

#include "kiosk/journal/files.hpp"
#include "kiosk/journal/snapshot_file.hpp"

namespace jiaohao::journal {

SnapshotWriter::SnapshotWriter(std::filesystem::path file, Log log)
    : file_(std::move(file)), log_(log), thread_([this] { run(); }) {}

SnapshotWriter::~SnapshotWriter() {
    {
        const std::lock_guard lock(mutex_);
        closing_ = true;
    }
    ready_.notify_all();
}

void SnapshotWriter::write(domain::EpochId epoch, domain::Seq seq, std::string state) {
    {
        const std::lock_guard lock(mutex_);
        next_ = Job{std::move(epoch), seq, std::move(state)};
    }
    ready_.notify_all();
}

void SnapshotWriter::run() {
    while (true) {
        std::optional<Job> job;
        {
            std::unique_lock lock(mutex_);
            ready_.wait(lock, [this] { return next_ || closing_; });
            job = std::exchange(next_, std::nullopt);
        }
        if (!job) {
            return;
        }
        put(*job);
    }
}

void SnapshotWriter::put(const Job& job) {
    try {
        write_synced(file_, encode_snapshot_file(job.epoch, job.seq, job.state));
        ++written_;
    } catch (const std::exception& error) {
        // The snapshot in the database is the first one; this one is tried again with the next.
        log_.warning("snapshot.file_failed", {{"path", file_.string()}, {"problem", error.what()}});
    }
}

}  // namespace jiaohao::journal
