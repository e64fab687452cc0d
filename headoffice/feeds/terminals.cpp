// What readers are told of the terminals: /v1/coverage, /v1/fleet and /v1/names.
// SPDX-License-Identifier: Apache-2.0
#include <map>
#include <memory>
#include <mutex>
#include <optional>

#include <nlohmann/json.hpp>

#include "headoffice/feeds/feed_service.hpp"

namespace jiaohao::headoffice::feeds {
namespace {

using Json = nlohmann::ordered_json;

template <class Time>
Json time_or_null(const std::optional<Time>& at) {
    return at ? Json(format_rfc3339(*at)) : Json();
}

FeedReply terminals_reply(const FeedRequest& request, Json list) {
    return content_reply(
        request, "application/json",
        Json{{"terminals", std::move(list)}}.dump(-1, ' ', false, Json::error_handler_t::replace));
}

/// What a contact says of itself beyond its backlog. Head office does not vouch for any of it.
struct Said {
    Json versions = Json::object();
    Json alarms = Json::array();
};

Said read_body(const std::string& body) {
    const auto json = Json::parse(body, nullptr, false);
    Said said;
    if (!json.is_object()) {
        return said;
    }
    if (const auto versions = json.find("versions"); versions != json.end() && versions->is_object()) {
        for (const auto& [program, version] : versions->items()) {
            if (version.is_string()) {
                said.versions[program] = version;
            }
        }
    }
    if (const auto alarms = json.find("upload_alarms"); alarms != json.end() && alarms->is_array()) {
        for (const auto& alarm : *alarms) {
            if (alarm.is_string()) {
                said.alarms.push_back(alarm);
            }
        }
    }
    return said;
}

struct Events {
    std::uint64_t stored = 0;
    std::uint64_t quarantined = 0;
    std::uint64_t set_apart = 0;
    std::optional<WallTime> last_event_at;
};

/// Over all epochs and halls of a terminal.
std::map<domain::TerminalId, Events> events_by_terminal(const std::vector<Coverage>& coverage) {
    std::map<domain::TerminalId, Events> all;
    for (const auto& row : coverage) {
        auto& events = all[row.terminal];
        events.stored += row.stored_to.get();
        events.quarantined += row.quarantined;
        events.set_apart += row.set_apart;
        events.last_event_at = std::max(events.last_event_at, row.last_event_at);
    }
    return all;
}

Json fleet_row(const TerminalHall& terminal, const Contact* contact, const Events& events) {
    const auto said = contact != nullptr ? read_body(contact->body) : Said{};
    return {{"terminal", terminal.terminal.get()},
            {"hall", terminal.hall.get()},
            {"listed", terminal.listed},
            {"since", format_rfc3339(terminal.since)},
            {"last_contact_at", contact != nullptr ? Json(format_rfc3339(contact->received_at)) : Json()},
            {"backlog", contact != nullptr ? Json(contact->backlog) : Json()},
            {"versions", said.versions},
            {"alarms", said.alarms},
            {"events", events.stored},
            {"quarantined", events.quarantined},
            {"set_apart", events.set_apart},
            {"last_event_at", time_or_null(events.last_event_at)},
            {"refused_hall_n", terminal.refused},
            {"refused_hall", terminal.refused_hall ? Json(terminal.refused_hall->get()) : Json()},
            {"refused_hall_at", time_or_null(terminal.refused_at)},
            {"clone_n", terminal.clones},
            {"clone_epoch", terminal.last_clone ? Json(terminal.last_clone->epoch.get()) : Json()},
            {"clone_seq", terminal.last_clone ? Json(terminal.last_clone->seq.get()) : Json()},
            {"clone_at", terminal.last_clone ? Json(format_rfc3339(terminal.last_clone->at)) : Json()}};
}

std::string names_text(const std::vector<HallNames>& stored) {
    Json halls = Json::object();
    for (const auto& one : stored) {
        auto names = Json::parse(one.body, nullptr, false);
        if (names.is_object()) {
            halls[one.hall.get()] = std::move(names);
        }
    }
    return Json{{"halls", std::move(halls)}}.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

FeedReply FeedService::coverage(const FeedRequest& request) const {
    const auto stored = store_.coverage();
    if (!stored) {
        return problem_reply(unavailable("coverage", stored.error()));
    }
    Json list = Json::array();
    for (const auto& row : *stored) {
        list.push_back({{"hall", row.hall.get()},
                        {"terminal", row.terminal.get()},
                        {"epoch", row.epoch.get()},
                        {"stored_to", row.stored_to.get()},
                        {"last_event_at", time_or_null(row.last_event_at)},
                        {"received_at", format_rfc3339(row.received_at)},
                        {"quarantined", row.quarantined},
                        {"set_apart", row.set_apart},
                        {"tz", options_.zones.of(row.hall).name()}});
    }
    return terminals_reply(request, std::move(list));
}

FeedReply FeedService::fleet(const FeedRequest& request) const {
    const auto halls = fleet_.halls();
    const auto contacts = fleet_.contacts();
    const auto coverage = store_.coverage();
    if (!halls || !contacts || !coverage) {
        return problem_reply(unavailable("the fleet", !halls      ? halls.error()
                                                      : !contacts ? contacts.error()
                                                                  : coverage.error()));
    }
    std::map<domain::TerminalId, const Contact*> by_terminal;
    for (const auto& contact : *contacts) {
        by_terminal[contact.terminal] = &contact;
    }
    const auto events = events_by_terminal(*coverage);
    Json list = Json::array();
    for (const auto& terminal : *halls) {
        const auto contact = by_terminal.find(terminal.terminal);
        const auto own = events.find(terminal.terminal);
        list.push_back(fleet_row(terminal, contact == by_terminal.end() ? nullptr : contact->second,
                                 own == events.end() ? Events{} : own->second));
    }
    return terminals_reply(request, std::move(list));
}

Result<std::shared_ptr<const Prepared>, StoreError> FeedService::all_names() const {
    const auto revision = fleet_.names_revision();
    if (!revision) {
        return fail(revision.error());
    }
    // Whoever comes while the names are read waits for them.
    const std::lock_guard lock(names_.mutex);
    if (names_.content && names_.revision == *revision) {
        return names_.content;
    }
    const auto stored = fleet_.names(std::nullopt);
    if (!stored) {
        return fail(stored.error());
    }
    // They may be newer than the revision, then they are read once more than needed.
    names_.content = std::make_shared<const Prepared>(prepare("application/json", names_text(*stored)));
    names_.revision = *revision;
    return names_.content;
}

FeedReply FeedService::names(const FeedRequest& request) const {
    const auto hall = parse_hall(request);
    if (!hall) {
        return problem_reply(hall.error());
    }
    if (!*hall) {
        const auto all = all_names();
        return all ? prepared_reply(request, **all) : problem_reply(unavailable("the names", all.error()));
    }
    const auto stored = fleet_.names(domain::HallId(**hall));
    return stored ? content_reply(request, "application/json", names_text(*stored))
                  : problem_reply(unavailable("the names", stored.error()));
}

}  // namespace jiaohao::headoffice::feeds
