// SPDX-License-Identifier: Apache-2.0
#include "ui/touch/app/screen.hpp"

#include <QLoggingCategory>
#include <QQuickWindow>
#include <utility>

#include "ui/touch/link/in_engine.hpp"

namespace jiaohao::ui {

namespace {

Q_LOGGING_CATEGORY(log_screen, "kiosk.ui.screen")

/// A screen asks for no more than its page needs.
QString role_of(const QString& page) {
    return page == QStringLiteral("rating") ? QStringLiteral("pad") : page;
}

ApiClient::Options link_options(const Options& options) {
    ApiClient::Options link;
    link.token = options.token;
    link.roles = {role_of(options.page)};
    return link;
}

TicketFlow::Options ticket_options(const Options& options) {
    TicketFlow::Options flow;
    flow.default_language = options.language;
    return flow;
}

RatingFlow::Options rating_options(const Options& options) {
    RatingFlow::Options flow;
    flow.counter = options.counter;
    return flow;
}

}  // namespace

Screen::Screen(const Options& options, const Clock& clock, std::unique_ptr<Transport> transport)
    : catalogue_(QStringLiteral(":/i18n")),
      client_(std::move(transport), link_options(options)),
      commands_(client_),
      store_(client_),
      hall_clock_(clock),
      ticket_(store_, commands_, catalogue_, ticket_options(options)),
      visits_(store_, commands_, ticket_),
      rating_(store_, commands_, rating_options(options)),
      settings_(nullptr),
      engine_(std::make_unique<QQmlApplicationEngine>()) {
    settings_.page = options.page;
    settings_.fullscreen = options.fullscreen;
    settings_.still = options.still;
    settings_.width = options.width;
    settings_.height = options.height;
    for (const QString& problem : catalogue_.problems()) {
        qCWarning(log_screen).noquote() << problem;
    }
    catalogue_.setLanguage(options.language);
    if (options.language.isEmpty()) {
        connect(&store_, &HallStore::freshChanged, this,
                [this] { ticket_.set_default_language(store_.languages().value(0, catalogue_.language())); });
    }
    connect(&store_, &HallStore::timeTold, &hall_clock_, &HallClock::correct);
    connect(&store_, &HallStore::freshChanged, this, [this] {
        if (!store_.fresh()) {
            hall_clock_.markLost();
        }
    });
    give(*engine_, catalogue_);
    give(*engine_, store_);
    give(*engine_, hall_clock_);
    give(*engine_, ticket_);
    give(*engine_, visits_);
    give(*engine_, rating_);
    give(*engine_, settings_);
}

Screen::~Screen() = default;

QQuickWindow* Screen::show() {
    engine_->addImportPath(QStringLiteral("qrc:/qt/qml"));
    engine_->load(QUrl(QStringLiteral("qrc:/qt/qml/Jiaohao/Pages/Main.qml")));
    if (engine_->rootObjects().isEmpty()) {
        return nullptr;
    }
    client_.start();
    return qobject_cast<QQuickWindow*>(engine_->rootObjects().first());
}

}  // namespace jiaohao::ui
