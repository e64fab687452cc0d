// SPDX-License-Identifier: Apache-2.0
#include "drivers/sim/window/printer_view.hpp"

#include <utility>

#include "drivers/sim/printer/paper_picture.hpp"
#include "drivers/sim/window/picture_item.hpp"
#include "ui/touch/link/in_engine.hpp"

namespace jiaohao::drivers::sim {
namespace {

constexpr std::chrono::milliseconds kFrame{30};

QStringList fault_names() {
    QStringList names;
    for (const auto name : all_printer_faults()) {
        names.append(QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())));
    }
    return names;
}

SimView::About about(const StationSetting& setting) {
    return {QStringLiteral("printer"), QString::fromStdString(setting.profile.model),
            QString::fromStdString(setting.link.string()), fault_names()};
}

}  // namespace

int PaperTray::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(sheets_.size());
}

QVariant PaperTray::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const Sheet& sheet = sheets_[static_cast<std::size_t>(index.row())];
    switch (role) {
        case picture:
            return sheet.picture;
        case number:
            return sheet.number;
        case partial:
            return sheet.partial;
        case nth:
            return sheet.nth;
        default:
            return {};
    }
}

QHash<int, QByteArray> PaperTray::roleNames() const {
    return {{picture, "picture"}, {number, "number"}, {partial, "partial"}, {nth, "nth"}};
}

void PaperTray::add(QImage sheet, QString of, bool torn) {
    if (sheets_.size() >= kMost) {
        beginRemoveRows({}, kMost - 1, kMost - 1);
        sheets_.pop_back();
        endRemoveRows();
    }
    beginInsertRows({}, 0, 0);
    sheets_.insert(sheets_.begin(), Sheet{std::move(sheet), std::move(of), torn, ++count_});
    endInsertRows();
}

PrinterView::PrinterView(PrinterStation& station, std::unique_ptr<Font> font, std::function<void()> ended)
    : SimView(about(station.setting())), station_(station), font_(std::move(font)) {
    drawing_.setSingleShot(true);
    drawing_.setInterval(kFrame);
    connect(&drawing_, &QTimer::timeout, this, &PrinterView::draw);
    watch(std::move(ended));
}

PrinterView* PrinterView::create(QQmlEngine* engine, QJSEngine*) {
    return ui::given<PrinterView>(engine);
}

void PrinterView::watch(std::function<void()> ended) {
    const auto later = [this](auto call) {
        QMetaObject::invokeMethod(this, std::move(call), Qt::QueuedConnection);
    };
    PrinterWatch watch;
    watch.paper.row = [this, later](const PaperRow& row) { later([this, row] { printed(row); }); };
    watch.paper.done = [this, later](const Paper& paper) { later([this, paper] { came_out(paper); }); };
    watch.look = [this, later](const PrinterLook& look) { later([this, look] { looks(look); }); };
    watch.ended = std::move(ended);
    station_.watch(std::move(watch));
}

void PrinterView::printed(PaperRow row) {
    in_work_.rows.push_back(std::move(row));
    if (!drawing_.isActive()) {
        drawing_.start();
    }
}

void PrinterView::came_out(const Paper& paper) {
    drawing_.stop();
    in_work_ = {};
    draw();
    if (!paper.blank()) {
        tray_.add(to_image(draw_paper(paper, station_.setting().profile.width_dots, *font_)),
                  QString::fromStdString(paper.number()), paper.partial);
    }
}

void PrinterView::draw() {
    paper_ = in_work_.rows.empty()
                 ? QImage()
                 : to_image(draw_paper(in_work_, station_.setting().profile.width_dots, *font_));
    Q_EMIT paperChanged();
}

void PrinterView::looks(const PrinterLook& look) {
    look_ = look;
    QStringList faults;
    for (const PrinterFault fault : look.faults) {
        const auto name = printer_fault_name(fault);
        faults.append(QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())));
    }
    tell(look.plugged, faults);
    Q_EMIT lookChanged();
}

void PrinterView::send(const QString& line) {
    hear(station_.command(line.toStdString()));
}

}  // namespace jiaohao::drivers::sim
