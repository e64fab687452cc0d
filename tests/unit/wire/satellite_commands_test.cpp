// Commands of satellite terminals: what is read of them, and whose they are.
// SPDX-License-Identifier: Apache-2.0
#include "kiosk/wire/api_satellite_commands.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "kiosk/wire/api_roles.hpp"
#include "kiosk/wire/api_view.hpp"

namespace jiaohao::wire::api {
namespace {

using nlohmann::json;
namespace d = domain;

const std::string kEpoch = "6f1c2a7e-0000-4000-8000-000000000002";
const std::string kTicket = "t2/" + kEpoch + "/5";
const d::TerminalId kT2{"t2"};

template <class Command>
Command bound(const std::string& name, const json& args) {
    auto call = read_command(name, args, d::Channel::page);
    EXPECT_TRUE(call) << name << (call ? "" : " " + call.error().params.at("argument"));
    if (!call) {
        return {};
    }
    EXPECT_TRUE(bind_satellite(name, *call, kT2));
    const auto* const command = std::get_if<d::Command>(&*call);
    const auto* const wanted = command == nullptr ? nullptr : std::get_if<Command>(command);
    EXPECT_NE(wanted, nullptr) << name;
    return wanted == nullptr ? Command{} : *wanted;
}

std::string wrong_argument(const std::string& name, const json& args) {
    const auto call = read_command(name, args, d::Channel::page);
    return call ? "none" : call.error().params.at("argument") + " " + call.error().params.at("problem");
}

json adoption() {
    return {{"day", "2026-01-02"}, {"ticket", kTicket},     {"number", "A101"},      {"range", "a"},
            {"ordinal", 101U},     {"service", "personal"}, {"class", "priority"},   {"channel", "touch"},
            {"language", "zh_CN"}, {"age_ms", 90'250U},     {"paper", "not_printed"}};
}

TEST(SatelliteCommands, AnIssueSaysWhereThePaperIsToComeOut) {
    const auto issue = bound<d::IssueTicket>("satellite.issue", {{"service", "personal"},
                                                                 {"class", "vip"},
                                                                 {"channel", "pad"},
                                                                 {"language", "en"},
                                                                 {"reference", "crm:7"},
                                                                 {"then", {"corporate"}},
                                                                 {"after_offer", "t1/e/4"},
                                                                 {"asked", "t2:k-17"},
                                                                 {"printer", "front"}});
    EXPECT_EQ(issue.service, d::ServiceId{"personal"});
    EXPECT_EQ(issue.customer_class, d::CustomerClass::vip);
    EXPECT_EQ(issue.channel, d::Channel::pad) << "where the customer asked, not where the satellite stands";
    EXPECT_EQ(issue.language, "en");
    EXPECT_TRUE(issue.want_paper);
    EXPECT_EQ(issue.reference, "crm:7");
    EXPECT_FALSE(issue.due_at) << "which would be a place before everybody";
    EXPECT_EQ(issue.then, std::vector{d::ServiceId{"corporate"}});
    EXPECT_EQ(issue.after_offer, d::OfferId{"t1/e/4"});
    EXPECT_EQ(issue.asked, d::RequestId{"t2:k-17"});
    ASSERT_TRUE(issue.far_paper);
    EXPECT_EQ(issue.far_paper->at, kT2);
    EXPECT_EQ(issue.far_paper->printer, d::DeviceId{"front"});
    const auto bare = bound<d::IssueTicket>(
        "satellite.issue",
        {{"service", "personal"}, {"channel", "touch"}, {"asked", "t2:k"}, {"no_paper", "paper_out"}});
    EXPECT_EQ(bare.far_paper->no_paper, d::PrintCause::paper_out);
    EXPECT_FALSE(bare.far_paper->printer);
    EXPECT_EQ(wrong_argument("satellite.issue", {{"service", "personal"}, {"channel", "touch"}}),
              "asked missing");
    EXPECT_EQ(
        wrong_argument("satellite.issue",
                       {{"service", "personal"}, {"channel", "touch"}, {"asked", "k"}, {"terminal", "t9"}}),
        "terminal unknown");
}

TEST(SatelliteCommands, CheckInAndReprintComeOutThereToo) {
    const auto arrived =
        bound<d::CheckIn>("satellite.check_in",
                          {{"code", "402917"}, {"channel", "touch"}, {"printer", "front"}, {"paper", false}});
    EXPECT_EQ(arrived.code, "402917");
    EXPECT_FALSE(arrived.want_paper);
    EXPECT_EQ(arrived.far_paper->at, kT2);
    const auto again =
        bound<d::ReprintTicket>("satellite.reprint", {{"ticket", kTicket}, {"printer", "front"}});
    EXPECT_EQ(d::to_string(again.ticket), kTicket);
    EXPECT_EQ(again.far_paper->at, kT2);
    EXPECT_EQ(again.far_paper->printer, d::DeviceId{"front"});
}

TEST(SatelliteCommands, WhatBecameOfAPaperIsToldAsThePrinterFoundIt) {
    const auto out = bound<d::PrintSucceeded>("satellite.printed", {{"ticket", kTicket},
                                                                    {"copy", 2U},
                                                                    {"outcome", "printed"},
                                                                    {"proof", "status_after_cut"},
                                                                    {"took_ms", 840U}});
    EXPECT_EQ(out.copy, 2U);
    EXPECT_EQ(out.proof, d::PrintProof::status_after_cut);
    EXPECT_EQ(out.took, d::Milliseconds{840});
    const auto none = bound<d::PrintRefused>(
        "satellite.printed",
        {{"ticket", kTicket}, {"copy", 1U}, {"outcome", "not_printed"}, {"cause", "cutter"}});
    EXPECT_EQ(none.cause, d::PrintCause::cutter);
    const auto doubt = bound<d::PrintDoubtful>(
        "satellite.printed",
        {{"ticket", kTicket}, {"copy", 1U}, {"outcome", "unknown"}, {"cause", "link_lost"}});
    EXPECT_EQ(doubt.cause, d::PrintCause::link_lost);
    EXPECT_EQ(wrong_argument("satellite.printed", {{"ticket", kTicket}, {"copy", 1U}, {"outcome", "none"}}),
              "outcome not_listed");
}

TEST(SatelliteCommands, AnAdoptedTicketIsWholeAndOfTheOneWhoHandsItOver) {
    json args = adoption();
    args["then"] = {"corporate"};
    args["asked"] = "t2:k-17";
    args["reference"] = "";
    const auto adopt = bound<d::AdoptTicket>("satellite.adopt", args);
    EXPECT_EQ(d::to_string(adopt.day), "2026-01-02");
    const d::TicketAdopted wanted{d::TicketId{kT2, d::EpochId{kEpoch}, d::Seq{5}},
                                  "A101",
                                  d::RangeId{"a"},
                                  101,
                                  d::ServiceId{"personal"},
                                  d::CustomerClass::priority,
                                  d::Channel::touch,
                                  "zh_CN",
                                  {},
                                  "",
                                  d::PaperOutcome::not_printed,
                                  std::vector{d::ServiceId{"corporate"}},
                                  d::RequestId{"t2:k-17"}};
    EXPECT_EQ(adopt.ticket, wanted);
    EXPECT_EQ(adopt.age, d::Milliseconds{90'250});
    EXPECT_FALSE(bound<d::AdoptTicket>("satellite.adopt", adoption()).ticket.then);
    auto other = *read_command("satellite.adopt", adoption(), d::Channel::page);
    const auto refused = bind_satellite("satellite.adopt", other, d::TerminalId{"t3"});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, d::RefusalCode::forbidden);
    EXPECT_EQ(refused.error().params.at("ticket"), "A101");
    args["ordinal"] = 0U;
    EXPECT_EQ(wrong_argument("satellite.adopt", args), "ordinal out_of_range");
    args = adoption();
    args["age_ms"] = 172'800'001U;
    EXPECT_EQ(wrong_argument("satellite.adopt", args), "age_ms out_of_range");
    args["age_ms"] = 0U;
    for (const char* const name : {"issued_at", "due_at"}) {
        args[name] = "2026-01-02T10:00Z";
        EXPECT_EQ(wrong_argument("satellite.adopt", args), std::string(name) + " unknown")
            << "by no clock but the owner's";
        args.erase(name);
    }
}

TEST(SatelliteCommands, WhatCustomersAskedUnderIsOfTheirTerminal) {
    EXPECT_EQ(bound<d::WithdrawAsked>("satellite.withdraw", {{"asked", "t2:k"}}).asked, d::RequestId{"t2:k"});
    json adopt = adoption();
    adopt.erase("asked");
    std::vector<std::pair<std::string, json>> calls{
        {"satellite.withdraw", json::object()},
        {"satellite.issue", {{"service", "personal"}, {"channel", "touch"}}},
        {"satellite.adopt", adopt}};
    for (auto& [name, args] : calls) {
        for (const char* const asked : {"t3:k", "t2", "t22:k", "k"}) {
            args["asked"] = asked;
            auto call = *read_command(name, args, d::Channel::page);
            const auto refused = bind_satellite(name, call, kT2);
            ASSERT_FALSE(refused) << name << " " << asked;
            EXPECT_EQ(refused.error().code, d::RefusalCode::forbidden);
            EXPECT_EQ(refused.error().params.at("asked"), asked);
        }
    }
}

TEST(SatelliteCommands, AReturnNamesThePapersUnderWay) {
    const auto back = bound<d::SettlePapers>(
        "satellite.hello", {{"terminal", "t2"}, {"cause", "restart"}, {"under_way", {kTicket, "t1/e/9"}}});
    EXPECT_EQ(back.at, kT2);
    EXPECT_EQ(back.cause, d::PrintCause::restart);
    ASSERT_EQ(back.under_way.size(), 2U);
    EXPECT_EQ(d::to_string(back.under_way[1]), "t1/e/9");
    EXPECT_TRUE(
        bound<d::SettlePapers>("satellite.hello",
                               {{"terminal", "t2"}, {"cause", "link_lost"}, {"under_way", json::array()}})
            .under_way.empty());
    const std::string name = "satellite.hello";
    EXPECT_EQ(wrong_argument(name, {{"terminal", "t2"}, {"cause", "paper_out"}}), "cause not_listed");
    EXPECT_EQ(wrong_argument(name, {{"terminal", "t2"}, {"cause", "restart"}, {"under_way", {"nonsense"}}}),
              "under_way malformed");
    EXPECT_EQ(wrong_argument(name, {{"terminal", "t2"}, {"cause", "restart"}, {"under_way", {7}}}),
              "under_way wrong_type");
    EXPECT_EQ(wrong_argument(name, {{"terminal", "t2"}, {"cause", "restart"}, {"under_way", kTicket}}),
              "under_way wrong_type");
    EXPECT_EQ(wrong_argument(
                  name, {{"terminal", "t2"}, {"cause", "restart"}, {"under_way", std::vector(201, kTicket)}}),
              "under_way too_long");
}

TEST(SatelliteCommands, ATerminalWithTheTokenOfAnotherOneIsToldWhoseItIs) {
    auto call =
        read_command("satellite.hello", {{"terminal", "t9"}, {"cause", "restart"}}, d::Channel::touch);
    ASSERT_TRUE(call);
    const auto refused = bind_satellite("satellite.hello", *call, kT2);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, d::RefusalCode::forbidden);
    EXPECT_EQ(refused.error().params.at("terminal"), "t2");
    EXPECT_EQ(refused.error().params.at("told"), "t9");
}

TEST(SatelliteCommands, ALeaseIsAskedForAndAnsweredWithItsDay) {
    const auto take = bound<d::TakeLease>("satellite.lease", {{"range", "a"}, {"spent", 0U}});
    EXPECT_EQ(take.to, kT2);
    EXPECT_EQ(take.range, d::RangeId{"a"});
    EXPECT_EQ(take.spent, 0U);
    d::Answer answer;
    answer.lease = d::NumberBlock{101, 150};
    answer.lease_day = d::BusinessDay{std::chrono::year{2026} / 1 / 2};
    EXPECT_EQ(encode_answer(answer), (json{{"first", 101}, {"last", 150}, {"day", "2026-01-02"}}));
}

TEST(SatelliteCommands, DevicesAreNamedWithTheirTerminal) {
    const json printer{{"device", "front"}, {"kind", "printer"}, {"state", "fault"}, {"fault", "paper_out"}};
    const auto report = bound<d::ReportDevice>("satellite.device", printer);
    EXPECT_EQ(report.device, d::DeviceId{"t2-front"});
    EXPECT_EQ(report.kind, d::DeviceKind::printer);
    EXPECT_EQ(report.state, d::DeviceState::fault);
    EXPECT_EQ(report.fault, "paper_out");
    json args = printer;
    args["device"] = std::string(30, 'p');
    auto call = *read_command("satellite.device", args, d::Channel::page);
    const auto refused = bind_satellite("satellite.device", call, kT2);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().params.at("most"), "29");
    args["device"] = "front";
    args["kind"] = "satellite";
    EXPECT_EQ(wrong_argument("satellite.device", args), "kind not_listed")
        << "which it is itself, for the owner";
}

TEST(SatelliteRole, MaySpeakForItsCustomersAndNothingElse) {
    for (const char* const name :
         {"satellite.issue", "satellite.adopt", "ticket.get", "ticket.cancel", "rating.give", "rating.reason",
          "diversion.offers", "diversion.take", "visit.note"}) {
        EXPECT_TRUE(may({Role::satellite}, name)) << name;
    }
    for (const char* const name : {"ticket.issue", "counter.call_next", "day.close", "appointment.check_in",
                                   "clerk.sign_in", "status", "alert.resolve"}) {
        EXPECT_FALSE(may({Role::satellite}, name)) << name;
    }
    for (const Role other :
         {Role::terminal, Role::display, Role::pad, Role::clerk, Role::guide, Role::integrator}) {
        EXPECT_FALSE(may({other}, "satellite.adopt")) << code(other);
    }
}

TEST(SatelliteRole, SeesWhatItsScreensShow) {
    const Viewer satellite{{Role::satellite}, {}};
    const Viewer screens{{Role::terminal, Role::display}, {}};
    const json view{
        {"hall", {{"id", "h"}, {"alone", false}}},
        {"counters",
         {{{"id", "c1"}, {"label", "1"}, {"clerk", "zhang"}, {"rating", "x"}, {"status", "open"}}}},
        {"devices", {{{"id", "p"}, {"kind", "printer"}}, {{"id", "bus"}, {"kind", "line"}}}},
        {"tickets", {{{"id", "t"}}}},
        {"alerts", {{{"id", "a"}}}}};
    EXPECT_EQ(filter_view(view, satellite), filter_view(view, screens));
    EXPECT_FALSE(filter_view(view, satellite).contains("tickets"));
    EXPECT_EQ(filter_view(view, satellite).at("counters").at(0).size(), 4U);
    for (const char* const type : {"ticket.called", "service.opened", "counter.paused"}) {
        const json event{{"type", type},
                         {"at", 1},
                         {"seq", 1},
                         {"data", {{"ticket", "t"}, {"counter", "c1"}, {"service", "s"}, {"level", 1}}}};
        EXPECT_EQ(filter_event(event, satellite), filter_event(event, screens)) << type;
    }
}

}  // namespace
}  // namespace jiaohao::wire::api
