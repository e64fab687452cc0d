// SPDX-License-Identifier: Apache-2.0
#include "drivers/sim/window/bus_view.hpp"

#include <utility>

#include "drivers/sim/window/picture_item.hpp"
#include "ui/touch/link/in_engine.hpp"

namespace jiaohao::drivers::sim {
namespace {

using sim_bus::BusLook;
using sim_bus::DeviceLook;
using sim_bus::LastPress;

QString to_qt(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QString code(LastPress press) {
    switch (press) {
        case LastPress::waiting:
            return QStringLiteral("waiting");
        case LastPress::answered:
            return QStringLiteral("answered");
        case LastPress::kept:
            return QStringLiteral("kept");
        case LastPress::failed:
            return QStringLiteral("failed");
        case LastPress::none:
            break;
    }
    return QStringLiteral("none");
}

QStringList kinds_of(const DeviceLook& look) {
    QStringList kinds;
    for (const engine::Role role : look.roles) {
        kinds.append(to_qt(engine::code(role)));
    }
    return kinds;
}

SimView::About about(const sim_bus::BusProcess& process) {
    QStringList faults;
    for (const std::string& name : sim_bus::fault_names()) {
        faults.append(QString::fromStdString(name));
    }
    return {QStringLiteral("bus"), QString::fromStdString(process.world().profile().name),
            QString::fromStdString(process.link().string()), faults};
}

}  // namespace

DeviceList::DeviceList(const engine::DeviceProfile& profile, std::unique_ptr<Font> font)
    : profile_(profile), font_(std::move(font)) {}

int DeviceList::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

QVariant DeviceList::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const Row& row = rows_[static_cast<std::size_t>(index.row())];
    switch (role) {
        case address:
            return static_cast<int>(row.look.address);
        case kinds:
            return kinds_of(row.look);
        case panel:
            return row.panel;
        case number:
            return QString::fromStdString(row.look.number);
        case waiting:
            return QString::fromStdString(row.look.waiting);
        case text:
            return QString::fromStdString(row.look.text);
        case armed:
            return row.look.armed;
        case press:
            return code(row.look.press);
        case answered:
            return static_cast<int>(row.look.answered);
        case beeps:
            return static_cast<int>(row.look.beeps);
        case keys:
            return row.keys;
        case levels:
            return row.levels;
        default:
            return {};
    }
}

QHash<int, QByteArray> DeviceList::roleNames() const {
    return {{address, "address"}, {kinds, "kinds"}, {panel, "panel"},       {number, "number"},
            {waiting, "waiting"}, {text, "text"},   {armed, "armed"},       {press, "press"},
            {keys, "keys"},       {beeps, "beeps"}, {answered, "answered"}, {levels, "levels"}};
}

DeviceList::Row DeviceList::row_of(const DeviceLook& look) {
    Row row;
    row.look = look;
    if (look.shows) {
        row.panel = to_image(draw_device(look, *font_));
    }
    for (const std::string& means : sim_bus::presses_of(profile_, look.roles)) {
        const auto meant = engine::press_from_code(means);
        if (meant && meant->role == engine::Role::pad) {
            row.levels.append(static_cast<int>(meant->level));
        } else {
            row.keys.append(QString::fromStdString(means));
        }
    }
    return row;
}

void DeviceList::set(const std::vector<DeviceLook>& looks) {
    if (looks.size() != rows_.size()) {
        beginResetModel();
        rows_.clear();
        for (const DeviceLook& look : looks) {
            rows_.push_back(row_of(look));
        }
        endResetModel();
        return;
    }
    for (std::size_t i = 0; i < looks.size(); ++i) {
        if (rows_[i].look != looks[i]) {
            rows_[i] = row_of(looks[i]);
            const QModelIndex changed = index(static_cast<int>(i));
            Q_EMIT dataChanged(changed, changed);
        }
    }
}

BusView::BusView(sim_bus::BusProcess& process, std::unique_ptr<Font> font, std::function<void()> ended)
    : SimView(about(process)), process_(process), devices_(process.world().profile(), std::move(font)) {
    devices_.set(process.world().looks());
    sim_bus::BusWatch watch;
    watch.look = [this](const BusLook& look) {
        QMetaObject::invokeMethod(
            this,
            [this, look] {
                QStringList faults;
                for (const std::string& name : look.faults) {
                    faults.append(QString::fromStdString(name));
                }
                devices_.set(look.devices);
                tell(look.plugged, faults);
            },
            Qt::QueuedConnection);
    };
    watch.ended = std::move(ended);
    process.watch(std::move(watch));
}

BusView* BusView::create(QQmlEngine* engine, QJSEngine*) {
    return ui::given<BusView>(engine);
}

void BusView::press(int address, const QString& means) {
    // "pad.4" -> press 107 pad 4
    send(QStringLiteral("press %1 %2")
             .arg(address)
             .arg(QString(means).replace(QLatin1Char('.'), QLatin1Char(' '))));
}

void BusView::send(const QString& line) {
    process_.post(line.toStdString());
}

}  // namespace jiaohao::drivers::sim
