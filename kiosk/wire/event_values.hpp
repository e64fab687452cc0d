// How each kind of value stands in JSON, once for writing and once for reading. Private to this room and to
// the snapshot codec of the journal.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "kiosk/wire/event_codec.hpp"

namespace jiaohao::wire::values {

using Json = nlohmann::json;

/// Times beyond this many ms either side of 1970 (about 285,000 years) are no times.
inline constexpr std::int64_t kMostMs = 9'007'199'254'740'991;

/// Items of a list within an event: as many services as a hall may have.
inline constexpr std::size_t kMostListed = 1000;

/// The journal's own terminal and epoch: tickets of these are written as a bare seq.
struct Home {
    const domain::TerminalId& terminal;
    const domain::EpochId& epoch;
};

template <class T>
struct IsStrong : std::false_type {};
template <class Tag, class Rep>
struct IsStrong<Strong<Tag, Rep>> : std::true_type {};
template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};
template <class T>
struct IsVector : std::false_type {};
template <class T>
struct IsVector<std::vector<T>> : std::true_type {};
template <class T>
struct IsMap : std::false_type {};
template <class K, class T>
struct IsMap<std::map<K, T>> : std::true_type {};

inline const std::string& key_text(const std::string& key) {
    return key;
}
template <class Tag>
const std::string& key_text(const Strong<Tag, std::string>& key) {
    return key.get();
}

template <class T>
Json to_json(const Home& home, const T& value) {
    if constexpr (std::is_same_v<T, domain::TicketId>) {
        const bool own = value.terminal == home.terminal && value.epoch == home.epoch;
        return own ? Json(value.seq.get()) : Json(domain::to_string(value));
    } else if constexpr (std::is_same_v<T, domain::ExpectedWait>) {
        return Json{{"p50_s", value.p50.count()}, {"p90_s", value.p90.count()}};
    } else if constexpr (std::is_same_v<T, domain::BusinessDay>) {
        return Json(domain::to_string(value));
    } else if constexpr (std::is_same_v<T, WallTime>) {
        return Json(value.time_since_epoch().count());
    } else if constexpr (std::is_same_v<T, domain::Milliseconds>) {
        return Json(value.count());
    } else if constexpr (std::is_enum_v<T>) {
        return Json(std::string(domain::code(value)));
    } else if constexpr (IsStrong<T>::value) {
        return Json(value.get());
    } else if constexpr (IsMap<T>::value) {
        Json object = Json::object();
        for (const auto& [key, item] : value) {
            object[key_text(key)] = to_json(home, item);
        }
        return object;
    } else if constexpr (IsVector<T>::value) {
        Json list = Json::array();
        for (const auto& item : value) {
            list.push_back(to_json(home, item));
        }
        return list;
    } else {
        return Json(value);
    }
}

using Problem = std::optional<std::string>;

template <class T>
Problem whole(const Json& json, T& out, std::int64_t least, std::uint64_t most) {
    if (!json.is_number_integer()) {
        return "is not a whole number";
    }
    // Numbers that a parser calls signed are below 0; made in memory they may be either.
    const auto low = json.get<std::int64_t>();
    const bool below = !json.is_number_unsigned() && low < 0 ? low < least : least > 0 && low == 0;
    const bool above = (json.is_number_unsigned() || low >= 0) && json.get<std::uint64_t>() > most;
    if (below || above) {
        return fmt::format("is {}, outside {} to {}", json.dump(), least, most);
    }
    out = static_cast<T>(low);
    return std::nullopt;
}

inline Problem read_ms(const Json& json, std::int64_t& out) {
    return whole(json, out, -kMostMs, static_cast<std::uint64_t>(kMostMs));
}

inline Problem read_text(const Json& json, std::string& out) {
    if (!json.is_string()) {
        return "is not a string";
    }
    out = json.get_ref<const std::string&>();
    return std::nullopt;
}

Problem from_json(const Home& home, const Json& json, domain::TicketId& out);
Problem from_json(const Home& home, const Json& json, domain::ExpectedWait& out);
Problem from_json(const Home& home, const Json& json, domain::BusinessDay& out);

template <class T>
Problem from_json(const Home& home, const Json& json, T& out) {
    if constexpr (std::is_same_v<T, std::string>) {
        return read_text(json, out);
    } else if constexpr (std::is_same_v<T, bool>) {
        if (!json.is_boolean()) {
            return "is neither true nor false";
        }
        out = json.get<bool>();
        return std::nullopt;
    } else if constexpr (std::is_same_v<T, WallTime> || std::is_same_v<T, domain::Milliseconds>) {
        std::int64_t ms = 0;
        auto problem = read_ms(json, ms);
        out = T{std::chrono::milliseconds{ms}};
        return problem;
    } else if constexpr (std::is_same_v<T, domain::Seq>) {
        std::uint64_t seq = 0;
        auto problem = whole(json, seq, 0, std::numeric_limits<std::int64_t>::max());
        out = T{seq};
        return problem;
    } else if constexpr (std::is_enum_v<T>) {
        std::string text;
        if (auto problem = read_text(json, text)) {
            return problem;
        }
        const auto value = domain::from_code<T>(text);
        if (!value) {
            return fmt::format("is \"{}\", a code this version does not know", text.substr(0, 64));
        }
        out = *value;
        return std::nullopt;
    } else if constexpr (IsStrong<T>::value) {
        typename T::rep rep{};
        auto problem = from_json(home, json, rep);
        out = T{std::move(rep)};
        return problem;
    } else if constexpr (IsMap<T>::value) {
        if (!json.is_object()) {
            return "is not an object";
        }
        for (const auto& [key, item] : json.items()) {
            if (auto problem = from_json(home, item, out[typename T::key_type{key}])) {
                return fmt::format("has \"{}\", which {}", key.substr(0, 64), *problem);
            }
        }
        return std::nullopt;
    } else if constexpr (IsVector<T>::value) {
        if (!json.is_array() || json.size() > kMostListed) {
            return fmt::format("is not a list of at most {}", kMostListed);
        }
        for (const auto& item : json) {
            if (auto problem = from_json(home, item, out.emplace_back())) {
                return fmt::format("has one that {}", *problem);
            }
        }
        return std::nullopt;
    } else {
        static_assert(std::is_unsigned_v<T>);
        return whole(json, out, 0, std::numeric_limits<T>::max());
    }
}

/// Writes the fields it is shown into an object; an empty optional is left out.
class Writer {
  public:
    explicit Writer(Home home) : home_(home) {}
    template <class T>
    void operator()(const char* name, const T& value) {
        if constexpr (IsOptional<T>::value) {
            if (value) {
                object_[name] = to_json(home_, *value);
            }
        } else {
            object_[name] = to_json(home_, value);
        }
    }
    [[nodiscard]] Json take() { return std::move(object_); }

  private:
    Home home_;
    Json object_ = Json::object();
};

/// Reads the fields it is shown; keeps the first problem.
class Reader {
  public:
    Reader(Home home, const Json& object, std::string path)
        : home_(home), object_(object), path_(std::move(path)) {}

    template <class T>
    void operator()(const char* name, T& value) {
        if (error_) {
            return;
        }
        const auto found = object_.find(name);
        const bool missing = found == object_.end();
        if constexpr (IsOptional<T>::value) {
            if (missing || found->is_null()) {
                return;
            }
            note(name, from_json(home_, *found, value.emplace()));
        } else if (missing) {
            note(name, "is missing");
        } else {
            note(name, from_json(home_, *found, value));
        }
    }
    [[nodiscard]] const std::optional<CodecError>& error() const { return error_; }

  private:
    void note(const char* name, Problem problem) {
        if (problem) {
            error_ = CodecError{path_ + name, std::move(*problem)};
        }
    }

    Home home_;
    const Json& object_;
    std::string path_;
    std::optional<CodecError> error_;
};

}  // namespace jiaohao::wire::values
