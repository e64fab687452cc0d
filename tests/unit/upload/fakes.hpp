// A clock turned by hand, an outbox in memory, and head office as a function.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <vector>

#include "kiosk/base/clock.hpp"
#include "kiosk/base/log.hpp"
#include "kiosk/ports/outbox.hpp"
#include "kiosk/upload/transport.hpp"

namespace jiaohao::upload::testing {

class HandClock final : public Clock {
  public:
    [[nodiscard]] WallTime wall() const override {
        return WallTime{std::chrono::milliseconds{1'770'000'000'000}} +
               std::chrono::duration_cast<std::chrono::milliseconds>(boot_.time_since_epoch());
    }
    [[nodiscard]] BootTime boot() const override { return boot_; }
    [[nodiscard]] std::chrono::nanoseconds to_real(std::chrono::nanoseconds span) const override {
        return span;
    }
    [[nodiscard]] std::string boot_id() const override { return "b0070000-0000-4000-8000-000000000000"; }
    void advance(std::chrono::nanoseconds span) { boot_ += span; }

  private:
    BootTime boot_{std::chrono::hours{1}};
};

/// Thread-safe.
class MemoryOutbox final : public ports::Outbox {
  public:
    void append(const std::string& epoch, std::uint64_t count);
    /// Forgets events up to `seq`, as a journal does with acknowledged ones.
    void drop_to(const std::string& epoch, std::uint64_t seq);
    /// Takes the journal back to an older state, as a restored disk does.
    void cut(const std::string& epoch, std::uint64_t last);
    [[nodiscard]] std::uint64_t acknowledged(const std::string& epoch) const;
    [[nodiscard]] static domain::RecordedEvent event(const std::string& epoch, std::uint64_t seq,
                                                     domain::BusinessDay day = std::chrono::year{2026} / 3 /
                                                                               1);
    /// Of the events that are handed out.
    domain::BusinessDay day = std::chrono::year{2026} / 3 / 1;
    /// Refuses everything while set.
    void fail_with(std::string detail);
    /// What event() makes is changed by this before it is handed out.
    std::function<void(domain::RecordedEvent&)> alter;

    [[nodiscard]] Result<std::vector<EpochBacklog>, ports::JournalFailure> backlog() override;
    [[nodiscard]] Result<std::vector<domain::RecordedEvent>, ports::JournalFailure> read(
        const domain::EpochId& epoch, domain::Seq first, std::size_t most, std::size_t most_bytes) override;
    [[nodiscard]] Result<void, ports::JournalFailure> acknowledge(const domain::EpochId& epoch,
                                                                  domain::Seq stored_to) override;

  private:
    struct Epoch {
        std::string id;
        std::uint64_t first = 1;
        std::uint64_t last = 0;
        std::uint64_t acknowledged = 0;
    };
    Epoch& at(const std::string& id);

    mutable std::mutex mutex_;
    std::vector<Epoch> epochs_;
    std::string failure_;
};

/// Keeps what was logged.
class KeptLog final : public LogSink {
  public:
    void write(const LogRecord& record) override;
    /// The fields of every record of this name as "key=value key=value", sorted.
    [[nodiscard]] std::vector<std::string> lines(const std::string& event) const;

  private:
    std::vector<std::pair<std::string, std::string>> lines_;
};

/// Answers by a function and keeps what was asked.
class ScriptedTransport final : public HttpTransport {
  public:
    using Answer = std::function<HttpReply(const HttpRequest&)>;
    explicit ScriptedTransport(Answer answer) : answer_(std::move(answer)) {}
    [[nodiscard]] HttpReply perform(const HttpRequest& request) override {
        requests.push_back(request);
        return answer_(request);
    }
    void wait(std::chrono::nanoseconds span) override { static_cast<void>(span); }
    void forget_connections() override { ++forgotten; }
    void wake() override {}
    void cancel() override {}

    std::vector<HttpRequest> requests;
    int forgotten = 0;

  private:
    Answer answer_;
};

}  // namespace jiaohao::upload::testing
