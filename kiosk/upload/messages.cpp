// SPDX-License-Identifier: Apache-2.0
#include "kiosk/upload/messages.hpp"

#include <fmt/format.h>
#include <zstd.h>

#include <nlohmann/json.hpp>

#include "kiosk/wire/batch.hpp"
#include "kiosk/wire/event_codec.hpp"

namespace jiaohao::upload {
namespace {

using nlohmann::json;

constexpr int kZstdLevel = 3;
constexpr std::size_t kMostDetail = 500;
constexpr std::size_t kMostRefusals = 20;
constexpr std::size_t kMostRefusal = 300;

struct Body {
    std::string bytes;
    bool compressed = false;
};

Body compress(std::string text) {
    std::string bytes(ZSTD_compressBound(text.size()), '\0');
    const std::size_t size = ZSTD_compress(bytes.data(), bytes.size(), text.data(), text.size(), kZstdLevel);
    if (ZSTD_isError(size) != 0) {
        return {std::move(text), false};
    }
    bytes.resize(size);
    return {std::move(bytes), true};
}

std::optional<std::uint64_t> unsigned_at(const json& object, const char* key) {
    const auto field = object.find(key);
    return field != object.end() && field->is_number_unsigned() ? std::optional(field->get<std::uint64_t>())
                                                                : std::nullopt;
}

std::optional<std::string> text_at(const json& object, const char* key) {
    const auto field = object.find(key);
    return field != object.end() && field->is_string() ? std::optional(field->get<std::string>())
                                                       : std::nullopt;
}

std::optional<WallTime> time_at(const json& object, const char* key) {
    const auto text = text_at(object, key);
    if (!text) {
        return std::nullopt;
    }
    const auto time = parse_rfc3339(*text);
    return time ? std::optional(*time) : std::nullopt;
}

std::vector<domain::Seq> seqs_at(const json& object, const char* key) {
    std::vector<domain::Seq> seqs;
    if (const auto list = object.find(key); list != object.end() && list->is_array()) {
        for (const json& seq : *list) {
            if (seq.is_number_unsigned()) {
                seqs.emplace_back(seq.get<std::uint64_t>());
            }
        }
    }
    return seqs;
}

std::vector<std::string> refusals_at(const json& object, const char* key) {
    std::vector<std::string> refusals;
    if (const auto list = object.find(key); list != object.end() && list->is_array()) {
        for (const json& one : *list) {
            if (one.is_string() && refusals.size() < kMostRefusals) {
                refusals.push_back(one.get<std::string>().substr(0, kMostRefusal));
            }
        }
    }
    return refusals;
}

json object_from(std::string_view text) {
    json parsed = json::parse(text, nullptr, false);
    return parsed.is_object() ? parsed : json();
}

}  // namespace

EncodedBatch encode_request(std::vector<domain::RecordedEvent> events, bool raw, std::size_t most_bytes) {
    const domain::Envelope first = events.front().envelope;
    Body body;
    while (true) {
        body = compress(raw ? wire::encode_raw_batch(events.front()) : wire::encode_batch(events));
        if (body.bytes.size() <= most_bytes || events.size() == 1) {
            break;
        }
        events.erase(events.begin() + static_cast<std::ptrdiff_t>(events.size() / 2), events.end());
    }
    EncodedBatch batch;
    batch.events = events.size();
    batch.request.method = "PUT";
    batch.request.path = fmt::format("/v1/terminals/{}/epochs/{}/events/{}", first.terminal.get(),
                                     first.epoch.get(), first.seq.get());
    batch.request.headers = {{"Content-Type", "application/json"}};
    if (body.compressed) {
        batch.request.headers.emplace_back("Content-Encoding", "zstd");
    }
    batch.request.body = std::move(body.bytes);
    return batch;
}

std::optional<StoredAnswer> parse_stored(std::string_view body) {
    const json answer = object_from(body);
    const auto epoch = text_at(answer, "epoch");
    const auto stored_to = unsigned_at(answer, "stored_to");
    if (!epoch || !stored_to) {
        return std::nullopt;
    }
    StoredAnswer stored{
        domain::EpochId{*epoch}, domain::Seq{*stored_to}, time_at(answer, "server_time"), 0, {}, {}};
    if (const auto allowance = answer.find("allowance");
        allowance != answer.end() && allowance->is_object()) {
        const auto rate = allowance->find("events_per_s");
        stored.events_per_s = rate != allowance->end() && rate->is_number() ? rate->get<double>() : 0;
    }
    stored.quarantined = seqs_at(answer, "quarantined");
    stored.set_apart = seqs_at(answer, "set_apart");
    return stored;
}

ProblemAnswer parse_problem(std::string_view body) {
    constexpr std::string_view kPrefix = "urn:jiaohao:problem:";
    const json document = object_from(body);
    ProblemAnswer problem;
    const std::string type = text_at(document, "type").value_or("");
    if (type.starts_with(kPrefix)) {
        problem.type = type.substr(kPrefix.size());
    }
    problem.detail = text_at(document, "detail").value_or("").substr(0, kMostDetail);
    if (const auto want = unsigned_at(document, "want")) {
        problem.want = domain::Seq{*want};
    }
    return problem;
}

std::optional<ContactAnswer> parse_contact(std::string_view body) {
    const json answer = object_from(body);
    if (!answer.is_object()) {
        return std::nullopt;
    }
    ContactAnswer contact;
    contact.server_time = time_at(answer, "server_time");
    if (const auto period = unsigned_at(answer, "period_s")) {
        contact.period = std::chrono::seconds{std::min<std::uint64_t>(*period, 86'400)};
    }
    contact.names_refused = refusals_at(answer, "names_refused");
    const auto wanted = answer.find("names_wanted");
    contact.names_wanted = wanted != answer.end() && *wanted == true;
    return contact.period || contact.server_time ? std::optional(contact) : std::nullopt;
}

ContactRequest contact_request(const ContactFacts& facts, std::string_view status) {
    json body = object_from(status);
    if (!body.is_object()) {
        body = json::object();
    }
    const auto text_of = [](const json& value) {
        return value.dump(-1, ' ', false, json::error_handler_t::replace);
    };
    ContactRequest contact;
    if (const auto names = body.find("names"); names != body.end() && names->is_object()) {
        contact.names_hash = wire::to_hex(wire::hash_of(text_of(*names)));
        contact.with_names = contact.names_hash != facts.names_taken;
        if (!contact.with_names) {
            body.erase(names);
        }
        body["names_hash"] = contact.names_hash;
    }
    body["hall"] = facts.hall.get();
    body["backlog"] = facts.backlog;
    body["quarantined"] = facts.quarantined;
    body["set_apart"] = facts.set_apart;
    body["at"] = format_rfc3339(facts.at);
    body["upload_alarms"] = facts.alarms;
    contact.http = {"POST",
                    fmt::format("/v1/terminals/{}/contact", facts.terminal.get()),
                    {{"Content-Type", "application/json"}},
                    text_of(body)};
    return contact;
}

}  // namespace jiaohao::upload
