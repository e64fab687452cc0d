// SPDX-License-Identifier: Apache-2.0
#include "kiosk/daemon/keypads.hpp"

#include <utility>

namespace jiaohao::daemon {
namespace {

using drivers::keypad::KeypadDriver;

std::map<std::string, std::uint64_t> counts_of(const KeypadDriver& driver) {
    const auto counted = driver.counts();
    return {{"presses", counted.presses},
            {"bounces", counted.bounces},
            {"unknown_keys", counted.unknown_keys},
            {"given_up", counted.given_up},
            {"never_answered", counted.never_answered},
            {"repeats", counted.read.repeats},
            {"numlocks", counted.read.numlocks},
            {"dropped", counted.read.dropped},
            {"bad_records", counted.read.bad},
            {"line_opened", counted.opened},
            {"line_lost", counted.lost}};
}

}  // namespace

Keypads::Keypads(service::HallThread& hall, drivers::Timers& timers, KeypadDriver::Post post, Log log)
    : hall_(hall), timers_(timers), post_(std::move(post)), log_(log) {}

Result<Keypads::Unit, std::string> Keypads::make(const config::KeypadConfig& config,
                                                 const std::filesystem::path& profiles) const {
    auto profile = drivers::keypad::load_keypad_profile(profiles / (config.profile + ".toml"));
    if (!profile) {
        return fail(profile.error());
    }
    service::BusReports::Addresses addresses;
    (profile->role == drivers::engine::Role::pad ? addresses.pads
                                                 : addresses.handsets)[KeypadDriver::kAddress] =
        config.counter;
    Unit unit;
    unit.config = config;
    unit.reports = std::make_unique<service::BusReports>(hall_, addresses, log_);
    unit.driver = std::make_unique<KeypadDriver>(
        drivers::keypad::KeypadSettings{config.id, config.path.string(), std::move(*profile)}, opener_,
        notifier_, timers_, *unit.reports, post_, log_);
    unit.reports->attach(*unit.driver);
    return unit;
}

Result<void, std::string> Keypads::add(const config::KioskConfig& config,
                                       std::map<domain::CounterId, service::CounterDevices>& counters) {
    for (const config::KeypadConfig& keypad : config.keypads) {
        auto unit = make(keypad, config.profiles);
        if (!unit) {
            return fail(unit.error());
        }
        service::CounterDevices& counter = counters[keypad.counter];
        (unit->driver->kind() == domain::DeviceKind::pad ? counter.pads : counter.handsets)
            .push_back({unit->driver.get(), KeypadDriver::kAddress});
        units_.emplace(keypad.id, std::move(*unit));
    }
    return {};
}

void Keypads::start() {
    for (auto& [id, unit] : units_) {
        unit.driver->start();
    }
}

void Keypads::stop() {
    for (auto& [id, unit] : units_) {
        unit.driver->stop();
    }
}

void Keypads::add_facts(std::vector<ports::DeviceFacts>& all) const {
    for (const auto& [id, unit] : units_) {
        ports::DeviceFacts facts;
        facts.device = id;
        facts.kind = unit.driver->kind();
        facts.line = id;
        facts.last_heard = unit.driver->last_press();
        facts.counters = counts_of(*unit.driver);
        facts.details["path"] = unit.config.path.string();
        facts.details["profile"] = unit.config.profile;
        if (const auto& fault = unit.driver->fault(); fault && !fault->holder.empty()) {
            facts.details["holder"] = fault->holder;
        }
        all.push_back(std::move(facts));
    }
}

void Keypads::add_counts(Counts& all) const {
    for (const auto& [id, unit] : units_) {
        all[id.get()] = counts_of(*unit.driver);
    }
}

}  // namespace jiaohao::daemon
