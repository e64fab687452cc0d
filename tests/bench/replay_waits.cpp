// Recorded visits through the wait estimator of the product, beside what it is measured against:
//   replay_waits --tickets FILE... --bank FILE... [--warm FILE...] [--json OUT]
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "tests/bench/replay_report.hpp"

namespace {

using namespace jiaohao;
using namespace jiaohao::bench;

struct Arguments {
    std::vector<std::string> tickets;
    std::vector<std::string> bank;
    std::vector<std::string> warm;
    std::string json;
};

struct Records {
    Halls halls, warm_halls;
    Pools pools, warm_pools;
    Dropped dropped;
};

Result<void, std::string> read_warm(const std::string& path, Records& records) {
    const auto kind = kind_of(path);
    if (!kind) {
        return fail(kind.error());
    }
    return *kind == FileKind::tickets ? read_tickets(path, records.warm_halls, records.dropped)
                                      : read_calls(path, records.warm_pools, records.dropped);
}

Result<Records, std::string> read(const Arguments& arguments) {
    Records records;
    Result<void, std::string> done;
    for (const auto& path : arguments.tickets) {
        done = done ? read_tickets(path, records.halls, records.dropped) : done;
    }
    for (const auto& path : arguments.bank) {
        done = done ? read_calls(path, records.pools, records.dropped) : done;
    }
    for (const auto& path : arguments.warm) {
        done = done ? read_warm(path, records) : done;
    }
    if (!done) {
        return fail(done.error());
    }
    if ((!arguments.tickets.empty() && records.halls.empty()) ||
        (!arguments.bank.empty() && records.pools.empty())) {
        return fail(std::string("no row of the files can be replayed"));
    }
    return records;
}

Result<std::vector<Population>, std::string> score(const Records& records) {
    std::vector<Population> all;
    Result<std::vector<Population>, std::string> none;
    auto halls = records.halls.empty() ? none : score_tickets(records.halls, records.warm_halls);
    auto pools = records.pools.empty() ? none : score_calls(records.pools, records.warm_pools);
    for (auto* part : {&pools, &halls}) {
        if (!*part) {
            return fail(part->error());
        }
        std::move((*part)->begin(), (*part)->end(), std::back_inserter(all));
    }
    return all;
}

int refuse(const std::string& what) {
    fmt::print(stderr, "replay_waits: {}\n", what);
    return 1;
}

int run(const Arguments& arguments) {
    const auto records = read(arguments);
    if (!records) {
        return refuse(records.error());
    }
    const auto populations = score(*records);
    if (!populations) {
        return refuse(populations.error());
    }
    fmt::print("{}", table(*populations, records->dropped));
    if (!arguments.json.empty()) {
        std::ofstream file(arguments.json);
        file << json_text(*populations, records->dropped);
        if (!file.flush()) {
            return refuse(fmt::format("{}: cannot be written", arguments.json));
        }
    }
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app{
        "Replays recorded visits through the wait estimator; prints its errors beside other methods'."};
    Arguments arguments;
    auto* const tickets = app.add_option("--tickets", arguments.tickets, "tickets of halls (csv, csv.gz)");
    auto* const bank =
        app.add_option("--bank", arguments.bank, "calls to clerks (17 columns parted by tabs, gz too)");
    app.add_option("--warm", arguments.warm, "files of either kind, learnt from first and not scored");
    app.add_option("--json", arguments.json, "write the figures here, too");
    try {
        app.parse(argc, argv);
        if (tickets->count() + bank->count() == 0) {
            throw CLI::RequiredError("--tickets or --bank");
        }
        return run(arguments);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    } catch (const std::exception& error) {
        return refuse(error.what());
    }
}
