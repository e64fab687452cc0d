// A keypad driver on a hand-turned clock; its event nodes are pipes that the test fills.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <linux/input.h>
#include <poll.h>
#include <unistd.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "drivers/keypad/keypad_driver.hpp"
#include "tests/support/manual_timers.hpp"

namespace jiaohao::drivers::keypad {

using domain::DeviceKind;
using domain::DeviceState;
using namespace std::chrono_literals;

struct Heard final : ports::HallBusListener {
    void on_handset(const ports::HandsetPress& press) override { handsets.push_back(press); }
    void on_pad(const ports::PadPress& press) override { pads.push_back(press); }
    void on_bus_device(const domain::DeviceId& device, DeviceKind kind, DeviceState state,
                       const std::string& fault) override {
        EXPECT_EQ(device.get(), "k1");
        kinds.push_back(kind);
        states.push_back({state, fault});
    }
    std::vector<ports::HandsetPress> handsets;
    std::vector<ports::PadPress> pads;
    std::vector<DeviceKind> kinds;
    std::vector<KeypadDriver::State> states;
};

/// Tells of descriptors when the test says so.
class HandNotifier final : public FdNotifier {
  public:
    [[nodiscard]] std::unique_ptr<Watch> watch(int fd, std::function<void()> readable) override {
        calls_[fd] = std::move(readable);
        return std::make_unique<Entry>(*this, fd);
    }
    /// Until nothing is to be read.
    void run() {
        for (int rounds = 0; rounds < 100 && once(); ++rounds) {
        }
    }

  private:
    struct Entry final : Watch {
        Entry(HandNotifier& the_owner, int the_fd) : owner(the_owner), fd(the_fd) {}
        ~Entry() override { owner.calls_.erase(fd); }
        Entry(const Entry&) = delete;
        Entry& operator=(const Entry&) = delete;
        HandNotifier& owner;
        int fd;
    };
    bool once() {
        bool any = false;
        const auto calls = calls_;
        for (const auto& [fd, call] : calls) {
            pollfd one{fd, POLLIN, 0};
            if (calls_.contains(fd) && ::poll(&one, 1, 0) > 0 && one.revents != 0) {
                call();
                any = true;
            }
        }
        return any;
    }
    std::map<int, std::function<void()>> calls_;
};

/// What a fake node's far end and its fixtures are.
struct Device {
    int write_end = -1;
    std::vector<std::uint16_t> down;
    bool tells_down = true;
    std::map<std::uint16_t, bool> lamps;
    bool has_lamp = true;
    int rings = 0;
};

class PipeNode final : public InputNode {
  public:
    PipeNode(int fd, Device& device) : fd_(fd), device_(device) {}
    ~PipeNode() override { ::close(fd_); }
    PipeNode(const PipeNode&) = delete;
    PipeNode& operator=(const PipeNode&) = delete;
    [[nodiscard]] int fd() const override { return fd_; }
    [[nodiscard]] std::optional<std::vector<std::uint16_t>> keys_down() const override {
        return device_.tells_down ? std::optional{device_.down} : std::nullopt;
    }
    bool lamp(std::uint16_t code, bool on) override {
        if (device_.has_lamp) {
            device_.lamps[code] = on;
        }
        return device_.has_lamp;
    }
    bool bell(bool on) override {
        device_.rings += on ? 1 : 0;
        return device_.has_lamp;
    }

  private:
    int fd_;
    Device& device_;
};

class PipeOpener final : public NodeOpener {
  public:
    ~PipeOpener() override {
        for (auto& [path, device] : devices) {
            unplug(path);
        }
    }
    PipeOpener() = default;
    PipeOpener(const PipeOpener&) = delete;
    PipeOpener& operator=(const PipeOpener&) = delete;

    [[nodiscard]] std::vector<std::string> nodes(const std::string& path) const override {
        std::vector<std::string> all{path};
        for (const auto& [one, device] : devices) {
            if (one != path) {
                all.push_back(one);
            }
        }
        return all;
    }
    [[nodiscard]] Result<std::unique_ptr<InputNode>, KeypadFault> open(
        const std::string& path) const override {
        ++tries;
        if (const auto fault = faults.find(path); fault != faults.end()) {
            return fail(fault->second);
        }
        const auto device = devices.find(path);
        if (device == devices.end()) {
            return fail(KeypadFault{"no_port", path, "", ""});
        }
        int ends[2];
        EXPECT_EQ(::pipe2(ends, O_NONBLOCK | O_CLOEXEC), 0);
        device->second.write_end = ends[1];
        return std::make_unique<PipeNode>(ends[0], device->second);
    }
    void unplug(const std::string& path) {
        int& end = devices[path].write_end;
        if (end >= 0) {
            ::close(std::exchange(end, -1));
        }
    }
    mutable std::map<std::string, Device> devices;
    std::map<std::string, KeypadFault> faults;
    mutable int tries = 0;
};

inline KeypadProfile shipped(const std::string& name) {
    auto loaded =
        load_keypad_profile(std::string(JIAOHAO_SOURCE_DIR) + "/drivers/profiles/" + name + ".toml");
    EXPECT_TRUE(loaded) << loaded.error();
    return loaded ? *loaded : KeypadProfile{};
}

inline void put(int fd, std::uint16_t type, std::uint16_t code, std::int32_t value,
                std::chrono::microseconds at) {
    input_event event{};
    event.input_event_sec = std::chrono::duration_cast<std::chrono::seconds>(at).count();
    event.input_event_usec = (at % 1s).count();
    event.type = type;
    event.code = code;
    event.value = value;
    EXPECT_EQ(::write(fd, &event, sizeof event), static_cast<ssize_t>(sizeof event));
}

class KeypadBench : public ::testing::Test {
  protected:
    void make(const std::string& profile = "keypad-numpad") {
        driver.reset();
        driver = std::make_unique<KeypadDriver>(
            KeypadSettings{domain::DeviceId{"k1"}, "a", shipped(profile), 100}, opener, notifier, timers,
            heard, [](const std::function<void()>& call) { call(); }, Log(sink, "test"));
        driver->start();
    }
    void make_plugged(const std::string& profile = "keypad-numpad") {
        opener.devices["a"];
        make(profile);
    }
    void record(std::uint16_t code, std::int32_t value, const std::string& node = "a") {
        put(opener.devices[node].write_end, EV_KEY, code, value, at);
        notifier.run();
    }
    /// Down and up, with time enough around it.
    void press(std::uint16_t code, const std::string& node = "a") {
        at += 200ms;
        record(code, 1, node);
        at += 80ms;
        record(code, 0, node);
    }
    std::vector<ports::HandsetKey> keys() const {
        std::vector<ports::HandsetKey> all;
        for (const auto& one : heard.handsets) {
            all.push_back(one.key);
        }
        return all;
    }

    std::chrono::microseconds at = 1000s;
    testing::ManualTimers timers;
    NullSink sink;
    PipeOpener opener;
    HandNotifier notifier;
    Heard heard;
    std::unique_ptr<KeypadDriver> driver;
};

}  // namespace jiaohao::drivers::keypad
