// SPDX-License-Identifier: Apache-2.0
#include "ui/touch/link/ticket_flow.hpp"

#include <QJsonArray>
#include <algorithm>

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
    return store_.services()->row(visit_.first()).value(field);
}

QVariantList TicketFlow::steps() const {
    QVariantList all;
    for (const QString& service : visit_.all()) {
        const QJsonObject name = store_.services()->row(service).value(QStringLiteral("name")).toObject();
        all.append(
            QVariantMap{{QStringLiteral("service"), service}, {QStringLiteral("name"), name.toVariantMap()}});
    }
    return all;
}

bool TicketFlow::gives(const QString& service) const {
    const QJsonObject row = store_.services()->row(service);
    return row.value(QStringLiteral("open")).toBool() &&
           row.value(QStringLiteral("refused")).toString().isEmpty();
}

bool TicketFlow::canAdd() const {
    const auto& rows = store_.services()->rows();
    return visit_.size() < store_.longest_journey() &&
           std::any_of(rows.cbegin(), rows.cend(), [this](const QJsonObject& row) {
               const QString service = row.value(QStringLiteral("id")).toString();
               return !visit_.has(service) && gives(service);
           });
}

QVariantMap TicketFlow::refusedName() const {
    const QString service = refusal_params_.value(QStringLiteral("service")).toString();
    const bool one_of_several = stage_ == Stage::Refused && visit_.several() && visit_.has(service);
    return one_of_several
               ? store_.services()->row(service).value(QStringLiteral("name")).toObject().toVariantMap()
               : QVariantMap();
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
    const QString id = ticket_.value(QStringLiteral("ticket")).toString();
    QStringList lines{catalogue_.own(language(), store_.name(), store_.languages()),
                      number() + QLatin1Char(' ') + own_name(visit_.first())};
    for (const QString& next : visit_.then()) {
        lines.append(QStringLiteral("+ ") + own_name(next));
    }
    lines.append(taken_at_.toString(QStringLiteral("yyyy-MM-dd HH:mm")) + QLatin1Char(' ') +
                 id.section(QLatin1Char('/'), 0, 0) + QLatin1Char('/') + id.section(QLatin1Char('/'), -1));
    return lines.join(QLatin1Char('\n'));
}

QString TicketFlow::own_name(const QString& service) const {
    const QJsonObject name = store_.services()->row(service).value(QStringLiteral("name")).toObject();
    return catalogue_.own(language(), name.toVariantMap(), store_.languages());
}

int TicketFlow::leavesIn() const {
    constexpr int second = 1000;
    const bool counts = leaving_.isActive() && stage_ == Stage::Given;
    return counts ? (leaving_.remainingTime() + second - 1) / second : 0;
}

void TicketFlow::choose(const QString& service) {
    if (!store_.fresh() || !gives(service)) {
        return;
    }
    if (stage_ == Stage::Choosing || stage_ == Stage::Confirming) {
        visit_.begin(service);
        after_offer_.clear();
    } else if (stage_ != Stage::Adding || !visit_.add(service)) {
        return;
    }
    emit serviceChanged();
    go(Stage::Confirming);
}

void TicketFlow::addAnother() {
    if (stage_ == Stage::Confirming && canAdd()) {
        go(Stage::Adding);
    }
}

void TicketFlow::remove(const QString& service) {
    if (stage_ == Stage::Confirming && visit_.remove(service)) {
        emit serviceChanged();
    }
}

void TicketFlow::take(const QString& customer_class) {
    if (stage_ != Stage::Confirming || !store_.fresh()) {
        return;
    }
    go(Stage::Issuing);
    QJsonObject args{
        {"service", visit_.first()}, {"class", customer_class}, {"language", catalogue_.language()}};
    if (visit_.several()) {
        args.insert(QStringLiteral("then"), QJsonArray::fromStringList(visit_.then()));
    }
    if (!after_offer_.isEmpty()) {
        args.insert(QStringLiteral("after_offer"), after_offer_);
    }
    commands_.run(QStringLiteral("ticket.issue"), args,
                  [this](const CommandAnswer& answer) { answered(answer); });
}

void TicketFlow::back() {
    if (stage_ == Stage::Confirming && visit_.several()) {
        visit_.drop_last();
        emit serviceChanged();
        go(Stage::Adding);
    } else if (stage_ == Stage::Adding || (stage_ == Stage::Refused && keep_what_can_be())) {
        go(Stage::Confirming);
    } else if (stage_ == Stage::Confirming || stage_ == Stage::Refused) {
        go(Stage::Choosing);
    }
}

/// Of a visit for several services that was refused for one of them, or for their number.
bool TicketFlow::keep_what_can_be() {
    const QString refused = refusal_params_.value(QStringLiteral("service")).toString();
    const bool too_many = refusal_ == QStringLiteral("journey_too_long");
    const int most = too_many ? refusal_params_.value(QStringLiteral("limit")).toVariant().toInt()
                              : store_.longest_journey();
    const bool less = visit_.keep([&](const QString& each) { return each != refused && gives(each); }, most);
    if (less) {
        emit serviceChanged();
    }
    return less;
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
    visit_.begin({});
    emit serviceChanged();
    const QString id = ticket_.value(QStringLiteral("ticket")).toString();
    commands_.run(QStringLiteral("ticket.get"), {{"ticket", id}}, [this, id](const CommandAnswer& answer) {
        if (answer.ok && ticket_.value(QStringLiteral("ticket")).toString() == id) {
            const QJsonObject row = answer.data.value(QStringLiteral("row")).toObject();
            visit_.begin(row.value(QStringLiteral("service")).toString());
            for (const auto& next : row.value(QStringLiteral("then")).toArray()) {
                visit_.add(next.toString());
            }
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
