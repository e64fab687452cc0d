// What comes before a ticket at the terminal: the customer of an appointment checks in, and somebody who chose a service
// is shown what may be faster. Each offer is asked for once per choice, and taken once.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QJsonArray>
#include <QJsonObject>
#include <QObject>
#include <QTimer>
#include <QVariantList>
#include <QVariantMap>
#include <chrono>

class QQmlEngine;
class QJSEngine;

namespace jiaohao::ui {

class Commands;
class HallStore;
class TicketFlow;
struct CommandAnswer;

class VisitFlow final : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_SINGLETON
    Q_PROPERTY(Stage stage READ stage NOTIFY changed)
    /// As typed so far.
    Q_PROPERTY(QString code READ code NOTIFY changed)
    /// Why the check-in failed: a RefusalCode, "offline" or empty.
    Q_PROPERTY(QString problem READ problem NOTIFY changed)
    Q_PROPERTY(QVariantMap problemParams READ problemParams NOTIFY changed)
    /// Of the showing: {offer, to, text, serviceName, minutes}.
    Q_PROPERTY(QVariantList offers READ offers NOTIFY changed)
    /// The one that was taken.
    Q_PROPERTY(QVariantMap taken READ taken NOTIFY changed)

  public:
    /// Idle: the ticket's own steps. Asking: nothing is shown yet.
    enum class Stage { Idle, Typing, CheckingIn, Asking, Offered, Taking, Diverted };
    Q_ENUM(Stage)
    static constexpr int most_typed = 16;

    /// All outlive this object. `patience`: without offers by then the customer goes on to the ticket.
    VisitFlow(HallStore& store, Commands& commands, TicketFlow& tickets,
              std::chrono::milliseconds patience = std::chrono::milliseconds(1500));
    static VisitFlow* create(QQmlEngine* engine, QJSEngine*);

    [[nodiscard]] Stage stage() const { return stage_; }
    [[nodiscard]] QString code() const { return code_; }
    [[nodiscard]] QString problem() const { return problem_; }
    [[nodiscard]] QVariantMap problemParams() const { return problem_params_.toVariantMap(); }
    [[nodiscard]] QVariantList offers() const;
    [[nodiscard]] QVariantMap taken() const;

    /// "I have an appointment". Nothing when there is none to check in for.
    Q_INVOKABLE void begin();
    Q_INVOKABLE void type(const QString& character);
    Q_INVOKABLE void erase();
    Q_INVOKABLE void clear();
    Q_INVOKABLE void checkIn();
    /// Shown and not wanted: on to the ticket.
    Q_INVOKABLE void decline();
    Q_INVOKABLE void takeOffer(const QString& offer);
    /// Back to the choice of services.
    Q_INVOKABLE void back();

  signals:
    void changed();

  private:
    void go(Stage stage);
    void reset();
    void chosen();
    void offered(const CommandAnswer& answer);
    void checked_in(const CommandAnswer& answer);
    void took(const QJsonObject& offer, const CommandAnswer& answer);
    [[nodiscard]] QVariantMap shown(const QJsonObject& offer) const;

    HallStore& store_;
    Commands& commands_;
    TicketFlow& tickets_;
    Stage stage_ = Stage::Idle;
    QString code_;
    QString problem_;
    QJsonObject problem_params_;
    QJsonArray offers_;
    QJsonObject taken_;
    /// Offers were asked for since the customer came to choose.
    bool asked_ = false;
    QTimer patience_;
};

}  // namespace jiaohao::ui
