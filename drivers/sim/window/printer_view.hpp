// The simulated printer in the window: the paper that is coming out, and those that have.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QAbstractListModel>
#include <QImage>
#include <QTimer>
#include <memory>
#include <vector>

#include "drivers/sim/printer/station.hpp"
#include "drivers/sim/window/sim_view.hpp"

namespace jiaohao::drivers::sim {

/// Papers, the newest first; roles: picture, number, partial, nth.
class PaperTray final : public QAbstractListModel {
    Q_OBJECT

  public:
    static constexpr int kMost = 20;
    enum Role { picture = Qt::UserRole, number, partial, nth };

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;
    void add(QImage picture, QString number, bool partial);

  private:
    struct Sheet {
        QImage picture;
        QString number;
        bool partial = false;
        int nth = 0;
    };
    std::vector<Sheet> sheets_;
    int count_ = 0;
};

class PrinterView final : public SimView {
    Q_OBJECT
    QML_NAMED_ELEMENT(Printer)
    QML_SINGLETON
    /// What stands out of the slot; null while nothing does.
    Q_PROPERTY(QVariant paper READ picture NOTIFY paperChanged)
    Q_PROPERTY(QAbstractListModel* tray READ tray CONSTANT)
    Q_PROPERTY(bool blocked READ blocked NOTIFY lookChanged)
    Q_PROPERTY(int papers READ papers NOTIFY lookChanged)
    Q_PROPERTY(int torn READ torn NOTIFY lookChanged)
    Q_PROPERTY(int lost READ lost NOTIFY lookChanged)

  public:
    /// Watches the station, which is not running yet and outlives this. `ended`: on the station's thread.
    PrinterView(PrinterStation& station, std::unique_ptr<Font> font, std::function<void()> ended = {});
    static PrinterView* create(QQmlEngine* engine, QJSEngine*);

    [[nodiscard]] QVariant picture() const { return paper_; }
    [[nodiscard]] QImage paper() const { return paper_; }
    [[nodiscard]] QAbstractListModel* tray() { return &tray_; }
    [[nodiscard]] bool blocked() const { return look_.blocked; }
    [[nodiscard]] int papers() const { return static_cast<int>(look_.counts.papers); }
    [[nodiscard]] int torn() const { return static_cast<int>(look_.counts.partial); }
    [[nodiscard]] int lost() const { return static_cast<int>(look_.lost); }

  Q_SIGNALS:
    void paperChanged();
    void lookChanged();

  protected:
    void send(const QString& line) override;

  private:
    void watch(std::function<void()> ended);
    void printed(PaperRow row);
    void came_out(const Paper& paper);
    void looks(const PrinterLook& look);
    void draw();

    PrinterStation& station_;
    std::unique_ptr<Font> font_;
    Paper in_work_;
    QImage paper_;
    PaperTray tray_;
    PrinterLook look_;
    /// Rows that come close together are drawn at once.
    QTimer drawing_;
};

}  // namespace jiaohao::drivers::sim
