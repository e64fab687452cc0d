// SPDX-License-Identifier: Apache-2.0
#include <libical/ical.h>
#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <optional>
#include <set>

#include "kiosk/agenda/fields.hpp"
#include "kiosk/agenda/ical_blocks.hpp"
#include "kiosk/agenda/ical_rule.hpp"
#include "kiosk/agenda/ical_time.hpp"
#include "kiosk/agenda/ical_unread.hpp"
#include "kiosk/agenda/zones.hpp"

namespace jiaohao::agenda {
namespace {

struct Freed {
    void operator()(icalcomponent* one) const { icalcomponent_free(one); }
    void operator()(char* one) const { icalmemory_free_buffer(one); }
};
using Event = std::unique_ptr<icalcomponent, Freed>;

std::string text_of(icalproperty* property) {
    const std::unique_ptr<char, Freed> text(
        property == nullptr ? nullptr : icalproperty_get_value_as_string_r(property));
    return text == nullptr ? std::string{} : std::string(trimmed(text.get()));
}

/// The value of an X-property; empty when it is not there.
std::string extra(icalcomponent* event, std::string_view name) {
    for (auto* one = icalcomponent_get_first_property(event, ICAL_X_PROPERTY); one != nullptr;
         one = icalcomponent_get_next_property(event, ICAL_X_PROPERTY)) {
        const char* const called = icalproperty_get_x_name(one);
        if (called != nullptr && upper(called) == name) {
            return text_of(one);
        }
    }
    return {};
}

/// Of an identity that may hold somebody's address nothing is kept but this.
std::string hashed(const std::string& uid, const std::optional<WallTime>& recurrence) {
    const std::string whole = uid + "\n" + (recurrence ? format_rfc3339(*recurrence) : std::string{});
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
    SHA256(reinterpret_cast<const unsigned char*>(whole.data()), whole.size(), digest.data());
    std::string id = "ical-";
    constexpr std::string_view hex = "0123456789abcdef";
    for (std::size_t i = 0; i < 16; ++i) {
        id += hex[digest[i] >> 4U];
        id += hex[digest[i] & 15U];
    }
    return id;
}

class Reader {
  public:
    Reader(const Reading& reading, Agenda& agenda) : reading_(reading), agenda_(agenda) {}

    void zone(const Block& block) {
        if (!zones_.define(block.text)) {
            agenda_.object(block.line, "VTIMEZONE", "zone_malformed");
        }
    }

    [[nodiscard]] bool knows_zone() { return zones_.knows(reading_.zone); }

    void event(const Block& block, bool cancels) {
        const Event event(icalparser_parse_string(block.text.c_str()));
        if (event == nullptr || icalcomponent_isa(event.get()) != ICAL_VEVENT_COMPONENT) {
            agenda_.object(block.line, "VEVENT", "event_malformed");
            return;
        }
        const std::string uid = text_of(first(event, ICAL_UID_PROPERTY));
        if (uid.empty() || uid.size() > 1024) {
            object(block, "UID", uid.empty() ? "missing" : "id_malformed");
            return;
        }
        const std::vector<Unread> unread = unread_of(event.get());
        for (const Unread& one : unread) {
            object(block, one.property.c_str(), one.what.c_str(), {{"value", shown(one.value)}});
        }
        const auto is_cancelled = status_of(event, block);
        if (!unread.empty() || !is_cancelled) {
            return;
        }
        Entry entry;
        entry.line = block.line;
        entry.cancelled = cancels || *is_cancelled;
        entry.code = extra(event.get(), "X-JIAOHAO-CODE");
        entry.reference = extra(event.get(), "X-JIAOHAO-REFERENCE");
        const auto start = when(event, block, ICAL_DTSTART_PROPERTY, "DTSTART");
        const auto service = entry.cancelled ? std::optional<std::string>("") : service_for(event, block);
        const bool words = check_words(entry, "X-JIAOHAO-CODE", "X-JIAOHAO-REFERENCE", agenda_);
        if (!start || !service || !words) {
            return;
        }
        entry.at = start->at;
        entry.service = *service;
        spread(event, block, uid, *start, std::move(entry));
    }

    /// What changes one of a repeated event goes before the event itself, wherever it stands.
    void finish() {
        std::ranges::stable_sort(found_, {}, [](const Found& one) { return !one.changes; });
        std::map<std::string, std::size_t> best;
        for (std::size_t i = 0; i < found_.size(); ++i) {
            const auto [known, fresh] = best.try_emplace(found_[i].entry.id, i);
            if (!fresh && found_[known->second].changes == found_[i].changes &&
                found_[i].sequence >= found_[known->second].sequence) {
                known->second = i;
            }
        }
        std::set<std::size_t> kept;
        for (const auto& [id, place] : best) {
            kept.insert(place);
        }
        std::vector<Entry> entries;
        entries.reserve(kept.size());
        for (const std::size_t place : kept) {
            entries.push_back(std::move(found_[place].entry));
        }
        std::ranges::stable_sort(entries, {}, &Entry::line);
        agenda_.past += std::erase_if(entries, [&](const Entry& one) { return one.at < reading_.from; });
        if (entries.size() > most_entries) {
            agenda_.object(entries[most_entries].line, "", "too_many",
                           {{"most", std::to_string(most_entries)}});
            entries.resize(most_entries);
        }
        agenda_.entries = std::move(entries);
    }

  private:
    struct Start {
        Local local;
        std::string zone;
        WallTime at{};
    };
    struct Found {
        Entry entry;
        int sequence = 0;
        bool changes = false;
    };

    static icalproperty* first(const Event& event, icalproperty_kind kind) {
        return icalcomponent_get_first_property(event.get(), kind);
    }
    void object(const Block& block, const char* property, const char* what,
                std::map<std::string, std::string> params = {}) {
        agenda_.object(line_of(block, property), property, what, std::move(params));
    }

    /// Whether it is cancelled; nothing for a status that is none.
    std::optional<bool> status_of(const Event& event, const Block& block) {
        const std::string said = text_of(first(event, ICAL_STATUS_PROPERTY));
        const std::string status = upper(said);
        if (status == "CANCELLED" || status == "CANCELED") {
            return true;
        }
        if (status.empty() || status == "CONFIRMED" || status == "TENTATIVE") {
            return false;
        }
        object(block, "STATUS", "status_unknown", {{"value", shown(said)}});
        return std::nullopt;
    }

    /// The time of a property in its zone: UTC, that of its TZID, else the hall's.
    std::optional<Start> when(const Event& event, const Block& block, icalproperty_kind kind,
                              const char* name) {
        auto* const property = first(event, kind);
        if (property == nullptr) {
            object(block, name, "missing");
            return std::nullopt;
        }
        const icalvalue* const value = icalproperty_get_value(property);
        const icaltimetype time =
            value == nullptr ? icaltime_null_time() : icalvalue_get_datetimeperiod(value).time;
        return placed(property, time, block, name);
    }

    std::optional<Start> placed(icalproperty* property, const icaltimetype& time, const Block& block,
                                const char* name) {
        auto* const tzid = icalproperty_get_first_parameter(property, ICAL_TZID_PARAMETER);
        const char* const named = tzid == nullptr ? nullptr : icalparameter_get_tzid(tzid);
        Start start{local_of(time), named == nullptr ? reading_.zone : named, {}};
        if (icaltime_is_utc(time)) {
            start.zone = "UTC";
        }
        if (icaltime_is_null_time(time) != 0 || !is_real(start.local)) {
            object(block, name, "time_unread", {{"value", shown(text_of(property))}});
            return std::nullopt;
        }
        if (time.is_date != 0) {
            object(block, name, "no_time_of_day");
            return std::nullopt;
        }
        const auto at = zones_.instant(start.local, start.zone);
        if (!at) {
            object(block, name, "zone_unknown", {{"value", shown(start.zone)}});
            return std::nullopt;
        }
        start.at = *at;
        return start;
    }

    std::optional<std::string> service_for(const Event& event, const Block& block) {
        if (const std::string named = extra(event.get(), "X-JIAOHAO-SERVICE"); !named.empty()) {
            return settle_service(reading_, named, line_of(block, "X-JIAOHAO-SERVICE"), "X-JIAOHAO-SERVICE",
                                  agenda_);
        }
        std::string any;
        for (auto* one = first(event, ICAL_CATEGORIES_PROPERTY); one != nullptr;
             one = icalcomponent_get_next_property(event.get(), ICAL_CATEGORIES_PROPERTY)) {
            const std::string named = text_of(one);
            if (auto service = service_of(reading_, named)) {
                return service;
            }
            any = any.empty() ? named : any;
        }
        // Categories of other systems say many things; with a service given for the file they need not name one.
        const std::string named = reading_.service.empty() ? any : std::string{};
        return settle_service(reading_, named, line_of(block, "CATEGORIES"), "CATEGORIES", agenda_);
    }

    void spread(const Event& event, const Block& block, const std::string& uid, const Start& start,
                Entry entry) {
        auto* const sequence = first(event, ICAL_SEQUENCE_PROPERTY);
        Found one{std::move(entry), sequence == nullptr ? 0 : icalproperty_get_sequence(sequence), false};
        const bool repeats =
            first(event, ICAL_RRULE_PROPERTY) != nullptr || first(event, ICAL_RDATE_PROPERTY) != nullptr;
        if (auto* const changed = first(event, ICAL_RECURRENCEID_PROPERTY)) {
            if (icalproperty_get_first_parameter(changed, ICAL_RANGE_PARAMETER) != nullptr) {
                object(block, "RECURRENCE-ID", "range_unread");
                return;
            }
            const auto which = when(event, block, ICAL_RECURRENCEID_PROPERTY, "RECURRENCE-ID");
            if (which) {
                one.entry.id = hashed(uid, which->at);
                one.changes = true;
                keep(std::move(one), block);
            }
        } else if (repeats) {
            for (const auto& [at, excepted] : times(event, block, start)) {
                Found each = one;
                each.entry.at = at;
                each.entry.id = hashed(uid, at);
                each.entry.cancelled = each.entry.cancelled || excepted;
                keep(std::move(each), block);
            }
        } else {
            one.entry.id = hashed(uid, std::nullopt);
            keep(std::move(one), block);
        }
    }

    void keep(Found one, const Block& block) {
        constexpr std::size_t most_found = 4 * most_entries;
        if (found_.size() < most_found) {
            found_.push_back(std::move(one));
        } else if (!std::exchange(full_, true)) {
            object(block, "VEVENT", "too_many", {{"most", std::to_string(most_entries)}});
        }
    }

    /// Of a repeated event, from Reading::from to its horizon; true: an exception, which an earlier file may have had as a
    /// time like the others. None when any part of it is not understood.
    std::map<WallTime, bool> times(const Event& event, const Block& block, const Start& start) {
        if (first(event, ICAL_EXRULE_PROPERTY) != nullptr) {
            object(block, "EXRULE", "rule_unread");
            return {};
        }
        std::map<WallTime, bool> all;
        const auto note = [&](WallTime at, bool excepted) {
            if (at >= reading_.from && at <= reading_.from + reading_.horizon) {
                all[at] = excepted;
            }
        };
        const auto add = [&](WallTime at) { note(at, false); };
        add(start.at);
        for (auto* rule = first(event, ICAL_RRULE_PROPERTY); rule != nullptr;
             rule = icalcomponent_get_next_property(event.get(), ICAL_RRULE_PROPERTY)) {
            if (const char* const wrong =
                    rules_.follow(icalproperty_get_rrule(rule), start.local, start.zone, add)) {
                object(block, "RRULE", wrong);
                return {};
            }
        }
        for (auto* one = first(event, ICAL_RDATE_PROPERTY); one != nullptr;
             one = icalcomponent_get_next_property(event.get(), ICAL_RDATE_PROPERTY)) {
            const auto extra_one = placed(one, icalproperty_get_rdate(one).time, block, "RDATE");
            if (!extra_one) {
                return {};
            }
            add(extra_one->at);
        }
        for (auto* one = first(event, ICAL_EXDATE_PROPERTY); one != nullptr;
             one = icalcomponent_get_next_property(event.get(), ICAL_EXDATE_PROPERTY)) {
            const auto except = placed(one, icalproperty_get_exdate(one), block, "EXDATE");
            if (!except) {
                return {};
            }
            note(except->at, true);
        }
        return all;
    }

    const Reading& reading_;
    Agenda& agenda_;
    Zones zones_;
    Rules rules_{zones_, reading_.from + reading_.horizon};
    std::vector<Found> found_;
    bool full_ = false;
};

}  // namespace

Agenda read_ical(std::string_view bytes, const Reading& reading) {
    Agenda agenda;
    if (bytes.size() > most_bytes) {
        agenda.object(0, "", "file_too_large", {{"most", std::to_string(most_bytes / mebibyte)}});
        return agenda;
    }
    const Blocks blocks = blocks_of(bytes, agenda);
    Reader reader(reading, agenda);
    for (const Block& block : blocks.zones) {
        reader.zone(block);
    }
    // Else every event without a zone of its own would be blamed.
    if (!reader.knows_zone()) {
        agenda.object(0, "", "zone_unknown", {{"value", shown(reading.zone)}});
        return agenda;
    }
    for (const Block& block : blocks.events) {
        reader.event(block, blocks.cancels);
    }
    reader.finish();
    if (!blocks.closed) {
        agenda.object(0, "VCALENDAR", "not_closed");
    }
    return agenda;
}

}  // namespace jiaohao::agenda
