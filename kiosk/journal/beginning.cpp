// SPDX-License-Identifier: Apache-2.0
#include "kiosk/journal/beginning.hpp"

#include <fmt/format.h>

#include <set>
#include <vector>

#include "kiosk/journal/files.hpp"
#include "kiosk/journal/floors.hpp"
#include "kiosk/journal/moved.hpp"
#include "kiosk/journal/rescue.hpp"
#include "kiosk/journal/schema.hpp"
#include "kiosk/journal/set_aside.hpp"
#include "kiosk/journal/snapshot_codec.hpp"
#include "kiosk/journal/snapshot_file.hpp"

namespace jiaohao::journal {
namespace {

namespace fs = std::filesystem;

struct Beginning {
    domain::EpochReason reason{};
    std::optional<domain::EpochId> previous;
    /// The hall goes on with its numbers and tickets from here.
    std::optional<Rescued> take_over;
    std::map<domain::EpochId, domain::Seq> acknowledged;
    fs::path set_aside;
    std::optional<ports::LeftJournal> left;
};

std::string names_in(const fs::path& folder) {
    std::set<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder)) {
        names.insert(entry.path().filename().string());
    }
    return fmt::format("{}", fmt::join(names, ", "));
}

/// Folders whose content nobody has gone on from yet.
std::vector<fs::path> to_be_read(const Options& options, const Beginning& why) {
    if (why.set_aside.empty()) {
        return {};
    }
    return why.previous ? set_aside_before(options.folder, why.previous) : std::vector{why.set_aside};
}

Opened begin(const Options& options, HighWater& high_water, Beginning why) {
    const Places places(options.folder);
    Opened opened;
    auto& recovered = opened.loaded.recovered;
    recovered.epoch = domain::EpochId{make_uuid(options.random)};
    recovered.fresh = true;
    recovered.reason = why.reason;
    recovered.previous = why.previous;
    if (!why.set_aside.empty()) {
        recovered.set_aside = why.set_aside.string();
        recovered.set_aside_files = names_in(why.set_aside);
    }
    if (why.take_over) {
        recovered.state = std::move(why.take_over->state);
        recovered.salvaged = why.take_over->read;
        recovered.lost = why.take_over->missing;
        take_floors(high_water, recovered);
    }
    recovered.state.epoch = recovered.epoch;
    recovered.state.seq = domain::Seq{0};
    opened.loaded.hall = options.hall;
    opened.loaded.terminal = options.terminal;
    opened.loaded.acknowledged = why.acknowledged;
    opened.loaded.snapshot = encode_state(recovered.state);
    for (const char* end : {"", "-wal", "-shm"}) {
        fs::remove(places.database.string() + end);
    }
    opened.store =
        std::make_unique<Store>(Store::Setting{places.database, options.vfs, options.quota_bytes}, true);
    Store& store = *opened.store;
    store.put_meta(meta_key::hall, options.hall.get());
    store.put_meta(meta_key::terminal, options.terminal.get());
    store.put_meta(meta_key::epoch, recovered.epoch.get());
    store.put_meta(meta_key::created, fmt::format("{:020}", options.clock.wall().time_since_epoch().count()));
    store.put_meta(meta_key::fresh, encode_fresh(recovered));
    for (const auto& [epoch, seq] : why.acknowledged) {
        store.put_meta(meta_key::acknowledged + epoch.get(), fmt::format("{}", seq.get()));
    }
    if (why.left) {
        recovered.left = std::move(why.left);
        store.put_meta(meta_key::left, encode_left(*recovered.left, domain::Seq{0}));
    }
    store.put_snapshot(domain::Seq{0}, kSnapshotVersion, opened.loaded.snapshot);
    store.commit();
    sync_folder(options.folder);
    options.log.info("epoch.begun", {{"epoch", recovered.epoch.get()}, {"reason", domain::code(why.reason)}});
    return opened;
}

}  // namespace

Opened begin_first(const Options& options, HighWater& high_water) {
    return begin(options, high_water, {domain::EpochReason::created, std::nullopt, std::nullopt, {}, {}, {}});
}

Opened begin_after_damage(const Options& options, HighWater& high_water, const std::string& problem) {
    const Places places(options.folder);
    const bool snapshot_there = fs::exists(places.snapshot);
    Beginning why{domain::EpochReason::damaged,
                  high_water.epoch(),
                  Rescued{read_snapshot_file(places.snapshot, options.log), 0, 0},
                  {},
                  {},
                  {}};
    why.set_aside = set_aside(options, why.previous);
    for (const fs::path& folder : to_be_read(options, why)) {
        Rescued more =
            rescue(folder, options.vfs, why.previous, std::move(why.take_over->state), options.log);
        why.take_over->state = std::move(more.state);
        why.take_over->read += more.read;
        why.take_over->missing += more.missing;
    }
    // The high-water file names an epoch before its first commit: without one, and with nothing to go on from,
    // the very first start was cut short.
    if (!why.previous && !high_water.damaged() && !snapshot_there && why.take_over->read == 0) {
        why.reason = domain::EpochReason::created;
    }
    if (!why.previous && !why.take_over->state.epoch.get().empty()) {
        why.previous = why.take_over->state.epoch;
    }
    options.log.error("journal.damaged",
                      {{"problem", problem},
                       {"set_aside", why.set_aside.empty() ? "nothing was there" : why.set_aside.string()},
                       {"read", why.take_over->read},
                       {"missing", why.take_over->missing}});
    return begin(options, high_water, std::move(why));
}

Opened begin_after_move(const Options& options, HighWater& high_water, ports::LeftJournal left,
                        std::map<domain::EpochId, domain::Seq> acknowledged) {
    Beginning why{domain::EpochReason::moved, left.epoch, Rescued{},
                  std::move(acknowledged),    {},         std::move(left)};
    return begin(options, high_water, std::move(why));
}

}  // namespace jiaohao::journal
