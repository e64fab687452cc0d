// Pictures of every page of a scenario, for tests and documents.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QJsonObject>
#include <QString>

#include "kiosk/base/clock.hpp"
#include "kiosk/base/result.hpp"
#include "ui/touch/app/options.hpp"

namespace jiaohao::ui {

/// Plays every shot of the scenario on a fresh screen and saves <scenario>-<shot>-<language>.png in
/// `options.grab`. Returns how many; the error names shot and step.
[[nodiscard]] Result<int, QString> grab_all(const Options& options, const Clock& clock,
                                            const QJsonObject& scenario);

}  // namespace jiaohao::ui
