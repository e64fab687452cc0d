// The simulators' programs with a window in front.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <QGuiApplication>
#include <QQuickWindow>
#include <QTimer>
#include <thread>

#include "drivers/sim/window/bus_view.hpp"
#include "drivers/sim/window/device_window.hpp"
#include "drivers/sim/window/keypad_view.hpp"
#include "drivers/sim/window/printer_view.hpp"

namespace jiaohao::drivers::sim {
namespace {

int complain(const std::string& what) {
    fmt::print(stderr, "device-sim --window: {}\n", what);
    return 1;
}

/// From any thread, also before exec().
void quit_soon() {
    QMetaObject::invokeMethod(qApp, &QCoreApplication::quit, Qt::QueuedConnection);
}

int show(DeviceWindow& window) {
    if (window.show() == nullptr) {
        return complain("the window could not be made");
    }
    return QGuiApplication::exec();
}

struct Application {
    Application() { prepare_application(); }
    int count = 1;
    char name[11] = "device-sim";
    char* arguments[2] = {name, nullptr};
    QGuiApplication application{count, arguments};
};

}  // namespace

PrinterFront printer_front() {
    return [](PrinterStation& station, const std::string& language) {
        const Application application;
        auto font = Font::open(station.setting().font);
        if (!font) {
            return complain(font.error());
        }
        PrinterView view(station, std::move(*font), quit_soon);
        DeviceWindow window(view, QString::fromStdString(language));
        std::thread runner([&station] { station.run(); });
        const int status = show(window);
        station.stop();
        runner.join();
        return status;
    };
}

BusFront bus_front() {
    return [](sim_bus::BusProcess& process, const std::string& language) {
        const Application application;
        auto font = Font::open({});
        if (!font) {
            return complain(font.error());
        }
        BusView view(process, std::move(*font), quit_soon);
        DeviceWindow window(view, QString::fromStdString(language));
        int status = 0;
        std::thread runner([&] { status = process.run(); });
        const int shown = show(window);
        process.stop();
        runner.join();
        return status != 0 ? status : shown;
    };
}

KeypadFront keypad_front() {
    return [](const KeypadSeat& seat) {
        const Application application;
        KeypadView view(seat);
        DeviceWindow window(view, QString::fromStdString(seat.language));
        seat.on_end(quit_soon);
        // Commands on stdin change it too.
        QTimer look;
        constexpr std::chrono::milliseconds kBetweenLooks{250};
        QObject::connect(&look, &QTimer::timeout, &view, &KeypadView::look);
        look.start(kBetweenLooks);
        const int status = show(window);
        // Told afterwards, it would find no application.
        seat.on_end({});
        return status;
    };
}

}  // namespace jiaohao::drivers::sim
