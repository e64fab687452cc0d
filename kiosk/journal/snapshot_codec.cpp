// SPDX-License-Identifier: Apache-2.0
#include "kiosk/journal/snapshot_codec.hpp"

#include <array>
#include <concepts>
#include <limits>
#include <nlohmann/json.hpp>
#include <utility>

#include "kiosk/domain/decide.hpp"
#include "kiosk/domain/figures.hpp"
#include "kiosk/domain/waits.hpp"
#include "kiosk/journal/snapshot_fields.hpp"
#include "kiosk/wire/event_values.hpp"
#include "kiosk/wire/json_text.hpp"

namespace jiaohao::journal {
namespace {

namespace values = wire::values;
using nlohmann::json;

constexpr std::array kPaperStates{"none", "printing", "printed", "not_printed", "unknown"};

struct Nothing {
    template <class T>
    void operator()(const char* /*name*/, T& /*value*/) {}
};
template <class T>
concept HasFields = requires(Nothing& visitor, T& value) {
    fields::visit(visitor, value);
};
template <class T>
concept List = !std::is_same_v<T, std::string> && !values::IsMap<T>::value && requires(T & t) {
    typename T::value_type;
    t.begin();
    t.insert(t.end(), *t.begin());
};
/// What was learnt about waits, and what figures are made of, is worth less than the snapshot around it: damage begins it anew.
template <class T>
concept Learnt = std::is_same_v<T, stats::LineWaits> || std::is_same_v<T, stats::WaitEstimator> ||
    std::is_same_v<T, std::optional<stats::WaitFeatures>> || std::is_same_v<T, domain::PromiseScore> ||
    std::is_same_v<T, domain::DayFigures> || std::is_same_v<T, stats::Histogram> ||
    std::is_same_v<T, stats::SpanMeter> || std::is_same_v<T, stats::ArrivalProfile>;
template <class T>
struct IsArray : std::false_type {};
template <class T, std::size_t N>
struct IsArray<std::array<T, N>> : std::true_type {};
template <class T>
concept TicketMap = std::is_same_v<T, std::map<domain::TicketId, domain::Ticket>>;

template <class T>
json put(const values::Home& home, const T& value);

struct Out {
    const values::Home& home;
    json object = json::object();
    template <class T>
    void operator()(const char* name, const T& value) {
        if constexpr (values::IsOptional<T>::value) {
            if (value) {
                object[name] = put(home, *value);
            }
        } else {
            object[name] = put(home, value);
        }
    }
};

template <class T>
json put(const values::Home& home, const T& value) {
    if constexpr (HasFields<T>) {
        Out out{home};
        T copy = value;
        fields::visit(out, copy);
        return std::move(out.object);
    } else if constexpr (TicketMap<T>) {
        json list = json::array();
        for (const auto& [id, ticket] : value) {
            list.push_back(put(home, ticket));
        }
        return list;
    } else if constexpr (values::IsMap<T>::value) {
        json object = json::object();
        for (const auto& [key, item] : value) {
            object[values::key_text(key)] = put(home, item);
        }
        return object;
    } else if constexpr (List<T>) {
        json list = json::array();
        for (const auto& item : value) {
            list.push_back(put(home, item));
        }
        return list;
    } else if constexpr (std::is_same_v<T, domain::Paper::State>) {
        return kPaperStates.at(static_cast<std::size_t>(value));
    } else if constexpr (std::is_same_v<T, std::chrono::seconds>) {
        return value.count();
    } else if constexpr (std::is_same_v<T, stats::Histogram>) {
        return wire::to_base64(value.pack());
    } else {
        return values::to_json(home, value);
    }
}

template <class T>
values::Problem get(const values::Home& home, const json& from, T& out);

template <class T>
T begun_anew() {
    if constexpr (std::is_same_v<T, stats::WaitEstimator>) {
        return stats::fresh_estimator();
    } else {
        return {};
    }
}

/// Missing fields keep their defaults (tickets and days have none); the first wrong one is kept with its path.
struct In {
    const values::Home& home;
    const json& object;
    values::Problem problem{};
    values::Problem missing{};
    template <class T>
    void operator()(const char* name, T& value) {
        const auto found = object.find(name);
        if (problem || found == object.end() || found->is_null()) {
            if constexpr (std::is_same_v<T, domain::TicketId> || std::is_same_v<T, domain::BusinessDay>) {
                // Their defaults name nothing; a state with one could be written but not read again.
                missing = missing ? missing : std::string(name) + " is missing";
            }
            return;
        }
        if constexpr (values::IsOptional<T>::value) {
            problem = get(home, *found, value.emplace());
        } else {
            problem = get(home, *found, value);
        }
        if constexpr (Learnt<T>) {
            if (problem) {
                value = begun_anew<T>();
                problem.reset();
            }
        }
        if (problem) {
            problem = std::string(name) + " " + *problem;
        }
    }
};

template <class T, std::size_t N>
values::Problem get_array(const values::Home& home, const json& from, std::array<T, N>& out) {
    if (!from.is_array() || from.size() != N) {
        return "is not a list of " + std::to_string(N);
    }
    for (std::size_t i = 0; i < N; ++i) {
        if (auto problem = get(home, from[i], out[i])) {
            return problem;
        }
    }
    return std::nullopt;
}

template <class T>
values::Problem get_list(const values::Home& home, const json& from, T& out) {
    if (!from.is_array()) {
        return "is not a list";
    }
    for (const json& item : from) {
        typename T::value_type value{};
        if (auto problem = get(home, item, value)) {
            return problem;
        }
        out.insert(out.end(), std::move(value));
    }
    return std::nullopt;
}

values::Problem get_tickets(const values::Home& home, const json& from,
                            std::map<domain::TicketId, domain::Ticket>& out) {
    std::vector<domain::Ticket> list;
    auto problem = get_list(home, from, list);
    for (auto& ticket : list) {
        const auto id = ticket.id;
        out.emplace(id, std::move(ticket));
    }
    return problem;
}

template <class T>
values::Problem get_map(const values::Home& home, const json& from, T& out) {
    if (!from.is_object()) {
        return "is not an object";
    }
    for (const auto& [key, item] : from.items()) {
        if (auto problem = get(home, item, out[typename T::key_type{key}])) {
            return key + " " + *problem;
        }
    }
    return std::nullopt;
}

values::Problem get_paper_state(const json& from, domain::Paper::State& out) {
    for (std::size_t i = 0; i < kPaperStates.size(); ++i) {
        if (from == kPaperStates.at(i)) {
            out = static_cast<domain::Paper::State>(i);
            return std::nullopt;
        }
    }
    return "is a state this version does not know";
}

values::Problem get_histogram(const json& from, stats::Histogram& out) {
    const auto bytes = from.is_string() ? wire::from_base64(from.get_ref<const std::string&>())
                                        : Result<std::string, std::string>(fail(std::string("no text")));
    auto read = bytes ? stats::Histogram::unpack(*bytes)
                      : Result<stats::Histogram, std::string>(fail(std::string("no base64")));
    if (!read) {
        return "is no histogram: " + read.error();
    }
    out = std::move(*read);
    return std::nullopt;
}

template <class T>
values::Problem get(const values::Home& home, const json& from, T& out) {
    if constexpr (HasFields<T>) {
        if (!from.is_object()) {
            return "is not an object";
        }
        In in{home, from};
        fields::visit(in, out);
        return in.problem ? in.problem : in.missing;
    } else if constexpr (TicketMap<T>) {
        return get_tickets(home, from, out);
    } else if constexpr (values::IsMap<T>::value) {
        return get_map(home, from, out);
    } else if constexpr (IsArray<T>::value) {
        return get_array(home, from, out);
    } else if constexpr (List<T>) {
        return get_list(home, from, out);
    } else if constexpr (std::is_same_v<T, domain::Paper::State>) {
        return get_paper_state(from, out);
    } else if constexpr (std::is_same_v<T, stats::Histogram>) {
        return get_histogram(from, out);
    } else if constexpr (std::is_same_v<T, double>) {
        if (!from.is_number()) {
            return "is not a number";
        }
        out = from.get<double>();
        return std::nullopt;
    } else if constexpr (std::is_same_v<T, std::int64_t>) {
        return values::read_ms(from, out);
    } else if constexpr (std::is_same_v<T, std::chrono::seconds>) {
        std::int64_t seconds = 0;
        auto problem = values::read_ms(from, seconds);
        out = std::chrono::seconds{seconds};
        return problem;
    } else {
        return values::from_json(home, from, out);
    }
}

/// The terminal whose tickets of this epoch may be written as bare seqs: that of the first such ticket.
domain::TerminalId own_terminal(const domain::HallState& state) {
    for (const auto& [id, ticket] : state.tickets) {
        if (id.epoch == state.epoch) {
            return id.terminal;
        }
    }
    return {};
}

/// A state that has written nothing has no epoch, one that has no ticket names no terminal; what is named must do for
/// ticket ids.
bool names_tickets(const domain::TerminalId& terminal, const domain::EpochId& epoch) {
    const domain::TicketId like{terminal.get().empty() ? domain::TerminalId{"t"} : terminal,
                                epoch.get().empty() ? domain::EpochId{"e"} : epoch, domain::Seq{1}};
    return domain::parse_ticket_id(domain::to_string(like)).has_value();
}

const domain::TerminalId kNoTerminal;
const domain::EpochId kNoEpoch;

}  // namespace

std::string encode_state(const domain::HallState& state) {
    const auto terminal = own_terminal(state);
    json content = put(values::Home{terminal, state.epoch}, state);
    content["v"] = kSnapshotVersion;
    content["terminal"] = terminal.get();
    return wire::to_text(content);
}

Result<domain::HallState, std::string> decode_state(std::string_view text) {
    const auto content = wire::parse_json(text);
    if (!content) {
        return fail("snapshot " + content.error());
    }
    if (!content->is_object() || content->find("v") == content->end() ||
        (*content)["v"] != kSnapshotVersion) {
        return fail(std::string("snapshot v is not 1"));
    }
    domain::TerminalId terminal;
    domain::EpochId epoch;
    values::Reader identity({terminal, epoch}, *content, "snapshot ");
    identity("terminal", terminal);
    identity("epoch", epoch);
    if (identity.error()) {
        return fail(identity.error()->field + " " + identity.error()->problem);
    }
    if (!names_tickets(terminal, epoch)) {
        return fail(std::string("snapshot terminal or epoch is not 1 to 32 or 64 of A-Z a-z 0-9 _ -"));
    }
    domain::HallState state;
    if (auto problem = get(values::Home{terminal, epoch}, *content, state)) {
        return fail("snapshot " + *problem);
    }
    domain::restore_lines(state);
    domain::waits::restore(state);
    domain::figures::restore(state);
    return state;
}

std::string encode_answer(const domain::Answer& answer) {
    return wire::to_text(put(values::Home{kNoTerminal, kNoEpoch}, answer));
}

Result<domain::Answer, std::string> decode_answer(std::string_view text) {
    const auto content = wire::parse_json(text);
    if (!content) {
        return fail("answer " + content.error());
    }
    domain::Answer answer;
    if (auto problem = get(values::Home{kNoTerminal, kNoEpoch}, *content, answer)) {
        return fail("answer " + *problem);
    }
    return answer;
}

}  // namespace jiaohao::journal
