// What `devices` answers, and test pages that never become tickets.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "kiosk/daemon/device_rows.hpp"
#include "kiosk/daemon/test_prints.hpp"

namespace jiaohao::daemon {
namespace {

using domain::DeviceId;
using domain::DeviceKind;
using domain::DeviceState;
using nlohmann::json;
using std::chrono::seconds;

const DeviceId kPrinter{"printer"};
const WallTime kNow{std::chrono::milliseconds{1'767'340'800'000}};
const BootTime kBoot{std::chrono::hours{5}};

DevicesSeen seen() {
    DevicesSeen all;
    all.wall = kNow;
    all.boot = kBoot;
    ports::DeviceFacts facts;
    facts.device = kPrinter;
    facts.kind = DeviceKind::printer;
    facts.line = kPrinter;
    facts.last_heard = kBoot - seconds{7};
    facts.counters = {{"printed", 3}};
    facts.details = {{"model", "TM-T88"}};
    all.facts = {facts};
    all.shown = {{kPrinter, DeviceKind::printer, DeviceState::fault, "paper_out", kNow - seconds{90}}};
    return all;
}

TEST(DeviceRows, TellStateFreshnessCountersAndWhatToDo) {
    json row = device_rows(seen()).at(0);
    EXPECT_EQ(row["state"], "fault");
    EXPECT_EQ(row["since"], format_rfc3339(kNow - seconds{90}));
    EXPECT_EQ(row["for_s"], 90);
    EXPECT_EQ(row["last_heard"], format_rfc3339(kNow - seconds{7}));
    EXPECT_EQ(row["age_s"], 7);
    EXPECT_EQ(row["counters"]["printed"], 3);
    EXPECT_EQ(row["details"]["model"], "TM-T88");
    ASSERT_EQ(row["advice"].size(), 1U);
    EXPECT_EQ(row["advice"][0]["id"], "fault.printer.paper_out");
}

TEST(DeviceRows, SatellitesAndTheirDevicesAreAmongThemAndFormerDevicesAreNot) {
    DevicesSeen all = seen();
    all.shown.push_back({DeviceId{"old-pad"}, DeviceKind::pad, DeviceState::lost, "silent", kNow});
    all.shown.push_back({DeviceId{"t2"}, DeviceKind::satellite, DeviceState::lost, "link_lost", kNow});
    all.shown.push_back({DeviceId{"t2-front"}, DeviceKind::printer, DeviceState::stale, "", kNow});
    all.shown.push_back({DeviceId{"t22"}, DeviceKind::printer, DeviceState::ready, "", kNow});
    const json rows = device_rows(all);
    ASSERT_EQ(rows.size(), 3U) << rows.dump();
    EXPECT_EQ(rows[1]["id"], "t2");
    EXPECT_EQ(rows[1]["advice"][0]["id"], "fault.satellite.link_lost");
    EXPECT_EQ(rows[2]["id"], "t2-front");
    EXPECT_TRUE(rows[2]["advice"].empty());
}

TEST(DeviceRows, TellTheLastFaultWhenItIsOver) {
    DevicesSeen all = seen();
    all.shown[0].state = DeviceState::ready;
    all.shown[0].fault = "";
    service::DeviceHistory::Entry entry;
    entry.faults = 2;
    entry.changes = 5;
    entry.last_fault = {"cutter", DeviceState::fault, kNow - seconds{60}, kNow - seconds{20}};
    all.history[kPrinter] = entry;
    json row = device_rows(all).at(0);
    EXPECT_TRUE(row["advice"].empty());
    const json last{{"code", "cutter"},
                    {"state", "fault"},
                    {"at", format_rfc3339(kNow - seconds{60})},
                    {"until", format_rfc3339(kNow - seconds{20})},
                    {"advice", "fault.printer.cutter"}};
    EXPECT_EQ(row["last_fault"], last);
    EXPECT_EQ(row["counters"]["faults"], 2);
    EXPECT_EQ(row["counters"]["state_changes"], 5);
}

TEST(DeviceRows, ThePortsTroubleSaysWhyADeviceIsAway) {
    DevicesSeen all = seen();
    all.shown[0] = {kPrinter, DeviceKind::printer, DeviceState::lost, "link_lost", kNow};
    all.facts[0].trouble = ports::LineTrouble{"held", {{"path", "/dev/x"}, {"holder", "picocom (7)"}}};
    json row = device_rows(all).at(0);
    ASSERT_EQ(row["advice"].size(), 1U) << "and not that it is away";
    EXPECT_EQ(row["advice"][0]["id"], "line.held");
    EXPECT_EQ(row["advice"][0]["params"]["holder"], "picocom (7)");
    EXPECT_EQ(row["trouble"]["code"], "held");
    all.shown[0].state = DeviceState::stale;
    all.shown[0].fault = "silent";
    row = device_rows(all).at(0);
    EXPECT_EQ(row["advice"].size(), 2U);
}

TEST(DeviceRows, ListWhatIsConfiguredHeardOfOrNot) {
    DevicesSeen all = seen();
    all.shown[0].id = DeviceId{"printer-of-last-year"};
    json rows = device_rows(all);
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0]["id"], "printer");
    EXPECT_EQ(rows[0]["state"], "unknown");
    EXPECT_FALSE(rows[0].contains("since"));
    all.facts.clear();
    rows = device_rows(all);
    ASSERT_EQ(rows.size(), 1U) << "without drivers: what the hall shows";
    EXPECT_EQ(rows[0]["id"], "printer-of-last-year");
    EXPECT_EQ(rows[0]["fault"], "paper_out");
}

class Heard final : public ports::PrinterListener {
  public:
    void on_print_outcome(const domain::TicketId& ticket, std::uint32_t /*copy*/,
                          const ports::PrintOutcome& /*outcome*/) override {
        tickets.push_back(domain::to_string(ticket));
    }
    void on_printer_state(const DeviceId& /*printer*/, DeviceState /*state*/, const std::string& fault,
                          bool /*paper_possible*/) override {
        faults.push_back(fault);
    }
    std::vector<std::string> tickets;
    std::vector<std::string> faults;
};

TEST(TestPrints, ATestPageNeverReachesTheHallAndTicketsDo) {
    Heard hall;
    const SystemClock clock;
    TestPrints prints(hall, clock);
    EXPECT_FALSE(prints.page(kPrinter));
    const auto job = prints.begin(kPrinter, {});
    ASSERT_TRUE(job);
    EXPECT_FALSE(prints.begin(kPrinter, {})) << "one at a time";
    EXPECT_FALSE(prints.page(kPrinter)->outcome);
    ports::PrintOutcome printed;
    printed.kind = ports::PrintOutcome::Kind::printed;
    prints.on_print_outcome(job->ticket, 1, printed);
    EXPECT_EQ(prints.page(kPrinter)->outcome->kind, ports::PrintOutcome::Kind::printed);
    EXPECT_TRUE(hall.tickets.empty());
    EXPECT_TRUE(prints.begin(kPrinter, {}));
    prints.on_print_outcome({domain::TerminalId{"t1"}, domain::EpochId{"e"}, domain::Seq{1}}, 1, printed);
    prints.on_printer_state(kPrinter, DeviceState::fault, "cutter", false);
    EXPECT_EQ(hall.tickets, std::vector<std::string>{"t1/e/1"});
    EXPECT_EQ(hall.faults, std::vector<std::string>{"cutter"});
}

TEST(TestPrints, AnOutcomeIsOfThePageThatWasPrinted) {
    Heard hall;
    const SystemClock clock;
    TestPrints prints(hall, clock);
    const DeviceId other{"a-second-printer"};
    const auto job = prints.begin(kPrinter, {});
    ASSERT_TRUE(job && prints.begin(other, {}));
    prints.on_print_outcome(job->ticket, 1, {});
    EXPECT_TRUE(prints.page(kPrinter)->outcome);
    EXPECT_FALSE(prints.page(other)->outcome);
}

}  // namespace
}  // namespace jiaohao::daemon
