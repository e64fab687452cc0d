// SPDX-License-Identifier: Apache-2.0
#include "kiosk/daemon/satellite_unit.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "kiosk/daemon/wiring.hpp"

namespace jiaohao::daemon {
namespace {

using Level = api::Finding::Level;

/// How often the strand looks at time-outs.
constexpr std::chrono::milliseconds kLook{50};

http::ClientOptions client_options(const config::OwnerConfig& owner) {
    http::ClientOptions options;
    options.url = owner.url;
    options.ca_file = owner.ca;
    return options;
}

satellite::SatelliteOptions hall_options_of(const config::KioskConfig& config) {
    satellite::SatelliteOptions options;
    options.terminal = config.terminal;
    options.config = hall_options(config).config;
    options.token = config.owner->token;
    options.answer = config.owner->answer;
    options.today = local_date;
    return options;
}

/// Why the owner does not take this terminal for its satellite is one thing to those who mend it.
std::string trouble_of(const std::string& code) {
    const bool stranger = code == "forbidden" || code == "unknown_command" || code == "satellite_unknown";
    return stranger ? "not_known" : code.empty() ? "not_there" : code;
}

}  // namespace

SatelliteUnit::SatelliteUnit(const Parts& parts)
    : client_(parts.log.in("owner")),
      line_(client_, client_options(*parts.config.owner)),
      hall_(hall_options_of(parts.config),
            satellite::SatelliteParts{
                parts.hall, parts.hall, line_,
                [this](std::function<void()> task) { return client_.post(std::move(task)); }, parts.clock,
                parts.real, parts.random, parts.words, parts.log}) {
    parts.hall.add_observer(hall_);
    client_.every(kLook, [this] { hall_.look(); });
}

SatelliteUnit::~SatelliteUnit() {
    stop();
}

void SatelliteUnit::start() {
    thread_ = std::jthread([this] { client_.run(); });
}

void SatelliteUnit::stop() {
    if (thread_.joinable()) {
        client_.post([this] { hall_.stop(); });
        client_.stop();
        thread_.join();
    }
}

void SatelliteUnit::post(std::function<void()> task) const {
    static_cast<void>(client_.post(std::move(task)));
}

nlohmann::json owner_facts(const config::OwnerConfig& owner, const satellite::SatelliteStatus& status) {
    nlohmann::json facts{{"url", owner.url},
                         {"linked", status.linked},
                         {"state", status.link.state},
                         {"links", status.link.links},
                         {"forwarded", status.forwarded},
                         {"unanswered", status.link.unanswered},
                         {"late", status.link.late},
                         {"bad_rows", status.link.bad_rows},
                         {"tickets_alone", status.alone},
                         {"tickets_handed_over", status.handed_over},
                         {"tickets_to_hand_over", status.to_hand_over},
                         {"tickets_not_taken", status.not_taken},
                         {"outcomes_to_tell", status.outcomes_to_tell},
                         {"numbers_left", status.numbers_left}};
    if (status.linked && status.missing != satellite::Missing::nothing) {
        facts["missing"] = satellite::code(status.missing);
    }
    if (!status.link.code.empty()) {
        facts["last_error"] = {{"code", status.link.code}, {"detail", status.link.detail}};
    }
    return facts;
}

std::vector<api::Finding> owner_findings(const config::OwnerConfig& owner,
                                         const satellite::SatelliteStatus& status) {
    std::vector<api::Finding> findings;
    if (status.linked) {
        findings.push_back({Level::ok, "owner_linked", {{"url", owner.url}}});
        if (status.missing != satellite::Missing::nothing) {
            findings.push_back({Level::warning, std::string(satellite::code(status.missing)), {}});
        }
    } else {
        findings.push_back({Level::error,
                            "owner_away",
                            {{"url", owner.url},
                             {"code", trouble_of(status.link.code)},
                             {"detail", status.link.detail.empty() ? "-" : status.link.detail},
                             {"numbers", fmt::format("{}", status.numbers_left)}}});
    }
    if (status.to_hand_over > 0) {
        findings.push_back(
            {Level::warning, "owner_hand_over", {{"tickets", fmt::format("{}", status.to_hand_over)}}});
    }
    return findings;
}

}  // namespace jiaohao::daemon
