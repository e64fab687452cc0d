// Commands of a satellite's clients: what goes to the owner, what is done here, what has to wait.
// SPDX-License-Identifier: Apache-2.0
#include "kiosk/domain/rows.hpp"
#include "kiosk/satellite/satellite_hall.hpp"
#include "kiosk/wire/api_view_reader.hpp"

namespace jiaohao::satellite {
namespace {

namespace w = wire::api;
using domain::Refusal;
using domain::RefusalCode;

constexpr std::size_t kMostWaiting = 256;
constexpr std::size_t kMostRated = 200;

template <class... Fs>
struct Overload : Fs... {
    using Fs::operator()...;
};
template <class... Fs>
Overload(Fs...) -> Overload<Fs...>;

service::Outcome refused(RefusalCode code) {
    return fail(Refusal{code, {}});
}

/// Whoever asks may well do that, where the counters are.
service::Outcome only_at_owner() {
    return fail(Refusal{RefusalCode::forbidden, {{"where", "main_terminal"}}});
}

service::Outcome outcome_of(const Reply& reply) {
    if (reply) {
        return w::read_answer(*reply);
    }
    return reply.error() ? service::Outcome(fail(w::read_refusal(*reply.error(), RefusalCode::owner_away)))
                         : refused(RefusalCode::owner_away);
}

}  // namespace

bool SatelliteHall::submit(domain::RequestId id, domain::Command command, service::OnOutcome done) {
    if (waiting_ >= kMostWaiting) {
        return false;
    }
    ++waiting_;
    auto counted = [this, done = std::move(done)](const service::Outcome& outcome) {
        --waiting_;
        done(outcome);
    };
    const bool posted = parts_.post([this, id = std::move(id), command = std::move(command),
                                     counted]() mutable { take(id, std::move(command), counted); });
    waiting_ -= posted ? 0 : 1;
    return posted;
}

void SatelliteHall::take(const domain::RequestId& id, domain::Command command,
                         const service::OnOutcome& done) {
    std::visit(Overload{
                   [&](domain::IssueTicket& one) { issue(id, std::move(one), done); },
                   [&](domain::CheckIn& one) { check_in(id, std::move(one), done); },
                   [&](domain::ReprintTicket& one) { reprint(id, std::move(one), done); },
                   [&](const domain::CancelTicket& one) { cancel(id, one, done); },
                   [&](const domain::GiveRating& one) { rate(id, command, one.ticket, one.only_at, done); },
                   [&](const domain::GiveReason& one) { rate(id, command, one.ticket, one.only_at, done); },
                   [&](const domain::OfferDiversions&) { forward(id, command, done); },
                   [&](const domain::TakeDiversion&) { forward(id, command, done); },
                   [&](const domain::NoteVisit&) { forward(id, command, done); },
                   [&](const domain::AcknowledgeAlert& one) { here(id, one, done); },
                   [&](const domain::ResolveAlert& one) { here(id, one, done); },
                   [&](const auto&) { done(linked_ ? only_at_owner() : refused(RefusalCode::owner_away)); },
               },
               command);
}

/// The owner remembers its answer under it: asked again, also after a restart of either, nothing is done twice.
std::string SatelliteHall::id_there(const domain::RequestId& id) const {
    return id.get().empty() ? std::string() : asked_name(options_.terminal, id.get()).get();
}

void SatelliteHall::forward(const domain::RequestId& id, const domain::Command& command,
                            const service::OnOutcome& done, bool urgent) {
    const auto written = w::write_command(command);
    if (!linked_ || !written) {
        return done(refused(RefusalCode::owner_away));
    }
    ++tally_.forwarded;
    OwnerSession::Call call{*written};
    call.id = id_there(id);
    call.patience = options_.answer;
    call.urgent = urgent;
    call.done = [done](const Reply& reply) { done(outcome_of(reply)); };
    session_.call(std::move(call));
}

void SatelliteHall::here(const domain::RequestId& id, domain::Command command,
                         const service::OnOutcome& done) {
    const bool taken =
        parts_.hall.submit(id, std::move(command), [this, done](const service::Outcome& outcome) {
            if (!parts_.post([done, outcome] { done(outcome); })) {
                done(outcome);
            }
        });
    if (!taken) {
        done(refused(RefusalCode::overloaded));
    }
}

/// The owner does not know which tablet it was; its own rule (GiveRating::only_at) is kept here.
void SatelliteHall::rate(const domain::RequestId& id, const domain::Command& command,
                         const domain::TicketId& ticket, const std::optional<domain::CounterId>& only_at,
                         const service::OnOutcome& done) {
    if (!only_at || !linked_) {
        return forward(id, command, done);
    }
    const bool reason = std::holds_alternative<domain::GiveReason>(command);
    const domain::CounterView* const counter = owner_.counter(*only_at);
    const auto rated = rated_.find(ticket);
    const bool fits = reason ? rated != rated_.end() && rated->second == *only_at
                             : counter != nullptr && (!counter->rating || counter->rating == ticket);
    if (!fits) {
        return done(fail(Refusal{RefusalCode::forbidden, {{"counter", only_at->get()}}}));
    }
    if (rated_.size() >= kMostRated) {
        rated_.clear();
    }
    rated_.insert_or_assign(ticket, *only_at);
    forward(id, command, done);
}

const domain::Ticket* SatelliteHall::own_ticket(const domain::TicketId& id) const {
    if (state_ == nullptr || id.terminal != options_.terminal) {
        return nullptr;
    }
    const auto found = state_->tickets.find(id);
    return found == state_->tickets.end() ? nullptr : &found->second;
}

/// Not one that is just being handed over or that the owner may have: what is done to it is the owner's to decide.
bool SatelliteHall::is_ours(const domain::TicketId& id) const {
    return own_ticket(id) != nullptr && handing_ticket_ != id && !doubtful_.contains(id);
}

/// Until a picture shows what became of the ticket it is not handed over.
void SatelliteHall::at_ours(const domain::RequestId& id, domain::Command command,
                            const domain::TicketId& ticket, const service::OnOutcome& done) {
    at_work_.insert_or_assign(ticket, 0);
    here(id, std::move(command), [this, ticket, done](const service::Outcome& outcome) {
        // The one under way may be older than this.
        at_work_.insert_or_assign(ticket, pictures_asked_ + 1);
        want_picture();
        done(outcome);
    });
}

/// One that the owner is just taking is cancelled behind the hand-over: not before what was asked earlier.
void SatelliteHall::cancel(const domain::RequestId& id, const domain::CancelTicket& command,
                           const service::OnOutcome& done) {
    if (is_ours(command.ticket)) {
        const auto asked = own_ticket(command.ticket)->asked;
        return at_ours(id, command, command.ticket, [this, asked, done](const service::Outcome& outcome) {
            if (outcome && asked) {
                withdraw(*asked);
            }
            done(outcome);
        });
    }
    forward(id, command, done, own_ticket(command.ticket) == nullptr);
}

bool SatelliteHall::look_up(const domain::TicketId& ticket, const service::OnTicketLook& told) {
    if (waiting_ >= kMostWaiting) {
        told(fail(Refusal{RefusalCode::overloaded, {}}));
        return true;
    }
    ++waiting_;
    const auto counted = [this, told](const Result<service::TicketLook, Refusal>& found) {
        --waiting_;
        told(found);
    };
    if (!parts_.post([this, ticket, counted] { look_up_here(ticket, counted); })) {
        counted(fail(Refusal{RefusalCode::overloaded, {}}));
    }
    return true;
}

void SatelliteHall::look_up_here(const domain::TicketId& id, const service::OnTicketLook& told) {
    if (const domain::Ticket* const own = own_ticket(id)) {
        return told(service::TicketLook{domain::rows::ticket(*own)});
    }
    if (!linked_) {
        return told(fail(Refusal{RefusalCode::owner_away, {}}));
    }
    OwnerSession::Call call{w::write_ticket_get(id)};
    call.patience = options_.answer;
    call.urgent = true;
    call.done = [told](const Reply& reply) {
        if (!reply) {
            return told(fail(outcome_of(reply).error()));
        }
        const auto row = reply->find("row");
        auto read = row == reply->end() ? std::nullopt : w::read_ticket_row(*row);
        if (!read) {
            return told(fail(Refusal{RefusalCode::owner_away, {}}));
        }
        const domain::Answer place = w::read_answer(*reply);
        told(service::TicketLook{std::move(*read), place.ahead, place.promised});
    };
    session_.call(std::move(call));
}

}  // namespace jiaohao::satellite
