// A hall of two real processes: the terminal that owns the queue and a satellite with a simulated printer, the network
// between them, and an auditor over both journals.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "kiosk/ctl/connection.hpp"
#include "tests/e2e/satellite/proxy.hpp"
#include "tests/support/child_program.hpp"

namespace jiaohao::test {

class PairHall {
  public:
    using Json = nlohmann::json;

    /// How the satellite reaches its owner.
    enum class Link { plain, tls };
    /// Both are up, the day is open, the satellite is linked and has its numbers.
    explicit PairHall(Link link = Link::plain);
    ~PairHall();
    PairHall(const PairHall&) = delete;
    PairHall& operator=(const PairHall&) = delete;

    enum class At { owner, satellite };
    /// The answer's data; of a refusal {"refused": code}. Throws std::runtime_error when nobody answers.
    Json call(At at, const std::string& name, const Json& args = Json::object());
    /// What kioskctl says there, in English.
    [[nodiscard]] std::string ctl(At at, const std::string& arguments) const;
    /// A ticket as a customer takes it; empty without one. `paper`: a paper too.
    std::string issue(At at, bool paper = false);
    void begin(At at);
    /// At once, without a word.
    void kill(At at);
    void freeze(At at, bool on) const;
    [[nodiscard]] bool becomes(const std::function<bool()>& true_now) const;
    /// What the satellite says of its owner (status.owner).
    Json owner_facts();
    [[nodiscard]] bool linked();
    /// Everything is handed over and told.
    [[nodiscard]] bool settled();
    [[nodiscard]] std::vector<Json> journal(At at);
    /// Numbers on the papers that came out, one for each.
    [[nodiscard]] std::vector<std::string> papers() const;
    [[nodiscard]] std::string log(At at) const;

    std::unique_ptr<Proxy> network;
    /// Tickets that customers were told of.
    std::set<std::string> held;

  private:
    [[nodiscard]] std::string in(const std::string& name) const { return folder_ + "/" + name; }
    [[nodiscard]] std::string socket(At at) const {
        return in(at == At::owner ? "owner.sock" : "satellite.sock");
    }
    void write_configs(Link link) const;

    std::string folder_;
    std::uint16_t owner_port_ = 0;
    std::unique_ptr<Child> printer_;
    std::map<At, std::unique_ptr<Child>> processes_;
    std::map<At, std::unique_ptr<ctl::Connection>> clients_;
    SystemRandom random_;
};

/// Knows both journals and what customers and the printer said, and no rule of the product. Every broken promise is a
/// sentence. `unheard`: so many customers were told nothing (somebody was killed while they waited).
[[nodiscard]] std::vector<std::string> audit(PairHall& hall, std::size_t unheard = 0);

}  // namespace jiaohao::test
