// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <iconv.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <utility>

#include "drivers/printer/escpos.hpp"
#include "drivers/printer/profile.hpp"
#include "drivers/printer/toml_section.hpp"

namespace jiaohao::drivers::printer {
namespace {

class Reader {
  public:
    Reader(const toml::table& root, std::string_view file) : root_(root), file_(file) {}

    Result<PrinterProfile, std::string> read() {
        Section top(root_, "", file_, error_);
        in(top, "printer", [this](Section& s) { s.text("model", profile_.model); });
        in(top, "line", [this](Section& s) { read_line(s); });
        in(top, "paper", [this](Section& s) { read_paper(s); });
        in(top, "text", [this](Section& s) { read_text(s); });
        in(top, "qr", [this](Section& s) { read_qr(s); });
        in(top, "cut", [this](Section& s) { read_cut(s); });
        in(top, "identity", [this](Section& s) {
            s.texts("makers", profile_.identity.makers);
            s.texts("models", profile_.identity.models);
            s.flag("ask", profile_.identity.ask);
            s.flag("detect", profile_.identity.detect);
        });
        in(top, "raster", [this](Section& s) {
            s.flag("gs_v_0", profile_.raster);
            s.number("stripe_rows", profile_.stripe_rows, 1, escpos::kRasterMostRows);
        });
        in(top, "barcode", [this](Section& s) { s.flag("code128", profile_.code128); });
        in(top, "status", [this](Section& s) { read_status(s); });
        in(top, "buffer", [this](Section& s) { read_buffer(s); });
        read_examples(top);
        top.no_others();
        if (!error_.empty()) {
            return fail(error_);
        }
        return std::move(profile_);
    }

  private:
    template <class Fill>
    void in(Section& top, std::string_view name, Fill fill) {
        const auto* node = top.take(name);
        if (node == nullptr) {
            return;
        }
        if (const auto* table = node->as_table()) {
            Section section(*table, fmt::format("{}.", name), file_, error_);
            fill(section);
            section.no_others();
        } else {
            top.wrong(*node, name, fmt::format("a table [{}]", name));
        }
    }

    void read_line(Section& s) {
        auto& line = profile_.line;
        s.number("baud", line.baud, 1200, 921600);
        s.number("data_bits", line.data_bits, 7, 8);
        s.number("stop_bits", line.stop_bits, 1, 2);
        s.choice<Parity>("parity", line.parity,
                         {{"none", Parity::none}, {"even", Parity::even}, {"odd", Parity::odd}});
        // "credit" is the driver's own: no signal at all, never more under way than the printer's buffer holds.
        int flow = 0;
        s.choice<int>("flow", flow, {{"none", 0}, {"rts_cts", 1}, {"xon_xoff", 2}, {"credit", 3}});
        line.flow = flow == 1 ? Flow::rts_cts : flow == 2 ? Flow::xon_xoff : Flow::none;
        profile_.credits = flow == 3;
    }

    void read_buffer(Section& s) {
        constexpr std::int64_t kLeast = 256;
        const auto* node = s.table().get("receive_bytes");
        const auto bytes = node == nullptr ? std::nullopt : node->value_exact<std::int64_t>();
        if (bytes && *bytes >= 1 && *bytes < kLeast) {
            // Flow control saves none such: a buffer of 45 bytes says that it is full 16 bytes before its end, and what
            // already stands in the queue of a serial chip or USB adapter comes all the same. Questions find no room
            // either. What is lost so is lost without a word, and the ticket would count as printed.
            s.wrong(*node, "receive_bytes",
                    fmt::format(
                        "{} or more, whatever the flow control: an adapter sends more than so small a buffer "
                        "leaves free after it was told to stop; set the printer to its large buffer (DIP "
                        "switch or set-up)",
                        kLeast));
        }
        s.number("receive_bytes", profile_.receive_buffer, kLeast, 1 << 20);
    }

    void read_paper(Section& s) {
        s.number("width_mm", profile_.width_mm, 40, 120);
        s.number("width_dots", profile_.width_dots, 192, 1024);
        std::int64_t columns = profile_.columns();
        if (const auto* node = s.take("columns")) {
            s.number("columns", columns, 16, 85);
            if (columns != profile_.columns()) {
                s.wrong(*node, "columns",
                        fmt::format("{}: {} dots hold so many characters of {}", profile_.columns(),
                                    profile_.width_dots, PrinterProfile::cell_dots()));
            }
        }
        s.number("dots_per_mm", profile_.dots_per_mm, 6, 12);
        s.number("speed_mm_s", profile_.speed_mm_s, 10, 500);
        std::int64_t cut_ms = profile_.cut_time.count();
        s.number("cut_ms", cut_ms, 0, 5000);
        profile_.cut_time = std::chrono::milliseconds{cut_ms};
    }

    void read_text(Section& s) {
        s.choice<ChineseText>("chinese", profile_.chinese,
                              {{"gb18030", ChineseText::gb18030}, {"none", ChineseText::none}});
        s.choice<ChineseScaling>("chinese_scaling", profile_.chinese_scaling,
                                 {{"gs", ChineseScaling::gs}, {"fs", ChineseScaling::fs}});
        read_code_pages(s);
        s.number("max_size", profile_.max_size, 1, 8);
        s.number("line_spacing_dots", profile_.line_spacing_dots, 24, 80);
    }

    /// [text.code_pages]: number = "encoding". `code_page` is the first of the list in memory.
    void read_code_pages(Section& s) {
        s.number("code_page", profile_.code_page, 0, 255);
        const auto* node = s.take("code_pages");
        const auto* pages = node == nullptr ? nullptr : node->as_table();
        if (node != nullptr && (pages == nullptr || pages->empty())) {
            s.wrong(*node, "code_pages", "a table such as { 0 = \"CP437\", 16 = \"CP1252\" }");
            return;
        }
        if (pages != nullptr) {
            profile_.code_pages.clear();
            for (const auto& [key, value] : *pages) {
                add_code_page(s, std::string(key.str()), value);
            }
        }
        auto& list = profile_.code_pages;
        const auto first = std::find_if(list.begin(), list.end(), [this](const CodePage& page) {
            return page.number == profile_.code_page;
        });
        if (first == list.end()) {
            const auto* at = s.take("code_page");
            s.wrong(at != nullptr ? *at : s.table(), "code_page", "a number that stands in text.code_pages");
            return;
        }
        std::rotate(list.begin(), first, first + 1);
    }

    void add_code_page(Section& s, const std::string& key, const toml::node& value) {
        CodePage page;
        const auto [end, problem] = std::from_chars(key.data(), key.data() + key.size(), page.number);
        const auto name = value.value_exact<std::string>();
        if (problem != std::errc{} || end != key.data() + key.size()) {
            s.wrong(value, "code_pages." + key, "a number 0..255 = an encoding");
        } else if (!name || !iconv_knows(*name)) {
            s.wrong(value, "code_pages." + key,
                    "an encoding that iconv knows, such as \"CP437\" or \"CP1252\"");
        } else {
            page.encoding = *name;
            profile_.code_pages.push_back(page);
        }
    }

    static bool iconv_knows(const std::string& name) {
        const iconv_t handle = iconv_open(name.c_str(), "UTF-8");
        // iconv signals failure by the pointer value -1.
        if (reinterpret_cast<std::intptr_t>(handle) == -1) {
            return false;
        }
        iconv_close(handle);
        return true;
    }

    void read_status(Section& s) {
        s.flag("realtime", profile_.realtime_status);
        s.flag("auto_status", profile_.auto_status);
        s.flag("process_id", profile_.process_id);
        s.flag("recovery", profile_.recovery);
        s.flag("near_end_sensor", profile_.near_end_sensor);
        s.number("near_end_reserve_mm", profile_.near_end_reserve_mm, 0, 50000);
        if (!profile_.realtime_status) {
            for (const auto& [key, stated] : {std::pair{"auto_status", profile_.auto_status},
                                              {"process_id", profile_.process_id},
                                              {"near_end_sensor", profile_.near_end_sensor}}) {
                if (const auto* node = stated ? s.table().get("realtime") : nullptr) {
                    s.wrong(*node, "realtime", fmt::format("true, or {} = false as well", key));
                }
            }
        }
    }

    void read_qr(Section& s) {
        s.choice<QrKind>("kind", profile_.qr,
                         {{"native", QrKind::native}, {"raster", QrKind::raster}, {"none", QrKind::none}});
        s.number("module", profile_.qr_module, 2, 16);
        s.choice<char>("level", profile_.qr_level, {{"L", 'L'}, {"M", 'M'}, {"Q", 'Q'}, {"H", 'H'}});
    }

    void read_cut(Section& s) {
        s.choice<CutKind>("kind", profile_.cut,
                          {{"partial", CutKind::partial},
                           {"full", CutKind::full},
                           {"esc_m", CutKind::esc_m},
                           {"esc_i", CutKind::esc_i},
                           {"none", CutKind::none}});
        s.number("feed_mm", profile_.feed_before_cut_mm, 0, 30);
    }

    void read_examples(Section& top) {
        const auto* node = top.take("example");
        if (node == nullptr) {
            return;
        }
        const auto* list = node->as_array();
        if (list == nullptr) {
            top.wrong(*node, "example", "a list of tables [[example]]");
            return;
        }
        for (const auto& item : *list) {
            if (const auto* table = item.as_table()) {
                read_example(*table);
            }
        }
    }

    void read_example(const toml::table& table) {
        Section s(table, "example.", file_, error_);
        ReplyExample example;
        std::string hex;
        s.number("query", example.query, 0, 4);
        s.text("hex", hex);
        s.text("meaning", example.meaning);
        const auto bytes = from_hex(hex);
        if (!bytes) {
            s.wrong(*(s.take("hex") != nullptr ? s.take("hex") : &table), "hex",
                    "bytes such as \"12 7e\", two hexadecimal digits each");
        } else {
            example.bytes = *bytes;
        }
        s.no_others();
        profile_.examples.push_back(std::move(example));
    }

    static std::optional<Bytes> from_hex(const std::string& text) {
        std::istringstream words(text);
        Bytes bytes;
        for (std::string word; words >> word;) {
            std::uint8_t value = 0;
            const auto [end, problem] = std::from_chars(word.data(), word.data() + word.size(), value, 16);
            if (word.size() != 2 || problem != std::errc{} || end != word.data() + word.size()) {
                return std::nullopt;
            }
            bytes.push_back(value);
        }
        return bytes.empty() ? std::nullopt : std::optional{bytes};
    }

    const toml::table& root_;
    std::string_view file_;
    std::string error_;
    PrinterProfile profile_;
};

}  // namespace

std::chrono::nanoseconds PrinterProfile::print_time(std::uint32_t dots) const {
    const std::int64_t micros = std::int64_t{dots} * 1'000'000 / dots_per_mm / speed_mm_s;
    return std::chrono::microseconds{micros} + cut_time;
}

Result<PrinterProfile, std::string> parse_profile(std::string_view toml, std::string_view file_name) {
    // The packaged library throws; nothing gets past here.
    try {
        const toml::table table = toml::parse(toml, file_name);
        return Reader(table, file_name).read();
    } catch (const toml::parse_error& error) {
        return fail(
            fmt::format("{}:{}: not TOML: {}", file_name, error.source().begin.line, error.description()));
    }
}

Result<std::string, std::string> read_text_file(const std::filesystem::path& file, std::string_view kind) {
    std::error_code error;
    if (const auto status = std::filesystem::status(file, error);
        std::filesystem::exists(status) && !std::filesystem::is_regular_file(status)) {
        // A pipe that nobody writes would be waited for.
        return fail(fmt::format("{}: is no regular file, not a {}", file.string(), kind));
    }
    std::ifstream stream(file, std::ios::binary);
    std::string text;
    constexpr std::size_t kMostBytes = 65536;
    text.resize(kMostBytes + 1);
    stream.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (!stream.is_open() || stream.bad()) {
        return fail(
            fmt::format("{}: cannot be read; is the path right and the file readable?", file.string()));
    }
    text.resize(static_cast<std::size_t>(stream.gcount()));
    if (text.size() > kMostBytes) {
        return fail(fmt::format("{}: larger than {} bytes, not a {}", file.string(), kMostBytes, kind));
    }
    return text;
}

Result<PrinterProfile, std::string> load_profile(const std::filesystem::path& file) {
    auto text = read_text_file(file, "printer profile");
    auto profile = text ? parse_profile(*text, file.string()) : fail(text.error());
    if (profile && profile->model.empty()) {
        // Every other key has a default: an empty or cut file would be taken for some printer.
        return fail(
            fmt::format("{}:1: printer.model: missing; allowed is a text of 1..100 bytes", file.string()));
    }
    return profile;
}

}  // namespace jiaohao::drivers::printer
