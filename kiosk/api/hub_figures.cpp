// The question `figures`: made at most once a second, whoever asks, and only when something happened or a while has
// passed; everybody who asks meanwhile gets the same.
// SPDX-License-Identifier: Apache-2.0
#include "kiosk/api/elsewhere.hpp"
#include "kiosk/api/figures_maker.hpp"
#include "kiosk/api/hub.hpp"

namespace jiaohao::api {
namespace {

constexpr std::chrono::seconds kFresh{1};
/// Waits grow although nothing happens.
constexpr std::chrono::seconds kOld{10};
/// A hall that lost the question in a failing journal is asked again.
constexpr std::chrono::seconds kLost{5};

}  // namespace

void Hub::get_figures(SessionId session, const domain::RequestId& id) {
    const BootTime now = parts_.clock.boot();
    if (!figures_.known.is_null() && now - figures_.known_at < at_least_real(kFresh)) {
        return finish(session, id, figures_for(session));
    }
    figures_.waiting.emplace_back(session, id);
    if (figures_.asked && now - figures_.asked_at < at_least_real(kLost)) {
        return;
    }
    figures_.asked = true;
    figures_.asked_at = now;
    const bool asked = parts_.hall.snapshot([back = later()](const service::Snapshot& snapshot) {
        service::Snapshot kept{{}, snapshot.state, snapshot.seq, snapshot.config};
        back([kept = std::move(kept)](Hub& hub) { hub.make_figures(kept); });
    });
    if (!asked) {
        answer_figures(domain::Refusal{domain::RefusalCode::overloaded, {}});
    }
}

void Hub::make_figures(const service::Snapshot& snapshot) {
    if (is_satellite(snapshot)) {
        return answer_figures(at_main_terminal());
    }
    const BootTime now = parts_.clock.boot();
    const bool same = figures_.seq == snapshot.seq && figures_.epoch == snapshot.state->epoch;
    if (!figures_.known.is_null() && same && now - figures_.known_at < kOld) {
        return answer_figures(std::nullopt);
    }
    Diagnostics& diagnostics = parts_.diagnostics;
    const bool taken = questions_.give(
        [back = later(), snapshot, maker = figures_.maker, &diagnostics, at = parts_.clock.wall()] {
            Json made = snapshot.config ? maker->make(snapshot, at, diagnostics) : Json::object();
            back([made = std::move(made), seq = snapshot.seq, epoch = snapshot.state->epoch](Hub& hub) {
                hub.figures_.known = made;
                hub.figures_.known_at = hub.parts_.clock.boot();
                hub.figures_.seq = seq;
                hub.figures_.epoch = epoch;
                hub.answer_figures(std::nullopt);
            });
        });
    if (!taken) {
        answer_figures(domain::Refusal{domain::RefusalCode::overloaded, {}});
    }
}

/// What was reported of clerks is for managers; a program that moves figures elsewhere gets the rest.
nlohmann::json Hub::figures_for(SessionId session) {
    const Session* const open = find(session);
    const bool manager = open != nullptr && open->viewer().roles.has(wire::api::Role::manager);
    return manager ? figures_.known : without_ratings(figures_.known);
}

void Hub::answer_figures(const std::optional<domain::Refusal>& refusal) {
    figures_.asked = false;
    for (const auto& [session, id] : std::exchange(figures_.waiting, {})) {
        finish(session, id, refusal ? Result<Json, domain::Refusal>(fail(*refusal)) : figures_for(session));
    }
}

}  // namespace jiaohao::api
