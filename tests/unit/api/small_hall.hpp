// A hall with the real rules and no journal: one thread decides, "commits" at once and tells, in the order
// that service::Hall promises.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <thread>

#include "kiosk/api/api_server.hpp"
#include "kiosk/base/bounded_queue.hpp"

namespace jiaohao::test {

/// Moves only when told.
class ManualClock final : public Clock {
  public:
    [[nodiscard]] WallTime wall() const override {
        return WallTime(std::chrono::milliseconds(1'767'340'800'000)) +
               std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::nanoseconds(now_.load()));
    }
    [[nodiscard]] BootTime boot() const override { return BootTime(std::chrono::nanoseconds(now_.load())); }
    [[nodiscard]] std::chrono::nanoseconds to_real(std::chrono::nanoseconds span) const override {
        return span;
    }
    [[nodiscard]] std::string boot_id() const override { return "00000000-0000-4000-8000-000000000000"; }
    void advance(std::chrono::nanoseconds span) { now_ += span.count(); }

  private:
    std::atomic<std::int64_t> now_{1'000'000'000};
};

[[nodiscard]] domain::HallConfig small_config();

class SmallHall final : public service::Hall {
  public:
    explicit SmallHall(const Clock& clock);
    ~SmallHall() override { stop(); }
    void stop();
    void add_observer(service::CommitObserver& observer) { observer_ = &observer; }

    bool submit(domain::RequestId id, domain::Command command, service::OnOutcome done) override;
    bool snapshot(std::function<void(const service::Snapshot&)> deliver) override;

    /// Submits and waits; for tests that set a scene.
    service::Outcome order(domain::Command command);
    [[nodiscard]] WallTime now() const { return clock_.wall(); }
    [[nodiscard]] std::vector<domain::RecordedEvent> events_from(std::uint64_t seq, std::size_t most) const;
    /// Answers are held back until told to go on.
    void hold(bool on);
    void reset_observers();

  private:
    void decide_one(const domain::RequestId& id, const domain::Command& command,
                    const service::OnOutcome& done);
    void tell(std::vector<domain::RecordedEvent> events);

    const Clock& clock_;
    const domain::HallConfig config_ = small_config();
    service::CommitObserver* observer_ = nullptr;
    domain::HallState state_;
    std::map<domain::RequestId, domain::Answer> answers_;
    mutable std::mutex mutex_;
    std::vector<domain::RecordedEvent> recorded_;  // guarded by mutex_
    std::mutex gate_;
    BoundedQueue<std::function<void()>> queue_{4096};
    std::jthread thread_;
};

class SmallDiagnostics final : public api::Diagnostics {
  public:
    explicit SmallDiagnostics(const SmallHall& hall) : hall_(hall) {}
    nlohmann::json status() override;
    nlohmann::json devices() override;
    std::vector<api::Finding> doctor() override;
    Result<api::LineRecording, domain::Refusal> record_line(const domain::DeviceId& line,
                                                            std::optional<bool> on) override;
    Result<nlohmann::json, domain::Refusal> scan_bus(const domain::DeviceId& line,
                                                     std::optional<api::AddressRange> range) override;
    Result<nlohmann::json, domain::Refusal> test_print(const domain::DeviceId& printer, bool start) override;
    Result<std::vector<domain::RecordedEvent>, domain::Refusal> tail(std::optional<domain::Seq> from,
                                                                     std::size_t most) override;
    api::Health health() override {
        return well ? api::Health{} : api::Health{false, {"journal: disk full"}};
    }
    std::string metrics() override { return "jiaohao_up 1\n"; }

    std::atomic<bool> well{true};
    std::atomic<bool> recording{false};
    /// Scans and test pages are finished when asked for so often.
    std::atomic<int> asked{0};

  private:
    const SmallHall& hall_;
};

}  // namespace jiaohao::test
