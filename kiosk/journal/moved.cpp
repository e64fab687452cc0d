// SPDX-License-Identifier: Apache-2.0
#include "kiosk/journal/moved.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>

#include "kiosk/domain/is_final.hpp"
#include "kiosk/journal/files.hpp"
#include "kiosk/journal/floors.hpp"
#include "kiosk/journal/old_epochs.hpp"
#include "kiosk/journal/places.hpp"
#include "kiosk/journal/set_aside.hpp"
#include "kiosk/journal/snapshot_codec.hpp"
#include "kiosk/wire/json_text.hpp"

namespace jiaohao::journal {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using Mode = sqlite::Connection::Mode;

std::string meta_of(sqlite::Connection& db, const char* key) {
    auto get = db.prepare("SELECT value FROM meta WHERE key = ?1");
    get.bind(1, std::string_view(key));
    return get.step() ? std::string(get.text(0)) : std::string();
}

/// All of it can be read: what cannot stays where it is, for the uploader and for people.
bool whole(sqlite::Connection& db) {
    auto check = db.prepare("PRAGMA quick_check(1)");
    return check.step() && check.text(0) == "ok" &&
           state_now(db, domain::Seq{std::numeric_limits<std::int64_t>::max()}).has_value();
}

std::string encode_moved(const Options& options, const HighWater& high_water) {
    json numbers = json::object();
    for (const auto& [day, floors] : high_water.all_days()) {
        for (const auto& [range, ordinal] : floors) {
            numbers[domain::to_string(day)][range.get()] = ordinal;
        }
    }
    return wire::to_text({{"at", options.clock.wall().time_since_epoch().count()}, {"numbers", numbers}});
}

/// How far numbers were reserved when it was set aside.
HighWater::Days numbers_then(const json& moved) {
    HighWater::Days days;
    for (const auto& [text, ranges] : moved.at("numbers").items()) {
        const auto day = domain::parse_business_day(text);
        for (const auto& [range, ordinal] : ranges.items()) {
            if (day) {
                days[*day][domain::RangeId{range}] = ordinal.get<std::uint32_t>();
            }
        }
    }
    return days;
}

/// What was reserved since: by whoever had this folder under other names.
HighWater::Days given_meanwhile(const HighWater& high_water, const std::string& moved) {
    HighWater::Days then;
    try {
        const auto content = wire::parse_json(moved);
        then = content ? numbers_then(*content) : HighWater::Days{};
    } catch (const json::exception&) {
        then.clear();
    }
    HighWater::Days more;
    for (const auto& [day, floors] : high_water.all_days()) {
        for (const auto& [range, ordinal] : floors) {
            const auto known = then.find(day);
            const auto before = known == then.end() ? HighWater::Floors{} : known->second;
            const auto found = before.find(range);
            if (found == before.end() || found->second < ordinal) {
                more[day][range] = ordinal;
            }
        }
    }
    return more;
}

bool lent_in(const HighWater::Days& days) {
    return std::ranges::any_of(days, [](const auto& day) {
        return std::ranges::any_of(day.second,
                                   [](const auto& one) { return one.first.get().ends_with(":lent"); });
    });
}

/// Leaves no journal.db, and nothing that is of it alone.
fs::path leave(const Options& options, const HighWater& high_water, Opened before) {
    const Places places(options.folder);
    Store& store = *before.store;
    store.put_meta(meta_key::moved, encode_moved(options, high_water));
    // Without a log there is one file to rename.
    store.db().exec("PRAGMA journal_mode = DELETE");
    before.store.reset();
    fs::create_directories(places.old);
    fs::path file = places.old / (before.loaded.recovered.epoch.get() + ".db");
    fs::rename(places.database, file);
    sync_folder(places.old);
    sync_folder(options.folder);
    return file;
}

struct Left {
    fs::path file;
    ports::LeftJournal told;
    std::map<domain::EpochId, domain::Seq> acknowledged;
};

Left look_at(const fs::path& file, const std::string& vfs) {
    sqlite::Connection db(file, Mode::read_only, vfs);
    return {file, describe(db, file), acknowledged_in(db)};
}

/// The journal that was here last, when it is another one.
std::optional<Left> left_for(const Options& options, const HighWater& high_water,
                             const domain::EpochId& epoch) {
    if (!high_water.epoch() || high_water.epoch() == epoch) {
        return std::nullopt;
    }
    const fs::path file = Places(options.folder).old / (high_water.epoch()->get() + ".db");
    return fs::exists(file) ? std::optional(look_at(file, options.vfs)) : std::nullopt;
}

Opened take_up(const Options& options, const HighWater& high_water, const fs::path& file) {
    const Places places(options.folder);
    fs::rename(file, places.database);
    sync_folder(options.folder);
    sync_folder(places.old);
    Opened opened;
    opened.store =
        std::make_unique<Store>(Store::Setting{places.database, options.vfs, options.quota_bytes}, false);
    opened.loaded = load(*opened.store);
    settle_back(options, high_water, opened);
    return opened;
}

Opened go_on(const Options& options, HighWater& high_water, const fs::path& left_file) {
    const Places places(options.folder);
    // Of the journal that was left: its queue must not come into another one's.
    fs::remove(places.snapshot);
    if (const auto file = set_aside_under(places.old, options.hall, options.terminal, options.log)) {
        return take_up(options, high_water, *file);
    }
    Left left = look_at(left_file, options.vfs);
    return begin_after_move(options, high_water, std::move(left.told), std::move(left.acknowledged));
}

}  // namespace

std::optional<WallTime> set_aside_at(sqlite::Connection& db) {
    const std::string text = meta_of(db, meta_key::moved);
    if (text.empty()) {
        return std::nullopt;
    }
    const auto content = wire::parse_json(text);
    const std::int64_t at = content && content->is_object() ? content->value("at", std::int64_t{0}) : 0;
    return WallTime{std::chrono::milliseconds{at}};
}

ports::LeftJournal describe(sqlite::Connection& db, const fs::path& file) {
    ports::LeftJournal left;
    left.hall = domain::HallId{meta_of(db, meta_key::hall)};
    left.terminal = domain::TerminalId{meta_of(db, meta_key::terminal)};
    left.epoch = domain::EpochId{meta_of(db, meta_key::epoch)};
    left.file = file.string();
    if (const auto state = state_now(db, domain::Seq{std::numeric_limits<std::int64_t>::max()})) {
        left.last_at = state->last_at;
        left.day = state->day;
        left.day_open = state->day_open;
        left.waiting = static_cast<std::uint64_t>(std::ranges::count_if(
            state->tickets, [](const auto& one) { return !domain::is_final(one.second.status); }));
    }
    return left;
}

std::optional<fs::path> set_aside_under(const fs::path& old, const domain::HallId& hall,
                                        const domain::TerminalId& terminal, const Log& log) {
    std::optional<fs::path> newest;
    WallTime newest_at{};
    for_each_old(old, log, "journal.not_taken_up", [&](const fs::path& file, sqlite::Connection& db) {
        const auto at = set_aside_at(db);
        if (!at || meta_of(db, meta_key::hall) != hall.get() ||
            meta_of(db, meta_key::terminal) != terminal.get() || (newest && *at <= newest_at) ||
            db.integer("SELECT count(*) FROM (SELECT seq FROM event LIMIT 1)") == 0) {
            return;
        }
        if (!whole(db)) {
            throw Damaged("is damaged");
        }
        newest = file;
        newest_at = *at;
    });
    return newest;
}

Opened move_on(const Options& options, HighWater& high_water, Opened before) {
    return go_on(options, high_water, leave(options, high_water, std::move(before)));
}

std::optional<Opened> finish_move(const Options& options, HighWater& high_water) {
    const Places places(options.folder);
    if (!high_water.epoch() || high_water.damaged() || log_there(places)) {
        return std::nullopt;
    }
    const fs::path file = places.old / (high_water.epoch()->get() + ".db");
    if (!fs::exists(file)) {
        return std::nullopt;
    }
    {
        sqlite::Connection db(file, Mode::read_only, options.vfs);
        if (!set_aside_at(db)) {
            return std::nullopt;
        }
    }
    return go_on(options, high_water, file);
}

void settle_back(const Options& options, const HighWater& high_water, Opened& opened) {
    Store& store = *opened.store;
    const auto moved = store.meta(meta_key::moved);
    if (!moved) {
        return;
    }
    ports::Recovered& recovered = opened.loaded.recovered;
    const auto more = given_meanwhile(high_water, *moved);
    raise_numbers(more, recovered.state);
    if (lent_in(more)) {
        // It is out there: a satellite is lent anew above it, not its old block again.
        std::erase_if(recovered.state.leases, [&](const auto& one) { return one.first != options.terminal; });
    }
    opened.loaded.snapshot = encode_state(recovered.state);
    store.begin();
    store.put_snapshot(opened.loaded.last, kSnapshotVersion, opened.loaded.snapshot);
    store.db().exec(fmt::format("DELETE FROM meta WHERE key = '{}'", meta_key::moved));
    if (auto left = left_for(options, high_water, recovered.epoch)) {
        for (const auto& [epoch, seq] : left->acknowledged) {
            auto& known = opened.loaded.acknowledged[epoch];
            known = std::max(known, seq);
            store.put_meta(meta_key::acknowledged + epoch.get(), fmt::format("{}", known.get()));
        }
        store.put_meta(meta_key::left, encode_left(left->told, opened.loaded.last));
        recovered.left = std::move(left->told);
    }
    store.commit();
    recovered.taken_up = true;
    options.log.warning(
        "epoch.taken_up",
        {{"epoch", recovered.epoch.get()}, {"seq", opened.loaded.last.get()}, {"days_raised", more.size()}});
}

std::string encode_left(const ports::LeftJournal& left, domain::Seq last) {
    json content{{"seq", last.get()},
                 {"hall", left.hall.get()},
                 {"terminal", left.terminal.get()},
                 {"epoch", left.epoch.get()},
                 {"file", left.file},
                 {"last_at", left.last_at.time_since_epoch().count()},
                 {"open", left.day_open},
                 {"waiting", left.waiting}};
    if (left.day) {
        content["day"] = domain::to_string(*left.day);
    }
    return wire::to_text(content);
}

std::optional<ports::LeftJournal> decode_left(std::string_view text, domain::Seq last) {
    const auto content = wire::parse_json(text);
    try {
        if (!content || content->at("seq").get<std::uint64_t>() != last.get()) {
            return std::nullopt;
        }
        ports::LeftJournal left;
        left.hall = domain::HallId{content->at("hall").get<std::string>()};
        left.terminal = domain::TerminalId{content->at("terminal").get<std::string>()};
        left.epoch = domain::EpochId{content->at("epoch").get<std::string>()};
        left.file = content->at("file").get<std::string>();
        left.last_at = WallTime{std::chrono::milliseconds{content->at("last_at").get<std::int64_t>()}};
        left.day_open = content->at("open").get<bool>();
        left.waiting = content->at("waiting").get<std::uint64_t>();
        if (const auto day = domain::parse_business_day(content->value("day", ""))) {
            left.day = *day;
        }
        return left;
    } catch (const json::exception&) {
        // It only tells people something.
        return std::nullopt;
    }
}

}  // namespace jiaohao::journal
