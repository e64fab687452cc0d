// A simulated USB keypad: FIFOs in the places of its event nodes, filled with the records a keypad's driver would make.
// As with a real one, what is pressed while nobody has it open is lost.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "kiosk/base/result.hpp"

namespace jiaohao::drivers::sim {

class KeypadSim {
  public:
    /// numlock: NumLock down and up around each key. double: every key on the second node too. repeat: ten repeats
    /// while a key is down. bounce: each key twice within 10 ms. stuck: keys are not let go until it is cleared.
    /// dropped: the kernel had to drop the key's records.
    [[nodiscard]] static const std::vector<std::string>& fault_names();

    /// Time of the records; CLOCK_MONOTONIC.
    using Now = std::function<std::chrono::microseconds()>;
    /// `second`: path of the second event node; empty: one node. SIGPIPE is ignored by the caller.
    KeypadSim(std::string first, std::string second, Now now);
    ~KeypadSim();
    KeypadSim(const KeypadSim&) = delete;
    KeypadSim& operator=(const KeypadSim&) = delete;

    /// Makes the nodes; refuses a path where something else than a FIFO is.
    [[nodiscard]] Result<void, std::string> plug();
    void unplug();
    /// False for a name that is no key. "KEY_KP1" or "KP1".
    [[nodiscard]] bool press(const std::string& name);
    /// False for a name that is no fault.
    [[nodiscard]] bool set_fault(const std::string& name, bool on);

    [[nodiscard]] const std::set<std::string>& faults() const { return faults_; }
    [[nodiscard]] bool plugged() const { return plugged_; }
    [[nodiscard]] std::uint64_t presses() const { return presses_; }
    /// Records that nobody took.
    [[nodiscard]] std::uint64_t unheard() const { return unheard_; }

  private:
    struct Node {
        std::string path;
        int fd = -1;
    };
    struct Record {
        std::uint16_t type;
        std::uint16_t code;
        std::int32_t value;
        std::chrono::milliseconds after{0};
    };
    [[nodiscard]] std::vector<Record> records_of(std::uint16_t code) const;
    void send(Node& node, const std::vector<Record>& records, std::chrono::microseconds at);
    void open(Node& node) const;
    void let_go();

    std::vector<Node> nodes_;
    Now now_;
    std::set<std::string> faults_;
    std::set<std::uint16_t> held_;
    std::chrono::microseconds last_{0};
    bool plugged_ = false;
    std::uint64_t presses_ = 0;
    std::uint64_t unheard_ = 0;
};

}  // namespace jiaohao::drivers::sim
