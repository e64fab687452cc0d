// Fields of a row of the API as they are read. Inside this room only; heavy (JSON).
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "kiosk/domain/types/views.hpp"

namespace jiaohao::wire::api::readers {

using nlohmann::json;

/// Fields of one row. What is missing keeps its default; what is of another kind than it should be makes the row bad.
class Fields {
  public:
    explicit Fields(const json& row) : row_(row), bad_(!row.is_object()) {}

    [[nodiscard]] bool bad() const { return bad_; }
    [[nodiscard]] const json* at(const char* name) const {
        if (!row_.is_object()) {
            return nullptr;
        }
        const auto found = row_.find(name);
        return found == row_.end() || found->is_null() ? nullptr : &*found;
    }
    void read(const char* name, std::string& into) {
        if (const json* value = kind(name, &json::is_string)) {
            into = value->get<std::string>();
        }
    }
    void read(const char* name, bool& into) {
        if (const json* value = kind(name, &json::is_boolean)) {
            into = value->get<bool>();
        }
    }
    void read(const char* name, std::uint32_t& into) {
        const json* value = kind(name, &json::is_number_unsigned);
        if (value != nullptr && value->get<std::uint64_t>() <= UINT32_MAX) {
            into = value->get<std::uint32_t>();
        } else if (value != nullptr) {
            bad_ = true;
        }
    }
    template <class Rep>
    void span(const char* name, Rep& into) {
        if (const json* value = kind(name, &json::is_number_integer)) {
            into = Rep{value->get<std::int64_t>()};
        }
    }
    template <class Tag>
    void read(const char* name, Strong<Tag, std::string>& into) {
        std::string text;
        read(name, text);
        into = Strong<Tag, std::string>(std::move(text));
    }
    template <class Value>
    void read(const char* name, std::optional<Value>& into) {
        if (at(name) != nullptr) {
            Value value{};
            read(name, value);
            into = std::move(value);
        }
    }
    void read(const char* name, std::map<std::string, std::string>& into) {
        const json* value = kind(name, &json::is_object);
        if (value == nullptr) {
            return;
        }
        for (const auto& [key, text] : value->items()) {
            if (text.is_string()) {
                into[key] = text.get<std::string>();
            }
        }
    }
    void read(const char* name, std::map<std::string, std::uint32_t>& into) {
        const json* value = kind(name, &json::is_object);
        if (value == nullptr) {
            return;
        }
        for (const auto& [key, count] : value->items()) {
            if (count.is_number_unsigned() && count.get<std::uint64_t>() <= UINT32_MAX) {
                into[key] = count.get<std::uint32_t>();
            }
        }
    }
    void read(const char* name, std::vector<std::string>& into) {
        each(name, [&into](const json& one, bool& good) {
            good = one.is_string();
            into.push_back(good ? one.get<std::string>() : "");
        });
    }
    template <class Tag>
    void read(const char* name, std::vector<Strong<Tag, std::string>>& into) {
        std::vector<std::string> texts;
        read(name, texts);
        for (std::string& text : texts) {
            into.emplace_back(std::move(text));
        }
    }
    void read(const char* name, WallTime& into) {
        std::string text;
        read(name, text);
        if (auto at = parse_rfc3339(text); at) {
            into = *at;
        } else {
            bad_ = bad_ || !text.empty();
        }
    }
    void read(const char* name, domain::TicketId& into) {
        std::string text;
        read(name, text);
        if (auto id = domain::parse_ticket_id(text); id) {
            into = *id;
        } else {
            bad_ = bad_ || !text.empty();
        }
    }
    void read(const char* name, domain::BusinessDay& into) {
        std::string text;
        read(name, text);
        if (auto day = domain::parse_business_day(text); day) {
            into = *day;
        } else {
            bad_ = bad_ || !text.empty();
        }
    }
    template <class Enum>
    void coded(const char* name, Enum& into, Enum otherwise) {
        if (at(name) != nullptr) {
            std::string text;
            read(name, text);
            into = domain::from_code<Enum>(text).value_or(otherwise);
        }
    }
    template <class Enum>
    void coded(const char* name, std::optional<Enum>& into, Enum otherwise) {
        if (at(name) != nullptr) {
            into = otherwise;
            coded(name, *into, otherwise);
        }
    }
    template <class Read>
    void each(const char* name, Read&& read_one) {
        const json* value = kind(name, &json::is_array);
        if (value == nullptr) {
            return;
        }
        for (const json& one : *value) {
            bool good = true;
            read_one(one, good);
            bad_ = bad_ || !good;
        }
    }
    void need(bool there) { bad_ = bad_ || !there; }

  private:
    [[nodiscard]] const json* kind(const char* name, bool (json::*is)() const noexcept) {
        const json* const value = at(name);
        if (value != nullptr && !(value->*is)()) {
            bad_ = true;
            return nullptr;
        }
        return value;
    }

    const json& row_;
    bool bad_ = false;
};

}  // namespace jiaohao::wire::api::readers
