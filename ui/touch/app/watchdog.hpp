// Tells systemd that the screen lives: ready after the first frame, then a sign of life only while both the
// event loop and the rendering go on. Without systemd it does nothing.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>
#include <QTimer>

class QQuickWindow;

namespace jiaohao::ui {

class Watchdog final : public QObject {
    Q_OBJECT

  public:
    /// `window` outlives this object.
    explicit Watchdog(QQuickWindow& window);

  private:
    void frame_done();
    void feed();

    QQuickWindow& window_;
    bool ready_ = false;
    bool frame_since_ = false;
    QTimer timer_;
};

}  // namespace jiaohao::ui
