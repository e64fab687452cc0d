// SPDX-License-Identifier: Apache-2.0
#include "ui/touch/app/options.hpp"

#include <QCommandLineParser>
#include <QFile>

namespace jiaohao::ui {

namespace {

struct Choice {
    const char* name;
    const char* help;
    const char* value;
};

constexpr Choice choices[] = {
    {"api",
     "Where the hall is: the path of its socket, or a ws:// or wss:// URL; it is waited for. "
     "Default: /run/jiaohao/api.sock, which must be there.",
     "PATH|URL"},
    {"page", "terminal, display or rating.", "PAGE"},
    {"counter", "The counter this rating tablet stands at.", "ID"},
    {"lang", "Language to start with and to return to (zh_CN, en); default: the hall's first.", "CODE"},
    {"token-file", "File with the token of this device.", "FILE"},
    {"size", "Window size, for example 1080x1920.", "WxH"},
    {"mock", "Play a scenario without a hall.", "SCENARIO"},
    {"grab", "Save every page of the scenario as PNG in DIR and exit.", "DIR"},
    {"sim-clock", "The scaled clock of a simulated day.", "START,SPEED,ANCHOR"},
};

Result<QString, QString> read_token(const QString& path) {
    QFile file(path);
    constexpr qint64 most = 4096;
    if (!file.open(QIODevice::ReadOnly)) {
        return fail(QStringLiteral("cannot read the token file %1: %2").arg(path, file.errorString()));
    }
    return QString::fromUtf8(file.read(most)).trimmed();
}

Result<Options, QString> checked(Options options) {
    const QStringList pages{QStringLiteral("terminal"), QStringLiteral("display"), QStringLiteral("rating")};
    if (!pages.contains(options.page)) {
        return fail(QStringLiteral("--page %1: it is terminal, display or rating").arg(options.page));
    }
    if (!options.grab.isEmpty() && options.mock.isEmpty()) {
        return fail(QStringLiteral("--grab needs --mock SCENARIO"));
    }
#ifndef JIAOHAO_SIMULATION
    if (!options.sim_clock.isEmpty()) {
        return fail(QStringLiteral("--sim-clock: this build does not simulate"));
    }
#endif
    return options;
}

}  // namespace

bool parse_size(const QString& text, int& width, int& height) {
    const QStringList parts = text.split(QLatin1Char('x'));
    constexpr int least = 100;
    constexpr int most = 10000;
    if (parts.size() != 2) {
        return false;
    }
    width = parts.at(0).toInt();
    height = parts.at(1).toInt();
    return width >= least && height >= least && width <= most && height <= most;
}

Result<Options, QString> parse_options(const QStringList& arguments) {
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("Screens of the hall: ticket terminal, display, rating"));
    parser.addHelpOption();
    parser.addVersionOption();
    for (const Choice& each : choices) {
        parser.addOption({QLatin1String(each.name), QLatin1String(each.help), QLatin1String(each.value)});
    }
    parser.addOption({QStringLiteral("fullscreen"), QStringLiteral("Fill the screen, no pointer.")});
    parser.addOption({QStringLiteral("still"), QStringLiteral("No motion.")});
    parser.process(arguments);
    if (!parser.positionalArguments().isEmpty()) {
        return fail(QStringLiteral("what is \"%1\"? see --help").arg(parser.positionalArguments().first()));
    }

    Options options;
    const auto take = [&parser](const char* name, QString& into) {
        if (parser.isSet(QLatin1String(name))) {
            into = parser.value(QLatin1String(name));
        }
    };
    take("api", options.api);
    take("page", options.page);
    take("counter", options.counter);
    take("lang", options.language);
    take("mock", options.mock);
    take("grab", options.grab);
    take("sim-clock", options.sim_clock);
    options.fullscreen = parser.isSet(QStringLiteral("fullscreen"));
    options.still = parser.isSet(QStringLiteral("still"));
    const QString size = parser.value(QStringLiteral("size"));
    if (!size.isEmpty() && !parse_size(size, options.width, options.height)) {
        return fail(QStringLiteral("--size %1: it is WIDTHxHEIGHT, for example 1080x1920").arg(size));
    }
    if (parser.isSet(QStringLiteral("token-file"))) {
        auto token = read_token(parser.value(QStringLiteral("token-file")));
        if (!token) {
            return fail(token.error());
        }
        options.token = *token;
    }
    auto all = checked(std::move(options));
    // A hall that was named is waited for; the usual place only tells where to look.
    if (all && !parser.isSet(QStringLiteral("api")) && all->mock.isEmpty() && !QFile::exists(all->api)) {
        return fail(
            QStringLiteral("there is no hall at %1; name it with --api PATH|URL (see --help)").arg(all->api));
    }
    return all;
}

}  // namespace jiaohao::ui
