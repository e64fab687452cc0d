// A line that can be recorded while it works.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>

#include "drivers/line/byte_line.hpp"
#include "drivers/line/capture_store.hpp"
#include "drivers/line/serial_setting.hpp"

namespace jiaohao::drivers {

/// Stands between a driver and its line; the driver notices nothing. While it does not record it costs a branch.
/// Thread: that of the line. `line`, `store` and `clock` outlive it.
class RecordingLine final : public ByteLine, private LineListener {
  public:
    /// `about`: further lines of the header, such as {"kind", "printer"}.
    RecordingLine(ByteLine& line, std::string id, const SerialSetting& setting,
                  std::map<std::string, std::string> about, capture::Store& store, const Clock& clock);

    /// On: a new recording begins (also when one is under way). Off: it ends.
    void record(bool on);
    [[nodiscard]] bool recording() const { return recording_; }
    /// When the last byte came, whether it made sense or not; also while not recording.
    [[nodiscard]] std::optional<BootTime> last_heard() const { return last_heard_; }
    /// Something from above the driver, kept with the bytes; nothing while not recording.
    void note(std::string text);

    void start(LineListener& listener) override;
    void stop() override;
    [[nodiscard]] bool write(ByteView bytes) override;
    std::chrono::nanoseconds rest(std::size_t bytes) override { return line_.rest(bytes); }
    [[nodiscard]] bool hold_break(bool on) override;
    [[nodiscard]] std::size_t backlog() const override { return line_.backlog(); }
    [[nodiscard]] std::size_t backlog_limit() const override { return line_.backlog_limit(); }
    [[nodiscard]] bool up() const override { return line_.up(); }
    [[nodiscard]] std::string name() const override { return line_.name(); }
    [[nodiscard]] std::optional<LineFault> fault() const override { return line_.fault(); }

  private:
    void on_bytes(ByteView bytes, BootTime at) override;
    void on_line_up() override;
    void on_line_down(const std::string& reason) override;
    void keep(BootTime at, capture::What what, ByteView bytes, std::string text = {});

    ByteLine& line_;
    const std::string id_;
    const SerialSetting setting_;
    const std::map<std::string, std::string> about_;
    capture::Store& store_;
    const Clock& clock_;
    LineListener* listener_ = nullptr;
    bool recording_ = false;
    std::optional<BootTime> last_heard_;
    BootTime origin_{};
    /// A chunk may carry a stamp from before the write that was recorded last.
    std::chrono::microseconds last_{};
};

}  // namespace jiaohao::drivers
