// The window of `device-sim DEVICE --window`.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QQmlApplicationEngine>
#include <QString>

#include "drivers/sim/bus/program.hpp"
#include "drivers/sim/keypad/program.hpp"
#include "drivers/sim/printer/program.hpp"
#include "drivers/sim/window/sim_view.hpp"
#include "drivers/sim/window/words.hpp"

class QQuickWindow;

namespace jiaohao::drivers::sim {

class PrinterView;
class BusView;
class KeypadView;

/// Needs a QGuiApplication. Everything on its thread. The view outlives it.
class DeviceWindow {
  public:
    DeviceWindow(PrinterView& view, const QString& language);
    DeviceWindow(BusView& view, const QString& language);
    DeviceWindow(KeypadView& view, const QString& language);

    /// Null when it cannot be made; Qt has said why.
    [[nodiscard]] QQuickWindow* show();
    [[nodiscard]] Words& words() { return words_; }

  private:
    DeviceWindow(SimView& view, const QString& language);
    Words words_;
    QQmlApplicationEngine engine_;
};

/// Fonts and looks of the window; once, before the first one.
void prepare_application();

/// What run_printer(), run_hall_bus() and run_keypad() take: the simulator runs on a thread of its own, the window on
/// this one, until either ends.
[[nodiscard]] PrinterFront printer_front();
[[nodiscard]] BusFront bus_front();
[[nodiscard]] KeypadFront keypad_front();

}  // namespace jiaohao::drivers::sim
