// The simulated USB keypad in the window.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "drivers/sim/keypad/program.hpp"
#include "drivers/sim/window/sim_view.hpp"

namespace jiaohao::drivers::sim {

class KeypadView final : public SimView {
    Q_OBJECT
    QML_NAMED_ELEMENT(Keypad)
    QML_SINGLETON
    Q_PROPERTY(int presses READ presses NOTIFY countsChanged)
    /// Records that nobody took.
    Q_PROPERTY(int unheard READ unheard NOTIFY countsChanged)

  public:
    explicit KeypadView(KeypadSeat seat);
    static KeypadView* create(QQmlEngine* engine, QJSEngine*);

    [[nodiscard]] int presses() const { return presses_; }
    [[nodiscard]] int unheard() const { return unheard_; }
    /// "KP6", "KPENTER".
    Q_INVOKABLE void press(const QString& key);
    /// Reads how the keypad is: also who gives commands elsewhere changes it.
    void look();

  Q_SIGNALS:
    void countsChanged();

  protected:
    void send(const QString& line) override;

  private:
    KeypadSeat seat_;
    int presses_ = 0;
    int unheard_ = 0;
};

}  // namespace jiaohao::drivers::sim
