// kiosk-ui: the screens of the hall. A client of the API; it may die and come back without anybody else
// noticing.
// SPDX-License-Identifier: Apache-2.0
#include <QtQml/qqmlextensionplugin.h>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QQuickWindow>
#include <cstdio>
#include <memory>

#include "ui/touch/app/grabber.hpp"
#include "ui/touch/app/screen.hpp"
#include "ui/touch/app/watchdog.hpp"
#include "ui/touch/mock/mock_transport.hpp"

Q_IMPORT_QML_PLUGIN(Jiaohao_LinkPlugin)
Q_IMPORT_QML_PLUGIN(Jiaohao_ThemePlugin)
Q_IMPORT_QML_PLUGIN(Jiaohao_ControlsPlugin)
Q_IMPORT_QML_PLUGIN(Jiaohao_PagesPlugin)

namespace {

using namespace jiaohao;

int complain(const QString& problem) {
    std::fprintf(stderr, "kiosk-ui: %s\n", qUtf8Printable(problem));
    return 2;
}

void choose_font() {
    QFont font(QStringList{QStringLiteral("WenQuanYi Micro Hei"), QStringLiteral("Noto Sans CJK SC"),
                           QStringLiteral("sans-serif")});
    font.setHintingPreference(QFont::PreferNoHinting);
    QGuiApplication::setFont(font);
}

Result<std::unique_ptr<Clock>, QString> make_clock(const ui::Options& options) {
    if (options.sim_clock.isEmpty()) {
        return std::make_unique<SystemClock>();
    }
    const auto setting = ScaledClock::parse(options.sim_clock.toStdString());
    if (!setting) {
        return fail(QStringLiteral("--sim-clock: ") + QString::fromStdString(setting.error()));
    }
    return std::make_unique<ScaledClock>(*setting);
}

int grab(const ui::Options& options, const Clock& clock, const QJsonObject& scenario) {
    const auto count = ui::grab_all(options, clock, scenario);
    if (!count) {
        return complain(count.error());
    }
    std::printf("%d pictures in %s\n", *count, qUtf8Printable(options.grab));
    return 0;
}

int run(const ui::Options& options, const Clock& clock, std::unique_ptr<ui::Transport> transport) {
    ui::Screen screen(options, clock, std::move(transport));
    QQuickWindow* window = screen.show();
    if (window == nullptr) {
        return complain(QStringLiteral("the screen could not be loaded"));
    }
    const ui::Watchdog watchdog(*window);
    return QGuiApplication::exec();
}

}  // namespace

int main(int argc, char** argv) {
    QGuiApplication application(argc, argv);
    QGuiApplication::setApplicationName(QStringLiteral("kiosk-ui"));
    QGuiApplication::setApplicationVersion(QStringLiteral(JIAOHAO_VERSION));
    choose_font();
    auto options = ui::parse_options(QGuiApplication::arguments());
    if (!options) {
        return complain(options.error());
    }
    const auto clock = make_clock(*options);
    if (!clock) {
        return complain(clock.error());
    }
    if (options->mock.isEmpty()) {
        return run(*options, **clock, ui::make_transport(options->api));
    }
    const auto scenario = ui::load_scenario(options->mock);
    if (!scenario) {
        return complain(scenario.error());
    }
    options->page = scenario->value(QStringLiteral("page")).toString(options->page);
    options->counter = scenario->value(QStringLiteral("counter")).toString(options->counter);
    if (!options->grab.isEmpty()) {
        return grab(*options, **clock, *scenario);
    }
    return run(*options, **clock, std::make_unique<ui::MockTransport>(*scenario, true));
}
