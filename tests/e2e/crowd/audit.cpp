// SPDX-License-Identifier: Apache-2.0
#include "tests/e2e/crowd/audit.hpp"

namespace jiaohao::test {
namespace {

constexpr std::size_t most_problems = 20;

const std::map<std::string, std::string>& ends() {
    static const std::map<std::string, std::string> all{{"ticket.no_show", "no_show"},
                                                        {"ticket.cancelled", "cancelled"},
                                                        {"ticket.expired", "expired"},
                                                        {"serving.finished", "done"}};
    return all;
}

/// From which states an event may come.
const std::map<std::string, std::string>& sources() {
    static const std::map<std::string, std::string> all{{"ticket.called", "waiting"},
                                                        {"ticket.recalled", "called"},
                                                        {"ticket.no_show", "called"},
                                                        {"ticket.returned", "no_show"},
                                                        {"ticket.parked", "called serving"},
                                                        {"ticket.resumed", "parked"},
                                                        {"ticket.unparked", "parked"},
                                                        {"ticket.transferred", "called serving"},
                                                        {"serving.started", "called"},
                                                        {"serving.finished", "called serving"},
                                                        {"ticket.expired", "waiting called parked"},
                                                        {"ticket.cancelled", "waiting called parked"}};
    return all;
}

std::string text(const nlohmann::json& data, const char* name) {
    return data.value(name, std::string{});
}

}  // namespace

void Audit::complain(const std::string& problem) {
    if (problems_.size() < most_problems) {
        problems_.push_back("event " + std::to_string(last_seq_) + ": " + problem);
    }
}

bool Audit::expect(const Ticket& ticket, const std::string& type, const std::string& wanted) {
    if ((" " + wanted + " ").find(" " + ticket.status + " ") == std::string::npos) {
        complain(type + " of " + ticket.number + ", which is " + ticket.status);
        return false;
    }
    return true;
}

void Audit::take(const Json& event) {
    const auto seq = event.at("seq").get<std::uint64_t>();
    if (seq != last_seq_ + 1) {
        complain("follows " + std::to_string(last_seq_) + " as " + std::to_string(seq));
    }
    last_seq_ = seq;
    const std::string type = event.at("type");
    ++counts_[type];
    if (type == "ticket.issued") {
        issued(event);
        return;
    }
    const Json& data = event.at("data");
    const auto source = sources().find(type);
    if (source == sources().end()) {
        return;
    }
    const auto found = tickets_.find(data.at("ticket").get<std::uint64_t>());
    if (found == tickets_.end()) {
        complain(type + " of a ticket that was never issued");
    } else if (expect(found->second, type, source->second)) {
        moved(type, found->first, found->second, data);
    }
}

void Audit::issued(const Json& event) {
    const Json& data = event.at("data");
    Ticket ticket;
    ticket.number = data.at("number");
    ticket.service = data.at("service");
    if (!numbers_.insert(ticket.number).second) {
        complain("the number " + ticket.number + " was given twice");
    }
    const auto seq = event.at("seq").get<std::uint64_t>();
    enter(seq, tickets_.emplace(seq, std::move(ticket)).first->second, false);
}

void Audit::enter(std::uint64_t seq, Ticket& ticket, bool directed) {
    ticket.status = "waiting";
    ticket.directed = directed;
    ticket.overtaken = 0;
    ticket.counter.clear();
    lines_[ticket.service].insert(seq);
}

void Audit::leave(std::uint64_t seq, Ticket& ticket, const std::string& status) {
    if (ticket.status == "waiting") {
        lines_[ticket.service].erase(seq);
    }
    const auto here = at_counter_.find(ticket.counter);
    if (here != at_counter_.end() && here->second == seq) {
        at_counter_.erase(here);
    }
    ticket.status = status;
}

void Audit::count_overtakes(std::uint64_t seq, const std::string& counter) {
    const auto reach = reach_.find(counter);
    if (reach == reach_.end()) {
        return complain("a call from " + counter + ", which is no counter");
    }
    for (const std::string& service : reach->second) {
        for (const std::uint64_t before : lines_[service]) {
            if (before >= seq) {
                break;
            }
            Ticket& passed = tickets_.at(before);
            if (passed.directed) {
                continue;
            }
            most_overtaken_ = std::max(most_overtaken_, ++passed.overtaken);
            if (passed.overtaken > most_overtakes_) {
                complain(passed.number + " was overtaken " + std::to_string(passed.overtaken) + " times");
            }
        }
    }
}

void Audit::called(std::uint64_t seq, Ticket& ticket, const Json& data) {
    ++calls_[seq];
    const std::string why = text(data, "why");
    // What staff decide by hand goes before every rule.
    if (why != "directed" && why != "picked") {
        count_overtakes(seq, text(data, "counter"));
    }
    leave(seq, ticket, "called");
}

void Audit::moved(const std::string& type, std::uint64_t seq, Ticket& ticket, const Json& data) {
    const std::string counter = text(data, "counter");
    if (type == "ticket.called") {
        called(seq, ticket, data);
    } else if (type == "serving.started") {
        ticket.status = "serving";
    } else if (type == "ticket.parked") {
        leave(seq, ticket, "parked");
    } else if (type == "ticket.resumed") {
        ticket.status = "called";
    } else if (type == "ticket.returned") {
        // Who was sent to a counter and missed its call is still sent there.
        enter(seq, ticket, ticket.directed);
    } else if (type == "ticket.unparked") {
        enter(seq, ticket, true);
    } else if (type == "ticket.transferred") {
        leave(seq, ticket, "moving");
        ticket.service = data.at("to");
        enter(seq, ticket, data.contains("to_counter") || data.contains("to_clerk"));
    } else if (type == "serving.finished" && data.contains("next")) {
        leave(seq, ticket, "moving");
        ticket.service = data.at("next");
        enter(seq, ticket, false);
    } else if (const auto end = ends().find(type); end != ends().end()) {
        leave(seq, ticket, end->second);
    }
    if (ticket.status == "called" && type != "ticket.recalled") {
        const auto [place, first] = at_counter_.try_emplace(counter, seq);
        if (!first && place->second != seq) {
            complain(counter + " called " + ticket.number + " while it had " +
                     tickets_.at(place->second).number);
        }
        ticket.counter = counter;
    }
}

void Audit::finish() {
    for (const auto& [seq, ticket] : tickets_) {
        const bool ended = ticket.status == "done" || ticket.status == "no_show" ||
                           ticket.status == "cancelled" || ticket.status == "expired";
        if (!ended) {
            complain(ticket.number + " is " + ticket.status + " after the day");
        }
    }
}

std::size_t Audit::count(const std::string& type) const {
    const auto found = counts_.find(type);
    return found == counts_.end() ? 0 : found->second;
}

std::string Audit::number_of(std::uint64_t seq) const {
    const auto found = tickets_.find(seq);
    return found == tickets_.end() ? std::string{} : found->second.number;
}

}  // namespace jiaohao::test
