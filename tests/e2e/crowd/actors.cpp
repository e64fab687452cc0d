// SPDX-License-Identifier: Apache-2.0
#include "tests/e2e/crowd/actors.hpp"

#include <array>
#include <stdexcept>

namespace jiaohao::test {
namespace {

constexpr std::array classes{"ordinary", "ordinary", "ordinary", "vip", "priority", "group"};

/// "t1/epoch/12" -> 12
std::uint64_t seq_of(const std::string& ticket) {
    return std::stoull(ticket.substr(ticket.rfind('/') + 1));
}

}  // namespace

std::optional<Actor::Json> Actor::say(const std::string& name, const Json& args) {
    ++told_.commands;
    auto answer = client_->call(name, args);
    if (!answer) {
        ++told_.refused[answer.error().code];
        return std::nullopt;
    }
    return std::move(*answer);
}

void Actor::note_call(const std::optional<Json>& answer) {
    if (answer && !answer->value("again", false)) {
        const std::string ticket = answer->at("ticket");
        ++told_.calls[seq_of(ticket)];
        met_.push_back(ticket);
    }
}

void Actor::take_tickets(std::size_t tickets, bool cancels) {
    try {
        for (std::size_t i = 0; i < tickets; ++i) {
            const auto answer = say("ticket.issue", {{"service", hall_.service(random_.below(1000))},
                                                     {"class", classes.at(random_.below(classes.size()))},
                                                     {"paper", false}});
            if (!answer) {
                continue;
            }
            met_.push_back(answer->at("ticket"));
            told_.issued[seq_of(met_.back())] = answer->at("number");
            if (cancels && one_in(20)) {
                say("ticket.cancel", {{"ticket", met_[random_.below(met_.size())]}});
            }
        }
    } catch (const std::exception& error) {
        told_.problem = error.what();
    }
}

void Actor::act_at(const std::string& counter) {
    const Json here{{"counter", counter}};
    switch (random_.below(12)) {
        case 0:
            say("counter.recall", here);
            break;
        case 1:
            say("counter.no_show", here);
            break;
        case 2:
            say("counter.start", here);
            break;
        case 3:
            say("counter.park", here);
            break;
        case 4:
            say("counter.resume_ticket", here);
            break;
        case 5:
            say("counter.transfer", {{"counter", counter}, {"service", hall_.service(random_.below(1000))}});
            break;
        case 6:
            act_on_ticket(counter);
            break;
        case 7:
        case 8:
            say("counter.finish", {{"counter", counter}, {"ask_rating", one_in(2)}});
            break;
        default:
            note_call(say("counter.call_next", here));
    }
}

void Actor::act_on_ticket(const std::string& counter) {
    if (met_.empty()) {
        return;
    }
    const std::string& ticket = met_[random_.below(met_.size())];
    switch (random_.below(4)) {
        case 0:
            note_call(say("counter.call_ticket", {{"counter", counter}, {"ticket", ticket}}));
            break;
        case 1:
            say("ticket.cancel", {{"ticket", ticket}});
            break;
        case 2:
            say("counter.transfer",
                {{"counter", counter}, {"to_counter", hall_.counter(random_.below(1000))}});
            break;
        default:
            say("ticket.return", {{"ticket", ticket}});
    }
}

void Actor::work(const std::vector<std::size_t>& counters, std::size_t actions) {
    try {
        for (std::size_t i = 0; i < actions; ++i) {
            const std::size_t own = counters[random_.below(counters.size())];
            act_at(hall_.counter(one_in(10) ? random_.below(1000) : own));
        }
    } catch (const std::exception& error) {
        told_.problem = error.what();
    }
}

void Actor::serve(const std::vector<std::size_t>& counters, const std::atomic<bool>& all_came) {
    try {
        for (bool more = true; more;) {
            const bool last_round = all_came.load();
            more = !last_round;
            for (const std::size_t index : counters) {
                const Json here{{"counter", hall_.counter(index)}};
                const auto answer = say("counter.call_next", here);
                note_call(answer);
                if (answer) {
                    more = true;
                    say("counter.finish", {{"counter", hall_.counter(index)}, {"ask_rating", false}});
                }
            }
        }
    } catch (const std::exception& error) {
        told_.problem = error.what();
    }
}

}  // namespace jiaohao::test
