// A simulated device as the window sees it: what all kinds have. Lives on the window's thread; what the simulator tells
// on its own comes over as queued calls.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QStringList>
#include <QVariantList>

class QQmlEngine;
class QJSEngine;

namespace jiaohao::drivers::sim {

class SimView : public QObject {
    Q_OBJECT
    QML_NAMED_ELEMENT(Sim)
    QML_SINGLETON
    /// "printer", "bus" or "keypad".
    Q_PROPERTY(QString kind READ kind CONSTANT)
    Q_PROPERTY(QString profile READ profile CONSTANT)
    Q_PROPERTY(QString link READ link CONSTANT)
    Q_PROPERTY(bool plugged READ plugged NOTIFY stateChanged)
    /// All there are; "unplug" is left to `plugged`.
    Q_PROPERTY(QStringList faultNames READ faultNames CONSTANT)
    /// Those in effect.
    Q_PROPERTY(QStringList faults READ faults NOTIFY stateChanged)
    /// What the last control line was refused for; empty: nothing.
    Q_PROPERTY(QString refusal READ refusal NOTIFY refusalChanged)

  public:
    struct About {
        QString kind;
        QString profile;
        QString link;
        QStringList fault_names;
    };
    explicit SimView(About about);
    static SimView* create(QQmlEngine* engine, QJSEngine*);

    [[nodiscard]] QString kind() const { return about_.kind; }
    [[nodiscard]] QString profile() const { return about_.profile; }
    [[nodiscard]] QString link() const { return about_.link; }
    [[nodiscard]] bool plugged() const { return plugged_; }
    [[nodiscard]] QStringList faultNames() const { return about_.fault_names; }
    [[nodiscard]] QStringList faults() const { return faults_; }
    [[nodiscard]] QString refusal() const { return refusal_; }

    /// `when`: "", or "@3", "@cut" where the simulator knows that.
    Q_INVOKABLE void setFault(const QString& name, bool on, const QString& when = {});
    Q_INVOKABLE void plug(bool in);
    Q_INVOKABLE void clearFaults();

  Q_SIGNALS:
    void stateChanged();
    void refusalChanged();

  protected:
    /// Carries out a control line of the simulator.
    virtual void send(const QString& line) = 0;
    void tell(bool plugged, QStringList faults);
    /// The simulator's answer: {"error": ...} becomes the refusal.
    void hear(const std::string& answer);

  private:
    About about_;
    bool plugged_ = false;
    QStringList faults_;
    QString refusal_;
};

}  // namespace jiaohao::drivers::sim
