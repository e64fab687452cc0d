// One connection to kioskd's Unix socket, as a screen or a page has it: one command at a time, and everything
// the hall tells meanwhile read as well. Throws std::runtime_error when kioskd does not do its part.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "tests/bench/spread.hpp"

namespace jiaohao::bench {

class ApiClient {
  public:
    /// Connects, says hello with `role` and reads the snapshot.
    ApiClient(const std::filesystem::path& socket, std::string_view role);
    ~ApiClient() = default;
    ApiClient(const ApiClient&) = delete;
    ApiClient& operator=(const ApiClient&) = delete;

    /// JSON.
    [[nodiscard]] const std::string& snapshot() const { return snapshot_; }

    struct Answered {
        /// From the first byte of the request written to the last byte of its `done` read.
        std::chrono::nanoseconds took{};
        SteadyClock::time_point asked;
        /// Of `done`.
        std::string text;
    };
    /// `args` is JSON. Throws when the command is refused.
    Answered command(std::string_view name, std::string_view args);

  private:
    void write(std::string_view message);
    /// The next message; what it points to holds until the next call.
    [[nodiscard]] std::string_view read();
    void fill(std::size_t least);

    /// Closes itself, also when the constructor fails.
    struct Socket {
        int fd = -1;
        explicit Socket(int opened) : fd(opened) {}
        ~Socket();
        Socket(const Socket&) = delete;
        Socket& operator=(const Socket&) = delete;
    };

    Socket socket_;
    std::string buffer_;
    std::size_t taken_ = 0;
    std::uint64_t commands_ = 0;
    std::string name_;
    std::string snapshot_;
};

}  // namespace jiaohao::bench
