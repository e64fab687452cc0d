// People of a busy hall, each at a connection of their own: some take tickets, some call them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "kiosk/base/random.hpp"
#include "tests/e2e/crowd/crowd_hall.hpp"

namespace jiaohao::test {

/// What one actor was told; compared with the journal afterwards.
struct Told {
    /// Seq of a ticket and its number, as told when it was issued.
    std::map<std::uint64_t, std::string> issued;
    /// Seq of a ticket and how often this actor was told to call it.
    std::map<std::uint64_t, std::uint32_t> calls;
    /// Refusals by code.
    std::map<std::string, std::size_t> refused;
    std::size_t commands = 0;
    /// Why the actor gave up; empty when it did not.
    std::string problem;
};

class Actor {
  public:
    Actor(const CrowdHall& hall, std::uint64_t seed) : hall_(hall), random_(seed), client_(hall.client()) {}

    /// Takes `tickets` of services and classes by chance, `cancels`: and now and then gives one back.
    void take_tickets(std::size_t tickets, bool cancels);
    /// At counters of its own, and in one of ten cases at somebody else's: everything a clerk can do, in any order.
    void work(const std::vector<std::size_t>& counters, std::size_t actions);
    /// Calls and serves at its counters until nobody waits and `all_came`.
    void serve(const std::vector<std::size_t>& counters, const std::atomic<bool>& all_came);

    [[nodiscard]] const Told& told() const { return told_; }

  private:
    using Json = nlohmann::json;
    /// The answer's data; none when refused.
    std::optional<Json> say(const std::string& name, const Json& args);
    void note_call(const std::optional<Json>& answer);
    void act_at(const std::string& counter);
    void act_on_ticket(const std::string& counter);
    [[nodiscard]] bool one_in(std::uint64_t n) { return random_.below(n) == 0; }

    const CrowdHall& hall_;
    SeededRandom random_;
    std::unique_ptr<Client> client_;
    /// Ids of tickets it met.
    std::vector<std::string> met_;
    Told told_;
};

}  // namespace jiaohao::test
