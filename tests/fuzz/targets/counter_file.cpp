// What a process before left of its press counters: believed or not, never trusted.
// SPDX-License-Identifier: Apache-2.0
#include "kiosk/daemon/counter_file.hpp"

#include "tests/fuzz/memory_file.hpp"
#include "tests/fuzz/target.hpp"

namespace jiaohao::fuzz {
namespace {

class StandingClock final : public Clock {
  public:
    [[nodiscard]] WallTime wall() const override { return {}; }
    [[nodiscard]] BootTime boot() const override { return BootTime{std::chrono::seconds{1000}}; }
    [[nodiscard]] std::chrono::nanoseconds to_real(std::chrono::nanoseconds span) const override {
        return span;
    }
    [[nodiscard]] std::string boot_id() const override { return "boot"; }
};

}  // namespace

void counter_file(ByteView bytes) {
    static MemoryFile file;
    file.fill(bytes);
    const StandingClock clock;
    NullSink sink;
    daemon::CounterFile counters(file.path(), clock, Log(sink, "fuzz"));
    const auto positions = counters.recall(domain::DeviceId("bus"));
    check(positions.size() <= daemon::CounterFile::kMostCounters, "more counters than any hall has");
}

}  // namespace jiaohao::fuzz
