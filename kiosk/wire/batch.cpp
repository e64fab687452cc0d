// SPDX-License-Identifier: Apache-2.0
#include "kiosk/wire/batch.hpp"

#include <fmt/format.h>

#include <array>
#include <nlohmann/json.hpp>

#include "kiosk/wire/event_values.hpp"
#include "kiosk/wire/json_text.hpp"

namespace jiaohao::wire {
namespace {

using values::Json;

constexpr std::uint32_t kBatchVersion = 1;
/// Fields that stand once in the batch unless an element carries its own.
constexpr std::array kShared{"v", "day", "boot", "sim"};

bool has_whole(const Json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_number_integer();
}

Json envelope_of(const Json& first) {
    Json batch{{"batch", kBatchVersion}, {"first", first["seq"]}, {"hall", first["hall"]},
               {"v", first["v"]},        {"day", first["day"]},   {"at", first["at"]},
               {"boot", first["boot"]},  {"mono", first["mono"]}, {"sim", first.contains("sim")},
               {"events", Json::array()}};
    return batch;
}

Json element_of(const Json& batch, Json event) {
    const auto dt = event["at"].get<std::int64_t>() - batch["at"].get<std::int64_t>();
    const auto dm = event["mono"].get<std::int64_t>() - batch["mono"].get<std::int64_t>();
    event["sim"] = event.contains("sim");
    for (const char* name : kShared) {
        if (event[name] == batch[name]) {
            event.erase(name);
        }
    }
    for (const char* name : {"hall", "terminal", "epoch", "seq", "at", "mono"}) {
        event.erase(name);
    }
    if (dt != 0) {
        event["dt"] = dt;
    }
    if (dm != dt) {
        event["dm"] = dm;
    }
    return event;
}

CodecError at_element(std::size_t index, std::string_view field, std::string problem) {
    return {fmt::format("events[{}].{}", index, field), std::move(problem)};
}

/// The shared part, checked as far as elements need it.
Result<Json, CodecError> read_envelope(std::string_view body, domain::Seq first) {
    if (body.size() > kMostBatchBytes) {
        return fail(CodecError{"", fmt::format("is {} bytes, more than {}", body.size(), kMostBatchBytes)});
    }
    auto batch = parse_json(body);
    if (!batch) {
        return fail(CodecError{"", batch.error()});
    }
    if (!batch->is_object()) {
        return fail(CodecError{"", "is not an object"});
    }
    const auto version = batch->find("batch");
    if (version == batch->end() || *version != kBatchVersion) {
        return fail(CodecError{"batch", "is not 1, the version of batches known here"});
    }
    const auto hall = batch->find("hall");
    if (hall == batch->end() || !hall->is_string() || hall->get_ref<const std::string&>().empty()) {
        return fail(CodecError{"hall", "is not a name"});
    }
    const auto claimed = batch->find("first");
    if (first.get() == 0 || claimed == batch->end() || *claimed != first.get()) {
        return fail(CodecError{"first", fmt::format("is not {}, the seq of the address", first.get())});
    }
    const auto events = batch->find("events");
    if (events == batch->end() || !events->is_array() || events->empty()) {
        return fail(CodecError{"events", "is not a list of at least one event"});
    }
    if (events->size() > kMostBatchEvents) {
        return fail(CodecError{"events", fmt::format("holds more than {}", kMostBatchEvents)});
    }
    return std::move(*batch);
}

using Times = std::pair<std::int64_t, std::int64_t>;

/// Base plus difference, in ms: (at, mono).
Result<Times, std::string> times_of(const Json& batch, const Json& element) {
    std::array<std::int64_t, 4> ms{};
    constexpr std::array names{"at", "mono", "dt", "dm"};
    for (std::size_t i = 0; i < names.size(); ++i) {
        const bool base = i < 2;
        const Json& from = base ? batch : element;
        const auto found = from.find(names[i]);
        if (found == from.end()) {
            if (base) {
                return fail(fmt::format("has no base: {} of the batch is missing", names[i]));
            }
            ms[i] = i == 3 ? ms[2] : 0;
        } else if (auto problem = values::read_ms(*found, ms[i])) {
            return fail(fmt::format("{} {}", names[i], *problem));
        }
    }
    return Times{ms[0] + ms[2], ms[1] + ms[3]};
}

/// The whole event as JSON: what the batch shares, over it the element's own fields, over these its identity.
Result<Json, std::string> expand(const Json& batch, const Json& element, const Json& identity) {
    if (!element.is_object()) {
        return fail(std::string("is not an object"));
    }
    const auto times = times_of(batch, element);
    if (!times) {
        return fail(times.error());
    }
    Json whole = Json::object();
    for (const char* name : kShared) {
        if (batch.contains(name)) {
            whole[name] = batch[name];
        }
    }
    whole.update(element);
    whole.update(identity);
    whole.erase("dt");
    whole.erase("dm");
    whole["at"] = times->first;
    whole["mono"] = times->second;
    if (whole.contains("sim") && whole["sim"] == false) {
        whole.erase("sim");
    }
    return whole;
}

void read_event(const Json& batch, const Json& element, const Json& identity, BatchElement& out) {
    const bool is_raw = element.is_object() && element.contains("raw") && !element.contains("type");
    if (is_raw) {
        auto bytes = element["raw"].is_string() ? from_base64(element["raw"].get_ref<const std::string&>())
                                                : fail(std::string("is not a string"));
        out.raw = bytes ? *bytes : to_text(element);
        out.problem = bytes ? "sent raw by the terminal" : "raw " + bytes.error();
        return;
    }
    auto whole = expand(batch, element, identity);
    if (!whole) {
        out.raw = to_text(element);
        out.problem = whole.error();
        return;
    }
    auto event = decode(*whole);
    if (!event) {
        out.raw = to_text(*whole);
        out.problem = event.error().field + " " + event.error().problem;
        return;
    }
    out.canonical = to_text(*whole);
    out.event = std::move(*event);
}

}  // namespace

std::string encode_batch(const std::vector<domain::RecordedEvent>& events) {
    Json batch;
    for (const domain::RecordedEvent& event : events) {
        Json json = encode(event);
        if (batch.is_null()) {
            batch = envelope_of(json);
        }
        batch["events"].push_back(element_of(batch, std::move(json)));
    }
    return to_text(batch);
}

std::string encode_raw_batch(const domain::RecordedEvent& event) {
    const auto seq = event.envelope.seq.get();
    const Json element{{"seq", seq}, {"raw", to_base64(canonical(event))}};
    return to_text(Json{{"batch", kBatchVersion},
                        {"first", seq},
                        {"hall", event.envelope.hall.get()},
                        {"events", Json::array({element})}});
}

Result<Batch, CodecError> decode_batch(std::string_view body, const domain::TerminalId& terminal,
                                       const domain::EpochId& epoch, domain::Seq first) {
    const auto json = read_envelope(body, first);
    if (!json) {
        return fail(json.error());
    }
    Batch batch;
    batch.hall = domain::HallId{(*json)["hall"].get<std::string>()};
    std::uint64_t seq = first.get();
    for (const Json& element : (*json)["events"]) {
        const std::size_t index = batch.elements.size();
        if (element.is_object() && element.contains("seq")) {
            if (!has_whole(element, "seq")) {
                return fail(at_element(index, "seq", "is not a whole number"));
            }
            if (element["seq"] != seq) {
                return fail(at_element(index, "seq", fmt::format("is not {}, the next one", seq)));
            }
        }
        BatchElement& out = batch.elements.emplace_back();
        out.seq = domain::Seq{seq};
        const Json identity{
            {"hall", batch.hall.get()}, {"terminal", terminal.get()}, {"epoch", epoch.get()}, {"seq", seq}};
        read_event(*json, element, identity, out);
        ++seq;
    }
    return batch;
}

}  // namespace jiaohao::wire
