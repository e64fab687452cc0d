// SPDX-License-Identifier: Apache-2.0
#include "showroom/books.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace jiaohao::showroom {
namespace {

using nlohmann::json;

std::string text_of(const json& object, const char* key) {
    const auto found = object.find(key);
    if (found == object.end()) {
        return "";
    }
    return found->is_string() ? found->get<std::string>() : found->dump();
}

}  // namespace

std::uint64_t JournalBooks::of(const std::string& type) const {
    const auto found = by_type.find(type);
    return found == by_type.end() ? 0 : found->second;
}

std::string JournalBooks::ticket_key(const json& data) {
    return text_of(data, "ticket");
}

void JournalBooks::add(const json& event) {
    const auto seq = event.value("seq", std::uint64_t{0});
    out_of_order += seq == last_seq + 1 ? 0U : 1U;
    last_seq = seq;
    ++events;
    const std::string type = event.value("type", "");
    ++by_type[type];
    const json data = event.value("data", json::object());
    if (type == "ticket.issued") {
        numbers_twice += numbers_.insert(event.value("day", "") + data.value("number", "")).second ? 0U : 1U;
        TicketBook& ticket = tickets_[fmt::format("{}", seq)];
        ticket.issued = true;
        ticket.number = data.value("number", "");
    } else if (type == "press.raw") {
        ++presses_of_address[data.value("address", 0U)];
        presses_counted += data.value("fate", "") == "counted" ? 1U : 0U;
    } else if (type.rfind("ticket.", 0) == 0) {
        add_ticket_event(type, data);
    }
}

void JournalBooks::add_ticket_event(const std::string& type, const json& data) {
    TicketBook& ticket = tickets_[ticket_key(data)];
    const bool first_copy = data.value("copy", 1U) == 1;
    if (type == "ticket.called") {
        calls_twice += ticket.called ? 1U : 0U;
        ticket.called = true;
    } else if (type == "ticket.returned" || type == "ticket.transferred") {
        ticket.called = false;
    } else if (type == "ticket.printed" && first_copy) {
        ++printed;
        ++ticket.outcomes;
        ticket.printed = true;
    } else if (type == "ticket.not_printed" && first_copy) {
        ++not_printed;
        ++unproved[fmt::format("not printed ({})", data.value("cause", "no cause told"))];
        ++ticket.outcomes;
    } else if (type == "ticket.print_unknown" && first_copy) {
        ++unknown;
        ++unproved[fmt::format("unknown ({})", data.value("cause", "no cause told"))];
        ++ticket.outcomes;
        ticket.unknown = true;
    } else if (type == "ticket.reprinted") {
        ++reprinted;
    }
}

std::uint64_t JournalBooks::without_one_outcome() const {
    return static_cast<std::uint64_t>(std::count_if(tickets_.begin(), tickets_.end(), [](const auto& one) {
        return one.second.issued && one.second.outcomes != 1;
    }));
}

std::set<std::string> JournalBooks::printed_numbers() const {
    std::set<std::string> found;
    for (const auto& [key, ticket] : tickets_) {
        if (ticket.printed) {
            found.insert(ticket.number);
        }
    }
    return found;
}

std::set<std::string> JournalBooks::unknown_numbers() const {
    std::set<std::string> found;
    for (const auto& [key, ticket] : tickets_) {
        if (ticket.unknown) {
            found.insert(ticket.number);
        }
    }
    return found;
}

void PaperBooks::add(const json& event) {
    if (event.value("partial", false)) {
        ++partial;
        return;
    }
    ++papers;
    if (event.value("marked", false)) {
        ++marked;
        return;
    }
    unmarked_twice += numbers.insert(event.value("number", "")).second ? 0U : 1U;
}

namespace {

/// "1 not printed (silent), 2 unknown (time_out)"
std::string listed(const std::map<std::string, std::uint64_t>& counts) {
    std::string text;
    for (const auto& [what, count] : counts) {
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, what);
    }
    return text;
}

/// Collects one sentence for everything that does not add up.
class Audit {
  public:
    explicit Audit(const Books& books)
        : books_(books), journal_(books.journal), issued_(journal_.of("ticket.issued")) {}

    std::vector<std::string> run() {
        if (!books_.failure.empty()) {
            // What is missing was not looked at: it would only hide why.
            return {books_.failure};
        }
        tickets();
        if (books_.papers) {
            papers(*books_.papers);
        }
        people();
        ratings();
        head_office();
        check(books_.ui_survived.value_or(true), "kiosk-ui ended before the day did");
        if (!books_.faults) {
            calm_day();
        }
        return std::move(wrong_);
    }

  private:
    void check(bool good, const std::string& what) {
        if (!good) {
            wrong_.push_back(what);
        }
    }
    [[nodiscard]] bool agrees(std::uint64_t played, std::uint64_t recorded) const {
        return books_.visitors || books_.ended_early ? played <= recorded : played == recorded;
    }

    void tickets() {
        check(agrees(books_.play.issued, issued_),
              fmt::format("{} tickets told to customers, {} in the journal", books_.play.issued, issued_));
        check(journal_.out_of_order == 0,
              fmt::format("{} gaps in the journal's numbering", journal_.out_of_order));
        check(journal_.numbers_twice == 0, fmt::format("{} numbers given twice", journal_.numbers_twice));
        check(journal_.calls_twice == 0, fmt::format("{} tickets called twice", journal_.calls_twice));
        check(issued_ == journal_.printed + journal_.not_printed + journal_.unknown,
              fmt::format("issued {} = printed {} + not printed {} + unknown {}", issued_, journal_.printed,
                          journal_.not_printed, journal_.unknown));
        check(journal_.without_one_outcome() == 0,
              fmt::format("{} tickets without exactly one outcome of printing",
                          journal_.without_one_outcome()));
    }

    void papers(const PaperBooks& papers) {
        const std::uint64_t unmarked = papers.papers - papers.marked;
        check(journal_.printed <= unmarked && unmarked <= journal_.printed + journal_.unknown,
              fmt::format("printed {} <= unmarked papers {} <= printed + unknown {}", journal_.printed,
                          unmarked, journal_.printed + journal_.unknown));
        check(papers.unmarked_twice == 0, fmt::format("{} second unmarked papers", papers.unmarked_twice));
        const std::set<std::string> proved = journal_.printed_numbers();
        const std::set<std::string> doubtful = journal_.unknown_numbers();
        const std::set<std::string>& seen = papers.numbers;
        check(std::includes(seen.begin(), seen.end(), proved.begin(), proved.end()),
              "a ticket counts as printed and its paper was never seen");
        check(std::all_of(seen.begin(), seen.end(),
                          [&](const std::string& number) {
                              return proved.count(number) + doubtful.count(number) > 0;
                          }),
              "a paper was seen of a ticket that counts as not printed");
    }

    void people() {
        check(agrees(books_.play.calls, journal_.of("ticket.called")),
              fmt::format("{} calls seen by clerks, {} in the journal", books_.play.calls,
                          journal_.of("ticket.called")));
        check(agrees(books_.play.no_shows, journal_.of("ticket.no_show")),
              fmt::format("{} no-shows said by clerks, {} in the journal", books_.play.no_shows,
                          journal_.of("ticket.no_show")));
        check(books_.play.issue_refused == 0,
              fmt::format("{} customers were refused a ticket", books_.play.issue_refused));
    }

    void ratings() {
        check(journal_.presses_counted == journal_.of("rating.given"),
              fmt::format("{} presses counted, {} ratings given", journal_.presses_counted,
                          journal_.of("rating.given")));
        for (const auto& [address, presses] : books_.acknowledged) {
            const auto kept = journal_.presses_of_address.find(address);
            const std::uint64_t in_journal = kept == journal_.presses_of_address.end() ? 0 : kept->second;
            check(presses <= in_journal, fmt::format("pad {}: {} presses acknowledged, {} in the journal",
                                                     address, presses, in_journal));
        }
        const std::uint64_t ended = journal_.of("rating.given") + journal_.of("rating.missed");
        check(journal_.of("rating.requested") == ended,
              fmt::format("ratings asked {} = given or missed {}", journal_.of("rating.requested"), ended));
    }

    void feed(const char* key, std::uint64_t expected) {
        const std::uint64_t told = books_.feed.value(key, std::uint64_t{0});
        check(told == expected, fmt::format("feed {} {}, journal {}", key, told, expected));
    }
    void head_office() {
        check(journal_.events == books_.stored_at_head_office,
              fmt::format("{} events in the journal, {} at head office", journal_.events,
                          books_.stored_at_head_office));
        feed("issued", issued_);
        feed("called", journal_.of("ticket.called"));
        feed("served", journal_.of("serving.finished"));
        feed("no_show", journal_.of("ticket.no_show"));
        feed("rating_armed", journal_.of("rating.requested"));
        feed("rating_n", journal_.of("rating.given"));
    }

    /// Nothing was broken on purpose.
    void calm_day() {
        check(journal_.not_printed == 0 && journal_.unknown == 0,
              fmt::format(
                  "tickets without a proved paper although nothing was broken on purpose: {}; on a machine "
                  "that is too busy the simulated printer may answer too late",
                  listed(journal_.unproved)));
        check(books_.refused_at_head_office.has_value(), "head office could not be asked what it refused");
        check(books_.refused_at_head_office.value_or(0) == 0,
              "batches refused at head office although nothing was broken");
        const std::uint64_t ended =
            journal_.of("serving.finished") + journal_.of("ticket.no_show") + journal_.of("ticket.expired");
        check(books_.visitors || ended == issued_, "served + no-shows + expired = issued");
        check(books_.visitors || books_.ended_early || journal_.of("ticket.expired") == 0,
              "tickets expired on a day that was played to its end");
    }

    const Books& books_;
    const JournalBooks& journal_;
    std::uint64_t issued_;
    std::vector<std::string> wrong_;
};

}  // namespace

std::vector<std::string> imbalances(const Books& books) {
    return Audit(books).run();
}

json summary(const Books& books) {
    const JournalBooks& journal = books.journal;
    std::uint64_t acknowledged = 0;
    for (const auto& [address, count] : books.acknowledged) {
        acknowledged += count;
    }
    json out{{"tickets_issued", journal.of("ticket.issued")},
             {"papers",
              {{"printed", journal.printed},
               {"not_printed", journal.not_printed},
               {"unknown", journal.unknown},
               {"reprinted", journal.reprinted}}},
             {"calls", journal.of("ticket.called")},
             {"recalls", journal.of("ticket.recalled")},
             {"served", journal.of("serving.finished")},
             {"no_shows", journal.of("ticket.no_show")},
             {"expired", journal.of("ticket.expired")},
             {"ended_early", books.ended_early},
             {"ratings",
              {{"armed", journal.of("rating.requested")},
               {"given", journal.of("rating.given")},
               {"missed", journal.of("rating.missed")}}},
             {"presses", {{"acknowledged_by_bus", acknowledged}, {"in_journal", journal.of("press.raw")}}},
             {"numbers_seen_twice", journal.numbers_twice},
             {"calls_seen_twice", journal.calls_twice},
             {"events_in_journal", journal.events},
             {"head_office",
              {{"stored", books.stored_at_head_office},
               {"refused", books.refused_at_head_office ? json(*books.refused_at_head_office) : json()}}},
             {"feed", books.feed},
             {"restarts",
              {{"kioskd_killed", books.hall_kills},
               {"headofficed_killed", books.head_office_kills},
               {"api_reconnects", books.reconnects}}}};
    if (!journal.unproved.empty()) {
        out["papers"]["unproved"] = journal.unproved;
    }
    if (!books.failure.empty()) {
        out["failure"] = books.failure;
    }
    if (!books.struck.empty()) {
        out["faults"] = books.struck;
    }
    if (books.ui_survived) {
        out["ui_survived"] = *books.ui_survived;
    }
    if (books.papers) {
        out["papers_seen"] = {{"unmarked", books.papers->papers - books.papers->marked},
                              {"marked", books.papers->marked},
                              {"partial", books.papers->partial},
                              {"unmarked_twice", books.papers->unmarked_twice}};
    }
    out["imbalances"] = imbalances(books);
    return out;
}

}  // namespace jiaohao::showroom
