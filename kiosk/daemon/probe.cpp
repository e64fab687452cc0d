// SPDX-License-Identifier: Apache-2.0
#include "kiosk/daemon/probe.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "drivers/engine/profile_toml.hpp"
#include "drivers/keypad/key_profile.hpp"
#include "drivers/printer/profile.hpp"
#include "kiosk/i18n/catalogue.hpp"

namespace jiaohao::daemon {
namespace {

namespace fs = std::filesystem;
using config::KioskConfig;
using config::problem_at;
using config::Problems;

void add_certificates(const std::string& section, std::vector<http::CertificateTrouble> troubles,
                      std::vector<CertificateFinding>& findings) {
    using File = http::CertificateTrouble::File;
    for (http::CertificateTrouble& one : troubles) {
        const char* name = one.file == File::key           ? "key"
                           : one.file == File::certificate ? "certificate"
                                                           : "ca";
        findings.push_back({section + "." + name, std::move(one)});
    }
}

void probe_pages(const KioskConfig& config, Problems& errors) {
    if (config.api.pages.empty()) {
        return;
    }
    for (const char* const page : {"counter", "manager"}) {
        const fs::path index = config.api.pages / page / "index.html";
        std::error_code error;
        if (!fs::is_regular_file(index, error)) {
            errors.add(problem_at(config, "api.pages",
                                  fmt::format("there is no {}; name the folder of the built pages, or leave "
                                              "pages out to serve none",
                                              index.string())));
            return;
        }
    }
}

void probe_catalogue(const KioskConfig& config, Probed& probed) {
    const std::string key = "terminal.catalogue";
    const auto loaded = i18n::Catalogue::load(config.catalogue, config.hall.languages.front());
    for (const i18n::CatalogueProblem& problem : loaded.problems) {
        // A text that is missing shows as its id; a file that is missing takes its whole area along.
        Problems& to = problem.id.empty() ? probed.errors : probed.warnings;
        to.add(problem_at(config, key, i18n::to_string(problem)));
    }
    const auto there = loaded.catalogue.languages();
    for (const std::string& language : config.hall.languages) {
        if (std::find(there.begin(), there.end(), language) == there.end()) {
            probed.errors.add(problem_at(config, key,
                                         fmt::format("{} has no texts in {}, which hall.languages asks for",
                                                     config.catalogue.string(), language)));
        }
    }
}

/// What may be meant so, for a while.
void probe_counters(const KioskConfig& config, Problems& notes) {
    const auto& counters = config.hall.counters;
    for (std::size_t i = 0; i < config.hall.services.size(); ++i) {
        const auto& service = config.hall.services[i].id;
        const auto serves = [&](const domain::CounterConfig& counter) {
            return std::ranges::count(counter.services, service) + std::ranges::count(counter.also, service) >
                   0;
        };
        if (!std::ranges::any_of(counters, serves)) {
            notes.add(problem_at(config, fmt::format("service[{}].id", i + 1),
                                 fmt::format("no counter serves \"{}\": its tickets are never called; name "
                                             "it in `services` or `also` of a counter",
                                             service.get())));
        }
    }
    for (std::size_t i = 0; i < counters.size(); ++i) {
        if (counters[i].auto_call && counters[i].handset_only) {
            notes.add(problem_at(config, fmt::format("counter[{}].auto_call", i + 1),
                                 "with handset_only nobody signs out: from the first press of its call key "
                                 "on customers are called here until it is paused, closed or the day ends"));
        }
    }
}

template <class Load>
void probe_profile(const KioskConfig& config, const std::string& key, const std::string& name, Load load,
                   Problems& errors) {
    const auto profile = load(config.profiles / (name + ".toml"));
    if (!profile) {
        std::string what = profile.error();
        while (what.ends_with('\n')) {
            what.pop_back();
        }
        errors.add(problem_at(config, key, fmt::format("the profile \"{}\" cannot be used: {}", name, what)));
    }
}

/// A port under two names has two masters.
void probe_ports(const KioskConfig& config, Problems& errors) {
    std::map<fs::path, std::string> taken;
    const auto take = [&](const fs::path& path, const std::string& key) {
        std::error_code unknown;
        const fs::path real = fs::canonical(path, unknown);
        if (unknown) {
            return;  // Not plugged in: no mistake.
        }
        if (const auto [other, fresh] = taken.emplace(real, key); !fresh) {
            errors.add(problem_at(
                config, key,
                fmt::format("{} is {}, and so is {}", path.string(), real.string(), other->second)));
        }
    };
    for (std::size_t i = 0; i < config.printers.size(); ++i) {
        take(config.printers[i].path, fmt::format("printer[{}].path", i + 1));
    }
    for (std::size_t i = 0; i < config.lines.size(); ++i) {
        take(config.lines[i].path, fmt::format("line[{}].path", i + 1));
    }
    for (std::size_t i = 0; i < config.keypads.size(); ++i) {
        take(config.keypads[i].path, fmt::format("keypad[{}].path", i + 1));
    }
}

}  // namespace

Problems probe_profiles(const KioskConfig& config) {
    Problems errors;
    for (std::size_t i = 0; i < config.printers.size(); ++i) {
        probe_profile(
            config, fmt::format("printer[{}].profile", i + 1), config.printers[i].profile,
            [](const fs::path& file) { return drivers::printer::load_profile(file); }, errors);
    }
    for (std::size_t i = 0; i < config.lines.size(); ++i) {
        probe_profile(
            config, fmt::format("line[{}].profile", i + 1), config.lines[i].profile,
            [](const fs::path& file) { return drivers::engine::load_device_profile(file); }, errors);
        const auto own = [&](const std::vector<config::BusAddress>& devices, const char* kind) {
            for (std::size_t at = 0; at < devices.size(); ++at) {
                if (devices[at].profile != config.lines[i].profile) {
                    probe_profile(
                        config, fmt::format("line[{}].{}[{}].profile", i + 1, kind, at + 1),
                        devices[at].profile,
                        [](const fs::path& file) { return drivers::engine::load_device_profile(file); },
                        errors);
                }
            }
        };
        own(config.lines[i].handsets, "handset");
        own(config.lines[i].pads, "pad");
        own(config.lines[i].displays, "display");
    }
    for (std::size_t i = 0; i < config.keypads.size(); ++i) {
        probe_profile(
            config, fmt::format("keypad[{}].profile", i + 1), config.keypads[i].profile,
            [](const fs::path& file) { return drivers::keypad::load_keypad_profile(file); }, errors);
    }
    return errors;
}

std::vector<CertificateFinding> probe_certificates(const KioskConfig& config, WallTime now) {
    std::vector<CertificateFinding> findings;
    const config::ApiConfig& api = config.api;
    if (!api.certificate.empty()) {
        add_certificates("api", http::check_identity(api.certificate.string(), api.key.string(), now),
                         findings);
    }
    const config::UploadConfig& upload = config.upload;
    if (upload.enabled) {
        add_certificates("upload", http::check_authority(upload.ca.string(), now), findings);
        add_certificates(
            "upload", http::check_identity(upload.certificate.string(), upload.key.string(), now), findings);
    }
    if (config.owner && !config.owner->ca.empty()) {
        add_certificates("owner", http::check_authority(config.owner->ca, now), findings);
    }
    return findings;
}

Probed probe(const KioskConfig& config, WallTime now) {
    Probed probed;
    probed.errors = probe_profiles(config);
    probe_ports(config, probed.errors);
    probe_places(config, probed);
    probe_pages(config, probed.errors);
    probe_catalogue(config, probed);
    probe_counters(config, probed.notes);
    for (const CertificateFinding& found : probe_certificates(config, now)) {
        Problems& to = found.trouble.soon ? probed.warnings : probed.errors;
        to.add(problem_at(config, found.key, found.trouble.what));
    }
    return probed;
}

}  // namespace jiaohao::daemon
