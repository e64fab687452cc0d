// What both formats check alike. Inside this room only.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "kiosk/agenda/agenda.hpp"

namespace jiaohao::agenda {

/// [A-Za-z0-9._:-]{1,64}
[[nodiscard]] bool is_identity(std::string_view text);
/// 1 to 16 of A-Z, a-z, 0-9, blanks and dashes: what a customer can type.
[[nodiscard]] bool is_code(std::string_view text);
/// Printable ASCII without blanks at its ends, at most 64.
[[nodiscard]] bool is_reference(std::string_view text);
[[nodiscard]] bool is_utf8(std::string_view text);
/// Without control characters, at most 40 bytes: fit to be shown in a message.
[[nodiscard]] std::string shown(std::string_view text);
[[nodiscard]] std::string_view trimmed(std::string_view text);
[[nodiscard]] std::string upper(std::string_view text);
/// By id or any name, whatever the case of its letters.
[[nodiscard]] std::optional<std::string> service_of(const Reading& reading, std::string_view named);
/// Fills in the service of the reading where `named` is empty; an objection when there is none or it is not known.
[[nodiscard]] std::optional<std::string> settle_service(const Reading& reading, std::string_view named,
                                                        std::size_t line, std::string field, Agenda& agenda);
/// Objections to `code` and `reference`; true when there are none.
[[nodiscard]] bool check_words(const Entry& entry, const char* code_field, const char* reference_field,
                               Agenda& agenda);

}  // namespace jiaohao::agenda
