// A line whose far end is the test itself.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "drivers/line/byte_line.hpp"

namespace jiaohao::drivers::testing {

/// Keeps what the driver wrote until take_written(). `peer`, when set, is called with every write after it
/// was kept and may feed() an answer at once. start() alone does not bring the line up: bring_up() does.
class FakeLine final : public ByteLine {
  public:
    explicit FakeLine(const Clock& clock, std::string name = "fake")
        : clock_(clock), name_(std::move(name)) {}

    void start(LineListener& listener) override {
        listener_ = &listener;
        ++starts;
    }
    void stop() override {
        listener_ = nullptr;
        up_ = false;
        ++stops;
    }
    [[nodiscard]] bool write(ByteView bytes) override {
        if (!up_ || refuse_writes) {
            return false;
        }
        written_.insert(written_.end(), bytes.begin(), bytes.end());
        ++writes;
        if (peer) {
            peer(bytes);
        }
        return true;
    }
    [[nodiscard]] bool hold_break(bool on) override {
        if (!up_ || refuse_writes) {
            return false;
        }
        breaks.emplace_back(on, clock_.boot());
        return true;
    }
    std::chrono::nanoseconds rest(std::size_t bytes) override {
        if (bytes > 0) {
            rests.push_back(bytes);
        }
        return bytes > 0 ? resting : std::chrono::nanoseconds{};
    }
    [[nodiscard]] std::size_t backlog() const override { return backlog_now; }
    [[nodiscard]] bool up() const override { return up_; }
    [[nodiscard]] std::string name() const override { return name_; }

    void bring_up() {
        up_ = true;
        if (listener_ != nullptr) {
            listener_->on_line_up();
        }
    }
    void drop(const std::string& reason = "unplugged") {
        up_ = false;
        if (listener_ != nullptr) {
            listener_->on_line_down(reason);
        }
    }
    void feed(ByteView bytes) {
        if (listener_ != nullptr) {
            listener_->on_bytes(bytes, clock_.boot());
        }
    }
    void feed(std::initializer_list<std::uint8_t> bytes) { feed(ByteView{bytes.begin(), bytes.size()}); }

    /// Everything written since the last call.
    [[nodiscard]] Bytes take_written() { return std::exchange(written_, {}); }
    [[nodiscard]] const Bytes& written() const { return written_; }

    std::function<void(ByteView)> peer;
    bool refuse_writes = false;
    /// What it was told of bytes that nobody needs yet, and how long it rests then.
    std::vector<std::size_t> rests;
    std::chrono::nanoseconds resting{};
    std::size_t backlog_now = 0;
    int writes = 0;
    /// Begun (true) and ended ones, and when.
    std::vector<std::pair<bool, BootTime>> breaks;
    int starts = 0;
    int stops = 0;

  private:
    const Clock& clock_;
    std::string name_;
    LineListener* listener_ = nullptr;
    bool up_ = false;
    Bytes written_;
};

}  // namespace jiaohao::drivers::testing
