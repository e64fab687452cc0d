// SPDX-License-Identifier: Apache-2.0
#include "drivers/line/capture_store.hpp"

#include <fmt/format.h>

#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <variant>

#include "drivers/line/capture_ring.hpp"

namespace jiaohao::drivers::capture {
namespace {

struct Begin {
    Header header;
};
struct End {};
struct Item {
    std::string line;
    std::variant<Begin, Record, End> what;
};

std::size_t cost(const Record& record) {
    return sizeof(Item) + record.bytes.size() + record.text.size();
}

}  // namespace

class Store::Writer {
  public:
    Writer(Limits limits, Log log) : limits_(std::move(limits)), log_(log), thread_([this] { run(); }) {}
    ~Writer() {
        {
            const std::lock_guard lock(mutex_);
            ending_ = true;
        }
        wake_.notify_one();
        thread_.join();
    }
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    void begin(Header header) {
        const std::lock_guard lock(mutex_);
        const std::string line = header.line;
        Known& known = lines_[line];
        tell_missing(line, known);
        known = Known{};
        known.status.recording = true;
        push({line, Begin{std::move(header)}});
    }

    void put(const std::string& line, Record record) {
        const std::lock_guard lock(mutex_);
        const auto found = lines_.find(line);
        if (found == lines_.end() || !found->second.status.recording) {
            return;
        }
        Known& known = found->second;
        known.last_at = record.at;
        if (waiting_ + cost(record) > limits_.buffer_bytes) {
            ++known.missing_records;
            known.missing_bytes += record.bytes.size();
            ++known.status.dropped_records;
            return;
        }
        tell_missing(line, known);
        waiting_ += cost(record);
        push({line, std::move(record)});
    }

    void end(const std::string& line) {
        const std::lock_guard lock(mutex_);
        const auto found = lines_.find(line);
        if (found == lines_.end() || !std::exchange(found->second.status.recording, false)) {
            return;
        }
        tell_missing(line, found->second);
        push({line, End{}});
    }

    [[nodiscard]] Status status(const std::string& line) const {
        const std::lock_guard lock(mutex_);
        const auto found = lines_.find(line);
        return found == lines_.end() ? Status{} : found->second.status;
    }
    [[nodiscard]] const Limits& limits() const { return limits_; }

  private:
    struct Known {
        Status status;
        std::uint64_t missing_records = 0;
        std::uint64_t missing_bytes = 0;
        std::chrono::microseconds last_at{};
    };

    void push(Item item) {
        items_.push_back(std::move(item));
        wake_.notify_one();
    }

    /// Always finds room: there is one of them for each record that had none.
    void tell_missing(const std::string& line, Known& known) {
        if (known.missing_records == 0) {
            return;
        }
        const std::string text =
            fmt::format("{} records {} bytes", known.missing_records, known.missing_bytes);
        known.missing_records = known.missing_bytes = 0;
        push({line, Record{known.last_at, What::missing, {}, text}});
    }

    void run() {
        for (;;) {
            std::deque<Item> batch;
            {
                std::unique_lock lock(mutex_);
                wake_.wait(lock, [this] { return ending_ || !items_.empty(); });
                if (items_.empty()) {
                    return;
                }
                batch.swap(items_);
            }
            for (Item& item : batch) {
                write(item);
            }
            flush();
        }
    }

    void write(Item& item) {
        std::string wrong;
        if (auto* begun = std::get_if<Begin>(&item.what)) {
            rings_.erase(item.line);
            rings_.emplace(item.line, Ring(limits_, std::move(begun->header)));
            wrong = rings_.at(item.line).write("");
        } else if (const auto* record = std::get_if<Record>(&item.what)) {
            if (const auto ring = rings_.find(item.line); ring != rings_.end()) {
                wrong = ring->second.write(to_text(*record));
            }
            const std::lock_guard lock(mutex_);
            waiting_ -= record->what == What::missing ? 0 : cost(*record);
        } else {
            finish(item.line);
        }
        if (!wrong.empty()) {
            give_up(item.line, wrong);
        }
    }

    void flush() {
        std::map<std::string, std::string> wrong;
        for (auto& [line, ring] : rings_) {
            wrong[line] = ring.flush();
            const std::lock_guard lock(mutex_);
            Status& status = lines_[line].status;
            status.file = ring.file();
            status.bytes = ring.bytes();
        }
        for (const auto& [line, why] : wrong) {
            if (!why.empty()) {
                give_up(line, why);
            }
        }
    }

    void finish(const std::string& line) {
        const auto ring = rings_.find(line);
        if (ring == rings_.end()) {
            return;
        }
        const std::string wrong = ring->second.flush();
        {
            const std::lock_guard lock(mutex_);
            Status& status = lines_[line].status;
            status.file = ring->second.file();
            status.bytes = ring->second.bytes();
        }
        if (!wrong.empty()) {
            return give_up(line, wrong);
        }
        rings_.erase(line);
    }

    void give_up(const std::string& line, const std::string& why) {
        rings_.erase(line);
        log_.warning("capture.stopped", {{"line", line}, {"reason", why}});
        const std::lock_guard lock(mutex_);
        lines_[line].status.recording = false;
        lines_[line].status.trouble = why;
    }

    const Limits limits_;
    const Log log_;
    mutable std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Item> items_;              // guarded by mutex_
    std::size_t waiting_ = 0;             // guarded by mutex_: bytes of items_ and of the batch under way
    std::map<std::string, Known> lines_;  // guarded by mutex_
    bool ending_ = false;                 // guarded by mutex_
    std::map<std::string, Ring> rings_;   // of the thread
    std::thread thread_;
};

Store::Store(Limits limits, Log log) : writer_(std::make_unique<Writer>(std::move(limits), log)) {}
Store::~Store() = default;

void Store::open(Header header) {
    writer_->begin(std::move(header));
}
void Store::put(const std::string& line, Record record) {
    writer_->put(line, std::move(record));
}
void Store::close(const std::string& line) {
    writer_->end(line);
}
Store::Status Store::status(const std::string& line) const {
    return writer_->status(line);
}
const Limits& Store::limits() const {
    return writer_->limits();
}

}  // namespace jiaohao::drivers::capture
