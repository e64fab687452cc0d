// SPDX-License-Identifier: Apache-2.0
#include "kiosk/journal/load.hpp"

#include <fmt/format.h>

#include <charconv>
#include <nlohmann/json.hpp>

#include "kiosk/domain/decide.hpp"
#include "kiosk/journal/moved.hpp"
#include "kiosk/journal/snapshot_codec.hpp"
#include "kiosk/wire/event_codec.hpp"
#include "kiosk/wire/json_text.hpp"

namespace jiaohao::journal {
namespace {

using nlohmann::json;

std::string needed(Store& store, const char* key) {
    auto value = store.meta(key);
    if (!value) {
        throw Damaged(fmt::format("meta has no '{}'", key));
    }
    return std::move(*value);
}

void check_file(Store& store) {
    auto check = store.db().prepare("PRAGMA quick_check(1)");
    if (!check.step() || check.text(0) != "ok") {
        throw Damaged(fmt::format("quick_check: {}", check.text(0)));
    }
}

struct Span {
    std::uint64_t count = 0;
    std::uint64_t first = 0;
    std::uint64_t last = 0;
};

Span span_of(Store& store) {
    auto get = store.db().prepare("SELECT count(*), coalesce(min(seq), 0), coalesce(max(seq), 0) FROM event");
    static_cast<void>(get.step());
    const Span span{static_cast<std::uint64_t>(get.integer(0)), static_cast<std::uint64_t>(get.integer(1)),
                    static_cast<std::uint64_t>(get.integer(2))};
    if (span.count > 0 && span.count != span.last - span.first + 1) {
        throw Damaged(
            fmt::format("{} events where {} to {} should stand", span.count, span.first, span.last));
    }
    return span;
}

/// The newest snapshot that can be read and from which every later event is there.
void take_snapshot(sqlite::Connection& db, const Span& span, Loaded& loaded) {
    auto get = db.prepare("SELECT seq, body FROM snapshot ORDER BY seq DESC");
    std::string problem = "there is none";
    while (get.step()) {
        const auto seq = static_cast<std::uint64_t>(get.integer(0));
        auto state = decode_state(get.text(1));
        if (!state) {
            problem = state.error();
        } else if (seq > span.last && span.count > 0) {
            problem = fmt::format("that of {} is newer than the last event {}", seq, span.last);
        } else if (span.count > 0 && span.first > seq + 1) {
            problem = fmt::format("that of {} is followed by event {}", seq, span.first);
        } else {
            loaded.snapshot = std::string(get.text(1));
            loaded.recovered.state = std::move(*state);
            loaded.recovered.state.seq = domain::Seq{seq};
            return;
        }
    }
    if (span.count > 0 && span.first != 1) {
        throw Damaged("no usable snapshot: " + problem);
    }
}

void apply_events(sqlite::Connection& db, std::uint64_t last, Loaded& loaded) {
    auto get = db.prepare("SELECT seq, body FROM event WHERE seq > ?1 AND seq <= ?2 ORDER BY seq");
    get.bind(1, static_cast<std::int64_t>(loaded.recovered.state.seq.get()));
    get.bind(2, static_cast<std::int64_t>(last));
    while (get.step()) {
        const auto body = wire::parse_json(get.text(1));
        if (!body) {
            throw Damaged(fmt::format("event {} {}", get.integer(0), body.error()));
        }
        const auto event = wire::decode(*body);
        if (!event) {
            throw Damaged(
                fmt::format("event {}: {} {}", get.integer(0), event.error().field, event.error().problem));
        }
        domain::apply(loaded.recovered.state, *event);
    }
}

void read_last(sqlite::Connection& db, Loaded& loaded) {
    auto get = db.prepare("SELECT body FROM event ORDER BY seq DESC LIMIT 1");
    if (!get.step()) {
        return;
    }
    // One that cannot be read and is older than the snapshot costs nothing but this.
    const auto body = wire::parse_json(get.text(0));
    const auto event = body ? wire::decode(*body) : tl::unexpected(wire::CodecError{});
    if (event) {
        loaded.recovered.last = event->envelope;
    }
}

void read_requests(Store& store, Loaded& loaded) {
    auto get = store.db().prepare("SELECT id, first_seq, last_seq, answer FROM request ORDER BY last_seq");
    while (get.step()) {
        auto answer = decode_answer(get.text(3));
        if (!answer) {
            throw Damaged(fmt::format("request {}: {}", get.text(0), answer.error()));
        }
        loaded.recovered.requests.push_back({domain::RequestId{std::string(get.text(0))},
                                             domain::Seq{static_cast<std::uint64_t>(get.integer(1))},
                                             domain::Seq{static_cast<std::uint64_t>(get.integer(2))},
                                             std::move(*answer)});
    }
}

void read_fresh(Store& store, ports::Recovered& recovered) {
    const auto content = wire::parse_json(needed(store, meta_key::fresh));
    try {
        if (!content) {
            throw Damaged("meta 'fresh' " + content.error());
        }
        recovered.fresh = true;
        recovered.set_aside = content->value("set_aside", "");
        recovered.set_aside_files = content->value("set_aside_files", "");
        recovered.salvaged = content->value("salvaged", std::uint64_t{0});
        recovered.lost = content->value("lost", std::uint64_t{0});
        const auto reason = domain::from_code<domain::EpochReason>(content->at("reason").get<std::string>());
        recovered.reason = reason.value_or(domain::EpochReason::created);
        if (content->contains("previous")) {
            recovered.previous = domain::EpochId{content->at("previous").get<std::string>()};
        }
        for (const auto& [range, ordinal] : content->at("floors").items()) {
            recovered.floors[domain::RangeId{range}] = ordinal.get<std::uint32_t>();
        }
        const auto day = domain::parse_business_day(content->value("day", ""));
        if (day) {
            recovered.floors_day = *day;
        }
    } catch (const json::exception& error) {
        throw Damaged(fmt::format("meta 'fresh': {}", error.what()));
    }
}

void read_left(Store& store, Loaded& loaded) {
    if (const auto text = store.meta(meta_key::left)) {
        loaded.recovered.left = decode_left(*text, loaded.last);
        loaded.recovered.taken_up = loaded.recovered.left && loaded.last.get() > 0;
    }
}

}  // namespace

std::map<domain::EpochId, domain::Seq> acknowledged_in(sqlite::Connection& db) {
    std::map<domain::EpochId, domain::Seq> found;
    auto get = db.prepare("SELECT substr(key, 14), value FROM meta WHERE key GLOB 'acknowledged:*'");
    while (get.step()) {
        const std::string value(get.text(1));
        std::uint64_t seq = 0;
        std::from_chars(value.data(), value.data() + value.size(), seq);
        found[domain::EpochId{std::string(get.text(0))}] = domain::Seq{seq};
    }
    return found;
}

std::string encode_fresh(const ports::Recovered& recovered) {
    json content{{"reason", std::string(domain::code(recovered.reason))}, {"floors", json::object()}};
    if (!recovered.set_aside.empty()) {
        content["set_aside"] = recovered.set_aside;
        content["set_aside_files"] = recovered.set_aside_files;
        content["salvaged"] = recovered.salvaged;
        content["lost"] = recovered.lost;
    }
    if (recovered.previous) {
        content["previous"] = recovered.previous->get();
    }
    for (const auto& [range, ordinal] : recovered.floors) {
        content["floors"][range.get()] = ordinal;
    }
    if (recovered.floors_day) {
        content["day"] = domain::to_string(*recovered.floors_day);
    }
    return wire::to_text(content);
}

std::optional<domain::HallState> state_now(sqlite::Connection& db, domain::Seq no_later_than) {
    // One view of the file, whatever is committed meanwhile. The ends of a table are found without reading it.
    db.exec("BEGIN");
    const auto first = static_cast<std::uint64_t>(db.integer("SELECT min(seq) FROM event"));
    const auto newest = static_cast<std::uint64_t>(db.integer("SELECT max(seq) FROM event"));
    const Span span{newest == 0 ? 0 : newest - first + 1, first, std::min(newest, no_later_than.get())};
    if (span.last == 0) {
        return std::nullopt;
    }
    Loaded loaded;
    take_snapshot(db, span, loaded);
    apply_events(db, span.last, loaded);
    loaded.recovered.state.epoch = domain::EpochId{db.text("SELECT value FROM meta WHERE key = 'epoch'")};
    if (loaded.recovered.state.seq.get() != span.last) {
        throw Damaged(fmt::format("event {} is not there", span.last));
    }
    return std::move(loaded.recovered.state);
}

Loaded load(Store& store) {
    check_file(store);
    Loaded loaded;
    loaded.hall = domain::HallId{needed(store, meta_key::hall)};
    loaded.terminal = domain::TerminalId{needed(store, meta_key::terminal)};
    loaded.recovered.epoch = domain::EpochId{needed(store, meta_key::epoch)};
    loaded.recovered.state.epoch = loaded.recovered.epoch;
    const Span span = span_of(store);
    take_snapshot(store.db(), span, loaded);
    apply_events(store.db(), span.last, loaded);
    read_last(store.db(), loaded);
    // What later decisions count on, whatever a snapshot says.
    loaded.last = domain::Seq{std::max(span.last, loaded.recovered.state.seq.get())};
    loaded.recovered.state.seq = loaded.last;
    loaded.recovered.state.epoch = loaded.recovered.epoch;
    read_requests(store, loaded);
    loaded.acknowledged = acknowledged_in(store.db());
    read_left(store, loaded);
    if (loaded.last.get() == 0) {
        read_fresh(store, loaded.recovered);
    }
    return loaded;
}

}  // namespace jiaohao::journal
