// The whole configuration of a terminal as a value: read, checked, then fixed.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/config/checked_toml.hpp"
#include "kiosk/domain/types/hall_config.hpp"

namespace jiaohao::config {

struct JournalConfig {
    std::filesystem::path folder;
    std::uint64_t quota_bytes = 1ULL << 30U;
    std::uint64_t ballast_bytes = 4ULL << 20U;
    /// How long events that head office has stay here.
    std::chrono::hours retention{24 * 35};
    /// A snapshot is made after so many events.
    std::uint32_t snapshot_every = 1000;
};

/// Who connects over the Unix socket, by user or by group; one of the two is set.
struct RoleGrant {
    std::optional<std::uint32_t> uid;
    std::optional<std::uint32_t> gid;
    /// Codes of kiosk/wire/api_roles.hpp.
    std::vector<std::string> roles;
};

struct TokenGrant {
    std::string name;
    /// Of the token: 64 lower-case hex digits.
    std::string sha256;
    std::vector<std::string> roles;
    /// For a tablet: the counter it stands at.
    std::optional<domain::CounterId> counter;
    /// For a satellite: the terminal that it is.
    std::optional<domain::TerminalId> terminal;
};

/// Of a satellite: the terminal that owns the queue.
struct OwnerConfig {
    /// "wss://main.hall:8443", "ws://127.0.0.1:8080" (loopback alone) or "unix:/run/jiaohao/api.sock".
    std::string url;
    /// Read from `token_file`: printable ASCII, at most 256 bytes.
    std::string token;
    /// PEM file; empty: what the system trusts.
    std::string ca;
    /// A customer waits so long (real time) for the owner's answer; then the number comes from the lease.
    std::chrono::seconds answer{3};
};

struct ApiConfig {
    /// Empty: no Unix socket.
    std::filesystem::path socket;
    /// Permission bits, such as 0660.
    std::uint32_t socket_mode = 0660;
    /// Listener for pages and WebSocket; port 0: none.
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;
    /// Both empty: plain HTTP, allowed on loopback only.
    std::filesystem::path certificate;
    std::filesystem::path key;
    /// Whether somebody without a token may connect (to sign in by PIN).
    bool guest_allowed = true;
    /// Clients without a token of their own or a sign-in, of one address other than this machine's.
    std::uint32_t guests_per_address = 32;
    /// Folder of the static pages; empty: none served.
    std::filesystem::path pages;
    /// Other origins whose pages may connect.
    std::vector<std::string> origins;
    /// Names under which pages and WebSocket may be asked for, besides addresses and the certificate's names.
    std::vector<std::string> names;
    std::vector<RoleGrant> grants;
    std::vector<TokenGrant> tokens;
};

struct PrinterConfig {
    domain::DeviceId id;
    std::filesystem::path path;
    /// File name without ".toml" in the folder of profiles.
    std::string profile;
    /// 0: the profile's.
    std::int32_t baud = 0;
    /// "none", "even", "odd"; "none", "rts_cts", "xon_xoff". Empty: the profile's.
    std::string parity;
    std::string flow;
};

struct BusAddress {
    std::uint32_t address = 0;
    domain::CounterId counter;
    /// "<line>-handset-7", "<line>-pad-107" unless named.
    domain::DeviceId id;
    /// The line's unless named: devices of another make may share the line.
    std::string profile;
};

struct BusLineConfig {
    domain::DeviceId id;
    std::filesystem::path path;
    std::string profile;
    std::int32_t baud = 0;
    std::optional<bool> own_echo;
    /// While nothing makes sense, other rates are listened at, and the one that fits is told.
    bool find_speed = false;
    std::vector<BusAddress> handsets;
    std::vector<BusAddress> pads;
    /// Counter displays: shown what the counter's handsets are shown.
    std::vector<BusAddress> displays;
};

/// A USB keypad as the handset or pad of one counter; its profile says which.
struct KeypadConfig {
    domain::DeviceId id;
    /// "/dev/input/by-path/...-event-kbd"; the other event nodes of that socket belong to it.
    std::filesystem::path path;
    std::string profile;
    domain::CounterId counter;
};

/// Recordings of lines (drivers/line/CAPTURE.md).
struct CaptureConfig {
    std::filesystem::path folder;
    /// Recorded from the start; others when a technician asks for it.
    std::vector<domain::DeviceId> lines;
    std::uint64_t file_bytes = std::uint64_t{4} << 20U;
    /// Kept of each line.
    std::uint32_t files = 8;
};

struct UploadConfig {
    /// False: this terminal keeps everything to itself.
    bool enabled = false;
    /// "https://head.example:8443", without a path.
    std::string url;
    std::filesystem::path ca;
    std::filesystem::path certificate;
    std::filesystem::path key;
    /// Empty: none.
    std::string proxy;
    std::uint32_t least_events = 100;
    std::uint32_t most_events = 1000;
    std::uint64_t most_bytes = std::uint64_t{256} * 1024;
    std::chrono::seconds most_age{5};
    std::chrono::seconds contact_period{60};
};

/// A line of the ticket. Texts may hold {number} {service} {hall} {ahead} {wait_from} {wait_to} {date} {time}
/// {class} {ticket} {reference} and the sentences {ahead_text} {wait_text} {then_text} {keep_text} {today_text}. A line is
/// left out whose text is empty for a language, all of whose parameters are empty, or that names a wait nobody promised.
struct PaperTemplateLine {
    domain::OwnText text;
    /// "left", "centre" or "right".
    std::string align = "left";
    std::uint8_t size = 1;
    bool bold = false;
};

struct PaperConfig {
    /// Ticket template (drivers/templates); empty: the built-in one. Not together with head and foot.
    std::filesystem::path layout;
    std::vector<PaperTemplateLine> head;
    std::vector<PaperTemplateLine> foot;
    /// Printed as a QR code; same parameters; empty: none.
    std::string qr;
};

struct KioskConfig {
    domain::TerminalId terminal;
    domain::HallConfig hall;
    /// IANA name, "Asia/Shanghai".
    std::string time_zone;
    /// Argon2id hashes in PHC form, by clerk.
    std::map<domain::ClerkId, std::string> pins;
    /// Roles besides "clerk", of those who have any.
    std::map<domain::ClerkId, std::vector<std::string>> staff;
    JournalConfig journal;
    ApiConfig api;
    std::filesystem::path profiles;
    /// Folder of the catalogue (ui/i18n).
    std::filesystem::path catalogue;
    /// This terminal is a satellite.
    std::optional<OwnerConfig> owner;
    std::vector<PrinterConfig> printers;
    std::vector<BusLineConfig> lines;
    std::vector<KeypadConfig> keypads;
    CaptureConfig capture;
    UploadConfig upload;
    PaperConfig paper;
    /// Every file that was read, in the order they were laid over each other.
    std::vector<std::filesystem::path> files;
    /// Where each key stands, so that what shows only when it is tried is named like any other problem.
    Places places;
};

/// A problem at `key` ("api.certificate", "printer[1].profile"), at its table when the key was left out.
[[nodiscard]] Problem problem_at(const KioskConfig& config, const std::string& key, std::string what);

/// Reads `file`, under it the hall file that it names (hall_file), over it `overrides` when given. All
/// problems of all layers are collected (at most Problems::kMost). Relative paths in the result are relative
/// to the file they stand in. Blocks on the disk; nothing is opened but the configuration files and the owner's
/// token_file.
[[nodiscard]] Result<KioskConfig, Problems> load(const std::filesystem::path& file,
                                                 const std::optional<std::filesystem::path>& overrides = {});

}  // namespace jiaohao::config
