// A real headofficed in a folder of its own, and a proxy before it that cuts connections.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "kiosk/base/random.hpp"
#include "kiosk/upload/curl_transport.hpp"

namespace jiaohao::e2e {

/// Runs a program to its end; its exit status (-1 when it did not exit by itself).
[[nodiscard]] int run_program(const std::vector<std::string>& arguments);

class HeadOfficeProcess {
  public:
    /// Certificates for terminals t1 and t2, made by `headofficed dev-ca`.
    HeadOfficeProcess();
    /// kill -9.
    ~HeadOfficeProcess();
    HeadOfficeProcess(const HeadOfficeProcess&) = delete;
    HeadOfficeProcess& operator=(const HeadOfficeProcess&) = delete;

    void start(bool simulation = false);
    /// Configuration of the next start(), over the one that tests start from.
    void configure(const std::string& toml) const;
    /// Sends these bytes to the readers' port and returns the whole answer, head and body; empty without one.
    [[nodiscard]] std::string ask(const std::string& request) const;
    /// The body of GET `target` on the readers' port; fails the test unless it is 200.
    [[nodiscard]] std::string read_body(const std::string& target) const;
    void kill_hard();
    /// SIGTERM; the exit status.
    [[nodiscard]] int stop();

    [[nodiscard]] std::uint16_t port() const { return port_; }
    [[nodiscard]] std::uint16_t readers_port() const { return readers_port_; }
    [[nodiscard]] std::filesystem::path folder() const { return folder_; }
    [[nodiscard]] std::unique_ptr<upload::CurlTransport> transport(const std::string& terminal,
                                                                   std::uint16_t port) const;

  private:
    std::filesystem::path folder_;
    pid_t child_ = 0;
    std::uint16_t port_ = 0;
    std::uint16_t readers_port_ = 0;
};

/// Forwards TCP connections on loopback, and closes each after a random number of bytes in either direction
/// while `cutting`.
class CuttingProxy {
  public:
    explicit CuttingProxy(std::uint64_t seed);
    ~CuttingProxy();
    CuttingProxy(const CuttingProxy&) = delete;
    CuttingProxy& operator=(const CuttingProxy&) = delete;

    [[nodiscard]] std::uint16_t port() const { return port_; }
    [[nodiscard]] int cuts() const { return cuts_; }
    std::atomic<std::uint16_t> target{0};
    std::atomic<bool> cutting{true};

  private:
    void run(const std::stop_token& stop);
    void forward(const std::stop_token& stop, int client);

    SeededRandom random_;
    int listener_ = -1;
    std::uint16_t port_ = 0;
    std::atomic<int> cuts_{0};
    std::jthread thread_;
};

}  // namespace jiaohao::e2e
