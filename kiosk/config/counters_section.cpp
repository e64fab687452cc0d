// Counters and clerks.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "kiosk/config/sections.hpp"

namespace jiaohao::config {
namespace {

constexpr std::string_view kBase64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// What somebody may be besides a clerk at a counter.
const std::vector<std::string> kStaffRoles{"clerk", "guide", "manager", "technician"};

/// What one sign-in may cost the terminal, whoever wrote the configuration.
constexpr std::uint32_t kMostKibibytes = 256 * 1024;
constexpr std::uint32_t kMostPasses = 10;
constexpr std::uint32_t kMostLanes = 4;

/// "m=19456,t=2,p=1": "" or what is wrong with it.
std::string cost_wrong(std::string_view cost) {
    const auto take = [&cost](std::string_view name) -> std::optional<std::uint32_t> {
        std::uint32_t value = 0;
        if (!cost.starts_with(name)) {
            return std::nullopt;
        }
        const char* const end = cost.data() + cost.size();
        const auto read = std::from_chars(cost.data() + name.size(), end, value);
        cost.remove_prefix(static_cast<std::size_t>(read.ptr - cost.data()));
        return read.ec == std::errc{} ? std::optional(value) : std::nullopt;
    };
    const auto memory = take("m=");
    const auto passes = take(",t=");
    const auto lanes = take(",p=");
    if (!memory || !passes || !lanes || !cost.empty()) {
        return "the cost must read m=KIBIBYTES,t=PASSES,p=LANES, such as m=19456,t=2,p=1";
    }
    if (*lanes < 1 || *lanes > kMostLanes || *passes < 1 || *passes > kMostPasses || *memory < 8 * *lanes ||
        *memory > kMostKibibytes) {
        return fmt::format(
            "costs m={},t={},p={} to check; allowed: m from 8 for each lane to {} (256 MiB), t from 1 to {}, "
            "p "
            "from 1 to {}; make it anew as config/kiosk.toml says",
            *memory, *passes, *lanes, kMostKibibytes, kMostPasses, kMostLanes);
    }
    return {};
}

/// "$argon2id$v=19$m=19456,t=2,p=1$<salt>$<hash>", unpadded base64: "" or what is wrong with it.
std::string pin_hash_wrong(const std::string& text) {
    std::vector<std::string> parts;
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = std::min(text.find('$', at), text.size());
        parts.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    if (parts.size() != 6 || !parts[0].empty() || parts[1] != "argon2id" || parts[2] != "v=19" ||
        !parts[3].starts_with("m=")) {
        return "is not an Argon2id hash; it begins with $argon2id$v=19$; how to make one stands in "
               "config/kiosk.toml";
    }
    if (std::string wrong = cost_wrong(parts[3]); !wrong.empty()) {
        return wrong;
    }
    const auto encoded = [](const std::string& part) {
        return part.size() >= 11 && part.find_first_not_of(kBase64) == std::string::npos;
    };
    return encoded(parts[4]) && encoded(parts[5]) ? "" : "salt or hash is no base64 of 8 bytes or more";
}

/// A three-digit display must not show the same for two tickets that wait at one counter.
void check_displayed(Table& table, const domain::CounterConfig& counter, const domain::HallConfig& hall) {
    if (!counter.handset_only) {
        return;
    }
    std::vector<domain::ServiceId> called = counter.services;
    called.insert(called.end(), counter.also.begin(), counter.also.end());
    for (std::size_t i = 0; i < called.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            const auto* one = hall.service(called[i]);
            const auto* other = hall.service(called[j]);
            const auto* one_range = one != nullptr ? hall.range(one->range) : nullptr;
            const auto* other_range = other != nullptr ? hall.range(other->range) : nullptr;
            if (one_range == nullptr || other_range == nullptr || one_range == other_range ||
                !same_last_three_digits(*one_range, *other_range)) {
                continue;
            }
            const bool own = i < counter.services.size();
            table.problem_at(
                own ? "services" : "also", own ? i : i - counter.services.size(),
                fmt::format("services \"{}\" and \"{}\" can have tickets with the same last three "
                            "digits, and a handset shows no more; for a handset-only counter give "
                            "their ranges \"{}\" and \"{}\" numbers apart (such as 1 to 499 and 501 "
                            "to 999), or let it call one of them only",
                            one->id.get(), other->id.get(), one_range->id.get(), other_range->id.get()));
        }
    }
}

void read_also(Table& table, domain::CounterConfig& counter, const domain::HallConfig& hall) {
    const std::vector<std::string> services = table.texts("also", kIdText, {}, 0, 200);
    for (std::size_t i = 0; i < services.size(); ++i) {
        counter.also.emplace_back(services[i]);
        if (hall.service(counter.also.back()) == nullptr) {
            table.problem_at("also", i, fmt::format("there is no service \"{}\"", services[i]));
        } else if (std::ranges::count(counter.services, counter.also.back()) != 0) {
            table.problem_at(
                "also", i,
                fmt::format("\"{}\" is one of its own services already; `also` names those it helps "
                            "out with when nobody waits for its own",
                            services[i]));
        }
    }
}

void read_counter(Table& table, KioskConfig& config) {
    domain::CounterConfig counter;
    counter.id = read_id<domain::CounterId>(table, "id");
    counter.label = table.text("label", TextRule{1, 16, {}, {}});
    counter.handset_only = table.boolean("handset_only", false);
    counter.auto_call = table.boolean("auto_call", false);
    const std::vector<std::string> services = table.texts("services", kIdText, {}, 1, 200);
    for (std::size_t i = 0; i < services.size(); ++i) {
        counter.services.emplace_back(services[i]);
        if (config.hall.service(counter.services.back()) == nullptr) {
            table.problem_at("services", i, fmt::format("there is no service \"{}\"", services[i]));
        }
    }
    read_also(table, counter, config.hall);
    if (table.has("transfer_to")) {
        counter.transfer_to = read_id<domain::ServiceId>(table, "transfer_to");
        if (config.hall.service(*counter.transfer_to) == nullptr) {
            table.problem("transfer_to",
                          fmt::format("there is no service \"{}\"", counter.transfer_to->get()));
        }
    } else {
        static_cast<void>(table.text("transfer_to", kIdText, ""));
    }
    table.done();
    if (config.hall.counter(counter.id) != nullptr) {
        table.problem("id", fmt::format("\"{}\" is another counter's id", counter.id.get()));
    }
    const std::string_view seen = without_blanks(counter.label);
    if (seen.empty() && !counter.label.empty()) {
        table.problem("label", "shows nothing; needed: what displays and voice say");
    }
    for (const domain::CounterConfig& other : config.hall.counters) {
        if (without_blanks(other.label) == seen && !seen.empty()) {
            table.problem("label",
                          fmt::format("\"{}\" is what counter \"{}\" is called already; people would "
                                      "go to the wrong one",
                                      counter.label, other.id.get()));
        }
    }
    check_displayed(table, counter, config.hall);
    config.hall.counters.push_back(std::move(counter));
}

void read_clerk(Table& table, KioskConfig& config) {
    domain::ClerkConfig clerk{read_id<domain::ClerkId>(table, "id"),
                              read_own_text(table, "name", config.hall.languages)};
    const std::string pin = table.text("pin_hash", TextRule{0, 200, {}, {}}, "");
    std::vector<std::string> roles =
        table.texts("roles", TextRule{1, 16, {}, "a role"}, kStaffRoles, 0, kStaffRoles.size());
    table.done();
    if (table.has("roles") && roles.empty()) {
        table.problem("roles", "names none; leave it out for a clerk at a counter");
    }
    if (config.hall.clerk(clerk.id) != nullptr) {
        table.problem("id", fmt::format("\"{}\" is another clerk's id", clerk.id.get()));
    }
    if (std::string wrong = pin.empty() ? "" : pin_hash_wrong(pin); !wrong.empty()) {
        table.problem("pin_hash", fmt::format("of clerk \"{}\": {}", clerk.id.get(), wrong));
    } else if (!pin.empty()) {
        config.pins[clerk.id] = pin;
    }
    std::erase(roles, "clerk");
    if (!roles.empty() && pin.empty()) {
        table.problem("roles",
                      fmt::format("clerk \"{}\" cannot sign in for them: give a pin_hash", clerk.id.get()));
    } else if (!roles.empty()) {
        config.staff[clerk.id] = std::move(roles);
    }
    config.hall.clerks.push_back(std::move(clerk));
}

}  // namespace

void read_counters(Table& top, KioskConfig& config) {
    for (Table& table : top.tables("counter", 200)) {
        read_counter(table, config);
    }
    for (Table& table : top.tables("clerk", 1000)) {
        read_clerk(table, config);
    }
}

}  // namespace jiaohao::config
