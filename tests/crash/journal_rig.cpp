// SPDX-License-Identifier: Apache-2.0
#include "tests/crash/journal_rig.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <functional>
#include <future>

#include "kiosk/domain/decide.hpp"

namespace jiaohao::test {

namespace {

std::filesystem::path new_folder() {
    std::string name = (std::filesystem::temp_directory_path() / "journal-XXXXXX").string();
    return ::mkdtemp(name.data());
}

}  // namespace

JournalRig::JournalRig() : folder_(new_folder()), random_(std::hash<std::string>()(folder_.string())) {}

JournalRig::~JournalRig() {
    journal.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

journal::Options JournalRig::options() {
    return {.folder = folder_,
            .hall = domain::HallId{"demo"},
            .terminal = domain::TerminalId{"t1"},
            .clock = clock_,
            .random = random_,
            .log = Log(sink_, "journal"),
            .ballast_bytes = 1U << 16U};
}

bool JournalRig::open() {
    return open(options());
}

bool JournalRig::open(journal::Options options) {
    auto opened = journal::SqliteJournal::open(std::move(options));
    if (!opened) {
        ADD_FAILURE() << opened.error().detail;
        return false;
    }
    journal = std::move(*opened);
    start = journal->take_recovered();
    return true;
}

void JournalRig::adopt(const ports::Recovered& recovered) {
    start = recovered;
    expected = recovered.state;
}

domain::Event JournalRig::event_at(std::uint64_t seq) const {
    if (seq == 1) {
        return domain::EpochStarted{start.reason, start.previous, start.floors};
    }
    if (seq == 2) {
        return domain::DayOpened{day};
    }
    const domain::RangeId range{"a"};
    const auto used = expected.last_ordinal.find(range);
    const auto ordinal =
        static_cast<std::uint32_t>((used == expected.last_ordinal.end() ? 0 : used->second) + 1);
    if (seq % 3 == 0) {
        return domain::TicketIssued{fmt::format("A{:03}", ordinal),
                                    range,
                                    ordinal,
                                    domain::ServiceId{"a"},
                                    {},
                                    {},
                                    "zh_CN",
                                    0,
                                    {},
                                    {}};
    }
    return domain::DeviceChanged{domain::DeviceId{"printer"}, domain::DeviceKind::printer,
                                 seq % 2 == 0 ? domain::DeviceState::ready : domain::DeviceState::fault,
                                 fmt::format("f{}", seq)};
}

std::vector<domain::RecordedEvent> JournalRig::next(std::size_t count) {
    const auto before = expected;
    std::vector<domain::RecordedEvent> events;
    for (std::size_t i = 0; i < count; ++i) {
        domain::Envelope envelope;
        envelope.hall = domain::HallId{"demo"};
        envelope.terminal = domain::TerminalId{"t1"};
        envelope.epoch = start.epoch;
        envelope.seq = domain::Seq{expected.seq.get() + 1};
        envelope.at = clock_.wall();
        envelope.boot = "boot";
        auto event = event_at(envelope.seq.get());
        if (envelope.seq.get() > 1) {
            envelope.day = day;
        }
        events.push_back({envelope, std::move(event)});
        domain::apply(expected, events.back());
    }
    expected = before;
    return events;
}

Result<void, ports::JournalFailure> JournalRig::commit(ports::CommitBatch batch) {
    const auto promise = std::make_shared<std::promise<Result<void, ports::JournalFailure>>>();
    auto result = promise->get_future();
    const auto events = batch.events;
    journal->commit(std::move(batch), [promise](auto outcome) { promise->set_value(std::move(outcome)); });
    auto outcome = result.get();
    if (outcome) {
        for (const auto& event : events) {
            domain::apply(expected, event);
        }
    }
    return outcome;
}

Result<void, ports::JournalFailure> JournalRig::commit(std::size_t count, bool with_snapshot) {
    ports::CommitBatch batch;
    batch.events = next(count);
    const auto first = batch.events.front().envelope.seq;
    const auto last = batch.events.back().envelope.seq;
    domain::Answer answer;
    answer.number = fmt::format("{}", last.get());
    batch.requests.push_back({domain::RequestId{fmt::format("r{}", last.get())}, first, last, answer});
    if (with_snapshot) {
        auto state = std::make_shared<domain::HallState>(expected);
        for (const auto& event : batch.events) {
            domain::apply(*state, event);
        }
        batch.snapshot = std::move(state);
    }
    return commit(std::move(batch));
}

Result<void, ports::JournalFailure> JournalRig::commit_chatter(std::size_t count, bool with_snapshot) {
    ports::CommitBatch batch;
    batch.events = next(count);
    auto state = std::make_shared<domain::HallState>(expected);
    for (auto& event : batch.events) {
        if (event.envelope.seq.get() > 2) {
            event.event =
                domain::DeviceChanged{domain::DeviceId{"printer"}, domain::DeviceKind::printer, {}, "f"};
        }
        domain::apply(*state, event);
    }
    if (with_snapshot) {
        batch.snapshot = std::move(state);
    }
    return commit(std::move(batch));
}

std::vector<domain::RecordedEvent> all_events(journal::SqliteJournal& journal, const domain::EpochId& epoch,
                                              domain::Seq first) {
    std::vector<domain::RecordedEvent> all;
    while (true) {
        auto some = journal.outbox().read(epoch, domain::Seq{first.get() + all.size()}, 1000, 1U << 20U);
        if (!some || some->empty()) {
            return all;
        }
        all.insert(all.end(), some->begin(), some->end());
    }
}

}  // namespace jiaohao::test
