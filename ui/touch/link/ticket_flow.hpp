// From "what do you need" to a number in the hand: the steps of one customer at the ticket terminal.
// One ticket per visit to the screen, whatever is pressed how often; ends by itself.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QJsonObject>
#include <QObject>
#include <QTimer>
#include <QVariantList>
#include <QVariantMap>
#include <chrono>
#include <optional>

#include "ui/touch/link/visit_steps.hpp"

class QQmlEngine;
class QJSEngine;

namespace jiaohao::ui {

class Catalogue;
class Commands;
class HallStore;
struct CommandAnswer;

class TicketFlow final : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_SINGLETON
    Q_PROPERTY(Stage stage READ stage NOTIFY stageChanged)
    /// Of the service chosen, as its row says now.
    Q_PROPERTY(QVariantMap serviceName READ serviceName NOTIFY serviceChanged)
    Q_PROPERTY(int waiting READ waiting NOTIFY serviceChanged)
    Q_PROPERTY(int countersOpen READ countersOpen NOTIFY serviceChanged)
    Q_PROPERTY(QVariant expected READ expected NOTIFY serviceChanged)
    /// All services of the visit, in their order: {service, name}.
    Q_PROPERTY(QVariantList steps READ steps NOTIFY serviceChanged)
    /// Another one may be added: the hall allows it, and there is one that gives tickets.
    Q_PROPERTY(bool canAdd READ canAdd NOTIFY serviceChanged)
    Q_PROPERTY(QString number READ number NOTIFY ticketChanged)
    /// -1: not told.
    Q_PROPERTY(int ahead READ ahead NOTIFY ticketChanged)
    /// Minutes as they are told (kiosk/base/told_wait.hpp); both 0: next; -1: not told.
    Q_PROPERTY(int p50 READ p50 NOTIFY ticketChanged)
    Q_PROPERTY(int p90 READ p90 NOTIFY ticketChanged)
    Q_PROPERTY(Paper paper READ paper NOTIFY ticketChanged)
    /// A PrintCause when no paper came.
    Q_PROPERTY(QString cause READ cause NOTIFY ticketChanged)
    /// What the code on the screen holds.
    Q_PROPERTY(QString keepsake READ keepsake NOTIFY ticketChanged)
    /// A RefusalCode, "offline" or empty.
    Q_PROPERTY(QString refusal READ refusal NOTIFY stageChanged)
    /// Of an appointment whose customer came too late for it.
    Q_PROPERTY(bool late READ late NOTIFY ticketChanged)
    /// For the sentence that says so.
    Q_PROPERTY(QVariantMap refusalParams READ refusalParams NOTIFY stageChanged)
    /// Of the one among several services that was refused; empty when it was another reason.
    Q_PROPERTY(QVariantMap refusedName READ refusedName NOTIFY stageChanged)
    /// Seconds until the page leaves by itself; 0 when it does not.
    Q_PROPERTY(int leavesIn READ leavesIn NOTIFY leavesInChanged)

  public:
    /// Adding: a further service for the same ticket is looked for.
    enum class Stage { Choosing, Confirming, Adding, Issuing, Given, Refused };
    Q_ENUM(Stage)
    /// OnScreen: given on the screen from the start, because no printer could.
    enum class Paper { Printing, Printed, NotPrinted, Unknown, OnScreen };
    Q_ENUM(Paper)

    struct Options {
        std::chrono::milliseconds idle{30000};
        std::chrono::milliseconds after_printed{8000};
        /// Long enough to take a photograph.
        std::chrono::milliseconds on_screen{40000};
        /// A print job that nobody reports on is treated as unknown after this.
        std::chrono::milliseconds printing_most{25000};
        QString default_language;
    };

    /// All outlive this object.
    TicketFlow(HallStore& store, Commands& commands, Catalogue& catalogue, Options options);
    static TicketFlow* create(QQmlEngine* engine, QJSEngine*);

    /// Also switches to it, unless somebody is in the middle of something.
    void set_default_language(const QString& language);
    [[nodiscard]] Stage stage() const { return stage_; }
    [[nodiscard]] QVariantMap serviceName() const;
    [[nodiscard]] int waiting() const;
    [[nodiscard]] int countersOpen() const;
    [[nodiscard]] QVariant expected() const;
    [[nodiscard]] QVariantList steps() const;
    [[nodiscard]] bool canAdd() const;
    [[nodiscard]] QString number() const;
    [[nodiscard]] int ahead() const;
    [[nodiscard]] int p50() const;
    [[nodiscard]] int p90() const;
    [[nodiscard]] Paper paper() const { return paper_; }
    [[nodiscard]] QString cause() const { return cause_; }
    [[nodiscard]] QString keepsake() const;
    [[nodiscard]] QString refusal() const { return refusal_; }
    [[nodiscard]] bool late() const;
    [[nodiscard]] QVariantMap refusalParams() const { return refusal_params_.toVariantMap(); }
    [[nodiscard]] QVariantMap refusedName() const;
    [[nodiscard]] int leavesIn() const;
    /// Of the service chosen first.
    [[nodiscard]] QString service() const { return visit_.first(); }
    [[nodiscard]] QString language() const;

    /// The customer was shown offers before: any one of them. Until the next choice.
    void set_after_offer(const QString& offer) { after_offer_ = offer; }
    /// A ticket that came by another way: the answer to the command that issued it.
    void receive(const QJsonObject& ticket);

    /// An expected wait as people are told it: next, about, within (minutes).
    Q_INVOKABLE static QVariantMap told(int p50_s, int p90_s);
    /// First touch; while one is added, the next of the visit. Does nothing for a service that gives no ticket or is among
    /// the visit's, without a link, or in the middle of another ticket.
    Q_INVOKABLE void choose(const QString& service);
    /// "I need something else, too": with the same number.
    Q_INVOKABLE void addAnother();
    /// Not this one after all. The only one stays.
    Q_INVOKABLE void remove(const QString& service);
    /// Second touch. A press again while the first is under way does nothing.
    Q_INVOKABLE void take(const QString& customer_class);
    /// One step back; the language stays. After a refusal to what is left of a visit for several services.
    Q_INVOKABLE void back();
    /// Done: first page, default language.
    Q_INVOKABLE void leave();
    /// Somebody is there: the idle time starts again.
    Q_INVOKABLE void touched();

  signals:
    void stageChanged();
    void serviceChanged();
    void ticketChanged();
    void leavesInChanged();
    /// The customer has gone; language and sizes are back to their defaults.
    void left();

  private:
    void go(Stage stage);
    void answered(const CommandAnswer& answer);
    void heard(const QJsonObject& event);
    void ask_again();
    void ask_for_service();
    void set_paper(Paper paper, const QString& cause);
    void leave_after(std::chrono::milliseconds span);
    [[nodiscard]] QJsonValue row(const QString& field) const;
    [[nodiscard]] bool gives(const QString& service) const;
    [[nodiscard]] bool keep_what_can_be();
    [[nodiscard]] QString own_name(const QString& service) const;
    [[nodiscard]] bool is_ours(const QJsonValue& ticket) const;

    HallStore& store_;
    Commands& commands_;
    Catalogue& catalogue_;
    Options options_;
    Stage stage_ = Stage::Choosing;
    VisitSteps visit_;
    QString after_offer_;
    QJsonObject ticket_;
    QDateTime taken_at_;
    Paper paper_ = Paper::Printing;
    QString cause_;
    QString refusal_;
    QJsonObject refusal_params_;
    QTimer leaving_;
    QTimer second_;
    QTimer printing_;
};

}  // namespace jiaohao::ui
