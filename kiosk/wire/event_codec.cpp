// SPDX-License-Identifier: Apache-2.0
#include "kiosk/wire/event_codec.hpp"

#include <utility>

#include "kiosk/wire/event_fields.hpp"
#include "kiosk/wire/event_values.hpp"
#include "kiosk/wire/json_text.hpp"

namespace jiaohao::wire {
namespace {

using values::Json;

constexpr std::uint32_t kVersion = 1;
constexpr std::size_t kMostNameBytes = 32;
constexpr std::size_t kMostIdBytes = 64;
constexpr std::size_t kMostTypeBytes = 64;

values::Home home_of(const domain::Envelope& envelope) {
    return {envelope.terminal, envelope.epoch};
}

using ReadEvent = Result<domain::Event, CodecError> (*)(const domain::Envelope&, const Json&);

template <class T>
Result<domain::Event, CodecError> read_as(const domain::Envelope& envelope, const Json& data) {
    T event;
    values::Reader reader(home_of(envelope), data, "data.");
    fields::visit(reader, event);
    if (reader.error()) {
        return fail(*reader.error());
    }
    return domain::Event{std::move(event)};
}

template <std::size_t... I>
std::map<std::string, ReadEvent, std::less<>> make_readers(std::index_sequence<I...> /*types*/) {
    std::map<std::string, ReadEvent, std::less<>> readers;
    // The last alternative is UnknownEvent, which has no reader.
    (readers.emplace(std::string(domain::type_name(domain::Event{std::in_place_index<I>})),
                     &read_as<std::variant_alternative_t<I, domain::Event>>),
     ...);
    return readers;
}

const std::map<std::string, ReadEvent, std::less<>>& readers() {
    static const auto table =
        make_readers(std::make_index_sequence<std::variant_size_v<domain::Event> - 1>{});
    return table;
}

/// As in ticket ids (domain::parse_ticket_id).
std::optional<CodecError> check_name(const char* field, std::string_view name, std::size_t most) {
    const bool plain =
        name.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-") ==
        std::string_view::npos;
    if (!plain || name.empty() || name.size() > most) {
        return CodecError{field, fmt::format("is not 1 to {} of A-Z a-z 0-9 _ -", most)};
    }
    return std::nullopt;
}

std::optional<CodecError> check_envelope(const domain::Envelope& e) {
    if (auto error = check_name("hall", e.hall.get(), kMostNameBytes)) {
        return error;
    }
    if (auto error = check_name("terminal", e.terminal.get(), kMostNameBytes)) {
        return error;
    }
    if (auto error = check_name("epoch", e.epoch.get(), kMostIdBytes)) {
        return error;
    }
    if (e.seq.get() == 0) {
        return CodecError{"seq", "is 0; the first event has 1"};
    }
    if (e.version == 0) {
        return CodecError{"v", "is 0; the first version is 1"};
    }
    if (e.boot.size() > kMostIdBytes) {
        return CodecError{"boot", "is longer than 64 bytes"};
    }
    return std::nullopt;
}

template <class V>
void visit_envelope(V& v, domain::Envelope& e) {
    v("v", e.version);
    v("hall", e.hall);
    v("terminal", e.terminal);
    v("epoch", e.epoch);
    v("seq", e.seq);
    v("day", e.day);
    v("at", e.at);
    v("boot", e.boot);
    v("mono", e.mono_ms);
}

Result<domain::Envelope, CodecError> decode_envelope(const Json& json) {
    domain::Envelope envelope;
    values::Reader reader(home_of(envelope), json, "");
    visit_envelope(reader, envelope);
    std::optional<bool> simulated;
    reader("sim", simulated);
    if (reader.error()) {
        return fail(*reader.error());
    }
    envelope.simulated = simulated.value_or(false);
    if (auto error = check_envelope(envelope)) {
        return fail(*error);
    }
    return envelope;
}

}  // namespace

nlohmann::json encode_data(const domain::RecordedEvent& event) {
    if (const auto* unknown = std::get_if<domain::UnknownEvent>(&event.event)) {
        auto data = parse_json(unknown->data);
        // Text that is no JSON can only come from damage; it travels as a string rather than not at all.
        return data ? std::move(*data) : Json(unknown->data);
    }
    values::Writer writer(home_of(event.envelope));
    std::visit(
        [&writer](const auto& known) {
            using Known = std::decay_t<decltype(known)>;
            if constexpr (!std::is_same_v<Known, domain::UnknownEvent>) {
                Known copy = known;
                fields::visit(writer, copy);
            }
        },
        event.event);
    return writer.take();
}

Result<domain::Event, CodecError> decode_data(const domain::Envelope& envelope, std::string_view type,
                                              const nlohmann::json& data) {
    if (type.empty() || type.size() > kMostTypeBytes) {
        return fail(CodecError{"type", "is not 1 to 64 bytes long"});
    }
    if (!within_depth(data)) {
        return fail(CodecError{"data", "is nested deeper than 32 levels"});
    }
    const auto reader = readers().find(type);
    // A newer version may mean something else by the same name: kept, not interpreted.
    if (reader == readers().end() || envelope.version > kVersion) {
        return domain::Event{domain::UnknownEvent{std::string(type), to_text(data)}};
    }
    if (!data.is_object()) {
        return fail(CodecError{"data", "is not an object"});
    }
    return reader->second(envelope, data);
}

nlohmann::json encode(const domain::RecordedEvent& event) {
    domain::Envelope envelope = event.envelope;
    values::Writer writer(home_of(event.envelope));
    visit_envelope(writer, envelope);
    Json json = writer.take();
    if (!envelope.day) {
        json["day"] = nullptr;
    }
    if (envelope.simulated) {
        json["sim"] = true;
    }
    json["type"] = std::string(domain::type_name(event.event));
    json["data"] = encode_data(event);
    return json;
}

Result<domain::RecordedEvent, CodecError> decode(const nlohmann::json& json) {
    if (!json.is_object()) {
        return fail(CodecError{"", "is not an object"});
    }
    auto envelope = decode_envelope(json);
    if (!envelope) {
        return fail(envelope.error());
    }
    const auto type = json.find("type");
    if (type == json.end() || !type->is_string()) {
        return fail(CodecError{"type", "is not a string"});
    }
    const auto data = json.find("data");
    if (data == json.end()) {
        return fail(CodecError{"data", "is missing"});
    }
    auto event = decode_data(*envelope, type->get_ref<const std::string&>(), *data);
    if (!event) {
        return fail(event.error());
    }
    return domain::RecordedEvent{std::move(*envelope), std::move(*event)};
}

}  // namespace jiaohao::wire

namespace jiaohao::wire::values {

Problem from_json(const Home& home, const Json& json, domain::TicketId& out) {
    if (json.is_number()) {
        if (home.terminal.get().empty() || home.epoch.get().empty()) {
            return "is a seq alone, and nothing around it names the terminal and the epoch";
        }
        std::uint64_t seq = 0;
        auto problem = whole(json, seq, 1, std::numeric_limits<std::int64_t>::max());
        out = {home.terminal, home.epoch, domain::Seq{seq}};
        return problem;
    }
    if (!json.is_string()) {
        return "is neither a seq nor \"terminal/epoch/seq\"";
    }
    auto ticket = domain::parse_ticket_id(json.get_ref<const std::string&>());
    if (!ticket) {
        return "is not \"terminal/epoch/seq\"";
    }
    out = std::move(*ticket);
    return std::nullopt;
}

Problem from_json(const Home& /*home*/, const Json& json, domain::ExpectedWait& out) {
    if (!json.is_object() || !json.contains("p50_s") || !json.contains("p90_s")) {
        return "is not {\"p50_s\":…,\"p90_s\":…}";
    }
    std::uint32_t p50 = 0;
    std::uint32_t p90 = 0;
    auto problem = whole(json["p50_s"], p50, 0, std::numeric_limits<std::uint32_t>::max());
    if (!problem) {
        problem = whole(json["p90_s"], p90, 0, std::numeric_limits<std::uint32_t>::max());
    }
    out = {std::chrono::seconds{p50}, std::chrono::seconds{p90}};
    return problem;
}

Problem from_json(const Home& /*home*/, const Json& json, domain::BusinessDay& out) {
    auto day = domain::parse_business_day(json.is_string() ? json.get_ref<const std::string&>() : "");
    if (!day) {
        return "is not a day such as \"2020-01-07\"";
    }
    out = *day;
    return std::nullopt;
}

}  // namespace jiaohao::wire::values
