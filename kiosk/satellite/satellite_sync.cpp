// What a satellite does by itself while its owner can be reached: tells what became of papers, hands tickets over, follows
// the day, takes numbers for the time alone.
// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include "kiosk/satellite/satellite_hall.hpp"
#include "kiosk/wire/api_view_reader.hpp"

namespace jiaohao::satellite {
namespace {

namespace w = wire::api;
using std::chrono::seconds;

/// Before the same is tried again.
constexpr seconds kSoon{1};
constexpr seconds kLater{30};
constexpr std::size_t kMostWithdrawn = 1000;

bool passes(const std::string& code) {
    return code == "overloaded" || code.starts_with("journal_");
}

}  // namespace

void SatelliteHall::sync() {
    if (!linked_ || state_ == nullptr) {
        return;
    }
    tell_outcomes();
    tell_withdrawn();
    hand_over();
    follow();
    take_leases();
    tell_devices();
    tell_readiness();
}

/// A command of the satellite's own to the own hall. The step ends with a picture that was taken after it.
void SatelliteHall::order(Step& step, domain::Command command, Answered then) {
    step.busy = true;
    step.until = 0;
    const bool taken = parts_.hall.submit(
        {}, std::move(command), [this, &step, then = std::move(then)](const service::Outcome& outcome) {
            parts_.post([this, &step, then, outcome] {
                then(outcome);
                // The one under way may be older than this.
                step.until = pictures_asked_ + 1;
                want_picture();
            });
        });
    if (!taken) {
        step.busy = false;
        step.not_before = parts_.real.boot() + kSoon;
    }
}

void SatelliteHall::tell_outcomes() {
    if (!linked_ || parts_.real.boot() < tell_after_) {
        return;
    }
    const auto outcome = papers_.next();
    if (!outcome) {
        return;
    }
    OwnerSession::Call call{w::write_command(*outcome).value_or(w::Written{})};
    call.done = [this](const Reply& reply) {
        if (reply || (reply.error() && !passes(reply.error()->code))) {
            papers_.told();
            return tell_outcomes();
        }
        papers_.not_told();
        tell_after_ = parts_.real.boot() + kSoon;
    };
    session_.call(std::move(call));
}

/// Whatever the owner gave under it, or gives when the question arrives late, nobody holds.
void SatelliteHall::withdraw(const domain::RequestId& asked) {
    if (!withdrawn_.insert(asked).second) {
        return;
    }
    withdrawn_order_.push_back(asked);
    to_withdraw_.push_back(asked);
    if (withdrawn_order_.size() > kMostWithdrawn) {
        withdrawn_.erase(withdrawn_order_.front());
        if (to_withdraw_.front() == withdrawn_order_.front()) {
            to_withdraw_.pop_front();
        }
        withdrawn_order_.pop_front();
    }
    tell_withdrawn();
}

void SatelliteHall::tell_withdrawn() {
    if (!linked_ || withdrawing_ || to_withdraw_.empty() || parts_.real.boot() < withdraw_after_) {
        return;
    }
    withdrawing_ = true;
    const domain::RequestId asked = to_withdraw_.front();
    OwnerSession::Call call{
        w::write_command(domain::Command(domain::WithdrawAsked{asked})).value_or(w::Written{})};
    call.done = [this, asked](const Reply& reply) {
        withdrawing_ = false;
        if (!reply && (!reply.error() || passes(reply.error()->code))) {
            withdraw_after_ = parts_.real.boot() + kSoon;
            return;
        }
        if (!to_withdraw_.empty() && to_withdraw_.front() == asked) {
            to_withdraw_.pop_front();
        }
        tell_withdrawn();
    };
    session_.call(std::move(call));
}

void SatelliteHall::hand_over() {
    const BootTime now = parts_.real.boot();
    if (handing_.busy || now < handing_.not_before) {
        return;
    }
    const auto passed_over = [this, now](const domain::TicketId& id) {
        const auto later = not_now_.find(id);
        return at_work_.contains(id) || (later != not_now_.end() && now < later->second);
    };
    const domain::Ticket* const ticket =
        next_to_hand_over(*state_, options_.terminal, owner_.view(), passed_over);
    if (ticket == nullptr) {
        return;
    }
    const auto known = channels_.find(ticket->id);
    const auto channel = known == channels_.end() ? domain::Channel::touch : known->second;
    auto adoption = adoption_of(*ticket, *state_, options_.config, channel);
    handing_.busy = true;
    handing_.until = 0;
    handing_ticket_ = ticket->id;
    if (!adoption) {
        return give_up_ticket(*ticket, "bad_arguments");
    }
    adoption->age = parts_.clock.wall() - ticket->issued_at;
    // By its ticket an adoption is done once, under whatever id. Beyond its day only the answer to the very question that
    // was asked says whether it was taken.
    Adopting one{make_uuid(parts_.random), std::move(*adoption)};
    const auto tried = unanswered_.find(ticket->id);
    if (tried != unanswered_.end() && owner_.view().hall->day != one.adoption.day) {
        one = tried->second;
    }
    OwnerSession::Call call{w::write_command(domain::Command(one.adoption)).value_or(w::Written{}), one.id};
    call.done = [this, one](const Reply& reply) { adopted(one, reply); };
    session_.call(std::move(call));
}

void SatelliteHall::adopted(const Adopting& one, const Reply& reply) {
    const domain::TicketId id = one.adoption.ticket.ticket;
    if (reply || reply.error()) {
        doubtful_.erase(id);
        unanswered_.erase(id);
    } else {
        doubtful_.insert(id);
        unanswered_.insert_or_assign(id, one);
    }
    if (reply) {
        return order(handing_, domain::HandOver{id}, [this, id](const service::Outcome& outcome) {
            tally_.handed_over += outcome ? 1 : 0;
            if (!outcome) {
                not_now_[id] = parts_.real.boot() + kSoon;
            }
        });
    }
    if (reply.error()) {
        return refused_adoption(one.adoption, *reply.error());
    }
    // Whether it was taken nobody knows.
    not_now_[id] = parts_.real.boot() + kSoon;
    handing_.busy = false;
    handing_ticket_.reset();
}

void SatelliteHall::refused_adoption(const domain::AdoptTicket& adoption, const w::RefusalText& refusal) {
    const domain::TicketAdopted& ticket = adoption.ticket;
    log_.warning("ticket.not_adopted", {{"number", ticket.number}, {"code", refusal.code}});
    const BootTime now = parts_.real.boot();
    switch (fate_after(refusal)) {
        case Fate::expire:
            return end_here(domain::ExpireTicket{ticket.ticket, domain::ExpiryCause::day_closed},
                            ticket.ticket);
        case Fate::cancel:
            if (const domain::Ticket* const own = own_ticket(ticket.ticket)) {
                return give_up_ticket(*own, refusal.code);
            }
            break;
        case Fate::stranger:
            handing_.not_before = now + kLater;
            break;
        case Fate::again:
            not_now_[ticket.ticket] = now + kSoon;
            break;
    }
    handing_.busy = false;
    handing_ticket_.reset();
}

/// Somebody holds it: people are told before it ends.
void SatelliteHall::give_up_ticket(const domain::Ticket& ticket, const std::string& code) {
    ++tally_.not_taken;
    if (ticket.asked) {
        withdraw(*ticket.asked);
    }
    const domain::AlertId alert("not-taken-" + std::to_string(ticket.id.seq.get()));
    static_cast<void>(parts_.hall.submit(
        {},
        domain::RaiseAlert{
            alert, "ticket_not_taken", ticket.number, {{"number", ticket.number}, {"why", code}}},
        [](const service::Outcome&) {}));
    end_here(domain::CancelTicket{ticket.id, domain::Channel::system}, ticket.id);
}

/// Only an open day ends tickets; until there is one it is kept.
void SatelliteHall::end_here(domain::Command command, const domain::TicketId& ticket) {
    order(handing_, std::move(command), [this, ticket](const service::Outcome& outcome) {
        if (!outcome) {
            not_now_[ticket] = parts_.real.boot() + kLater;
        }
    });
}

void SatelliteHall::follow() {
    if (following_.busy || parts_.real.boot() < following_.not_before) {
        return;
    }
    const auto today = options_.today ? std::optional(options_.today(parts_.clock.wall())) : std::nullopt;
    auto command =
        next_to_follow(owner_.view(), *state_, options_.config, today, held(*state_, options_.terminal));
    if (!command) {
        return;
    }
    order(following_, std::move(*command), [this](const service::Outcome& outcome) {
        if (!outcome) {
            log_.warning("owner.not_followed", {{"code", domain::code(outcome.error().code)}});
            following_.not_before = parts_.real.boot() + kLater;
        }
    });
}

void SatelliteHall::take_leases() {
    for (const domain::TakeLease& wanted :
         leases_wanted(owner_.view(), *state_, options_.config, options_.terminal)) {
        Step& step = leasing_[wanted.range];
        if (step.busy || parts_.real.boot() < step.not_before) {
            continue;
        }
        step.busy = true;
        step.until = 0;
        OwnerSession::Call call{w::write_command(domain::Command(wanted)).value_or(w::Written{})};
        call.done = [this, range = wanted.range](const Reply& reply) { lent(range, reply); };
        session_.call(std::move(call));
    }
}

void SatelliteHall::lent(const domain::RangeId& range, const Reply& reply) {
    Step& step = leasing_[range];
    const domain::Answer answer = reply ? w::read_answer(*reply) : domain::Answer{};
    const auto day = answer.lease_day;
    if (!answer.lease || !day) {
        const bool refused = !reply && reply.error();
        if (refused) {
            log_.warning("lease.refused", {{"range", range.get()}, {"code", reply.error()->code}});
        }
        step.busy = false;
        step.not_before = parts_.real.boot() + (refused ? kLater : kSoon);
        return;
    }
    // An owner that lends the same again is not asked without a pause.
    step.not_before = parts_.real.boot() + kSoon;
    order(step, domain::NoteLease{range, *answer.lease, *day}, [](const service::Outcome&) {});
}

void SatelliteHall::tell_devices() {
    for (const domain::DeviceView& device : own_.view().devices) {
        const auto known = told_.find(device.id);
        const bool same = known != told_.end() && known->second.state == device.state &&
                          known->second.fault == device.fault;
        if (device.kind != domain::DeviceKind::printer || same) {
            continue;
        }
        told_.insert_or_assign(device.id, device);
        OwnerSession::Call call{w::write_command(domain::Command(domain::ReportDevice{
                                                     device.id, device.kind, device.state, device.fault}))
                                    .value_or(w::Written{})};
        call.done = [this, id = device.id](const Reply& reply) {
            // Refused: it would be again. The next change is told anew.
            if (!reply && !reply.error()) {
                told_.erase(id);
            }
        };
        session_.call(std::move(call));
    }
}

void SatelliteHall::tell_readiness() {
    const Missing missing = missing_alone(owner_.view(), *state_, options_.config, options_.terminal);
    readiness_.look(missing, parts_.real.boot());
    const Missing lasting = readiness_.lasting();
    tally_.missing = lasting;
    if (lasting != Missing::nothing && lasting != alerted_) {
        const std::string kind(code(lasting));
        const bool taken = parts_.hall.submit(
            {}, domain::RaiseAlert{domain::AlertId(kind), kind, options_.terminal.get(), {}},
            [](const service::Outcome&) {});
        alerted_ = taken ? lasting : alerted_;
    }
    for (const Missing one : {Missing::day, Missing::numbers}) {
        if (one != missing) {
            resolve(one);
        }
    }
}

/// Also one that was raised before this process began.
void SatelliteHall::resolve(Missing over) {
    alerted_ = alerted_ == over ? Missing::nothing : alerted_;
    const domain::AlertId alert{std::string(code(over))};
    if (!state_->alerts.contains(alert) || parts_.real.boot() < resolve_after_) {
        return;
    }
    resolve_after_ = parts_.real.boot() + kSoon;
    static_cast<void>(
        parts_.hall.submit({}, domain::ResolveAlert{alert, "ready_alone"}, [](const service::Outcome&) {}));
}

}  // namespace jiaohao::satellite
