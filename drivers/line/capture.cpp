// SPDX-License-Identifier: Apache-2.0
#include "drivers/line/capture.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <fstream>
#include <limits>
#include <optional>

namespace jiaohao::drivers::capture {
namespace {

constexpr std::string_view kFirst = "# jiaohao line capture 1";
constexpr std::size_t kMostNote = 60000;
/// 100 years: times of an origin and a record still add up in nanoseconds, with room for a clock that reads on.
constexpr std::int64_t kMostMicroseconds = std::int64_t{100} * 365 * 24 * 3600 * 1'000'000;
constexpr std::array<std::pair<What, std::string_view>, 7> kWords{{{What::heard, "<"},
                                                                   {What::written, ">"},
                                                                   {What::up, "up"},
                                                                   {What::down, "down"},
                                                                   {What::refused, "refused"},
                                                                   {What::missing, "missing"},
                                                                   {What::note, "note"}}};

bool has_bytes(What what) {
    return what == What::heard || what == What::written || what == What::refused;
}

bool is_control(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

std::string one_line(std::string_view text) {
    std::string clean(text.substr(0, kMostNote));
    std::replace_if(clean.begin(), clean.end(), is_control, ' ');
    return clean;
}

/// As std::getline, but never longer than a line may be: nothing then.
std::optional<std::string_view> bounded_line(std::istream& in, std::vector<char>& buffer) {
    in.getline(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    const auto taken = static_cast<std::size_t>(in.gcount());
    const bool fed = in.good();
    if (in.fail() && taken + 1 == buffer.size()) {
        return std::nullopt;
    }
    return std::string_view{buffer.data(), taken - (fed ? 1 : 0)};
}

std::string_view take_word(std::string_view& rest) {
    rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
    const std::string_view word = rest.substr(0, rest.find(' '));
    rest.remove_prefix(std::min(word.size() + 1, rest.size()));
    return word;
}

template <class Number>
std::optional<Number> number(std::string_view text, int base = 10) {
    Number value{};
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value, base);
    return read.ec == std::errc{} && read.ptr == text.data() + text.size() ? std::optional(value)
                                                                           : std::nullopt;
}

class Reader {
  public:
    explicit Reader(std::size_t most_records) : most_records_(most_records) {}
    /// "" or what is wrong with the line.
    std::string take(std::string_view line) {
        if (std::any_of(line.begin(), line.end(), is_control)) {
            return "holds a control character; a capture is plain text in lines that end with a line feed";
        }
        if (!line.starts_with('#')) {
            return take_record(line);
        }
        if (!capture_.records.empty()) {
            return "a header line stands among the records; one file holds one part";
        }
        return take_header(line);
    }
    [[nodiscard]] Capture done() { return std::move(capture_); }

  private:
    std::string take_header(std::string_view line) {
        if (line == "#" || line.size() < 2) {
            return {};
        }
        std::string_view rest = line.substr(1);
        const std::string key(take_word(rest));
        const std::string value(rest);
        Header& header = capture_.header;
        const std::map<std::string, std::string*> texts{{"line", &header.line},
                                                        {"path", &header.path},
                                                        {"settings", &header.settings},
                                                        {"boot", &header.boot}};
        if (const auto text = texts.find(key); text != texts.end()) {
            *text->second = value;
            return {};
        }
        if (key == "origin_us" || key == "wall_ms" || key == "part") {
            return take_number(key, value);
        }
        header.about[key] = value;
        return {};
    }

    std::string take_number(const std::string& key, const std::string& value) {
        const auto read = number<std::int64_t>(value);
        if (!read || *read < 0) {
            return key + " is a whole number from 0";
        }
        const std::int64_t most =
            key == "part" ? std::numeric_limits<std::uint32_t>::max() : kMostMicroseconds;
        if (*read > most) {
            return fmt::format("{} is too large; allowed: 0 to {}", key, most);
        }
        Header& header = capture_.header;
        if (key == "origin_us") {
            header.origin = BootTime{std::chrono::microseconds{*read}};
        } else if (key == "wall_ms") {
            header.wall = WallTime{std::chrono::milliseconds{*read}};
        } else {
            header.part = static_cast<std::uint32_t>(*read);
        }
        return {};
    }

    std::string take_record(std::string_view line) {
        std::string_view rest = line;
        const std::string_view stamp = take_word(rest);
        if (stamp == "+") {
            if (capture_.records.empty() || !has_bytes(capture_.records.back().what)) {
                return "+ goes on with a line of bytes; there is none before it";
            }
            return take_bytes(rest, capture_.records.back().bytes);
        }
        if (capture_.records.size() >= most_records_) {
            return fmt::format(
                "too much: a file has at most {} records; put the lines from here on into a file of their "
                "own, "
                "below the same header lines",
                most_records_);
        }
        const auto at = number<std::int64_t>(stamp);
        if (!at || *at < 0) {
            return "a line begins with its time in microseconds, + or #";
        }
        if (*at > kMostMicroseconds) {
            return fmt::format("the time is too large; allowed: 0 to {} microseconds", kMostMicroseconds);
        }
        Record record;
        record.at = std::chrono::microseconds{*at};
        if (!capture_.records.empty() && record.at < capture_.records.back().at) {
            return "times never run backwards";
        }
        const std::string_view word = take_word(rest);
        const auto* const found =
            std::find_if(kWords.begin(), kWords.end(), [&](const auto& one) { return one.second == word; });
        if (found == kWords.end()) {
            return fmt::format(
                "\"{}\" is nothing that happens on a line; allowed: < > up down refused missing note", word);
        }
        record.what = found->first;
        std::string wrong;
        if (has_bytes(record.what)) {
            wrong = take_bytes(rest, record.bytes);
        } else {
            record.text = std::string(rest);
        }
        capture_.records.push_back(std::move(record));
        return wrong;
    }

    static std::string take_bytes(std::string_view rest, Bytes& into) {
        const std::size_t before = into.size();
        for (std::string_view word = take_word(rest); !word.empty(); word = take_word(rest)) {
            const auto byte = word.size() == 2 ? number<std::uint8_t>(word, 16) : std::nullopt;
            if (!byte) {
                return fmt::format("\"{}\" is no byte of two hex digits", word);
            }
            into.push_back(*byte);
        }
        return into.size() == before ? "there are no bytes" : "";
    }

    const std::size_t most_records_;
    Capture capture_;
};

}  // namespace

std::string to_text(const Header& header) {
    const auto origin = std::chrono::floor<std::chrono::microseconds>(header.origin.time_since_epoch());
    std::string text = fmt::format(
        "{}\n# line {}\n# path {}\n# settings {}\n# boot {}\n# origin_us {}\n# wall_ms {}\n# part {}\n",
        kFirst, one_line(header.line), one_line(header.path), one_line(header.settings),
        one_line(header.boot), origin.count(), header.wall.time_since_epoch().count(), header.part);
    for (const auto& [key, value] : header.about) {
        text += fmt::format("# {} {}\n", one_line(key), one_line(value));
    }
    return text;
}

std::string to_text(const Record& record) {
    const auto word = std::find_if(kWords.begin(), kWords.end(), [&](const auto& one) {
                          return one.first == record.what;
                      })->second;
    std::string text = fmt::format("{:>12} {}", record.at.count(), word);
    if (!has_bytes(record.what)) {
        const std::string words = one_line(record.text);
        return text + (words.empty() ? "" : " ") + words + "\n";
    }
    const ByteView all = record.bytes;
    for (std::size_t from = 0; from < all.size(); from += kBytesInALine) {
        text += from == 0 ? " " : fmt::format("{:>12} ", "+");
        text += to_hex(all.subspan(from, std::min(kBytesInALine, all.size() - from)));
        text += '\n';
    }
    return text;
}

Result<Capture, Mistake> read(std::istream& in, std::size_t most_records) {
    Reader reader(most_records);
    std::vector<char> buffer(kLongestLine + 1);
    std::size_t bytes = 0;
    std::size_t nth = 0;
    while (in.peek() != std::istream::traits_type::eof()) {
        ++nth;
        const auto taken = bounded_line(in, buffer);
        const std::string_view line = taken.value_or(std::string_view{});
        bytes += line.size();
        if (!taken || bytes > kMostText) {
            return fail(Mistake{nth, fmt::format("too much: a file has at most {} bytes, a line {}",
                                                 kMostText, kLongestLine)});
        }
        if (nth == 1 && line != kFirst) {
            return fail(Mistake{nth, fmt::format("is no capture: the first line is not \"{}\"", kFirst)});
        }
        if (in.eof()) {
            break;
        }
        if (nth == 1) {
            continue;
        }
        if (std::string wrong = reader.take(line); !wrong.empty()) {
            return fail(Mistake{nth, std::move(wrong)});
        }
    }
    if (nth == 0) {
        return fail(Mistake{1, "is empty"});
    }
    return reader.done();
}

Result<Capture, std::string> read_file(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) {
        return fail(file + ": cannot be opened");
    }
    auto capture = read(in);
    if (!capture) {
        return fail(fmt::format("{}:{}: {}", file, capture.error().line, capture.error().what));
    }
    return std::move(*capture);
}

}  // namespace jiaohao::drivers::capture
