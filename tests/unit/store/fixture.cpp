// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/store/fixture.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

namespace jiaohao::headoffice::testing {

TemporaryFolder::TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "jiaohao-XXXXXX").string();
    path_ = mkdtemp(name.data());
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

domain::RecordedEvent event_at(const Source& source, std::uint64_t seq, unsigned variant) {
    domain::RecordedEvent event;
    event.envelope.hall = domain::HallId{source.hall};
    event.envelope.terminal = domain::TerminalId{source.terminal};
    event.envelope.epoch = domain::EpochId{source.epoch};
    event.envelope.seq = domain::Seq{seq};
    if (seq > 1) {
        // A new business day every 100 events.
        event.envelope.day =
            std::chrono::sys_days{std::chrono::year{2026} / 3 / 1} + std::chrono::days{seq / 100};
    }
    event.envelope.at =
        WallTime{std::chrono::milliseconds{1'770'000'000'000 + static_cast<std::int64_t>(seq) * 1000}};
    event.envelope.boot = "b0070000-0000-4000-8000-000000000000";
    event.envelope.mono_ms = std::chrono::milliseconds{seq * 1000};
    event.event = domain::ServiceOpened{domain::ServiceId{"s" + std::to_string(seq % 7 + variant * 100)}};
    return event;
}

IncomingEvent incoming(const domain::RecordedEvent& event) {
    IncomingEvent result;
    result.seq = event.envelope.seq;
    result.body = wire::canonical(event);
    result.hash = wire::hash_of(result.body);
    result.day = event.envelope.day;
    result.at = event.envelope.at;
    return result;
}

IncomingEvent unreadable(std::uint64_t seq, const std::string& text) {
    IncomingEvent result;
    result.seq = domain::Seq{seq};
    result.body = text;
    result.hash = wire::hash_of(text);
    result.quarantined = true;
    result.problem = "cannot be read";
    return result;
}

IngestBatch batch_of(const Source& source, std::uint64_t first, std::uint64_t last, unsigned variant) {
    IngestBatch batch;
    batch.hall = domain::HallId{source.hall};
    batch.terminal = domain::TerminalId{source.terminal};
    batch.epoch = domain::EpochId{source.epoch};
    batch.received_at = WallTime{std::chrono::milliseconds{1'771'000'000'000}};
    for (std::uint64_t seq = first; seq <= last; ++seq) {
        batch.events.push_back(incoming(event_at(source, seq, variant)));
    }
    return batch;
}

SqliteStoreOptions options_for(const std::filesystem::path& file) {
    SqliteStoreOptions options;
    options.file = file;
    options.least_free_bytes = 0;
    options.collect = std::chrono::milliseconds{0};
    return options;
}

std::unique_ptr<SqliteStore> open_store(const std::filesystem::path& file) {
    auto store = SqliteStore::open(options_for(file));
    EXPECT_TRUE(store.has_value()) << (store ? "" : store.error().detail);
    return store ? std::move(*store) : nullptr;
}

}  // namespace jiaohao::headoffice::testing
