// An owner and a satellite over a link that loses questions and answers: whatever happens, every number is given once,
// every ticket comes into the queue once, and every customer has one ticket.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "kiosk/base/random.hpp"
#include "tests/unit/domain/satellite_hall.hpp"

namespace jiaohao::domain::testing {
namespace {

class TwoTerminals {
  public:
    explicit TwoTerminals(std::uint64_t seed) : random_(seed) {
        owner_.open_hall();
        satellite_.open_hall();
        lend();
    }

    void step() {
        owner_.pass(seconds{7});
        satellite_.pass(seconds{7});
        switch (random_.below(8)) {
            case 0:
                owner_.issue(mobile);
                break;
            case 1:
                static_cast<void>(owner_.run(CallNext{c1, Channel::page}));
                break;
            case 2:
                hand_over();
                break;
            case 3:
                lend();
                break;
            default:
                ask();
        }
    }
    /// The link is good again and everything is told.
    void settle() {
        reliable_ = true;
        while (!satellite_.state.tickets.empty()) {
            hand_over();
        }
    }
    void check() const {
        std::set<std::string> numbers;
        std::set<TicketId> issued_there;
        std::map<RequestId, int> live;
        for (const TestHall* hall : {&owner_, &satellite_}) {
            for (const RecordedEvent& recorded : hall->log) {
                if (const auto* issued = std::get_if<TicketIssued>(&recorded.event)) {
                    EXPECT_TRUE(numbers.insert(issued->number).second)
                        << issued->number << " was given twice";
                }
            }
        }
        std::set<TicketId> adopted;
        for (const TicketAdopted& one : owner_.all_of<TicketAdopted>()) {
            EXPECT_TRUE(adopted.insert(one.ticket).second) << one.number << " was taken over twice";
        }
        EXPECT_EQ(adopted.size(), satellite_.all_of<TicketIssued>().size());
        EXPECT_EQ(satellite_.all_of<TicketHandedOver>().size(), adopted.size());
        for (const auto& [id, ticket] : owner_.state.tickets) {
            if (ticket.asked && ticket.status != TicketStatus::cancelled) {
                ++live[*ticket.asked];
            }
        }
        for (const auto& [asked, tickets] : live) {
            EXPECT_EQ(tickets, 1) << asked.get();
        }
        EXPECT_TRUE(replay(owner_.log) == owner_.state);
        EXPECT_TRUE(replay(satellite_.log) == satellite_.state);
    }
    [[nodiscard]] std::size_t alone() const { return satellite_.all_of<TicketIssued>().size(); }
    [[nodiscard]] std::size_t orphans() const { return owner_.all_of<TicketCancelled>().size(); }

  private:
    [[nodiscard]] bool lost() { return !reliable_ && random_.below(3) == 0; }

    void lend() {
        const auto used = satellite_.state.last_ordinal.find(range_a);
        const std::uint32_t spent = used == satellite_.state.last_ordinal.end() ? 0 : used->second;
        if (lost()) {
            return;
        }
        const Answer answer = owner_.must(TakeLease{t2, range_a, spent});
        if (!lost()) {
            satellite_.must(NoteLease{range_a, *answer.lease, *answer.lease_day});
        }
    }
    /// A customer asks; without an answer the satellite gives a number of its own.
    void ask() {
        const std::string asked = "t2:" + std::to_string(++questions_);
        const bool arrived = !lost();
        if (arrived) {
            owner_.must(asked_issue(mobile, asked.c_str()));
        }
        if (!arrived || lost()) {
            static_cast<void>(satellite_.run(asked_issue(mobile, asked.c_str())));
        }
    }
    void hand_over() {
        if (satellite_.state.tickets.empty() || lost()) {
            return;
        }
        const TicketId oldest = satellite_.state.tickets.begin()->first;
        owner_.must(adoption_of(satellite_, oldest));
        if (!lost()) {
            satellite_.must(HandOver{oldest});
        }
    }

    SeededRandom random_;
    TestHall owner_ = owner_of_satellites();
    TestHall satellite_ = satellite_of(owner_);
    bool reliable_ = false;
    int questions_ = 0;
};

TEST(Satellite, OverALinkThatLosesWordsNothingIsGivenTwiceAndNothingIsForgotten) {
    std::size_t alone = 0;
    std::size_t orphans = 0;
    for (std::uint64_t seed = 1; seed <= 30; ++seed) {
        TwoTerminals hall(seed);
        for (int i = 0; i < 150; ++i) {
            hall.step();
        }
        hall.settle();
        SCOPED_TRACE(seed);
        hall.check();
        alone += hall.alone();
        orphans += hall.orphans();
    }
    EXPECT_GT(alone, 300U) << "the test would show nothing";
    EXPECT_GT(orphans, 30U);
}

}  // namespace
}  // namespace jiaohao::domain::testing
