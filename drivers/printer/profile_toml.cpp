// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <iconv.h>

#include <toml++/toml.h>
#include <charconv>
#include <fstream>
#include <optional>
#include <set>
#include <sstream>
#include <utility>

#include "drivers/printer/profile.hpp"

namespace jiaohao::drivers::printer {
namespace {

template <class T>
using Choices = std::initializer_list<std::pair<std::string_view, T>>;

/// Reads the keys of one table, remembers which it knows, keeps the first thing wrong.
class Section {
  public:
    Section(const toml::table& table, std::string path, std::string_view file, std::string& error)
        : table_(table), path_(std::move(path)), file_(file), error_(error) {}

    template <class T>
    void number(std::string_view key, T& out, std::int64_t least, std::int64_t most) {
        const auto* node = take(key);
        if (node == nullptr) {
            return;
        }
        const auto value = node->value_exact<std::int64_t>();
        if (!value || *value < least || *value > most) {
            wrong(*node, key, fmt::format("a whole number {}..{}", least, most));
            return;
        }
        out = static_cast<T>(*value);
    }

    void flag(std::string_view key, bool& out) {
        if (const auto* node = take(key)) {
            const auto value = node->value_exact<bool>();
            value ? out = *value : (wrong(*node, key, "true or false"), out);
        }
    }

    void text(std::string_view key, std::string& out) {
        if (const auto* node = take(key)) {
            const auto value = node->value_exact<std::string>();
            if (!value || value->empty() || value->size() > 100) {
                wrong(*node, key, "a text of 1..100 bytes");
            } else {
                out = *value;
            }
        }
    }

    template <class T>
    void choice(std::string_view key, T& out, Choices<T> allowed) {
        const auto* node = take(key);
        if (node == nullptr) {
            return;
        }
        const auto value = node->value_exact<std::string>();
        std::string names;
        for (const auto& [name, meaning] : allowed) {
            if (value && *value == name) {
                out = meaning;
                return;
            }
            names += fmt::format("{}\"{}\"", names.empty() ? "" : ", ", name);
        }
        wrong(*node, key, fmt::format("one of {}", names));
    }

    /// Marks the key as known and gives its node, or nullptr.
    const toml::node* take(std::string_view key) {
        known_.insert(std::string(key));
        return table_.get(key);
    }

    void wrong(const toml::node& node, std::string_view key, std::string_view allowed) {
        complain(node, key, fmt::format("allowed is {}", allowed));
    }

    /// Call after every key was read: a misspelt key must not be ignored.
    void no_others() {
        for (const auto& [key, node] : table_) {
            if (!known_.contains(std::string(key.str()))) {
                std::string names;
                for (const auto& name : known_) {
                    names += (names.empty() ? "" : ", ") + name;
                }
                complain(node, key.str(), fmt::format("no such key; known here: {}", names));
            }
        }
    }

  private:
    void complain(const toml::node& node, std::string_view key, std::string_view what) {
        if (error_.empty()) {
            error_ = fmt::format("{}:{}: {}{}: {}", file_, node.source().begin.line, path_, key, what);
        }
    }

    const toml::table& table_;
    std::string path_;
    std::string_view file_;
    std::string& error_;
    std::set<std::string> known_;
};

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
        in(top, "status", [this](Section& s) {
            s.flag("auto_status", profile_.auto_status);
            s.flag("process_id", profile_.process_id);
        });
        in(top, "buffer", [this](Section& s) {
            s.number("receive_bytes", profile_.receive_buffer, 256, 1 << 20);
            s.flag("credits", profile_.credits);
        });
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
        s.choice<Flow>("flow", line.flow,
                       {{"none", Flow::none}, {"rts_cts", Flow::rts_cts}, {"xon_xoff", Flow::xon_xoff}});
    }

    void read_paper(Section& s) {
        s.number("width_dots", profile_.width_dots, 192, 1024);
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
        s.number("code_page", profile_.code_page, 0, 255);
        s.text("latin", profile_.latin);
        if (const auto* node = s.take("latin")) {
            const iconv_t handle = iconv_open(profile_.latin.c_str(), "UTF-8");
            // iconv signals failure by the pointer value -1.
            if (reinterpret_cast<std::intptr_t>(handle) == -1) {
                s.wrong(*node, "latin", "an encoding that iconv knows, such as \"CP437\" or \"CP1252\"");
            } else {
                iconv_close(handle);
            }
        }
        s.number("max_size", profile_.max_size, 1, 8);
        s.number("line_spacing_dots", profile_.line_spacing_dots, 24, 80);
    }

    void read_qr(Section& s) {
        s.choice<QrKind>("kind", profile_.qr,
                         {{"native", QrKind::native}, {"raster", QrKind::raster}, {"none", QrKind::none}});
        s.number("module", profile_.qr_module, 2, 16);
        s.choice<char>("level", profile_.qr_level, {{"L", 'L'}, {"M", 'M'}, {"Q", 'Q'}, {"H", 'H'}});
    }

    void read_cut(Section& s) {
        s.choice<CutKind>("kind", profile_.cut,
                          {{"partial", CutKind::partial}, {"full", CutKind::full}, {"none", CutKind::none}});
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

Result<PrinterProfile, std::string> load_profile(const std::filesystem::path& file) {
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
        return fail(
            fmt::format("{}: larger than {} bytes, not a printer profile", file.string(), kMostBytes));
    }
    return parse_profile(text, file.string());
}

}  // namespace jiaohao::drivers::printer
