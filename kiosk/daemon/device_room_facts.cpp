// What a DeviceRoom tells and can be asked.
// SPDX-License-Identifier: Apache-2.0
#include "kiosk/daemon/device_room_impl.hpp"

namespace jiaohao::daemon {

LineUnit* DeviceRoom::Impl::line(const domain::DeviceId& id) {
    if (const auto printer = printers.find(id); printer != printers.end()) {
        return printer->second.line.get();
    }
    const auto bus = buses.find(id);
    return bus == buses.end() ? nullptr : bus->second.line.get();
}

void DeviceRoom::Impl::judge() {
    counter_file.beat();
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
