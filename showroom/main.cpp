// showroom: a whole living hall on one machine, for people, for recorded days and for tests.
// SPDX-License-Identifier: Apache-2.0
#include <curl/curl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <unistd.h>
#include <CLI/CLI.hpp>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string_view>
#include <system_error>
#include <utility>

#include "showroom/director.hpp"
#include "showroom/put_line.hpp"
#include "showroom/synthetic_day.hpp"

namespace {

using namespace jiaohao;
using namespace jiaohao::showroom;

struct Arguments {
    std::string replay;
    std::string hall;
    std::string date;
    double speed = 20;
    bool headless = false;
    std::string summary;
    std::string faults = "none";
    std::uint64_t seed = 1;
    std::uint32_t tickets = 200;
    bool papers = false;
    std::string write_day;
    std::string language;
    StageSetting stage;
};

void describe(CLI::App& app, Arguments& to) {
    app.add_option("--replay", to.replay, "recorded tickets, csv or csv.gz")->check(CLI::ExistingFile);
    app.add_option("--hall", to.hall, "hall of the recording");
    app.add_option("--date", to.date, "day of the recording, YYYY-MM-DD");
    app.add_option("--speed", to.speed, "how many times as fast as real time")
        ->check(CLI::Range(0.1, 10000.0))
        ->capture_default_str();
    app.add_flag("--headless", to.headless, "no window; ends when the day is over");
    app.add_option("--summary", to.summary, "where the summary goes, JSON");
    app.add_option("--faults", to.faults, "none, all, or some of printer,paper,noise,headoffice,ui,kill=N");
    app.add_option("--seed", to.seed, "of people and faults");
    app.add_option("--tickets", to.tickets, "tickets of the made-up day")
        ->check(CLI::Range(1, 3000))
        ->capture_default_str();
    app.add_flag("--papers", to.papers, "draw every paper also when headless");
    app.add_option("--write-day", to.write_day, "write the made-up day as a recording and end");
    app.add_option("--lang", to.language, "zh_CN or en")->check(CLI::IsMember({"zh_CN", "en"}));
    app.add_option("--printer", to.stage.printer, "a real serial port in place of the simulated printer");
    app.add_option("--printer-profile", to.stage.printer_profile, "a file of drivers/profiles without .toml");
    app.add_option("--bus", to.stage.bus, "a real serial port in place of the simulated bus");
    app.add_option("--folder", to.stage.folder, "where the hall lives (default: run-data/<pid>)");
    app.add_option("--bin", to.stage.bin, "folder of the programs");
    app.add_option("--root", to.stage.root, "source tree or share folder");
    app.add_option("--pages", to.stage.pages, "built pages");
}

Result<RecordedDay, std::string> day_of(const Arguments& arguments) {
    if (!arguments.replay.empty()) {
        if (arguments.hall.empty() || arguments.date.empty()) {
            return fail(std::string("--replay needs --hall and --date"));
        }
        return read_recorded_day(arguments.replay, arguments.hall, arguments.date);
    }
    SyntheticSetting setting;
    setting.seed = arguments.seed;
    setting.tickets = arguments.tickets;
    setting.queues = 5;
    return make_synthetic_day(setting);
}

WallTime midnight_of(const std::string& date) {
    return parse_rfc3339(date + "T00:00:00.000Z").value_or(WallTime{});
}

/// Becomes the program behind the word, which ends with its parent, whatever ends that.
int become(char** command) {
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    execv(command[0], command);
    fmt::print(stderr, "{} cannot be started: {}\n", command[0], std::generic_category().message(errno));
    return 127;
}

/// The first ticket comes two real seconds after the clock starts, when every process is up.
std::string sim_clock_for(const DayPlan& plan, double speed) {
    ScaledClock::Setting setting;
    const auto lead = std::chrono::milliseconds{static_cast<std::int64_t>(speed * 6000)};
    setting.start = midnight_of(plan.date) +
                    std::chrono::milliseconds{static_cast<std::int64_t>(plan.first_min * 60000)} - lead;
    setting.speed = speed;
    setting.anchor = SystemClock{}.boot().time_since_epoch();
    return ScaledClock::format(setting);
}

bool has_display() {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): one thread.
    return std::getenv("DISPLAY") != nullptr || std::getenv("WAYLAND_DISPLAY") != nullptr;
}

/// How often which fault struck, in words.
std::string faults_in_words(const Books& books, const Arguments& arguments, const i18n::Catalogue& words) {
    std::string all;
    for (const auto& [word, count] : books.struck) {
        const std::string one =
            words.text(arguments.language, "showroom.fault." + word, {{"count", fmt::format("{}", count)}});
        all += (all.empty() ? "" : words.text(arguments.language, "showroom.fault.and")) + one;
    }
    return all.empty() ? words.text(arguments.language, "showroom.fault.none") : all;
}

/// Whatever came of the day: its summary is written. 0: the books balance.
int finish(const Arguments& arguments, const Books& books, const i18n::Catalogue& words) {
    const std::string path =
        arguments.summary.empty() ? (arguments.stage.folder / "summary.json").string() : arguments.summary;
    std::ofstream file(path);
    file << summary(books).dump(2) << '\n';
    file.flush();
    if (!file) {
        fmt::print(stderr, "{}: cannot be written\n", path);
        return 1;
    }
    const auto wrong = imbalances(books);
    if (books.faults) {
        put_line(words.text(arguments.language, "showroom.faults",
                            {{"what", faults_in_words(books, arguments, words)}}));
    }
    for (const std::string& what : wrong) {
        put_line(words.text(arguments.language,
                            books.failure.empty() ? "showroom.unbalanced" : "showroom.failed",
                            {{"what", what}}));
    }
    if (wrong.empty()) {
        put_line(words.text(arguments.language, "showroom.balanced"));
    }
    put_line(words.text(arguments.language, "showroom.summary", {{"path", path}}));
    return wrong.empty() ? 0 : 3;
}

int run(Arguments arguments, int stop_file) {
    auto faults = plan_faults(arguments.faults);
    auto day = day_of(arguments);
    auto plan = day ? make_plan(*day, arguments.seed) : Result<DayPlan, std::string>(fail(day.error()));
    if (!faults || !plan) {
        fmt::print(stderr, "showroom: {}\n", !faults ? faults.error() : plan.error());
        return 2;
    }
    if (!arguments.write_day.empty()) {
        return write_recorded_day(arguments.write_day, *day) ? 0 : 1;
    }
    arguments.stage.sim_clock = sim_clock_for(*plan, arguments.speed);
    arguments.stage.language = arguments.language;
    arguments.stage.seed = arguments.seed;
    arguments.stage.draw_papers = !arguments.headless || arguments.papers;
    const ScaledClock clock(ScaledClock::parse(arguments.stage.sim_clock).value());
    Reactor reactor(clock);
    Stage stage(arguments.stage, *plan, reactor);
    const auto loaded = i18n::Catalogue::load(arguments.stage.root / "ui/i18n");
    bool stopped = false;
    DirectorSetting setting;
    setting.midnight = midnight_of(plan->date);
    setting.headless = arguments.headless;
    setting.window = !arguments.headless && has_display();
    setting.faults = *faults;
    setting.language = arguments.language;
    setting.speed = arguments.speed;
    Director director(setting, *plan, stage, reactor, loaded.catalogue);
    // The first Ctrl-C closes the hall and leaves a summary, the next one ends at once.
    bool ended = false;
    reactor.watch(stop_file, [&] {
        signalfd_siginfo told{};
        while (::read(stop_file, &told, sizeof told) == static_cast<ssize_t>(sizeof told)) {
            stopped = stopped || std::exchange(ended, true);
        }
        if (stopped) {
            reactor.quit();
        } else {
            director.end_early();
        }
    });
    const auto books = director.play();
    int code = stopped ? 130 : 1;
    if (books && !stopped) {
        code = finish(arguments, *books, loaded.catalogue);
        if (!arguments.headless && !std::exchange(ended, true)) {
            put_line(loaded.catalogue.text(arguments.language, "showroom.stays"));
            reactor.run([] { return false; });
        }
    } else {
        const std::string why = stopped ? "ended at once by a second signal" : books.error();
        static_cast<void>(finish(arguments, director.books_so_far(why), loaded.catalogue));
    }
    stage.stop();
    return code;
}

void fill_defaults(Arguments& arguments) {
    const std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe").parent_path();
    StageSetting& stage = arguments.stage;
    // Not the path: a build may put another file there while the day is played.
    stage.leash = fmt::format("/proc/{}/exe", getpid());
    stage.bin = stage.bin.empty() ? self : std::filesystem::absolute(stage.bin);
    stage.root = stage.root.empty() ? self.parent_path().parent_path().parent_path()
                                    : std::filesystem::absolute(stage.root);
    stage.pages = stage.pages.empty() ? self.parent_path() / "pages" : std::filesystem::absolute(stage.pages);
    stage.folder = stage.folder.empty() ? stage.root / "run-data" / fmt::format("{}", getpid())
                                        : std::filesystem::absolute(stage.folder);
    if (arguments.language.empty()) {
        // NOLINTNEXTLINE(concurrency-mt-unsafe): one thread.
        const char* lang = std::getenv("LANG");
        arguments.language = lang != nullptr && std::string_view(lang).starts_with("zh") ? "zh_CN" : "en";
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc > 2 && std::string_view(argv[1]) == kEndWithParent) {
        return become(argv + 2);
    }
    try {
        Arguments arguments;
        CLI::App app("A whole service hall on this machine: simulated devices and people, real programs");
        describe(app, arguments);
        CLI11_PARSE(app, argc, argv);
        fill_defaults(arguments);
        signal(SIGPIPE, SIG_IGN);
        sigset_t set;
        sigemptyset(&set);
        sigaddset(&set, SIGINT);
        sigaddset(&set, SIGTERM);
        sigaddset(&set, SIGHUP);
        pthread_sigmask(SIG_BLOCK, &set, nullptr);
        const int stop_file = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
        curl_global_init(CURL_GLOBAL_DEFAULT);
        const int code = run(std::move(arguments), stop_file);
        curl_global_cleanup();
        return code;
    } catch (const std::exception& error) {
        fmt::print(stderr, "showroom: {}\n", error.what());
        return 70;
    }
}
