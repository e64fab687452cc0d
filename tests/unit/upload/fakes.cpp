// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/upload/fakes.hpp"

#include <algorithm>

namespace jiaohao::upload::testing {

using ports::JournalError;
using ports::JournalFailure;

MemoryOutbox::Epoch& MemoryOutbox::at(const std::string& id) {
    const auto found =
        std::find_if(epochs_.begin(), epochs_.end(), [&](const Epoch& each) { return each.id == id; });
    return found != epochs_.end() ? *found : epochs_.emplace_back(Epoch{id});
}

void MemoryOutbox::append(const std::string& epoch, std::uint64_t count) {
    const std::lock_guard lock(mutex_);
    at(epoch).last += count;
}

void MemoryOutbox::drop_to(const std::string& epoch, std::uint64_t seq) {
    const std::lock_guard lock(mutex_);
    at(epoch).first = seq + 1;
}

void MemoryOutbox::cut(const std::string& epoch, std::uint64_t last) {
    const std::lock_guard lock(mutex_);
    at(epoch).last = last;
    at(epoch).acknowledged = 0;
}

std::uint64_t MemoryOutbox::acknowledged(const std::string& epoch) const {
    const std::lock_guard lock(mutex_);
    for (const Epoch& each : epochs_) {
        if (each.id == epoch) {
            return each.acknowledged;
        }
    }
    return 0;
}

void MemoryOutbox::fail_with(std::string detail) {
    const std::lock_guard lock(mutex_);
    failure_ = std::move(detail);
}

domain::RecordedEvent MemoryOutbox::event(const std::string& epoch, std::uint64_t seq,
                                          domain::BusinessDay day) {
    domain::RecordedEvent event;
    event.envelope.hall = domain::HallId{"north"};
    event.envelope.terminal = domain::TerminalId{"t1"};
    event.envelope.epoch = domain::EpochId{epoch};
    event.envelope.seq = domain::Seq{seq};
    event.envelope.day = day;
    event.envelope.at =
        WallTime{std::chrono::milliseconds{1'770'000'000'000 + static_cast<std::int64_t>(seq)}};
    event.envelope.boot = "b0070000-0000-4000-8000-000000000000";
    event.envelope.mono_ms = std::chrono::milliseconds{seq};
    event.event = domain::ServiceOpened{domain::ServiceId{"s" + std::to_string(seq % 50)}};
    return event;
}

Result<std::vector<ports::Outbox::EpochBacklog>, JournalFailure> MemoryOutbox::backlog() {
    const std::lock_guard lock(mutex_);
    if (!failure_.empty()) {
        return fail(JournalFailure{JournalError::failed, failure_});
    }
    std::vector<EpochBacklog> rows;
    for (const Epoch& each : epochs_) {
        rows.push_back({domain::EpochId{each.id}, domain::Seq{each.acknowledged}, domain::Seq{each.last}});
    }
    return rows;
}

Result<std::vector<domain::RecordedEvent>, JournalFailure> MemoryOutbox::read(const domain::EpochId& epoch,
                                                                              domain::Seq first,
                                                                              std::size_t most,
                                                                              std::size_t most_bytes) {
    static_cast<void>(most_bytes);
    const std::lock_guard lock(mutex_);
    if (!failure_.empty()) {
        return fail(JournalFailure{JournalError::failed, failure_});
    }
    const Epoch& from = at(epoch.get());
    std::vector<domain::RecordedEvent> events;
    for (std::uint64_t seq = std::max(first.get(), from.first); seq <= from.last && events.size() < most;
         ++seq) {
        events.push_back(event(epoch.get(), seq, day));
        if (alter) {
            alter(events.back());
        }
    }
    return events;
}

Result<void, JournalFailure> MemoryOutbox::acknowledge(const domain::EpochId& epoch, domain::Seq stored_to) {
    const std::lock_guard lock(mutex_);
    if (!failure_.empty()) {
        return fail(JournalFailure{JournalError::failed, failure_});
    }
    at(epoch.get()).acknowledged = std::max(at(epoch.get()).acknowledged, stored_to.get());
    return {};
}

void KeptLog::write(const LogRecord& record) {
    std::vector<std::string> fields;
    for (const LogField& field : record.fields) {
        fields.push_back(fmt::format("{}={}", field.key, field.value));
    }
    std::sort(fields.begin(), fields.end());
    std::string line;
    for (const std::string& field : fields) {
        line += (line.empty() ? "" : " ") + field;
    }
    lines_.emplace_back(record.event, std::move(line));
}

std::vector<std::string> KeptLog::lines(const std::string& event) const {
    std::vector<std::string> found;
    for (const auto& [name, line] : lines_) {
        if (name == event) {
            found.push_back(line);
        }
    }
    return found;
}

}  // namespace jiaohao::upload::testing
