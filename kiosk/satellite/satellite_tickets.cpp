// Tickets: given by the owner and printed here, or given here of the lease.
// SPDX-License-Identifier: Apache-2.0
#include "kiosk/satellite/satellite_hall.hpp"
#include "kiosk/wire/api_commands.hpp"
#include "kiosk/wire/api_view_reader.hpp"
#include "kiosk/wire/event_codec.hpp"

namespace jiaohao::satellite {
namespace {

namespace w = wire::api;
using domain::Refusal;
using domain::RefusalCode;

constexpr std::size_t kMostRemembered = 1000;
constexpr std::size_t kMostFarTickets = 200;
constexpr std::size_t kMostAsked = 64;

/// The owner cannot give one now although it speaks: as good as away.
bool cannot_now(const std::string& code) {
    const auto known = domain::from_code<RefusalCode>(code);
    return known == RefusalCode::journal_failed || known == RefusalCode::journal_full ||
           known == RefusalCode::journal_stalled || known == RefusalCode::overloaded;
}

domain::Ticket ticket_of(const domain::Answer& answer, const domain::IssueTicket& asked, WallTime at) {
    domain::Ticket ticket;
    ticket.id = answer.ticket.value_or(domain::TicketId{});
    ticket.number = answer.number;
    ticket.service = asked.service;
    ticket.customer_class = asked.customer_class;
    ticket.language = asked.language;
    ticket.issued_at = at;
    ticket.ahead_at_issue = answer.ahead.value_or(0);
    ticket.promised = answer.promised;
    ticket.reference = asked.reference;
    ticket.due_at = asked.due_at;
    ticket.then = asked.then;
    return ticket;
}

domain::Ticket ticket_of(const domain::TicketView& row, const domain::Answer& place) {
    domain::Ticket ticket;
    ticket.id = row.id;
    ticket.number = row.number;
    ticket.service = row.service;
    ticket.customer_class = row.customer_class;
    ticket.language = row.language;
    ticket.issued_at = row.issued_at;
    ticket.ahead_at_issue = place.ahead.value_or(0);
    ticket.promised = place.promised;
    ticket.due_at = row.due_at;
    ticket.then = row.then;
    return ticket;
}

}  // namespace

domain::RequestId asked_name(const domain::TerminalId& terminal, const std::string& id) {
    std::string name = terminal.get() + ":" + id;
    for (char& c : name) {
        c = c == '#' || c == '@' ? ':' : c;
    }
    if (name.size() > kMostAsked || !w::is_request_id(name)) {
        // The whole id of the terminal: the owner takes no name that begins otherwise.
        name = terminal.get() + ":" + wire::to_hex(wire::hash_of(id)).substr(0, 24);
    }
    return domain::RequestId(name);
}

bool SatelliteHall::was_given(const domain::RequestId& asked) const {
    return given_.contains(asked) || (state_ != nullptr && state_->asked_for.contains(asked));
}

/// Who was sent away and asks once more under the same id asks anew: the owner refuses what was withdrawn.
domain::RequestId SatelliteHall::asked_under(const domain::RequestId& id) {
    const std::string name = id.get().empty() ? make_uuid(parts_.random) : id.get();
    domain::RequestId asked = asked_name(options_.terminal, name);
    for (int again = 2; withdrawn_.contains(asked) && !was_given(asked); ++again) {
        asked = asked_name(options_.terminal, name + "." + std::to_string(again));
    }
    return asked;
}

domain::FarPaper SatelliteHall::far_paper() const {
    const std::lock_guard lock(mutex_);
    domain::FarPaper paper{options_.terminal, std::nullopt};
    for (const auto& [printer, condition] : ready_) {
        if (condition.first) {
            paper.printer = printer;
            break;
        }
        paper.no_paper = condition.second;
    }
    return paper;
}

void SatelliteHall::issue(const domain::RequestId& id, domain::IssueTicket command,
                          const service::OnOutcome& done) {
    const domain::RequestId asked = asked_under(id);
    if (const auto known = asking_.find(asked); known != asking_.end()) {
        known->second.done.push_back(done);
        return;
    }
    command.asked = asked;
    asking_.emplace(asked, Asking{id, std::move(command), {done}});
    if (linked_ && !was_given(asked) && !session_.behind()) {
        issue_there(asked);
    } else {
        issue_here(asked);
    }
}

void SatelliteHall::issue_there(const domain::RequestId& asked) {
    Asking& asking = asking_.at(asked);
    asking.forwarded = true;
    domain::IssueTicket command = asking.command;
    const domain::FarPaper paper = far_paper();
    command.far_paper = paper;
    ++tally_.forwarded;
    OwnerSession::Call call{w::write_command(domain::Command(command)).value_or(w::Written{})};
    call.patience = options_.answer;
    call.urgent = true;
    call.done = [this, asked, paper](const Reply& reply) { issued_there(asked, paper, reply); };
    call.late = [this](const nlohmann::json& data) { issued_late(data); };
    session_.call(std::move(call));
}

void SatelliteHall::issued_there(const domain::RequestId& asked, const domain::FarPaper& paper,
                                 const Reply& reply) {
    const auto known = asking_.find(asked);
    if (known == asking_.end()) {
        return;
    }
    if (!reply && (!reply.error() || cannot_now(reply.error()->code))) {
        return issue_here(asked);
    }
    if (!reply) {
        return finish(asked, fail(w::read_refusal(*reply.error(), RefusalCode::owner_away)));
    }
    const domain::Answer answer = w::read_answer(*reply);
    if (answer.ticket && !answer.again) {
        const domain::Ticket ticket = ticket_of(answer, known->second.command, parts_.clock.wall());
        keep_ticket(ticket);
        // One that was asked for before has had its paper, or nobody knows: never twice.
        if (answer.printing.value_or(false)) {
            print(ticket, answer.copy, paper.printer);
        }
    }
    finish(asked, answer);
}

/// Given here meanwhile: nobody holds the other one. The hand-over cancels it, or it is withdrawn.
void SatelliteHall::issued_late(const nlohmann::json& data) {
    const domain::Answer answer = w::read_answer(data);
    if (!answer.ticket || answer.again) {
        return;
    }
    ++tally_.orphans;
    log_.info("ticket.orphan", {{"number", answer.number}, {"ticket", domain::to_string(*answer.ticket)}});
    if (answer.printing.value_or(false)) {
        not_printed(*answer.ticket, answer.copy, domain::PrintCause::link_lost);
    }
}

void SatelliteHall::issue_here(const domain::RequestId& asked) {
    const Asking& asking = asking_.at(asked);
    if (session_.replaced()) {
        // Another one of this name has the same numbers.
        return issued_here(asked, fail(Refusal{RefusalCode::owner_away, {}}));
    }
    domain::IssueTicket command = asking.command;
    // Offers are the owner's; nobody knows them here.
    command.after_offer.reset();
    here(asking.id, domain::Command(std::move(command)),
         [this, asked](const service::Outcome& outcome) { issued_here(asked, outcome); });
}

void SatelliteHall::issued_here(const domain::RequestId& asked, const service::Outcome& outcome) {
    const auto known = asking_.find(asked);
    if (known == asking_.end()) {
        return;
    }
    if (!outcome) {
        if (known->second.forwarded) {
            withdraw(asked);
        }
        return finish(asked, outcome);
    }
    if (given_.insert(asked).second) {
        ++tally_.alone;
        given_order_.push_back(asked);
    }
    if (given_order_.size() > kMostRemembered) {
        given_.erase(given_order_.front());
        given_order_.pop_front();
    }
    domain::Answer answer = *outcome;
    // Counted among those of this terminal alone: no wait that could be told.
    answer.ahead.reset();
    answer.promised.reset();
    if (answer.ticket && channels_.size() < kMostRemembered) {
        channels_.emplace(*answer.ticket, known->second.command.channel);
    }
    finish(asked, answer);
}

void SatelliteHall::finish(const domain::RequestId& asked, const service::Outcome& outcome) {
    const auto known = asking_.extract(asked);
    if (known.empty()) {
        return;
    }
    for (const service::OnOutcome& done : known.mapped().done) {
        done(outcome);
    }
}

void SatelliteHall::check_in(const domain::RequestId& id, domain::CheckIn command,
                             const service::OnOutcome& done) {
    const domain::FarPaper paper = far_paper();
    command.far_paper = paper;
    print_asked(id, domain::Command(std::move(command)), paper, done);
}

void SatelliteHall::reprint(const domain::RequestId& id, domain::ReprintTicket command,
                            const service::OnOutcome& done) {
    if (const domain::TicketId ticket = command.ticket; is_ours(ticket)) {
        return at_ours(id, domain::Command(std::move(command)), ticket, done);
    }
    const domain::FarPaper paper = far_paper();
    command.far_paper = paper;
    print_asked(id, domain::Command(std::move(command)), paper, done);
}

/// The owner says whether a paper is to come out and which copy it is.
void SatelliteHall::print_asked(const domain::RequestId& id, const domain::Command& command,
                                const domain::FarPaper& paper, const service::OnOutcome& done) {
    const auto written = w::write_command(command);
    if (!linked_ || !written) {
        return done(fail(Refusal{RefusalCode::owner_away, {}}));
    }
    ++tally_.forwarded;
    OwnerSession::Call call{*written};
    call.id = id_there(id);
    call.patience = options_.answer;
    call.urgent = true;
    call.done = [this, paper, done](const Reply& reply) {
        if (!reply) {
            return done(fail(reply.error() ? w::read_refusal(*reply.error(), RefusalCode::owner_away)
                                           : Refusal{RefusalCode::owner_away, {}}));
        }
        const domain::Answer answer = w::read_answer(*reply);
        if (answer.ticket && answer.printing.value_or(false) && !answer.again) {
            print_unseen(*answer.ticket, answer.copy, paper.printer);
        }
        done(answer);
    };
    call.late = [this](const nlohmann::json& data) {
        const domain::Answer answer = w::read_answer(data);
        if (answer.ticket && answer.printing.value_or(false) && !answer.again) {
            not_printed(*answer.ticket, answer.copy, domain::PrintCause::link_lost);
        }
    };
    session_.call(std::move(call));
}

void SatelliteHall::print(const domain::Ticket& ticket, std::uint32_t copy,
                          const std::optional<domain::DeviceId>& printer) {
    const auto port = printer ? printers_.find(*printer) : printers_.end();
    if (port == printers_.end()) {
        return not_printed(ticket.id, copy, domain::PrintCause::no_printer);
    }
    if (!papers_.begin(ticket.id, copy)) {
        return not_printed(ticket.id, copy, domain::PrintCause::queue_full);
    }
    port->second->print({ticket.id, copy, parts_.composer.compose(ticket, copy, owners_config_)});
}

/// What stands on it is the owner's to say, unless it was seen lately.
void SatelliteHall::print_unseen(const domain::TicketId& ticket, std::uint32_t copy,
                                 const std::optional<domain::DeviceId>& printer) {
    if (const auto seen = far_tickets_.find(ticket); seen != far_tickets_.end()) {
        return print(seen->second, copy, printer);
    }
    OwnerSession::Call call{w::write_ticket_get(ticket)};
    call.patience = options_.answer;
    call.urgent = true;
    call.done = [this, ticket, copy, printer](const Reply& reply) {
        const auto row = reply ? reply->find("row") : nlohmann::json::const_iterator{};
        const auto read = reply && row != reply->end() ? w::read_ticket_row(*row) : std::nullopt;
        if (!read) {
            return not_printed(ticket, copy, domain::PrintCause::link_lost);
        }
        const domain::Ticket found = ticket_of(*read, w::read_answer(*reply));
        keep_ticket(found);
        print(found, copy, printer);
    };
    session_.call(std::move(call));
}

void SatelliteHall::not_printed(const domain::TicketId& ticket, std::uint32_t copy,
                                domain::PrintCause cause) {
    if (papers_.begin(ticket, copy)) {
        static_cast<void>(papers_.take(domain::Command(domain::PrintRefused{ticket, copy, cause})));
        tell_outcomes();
    }
}

void SatelliteHall::keep_ticket(const domain::Ticket& ticket) {
    if (!far_tickets_.insert_or_assign(ticket.id, ticket).second) {
        return;
    }
    far_order_.push_back(ticket.id);
    if (far_order_.size() > kMostFarTickets) {
        far_tickets_.erase(far_order_.front());
        far_order_.pop_front();
    }
}

}  // namespace jiaohao::satellite
