// A hall made of JSON: plays a scenario to the same client code that talks to the daemon.
// README.md in this folder describes the scenario files.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QJsonArray>
#include <QJsonObject>

#include "kiosk/base/result.hpp"
#include "ui/touch/link/transport.hpp"

namespace jiaohao::ui {

/// Reads `:/mock/<name>.json` over `:/mock/base.json`. The error is a sentence that names the file.
[[nodiscard]] Result<QJsonObject, QString> load_scenario(const QString& name);
[[nodiscard]] QStringList scenario_names();

class MockTransport final : public Transport {
    Q_OBJECT

  public:
    /// `live`: what follows an answer comes by itself after its time; else only when `play_rest` is called.
    MockTransport(QJsonObject scenario, bool live);

    void open() override;
    void send(const QByteArray& message) override;
    void close() override;

    /// An "event" message with these parts.
    void say(const QJsonObject& part);
    void play_rest();
    /// The link goes down and stays down.
    void cut();

  private:
    void hello();
    void say_later(const QJsonArray& parts);
    void answer(const QJsonObject& command);
    void emit_message(QJsonObject message);

    QJsonObject scenario_;
    bool live_;
    bool open_ = false;
    bool cut_ = false;
    int n_ = 0;
    int issued_ = 0;
    QJsonArray rest_;
};

}  // namespace jiaohao::ui
