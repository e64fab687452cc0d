// The parts of the configuration reader; only for kiosk/config.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kiosk/config/checked_toml.hpp"
#include "kiosk/config/kiosk_config.hpp"

namespace jiaohao::config {

/// Identity by kIdText, as a strong type.
template <class Id>
[[nodiscard]] Id read_id(Table& table, std::string_view key) {
    return Id{table.text(key, kIdText)};
}

/// Without the blanks around it, the wide ones of Chinese texts and no-break ones among them: what people see.
[[nodiscard]] std::string_view without_blanks(std::string_view text);

/// { zh_CN = "...", en = "..." }: one text for each of `languages`, no other language.
[[nodiscard]] domain::OwnText read_own_text(Table& table, std::string_view key,
                                            const std::vector<std::string>& languages);

void read_hall(Table& top, KioskConfig& config);
/// After read_hall(): levels are those of its scale.
void read_targets(Table& top, KioskConfig& config);
void read_order(Table& top, KioskConfig& config);
/// After read_hall().
void read_calling(Table& top, KioskConfig& config);
/// After read_hall(), before read_services().
void read_hours(Table& top, KioskConfig& config);
void read_categories(Table& top, KioskConfig& config);
/// "09:00-12:00", in order, none over another.
[[nodiscard]] domain::OpenSpans read_spans(Table& table, std::string_view key);
/// What a [[service]] says of its hours, its limit and its closing.
void read_service_hours(Table& table, domain::ServiceConfig& service, const domain::HoursConfig& hours);
void read_services(Table& top, KioskConfig& config);
/// After read_services().
void read_appointments(Table& top, KioskConfig& config);
void read_diversions(Table& top, KioskConfig& config);
/// Of the table [hall].
void read_visit_purposes(Table& hall, KioskConfig& config);
void read_counters(Table& top, KioskConfig& config);
void read_journal(Table& top, KioskConfig& config);
void read_api(Table& top, KioskConfig& config);
void read_devices(Table& top, KioskConfig& config);
/// After read_devices() and read_journal().
void read_capture(Table& top, KioskConfig& config);
/// After read_api() and read_devices().
void read_satellites(Table& top, KioskConfig& config);
/// After read_satellites().
void read_owner(Table& top, KioskConfig& config);
void read_upload(Table& top, KioskConfig& config);
void read_paper(Table& top, KioskConfig& config);

/// "" or why the texts of tickets could not be told apart; see ranges.cpp.
[[nodiscard]] std::string same_printed_numbers(const domain::NumberRange& one,
                                               const domain::NumberRange& other);
/// Whether a display of the last three digits could show the same for a number of each.
[[nodiscard]] bool same_last_three_digits(const domain::NumberRange& one, const domain::NumberRange& other);

}  // namespace jiaohao::config
