// SPDX-License-Identifier: Apache-2.0
#include "ui/touch/link/rating_flow.hpp"

#include <utility>

#include "ui/touch/link/commands.hpp"
#include "ui/touch/link/hall_store.hpp"
#include "ui/touch/link/in_engine.hpp"

namespace jiaohao::ui {

namespace {
/// The lowest two levels of either scale are bad ratings.
constexpr int worst_levels = 2;
}  // namespace

RatingFlow::RatingFlow(HallStore& store, Commands& commands, Options options)
    : store_(store), commands_(commands), options_(std::move(options)) {
    leaving_.setSingleShot(true);
    connect(&leaving_, &QTimer::timeout, this, [this] {
        go(Stage::Idle);
        follow();
    });
    connect(store_.counters(), &RowModel::changed, this, &RatingFlow::follow);
    connect(store_.counters(), &RowModel::changed, this, &RatingFlow::settingsChanged);
    connect(&store_, &HallStore::hallChanged, this, &RatingFlow::settingsChanged);
}

RatingFlow* RatingFlow::create(QQmlEngine* engine, QJSEngine*) {
    return given<RatingFlow>(engine);
}

QString RatingFlow::scale() const {
    return store_.hall().value(QStringLiteral("scale")).toString(QStringLiteral("four_faces"));
}

int RatingFlow::levels() const {
    constexpr int faces = 4;
    constexpr int steps = 5;
    return scale() == QStringLiteral("five_levels") ? steps : faces;
}

QStringList RatingFlow::reasons() const {
    return store_.hall().value(QStringLiteral("reasons")).toVariant().toStringList();
}

QString RatingFlow::counterLabel() const {
    return counter_row().value(QStringLiteral("label")).toString();
}

void RatingFlow::give(int level) {
    if (stage_ != Stage::Asking || level < 1 || level > levels()) {
        return;
    }
    go(Stage::Sending);
    const bool bad = level <= worst_levels;
    commands_.run(QStringLiteral("rating.give"), {{"ticket", ticket_}, {"level", level}},
                  [this, bad](const CommandAnswer& answer) { answered(answer, bad); });
}

void RatingFlow::answered(const CommandAnswer& answer, bool bad) {
    if (stage_ != Stage::Sending) {
        return;
    }
    if (answer.ok) {
        go(bad && !reasons().isEmpty() ? Stage::Reason : Stage::Thanks);
    } else {
        // Too late, or answered at another device: nothing was recorded here, so nothing is thanked for.
        go(Stage::Missed);
    }
    follow();
}

void RatingFlow::giveReason(const QString& reason) {
    if (stage_ != Stage::Reason) {
        return;
    }
    commands_.run(QStringLiteral("rating.reason"), {{"ticket", ticket_}, {"reason", reason}},
                  [](const CommandAnswer&) {});
    go(Stage::Thanks);
}

void RatingFlow::skipReason() {
    if (stage_ == Stage::Reason) {
        go(Stage::Thanks);
    }
}

void RatingFlow::follow() {
    const QString asked = counter_row().value(QStringLiteral("rating")).toString();
    if (stage_ == Stage::Asking && asked != ticket_) {
        go(Stage::Missed);
    }
    // The row of an answered rating may still stand for a moment: it is not asked for twice.
    if (!asked.isEmpty() && asked != ticket_ && stage_ != Stage::Sending) {
        ticket_ = asked;
        go(Stage::Asking);
    }
}

void RatingFlow::go(Stage stage) {
    stage_ = stage;
    switch (stage) {
        case Stage::Reason:
            leaving_.start(options_.reason_most);
            break;
        case Stage::Thanks:
            leaving_.start(options_.thanks);
            break;
        case Stage::Missed:
            leaving_.start(options_.missed);
            break;
        default:
            leaving_.stop();
            break;
    }
    emit stageChanged();
}

QJsonObject RatingFlow::counter_row() const {
    const auto& rows = store_.counters()->rows();
    if (!options_.counter.isEmpty()) {
        return store_.counters()->row(options_.counter);
    }
    return rows.size() == 1 ? rows.first() : QJsonObject();
}

}  // namespace jiaohao::ui
