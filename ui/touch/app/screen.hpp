// One screen with everything behind it: link, models, flows, QML engine and window.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QQmlApplicationEngine>
#include <memory>

#include "kiosk/base/clock.hpp"
#include "ui/touch/app/options.hpp"
#include "ui/touch/link/api_client.hpp"
#include "ui/touch/link/catalogue.hpp"
#include "ui/touch/link/commands.hpp"
#include "ui/touch/link/hall_clock.hpp"
#include "ui/touch/link/hall_store.hpp"
#include "ui/touch/link/rating_flow.hpp"
#include "ui/touch/link/settings.hpp"
#include "ui/touch/link/ticket_flow.hpp"
#include "ui/touch/link/visit_flow.hpp"

class QQuickWindow;

namespace jiaohao::ui {

class Screen final : public QObject {
    Q_OBJECT

  public:
    /// `clock` outlives the screen.
    Screen(const Options& options, const Clock& clock, std::unique_ptr<Transport> transport);
    ~Screen() override;

    /// Loads the page and connects. Null when the QML could not be loaded (said in the log).
    [[nodiscard]] QQuickWindow* show();

    [[nodiscard]] HallStore& store() { return store_; }
    [[nodiscard]] HallClock& hall_clock() { return hall_clock_; }
    [[nodiscard]] TicketFlow& ticket() { return ticket_; }
    [[nodiscard]] RatingFlow& rating() { return rating_; }
    [[nodiscard]] Catalogue& catalogue() { return catalogue_; }

  private:
    Catalogue catalogue_;
    ApiClient client_;
    Commands commands_;
    HallStore store_;
    HallClock hall_clock_;
    TicketFlow ticket_;
    VisitFlow visits_;
    RatingFlow rating_;
    Settings settings_;
    /// Last, so that it dies first: QML holds on to all of the above.
    std::unique_ptr<QQmlApplicationEngine> engine_;
};

}  // namespace jiaohao::ui
