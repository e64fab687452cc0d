// SPDX-License-Identifier: Apache-2.0
#include "kiosk/daemon/device_room.hpp"

#include <QCoreApplication>
#include <QMetaObject>

#include "drivers/tool/devices_note.hpp"
#include "kiosk/base/random.hpp"
#include "kiosk/daemon/bus_plan.hpp"
#include "kiosk/daemon/device_room_impl.hpp"

namespace jiaohao::daemon {
namespace {

/// How often a line's bytes are judged: see drivers::LineDoctor.
constexpr std::chrono::seconds kJudgeEvery{2};

using Texts = std::map<std::string, std::string>;

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

}  // namespace

DeviceRoom::Impl::Impl(service::HallThread& the_hall, service::PrinterSink& papers,
                       const config::KioskConfig& config, const Clock& clock, Log the_log)
    : hall(the_hall),
      log(the_log),
      timers(clock),
      captures({.folder = config.capture.folder,
                .file_bytes = config.capture.file_bytes,
                .files = config.capture.files},
               the_log),
      record_at_start(config.capture.lines),
      counter_file(config.journal.folder / "press-counters.json", clock, the_log),
      printer_reports(papers),
      test_prints(printer_reports, clock),
      keypads(
          the_hall, timers,
          [this](std::function<void()> task) {
              QMetaObject::invokeMethod(&context, std::move(task), Qt::QueuedConnection);
          },
          the_log) {
    QObject::connect(&judge_timer, &QTimer::timeout, [this] { judge(); });
}

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
    unit.line = std::make_unique<LineUnit>(config.id.get(), setting,
                                           Texts{{"kind", "printer"}, {"profile", config.profile}}, captures,
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
    unit.outcomes = std::make_unique<NotingListener>(test_prints, unit.line->recorded);
    unit.driver = std::make_unique<drivers::printer::PrinterDriver>(options, *profile, unit.line->recorded,
                                                                    timers, *unit.outcomes, log);
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
    settings.counters = &counter_file;
    drivers::SerialSetting setting = drivers::bus::line_manners(settings).port;
    setting.path = config.path;
    setting.find_speed = config.find_speed;
    BusUnit unit;
    unit.reports = std::make_unique<service::BusReports>(hall, counters_by_address(config), log);
    unit.line =
        std::make_unique<LineUnit>(config.id.get(), setting,
                                   Texts{{"kind", "bus"},
                                         {"profile", config.profile},
                                         {"devices", drivers::tool::devices_note(settings, config.profile)}},
                                   captures, timers.clock(), log);
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
                                                                  service::PrinterSink& papers,
                                                                  const Clock& clock, Log log) {
    auto impl = std::make_unique<Impl>(hall, papers, config, clock, log);
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

}  // namespace jiaohao::daemon
