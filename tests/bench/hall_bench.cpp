// hall_bench: what a ticket costs, in one run on one disk. It prints figures and decides nothing.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <stdlib.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <stdexcept>
#include <string>

#include "tests/bench/hall.hpp"
#include "tests/bench/report.hpp"

namespace {

using namespace jiaohao::bench;
namespace fs = std::filesystem;

struct Arguments {
    std::string program;
    std::string folder;
    std::string profile = "printer-generic-80";
    std::string json;
    bool quick = false;
};

struct Plan {
    LatencyPlan latency;
    ThroughputPlan throughput;
    std::chrono::milliseconds idle{10'000};
};

/// Long enough to see that everything works, too short to say how fast.
Plan quick_plan() {
    Plan plan;
    plan.latency.warm_up = 20;
    plan.latency.rounds = 2;
    plan.latency.each = 10;
    plan.latency.paused = 2;
    plan.throughput.passes = 1;
    plan.throughput.tickets = 64;
    plan.idle = std::chrono::milliseconds{500};
    return plan;
}

/// A fresh folder, taken away at the end when nobody named it.
class Folder {
  public:
    explicit Folder(const std::string& named) : mine_(named.empty()) {
        std::string pattern = (fs::temp_directory_path() / "hall_bench.XXXXXX").string();
        if (mine_ && ::mkdtemp(pattern.data()) == nullptr) {
            throw std::runtime_error(fmt::format("cannot make a folder {}", pattern));
        }
        path_ = mine_ ? fs::path(pattern) : fs::absolute(named);
        fs::create_directories(path_);
        if (!fs::is_empty(path_)) {
            throw std::runtime_error(fmt::format("{} is not empty; name a fresh folder", path_.string()));
        }
    }
    ~Folder() {
        std::error_code ignored;
        if (mine_) {
            fs::remove_all(path_, ignored);
        }
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    [[nodiscard]] const fs::path& path() const { return path_; }

  private:
    const bool mine_;
    fs::path path_;
};

Figures measure(const Arguments& arguments, const fs::path& folder) {
    const Plan plan = arguments.quick ? quick_plan() : Plan{};
    Hall hall({arguments.program, folder, arguments.profile});
    Figures figures;
    fmt::print(stderr, "idle, just started\n");
    figures.fresh = measure_idle(hall.process(), plan.idle);
    fmt::print(stderr, "one client\n");
    figures.latency = measure_latency(hall, folder / "bare.db", plan.latency);
    fmt::print(stderr, "many clients\n");
    figures.throughput = measure_throughput(hall, plan.throughput);
    fmt::print(stderr, "idle, after the load\n");
    figures.after_load = measure_idle(hall.process(), plan.idle);
    if (!hall.process().stop()) {
        throw std::runtime_error("kioskd did not end in order");
    }
    return figures;
}

int run(const Arguments& arguments) {
    try {
        const Folder folder(arguments.folder);
        const Figures figures = measure(arguments, folder.path());
        fmt::print("{}", table_of(figures));
        if (!arguments.json.empty()) {
            write_json(figures, arguments.json);
        }
        return 0;
    } catch (const std::exception& error) {
        fmt::print(stderr, "hall_bench: {}\n", error.what());
        return 1;
    }
}

}  // namespace

int main(int argc, char** argv) {
    Arguments arguments;
    arguments.program = (fs::read_symlink("/proc/self/exe").parent_path() / "kioskd").string();
    CLI::App app{
        "Measures what a ticket costs in a real kioskd, against a bare SQLite commit on the same disk"};
    app.add_option("--bin", arguments.program, "The kioskd to measure")->capture_default_str();
    app.add_option("--folder", arguments.folder, "A fresh folder on the disk to measure; it is kept");
    app.add_option("--printer-profile", arguments.profile, "As in [[printer]]")->capture_default_str();
    app.add_option("--json", arguments.json, "Also write the figures to this file");
    app.add_flag("--quick", arguments.quick, "Only see that everything works: a few seconds");
    CLI11_PARSE(app, argc, argv);
    return run(arguments);
}
