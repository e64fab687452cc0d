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
#include "kiosk/agenda/zones.hpp"

namespace jiaohao::agenda {
namespace {

/// Steps of a rule, wherever it begins: thirty years of days.
constexpr int most_steps = 11'000;

struct Freed {
    void operator()(icalcomponent* one) const { icalcomponent_free(one); }
    void operator()(icalrecur_iterator* one) const { icalrecur_iterator_free(one); }
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

Local local_of(const icaltimetype& time) {
    return {time.year, time.month, time.day, time.hour, time.minute, time.second};
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
        Entry entry;
        entry.line = block.line;
        entry.cancelled = cancels || upper(text_of(first(event, ICAL_STATUS_PROPERTY))) == "CANCELLED";
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
            object(block, name, "start_malformed", {{"value", shown(text_of(property))}});
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
    /// time like the others.
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
            if (!follow(icalproperty_get_rrule(rule), start, add)) {
                object(block, "RRULE", "rule_unread");
                return {};
            }
        }
        for (auto* one = first(event, ICAL_RDATE_PROPERTY); one != nullptr;
             one = icalcomponent_get_next_property(event.get(), ICAL_RDATE_PROPERTY)) {
            if (const auto extra_one = placed(one, icalproperty_get_rdate(one).time, block, "RDATE")) {
                add(extra_one->at);
            }
        }
        for (auto* one = first(event, ICAL_EXDATE_PROPERTY); one != nullptr;
             one = icalcomponent_get_next_property(event.get(), ICAL_EXDATE_PROPERTY)) {
            if (const auto except = placed(one, icalproperty_get_exdate(one), block, "EXDATE")) {
                note(except->at, true);
            }
        }
        return all;
    }

    /// False: not a rule that appointments have.
    template <class Add>
    bool follow(icalrecurrencetype rule, const Start& start, const Add& add) {
        const bool plain = rule.freq == ICAL_DAILY_RECURRENCE || rule.freq == ICAL_WEEKLY_RECURRENCE ||
                           rule.freq == ICAL_MONTHLY_RECURRENCE || rule.freq == ICAL_YEARLY_RECURRENCE;
        const bool finer = rule.by_second[0] != ICAL_RECURRENCE_ARRAY_MAX ||
                           rule.by_minute[0] != ICAL_RECURRENCE_ARRAY_MAX ||
                           rule.by_hour[0] != ICAL_RECURRENCE_ARRAY_MAX;
        if (!plain || finer || rule.rscale != nullptr) {
            return false;
        }
        icaltimetype from = icaltime_null_time();
        from.year = start.local.year;
        from.month = start.local.month;
        from.day = start.local.day;
        from.hour = start.local.hour;
        from.minute = start.local.minute;
        from.second = start.local.second;
        if (icaltime_is_utc(rule.until) && is_real(local_of(rule.until))) {
            // The steps are times of the zone; the end is to be one as well.
            if (const auto until = zones_.local(as_utc(local_of(rule.until)), start.zone)) {
                rule.until = from;
                rule.until.year = until->year;
                rule.until.month = until->month;
                rule.until.day = until->day;
                rule.until.hour = until->hour;
                rule.until.minute = until->minute;
                rule.until.second = until->second;
            }
        }
        const std::unique_ptr<icalrecur_iterator, Freed> steps(icalrecur_iterator_new(rule, from));
        if (steps == nullptr) {
            return false;
        }
        for (int i = 0; i < most_steps; ++i) {
            const icaltimetype next = icalrecur_iterator_next(steps.get());
            const Local local = local_of(next);
            if (icaltime_is_null_time(next) != 0 || !is_real(local)) {
                return true;
            }
            const auto at = zones_.instant(local, start.zone);
            if (at && *at > reading_.from + reading_.horizon) {
                return true;
            }
            if (at) {
                add(*at);
            }
        }
        return false;
    }

    const Reading& reading_;
    Agenda& agenda_;
    Zones zones_;
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
    for (const Block& block : blocks.events) {
        reader.event(block, blocks.cancels);
    }
    reader.finish();
    if (blocks.events.empty() && agenda.problems.empty()) {
        agenda.object(0, "", "empty");
    }
    return agenda;
}

}  // namespace jiaohao::agenda
