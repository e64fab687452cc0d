// SPDX-License-Identifier: Apache-2.0
#include "headoffice/store/committer.hpp"

#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/statvfs.h>

#include <utility>

#include "headoffice/store/schema.hpp"

namespace jiaohao::headoffice::sqlite {

Committer::Committer(Setting setting, std::function<void()> forget)
    : setting_(std::move(setting)), forget_(std::move(forget)) {
    open();
    thread_ = std::jthread([this] { run(); });
}

Committer::~Committer() {
    {
        const std::lock_guard lock(mutex_);
        closing_ = true;
    }
    ready_.notify_all();
}

void Committer::open() {
    database_ = std::make_unique<Database>(setting_.file, Database::Mode::writer);
    prepare_writer(*database_, setting_.quota_bytes);
}

void Committer::submit(Work work, Done done) {
    {
        const std::lock_guard lock(mutex_);
        if (!closing_ && waiting_.size() < setting_.most_waiting) {
            waiting_.push_back(
                {std::move(work), std::move(done), std::chrono::steady_clock::now(), std::nullopt});
            ready_.notify_one();
            return;
        }
    }
    done(StoreError{StoreError::Code::unavailable, "too many writes wait for the disk: try again later"});
}

std::vector<Committer::Job> Committer::collect() {
    std::unique_lock lock(mutex_);
    ready_.wait(lock, [this] { return !waiting_.empty() || closing_; });
    if (!waiting_.empty()) {
        // Jobs that queued up during the last commit have had their wait already.
        ready_.wait_until(lock, waiting_.front().since + setting_.collect,
                          [this] { return waiting_.size() >= setting_.most_jobs || closing_; });
    }
    std::vector<Job> jobs;
    while (!waiting_.empty() && jobs.size() < setting_.most_jobs) {
        jobs.push_back(std::move(waiting_.front()));
        waiting_.pop_front();
    }
    return jobs;
}

void Committer::run() {
    while (true) {
        // Within the loop: what the callers' functions hold is let go before the next wait.
        std::vector<Job> jobs = collect();
        if (jobs.empty()) {
            return;
        }
        commit(jobs);
        for (Job& job : jobs) {
            job.done(std::move(job.error));
        }
    }
}

void Committer::check_room() const {
    struct statvfs room {};
    if (setting_.least_free_bytes == 0 || statvfs(setting_.file.c_str(), &room) != 0) {
        return;
    }
    const std::uint64_t available = static_cast<std::uint64_t>(room.f_bavail) * room.f_frsize;
    if (available < setting_.least_free_bytes) {
        throw SqliteFailure{
            {StoreError::Code::full,
             fmt::format("{}: {} MiB are free, {} MiB must stay free: make room on this partition",
                         setting_.file.string(), available >> 20U, setting_.least_free_bytes >> 20U)}};
    }
}

void Committer::roll_back() {
    forget_();
    if (!database_ || !database_->in_transaction()) {
        return;
    }
    try {
        database_->execute("ROLLBACK");
    } catch (const SqliteFailure&) {
        database_.reset();
    }
}

void Committer::apply(Job& job) {
    database_->execute("SAVEPOINT job");
    try {
        job.work(*database_);
    } catch (const SqliteFailure& failure) {
        // On a full disk or an I/O error SQLite ends the whole transaction; then every job of the group has
        // failed.
        if (!database_->in_transaction()) {
            throw;
        }
        forget_();
        job.error = failure.error;
        database_->execute("ROLLBACK TO job");
    }
    database_->execute("RELEASE job");
}

void Committer::commit(std::vector<Job>& jobs) {
    try {
        if (!database_) {
            open();
        }
        check_room();
        database_->execute("BEGIN IMMEDIATE");
        for (Job& job : jobs) {
            apply(job);
        }
        database_->execute("COMMIT");
    } catch (const SqliteFailure& failure) {
        roll_back();
        if ((failure.code & 0xFF) == SQLITE_IOERR) {
            // A failed sync may have thrown pages away: only what a fresh connection reads back is true.
            database_.reset();
        }
        for (Job& job : jobs) {
            job.error = failure.error;
        }
    }
}

}  // namespace jiaohao::headoffice::sqlite
