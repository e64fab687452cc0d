// Qt needs its application before anything else; the windows are drawn without a display.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <QGuiApplication>

#include "drivers/sim/control.hpp"
#include "drivers/sim/window/device_window.hpp"

int main(int argc, char** argv) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    qputenv("QT_QUICK_BACKEND", "software");
    jiaohao::drivers::sim::Control::block_signals();
    testing::InitGoogleTest(&argc, argv);
    const QGuiApplication application(argc, argv);
    jiaohao::drivers::sim::prepare_application();
    return RUN_ALL_TESTS();
}
