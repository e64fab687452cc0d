// Stands between a program and the daemon; on the first connection it swallows the first answer and hangs up.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <string>
#include <thread>

namespace jiaohao::test {

class DroppingProxy {
  public:
    DroppingProxy(const std::string& path, std::string upstream);
    ~DroppingProxy();
    DroppingProxy(const DroppingProxy&) = delete;
    DroppingProxy& operator=(const DroppingProxy&) = delete;
    [[nodiscard]] int connections() const { return connections_; }

  private:
    void run(const std::stop_token& stop);
    void relay(int client, bool drop_answer, const std::stop_token& stop) const;

    std::string upstream_;
    int listener_ = -1;
    std::atomic<int> connections_{0};
    std::jthread thread_;
};

}  // namespace jiaohao::test
