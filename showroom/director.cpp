// SPDX-License-Identifier: Apache-2.0
#include "showroom/director.hpp"

#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "showroom/put_line.hpp"

namespace jiaohao::showroom {
namespace {

using nlohmann::json;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr seconds kStartPatience{90};
constexpr seconds kProgressEvery{2};

/// The word of --faults for what it begins with; repairs have none.
const char* word_of(FaultKind kind) {
    switch (kind) {
        case FaultKind::printer_unplugged:
            return "printer";
        case FaultKind::paper_out:
            return "paper";
        case FaultKind::bus_noisy:
            return "noise";
        case FaultKind::head_office_killed:
            return "headoffice";
        case FaultKind::hall_killed:
            return "kill";
        case FaultKind::ui_frozen:
            return "ui";
        default:
            return nullptr;
    }
}

}  // namespace

Director::Director(DirectorSetting setting, const DayPlan& plan, Stage& stage, Reactor& reactor,
                   const i18n::Catalogue& words)
    : setting_(std::move(setting)), plan_(plan), stage_(stage), reactor_(reactor), words_(words) {}

Director::~Director() = default;

std::string Director::say(const std::string& id, const i18n::Params& params) const {
    return words_.text(setting_.language, id, params);
}

bool Director::wait(const std::function<bool()>& done, seconds patience) {
    bool late = false;
    const auto timer = reactor_.after_real(patience, [&] { late = true; });
    reactor_.run([&] { return late || done(); });
    reactor_.cancel(timer);
    return done();
}

Result<void, std::string> Director::open() {
    if (auto ready = stage_.prepare(); !ready) {
        return ready;
    }
    auto devices = stage_.start_devices(
        [this](const json& event) {
            if (event.value("event", "") == "paper") {
                books_.papers->add(event);
            } else if (event.contains("papers")) {
                counted_ = true;
            }
        },
        [this](const json& event) {
            if (event.value("event", "") == "acknowledged") {
                ++books_.acknowledged[event.value("address", 0U)];
            }
            if (player_) {
                player_->on_bus(event);
            }
        });
    if (!devices) {
        return devices;
    }
    if (stage_.simulated_printer()) {
        books_.papers.emplace();
    }
    for (const auto& started : {stage_.start_head_office(), stage_.start_hall()}) {
        if (!started) {
            return started;
        }
    }
    ApiLink::Listener listener;
    listener.on_snapshot = [this](const json& snapshot) {
        if (player_ && snapshot.contains("view")) {
            player_->on_view(snapshot["view"]);
        }
    };
    listener.on_event = [this](const json& event) {
        if (player_ && event.contains("view")) {
            player_->on_view(event["view"]);
        }
    };
    api_ =
        std::make_unique<ApiLink>(reactor_, stage_.socket(), fmt::format("showroom-{}-", getpid()), listener);
    player_ = std::make_unique<Player>(
        plan_, reactor_, *api_, [this](const json& request) { stage_.tell_bus(request); }, setting_.midnight);
    api_->start();
    if (!wait([this] { return api_->connected() || !stage_.hall()->running(); }, kStartPatience) ||
        !api_->connected()) {
        return fail(
            fmt::format("kioskd did not open its API; see {}/logs/kioskd.log", stage_.folder().string()));
    }
    return {};
}

void Director::open_counters() {
    api_->command("day.open", {{"day", plan_.date}}, [this](const json& done) {
        if (done.value("status", "") != "ok") {
            failure_ = fmt::format("day.open: {}", done.dump());
        }
    });
    for (const PlannedCounter& counter : plan_.counters) {
        api_->command("counter.open", {{"counter", counter.id}}, [](const json&) {});
    }
}

void Director::announce() const {
    const auto print = [this](const std::string& id, const i18n::Params& params) {
        put_line(say(id, params));
    };
    print("showroom.started", {{"hall", stage_.hall_name(setting_.language)},
                               {"date", plan_.date},
                               {"tickets", fmt::format("{}", plan_.issues.size())},
                               {"counters", fmt::format("{}", plan_.counters.size())},
                               {"speed", fmt::format("{:g}", setting_.speed)}});
    print("showroom.address.counter", {{"url", stage_.counter_page()}});
    print("showroom.address.manager", {{"url", stage_.manager_page()}});
    print("showroom.address.office",
          {{"url", fmt::format("{0}/?from={1}&to={1}", stage_.office(), plan_.date)}});
    if (stage_.draws_papers()) {
        print("showroom.address.papers", {{"path", stage_.papers().string()}});
    }
    print("showroom.address.logs",
          {{"path", stage_.folder().string()}, {"command", stage_.program("kioskctl").string()}});
    if (!setting_.window && !setting_.headless) {
        print("showroom.window.none",
              {{"command", fmt::format("{} --api {} --page terminal --lang {} --sim-clock {}",
                                       stage_.program("kiosk-ui").string(), stage_.socket(),
                                       setting_.language, stage_.sim_clock())}});
    }
}

void Director::tell_progress() {
    reactor_.after_real(kProgressEvery, [this] { tell_progress(); });
    if (player_->finished()) {
        return;
    }
    const std::string now = format_rfc3339(reactor_.clock().wall());
    const PlayCounts& counts = player_->counts();
    put_line(say("showroom.progress", {{"time", now.substr(11, 5)},
                                       {"percent", fmt::format("{:.0f}", 100 * player_->progress())},
                                       {"issued", fmt::format("{}", counts.issued)},
                                       {"calls", fmt::format("{}", counts.calls)},
                                       {"ratings", fmt::format("{}", counts.presses_acknowledged)}}));
}

void Director::schedule_faults() {
    const double length = plan_.last_min - plan_.first_min;
    for (const PlannedFault& fault : setting_.faults) {
        const double minute = plan_.first_min + length * fault.share;
        const WallTime at = setting_.midnight + milliseconds{static_cast<std::int64_t>(minute * 60000)};
        reactor_.at(at, [this, kind = fault.kind] { strike(kind); });
    }
}

void Director::strike(FaultKind kind) {
    const bool there = kind == FaultKind::hall_killed ? stage_.hall()->running()
                       : kind == FaultKind::ui_frozen ? stage_.ui() != nullptr
                                                      : true;
    if (const char* const word = word_of(kind); word != nullptr && there) {
        ++books_.struck[word];
    }
    switch (kind) {
        case FaultKind::printer_unplugged:
            return stage_.tell_printer("unplug");
        case FaultKind::printer_back:
            return stage_.tell_printer("replug");
        case FaultKind::paper_out:
            return stage_.tell_printer("fault paper-out");
        case FaultKind::paper_refilled:
            return stage_.tell_printer("clear paper-out");
        case FaultKind::bus_noisy:
            return stage_.tell_bus({{"do", "fault"}, {"name", "garbage"}, {"rate", 0.05}});
        case FaultKind::bus_quiet:
            return stage_.tell_bus({{"do", "clear"}});
        case FaultKind::head_office_killed:
            head_office_wanted_ = false;
            ++books_.head_office_kills;
            return stage_.head_office()->signal(SIGKILL);
        case FaultKind::head_office_back:
            head_office_wanted_ = true;
            return;
        case FaultKind::hall_killed:
            // A process that is down already is not killed, and not counted.
            books_.hall_kills += stage_.hall()->running() ? 1U : 0U;
            return stage_.hall()->signal(SIGKILL);
        case FaultKind::ui_frozen:
        case FaultKind::ui_continued:
            if (stage_.ui() != nullptr) {
                stage_.ui()->signal(kind == FaultKind::ui_frozen ? SIGSTOP : SIGCONT);
            }
            return;
    }
}

/// What systemd does for an installed hall: start again what has ended.
void Director::watch_processes() {
    reactor_.after_real(milliseconds{100}, [this] { watch_processes(); });
    Result<void, std::string> started;
    if (!stage_.hall()->running()) {
        started = stage_.start_hall();
    }
    if (started && head_office_wanted_ && !stage_.head_office()->running()) {
        started = stage_.start_head_office();
    }
    if (!started) {
        failure_ = started.error();
        reactor_.quit();
    }
}

/// Why the reactor was told to quit says more than what was waited for.
std::string Director::why(const std::string& what) const {
    return failure_.empty() ? what : failure_;
}

Result<Books, std::string> Director::play() {
    if (auto opened = open(); !opened) {
        return fail(opened.error());
    }
    open_counters();
    if (!wait([this] { return api_->unanswered() == 0; }, kStartPatience) || !failure_.empty()) {
        return fail(why("kioskd does not answer"));
    }
    const bool freezes_ui =
        std::any_of(setting_.faults.begin(), setting_.faults.end(),
                    [](const PlannedFault& fault) { return fault.kind == FaultKind::ui_frozen; });
    if (setting_.window || freezes_ui) {
        if (auto shown = stage_.start_ui("terminal"); !shown) {
            return fail(shown.error());
        }
    }
    announce();
    watch_processes();
    schedule_faults();
    if (early_) {
        player_->stop();
    }
    player_->start();
    tell_progress();
    const double day_s = (plan_.last_min - plan_.first_min) * 60 / setting_.speed;
    if (!wait([this] { return player_->finished(); }, seconds{static_cast<std::int64_t>(3 * day_s) + 600})) {
        return fail(why(fmt::format("the day did not end: {:.0f} % played", 100 * player_->progress())));
    }
    if (auto closed = close_day(); !closed) {
        return fail(closed.error());
    }
    collect();
    return std::move(books_);
}

void Director::end_early() {
    early_ = true;
    if (player_) {
        player_->stop();
    }
    put_line(say("showroom.ending"));
}

Result<void, std::string> Director::close_day() {
    // A day so short that a repair was still planned ends repaired.
    if (!setting_.faults.empty()) {
        strike(FaultKind::printer_back);
        strike(FaultKind::paper_refilled);
        strike(FaultKind::bus_quiet);
        strike(FaultKind::ui_continued);
    }
    head_office_wanted_ = true;
    // Shared: the answer may come when nobody waits for it any more.
    const auto closed = std::make_shared<bool>(false);
    const WallTime rated = reactor_.clock().wall() + seconds{kRatingSeconds + 10};
    bool due = early_;
    // A hall ended early waits for no rating; the timer must not outlive what it sets.
    const auto timer = reactor_.at(rated, [&] { due = true; });
    static_cast<void>(wait([&] { return due || early_; }, kDrainPatience));
    reactor_.cancel(timer);
    api_->command("day.close", json::object(), [closed](const json&) { *closed = true; });
    if (!wait([&] { return *closed; }, kDrainPatience)) {
        return fail(why("the day could not be closed: kioskd does not answer"));
    }
    return {};
}

}  // namespace jiaohao::showroom
