// What headofficed runs with: config/headoffice.toml, then the command line over it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/base/log.hpp"
#include "kiosk/base/result.hpp"

namespace jiaohao::headoffice {

struct Endpoint {
    std::string address;
    std::uint16_t port = 0;
    [[nodiscard]] bool loopback() const;
};
/// "127.0.0.1:8443", "[::1]:8443"; port 0 takes any free one. The error is a sentence.
[[nodiscard]] Result<Endpoint, std::string> parse_endpoint(const std::string& text);

struct TlsFiles {
    std::filesystem::path certificate;
    std::filesystem::path key;
    /// Terminals only: who signed their certificates.
    std::filesystem::path client_ca;
};

struct Settings {
    std::filesystem::path folder;
    std::uint64_t quota_mib = 0;
    std::uint64_t least_free_mib = 64;

    Endpoint terminals{"127.0.0.1", 8443};
    TlsFiles terminals_tls;
    std::uint32_t events_per_s = 1000;
    std::uint32_t requests_per_s = 20;
    std::chrono::seconds contact_period{60};
    std::size_t connections = 10'000;

    Endpoint readers{"127.0.0.1", 8080};
    /// Both files empty: plain HTTP, on a loopback address only.
    TlsFiles readers_tls;
    /// What readers may call head office, besides localhost, its addresses and those of its certificate.
    std::vector<std::string> readers_names;
    /// Files served to readers under "/"; empty: none.
    std::filesystem::path pages;

    std::string time_zone = "Asia/Shanghai";
    std::map<std::string, std::string> hall_time_zones;
    /// Terminals whose hall is laid down here; the others speak for the hall that they name first.
    std::map<std::string, std::string> terminal_halls;
    LogLevel log_level = LogLevel::info;
    bool simulation = false;
};

/// Reads the files over `settings`, later ones over earlier ones. The error has one line for each problem:
/// file, line, key, what is allowed.
[[nodiscard]] Result<void, std::string> read_settings(const std::vector<std::filesystem::path>& files,
                                                      Settings& settings);
/// What must hold whatever it came from: files named, plain HTTP on loopback only. The error is a sentence.
[[nodiscard]] Result<void, std::string> check_settings(const Settings& settings);
[[nodiscard]] std::optional<LogLevel> parse_log_level(const std::string& text);

}  // namespace jiaohao::headoffice
