// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/line/hours.hpp"

#include <algorithm>

#include "drivers/bus/bus_driver.hpp"
#include "drivers/engine/profile_toml.hpp"
#include "drivers/printer/printer_driver.hpp"
#include "drivers/tool/job_note.hpp"
#include "tests/unit/line/hour_rig.hpp"
#include "tests/unit/line/sim_lines.hpp"

namespace jiaohao::drivers::testing {
namespace {

using sim::PrinterFault;

class Silent final : public ports::PrinterListener {
  public:
    explicit Silent(RecordingLine& line) : line_(line) {}
    void on_print_outcome(const domain::TicketId& ticket, std::uint32_t copy,
                          const ports::PrintOutcome& outcome) override {
        line_.note(tool::outcome_note(ticket, copy, outcome));
        using Kind = ports::PrintOutcome::Kind;
        outcomes += std::to_string(ticket.seq.get());
        outcomes += outcome.kind == Kind::printed ? 'p' : outcome.kind == Kind::unknown ? 'u' : 'n';
    }
    void on_printer_state(const domain::DeviceId&, domain::DeviceState, const std::string&, bool) override {}
    std::string outcomes;

  private:
    RecordingLine& line_;
};

ports::PrintJob ticket(std::uint64_t seq) {
    ports::PrintJob job;
    job.ticket = {domain::TerminalId("t1"), domain::EpochId("00000000-0000-4000-8000-000000000002"),
                  domain::Seq(seq)};
    job.paper.head = {{"Hall of services", ports::PaperLine::Align::centre, 2, true},
                      {"A00" + std::to_string(seq), ports::PaperLine::Align::centre, 6, true},
                      {"Please wait for your number.", ports::PaperLine::Align::centre, 1, false}};
    job.paper.qr = "https://hall.example/t/" + std::to_string(seq);
    return job;
}

class Acknowledging final : public ports::HallBusListener {
  public:
    void on_handset(const ports::HandsetPress& press) override {
        ++presses;
        hall_bus->acknowledge(press.id);
    }
    void on_pad(const ports::PadPress& press) override {
        ++presses;
        hall_bus->acknowledge(press.id);
    }
    void on_bus_device(const domain::DeviceId&, domain::DeviceKind, domain::DeviceState,
                       const std::string&) override {}
    ports::HallBus* hall_bus = nullptr;
    int presses = 0;
};

}  // namespace

PrinterHour printer_hour(const std::string& profile_name, bool faults, double begin_s, double end_s) {
    Hour hour;
    auto profile = printer::load_profile(kProfiles + profile_name + ".toml");
    EXPECT_TRUE(profile.has_value()) << (profile ? "" : profile.error());
    SerialSetting setting = profile->line;
    setting.path = "/dev/printer";
    PrinterHour result;
    {
        capture::Store store({.folder = hour.folder.path}, Log(hour.sink, "test"));
        SimPrinterLine sim(*profile, setting, hour.timers);
        RecordingLine line(sim, "printer", setting, {{"kind", "printer"}, {"profile", profile_name}}, store,
                           hour.clock);
        Silent heard(line);
        printer::PrinterOptions options;
        options.id = domain::DeviceId("printer");
        options.first_mark = 0x1233;
        printer::PrinterDriver driver(options, *profile, line, hour.timers, heard, Log(hour.sink, "test"));
        line.record(begin_s == 0);
        driver.start();
        const auto print = [&](std::uint64_t seq) {
            return [&, seq] {
                const auto job = ticket(seq);
                line.note(tool::job_note(job));
                driver.print(job);
            };
        };
        const auto set = [&](PrinterFault fault, int rows = 0) {
            return [&, fault, rows] {
                sim.model.set({.fault = fault, .after_rows = rows});
                sim.pump();
            };
        };
        const auto clear = [&](PrinterFault fault) {
            return [&, fault] {
                sim.model.clear(fault);
                sim.pump();
            };
        };
        Script clean{{0.5, [&] { sim.plug(); }}, {3, print(1)}, {8, print(2)}};
        Script faulty{{0.5, [&] { sim.plug(); }},
                      {3, print(1)},
                      {10, set(PrinterFault::paper_near_end)},
                      {12, print(2)},
                      {20, set(PrinterFault::paper_out, 2)},
                      {21, print(3)},
                      {40, clear(PrinterFault::paper_out)},
                      {60, set(PrinterFault::stray_bytes)},
                      {61, print(4)},
                      {75, clear(PrinterFault::stray_bytes)},
                      {80, set(PrinterFault::split_reply)},
                      {81, print(5)},
                      {90, clear(PrinterFault::split_reply)},
                      {95, print(6)},
                      {95.4, [&] { sim.unplug(); }},
                      {105, [&] { sim.plug(); }},
                      {115, print(7)},
                      {130, set(PrinterFault::cover_open)},
                      {138, print(8)},
                      {145, clear(PrinterFault::cover_open)},
                      {155, print(9)},
                      {155.2, set(PrinterFault::silent)},
                      {190, clear(PrinterFault::silent)},
                      {210, set(PrinterFault::garbage)},
                      {222, clear(PrinterFault::garbage)},
                      {240, print(10)}};
        Script& script = faults ? faulty : clean;
        const auto switched = [&](double at_s, bool on) {
            const auto later = std::find_if(script.begin(), script.end(),
                                            [at_s](const auto& step) { return step.first > at_s; });
            script.insert(later, {at_s, [&line, on] { line.record(on); }});
        };
        if (begin_s > 0) {
            switched(begin_s, true);
        }
        if (end_s > 0) {
            switched(end_s, false);
        }
        hour.play(script, std::chrono::seconds{faults ? 260 : 14});
        result.outcomes = heard.outcomes;
        result.papers = sim.papers;
        line.record(false);
        driver.stop();
    }
    result.capture = hour.recorded("printer");
    return result;
}

BusHour bus_hour() {
    Hour hour;
    const auto profile = engine::load_device_profile(kProfiles + std::string("bus-hall-a.toml"));
    EXPECT_TRUE(profile.has_value()) << (profile ? "" : profile.error());
    SerialSetting setting;
    setting.path = "/dev/bus";
    setting.baud = profile->line.port.baud;
    BusHour result;
    {
        capture::Store store({.folder = hour.folder.path}, Log(hour.sink, "test"));
        SimBusLine sim({*profile, 0, {1, 2}, {101}, 1, {}, {}}, setting, hour.timers);
        RecordingLine line(sim, "bus1", setting, {{"kind", "bus"}, {"profile", "bus-hall-a"}}, store,
                           hour.clock);
        bus::BusSettings settings;
        settings.line = domain::DeviceId("bus1");
        settings.profiles = {*profile};
        settings.devices = {{domain::DeviceId("handset-1"), domain::DeviceKind::handset, 1, 0},
                            {domain::DeviceId("handset-2"), domain::DeviceKind::handset, 2, 0},
                            {domain::DeviceId("pad-101"), domain::DeviceKind::pad, 101, 0}};
        settings.first_press = 1;
        Acknowledging hall;
        bus::BusDriver driver(
            settings, line, hour.timers, hall, [](const std::function<void()>& task) { task(); },
            Log(hour.sink, "test"));
        hall.hall_bus = &driver;
        line.record(true);
        driver.start();
        const auto key = [&](std::uint8_t address, const char* name) {
            return [&, address, name] {
                EXPECT_TRUE(sim.world.key(address, name, "", sim.real())) << name;
                sim.pump();
            };
        };
        const auto rate = [&](std::uint8_t level) {
            return [&, level] {
                EXPECT_TRUE(sim.world.press(101, level, "", sim.real()));
                sim.pump();
            };
        };
        const auto set = [&](const char* fault) {
            return [&, fault] { EXPECT_TRUE(sim.world.faults().set(fault, 1.0, std::nullopt)); };
        };
        const auto clear = [&] { sim.world.faults().clear(""); };
        hour.play({{0.5, [&] { sim.plug(); }},
                   {2, key(1, "call")},
                   {3, key(2, "recall")},
                   {4, key(1, "ask_rating")},
                   {5, rate(0)},
                   {8, set("garbage")},
                   {9, key(1, "call")},
                   {11, rate(2)},
                   {13, clear},
                   {14, set("bad-checksum")},
                   {15, key(2, "pause")},
                   {15.7, clear},
                   {18, set("truncated-frame")},
                   {19, rate(3)},
                   {19.7, clear},
                   {22, set("doubled-press")},
                   {23, key(1, "transfer")},
                   {25, clear},
                   {26, set("own-echo")},
                   {27, key(2, "call")},
                   {29, clear},
                   {30, key(1, "call")},
                   {30.004, [&] { sim.unplug(); }},
                   {33, [&] { sim.plug(); }},
                   {36, key(1, "recall")}},
                  std::chrono::seconds{45});
        result.presses = hall.presses;
        line.record(false);
        driver.stop();
    }
    result.capture = hour.recorded("bus1");
    return result;
}

}  // namespace jiaohao::drivers::testing
