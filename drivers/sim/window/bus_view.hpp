// The devices of a simulated line in the window.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QAbstractListModel>
#include <QImage>
#include <memory>
#include <vector>

#include "drivers/sim/bus/bus_process.hpp"
#include "drivers/sim/window/sim_view.hpp"

namespace jiaohao::drivers::sim {

/// Roles: address; kinds ("handset", "pad", "display"); panel, the picture of what it shows, null for none; number,
/// waiting, text; armed; press ("none", "waiting", "answered", "kept", "failed"); answered, beeps; keys ("handset.call"
/// ...) and levels (of a pad, the best first).
class DeviceList final : public QAbstractListModel {
    Q_OBJECT

  public:
    enum Role {
        address = Qt::UserRole,
        kinds,
        panel,
        number,
        waiting,
        text,
        armed,
        press,
        answered,
        beeps,
        keys,
        levels
    };

    DeviceList(const engine::DeviceProfile& profile, std::unique_ptr<Font> font);
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;
    /// The same devices in the same order each time.
    void set(const std::vector<sim_bus::DeviceLook>& looks);

  private:
    struct Row {
        sim_bus::DeviceLook look;
        QImage panel;
        QStringList keys;
        QVariantList levels;
    };
    [[nodiscard]] Row row_of(const sim_bus::DeviceLook& look);
    const engine::DeviceProfile profile_;
    std::unique_ptr<Font> font_;
    std::vector<Row> rows_;
};

class BusView final : public SimView {
    Q_OBJECT
    QML_NAMED_ELEMENT(Bus)
    QML_SINGLETON
    Q_PROPERTY(QAbstractListModel* devices READ devices CONSTANT)

  public:
    /// Watches the process, which is not running yet and outlives this. `ended`: on the process's thread.
    BusView(sim_bus::BusProcess& process, std::unique_ptr<Font> font, std::function<void()> ended = {});
    static BusView* create(QQmlEngine* engine, QJSEngine*);

    [[nodiscard]] QAbstractListModel* devices() { return &devices_; }
    /// `means`: "pad.4", "handset.call".
    Q_INVOKABLE void press(int address, const QString& means);

  protected:
    void send(const QString& line) override;

  private:
    sim_bus::BusProcess& process_;
    DeviceList devices_;
};

}  // namespace jiaohao::drivers::sim
