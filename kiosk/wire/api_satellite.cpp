// SPDX-License-Identifier: Apache-2.0
#include "kiosk/wire/api_satellite.hpp"

#include <algorithm>

namespace jiaohao::wire::api {
namespace {

using nlohmann::json;
namespace d = domain;

template <class Enum>
std::string word(Enum value) {
    return std::string(d::code(value));
}

void add(json& args, const char* name, const std::string& text) {
    if (!text.empty()) {
        args[name] = text;
    }
}
template <class Tag>
void add(json& args, const char* name, const std::optional<Strong<Tag, std::string>>& id) {
    if (id && !id->get().empty()) {
        args[name] = id->get();
    }
}
void add(json& args, const char* name, const std::vector<d::ServiceId>& services) {
    for (const d::ServiceId& service : services) {
        args[name].push_back(service.get());
    }
}
void add_paper(json& args, const std::optional<d::FarPaper>& paper) {
    if (!paper) {
        return;
    }
    add(args, "printer", paper->printer);
    if (!paper->printer) {
        args["no_paper"] = word(paper->no_paper);
    }
}

template <class Command>
std::optional<Written> write(const Command& /*command*/) {
    return std::nullopt;
}

std::optional<Written> write(const d::IssueTicket& one) {
    json args{{"service", one.service.get()},
              {"class", word(one.customer_class)},
              {"channel", word(one.channel)},
              {"paper", one.want_paper}};
    add(args, "language", one.language);
    add(args, "reference", one.reference);
    add(args, "then", one.then);
    add(args, "after_offer", one.after_offer);
    add(args, "asked", one.asked);
    add_paper(args, one.far_paper);
    return Written{"satellite.issue", std::move(args)};
}

std::optional<Written> write(const d::CheckIn& one) {
    json args{{"code", one.code}, {"channel", word(one.channel)}, {"paper", one.want_paper}};
    add(args, "language", one.language);
    add_paper(args, one.far_paper);
    return Written{"satellite.check_in", std::move(args)};
}

std::optional<Written> write(const d::ReprintTicket& one) {
    json args{{"ticket", d::to_string(one.ticket)}};
    add_paper(args, one.far_paper);
    return Written{"satellite.reprint", std::move(args)};
}

json of_copy(const d::TicketId& ticket, std::uint32_t copy, const char* outcome) {
    return {{"ticket", d::to_string(ticket)}, {"copy", copy}, {"outcome", outcome}};
}

std::optional<Written> write(const d::PrintSucceeded& one) {
    json args = of_copy(one.ticket, one.copy, "printed");
    args["proof"] = word(one.proof);
    args["took_ms"] = static_cast<std::uint64_t>(std::max<std::int64_t>(one.took.count(), 0));
    return Written{"satellite.printed", std::move(args)};
}

std::optional<Written> write(const d::PrintRefused& one) {
    json args = of_copy(one.ticket, one.copy, "not_printed");
    args["cause"] = word(one.cause);
    return Written{"satellite.printed", std::move(args)};
}

std::optional<Written> write(const d::PrintDoubtful& one) {
    json args = of_copy(one.ticket, one.copy, "unknown");
    args["cause"] = word(one.cause);
    return Written{"satellite.printed", std::move(args)};
}

std::optional<Written> write(const d::TakeLease& one) {
    json args{{"range", one.range.get()}, {"spent", one.spent}};
    add(args, "epoch", one.epoch);
    return Written{"satellite.lease", std::move(args)};
}

std::optional<Written> write(const d::AdoptTicket& one) {
    const d::TicketAdopted& ticket = one.ticket;
    json args{
        {"day", d::to_string(one.day)},
        {"ticket", d::to_string(ticket.ticket)},
        {"number", ticket.number},
        {"range", ticket.range.get()},
        {"ordinal", ticket.ordinal},
        {"service", ticket.service.get()},
        {"class", word(ticket.customer_class)},
        {"channel", word(ticket.channel)},
        {"language", ticket.language},
        {"age_ms", static_cast<std::uint64_t>(std::clamp(one.age, d::Milliseconds{0}, most_age).count())},
        {"paper", word(ticket.paper)}};
    add(args, "reference", ticket.reference);
    add(args, "then", ticket.then.value_or(std::vector<d::ServiceId>{}));
    add(args, "asked", ticket.asked);
    return Written{"satellite.adopt", std::move(args)};
}

std::optional<Written> write(const d::WithdrawAsked& one) {
    return Written{"satellite.withdraw", {{"asked", one.asked.get()}}};
}

std::optional<Written> write(const d::SettlePapers& one) {
    json args{{"terminal", one.at.get()}, {"cause", word(one.cause)}};
    for (const d::TicketId& ticket : one.under_way) {
        args["under_way"].push_back(d::to_string(ticket));
    }
    add(args, "epoch", one.epoch);
    return Written{"satellite.hello", std::move(args)};
}

std::optional<Written> write(const d::ReportDevice& one) {
    json args{{"device", one.device.get()}, {"kind", word(one.kind)}, {"state", word(one.state)}};
    add(args, "fault", one.fault);
    return Written{"satellite.device", std::move(args)};
}

std::optional<Written> write(const d::CancelTicket& one) {
    return Written{"ticket.cancel", {{"ticket", d::to_string(one.ticket)}}};
}

std::optional<Written> write(const d::GiveRating& one) {
    return Written{"rating.give", {{"ticket", d::to_string(one.ticket)}, {"level", one.level}}};
}

std::optional<Written> write(const d::GiveReason& one) {
    return Written{"rating.reason", {{"ticket", d::to_string(one.ticket)}, {"reason", one.reason}}};
}

std::optional<Written> write(const d::OfferDiversions& one) {
    return Written{"diversion.offers", {{"service", one.service.get()}}};
}

std::optional<Written> write(const d::TakeDiversion& one) {
    return Written{"diversion.take", {{"offer", one.offer.get()}}};
}

std::optional<Written> write(const d::NoteVisit& one) {
    json args{{"purpose", one.purpose}};
    add(args, "service", one.service);
    return Written{"visit.note", std::move(args)};
}

}  // namespace

std::optional<Written> write_command(const d::Command& command) {
    return std::visit([](const auto& one) { return write(one); }, command);
}

Written write_ticket_get(const d::TicketId& ticket) {
    return {"ticket.get", {{"ticket", d::to_string(ticket)}}};
}

}  // namespace jiaohao::wire::api
