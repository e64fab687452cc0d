// SPDX-License-Identifier: Apache-2.0
#include "ui/touch/link/ticket_flow.hpp"

#include "kiosk/base/told_wait.hpp"
#include "ui/touch/link/catalogue.hpp"
#include "ui/touch/link/commands.hpp"
#include "ui/touch/link/hall_store.hpp"
#include "ui/touch/link/in_engine.hpp"

namespace jiaohao::ui {

namespace {

constexpr int not_told = -1;

ToldWait told_by(const QJsonObject& expected) {
    const auto seconds = [&](const char* field) {
        return std::chrono::seconds{expected.value(QLatin1String(field)).toInt()};
    };
    return told_wait(seconds("p50_s"), seconds("p90_s"));
}

}  // namespace

TicketFlow::TicketFlow(HallStore& store, Commands& commands, Catalogue& catalogue, Options options)
    : store_(store), commands_(commands), catalogue_(catalogue), options_(std::move(options)) {
    for (QTimer* timer : {&leaving_, &printing_}) {
        timer->setSingleShot(true);
        timer->setTimerType(Qt::PreciseTimer);
    }
    second_.setInterval(std::chrono::seconds(1));
    printing_.setInterval(options_.printing_most);
    connect(&leaving_, &QTimer::timeout, this, &TicketFlow::leave);
    connect(&second_, &QTimer::timeout, this, &TicketFlow::leavesInChanged);
    connect(&printing_, &QTimer::timeout, this,
            [this] { set_paper(Paper::Unknown, QStringLiteral("time_out")); });
    connect(&store_, &HallStore::happened, this, &TicketFlow::heard);
    connect(&store_, &HallStore::servicesChanged, this, &TicketFlow::serviceChanged);
    connect(&store_, &HallStore::freshChanged, this, &TicketFlow::ask_again);
}

TicketFlow* TicketFlow::create(QQmlEngine* engine, QJSEngine*) {
    return given<TicketFlow>(engine);
}

void TicketFlow::set_default_language(const QString& language) {
    const bool first = options_.default_language.isEmpty();
    options_.default_language = language;
    if (first && stage_ == Stage::Choosing) {
        catalogue_.setLanguage(language);
    }
}

QVariantMap TicketFlow::serviceName() const {
    return row(QStringLiteral("name")).toObject().toVariantMap();
}

int TicketFlow::waiting() const {
    return row(QStringLiteral("waiting")).toInt();
}

int TicketFlow::countersOpen() const {
    return row(QStringLiteral("counters_open")).toInt();
}

QVariant TicketFlow::expected() const {
    return row(QStringLiteral("expected")).toVariant();
}

QJsonValue TicketFlow::row(const QString& field) const {
    return store_.services()->row(service_id_).value(field);
}

QString TicketFlow::number() const {
    return ticket_.value(QStringLiteral("number")).toString();
}

int TicketFlow::ahead() const {
    return ticket_.value(QStringLiteral("ahead")).toInt(-1);
}

int TicketFlow::p50() const {
    const QJsonValue expected = ticket_.value(QStringLiteral("expected"));
    return expected.isObject() ? static_cast<int>(told_by(expected.toObject()).about_min) : not_told;
}

int TicketFlow::p90() const {
    const QJsonValue expected = ticket_.value(QStringLiteral("expected"));
    return expected.isObject() ? static_cast<int>(told_by(expected.toObject()).within_min) : not_told;
}

QVariantMap TicketFlow::told(int p50_s, int p90_s) {
    const ToldWait wait = told_wait(std::chrono::seconds{p50_s}, std::chrono::seconds{p90_s});
    return {{QStringLiteral("next"), wait.next},
            {QStringLiteral("about"), wait.about_min},
            {QStringLiteral("within"), wait.within_min}};
}

QString TicketFlow::keepsake() const {
    QString link = ticket_.value(QStringLiteral("link")).toString();
    if (!link.isEmpty()) {
        return link;
    }
    // Without a ticket page for phones the code holds the ticket itself as readable text; short, because a
    // coarse code scans better. The epoch in the ticket's identity is left out.
    const QString language = catalogue_.language();
    const QStringList order = store_.languages();
    const QString id = ticket_.value(QStringLiteral("ticket")).toString();
    const QStringList lines{catalogue_.own(language, store_.name(), order),
                            number() + QLatin1Char(' ') + catalogue_.own(language, serviceName(), order),
                            taken_at_.toString(QStringLiteral("yyyy-MM-dd HH:mm")) + QLatin1Char(' ') +
                                id.section(QLatin1Char('/'), 0, 0) + QLatin1Char('/') +
                                id.section(QLatin1Char('/'), -1)};
    return lines.join(QLatin1Char('\n'));
}

int TicketFlow::leavesIn() const {
    constexpr int second = 1000;
    const bool counts = leaving_.isActive() && stage_ == Stage::Given;
    return counts ? (leaving_.remainingTime() + second - 1) / second : 0;
}

void TicketFlow::choose(const QString& service) {
    const QJsonObject row = store_.services()->row(service);
    const bool can = store_.fresh() && row.value(QStringLiteral("open")).toBool() &&
                     row.value(QStringLiteral("refused")).toString().isEmpty();
    if (!can || (stage_ != Stage::Choosing && stage_ != Stage::Confirming)) {
        return;
    }
    service_id_ = service;
    after_offer_.clear();
    emit serviceChanged();
    go(Stage::Confirming);
}

void TicketFlow::take(const QString& customer_class) {
    if (stage_ != Stage::Confirming || !store_.fresh()) {
        return;
    }
    go(Stage::Issuing);
    QJsonObject args{
        {"service", service_id_}, {"class", customer_class}, {"language", catalogue_.language()}};
    if (!after_offer_.isEmpty()) {
        args.insert(QStringLiteral("after_offer"), after_offer_);
    }
    commands_.run(QStringLiteral("ticket.issue"), args,
                  [this](const CommandAnswer& answer) { answered(answer); });
}

void TicketFlow::back() {
    if (stage_ == Stage::Confirming || stage_ == Stage::Refused) {
        go(Stage::Choosing);
    }
}

void TicketFlow::leave() {
    if (stage_ == Stage::Issuing) {
        return;  // the answer decides
    }
    printing_.stop();
    catalogue_.setLanguage(options_.default_language);
    go(Stage::Choosing);
    leaving_.stop();
    second_.stop();
    emit left();
}

void TicketFlow::touched() {
    if (stage_ != Stage::Issuing && stage_ != Stage::Given) {
        leave_after(options_.idle);
    }
}

void TicketFlow::go(Stage stage) {
    stage_ = stage;
    if (stage == Stage::Issuing) {
        leaving_.stop();
    } else if (stage != Stage::Given) {
        leave_after(options_.idle);
    }
    emit stageChanged();
}

void TicketFlow::answered(const CommandAnswer& answer) {
    if (!answer.ok) {
        refusal_ = answer.code;
        refusal_params_ = answer.params;
        go(Stage::Refused);
        return;
    }
    receive(answer.data);
}

bool TicketFlow::late() const {
    return ticket_.value(QStringLiteral("late")).toBool();
}

QString TicketFlow::language() const {
    return catalogue_.language();
}

void TicketFlow::receive(const QJsonObject& ticket) {
    ticket_ = ticket;
    if (stage_ != Stage::Issuing) {
        ask_for_service();
    }
    taken_at_ = QDateTime::currentDateTime();
    const bool printing = ticket_.value(QStringLiteral("printing")).toBool();
    set_paper(printing ? Paper::Printing : Paper::OnScreen,
              ticket_.value(QStringLiteral("not_printing")).toString());
    go(Stage::Given);
    emit leavesInChanged();
}

/// What was booked, the customer has not chosen here.
void TicketFlow::ask_for_service() {
    service_id_.clear();
    emit serviceChanged();
    const QString id = ticket_.value(QStringLiteral("ticket")).toString();
    commands_.run(QStringLiteral("ticket.get"), {{"ticket", id}}, [this, id](const CommandAnswer& answer) {
        if (answer.ok && ticket_.value(QStringLiteral("ticket")).toString() == id) {
            service_id_ = answer.data.value(QStringLiteral("row"))
                              .toObject()
                              .value(QStringLiteral("service"))
                              .toString();
            emit serviceChanged();
            emit ticketChanged();
        }
    });
}

void TicketFlow::heard(const QJsonObject& event) {
    const QJsonObject data = event.value(QStringLiteral("data")).toObject();
    if (stage_ != Stage::Given || !is_ours(data.value(QStringLiteral("ticket")))) {
        return;
    }
    const QString type = event.value(QStringLiteral("type")).toString();
    const QString cause = data.value(QStringLiteral("cause")).toString();
    if (type == QStringLiteral("ticket.printed")) {
        set_paper(Paper::Printed, {});
    } else if (type == QStringLiteral("ticket.not_printed")) {
        set_paper(Paper::NotPrinted, cause);
    } else if (type == QStringLiteral("ticket.print_unknown")) {
        set_paper(Paper::Unknown, cause);
    }
}

void TicketFlow::ask_again() {
    // News of the paper may have been missed while the link was down.
    if (!store_.fresh() || stage_ != Stage::Given || paper_ != Paper::Printing) {
        return;
    }
    const QString id = ticket_.value(QStringLiteral("ticket")).toString();
    commands_.run(QStringLiteral("ticket.get"), {{"ticket", id}}, [this, id](const CommandAnswer& answer) {
        if (stage_ != Stage::Given || ticket_.value(QStringLiteral("ticket")).toString() != id) {
            return;
        }
        const QString paper =
            answer.data.value(QStringLiteral("row")).toObject().value(QStringLiteral("paper")).toString();
        if (paper == QStringLiteral("printed")) {
            set_paper(Paper::Printed, {});
        } else if (paper == QStringLiteral("not_printed") || paper == QStringLiteral("screen")) {
            set_paper(Paper::NotPrinted, {});
        } else if (paper == QStringLiteral("unknown")) {
            set_paper(Paper::Unknown, {});
        }
    });
}

void TicketFlow::set_paper(Paper paper, const QString& cause) {
    paper_ = paper;
    cause_ = cause;
    if (paper == Paper::Printing) {
        printing_.start();
        leaving_.stop();
    } else {
        printing_.stop();
        leave_after(paper == Paper::Printed ? options_.after_printed : options_.on_screen);
    }
    emit ticketChanged();
}

void TicketFlow::leave_after(std::chrono::milliseconds span) {
    leaving_.start(span);
    second_.start();
    emit leavesInChanged();
}

bool TicketFlow::is_ours(const QJsonValue& ticket) const {
    const QString ours = ticket_.value(QStringLiteral("ticket")).toString();
    if (ticket.isString() && ticket.toString().contains(QLatin1Char('/'))) {
        return ticket.toString() == ours;
    }
    // A ticket of the hall's own terminal and epoch stands in an event as its bare seq.
    const QString seq = ticket.isDouble() ? QString::number(ticket.toInteger()) : ticket.toString();
    return !seq.isEmpty() && ours.section(QLatin1Char('/'), -1) == seq;
}

}  // namespace jiaohao::ui
