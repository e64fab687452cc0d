// SPDX-License-Identifier: Apache-2.0
#include "ui/touch/link/visit_flow.hpp"

#include "ui/touch/link/commands.hpp"
#include "ui/touch/link/hall_store.hpp"
#include "ui/touch/link/in_engine.hpp"
#include "ui/touch/link/ticket_flow.hpp"

namespace jiaohao::ui {

VisitFlow::VisitFlow(HallStore& store, Commands& commands, TicketFlow& tickets,
                     std::chrono::milliseconds patience)
    : store_(store), commands_(commands), tickets_(tickets) {
    patience_.setSingleShot(true);
    patience_.setInterval(patience);
    connect(&patience_, &QTimer::timeout, this, [this] { go(Stage::Idle); });
    connect(&tickets_, &TicketFlow::stageChanged, this, &VisitFlow::chosen);
    connect(&tickets_, &TicketFlow::left, this, &VisitFlow::reset);
}

VisitFlow* VisitFlow::create(QQmlEngine* engine, QJSEngine*) {
    return given<VisitFlow>(engine);
}

QVariantList VisitFlow::offers() const {
    QVariantList all;
    for (const auto& each : offers_) {
        all.append(shown(each.toObject()));
    }
    return all;
}

QVariantMap VisitFlow::taken() const {
    return taken_.isEmpty() ? QVariantMap() : shown(taken_);
}

QVariantMap VisitFlow::shown(const QJsonObject& offer) const {
    constexpr int minute = 60;
    const QString rule = offer.value(QStringLiteral("diversion")).toString();
    const QString service = offer.value(QStringLiteral("service")).toString();
    const QJsonObject row = store_.diversions()->row(rule);
    return {{QStringLiteral("offer"), offer.value(QStringLiteral("offer")).toString()},
            {QStringLiteral("to"), offer.value(QStringLiteral("to")).toString()},
            {QStringLiteral("text"), row.value(QStringLiteral("text")).toObject().toVariantMap()},
            {QStringLiteral("serviceName"),
             store_.services()->row(service).value(QStringLiteral("name")).toObject().toVariantMap()},
            {QStringLiteral("minutes"), offer.value(QStringLiteral("saving_s")).toInt() / minute}};
}

void VisitFlow::go(Stage stage) {
    stage_ = stage;
    if (stage != Stage::Asking) {
        patience_.stop();
    }
    emit changed();
}

void VisitFlow::reset() {
    code_.clear();
    problem_.clear();
    offers_ = {};
    taken_ = {};
    asked_ = false;
    // The answer to a check-in that is under way still decides.
    if (stage_ != Stage::CheckingIn) {
        go(Stage::Idle);
    }
}

void VisitFlow::begin() {
    const bool can = store_.fresh() && store_.appointments();
    if (can && stage_ == Stage::Idle && tickets_.stage() == TicketFlow::Stage::Choosing) {
        go(Stage::Typing);
        tickets_.touched();
    }
}

void VisitFlow::type(const QString& character) {
    if (stage_ == Stage::Typing && code_.size() < most_typed) {
        code_ += character;
        problem_.clear();
        emit changed();
    }
}

void VisitFlow::erase() {
    if (stage_ == Stage::Typing) {
        code_.chop(1);
        problem_.clear();
        emit changed();
    }
}

void VisitFlow::clear() {
    if (stage_ == Stage::Typing) {
        code_.clear();
        problem_.clear();
        emit changed();
    }
}

void VisitFlow::checkIn() {
    if (stage_ != Stage::Typing || code_.isEmpty() || !store_.fresh()) {
        return;
    }
    go(Stage::CheckingIn);
    commands_.run(QStringLiteral("appointment.check_in"),
                  {{"code", code_}, {"language", tickets_.language()}},
                  [this](const CommandAnswer& answer) { checked_in(answer); });
}

void VisitFlow::checked_in(const CommandAnswer& answer) {
    if (answer.ok) {
        go(Stage::Idle);
        code_.clear();
        tickets_.receive(answer.data);
        return;
    }
    problem_ = answer.code;
    problem_params_ = answer.params;
    go(Stage::Typing);
    tickets_.touched();
}

void VisitFlow::chosen() {
    const TicketFlow::Stage stage = tickets_.stage();
    if (stage == TicketFlow::Stage::Choosing) {
        asked_ = false;
        const bool here = stage_ == Stage::Asking || stage_ == Stage::Offered || stage_ == Stage::Diverted;
        if (here) {
            go(Stage::Idle);
        }
    } else if (stage == TicketFlow::Stage::Confirming && !asked_ && store_.diversions()->rowCount() > 0) {
        asked_ = true;
        offers_ = {};
        go(Stage::Asking);
        patience_.start();
        commands_.run(QStringLiteral("diversion.offers"), {{"service", tickets_.service()}},
                      [this](const CommandAnswer& answer) { offered(answer); });
    }
}

void VisitFlow::offered(const CommandAnswer& answer) {
    const QJsonArray offers = answer.data.value(QStringLiteral("offers")).toArray();
    if (stage_ != Stage::Asking) {
        return;
    }
    if (!answer.ok || offers.isEmpty()) {
        go(Stage::Idle);
        return;
    }
    offers_ = offers;
    tickets_.set_after_offer(offers.first().toObject().value(QStringLiteral("offer")).toString());
    tickets_.touched();
    go(Stage::Offered);
}

void VisitFlow::decline() {
    if (stage_ == Stage::Offered) {
        go(Stage::Idle);
    }
}

void VisitFlow::takeOffer(const QString& offer) {
    for (const auto& each : offers_) {
        const QJsonObject one = each.toObject();
        if (stage_ == Stage::Offered && one.value(QStringLiteral("offer")).toString() == offer) {
            go(Stage::Taking);
            commands_.run(QStringLiteral("diversion.take"), {{"offer", offer}},
                          [this, one](const CommandAnswer& answer) { took(one, answer); });
        }
    }
}

void VisitFlow::took(const QJsonObject& offer, const CommandAnswer& answer) {
    if (stage_ != Stage::Taking) {
        return;
    }
    const QString service = offer.value(QStringLiteral("service")).toString();
    if (!answer.ok) {
        go(Stage::Idle);
    } else if (!service.isEmpty()) {
        tickets_.choose(service);
        tickets_.set_after_offer(offer.value(QStringLiteral("offer")).toString());
        go(Stage::Idle);
    } else {
        taken_ = offer;
        tickets_.touched();
        go(Stage::Diverted);
    }
}

void VisitFlow::back() {
    if (stage_ == Stage::Typing) {
        code_.clear();
        problem_.clear();
        go(Stage::Idle);
    } else if (stage_ == Stage::Offered) {
        tickets_.back();
    } else if (stage_ == Stage::Diverted) {
        tickets_.leave();
    }
}

}  // namespace jiaohao::ui
