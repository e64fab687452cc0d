// SPDX-License-Identifier: Apache-2.0
#include "kiosk/daemon/device_room.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <QCoreApplication>
#include <QMetaObject>
#include <QObject>
#include <QTimer>

#include "drivers/engine/profile_toml.hpp"
#include "drivers/line/qt_timers.hpp"
#include "kiosk/base/random.hpp"
#include "kiosk/daemon/device_units.hpp"
#include "kiosk/daemon/keypads.hpp"

namespace jiaohao::daemon {
namespace {

/// How often a line's bytes are judged: see drivers::LineDoctor.
constexpr std::chrono::seconds kJudgeEvery{2};

drivers::Parity parity_of(const std::string& code, drivers::Parity fallback) {
    return code == "even"   ? drivers::Parity::even
           : code == "odd"  ? drivers::Parity::odd
           : code == "none" ? drivers::Parity::none
                            : fallback;
}

drivers::Flow flow_of(const std::string& code, drivers::Flow fallback) {
    return code == "rts_cts"    ? drivers::Flow::rts_cts
           : code == "xon_xoff" ? drivers::Flow::xon_xoff
           : code == "none"     ? drivers::Flow::none
                                : fallback;
}

/// Every profile that the line or one of its devices names, and whether they can share the line.
Result<drivers::bus::BusSettings, std::string> bus_settings(const config::BusLineConfig& config,
                                                            const std::filesystem::path& profiles) {
    drivers::bus::BusSettings settings;
    settings.line = config.id;
    settings.baud = config.baud;
    settings.own_echo = config.own_echo;
    std::map<std::string, std::size_t> places;
    const auto place_of = [&](const std::string& name) -> Result<std::size_t, std::string> {
        if (const auto known = places.find(name); known != places.end()) {
            return known->second;
        }
        auto profile = drivers::engine::load_device_profile(profiles / (name + ".toml"));
        if (!profile) {
            return fail(profile.error());
        }
        settings.profiles.push_back(std::move(*profile));
        return places[name] = settings.profiles.size() - 1;
    };
    const auto add = [&](const std::vector<config::BusAddress>& devices,
                         domain::DeviceKind kind) -> Result<void, std::string> {
        for (const config::BusAddress& one : devices) {
            const auto place = place_of(one.profile);
            if (!place) {
                return fail(place.error());
            }
            settings.devices.push_back({one.id, kind, one.address, *place});
        }
        return {};
    };
    for (const auto& [devices, kind] : {std::pair{&config.handsets, domain::DeviceKind::handset},
                                        std::pair{&config.pads, domain::DeviceKind::pad},
                                        std::pair{&config.displays, domain::DeviceKind::display}}) {
        if (auto added = add(*devices, kind); !added) {
            return fail(added.error());
        }
    }
    if (settings.profiles.empty()) {
        if (const auto place = place_of(config.profile); !place) {
            return fail(place.error());
        }
    }
    const auto faults = drivers::bus::settings_faults(settings);
    if (!faults.empty()) {
        return fail(fmt::format("line {}: {}", config.id.get(), fmt::join(faults, "; ")));
    }
    return settings;
}

}  // namespace

struct DeviceRoom::Impl {
    Impl(service::HallThread& the_hall, const config::CaptureConfig& capture, const Clock& clock, Log the_log)
        : hall(the_hall),
          log(the_log),
          timers(clock),
          captures({.folder = capture.folder, .file_bytes = capture.file_bytes, .files = capture.files},
                   the_log),
          record_at_start(capture.lines),
          printer_reports(the_hall),
          test_prints(printer_reports, clock),
          keypads(
              the_hall, timers,
              [this](std::function<void()> task) {
                  QMetaObject::invokeMethod(&context, std::move(task), Qt::QueuedConnection);
              },
              the_log) {
        QObject::connect(&judge_timer, &QTimer::timeout, [this] { judge(); });
    }

    Result<void, std::string> add_printer(const config::PrinterConfig& config,
                                          const config::KioskConfig& all);
    Result<void, std::string> add_bus(const config::BusLineConfig& config, const config::KioskConfig& all);
    [[nodiscard]] LineUnit* line(const domain::DeviceId& id);
    void judge();
    /// What alerts should know of a line; told when it changes.
    void tell(ports::DeviceNote note);
    /// Before anybody is heard of: what was true before the start is not shown as true.
    void report_unheard();
    [[nodiscard]] std::vector<ports::DeviceFacts> facts() const;

    service::HallThread& hall;
    Log log;
    drivers::QtTimers timers;
    /// Outlives the lines that record into it.
    drivers::capture::Store captures;
    const std::vector<domain::DeviceId> record_at_start;
    QObject context;
    QTimer judge_timer;
    service::PrinterReports printer_reports;
    TestPrints test_prints;
    std::map<domain::DeviceId, ports::DeviceNote> told;
    std::map<domain::DeviceId, PrinterUnit> printers;
    std::map<domain::DeviceId, BusUnit> buses;
    Keypads keypads;
    std::map<domain::CounterId, service::CounterDevices> counters;
};

Result<void, std::string> DeviceRoom::Impl::add_printer(const config::PrinterConfig& config,
                                                        const config::KioskConfig& all) {
    auto profile = drivers::printer::load_profile(all.profiles / (config.profile + ".toml"));
    if (!profile) {
        return fail(profile.error());
    }
    drivers::SerialSetting setting = profile->line;
    setting.path = config.path;
    setting.baud = config.baud > 0 ? config.baud : setting.baud;
    setting.parity = parity_of(config.parity, setting.parity);
    setting.flow = flow_of(config.flow, setting.flow);
    profile->line = setting;
    PrinterUnit unit;
    setting.answers = profile->realtime_status;
    unit.line = std::make_unique<LineUnit>(config.id.get(), setting, "printer", config.profile, captures,
                                           timers.clock(), log);
    drivers::printer::PrinterOptions options;
    options.id = config.id;
    options.first_mark = static_cast<std::uint32_t>(SystemRandom{}.next());
    if (profile->identity.detect) {
        auto candidates = drivers::printer::load_candidates(all.profiles);
        if (!candidates) {
            return fail(candidates.error());
        }
        options.candidates = std::move(*candidates);
    }
    unit.driver = std::make_unique<drivers::printer::PrinterDriver>(options, *profile, unit.line->recorded,
                                                                    timers, test_prints, log);
    unit.noting = std::make_unique<NotingPrinter>(*unit.driver, unit.line->recorded);
    unit.port = std::make_unique<drivers::QueuedPrinter>(*unit.noting, test_prints, context);
    printers.emplace(config.id, std::move(unit));
    return {};
}

Result<void, std::string> DeviceRoom::Impl::add_bus(const config::BusLineConfig& config,
                                                    const config::KioskConfig& all) {
    auto read = bus_settings(config, all.profiles);
    if (!read) {
        return fail(read.error());
    }
    drivers::bus::BusSettings settings = std::move(*read);
    service::BusReports::Addresses addresses;
    for (const config::BusAddress& one : config.handsets) {
        addresses.handsets[one.address] = one.counter;
    }
    for (const config::BusAddress& one : config.pads) {
        addresses.pads[one.address] = one.counter;
    }
    drivers::SerialSetting setting = drivers::bus::line_manners(settings).port;
    setting.path = config.path;
    BusUnit unit;
    unit.reports = std::make_unique<service::BusReports>(hall, addresses, log);
    unit.line = std::make_unique<LineUnit>(config.id.get(), setting, "bus", config.profile, captures,
                                           timers.clock(), log);
    unit.driver = std::make_unique<drivers::bus::BusDriver>(
        std::move(settings), unit.line->recorded, timers, *unit.reports,
        [this](std::function<void()> task) {
            QMetaObject::invokeMethod(&context, std::move(task), Qt::QueuedConnection);
        },
        log);
    unit.reports->attach(*unit.driver);
    for (const config::BusAddress& one : config.handsets) {
        counters[one.counter].handsets.push_back({unit.driver.get(), one.address});
    }
    for (const config::BusAddress& one : config.displays) {
        counters[one.counter].handsets.push_back({unit.driver.get(), one.address});
    }
    for (const config::BusAddress& one : config.pads) {
        counters[one.counter].pads.push_back({unit.driver.get(), one.address});
    }
    buses.emplace(config.id, std::move(unit));
    return {};
}

Result<std::unique_ptr<DeviceRoom>, std::string> DeviceRoom::make(const config::KioskConfig& config,
                                                                  service::HallThread& hall,
                                                                  const Clock& clock, Log log) {
    auto impl = std::make_unique<Impl>(hall, config.capture, clock, log);
    for (const config::PrinterConfig& printer : config.printers) {
        if (auto added = impl->add_printer(printer, config); !added) {
            return fail(added.error());
        }
    }
    for (const config::BusLineConfig& line : config.lines) {
        if (auto added = impl->add_bus(line, config); !added) {
            return fail(added.error());
        }
    }
    if (auto added = impl->keypads.add(config, impl->counters); !added) {
        return fail(added.error());
    }
    return std::unique_ptr<DeviceRoom>(new DeviceRoom(std::move(impl)));
}

DeviceRoom::DeviceRoom(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
DeviceRoom::~DeviceRoom() = default;

std::map<domain::DeviceId, ports::TicketPrinter*> DeviceRoom::printers() const {
    std::map<domain::DeviceId, ports::TicketPrinter*> ports;
    for (const auto& [id, unit] : impl_->printers) {
        ports[id] = unit.port.get();
    }
    return ports;
}

std::map<domain::CounterId, service::CounterDevices> DeviceRoom::counters() const {
    return impl_->counters;
}

LineUnit* DeviceRoom::Impl::line(const domain::DeviceId& id) {
    if (const auto printer = printers.find(id); printer != printers.end()) {
        return printer->second.line.get();
    }
    const auto bus = buses.find(id);
    return bus == buses.end() ? nullptr : bus->second.line.get();
}

void DeviceRoom::Impl::judge() {
    for (auto& [id, unit] : printers) {
        unit.line->port.judge(unit.driver->counters().stray_bytes);
        tell(note_of(id, unit));
    }
    for (auto& [id, unit] : buses) {
        std::uint64_t rejected = 0;
        for (const auto& [cause, bytes] : unit.driver->counts().rejected) {
            rejected += bytes;
        }
        unit.line->port.judge(rejected);
        tell(note_of(id, unit));
    }
}

void DeviceRoom::Impl::tell(ports::DeviceNote note) {
    const auto known = told.find(note.device);
    if (known == told.end() || known->second != note) {
        told.insert_or_assign(note.device, note);
        hall.note(std::move(note));
    }
}

void DeviceRoom::Impl::report_unheard() {
    for (const ports::DeviceFacts& one : facts()) {
        hall.report(domain::ReportDevice{one.device, one.kind, domain::DeviceState::unknown, ""});
    }
}

std::vector<ports::DeviceFacts> DeviceRoom::Impl::facts() const {
    std::vector<ports::DeviceFacts> all;
    for (const auto& [id, unit] : printers) {
        add_facts(id, unit, all);
    }
    for (const auto& [id, unit] : buses) {
        add_facts(id, unit, all);
    }
    keypads.add_facts(all);
    return all;
}

std::vector<ports::DeviceFacts> DeviceRoom::facts() const {
    return impl_->facts();
}

std::optional<ports::BusScan> DeviceRoom::scan(const domain::DeviceId& line,
                                               std::optional<AddressRange> range) {
    const auto bus = impl_->buses.find(line);
    if (bus == impl_->buses.end()) {
        return std::nullopt;
    }
    if (!range) {
        return bus->second.driver->report().scan;
    }
    impl_->log.info("bus.scan", {{"line", line.get()}, {"least", range->least}, {"most", range->most}});
    bus->second.driver->scan(range->least, range->most);
    return ports::BusScan{};
}

std::optional<TestPrints::Page> DeviceRoom::test_print(const domain::DeviceId& printer,
                                                       std::optional<ports::TicketPaper> paper) {
    const auto unit = impl_->printers.find(printer);
    if (unit == impl_->printers.end()) {
        return std::nullopt;
    }
    if (paper) {
        if (auto job = impl_->test_prints.begin(printer, std::move(*paper))) {
            impl_->log.info("printer.test_print", {{"printer", printer.get()}});
            unit->second.port->print(std::move(*job));
        }
    }
    return impl_->test_prints.page(printer).value_or(TestPrints::Page{});
}

std::optional<drivers::capture::Store::Status> DeviceRoom::record(const domain::DeviceId& line,
                                                                  std::optional<bool> on) {
    LineUnit* const unit = impl_->line(line);
    if (unit == nullptr) {
        return std::nullopt;
    }
    if (on) {
        unit->recorded.record(*on);
        impl_->log.info("capture.switched", {{"line", line.get()}, {"on", *on}});
    }
    return impl_->captures.status(line.get());
}

std::map<domain::DeviceId, drivers::LineFault> DeviceRoom::line_faults() const {
    std::map<domain::DeviceId, drivers::LineFault> faults;
    const auto look = [&faults](const auto& units) {
        for (const auto& [id, unit] : units) {
            if (auto fault = unit.line->port.fault()) {
                faults.emplace(id, std::move(*fault));
            }
        }
    };
    look(impl_->printers);
    look(impl_->buses);
    return faults;
}

void DeviceRoom::start() {
    for (const domain::DeviceId& id : impl_->record_at_start) {
        static_cast<void>(record(id, true));
    }
    impl_->report_unheard();
    impl_->judge_timer.start(kJudgeEvery);
    for (auto& [id, unit] : impl_->printers) {
        unit.driver->start();
    }
    for (auto& [id, unit] : impl_->buses) {
        unit.driver->start();
    }
    impl_->keypads.start();
}

void DeviceRoom::stop() {
    impl_->judge_timer.stop();
    for (auto& [id, unit] : impl_->printers) {
        unit.driver->stop();
    }
    for (auto& [id, unit] : impl_->buses) {
        unit.driver->stop();
    }
    impl_->keypads.stop();
}

void DeviceRoom::post(std::function<void()> task) const {
    QMetaObject::invokeMethod(&impl_->context, std::move(task), Qt::QueuedConnection);
}

std::map<std::string, std::map<std::string, std::uint64_t>> DeviceRoom::counts() const {
    std::map<std::string, std::map<std::string, std::uint64_t>> all;
    for (const auto& [id, unit] : impl_->printers) {
        all[id.get()] = counts_of(unit);
    }
    for (const auto& [id, unit] : impl_->buses) {
        all[id.get()] = counts_of(unit);
    }
    impl_->keypads.add_counts(all);
    return all;
}

}  // namespace jiaohao::daemon
