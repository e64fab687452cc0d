// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/replay_rows.hpp"

#include <csv.h>
#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <memory>

namespace jiaohao::bench {
namespace {

constexpr std::size_t most_rows = 5'000'000;
constexpr std::size_t most_fields = 64;
constexpr std::size_t most_row_bytes = 4096;

struct Reader {
    const OnRow& on_row;
    std::size_t number = 1;
    std::size_t bytes = 0;
    Row row;
    std::string problem;

    void field(const char* text, std::size_t size) {
        bytes += size;
        if (row.size() >= most_fields || bytes > most_row_bytes) {
            refuse(fmt::format("longer than {} bytes or more than {} fields", most_row_bytes, most_fields));
            return;
        }
        row.emplace_back(text, size);
    }

    void end() {
        if (problem.empty() && number > most_rows) {
            refuse(fmt::format("more than {} rows", most_rows));
        }
        if (problem.empty()) {
            refuse(on_row(number, row));
        }
        ++number;
        row.clear();
        bytes = 0;
    }

    void refuse(const std::string& what) {
        if (problem.empty() && !what.empty()) {
            problem = fmt::format("row {}: {}", number, what);
        }
    }
};

void on_field(void* text, std::size_t size, void* self) {
    static_cast<Reader*>(self)->field(text == nullptr ? "" : static_cast<const char*>(text), size);
}

void on_end(int /*last*/, void* self) {
    static_cast<Reader*>(self)->end();
}

unsigned char delimiter_of(const char* begin, std::size_t size) {
    const char* const end = std::find(begin, begin + size, '\n');
    return std::find(begin, end, '\t') == end ? CSV_COMMA : CSV_TAB;
}

}  // namespace

Result<void, std::string> read_rows(const std::string& path, const OnRow& on_row) {
    const std::unique_ptr<gzFile_s, int (*)(gzFile)> file(gzopen(path.c_str(), "rb"), gzclose);
    if (!file) {
        return fail(fmt::format("{}: cannot be opened; is the path right?", path));
    }
    csv_parser parser{};
    csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI);
    const std::unique_ptr<csv_parser, void (*)(csv_parser*)> guard(&parser, csv_free);
    Reader reader{on_row, 1, 0, {}, {}};
    std::array<char, 65536> buffer{};
    int got = 0;
    bool first = true;
    while (reader.problem.empty() && (got = gzread(file.get(), buffer.data(), buffer.size())) > 0) {
        const auto size = static_cast<std::size_t>(got);
        if (first) {
            csv_set_delim(&parser, delimiter_of(buffer.data(), size));
            first = false;
        }
        if (csv_parse(&parser, buffer.data(), size, on_field, on_end, &reader) != size) {
            reader.refuse(fmt::format("no valid csv: {}", csv_strerror(csv_error(&parser))));
        }
    }
    int code = Z_OK;
    const std::string reason = gzerror(file.get(), &code);
    if (got < 0 || (reader.problem.empty() && code != Z_OK)) {
        reader.refuse(fmt::format("the compressed file is damaged or cut off ({})", reason));
    }
    if (reader.problem.empty() && csv_fini(&parser, on_field, on_end, &reader) != 0) {
        reader.refuse("the last row is cut off inside quotes");
    }
    if (!reader.problem.empty()) {
        return fail(fmt::format("{}: {}", path, reader.problem));
    }
    return {};
}

Result<Row, std::string> read_header(const std::string& path) {
    static constexpr const char* enough = "enough";
    Row header;
    const auto read = read_rows(path, [&](std::size_t, const Row& row) {
        header = row;
        return std::string(enough);
    });
    if (header.empty()) {
        return fail(read ? fmt::format("{}: empty", path) : read.error());
    }
    return header;
}

}  // namespace jiaohao::bench
