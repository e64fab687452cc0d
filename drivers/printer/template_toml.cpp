// Reads and checks a ticket template.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "drivers/printer/default_template.hpp"
#include "drivers/printer/encoder.hpp"
#include "drivers/printer/png_image.hpp"
#include "drivers/printer/template_check.hpp"
#include "drivers/printer/ticket_template.hpp"
#include "drivers/printer/toml_section.hpp"

namespace jiaohao::drivers::printer {

using ports::PaperBlock;
using ports::PaperLine;

namespace {

constexpr std::size_t kMostBlocks = 60;
constexpr std::int64_t kMostPaperMm = 400;

}  // namespace

class TemplateReader {
  public:
    TemplateReader(const toml::table& root, std::string_view file, const std::filesystem::path& folder)
        : root_(root), file_(file), folder_(folder) {}

    Result<TicketTemplate, std::string> read() {
        Section top(root_, "", file_, error_);
        if (const auto* node = top.take("ticket")) {
            if (const auto* table = node->as_table()) {
                read_ticket(*table);
            } else {
                top.wrong(*node, "ticket", "a table [ticket]");
            }
        }
        const auto* blocks = top.take("block");
        const auto* list = blocks == nullptr ? nullptr : blocks->as_array();
        if (list == nullptr || list->empty() || list->size() > kMostBlocks) {
            top.wrong(blocks == nullptr ? root_ : *blocks, "block",
                      fmt::format("1..{} tables [[block]]", kMostBlocks));
        } else {
            read_blocks(*list, top);
        }
        top.no_others();
        if (error_.empty()) {
            check_length(top);
        }
        return error_.empty() ? Result<TicketTemplate, std::string>(std::move(result_)) : fail(error_);
    }

  private:
    using Block = TicketTemplate::Block;
    using Texts = TicketTemplate::Texts;

    void read_ticket(const toml::table& table) {
        Section s(table, "ticket.", file_, error_);
        s.number("most_mm", most_mm_, 30, kMostPaperMm);
        if (const auto* node = s.take("widths")) {
            const auto* list = node->as_array();
            widths_.clear();
            for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
                widths_.insert((*list)[i].value_exact<std::int64_t>().value_or(0));
            }
            const bool known = std::all_of(widths_.begin(), widths_.end(), &TemplateReader::is_width);
            if (widths_.empty() || !known) {
                s.wrong(*node, "widths", "a list of 58 and 80");
            }
        }
        s.no_others();
    }

    static bool is_width(std::int64_t mm) {
        return std::any_of(TicketTemplate::kPapers.begin(), TicketTemplate::kPapers.end(),
                           [mm](const auto& paper) { return paper.mm == mm; });
    }

    void read_blocks(const toml::array& list, Section& top) {
        for (const auto& item : list) {
            if (const auto* table = item.as_table()) {
                read_block(*table);
            } else {
                top.wrong(item, "block", "a list of tables [[block]]");
            }
        }
    }

    void read_block(const toml::table& table) {
        using Kind = PaperBlock::Kind;
        Section s(table, "block.", file_, error_);
        Block block;
        block.line = table.source().begin.line;
        auto& form = block.form;
        if (s.take("kind") == nullptr) {
            s.wrong(table, "kind", "one of the kinds of a block");
        }
        s.choice<Kind>("kind", form.kind,
                       {{"text", Kind::text},
                        {"columns", Kind::columns},
                        {"rule", Kind::rule},
                        {"feed", Kind::feed},
                        {"qr", Kind::qr},
                        {"barcode", Kind::barcode},
                        {"image", Kind::image}});
        std::int64_t only = 0;
        if (const auto* node = s.take("width")) {
            s.number("width", only, 0, 255);
            form.only_mm = static_cast<std::uint8_t>(only);
            if (!is_width(only)) {
                s.wrong(*node, "width", "58 or 80");
            }
        }
        read_form(s, block);
        s.no_others();
        if (error_.empty()) {
            check_block(s, block);
        }
        result_.blocks_.push_back(std::move(block));
    }

    void read_form(Section& s, Block& block) {
        auto& form = block.form;
        switch (form.kind) {
            case PaperBlock::Kind::text:
                read_text(s, "text", block.text);
                read_style(s, block);
                s.flag("invert", form.inverted);
                align(s, form.line.align);
                break;
            case PaperBlock::Kind::columns:
                read_columns(s, block);
                read_style(s, block);
                break;
            case PaperBlock::Kind::rule:
                s.choice<char>("fill", form.rule,
                               {{"-", '-'}, {"=", '='}, {".", '.'}, {"*", '*'}, {"_", '_'}});
                break;
            case PaperBlock::Kind::feed:
                form.measure = 3;
                s.number("mm", form.measure, 1, 100);
                break;
            case PaperBlock::Kind::qr:
                read_code(s, block);
                s.number("module", form.measure, 0, 16);
                break;
            case PaperBlock::Kind::barcode:
                form.measure = 10;
                read_code(s, block);
                s.number("height_mm", form.measure, 5, 30);
                break;
            case PaperBlock::Kind::image:
                form.line.align = PaperLine::Align::centre;
                align(s, form.line.align);
                read_image(s, form);
                break;
        }
    }

    static void align(Section& s, PaperLine::Align& out) {
        s.choice<PaperLine::Align>("align", out,
                                   {{"left", PaperLine::Align::left},
                                    {"centre", PaperLine::Align::centre},
                                    {"right", PaperLine::Align::right}});
    }

    static void read_style(Section& s, Block& block) {
        s.number("size", block.form.line.size, 1, 8);
        s.flag("bold", block.form.line.bold);
        read_language(s, block);
    }

    static void read_language(Section& s, Block& block) {
        s.choice<std::string>("language", block.language, {{"zh_CN", "zh_CN"}, {"en", "en"}});
    }

    void read_code(Section& s, Block& block) {
        block.form.line.align = PaperLine::Align::centre;
        read_text(s, "data", block.text);
        align(s, block.form.line.align);
        read_language(s, block);
    }

    /// A text, or a table of texts by language.
    void read_text(Section& s, std::string_view key, Texts& out) {
        const auto* node = s.take(key);
        if (node == nullptr) {
            s.wrong(s.table(), key, "a text, or a table of texts by language");
            return;
        }
        if (const auto* table = node->as_table()) {
            Section inner(*table, fmt::format("block.{}.", key), file_, error_);
            for (const std::string language : {"zh_CN", "en"}) {
                if (table->contains(language)) {
                    one_text(inner, language, *inner.take(language), out[language]);
                }
            }
            inner.no_others();
        } else {
            one_text(s, key, *node, out[""]);
        }
    }

    static void one_text(Section& s, std::string_view key, const toml::node& node, std::string& out) {
        const auto value = node.value_exact<std::string>();
        if (!value || value->size() > kMostLineBytes) {
            s.wrong(node, key, fmt::format("a text of at most {} bytes", kMostLineBytes));
        } else if (const auto wrong = fields_wrong(*value); !wrong.empty()) {
            s.complain(node, key, wrong);
        } else {
            out = *value;
        }
    }

    void read_columns(Section& s, Block& block) {
        const auto* node = s.take("columns");
        const auto* list = node == nullptr ? nullptr : node->as_array();
        if (list == nullptr || list->empty() || list->size() > 8) {
            s.wrong(node == nullptr ? s.table() : *node, "columns", "1..8 tables { text = ... }");
            return;
        }
        for (const auto& item : *list) {
            const auto* table = item.as_table();
            if (table == nullptr) {
                s.wrong(item, "columns", "a list of tables { text = ... }");
                return;
            }
            Section inner(*table, "block.columns.", file_, error_);
            ports::PaperColumn column;
            read_text(inner, "text", block.columns.emplace_back());
            align(inner, column.align);
            inner.number("width", column.width, 0, 64);
            inner.no_others();
            block.form.columns.push_back(column);
        }
    }

    void read_image(Section& s, PaperBlock& form) {
        std::string name;
        s.text("file", name);
        const auto* node = s.take("file");
        if (node == nullptr) {
            s.wrong(s.table(), "file", "the name of a PNG file beside the template");
            return;
        }
        if (!error_.empty()) {
            return;
        }
        auto image = load_png(folder_ / name);
        if (image) {
            form.image = *image;
        } else {
            s.complain(*node, "file", image.error());
        }
    }

    static PrinterProfile nominal(const TicketTemplate::Paper& paper) {
        PrinterProfile profile;
        profile.width_mm = paper.mm;
        profile.width_dots = paper.dots;
        return profile;
    }

    /// Encoded alone for each paper and language, so that what cannot be printed has a line.
    void check_block(Section& s, const Block& block) {
        for (const auto& paper : TicketTemplate::kPapers) {
            const bool here =
                widths_.contains(paper.mm) && (block.form.only_mm == 0 || block.form.only_mm == paper.mm);
            for (const std::string language : {"zh_CN", "en"}) {
                if (here) {
                    check_on(s, block, paper, language);
                }
            }
        }
    }

    void check_on(Section& s, const Block& block, const TicketTemplate::Paper& paper,
                  const std::string& language) {
        const auto filled =
            TicketTemplate::fill(block, language, [](const std::string&) { return samples(); });
        if (!filled) {
            return;
        }
        const auto profile = nominal(paper);
        const TextCodec codec(profile);
        if (!fits_width(*filled, profile, codec)) {
            s.complain(
                s.table(), "size",
                fmt::format("does not fit: paper of {} mm has {} columns; allowed is a smaller size, a "
                            "shorter text or narrower columns",
                            paper.mm, profile.columns()));
            return;
        }
        ports::TicketPaper alone;
        alone.blocks.push_back(*filled);
        if (const auto encoded = encode_ticket(alone, profile, codec); !encoded) {
            s.complain(s.table(), "kind", fmt::format("on paper of {} mm: {}", paper.mm, encoded.error()));
        }
    }

    void check_length(Section& top) {
        for (const auto& paper : TicketTemplate::kPapers) {
            for (const std::string language : {"zh_CN", "en"}) {
                const auto profile = nominal(paper);
                const TextCodec codec(profile);
                const auto laid = result_.lay_out(language, [](const std::string&) { return samples(); });
                const auto encoded = encode_ticket(laid, profile, codec);
                if (widths_.contains(paper.mm) && encoded && profile.millimetres(encoded->dots) > most_mm_) {
                    top.complain(root_, "ticket.most_mm",
                                 fmt::format("the ticket is {} mm long on paper of {} mm; allowed are {} mm",
                                             profile.millimetres(encoded->dots), paper.mm, most_mm_));
                }
            }
        }
    }

    const toml::table& root_;
    std::string_view file_;
    const std::filesystem::path& folder_;
    std::string error_;
    std::set<std::int64_t> widths_{58, 80};
    std::uint32_t most_mm_ = 200;
    TicketTemplate result_;
};

Result<TicketTemplate, std::string> TicketTemplate::parse(std::string_view toml, std::string_view file_name,
                                                          const std::filesystem::path& folder) {
    // The packaged library throws; nothing gets past here.
    try {
        const toml::table table = toml::parse(toml, file_name);
        return TemplateReader(table, file_name, folder).read();
    } catch (const toml::parse_error& error) {
        return fail(
            fmt::format("{}:{}: not TOML: {}", file_name, error.source().begin.line, error.description()));
    }
}

Result<TicketTemplate, std::string> TicketTemplate::load(const std::filesystem::path& file) {
    const auto text = read_text_file(file, "ticket template");
    return text ? parse(*text, file.string(), file.parent_path()) : fail(text.error());
}

TicketTemplate TicketTemplate::standard() {
    auto made = parse(kDefaultTemplate, "ticket.toml", {});
    // Checked by a test; an empty one is refused by the encoder, never printed.
    return made ? std::move(*made) : TicketTemplate{};
}

}  // namespace jiaohao::drivers::printer
