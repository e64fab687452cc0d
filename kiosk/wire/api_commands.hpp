// The commands of the API: one table of names and arguments, from which reading, refusing and api.json
// follow.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "kiosk/domain/command.hpp"

namespace jiaohao::wire::api {

enum class ArgType : std::uint8_t {
    /// [a-z0-9_-]{1,32}
    id,
    /// "terminal/epoch/seq"
    ticket,
    /// One of `codes`.
    code,
    /// UTF-8, 1 to `most` bytes.
    text,
    flag,
    /// 0 or 1 up to `most`: see `least`.
    whole,
    /// "2026-01-02"
    day,
    /// An array of 1 to `most` ids.
    ids,
    /// An object of 1 to `most_counted` ids, each with a whole number from 1 to `most`.
    counts,
    /// "2026-01-02T09:30:00+08:00": see parse_instant().
    instant,
    /// An array of `least` to `most` of "terminal/epoch/seq".
    tickets,
};

inline constexpr std::size_t most_counted = 20;

struct ArgSpec {
    std::string_view name;
    ArgType type{};
    bool required = true;
    std::uint64_t least = 1;
    std::uint64_t most = 0;
    std::vector<std::string_view> codes{};
};

// clang-format off
/// Calls that are not (only) a command to the hall.
struct SignInCall { domain::ClerkId clerk; std::string pin; domain::CounterId counter; };
/// Without a counter: the session's own.
struct SignOutCall { std::optional<domain::CounterId> counter; };
/// Without a day: today in the hall's time zone.
struct OpenDayCall { std::optional<domain::BusinessDay> day; };
struct TicketGetCall { domain::TicketId ticket; };
/// Of one day or all; from the n-th on.
struct AppointmentListCall { std::optional<domain::BusinessDay> day; std::uint64_t from{}; };
struct StatusCall {};
struct FiguresCall {};
struct DevicesCall {};
struct DoctorCall {};
struct TailCall { domain::Seq from; };
/// Without `on`: only how it stands.
struct LineRecordCall { domain::DeviceId line; std::optional<bool> on; };
/// Without `start`: only how the last one stands.
struct DeviceScanCall { domain::DeviceId line; std::uint32_t least{1}; std::uint32_t most{255}; bool start = true; };
struct TestPrintCall { domain::DeviceId printer; bool start = true; };
// clang-format on

using Call = std::variant<domain::Command, SignInCall, SignOutCall, OpenDayCall, TicketGetCall, StatusCall,
                          FiguresCall, DevicesCall, DoctorCall, TailCall, LineRecordCall, DeviceScanCall,
                          TestPrintCall, AppointmentListCall>;

struct CommandSpec {
    std::string_view name;
    std::vector<ArgSpec> args;
    /// Only ever given arguments that fit `args`.
    Call (*build)(const nlohmann::json& args, domain::Channel channel);
    /// Fields of `data` in a successful `done`; a '?' ends those that may be missing.
    std::string_view answer;
};

[[nodiscard]] const std::vector<CommandSpec>& command_specs();
[[nodiscard]] const CommandSpec* find_command(std::string_view name);

/// The refusal is unknown_command{command} or bad_arguments{argument, problem[, most][, allowed]}; problem is one of
/// missing, unknown, wrong_type, too_long, malformed, out_of_range, not_listed (and of a request id: reused).
[[nodiscard]] Result<Call, domain::Refusal> read_command(std::string_view name, const nlohmann::json& args,
                                                         domain::Channel channel);

/// The counter that a call is about, when it names one (for Scope::own_counter).
[[nodiscard]] std::optional<domain::CounterId> counter_of(const Call& call);

/// RFC 3339 with any zone ("Z", "+08:00"); seconds and thousandths of them may be left out.
[[nodiscard]] std::optional<WallTime> parse_instant(std::string_view text);

/// [A-Za-z0-9._:-]{1,64}
[[nodiscard]] bool is_request_id(std::string_view text);

}  // namespace jiaohao::wire::api
