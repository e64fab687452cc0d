// Plays the people of a planned day: customers at the terminal's API, clerks at their handsets, customers at
// the pads. Every counter is a sequence of its own; planned times are "not before".
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>

#include <nlohmann/json.hpp>

#include "showroom/api_link.hpp"
#include "showroom/plan.hpp"
#include "showroom/reactor.hpp"

namespace jiaohao::showroom {

struct PlayCounts {
    std::uint64_t issued = 0;
    std::uint64_t issue_refused = 0;
    std::uint64_t calls = 0;
    std::uint64_t call_presses = 0;
    std::uint64_t no_shows = 0;
    std::uint64_t finishes = 0;
    std::uint64_t presses_acknowledged = 0;
    std::uint64_t presses_unanswered = 0;
};

/// A line of text to the bus simulator; the answers come back through on_bus().
using TellBus = std::function<void(const nlohmann::json&)>;

class Player {
  public:
    Player(const DayPlan& plan, Reactor& reactor, ApiLink& api, TellBus bus, WallTime midnight);

    void start();
    /// Nobody comes any more and nobody presses a key: finished() from now on.
    void stop() { stopped_ = true; }
    /// Rows of the hall's view, from a snapshot or an event: the truth about who stands at which counter.
    void on_view(const nlohmann::json& view);
    /// A JSON event of the bus simulator.
    void on_bus(const nlohmann::json& event);
    [[nodiscard]] bool finished() const;
    [[nodiscard]] const PlayCounts& counts() const { return counts_; }
    /// Tickets asked for and turns begun, of all planned: for the progress line.
    [[nodiscard]] double progress() const;

  private:
    enum class Step : std::uint8_t { idle, calling, serving, finishing, rating, done };
    struct Desk {
        PlannedCounter place;
        const std::vector<PlannedTurn>* turns = nullptr;
        std::size_t turn = 0;
        Step step = Step::idle;
        /// The press whose answer is awaited.
        std::string press;
        bool echoed = false;
        /// The ticket at this counter as the hall last showed it, and as it stood before the call.
        std::string ticket;
        std::string ticket_before;
        Reactor::TimerId again = 0;
        [[nodiscard]] const PlannedTurn& now() const { return (*turns)[turn]; }
    };

    [[nodiscard]] WallTime at_minute(double minute) const;
    void issue(const PlannedIssue& planned);
    void begin_turn(Desk& desk);
    void try_call(Desk& desk);
    void check_called(Desk& desk);
    void finish(Desk& desk);
    void finish_answered(Desk& desk);
    void press_pad(Desk& desk);
    void end_turn(Desk& desk);
    void key(Desk& desk, const char* name);
    void press_again_after(Desk& desk, std::chrono::milliseconds patience, std::function<void()> press);
    void on_handset(Desk& desk, const nlohmann::json& event, const std::string& kind);
    void on_pad(Desk& desk, const nlohmann::json& event, const std::string& kind);

    const DayPlan& plan_;
    Reactor& reactor_;
    ApiLink& api_;
    TellBus bus_;
    const WallTime midnight_;
    std::map<std::string, Desk> desks_;
    std::map<std::uint32_t, std::string> handsets_;
    std::map<std::uint32_t, std::string> pads_;
    std::map<std::string, std::uint32_t> issued_of_service_;
    std::map<std::string, std::uint32_t> calls_begun_of_service_;
    std::size_t answered_ = 0;
    std::size_t turns_ended_ = 0;
    std::size_t turns_planned_ = 0;
    std::uint64_t next_press_ = 1;
    bool stopped_ = false;
    PlayCounts counts_;
};

}  // namespace jiaohao::showroom
