// The network between a satellite and its owner: lets bytes through, holds them up either way, or is cut.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <thread>
#include <vector>

namespace jiaohao::test {

class Proxy {
  public:
    /// Takes connections on a free port of loopback and passes them on to `target` there.
    explicit Proxy(std::uint16_t target);
    ~Proxy();
    Proxy(const Proxy&) = delete;
    Proxy& operator=(const Proxy&) = delete;

    [[nodiscard]] std::uint16_t port() const { return port_; }
    /// Every connection ends; new ones end at once until restore().
    void cut() {
        cut_ = true;
        drop_ = true;
    }
    void restore() {
        cut_ = false;
        hold_answers_ = false;
    }
    /// What the owner says does not arrive; what it is told does.
    void hold_answers() { hold_answers_ = true; }
    [[nodiscard]] std::uint64_t bytes_to_owner() const { return to_owner_; }

  private:
    struct Pair {
        int satellite;
        int owner;
    };
    void run();
    void accept_one();
    [[nodiscard]] bool pass(int from, int to, std::atomic<std::uint64_t>* counted) const;
    void close_all();

    const std::uint16_t target_;
    int listener_ = -1;
    std::uint16_t port_ = 0;
    std::vector<Pair> pairs_;
    std::atomic<bool> cut_{false};
    /// Until it is done, however soon restore() comes.
    std::atomic<bool> drop_{false};
    std::atomic<bool> hold_answers_{false};
    std::atomic<bool> ending_{false};
    std::atomic<std::uint64_t> to_owner_{0};
    std::jthread thread_;
};

/// A port of loopback that nobody has at the moment.
[[nodiscard]] std::uint16_t free_port();

}  // namespace jiaohao::test
