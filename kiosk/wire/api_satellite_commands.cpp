// SPDX-License-Identifier: Apache-2.0
#include "kiosk/wire/api_satellite_commands.hpp"

#include <algorithm>

#include "kiosk/wire/api_readers.hpp"
#include "kiosk/wire/api_satellite.hpp"

namespace jiaohao::wire::api {
namespace {

using namespace readers;  // NOLINT(google-build-using-namespace)

constexpr std::uint64_t most_ordinal = 4'294'967'295;
constexpr std::uint64_t most_took_ms = 86'400'000;
constexpr std::uint64_t most_under_way = 200;
constexpr std::uint64_t most_offer = 128;
constexpr std::size_t most_device = 32;
constexpr std::uint64_t most_epoch = 64;
constexpr std::string_view issue_answer =
    "ticket number ahead? expected? printing? not_printing? copy? again?";

ArgSpec channel_arg() {
    return {"channel", ArgType::code, true, 1, 32, codes_up_to(Channel::system)};
}
/// Of a program, which may say that there is none.
ArgSpec maybe_text(std::string_view name, std::uint64_t most) {
    return {name, ArgType::text, false, 0, most};
}
ArgSpec copy_arg() {
    return {"copy", ArgType::whole, true, 1, 1000};
}
ArgSpec class_arg(bool required) {
    return {"class", ArgType::code, required, 1, 32, codes_up_to(d::CustomerClass::appointment)};
}
ArgSpec cause_arg(std::string_view name) {
    return {name, ArgType::code, false, 1, 32, codes_up_to(d::PrintCause::unprintable)};
}

std::uint32_t small(const json& args, const char* name, std::uint32_t otherwise) {
    return static_cast<std::uint32_t>(whole(args, name, otherwise));
}

d::FarPaper far_paper(const json& args) {
    return {{}, maybe_id<d::DeviceId>(args, "printer"), coded(args, "no_paper", d::PrintCause::no_printer)};
}

Call hello(const json& args, Channel /*channel*/) {
    d::SettlePapers command{id<d::TerminalId>(args, "terminal"),
                            coded(args, "cause", d::PrintCause::link_lost)};
    command.epoch = maybe_id<d::EpochId>(args, "epoch");
    if (args.contains("under_way")) {
        for (const json& one : args.at("under_way")) {
            command.under_way.push_back(
                d::parse_ticket_id(one.get_ref<const std::string&>()).value_or(d::TicketId{}));
        }
    }
    return d::Command(std::move(command));
}

Call issue(const json& args, Channel channel) {
    d::IssueTicket command{id<d::ServiceId>(args, "service"),
                           coded(args, "class", d::CustomerClass::ordinary),
                           coded(args, "channel", channel),
                           text(args, "language"),
                           flag(args, "paper", true),
                           text(args, "reference"),
                           std::nullopt,
                           services(args, "then")};
    command.after_offer = maybe_id<d::OfferId>(args, "after_offer");
    command.asked = maybe_id<d::RequestId>(args, "asked");
    command.far_paper = far_paper(args);
    return d::Command(std::move(command));
}

Call check_in(const json& args, Channel channel) {
    d::CheckIn command{text(args, "code"), coded(args, "channel", channel), text(args, "language"),
                       flag(args, "paper", true)};
    command.far_paper = far_paper(args);
    return d::Command(std::move(command));
}

Call printed(const json& args, Channel /*channel*/) {
    const d::TicketId what = ticket(args);
    const std::uint32_t copy = small(args, "copy", 1);
    const auto cause = coded(args, "cause", d::PrintCause::silent);
    switch (coded(args, "outcome", d::PaperOutcome::unknown)) {
        case d::PaperOutcome::printed:
            return d::Command(d::PrintSucceeded{what, copy, coded(args, "proof", d::PrintProof::process_id),
                                                d::Milliseconds{whole(args, "took_ms", 0)}});
        case d::PaperOutcome::not_printed:
            return d::Command(d::PrintRefused{what, copy, cause});
        default:
            return d::Command(d::PrintDoubtful{what, copy, cause});
    }
}

Call adopt(const json& args, Channel channel) {
    d::AdoptTicket command;
    command.day = d::parse_business_day(text(args, "day")).value_or(d::BusinessDay{});
    d::TicketAdopted& one = command.ticket;
    one.ticket = ticket(args);
    one.number = text(args, "number");
    one.range = id<d::RangeId>(args, "range");
    one.ordinal = small(args, "ordinal", 0);
    one.service = id<d::ServiceId>(args, "service");
    one.customer_class = coded(args, "class", d::CustomerClass::ordinary);
    one.channel = coded(args, "channel", channel);
    one.language = text(args, "language");
    command.age = d::Milliseconds{whole(args, "age_ms", 0)};
    one.reference = text(args, "reference");
    one.paper = coded(args, "paper", d::PaperOutcome::unknown);
    if (auto then = services(args, "then"); !then.empty()) {
        one.then = std::move(then);
    }
    one.asked = maybe_id<d::RequestId>(args, "asked");
    return d::Command(std::move(command));
}

void add_tickets(std::vector<CommandSpec>& specs) {
    specs.push_back({"satellite.issue",
                     {id_arg("service"),
                      class_arg(false),
                      channel_arg(),
                      maybe_text("language", 16),
                      {"paper", ArgType::flag, false},
                      maybe_text("reference", 64),
                      services_arg("then"),
                      text_arg("after_offer", most_offer, false),
                      text_arg("asked", 64, true),
                      id_arg("printer", false),
                      cause_arg("no_paper")},
                     issue,
                     issue_answer});
    specs.push_back({"satellite.check_in",
                     {text_arg("code", 64, true),
                      channel_arg(),
                      maybe_text("language", 16),
                      {"paper", ArgType::flag, false},
                      id_arg("printer", false),
                      cause_arg("no_paper")},
                     check_in,
                     "ticket number ahead expected? printing not_printing? copy? appointment late?"});
    specs.push_back({"satellite.reprint",
                     {ticket_arg(), id_arg("printer", false), cause_arg("no_paper")},
                     [](const json& args, Channel) -> Call {
                         return d::Command(d::ReprintTicket{ticket(args), far_paper(args)});
                     },
                     "ticket number copy? printing? not_printing? again?"});
    specs.push_back({"satellite.printed",
                     {ticket_arg(),
                      copy_arg(),
                      {"outcome", ArgType::code, true, 1, 32, {"printed", "not_printed", "unknown"}},
                      {"proof", ArgType::code, false, 1, 32, codes_up_to(d::PrintProof::status_after_cut)},
                      cause_arg("cause"),
                      {"took_ms", ArgType::whole, false, 0, most_took_ms}},
                     printed,
                     ""});
}

void add_time_alone(std::vector<CommandSpec>& specs) {
    specs.push_back({"satellite.hello",
                     {id_arg("terminal"),
                      {"cause", ArgType::code, true, 1, 32, {"restart", "link_lost"}},
                      {"under_way", ArgType::tickets, false, 0, most_under_way},
                      text_arg("epoch", most_epoch, false)},
                     hello,
                     ""});
    specs.push_back({"satellite.lease",
                     {id_arg("range"),
                      {"spent", ArgType::whole, true, 0, most_ordinal},
                      text_arg("epoch", most_epoch, false)},
                     [](const json& args, Channel) -> Call {
                         return d::Command(d::TakeLease{{},
                                                        id<d::RangeId>(args, "range"),
                                                        small(args, "spent", 0),
                                                        maybe_id<d::EpochId>(args, "epoch")});
                     },
                     "first last day"});
    specs.push_back({"satellite.adopt",
                     {{"day", ArgType::day},
                      ticket_arg(),
                      text_arg("number", 32, true),
                      id_arg("range"),
                      {"ordinal", ArgType::whole, true, 1, most_ordinal},
                      id_arg("service"),
                      class_arg(true),
                      channel_arg(),
                      maybe_text("language", 16),
                      {"age_ms", ArgType::whole, true, 0, static_cast<std::uint64_t>(most_age.count())},
                      maybe_text("reference", 64),
                      {"paper", ArgType::code, true, 1, 32, codes_up_to(d::PaperOutcome::unknown)},
                      services_arg("then"),
                      text_arg("asked", 64, false)},
                     adopt,
                     "ticket number again?"});
    specs.push_back({"satellite.withdraw",
                     {text_arg("asked", 64, true)},
                     [](const json& args, Channel) -> Call {
                         return d::Command(d::WithdrawAsked{id<d::RequestId>(args, "asked")});
                     },
                     ""});
    specs.push_back({"satellite.device",
                     {id_arg("device"),
                      {"kind", ArgType::code, true, 1, 32, codes_up_to(d::DeviceKind::line)},
                      {"state", ArgType::code, true, 1, 32, codes_up_to(d::DeviceState::lost)},
                      maybe_text("fault", 64)},
                     [](const json& args, Channel) -> Call {
                         return d::Command(d::ReportDevice{
                             id<d::DeviceId>(args, "device"), coded(args, "kind", d::DeviceKind::printer),
                             coded(args, "state", d::DeviceState::unknown), text(args, "fault")});
                     },
                     ""});
}

using Bound = Result<void, d::Refusal>;

/// Fills in the terminal where a command has one.
struct Binder {
    std::string_view name;
    const d::TerminalId& terminal;

    void far(std::optional<d::FarPaper>& paper) const {
        if (paper) {
            paper->at = terminal;
        }
    }
    /// What customers of another terminal asked under is no business of this one.
    Bound own(const std::optional<d::RequestId>& asked) const {
        if (asked && !asked->get().starts_with(terminal.get() + ":")) {
            return fail(d::Refusal{d::RefusalCode::forbidden,
                                   {{"command", std::string(name)}, {"asked", asked->get()}}});
        }
        return {};
    }
    /// A token says whose it is; a terminal of another name has it by mistake, and its tickets would be nobody's.
    Bound operator()(d::SettlePapers& command) const {
        if (command.at != terminal) {
            return fail(d::Refusal{
                d::RefusalCode::forbidden,
                {{"command", std::string(name)}, {"terminal", terminal.get()}, {"told", command.at.get()}}});
        }
        return {};
    }
    Bound operator()(d::IssueTicket& command) const {
        far(command.far_paper);
        return own(command.asked);
    }
    Bound operator()(d::WithdrawAsked& command) const { return own(command.asked); }
    Bound operator()(d::CheckIn& command) const {
        far(command.far_paper);
        return {};
    }
    Bound operator()(d::ReprintTicket& command) const {
        far(command.far_paper);
        return {};
    }
    Bound operator()(d::PrintSucceeded& command) const {
        command.at = terminal;
        return {};
    }
    Bound operator()(d::PrintRefused& command) const {
        command.at = terminal;
        return {};
    }
    Bound operator()(d::PrintDoubtful& command) const {
        command.at = terminal;
        return {};
    }
    Bound operator()(d::TakeLease& command) const {
        command.to = terminal;
        return {};
    }
    Bound operator()(d::AdoptTicket& command) const {
        if (command.ticket.ticket.terminal != terminal) {
            return fail(d::Refusal{d::RefusalCode::forbidden,
                                   {{"command", std::string(name)}, {"ticket", command.ticket.number}}});
        }
        return own(command.ticket.asked);
    }
    Bound operator()(d::ReportDevice& command) const {
        command.device = d::DeviceId(terminal.get() + "-" + command.device.get());
        if (command.device.get().size() > most_device) {
            const std::size_t most = most_device - std::min(most_device, terminal.get().size() + 1);
            return fail(d::Refusal{
                d::RefusalCode::bad_arguments,
                {{"argument", "device"}, {"problem", "too_long"}, {"most", std::to_string(most)}}});
        }
        return {};
    }
    template <class Other>
    Bound operator()(Other& /*command*/) const {
        return {};
    }
};

}  // namespace

void add_satellite_commands(std::vector<CommandSpec>& specs) {
    add_time_alone(specs);
    add_tickets(specs);
}

Result<void, domain::Refusal> bind_satellite(std::string_view name, Call& call,
                                             const domain::TerminalId& terminal) {
    auto* const command = std::get_if<d::Command>(&call);
    return command == nullptr ? Bound{} : std::visit(Binder{name, terminal}, *command);
}

}  // namespace jiaohao::wire::api
