// A hall of any size: a real kioskd without devices, and clients of its API.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>

#include "kiosk/ctl/connection.hpp"
#include "tests/e2e/crowd/audit.hpp"
#include "tests/support/child_program.hpp"

namespace jiaohao::test {

/// One connection as one program has it. Throws std::runtime_error when the hall does not answer at all.
class Client {
  public:
    explicit Client(const std::string& socket) : connection_(socket, random_) {}
    using Answer = ctl::Connection::Answer;
    Answer call(const std::string& name, const nlohmann::json& args);

  private:
    SystemRandom random_;
    ctl::Connection connection_;
};

class CrowdHall {
  public:
    struct Size {
        std::size_t services = 4;
        std::size_t counters = 4;
        /// Services of one counter; it helps out with the one after them.
        std::size_t each = 2;
    };
    static constexpr std::uint32_t most_overtakes = 10;

    /// Returns when the day is open and a clerk is at every counter.
    explicit CrowdHall(const Size& size);
    ~CrowdHall();
    CrowdHall(const CrowdHall&) = delete;
    CrowdHall& operator=(const CrowdHall&) = delete;

    [[nodiscard]] std::unique_ptr<Client> client() const;
    [[nodiscard]] std::string service(std::size_t index) const;
    [[nodiscard]] std::string counter(std::size_t index) const;
    [[nodiscard]] const Size& size() const { return size_; }
    /// Kills it at once, without a word, and starts it anew on the same folder.
    void crash();
    /// Closes the day and follows the whole journal.
    [[nodiscard]] Audit audit() const;

  private:
    [[nodiscard]] std::string in(const std::string& name) const { return folder_ + "/" + name; }
    void write_config() const;
    void begin();
    void staff() const;

    const Size size_;
    std::string folder_;
    std::unique_ptr<Child> daemon_;
};

}  // namespace jiaohao::test
