// How a ticket looks, read from TOML (drivers/templates/*.toml) and checked when it is loaded: file, line, key and what
// is allowed. Pure after loading.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/result.hpp"
#include "kiosk/ports/ticket_printer.hpp"

namespace jiaohao::drivers::printer {

/// A {field} of a template and what stands for it while the template is checked.
struct TicketField {
    std::string_view name;
    std::string_view sample;
};
/// `..._text` are whole sentences in the ticket's language; `wait_from`, `wait_to` and `wait_text` are empty when no
/// wait was promised, `then_text` when there is nothing to go to afterwards, `reference` when the caller gave none, `url` when the hall has no page for tickets.
constexpr std::array<TicketField, 19> kTicketFields{{
    {"number", "A123"},
    {"service", "Service"},
    {"hall", "Service Hall"},
    {"class", "Normal"},
    {"ahead", "12"},
    {"wait_from", "10"},
    {"wait_to", "25"},
    {"date", "2026-01-31"},
    {"time", "12:34"},
    {"ticket", "T1-1234-00001234"},
    {"reference", "123456"},
    {"url", "https://hall.example/t/0123456789abcdef0123456789abcdef"},
    {"title_text", "Queue ticket"},
    {"ahead_text", "People ahead of you: 12"},
    {"wait_text", "Wait about 10 min, at most 25"},
    {"then_text", "Afterwards: Service"},
    {"keep_text", "Keep this ticket, watch the display"},
    {"today_text", "Valid today only"},
    {"scan_text", "Scan to follow the queue"},
}};

using TicketFields = std::map<std::string, std::string, std::less<>>;
/// The fields in one language.
using FieldsIn = std::function<TicketFields(const std::string& language)>;

class TicketTemplate {
  public:
    /// Narrowest printers of each paper, for which lines must fit.
    struct Paper {
        std::uint8_t mm;
        std::uint16_t dots;
    };
    static constexpr std::array<Paper, 2> kPapers{{{58, 384}, {80, 512}}};

    [[nodiscard]] static Result<TicketTemplate, std::string> load(const std::filesystem::path& file);
    /// Images are looked for in `folder`.
    [[nodiscard]] static Result<TicketTemplate, std::string> parse(std::string_view toml,
                                                                   std::string_view file_name,
                                                                   const std::filesystem::path& folder);
    /// drivers/templates/ticket.toml, built in.
    [[nodiscard]] static TicketTemplate standard();

    /// A block is left out when it has fields and all of them are empty, or no text in this language.
    [[nodiscard]] ports::TicketPaper lay_out(const std::string& language, const FieldsIn& fields) const;
    /// The fields that are used, each once.
    [[nodiscard]] std::vector<std::string> fields() const;

  private:
    friend class TemplateReader;

    /// By language; "" for every one.
    using Texts = std::map<std::string, std::string>;
    struct Block {
        ports::PaperBlock form;
        Texts text;
        std::vector<Texts> columns;
        /// Instead of the ticket's language.
        std::string language;
        std::uint32_t line = 0;
    };
    [[nodiscard]] static std::optional<ports::PaperBlock> fill(const Block& block,
                                                               const std::string& language,
                                                               const FieldsIn& fields);

    std::vector<Block> blocks_;
};

/// `text` with its {fields} replaced; nothing when it has some and all of them are empty.
[[nodiscard]] std::optional<std::string> fill_fields(std::string_view text, const TicketFields& fields);

}  // namespace jiaohao::drivers::printer
