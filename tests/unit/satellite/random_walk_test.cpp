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
                number(domain::to_string(*recorded.envelope.day) + " " + issued->number,
                       domain::to_string(own));
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
                end(hall, ended->ticket);
            } else if (const auto* expired = std::get_if<domain::TicketExpired>(&recorded.event)) {
                end(hall, expired->ticket);
            } else if (const auto* done = std::get_if<domain::ServingFinished>(&recorded.event)) {
                end(hall, done->ticket);
            } else {
                read_paper(recorded.event);
            }
        }
    }
    /// `papers`: "ticket copy" as they came out.
    void judge(const std::vector<std::string>& papers) {
        expect(adopted_ == handed_, "adopted and handed over differ", "");
        std::set<std::string> out;
        for (const auto& paper : papers) {
            expect(out.insert(paper).second, "two papers", paper);
            expect(!said_none_.contains(paper), "a paper that was said not to have come out", paper);
        }
        for (const std::string& paper : said_out_) {
            expect(out.contains(paper), "no paper, and it was said to have come out", paper);
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
    /// A ticket whose adoption nobody heard of any more may end in both journals with its day, in each once.
    void end(const LittleHall& hall, const domain::TicketId& ticket) {
        const std::string name = domain::to_string(ticket);
        expect(ended_in_.insert({&hall, name}).second, "ended twice in one journal", name);
        ended_[name] = 1;
    }
    void read_paper(const domain::Event& event) {
        const auto name = [](const auto& paper) {
            return domain::to_string(paper.ticket) + " " + std::to_string(paper.copy);
        };
        if (const auto* out = std::get_if<domain::TicketPrinted>(&event)) {
            said_out_.insert(name(*out));
        } else if (const auto* again = std::get_if<domain::TicketReprinted>(&event)) {
            said_out_.insert(name(*again));
        } else if (const auto* none = std::get_if<domain::TicketNotPrinted>(&event)) {
            said_none_.insert(name(*none));
        }
    }
    void expect(bool good, const std::string& what, const std::string& about) {
        if (!good) {
            problems.push_back(what + " " + about);
        }
    }
    std::set<std::string> unheard_, held_, issued_, numbers_, adopted_, handed_, said_out_, said_none_;
    std::set<std::pair<const LittleHall*, std::string>> ended_in_;
    std::map<std::string, int> ended_;
};

struct Walk : Pair {
    explicit Walk(std::uint64_t seed) : Pair(seed), dice(seed * 7919 + 1) {}

    void step() {
        switch (dice.below(18)) {
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
            case 13:
                if (const auto held = some_ticket()) {
                    static_cast<void>(ask(domain::CancelTicket{*held, domain::Channel::touch}));
                }
                break;
            case 14:
            case 15:
                if (const auto held = some_ticket()) {
                    static_cast<void>(ask(domain::ReprintTicket{*held}));
                }
                break;
            case 16:
                if (dice.below(4) == 0) {
                    next_day();
                }
                break;
            default:
                static_cast<void>(
                    owner.decide({}, domain::CallNext{domain::CounterId{"c1"}, domain::Channel::page}));
                break;
        }
        pass(milliseconds{static_cast<std::int64_t>(dice.below(2000))});
    }
    /// One that a customer here was given.
    std::optional<domain::TicketId> some_ticket() {
        if (answers.empty()) {
            return std::nullopt;
        }
        const auto& answer = answers[dice.below(answers.size())].second;
        return answer->has_value() && **answer ? (***answer).ticket : std::nullopt;
    }
    void next_day() {
        static_cast<void>(owner.decide({}, domain::CloseDay{}));
        pass(seconds{static_cast<std::int64_t>(dice.below(8))});
        clock.turn(std::chrono::hours{24});
        settle();
        ASSERT_TRUE(owner.decide({}, domain::OpenDay{owner.today()}));
        ASSERT_TRUE(owner.decide({}, domain::OpenCounter{domain::CounterId{"c1"}}));
    }
    void want(const std::string& service) {
        wanted = service;
        const std::string id = "k" + std::to_string(asked);
        domain::IssueTicket command = ticket(service);
        command.channel = asked % 3 == 0 ? domain::Channel::page : domain::Channel::touch;
        answers.emplace_back(id, ask(std::move(command), id));
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
