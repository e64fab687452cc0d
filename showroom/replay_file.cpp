// SPDX-License-Identifier: Apache-2.0
#include "showroom/replay_file.hpp"

#include <csv.h>
#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <fstream>
#include <memory>
#include <optional>
#include <set>

namespace jiaohao::showroom {
namespace {

constexpr std::array<const char*, 10> kColumns{"hall",
                                               "date",
                                               "queue_id",
                                               "letter",
                                               "ticket",
                                               "issued_min",
                                               "called_min",
                                               "ahead_at_issue",
                                               "open_counters_at_issue",
                                               "configured_service_min"};
constexpr std::size_t kMostLines = 1'000'000;
constexpr std::size_t kMostLineBytes = 4096;

bool lower_or_digit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}
bool capital(char c) {
    return c >= 'A' && c <= 'Z';
}

struct Reader {
    std::string path;
    std::string hall;
    std::string date;
    std::size_t line = 1;
    std::size_t row_bytes = 0;
    std::vector<std::string> row;
    std::optional<std::string> error;
    std::set<std::string> halls;
    std::set<std::string> dates;
    RecordedDay day;

    void refuse(const std::string& what) {
        if (!error) {
            error = fmt::format("{} line {}: {}", path, line, what);
        }
    }

    template <class T>
    T number(std::size_t column, T least, T most) {
        T value{};
        const std::string& text = row[column];
        const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (code != std::errc{} || end != text.data() + text.size() || !(value >= least && value <= most)) {
            refuse(fmt::format("column {}: '{}' is not a number from {} to {}", kColumns[column],
                               text.substr(0, 40), least, most));
            return least;
        }
        return value;
    }

    void header() {
        for (std::size_t i = 0; i < kColumns.size(); ++i) {
            if (i >= row.size() || row[i] != kColumns[i]) {
                refuse(fmt::format("column {} should be headed '{}', not '{}'", i + 1, kColumns[i],
                                   i < row.size() ? row[i].substr(0, 40) : ""));
                return;
            }
        }
    }

    void end_row() {
        if (!error) {
            line == 1 ? header() : ticket();
        }
        ++line;
        row.clear();
        row_bytes = 0;
        if (line > kMostLines) {
            refuse(fmt::format("more than {} lines", kMostLines));
        }
    }

    void ticket() {
        if (row.size() != kColumns.size()) {
            refuse(fmt::format("{} columns, {} expected", row.size(), kColumns.size()));
            return;
        }
        halls.insert(row[0]);
        if (row[0] != hall) {
            return;
        }
        dates.insert(row[1]);
        if (row[1] != date) {
            return;
        }
        RecordedTicket one;
        one.queue = row[2];
        one.letter = row[3];
        one.number = row[4];
        one.issued_min = number<double>(5, 0, 2880);
        one.called_min = number<double>(6, 0, 2880);
        one.open_counters = number<std::uint32_t>(8, 0, 200);
        if (one.queue.empty() || one.queue.size() > 30 ||
            !std::all_of(one.queue.begin(), one.queue.end(), lower_or_digit)) {
            refuse("column queue_id: 1 to 30 of a-z, 0-9, _ and - are expected");
        }
        if (one.letter.size() > 2 || !std::all_of(one.letter.begin(), one.letter.end(), capital)) {
            refuse("column letter: at most 2 capital letters are expected");
        }
        if (one.called_min < one.issued_min) {
            refuse(fmt::format("called at {} before issued at {}", one.called_min, one.issued_min));
        }
        day.tickets.push_back(std::move(one));
    }
};

void on_field(void* text, std::size_t bytes, void* self) {
    auto& reader = *static_cast<Reader*>(self);
    reader.row_bytes += bytes;
    if (reader.row.size() >= 64 || reader.row_bytes > kMostLineBytes) {
        reader.refuse(fmt::format("longer than {} bytes or more than 64 columns", kMostLineBytes));
        return;
    }
    reader.row.emplace_back(static_cast<const char*>(text), bytes);
}

void on_row(int, void* self) {
    static_cast<Reader*>(self)->end_row();
}

std::string list(const std::set<std::string>& names) {
    std::string out;
    for (const std::string& name : names) {
        if (out.size() > 300) {
            return out + ", ...";
        }
        out += (out.empty() ? "" : ", ") + name;
    }
    return out.empty() ? "none" : out;
}

Result<void, std::string> feed(Reader& reader) {
    const std::unique_ptr<gzFile_s, int (*)(gzFile)> file(gzopen(reader.path.c_str(), "rb"), gzclose);
    if (!file) {
        return fail(fmt::format("{}: cannot be opened; is the path right?", reader.path));
    }
    csv_parser parser{};
    csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL);
    const std::unique_ptr<csv_parser, void (*)(csv_parser*)> guard(&parser, csv_free);
    std::array<char, 65536> buffer{};
    int got = 0;
    while (!reader.error && (got = gzread(file.get(), buffer.data(), buffer.size())) > 0) {
        const auto bytes = static_cast<std::size_t>(got);
        if (csv_parse(&parser, buffer.data(), bytes, on_field, on_row, &reader) != bytes) {
            reader.refuse(fmt::format("no valid csv: {}", csv_strerror(csv_error(&parser))));
        }
    }
    int code = Z_OK;
    const char* reason = gzerror(file.get(), &code);
    if (!reader.error && (got < 0 || code != Z_OK)) {
        reader.refuse(fmt::format("the compressed file is damaged or cut off ({})", reason));
    }
    if (!reader.error && csv_fini(&parser, on_field, on_row, &reader) != 0) {
        reader.refuse("the last line is cut off inside quotes");
    }
    if (reader.error) {
        return fail(*reader.error);
    }
    return {};
}

}  // namespace

Result<RecordedDay, std::string> read_recorded_day(const std::string& path, const std::string& hall,
                                                   const std::string& date) {
    Reader reader;
    reader.path = path;
    reader.hall = hall;
    reader.date = date;
    if (auto fed = feed(reader); !fed) {
        return fail(fed.error());
    }
    if (reader.halls.count(hall) == 0) {
        return fail(fmt::format("{}: no hall '{}'; it holds: {}", path, hall, list(reader.halls)));
    }
    if (reader.day.tickets.empty()) {
        return fail(fmt::format("{}: hall '{}' has no tickets on '{}'; it has: {}", path, hall, date,
                                list(reader.dates)));
    }
    reader.day.hall = hall;
    reader.day.date = date;
    std::stable_sort(reader.day.tickets.begin(), reader.day.tickets.end(),
                     [](const auto& a, const auto& b) { return a.issued_min < b.issued_min; });
    return std::move(reader.day);
}

Result<void, std::string> write_recorded_day(const std::string& path, const RecordedDay& day) {
    std::ofstream file(path);
    for (std::size_t i = 0; i < kColumns.size(); ++i) {
        file << (i == 0 ? "" : ",") << kColumns[i];
    }
    file << '\n';
    for (const RecordedTicket& one : day.tickets) {
        file << fmt::format("{},{},{},{},{},{:.2f},{:.2f},0,{},5\n", day.hall, day.date, one.queue,
                            one.letter, one.number, one.issued_min, one.called_min, one.open_counters);
    }
    file.flush();
    if (!file) {
        return fail(fmt::format("{}: cannot be written", path));
    }
    return {};
}

}  // namespace jiaohao::showroom
