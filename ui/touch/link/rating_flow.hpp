// One question to one customer at one counter. What was pressed is sent and forgotten: no property tells it,
// so no page can show it to whoever looks at the screen next.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QJsonObject>
#include <QObject>
#include <QStringList>
#include <QTimer>
#include <chrono>

class QQmlEngine;
class QJSEngine;

namespace jiaohao::ui {

class Commands;
class HallStore;
struct CommandAnswer;

class RatingFlow final : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_SINGLETON
    Q_PROPERTY(Stage stage READ stage NOTIFY stageChanged)
    /// "four_faces" or "five_levels".
    Q_PROPERTY(QString scale READ scale NOTIFY settingsChanged)
    Q_PROPERTY(int levels READ levels NOTIFY settingsChanged)
    /// Codes offered after a bad rating.
    Q_PROPERTY(QStringList reasons READ reasons NOTIFY settingsChanged)
    Q_PROPERTY(QString counterLabel READ counterLabel NOTIFY settingsChanged)

  public:
    /// Sending: pressed, not yet durable. Missed: the time ended without a press.
    enum class Stage { Idle, Asking, Sending, Reason, Thanks, Missed };
    Q_ENUM(Stage)

    struct Options {
        /// Empty: the only counter this session sees.
        QString counter;
        std::chrono::milliseconds reason_most{15000};
        std::chrono::milliseconds thanks{4000};
        std::chrono::milliseconds missed{4000};
    };

    RatingFlow(HallStore& store, Commands& commands, Options options);
    static RatingFlow* create(QQmlEngine* engine, QJSEngine*);

    [[nodiscard]] Stage stage() const { return stage_; }
    [[nodiscard]] QString scale() const;
    [[nodiscard]] int levels() const;
    [[nodiscard]] QStringList reasons() const;
    [[nodiscard]] QString counterLabel() const;

    /// 1 worst .. levels() best. Only the first press counts.
    Q_INVOKABLE void give(int level);
    Q_INVOKABLE void giveReason(const QString& reason);
    Q_INVOKABLE void skipReason();

  signals:
    void stageChanged();
    void settingsChanged();

  private:
    void follow();
    void answered(const CommandAnswer& answer, bool bad);
    void go(Stage stage);
    [[nodiscard]] QJsonObject counter_row() const;

    HallStore& store_;
    Commands& commands_;
    Options options_;
    Stage stage_ = Stage::Idle;
    /// The rating that is, or was last, asked for.
    QString ticket_;
    QTimer leaving_;
};

}  // namespace jiaohao::ui
