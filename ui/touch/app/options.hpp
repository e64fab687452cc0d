// The command line of kiosk-ui.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>
#include <QStringList>

#include "kiosk/base/result.hpp"

namespace jiaohao::ui {

struct Options {
    /// Path of the hall's Unix socket, or a ws:// or wss:// URL.
    QString api = QStringLiteral("/run/jiaohao/api.sock");
    QString page = QStringLiteral("terminal");
    QString counter;
    QString language;
    QString token;
    QString mock;
    QString grab;
    QString sim_clock;
    int width = 0;
    int height = 0;
    bool fullscreen = false;
    bool still = false;
};

/// The error is one sentence for the terminal. `--help` and `--version` print and exit by themselves.
[[nodiscard]] Result<Options, QString> parse_options(const QStringList& arguments);

/// Reads "1080x1920"; false when it is not that.
[[nodiscard]] bool parse_size(const QString& text, int& width, int& height);

}  // namespace jiaohao::ui
