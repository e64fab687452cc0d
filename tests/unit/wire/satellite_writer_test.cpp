// What a satellite writes is what its owner reads.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "kiosk/wire/api_commands.hpp"
#include "kiosk/wire/api_satellite.hpp"
#include "kiosk/wire/api_satellite_commands.hpp"

namespace jiaohao::wire::api {
namespace {

namespace d = domain;

const d::TerminalId kT2{"t2"};
const d::TicketId kTicket{kT2, d::EpochId{"6f1c2a7e-0000-4000-8000-000000000002"}, d::Seq{5}};

template <class Command>
Command through(const Command& command) {
    const auto written = write_command(d::Command(command));
    EXPECT_TRUE(written);
    auto call = read_command(written->name, written->args, d::Channel::touch);
    EXPECT_TRUE(call) << written->name << " " << written->args
                      << (call ? "" : call.error().params.at("argument"));
    if (!call) {
        return {};
    }
    EXPECT_TRUE(bind_satellite(written->name, *call, kT2));
    const auto* const read = std::get_if<Command>(&std::get<d::Command>(*call));
    EXPECT_NE(read, nullptr) << written->name;
    return read == nullptr ? Command{} : *read;
}

d::FarPaper front() {
    return {kT2, d::DeviceId{"front"}};
}

TEST(SatelliteWriter, AnIssueWithAllOfIt) {
    d::IssueTicket issue{d::ServiceId{"pay"}, d::CustomerClass::vip, d::Channel::pad, "en", true, "crm:7",
                         std::nullopt,        {d::ServiceId{"desk"}}};
    issue.after_offer = d::OfferId{"t1/e/4"};
    issue.asked = d::RequestId{"t2:k-17"};
    issue.far_paper = front();
    const auto read = through(issue);
    EXPECT_EQ(read.service, issue.service);
    EXPECT_EQ(read.customer_class, issue.customer_class);
    EXPECT_EQ(read.channel, issue.channel);
    EXPECT_EQ(read.language, issue.language);
    EXPECT_TRUE(read.want_paper);
    EXPECT_EQ(read.reference, issue.reference);
    EXPECT_EQ(read.then, issue.then);
    EXPECT_EQ(read.after_offer, issue.after_offer);
    EXPECT_EQ(read.asked, issue.asked);
    EXPECT_EQ(read.far_paper->at, kT2);
    EXPECT_EQ(read.far_paper->printer, d::DeviceId{"front"});
    issue.far_paper = d::FarPaper{kT2, std::nullopt, d::PrintCause::paper_out};
    issue.want_paper = false;
    EXPECT_EQ(through(issue).far_paper->no_paper, d::PrintCause::paper_out);
    EXPECT_FALSE(through(issue).far_paper->printer);
    EXPECT_FALSE(through(issue).want_paper);
}

TEST(SatelliteWriter, OutcomesOfPapers) {
    const auto good = through(
        d::PrintSucceeded{kTicket, 2, d::PrintProof::status_after_cut, std::chrono::milliseconds{1234}});
    EXPECT_EQ(good.ticket, kTicket);
    EXPECT_EQ(good.copy, 2U);
    EXPECT_EQ(good.proof, d::PrintProof::status_after_cut);
    EXPECT_EQ(good.took, std::chrono::milliseconds{1234});
    EXPECT_EQ(through(d::PrintRefused{kTicket, 1, d::PrintCause::cutter}).cause, d::PrintCause::cutter);
    EXPECT_EQ(through(d::PrintDoubtful{kTicket, 1, d::PrintCause::time_out}).cause, d::PrintCause::time_out);
}

TEST(SatelliteWriter, AdoptionsLeasesAndTheGreeting) {
    d::AdoptTicket adopt;
    adopt.day = d::BusinessDay{std::chrono::year{2026} / 1 / 2};
    adopt.ticket = {kTicket,
                    "A101",
                    d::RangeId{"a"},
                    101,
                    d::ServiceId{"pay"},
                    d::CustomerClass::priority,
                    d::Channel::touch,
                    "zh_CN",
                    {},
                    "crm:7",
                    d::PaperOutcome::printed,
                    std::vector{d::ServiceId{"desk"}},
                    d::RequestId{"t2:k-17"}};
    adopt.age = std::chrono::milliseconds{61'500};
    const auto read = through(adopt);
    EXPECT_EQ(read.day, adopt.day);
    EXPECT_EQ(read.ticket, adopt.ticket);
    EXPECT_EQ(read.age, adopt.age);
    adopt.ticket.then.reset();
    adopt.ticket.reference.clear();
    adopt.ticket.language.clear();
    EXPECT_EQ(through(adopt).ticket, adopt.ticket) << "what there is not is left out";
    adopt.age = std::chrono::milliseconds{-1};
    EXPECT_EQ(through(adopt).age.count(), 0) << "a clock that was put back";
    adopt.age = std::chrono::hours{480};
    EXPECT_EQ(through(adopt).age, most_age);
    EXPECT_EQ(through(d::WithdrawAsked{d::RequestId{"t2:k-17"}}).asked, d::RequestId{"t2:k-17"});
    const auto lease = through(d::TakeLease{kT2, d::RangeId{"a"}, 12});
    EXPECT_EQ(lease.to, kT2);
    EXPECT_EQ(lease.range, d::RangeId{"a"});
    EXPECT_EQ(lease.spent, 12U);
    EXPECT_FALSE(lease.epoch);
    const d::EpochId journal{"6f1c2a7e-0000-4000-8000-000000000002"};
    EXPECT_EQ(through(d::TakeLease{kT2, d::RangeId{"a"}, 12, journal}).epoch, journal);
    EXPECT_EQ(through(d::SettlePapers{kT2, d::PrintCause::restart, {}, journal}).epoch, journal);
    const auto settle = through(d::SettlePapers{kT2, d::PrintCause::restart, {kTicket}});
    EXPECT_EQ(settle.at, kT2);
    EXPECT_EQ(settle.cause, d::PrintCause::restart);
    EXPECT_EQ(settle.under_way, std::vector{kTicket});
    EXPECT_TRUE(through(d::SettlePapers{kT2, d::PrintCause::link_lost, {}}).under_way.empty());
}

TEST(SatelliteWriter, EverythingElseThatIsForwarded) {
    d::CheckIn check_in{"4711", d::Channel::touch, "en", true};
    check_in.far_paper = front();
    EXPECT_EQ(through(check_in).code, "4711");
    EXPECT_EQ(through(check_in).far_paper->printer, d::DeviceId{"front"});
    EXPECT_EQ(through(d::ReprintTicket{kTicket, front()}).ticket, kTicket);
    EXPECT_EQ(through(d::CancelTicket{kTicket}).ticket, kTicket);
    EXPECT_EQ(through(d::GiveRating{kTicket, 4}).level, 4U);
    EXPECT_EQ(through(d::GiveReason{kTicket, "slow"}).reason, "slow");
    EXPECT_EQ(through(d::OfferDiversions{d::ServiceId{"pay"}}).service, d::ServiceId{"pay"});
    EXPECT_EQ(through(d::TakeDiversion{d::OfferId{"t1/e/4"}}).offer, d::OfferId{"t1/e/4"});
    EXPECT_EQ(through(d::NoteVisit{"trial", d::Channel::touch, d::ServiceId{"pay"}}).service,
              d::ServiceId{"pay"});
    const auto device = through(
        d::ReportDevice{d::DeviceId{"front"}, d::DeviceKind::printer, d::DeviceState::fault, "paper_out"});
    EXPECT_EQ(device.device, d::DeviceId{"t2-front"}) << "named after the terminal by the owner";
    EXPECT_EQ(device.fault, "paper_out");
}

TEST(SatelliteWriter, NothingElseLeavesTheSatellite) {
    EXPECT_FALSE(write_command(d::Command(d::CallNext{})));
    EXPECT_FALSE(write_command(d::Command(d::OpenDay{})));
    EXPECT_FALSE(write_command(d::Command(d::HandOver{})));
    EXPECT_FALSE(write_command(d::Command(d::RaiseAlert{})));
}

}  // namespace
}  // namespace jiaohao::wire::api
