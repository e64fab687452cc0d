// The catalogue as kioskctl uses it: one language, numbers with units, refusals as sentences.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "kiosk/base/clock.hpp"
#include "kiosk/i18n/catalogue.hpp"
#include "kiosk/wire/api_messages.hpp"

namespace jiaohao::ctl {

class Words {
  public:
    Words(i18n::Catalogue catalogue, std::string language)
        : catalogue_(std::move(catalogue)), language_(std::move(language)) {}

    /// Parameters are made printable: they may be what somebody typed.
    [[nodiscard]] std::string text(std::string_view id, const i18n::Params& params = {}) const;
    [[nodiscard]] bool has(std::string_view id) const { return catalogue_.has(language_, id); }
    /// What went wrong and what to do; the bare code for one that the catalogue does not know. Of `command`, a
    /// sentence of its own (ctl.refused.<command>.<code>) is said where there is one.
    [[nodiscard]] std::string refusal(const wire::api::RefusalText& refusal,
                                      std::string_view command = {}) const;
    /// "2 h 5 min", "40 s".
    [[nodiscard]] std::string span(std::int64_t seconds) const;
    /// "2026-01-02 16:00:00" in this machine's time zone, of a time as the API writes it; other text as it is.
    [[nodiscard]] static std::string time(const std::string& rfc3339);
    [[nodiscard]] static std::string time(WallTime at);
    /// A value of status or devices, with the unit that its name ends in (_s, _ms, _bytes).
    [[nodiscard]] std::string value(std::string_view name, const nlohmann::json& value) const;
    /// The text of an object {"zh_CN": .., "en": ..} in this language, else any.
    [[nodiscard]] std::string own(const nlohmann::json& texts) const;
    /// Fields of an object as parameters.
    [[nodiscard]] i18n::Params params(const nlohmann::json& object) const;

  private:
    i18n::Catalogue catalogue_;
    std::string language_;
};

/// Where the catalogue lies: `given`, $JIAOHAO_I18N, beside the program, or where the package puts it.
[[nodiscard]] std::optional<std::string> find_catalogue(const std::string& given);
/// "zh_CN" or "en" from LC_ALL, LC_MESSAGES and LANG.
[[nodiscard]] std::string language_of_environment();

}  // namespace jiaohao::ctl
