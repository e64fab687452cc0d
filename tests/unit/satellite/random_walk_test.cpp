// Anything that may happen to an owner and its satellite, in any order, with an auditor over both journals.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstdlib>
#include <set>

#include "tests/unit/satellite/pair.hpp"

namespace jiaohao::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

/// Knows the two journals and what the customers and the printer said, and no rule of the product.
class Auditor {
  public:
    /// Asked under it, and the satellite was killed before it could say a word.
    void unheard(const std::string& asked) { unheard_.insert(asked); }
    void customer(const domain::Answer& answer) {
        if (answer.ticket) {
            held_.insert(domain::to_string(*answer.ticket));
        }
    }
    void read(const LittleHall& hall) {
        for (const auto& recorded : hall.journal()) {
            const domain::TicketId own{recorded.envelope.terminal, recorded.envelope.epoch,
                                       recorded.envelope.seq};
            if (const auto* issued = std::get_if<domain::TicketIssued>(&recorded.event)) {
                number(issued->number, domain::to_string(own));
                issued_.insert(domain::to_string(own));
                if (issued->asked && unheard_.contains(issued->asked->get())) {
                    held_.insert(domain::to_string(own));
                }
            } else if (const auto* adopted = std::get_if<domain::TicketAdopted>(&recorded.event)) {
                expect(adopted_.insert(domain::to_string(adopted->ticket)).second, "adopted twice",
                       adopted->number);
            } else if (const auto* over = std::get_if<domain::TicketHandedOver>(&recorded.event)) {
                expect(handed_.insert(domain::to_string(over->ticket)).second, "handed over twice", "");
            } else if (const auto* ended = std::get_if<domain::TicketCancelled>(&recorded.event)) {
                end(ended->ticket);
            } else if (const auto* expired = std::get_if<domain::TicketExpired>(&recorded.event)) {
                end(expired->ticket);
            } else if (const auto* done = std::get_if<domain::ServingFinished>(&recorded.event)) {
                end(done->ticket);
            }
        }
    }
    /// `papers`: "ticket copy" as they came out.
    void judge(const std::vector<std::string>& papers) {
        expect(adopted_ == handed_, "adopted and handed over differ", "");
        std::set<std::string> out;
        for (const auto& paper : papers) {
            expect(out.insert(paper).second, "two papers", paper);
        }
        for (const auto& [ticket, times] : ended_) {
            expect(times <= 1, "ended more than once", ticket);
        }
        for (const std::string& ticket : issued_) {
            const bool ours = ticket.starts_with("t2/");
            if (ours && !handed_.contains(ticket)) {
                expect(ended_[ticket] == 1, "neither handed over nor ended", ticket);
            }
            if (!held_.contains(ticket)) {
                expect(ended_[ticket] == 1, "nobody holds it and it still stands", ticket);
            }
        }
    }
    std::vector<std::string> problems;

  private:
    void number(const std::string& number, const std::string& ticket) {
        expect(numbers_.insert(number).second, "number given twice: " + number, ticket);
    }
    void end(const domain::TicketId& ticket) { ++ended_[domain::to_string(ticket)]; }
    void expect(bool good, const std::string& what, const std::string& about) {
        if (!good) {
            problems.push_back(what + " " + about);
        }
    }
    std::set<std::string> unheard_, held_, issued_, numbers_, adopted_, handed_;
    std::map<std::string, int> ended_;
};

struct Walk : Pair {
    explicit Walk(std::uint64_t seed) : Pair(seed), dice(seed * 7919 + 1) {}

    void step() {
        switch (dice.below(14)) {
            case 0:
            case 1:
            case 2:
            case 3:
                ++asked;
                want(dice.below(2) == 0 ? "pay" : "desk");
                break;
            case 4:
                // A screen that has lost its connection asks again.
                if (asked > 0) {
                    want(wanted);
                }
                break;
            case 5:
            case 6:
                if (!printer.jobs.empty()) {
                    printed();
                }
                break;
            case 7:
                line.away();
                break;
            case 8:
                line.there = true;
                line.deaf = line.mute = false;
                break;
            case 9:
                line.deaf = dice.below(2) == 0;
                break;
            case 10:
                line.mute = dice.below(2) == 0;
                break;
            case 11:
                if (dice.below(6) == 0) {
                    note_unheard();
                    kill_satellite();
                }
                break;
            case 12:
                if (dice.below(6) == 0) {
                    line.end("lost");
                    owner.restart();
                }
                break;
            default:
                static_cast<void>(
                    owner.decide({}, domain::CallNext{domain::CounterId{"c1"}, domain::Channel::page}));
                break;
        }
        pass(milliseconds{static_cast<std::int64_t>(dice.below(2000))});
    }
    void want(const std::string& service) {
        wanted = service;
        const std::string id = "k" + std::to_string(asked);
        answers.emplace_back(id, ask(ticket(service), id));
    }
    void note_unheard() {
        for (const auto& [id, answer] : answers) {
            if (!answer->has_value()) {
                unheard.push_back("t2:" + id);
            }
        }
    }
    void finish() {
        link();
        for (int i = 0; i < 400 && !printer.jobs.empty(); ++i) {
            printed();
        }
        pass(seconds{40});
    }

    SeededRandom dice;
    unsigned asked = 0;
    std::string wanted;
    std::vector<std::string> unheard;
    std::vector<std::pair<std::string, std::shared_ptr<std::optional<service::Outcome>>>> answers;
};

void walk(std::uint64_t seed, int steps) {
    Walk world(seed);
    world.open();
    world.link();
    for (int i = 0; i < steps; ++i) {
        world.step();
    }
    world.finish();
    Auditor auditor;
    for (const auto& asked : world.unheard) {
        auditor.unheard(asked);
    }
    for (const auto& [id, answer] : world.answers) {
        if (answer->has_value() && **answer) {
            auditor.customer(***answer);
        }
    }
    auditor.read(world.owner);
    auditor.read(world.own);
    auditor.judge(world.papers);
    for (const auto& problem : auditor.problems) {
        ADD_FAILURE() << "seed " << seed << ": " << problem;
    }
    EXPECT_EQ(world.satellite->status().to_hand_over, 0U) << seed;
}

/// JIAOHAO_WALKS=10000 for a long one.
TEST(OwnerAndSatellite, NoTicketIsLostDoubledOrLeftBehindWhateverHappens) {
    const char* const wanted = std::getenv("JIAOHAO_WALKS");
    const std::uint64_t walks = wanted == nullptr ? 60 : std::strtoull(wanted, nullptr, 10);
    for (std::uint64_t seed = 1; seed <= walks && !testing::Test::HasFailure(); ++seed) {
        walk(seed, 60);
    }
}

}  // namespace
}  // namespace jiaohao::test
