// Follows a hall from what its journal says, with rules of its own: knows nothing of the domain's code. Every broken
// promise is a sentence.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace jiaohao::test {

class Audit {
  public:
    using Json = nlohmann::json;

    /// Services that a counter may call, those it helps out with among them.
    using Reach = std::map<std::string, std::vector<std::string>>;
    Audit(Reach reach, std::uint32_t most_overtakes)
        : reach_(std::move(reach)), most_overtakes_(most_overtakes) {}

    /// In the order of the journal: {"type", "seq", "data"} as `events.tail` gives them.
    void take(const Json& event);
    /// After the day was closed.
    void finish();

    [[nodiscard]] const std::vector<std::string>& problems() const { return problems_; }
    [[nodiscard]] std::size_t issued() const { return tickets_.size(); }
    [[nodiscard]] std::size_t count(const std::string& type) const;
    [[nodiscard]] std::uint32_t most_overtaken() const { return most_overtaken_; }
    /// Seq of the ticket and how often it was called.
    [[nodiscard]] const std::map<std::uint64_t, std::uint32_t>& calls() const { return calls_; }
    /// Number of the ticket with this seq.
    [[nodiscard]] std::string number_of(std::uint64_t seq) const;

  private:
    struct Ticket {
        std::string number;
        std::string service;
        /// waiting, called, serving, parked, or how it ended.
        std::string status;
        std::string counter;
        /// Sent to a counter or clerk: stands in a line of its own.
        bool directed = false;
        std::uint32_t overtaken = 0;
    };

    void issued(const Json& event);
    void called(std::uint64_t seq, Ticket& ticket, const Json& data);
    void moved(const std::string& type, std::uint64_t seq, Ticket& ticket, const Json& data);
    void count_overtakes(std::uint64_t seq, const std::string& counter);
    void enter(std::uint64_t seq, Ticket& ticket, bool directed);
    void leave(std::uint64_t seq, Ticket& ticket, const std::string& status);
    /// `wanted`: the states from which this may happen, in words.
    bool expect(const Ticket& ticket, const std::string& type, const std::string& wanted);
    void complain(const std::string& problem);

    const Reach reach_;
    const std::uint32_t most_overtakes_;
    std::uint64_t last_seq_ = 0;
    std::uint32_t most_overtaken_ = 0;
    std::map<std::uint64_t, Ticket> tickets_;
    std::map<std::string, std::set<std::uint64_t>> lines_;
    std::map<std::string, std::uint64_t> at_counter_;
    std::set<std::string> numbers_;
    std::map<std::uint64_t, std::uint32_t> calls_;
    std::map<std::string, std::size_t> counts_;
    std::vector<std::string> problems_;
};

}  // namespace jiaohao::test
