// SPDX-License-Identifier: Apache-2.0
#include "kiosk/daemon/daemon.hpp"

#include <fmt/format.h>

#include <QObject>
#include <QTimer>
#include <thread>

#include "kiosk/api/api_server.hpp"
#include "kiosk/daemon/contact.hpp"
#include "kiosk/daemon/device_room.hpp"
#include "kiosk/daemon/diagnostics.hpp"
#include "kiosk/daemon/paper.hpp"
#include "kiosk/daemon/probe.hpp"
#include "kiosk/daemon/satellite_unit.hpp"
#include "kiosk/daemon/test_paper.hpp"
#include "kiosk/daemon/upload_alert.hpp"
#include "kiosk/daemon/wiring.hpp"
#include "kiosk/health/watchdog.hpp"
#include "kiosk/journal/sqlite_journal.hpp"

namespace jiaohao::daemon {
namespace {

constexpr std::chrono::seconds kJournalMaySilentFor{60};
constexpr std::chrono::seconds kCheckHealthEvery{5};

/// Tells the uploader that there is something new.
class UploadNudge final : public service::CommitObserver {
  public:
    void attach(upload::Uploader& uploader) { uploader_ = &uploader; }
    void on_committed(const std::shared_ptr<const service::Committed>& committed) override {
        if (uploader_ != nullptr && !committed->events.empty()) {
            uploader_->notify_new_events();
        }
    }
    void on_reset() override {}

  private:
    upload::Uploader* uploader_ = nullptr;
};

}  // namespace

struct Daemon::Impl {
    Impl(config::KioskConfig the_config, Clock& the_clock, LogSink& sink)
        : config(std::move(the_config)), clock(the_clock), log(sink, "kioskd"), watchdog(log) {}

    Result<void, std::string> check_profiles();
    Result<void, std::string> bind_api();
    Result<void, std::string> open_journal();
    Result<void, std::string> open_devices();
    Result<void, std::string> open_api();
    Result<void, std::string> open_upload();
    void watch_health();

    const config::KioskConfig config;
    Clock& clock;
    SystemClock real_clock;
    SystemRandom journal_random;
    SystemRandom api_random;
    SystemRandom upload_random;
    SystemRandom owner_random;
    Log log;
    health::Watchdog watchdog;
    UploadNudge nudge;
    i18n::Catalogue catalogue;
    std::unique_ptr<TicketWords> words;
    std::unique_ptr<journal::SqliteJournal> journal;
    std::unique_ptr<service::HallThread> hall;
    /// When another terminal owns the queue.
    std::unique_ptr<SatelliteUnit> satellite;
    std::unique_ptr<DeviceRoom> devices;
    std::unique_ptr<service::DeviceEffects> effects;
    std::unique_ptr<DaemonDiagnostics> diagnostics;
    std::unique_ptr<api::ApiServer> api;
    std::unique_ptr<UploadAlert> upload_alert;
    std::unique_ptr<upload::Uploader> uploader;
    QTimer health_timer;
    std::jthread net;
    bool running = false;
};

Result<void, std::string> Daemon::Impl::open_journal() {
    journal::Options options{.folder = config.journal.folder,
                             .hall = config.hall.hall,
                             .terminal = config.terminal,
                             .clock = clock,
                             .random = journal_random,
                             .log = log,
                             .quota_bytes = config.journal.quota_bytes,
                             .ballast_bytes = config.journal.ballast_bytes,
                             .retention = config.journal.retention};
    auto opened = journal::SqliteJournal::open(options);
    if (!opened) {
        return fail(fmt::format("journal {}: {}", config.journal.folder.string(), opened.error().detail));
    }
    journal = std::move(*opened);
    ports::Recovered recovered = journal->take_recovered();

    hall = std::make_unique<service::HallThread>(hall_options(config), *journal, std::move(recovered), clock,
                                                 log);
    return {};
}

Result<void, std::string> Daemon::Impl::open_devices() {
    auto loaded = i18n::Catalogue::load(config.catalogue, config.hall.languages.front());
    for (const i18n::CatalogueProblem& problem : loaded.problems) {
        log.warning("catalogue.problem", {{"what", i18n::to_string(problem)}});
    }
    catalogue = std::move(loaded.catalogue);
    auto layout = TicketWords::layout_of(config.paper);
    if (!layout) {
        return fail(layout.error());
    }
    words = std::make_unique<TicketWords>(config.paper, catalogue, std::move(*layout));
    service::PrinterSink* papers = hall.get();
    if (config.owner) {
        satellite = std::make_unique<SatelliteUnit>(
            SatelliteUnit::Parts{config, *hall, *words, clock, real_clock, owner_random, log});
        papers = &satellite->hall();
    }
    auto made = DeviceRoom::make(config, *hall, *papers, clock, log);
    if (!made) {
        return fail(made.error());
    }
    devices = std::move(*made);
    if (satellite) {
        satellite->hall().attach(devices->printers());
    }
    effects = std::make_unique<service::DeviceEffects>(devices->printers(), *words, devices->counters());
    hall->set_effects(*effects);
    diagnostics = std::make_unique<DaemonDiagnostics>(DaemonDiagnostics::Parts{
        config, *hall, *journal, watchdog, clock, devices.get(), nullptr, satellite.get(),
        [this](const domain::DeviceId& printer) {
            return test_paper(catalogue, config.hall.languages.front(), printer, clock.wall());
        }});
    return {};
}

namespace {
std::string advice(http::ServerError::Code code) {
    using Code = http::ServerError::Code;
    switch (code) {
        case Code::in_use:
            return "; another program has it (is kioskd running already?): stop that one, or choose another "
                   "port "
                   "or socket under [api]";
        case Code::permission:
            return "; give this user the right to it, or choose a port from 1024 on or another folder";
        case Code::address:
            return "; under [api] address must be one of this machine's own";
        default:
            return "";
    }
}
}  // namespace

/// Before the journal is touched: a second kioskd, or a port that somebody else has, must leave no trace there.
Result<void, std::string> Daemon::Impl::bind_api() {
    api = std::make_unique<api::ApiServer>(api_options(config), clock, api_random, log);
    if (auto started = api->start(); !started) {
        return fail(fmt::format("api: {}{}", started.error().detail, advice(started.error().code)));
    }
    return {};
}

Result<void, std::string> Daemon::Impl::check_profiles() {
    const config::Problems problems = probe_profiles(config);
    return problems.empty() ? Result<void, std::string>{} : fail(problems.text());
}

Result<void, std::string> Daemon::Impl::open_api() {
    if (satellite) {
        api->serve(satellite->hall(), *diagnostics);
        satellite->hall().add_observer(*api);
    } else {
        api->serve(*hall, *diagnostics);
        hall->add_observer(*api);
    }
    return {};
}

Result<void, std::string> Daemon::Impl::open_upload() {
    upload_alert = std::make_unique<UploadAlert>(*hall);
    if (!config.upload.enabled) {
        return {};
    }
    for (const CertificateFinding& found : probe_certificates(config, real_clock.wall())) {
        if (found.key.starts_with("upload.")) {
            log.error("upload.certificate", {{"key", found.key}, {"problem", found.trouble.what}});
        }
    }
    auto transport = upload::CurlTransport::make(curl_options(config.upload));
    if (!transport) {
        return fail(fmt::format("upload: {}", transport.error()));
    }
    upload::UploadOptions options = upload_options(config);
    options.contact_status = [this, hash = config_hash(config), names = contact_names(config)] {
        return contact_status(hash, hall->health().durable.get(), names);
    };
    options.on_alarm = [this](const upload::UploadStatus& status) {
        for (const upload::ActiveAlarm& alarm : status.alarms) {
            log.error("upload.alarm", {{"code", upload::code(alarm.alarm)}, {"detail", alarm.detail}});
        }
        upload_alert->look(status);
    };
    uploader = std::make_unique<upload::Uploader>(journal->outbox(), std::move(*transport), real_clock,
                                                  upload_random, log, std::move(options));
    nudge.attach(*uploader);
    diagnostics->attach(*uploader);
    hall->add_observer(nudge);
    return {};
}

void Daemon::Impl::watch_health() {
    watchdog.watch("hall", [this](std::function<void()> answered) { hall->ping(std::move(answered)); });
    watchdog.watch(
        "net", [this](std::function<void()> answered) { static_cast<void>(api->post(std::move(answered))); });
    if (satellite) {
        watchdog.watch("owner",
                       [this](std::function<void()> answered) { satellite->post(std::move(answered)); });
    }
    watchdog.watch("devices", [this](std::function<void()> answered) { devices->post(std::move(answered)); });
    watchdog.watch_silence(
        "journal", [this] { return journal->silence(); }, kJournalMaySilentFor);
    const auto period = health::Watchdog::period().value_or(kCheckHealthEvery);
    QObject::connect(&health_timer, &QTimer::timeout, [this] {
        static_cast<void>(watchdog.check());
        upload_alert->look_again();
    });
    health_timer.start(std::chrono::duration_cast<std::chrono::milliseconds>(period));
}

Result<std::unique_ptr<Daemon>, std::string> Daemon::open(config::KioskConfig config, Clock& clock,
                                                          LogSink& sink) {
    auto impl = std::make_unique<Impl>(std::move(config), clock, sink);
    for (const auto step : {&Impl::check_profiles, &Impl::bind_api, &Impl::open_journal, &Impl::open_devices,
                            &Impl::open_api, &Impl::open_upload}) {
        if (auto done = ((*impl).*step)(); !done) {
            return fail(done.error());
        }
    }
    return std::unique_ptr<Daemon>(new Daemon(std::move(impl)));
}

Daemon::Daemon(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Daemon::~Daemon() {
    stop();
}

void Daemon::start() {
    Impl& all = *impl_;
    all.running = true;
    all.hall->start();
    all.upload_alert->start();
    if (all.satellite) {
        all.satellite->start();
    }
    all.net = std::jthread([&all] { all.api->run(); });
    all.devices->start();
    if (all.uploader) {
        all.uploader->start();
    }
    all.watch_health();
    health::Watchdog::ready("the hall is open");
}

void Daemon::stop() {
    Impl& all = *impl_;
    if (!std::exchange(all.running, false)) {
        return;
    }
    health::Watchdog::stopping();
    all.health_timer.stop();
    all.devices->stop();
    if (all.satellite) {
        all.satellite->stop();
    }
    all.hall->stop();
    all.api->stop();
    all.net.join();
    if (all.uploader) {
        all.uploader->stop();
    }
    all.log.info("kioskd.stopped", {{"durable_seq", all.hall->health().durable.get()}});
}

}  // namespace jiaohao::daemon
