// SPDX-License-Identifier: Apache-2.0
#include "headoffice/store/sqlite_store.hpp"

#include <atomic>
#include <future>
#include <utility>

#include "headoffice/store/committer.hpp"
#include "headoffice/store/file_lock.hpp"
#include "headoffice/store/ingest_rows.hpp"
#include "headoffice/store/queries.hpp"
#include "headoffice/store/terminal_halls.hpp"

namespace jiaohao::headoffice {
namespace {

using sqlite::Database;
using sqlite::SqliteFailure;

/// Read-only connections, lent one at a time.
class Readers {
  public:
    explicit Readers(std::filesystem::path file) : file_(std::move(file)) {}

    template <class Query>
    auto ask(Query query) -> Result<decltype(query(std::declval<Database&>())), StoreError> {
        try {
            std::unique_ptr<Database> database = take();
            auto answer = query(*database);
            give_back(std::move(database));
            return answer;
        } catch (const SqliteFailure& failure) {
            return fail(failure.error);
        }
    }

  private:
    static constexpr std::size_t kMostKept = 4;

    std::unique_ptr<Database> take() {
        {
            const std::lock_guard lock(mutex_);
            if (!idle_.empty()) {
                auto database = std::move(idle_.back());
                idle_.pop_back();
                return database;
            }
        }
        return std::make_unique<Database>(file_, Database::Mode::reader);
    }
    void give_back(std::unique_ptr<Database> database) {
        const std::lock_guard lock(mutex_);
        if (idle_.size() < kMostKept) {
            idle_.push_back(std::move(database));
        }
    }

    const std::filesystem::path file_;
    std::mutex mutex_;
    std::vector<std::unique_ptr<Database>> idle_;  // guarded by mutex_
};

std::optional<StoreError> why_invalid(const IngestBatch& batch) {
    if (batch.events.empty() || batch.events.front().seq.get() == 0) {
        return StoreError{StoreError::Code::invalid, "a batch has at least one event, and seq counts from 1"};
    }
    for (std::size_t i = 0; i < batch.events.size(); ++i) {
        if (batch.events[i].seq.get() != batch.events.front().seq.get() + i) {
            return StoreError{StoreError::Code::invalid, "the events of a batch must have consecutive seqs"};
        }
    }
    return std::nullopt;
}

class SqliteStoreImpl final : public SqliteStore {
  public:
    SqliteStoreImpl(FileLock lock, const SqliteStoreOptions& options)
        : lock_(std::move(lock)),
          committer_({options.file, options.quota_bytes, options.least_free_bytes, options.collect,
                      options.collect_most},
                     [this] { rows_.forget(); }),
          readers_(options.file) {}

    void ingest_async(IngestBatch batch, IngestDone done) override {
        if (auto problem = why_invalid(batch)) {
            return done(fail(std::move(*problem)));
        }
        auto held = std::make_shared<IngestBatch>(std::move(batch));
        auto answer = std::make_shared<IngestAnswer>();
        committer_.submit(
            [this, held, answer](Database& database) { *answer = rows_.apply(database, *held); },
            [this, held, answer, done = std::move(done)](std::optional<StoreError> error) {
                if (error) {
                    return done(fail(std::move(*error)));
                }
                count(*answer, held->events.size());
                done(std::move(*answer));
            });
    }

    Result<IngestAnswer, StoreError> ingest(const IngestBatch& batch) override {
        std::promise<Result<IngestAnswer, StoreError>> answer;
        ingest_async(batch,
                     [&](Result<IngestAnswer, StoreError> result) { answer.set_value(std::move(result)); });
        return answer.get_future().get();
    }

    Result<std::vector<HallDay>, StoreError> dirty_days(std::size_t most) override {
        auto found = readers_.ask([&](Database& database) { return sqlite::dirty_days(database, most); });
        if (!found) {
            return fail(found.error());
        }
        std::vector<HallDay> days;
        const std::lock_guard lock(marks_mutex_);
        for (auto& [hall_day, mark] : *found) {
            marks_[hall_day] = mark;
            days.push_back(std::move(hall_day));
        }
        return days;
    }

    Result<std::vector<domain::RecordedEvent>, StoreError> events_of(const HallDay& hall_day) override {
        return readers_.ask([&](Database& database) { return sqlite::events_of(database, hall_day); });
    }

    Result<void, StoreError> replace_rollups(const HallDay& hall_day, std::vector<Rollup> rows,
                                             WallTime now) override {
        std::optional<std::int64_t> mark;
        {
            const std::lock_guard lock(marks_mutex_);
            if (const auto node = marks_.extract(hall_day); !node.empty()) {
                mark = node.mapped();
            }
        }
        return write(
            [&](Database& database) { sqlite::replace_rollups(database, hall_day, rows, now, mark); });
    }

    Result<std::vector<Rollup>, StoreError> rollups(const RollupFilter& filter) override {
        return readers_.ask([&](Database& database) { return sqlite::rollups(database, filter); });
    }

    Result<std::vector<HallZone>, StoreError> hall_zones() override {
        return readers_.ask([](Database& database) { return sqlite::hall_zones(database); });
    }

    Result<std::size_t, StoreError> move_zone(const domain::HallId& hall, const std::string& zone) override {
        std::size_t days = 0;
        const auto written = write([&](Database& database) { days = rows_.move_zone(database, hall, zone); });
        return written ? Result<std::size_t, StoreError>(days) : fail(written.error());
    }

    Result<std::vector<HallDay>, StoreError> days_of_old_zone(const RollupFilter& filter) override {
        return readers_.ask([&](Database& database) { return sqlite::days_of_old_zone(database, filter); });
    }

    Result<std::vector<Coverage>, StoreError> coverage() override {
        return readers_.ask([](Database& database) { return sqlite::coverage(database); });
    }

    Result<StoreCounts, StoreError> counts() override {
        auto counts = readers_.ask([](Database& database) { return sqlite::stored_counts(database); });
        if (counts) {
            counts->refused_gap = refused_gap_;
            counts->refused_clone = refused_clone_;
            counts->refused_hall = refused_hall_;
            counts->repeated = repeated_;
        }
        return counts;
    }

    void record_async(Contact contact, std::function<void(Result<ContactAnswer, StoreError>)> done) override {
        auto answer = std::make_shared<ContactAnswer>();
        committer_.submit([contact = std::move(contact),
                           answer](Database& database) { *answer = sqlite::record(database, contact); },
                          [this, answer, done = std::move(done)](std::optional<StoreError> error) {
                              if (error) {
                                  return done(fail(std::move(*error)));
                              }
                              refused_hall_ += answer->other_hall ? 1 : 0;
                              done(std::move(*answer));
                          });
    }

    Result<ContactAnswer, StoreError> record(const Contact& contact) override {
        std::promise<Result<ContactAnswer, StoreError>> answer;
        record_async(contact,
                     [&](Result<ContactAnswer, StoreError> result) { answer.set_value(std::move(result)); });
        return answer.get_future().get();
    }

    Result<void, StoreError> list(const std::vector<std::pair<domain::TerminalId, domain::HallId>>& terminals,
                                  WallTime now) override {
        return write([&](Database& database) { sqlite::list_terminals(database, terminals, now); });
    }

    Result<std::vector<TerminalHall>, StoreError> halls() override {
        return readers_.ask([](Database& database) { return sqlite::terminal_halls(database); });
    }

    Result<std::vector<HallNames>, StoreError> names(const std::optional<domain::HallId>& hall) override {
        return readers_.ask([&](Database& database) { return sqlite::hall_names(database, hall); });
    }

    Result<std::uint64_t, StoreError> names_revision() override {
        return readers_.ask([](Database& database) { return sqlite::names_revision(database); });
    }

    Result<std::vector<Contact>, StoreError> contacts() override {
        return readers_.ask([](Database& database) { return sqlite::contacts(database); });
    }

  private:
    Result<void, StoreError> write(const std::function<void(Database&)>& work) {
        std::promise<Result<void, StoreError>> answer;
        committer_.submit(work, [&](std::optional<StoreError> error) {
            error ? answer.set_value(fail(std::move(*error))) : answer.set_value({});
        });
        return answer.get_future().get();
    }

    void count(const IngestAnswer& answer, std::size_t events) {
        refused_gap_ += answer.kind == IngestAnswer::Kind::gap ? 1 : 0;
        refused_clone_ += answer.kind == IngestAnswer::Kind::clone ? 1 : 0;
        refused_hall_ +=
            answer.kind == IngestAnswer::Kind::wrong_hall || answer.kind == IngestAnswer::Kind::other_hall
                ? 1
                : 0;
        repeated_ += answer.kind == IngestAnswer::Kind::stored ? events - answer.newly_stored : 0;
    }

    FileLock lock_;
    std::atomic<std::uint64_t> refused_gap_{0};
    std::atomic<std::uint64_t> refused_clone_{0};
    std::atomic<std::uint64_t> refused_hall_{0};
    std::atomic<std::uint64_t> repeated_{0};
    std::mutex marks_mutex_;
    /// What dirty_days() gave out and replace_rollups() has not answered. Guarded by marks_mutex_.
    std::map<HallDay, std::int64_t> marks_;
    sqlite::IngestRows rows_;  // writer thread
    // The readers close before the committer: the last connection to close checkpoints, and that must be the
    // writer.
    sqlite::Committer committer_;
    Readers readers_;
};

}  // namespace

Result<std::unique_ptr<SqliteStore>, StoreError> SqliteStore::open(const SqliteStoreOptions& options) {
    auto lock = FileLock::take(options.file);
    if (!lock) {
        return fail(lock.error());
    }
    try {
        return std::make_unique<SqliteStoreImpl>(std::move(*lock), options);
    } catch (const SqliteFailure& failure) {
        StoreError error = failure.error;
        if (error.detail.find(options.file.string()) == std::string::npos) {
            error.detail = options.file.string() + ": " + error.detail;
        }
        return fail(std::move(error));
    }
}

}  // namespace jiaohao::headoffice
