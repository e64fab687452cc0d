// What a hall calls itself, its services and its counters, as a contact says it:
//   {"hall": {"zh_CN": "...", "en": "..."}, "services": {id: {language: name}}, "counters": {id: {...}}}
// Names of things alone, never of people.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace jiaohao::headoffice {

struct CheckedNames {
    /// JSON text with exactly "hall", "services" and "counters", what was refused left out; empty when nothing
    /// can be taken.
    std::string text;
    /// What was refused and why, such as "names.services.1001.en is longer than 200 characters"; the first 20.
    std::vector<std::string> refused;
};

/// At most 16 kB as compact JSON, else nothing is taken. A name has 1 to 200 characters without control
/// characters and without those that turn the direction of writing; an id and a language are 1 to 32 of A-Z a-z 0-9 _ -. What is not known is ignored.
[[nodiscard]] CheckedNames check_names(const nlohmann::json& names);

}  // namespace jiaohao::headoffice
