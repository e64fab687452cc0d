// SPDX-License-Identifier: Apache-2.0
#include "headoffice/daemon/probe.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "headoffice/feeds/zone.hpp"
#include "kiosk/http/certificate_check.hpp"
#include "kiosk/http/static_folder.hpp"

namespace jiaohao::headoffice {
namespace {

namespace fs = std::filesystem;

void add(const char* section, const char* authority, const std::vector<http::CertificateTrouble>& troubles,
         Probed& probed) {
    using File = http::CertificateTrouble::File;
    for (const http::CertificateTrouble& one : troubles) {
        const char* key = one.file == File::key           ? "key"
                          : one.file == File::certificate ? "certificate"
                                                          : authority;
        (one.soon ? probed.warnings : probed.errors)
            .push_back(fmt::format("{}.{}: {}", section, key, one.what));
    }
}

void probe_certificates(const Settings& settings, WallTime now, Probed& probed) {
    const TlsFiles& terminals = settings.terminals_tls;
    add("terminals", "client_ca",
        http::check_identity(terminals.certificate.string(), terminals.key.string(), now), probed);
    add("terminals", "client_ca", http::check_authority(terminals.client_ca.string(), now), probed);
    const TlsFiles& readers = settings.readers_tls;
    if (!readers.certificate.empty()) {
        add("readers", "client_ca",
            http::check_identity(readers.certificate.string(), readers.key.string(), now), probed);
    }
}

void probe_zones(const Settings& settings, Probed& probed) {
    if (const auto zone = feeds::Zone::of(settings.time_zone); !zone) {
        probed.errors.push_back("halls.time_zone: " + zone.error());
    }
    for (const auto& [hall, text] : settings.hall_time_zones) {
        if (const auto zone = feeds::Zone::of(text); !zone) {
            probed.errors.push_back(fmt::format("time zone of hall {}: {}", hall, zone.error()));
        }
    }
}

/// The folder, or the nearest above it that is there: headofficed makes the rest.
void probe_store(const Settings& settings, Probed& probed) {
    fs::path at = fs::absolute(settings.folder);
    std::error_code error;
    while (fs::status(at, error).type() == fs::file_type::not_found && at.has_relative_path()) {
        at = at.parent_path();
    }
    if (!fs::is_directory(at, error)) {
        probed.errors.push_back(fmt::format(
            "store.folder: {} is not a folder; needed: a folder that the store may be kept in, or be made in",
            at.string()));
    } else if (::access(at.c_str(), W_OK | X_OK) != 0) {
        probed.warnings.push_back(fmt::format(
            "store.folder: no files can be made in {} ({}), for the user with the id {}; the user of the "
            "service must be able to",
            at.string(), std::generic_category().message(errno), ::geteuid()));
    }
}

}  // namespace

Probed probe(const Settings& settings, WallTime now) {
    Probed probed;
    probe_certificates(settings, now, probed);
    probe_zones(settings, probed);
    probe_store(settings, probed);
    if (!settings.pages.empty()) {
        if (const auto pages = http::StaticFolder::load(settings.pages.string(), {}); !pages) {
            probed.errors.push_back("readers.pages: " + pages.error());
        }
    }
    return probed;
}

}  // namespace jiaohao::headoffice
