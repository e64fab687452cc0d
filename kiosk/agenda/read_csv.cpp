// SPDX-License-Identifier: Apache-2.0
#include <csv.h>

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "kiosk/agenda/fields.hpp"
#include "kiosk/agenda/zones.hpp"

namespace jiaohao::agenda {
namespace {

constexpr std::array<std::string_view, 6> columns{"id", "start", "service", "code", "reference", "status"};
constexpr std::size_t most_columns = 100;
constexpr std::size_t most_field = 1024;

class Rows {
  public:
    Rows(const Reading& reading, Agenda& agenda) : reading_(reading), agenda_(agenda) {}

    /// Called by libcsv, of C: nothing may be thrown through it but bad_alloc, which ends the program anyway.
    static void on_field(void* text, std::size_t size, void* self) {
        auto& rows = *static_cast<Rows*>(self);
        rows.too_long_ = rows.too_long_ || size > most_field;
        if (rows.row_.size() < most_columns) {
            rows.row_.emplace_back(static_cast<const char*>(text), std::min(size, most_field));
        } else {
            rows.too_long_ = true;
        }
    }
    static void on_row(int /*end*/, void* self) {
        auto& rows = *static_cast<Rows*>(self);
        rows.take();
        rows.row_.clear();
        rows.too_long_ = false;
    }
    /// A line of the file, its end included, is about to be parsed.
    void next_line() {
        ++line_;
        if (row_.empty() && !begun_) {
            row_line_ = line_;
        }
    }
    void set_begun(bool begun) { begun_ = begun; }
    /// Of lines before the header.
    void skip_line() { row_line_ = ++line_ + 1; }
    [[nodiscard]] bool is_over() const { return over_; }
    [[nodiscard]] std::size_t row_line() const { return row_line_; }
    [[nodiscard]] bool has_header() const { return !header_.empty(); }
    [[nodiscard]] bool knows_zone() { return zones_.knows(reading_.zone); }

  private:
    [[nodiscard]] bool is_blank() const {
        return std::ranges::all_of(row_, [](const std::string& field) { return trimmed(field).empty(); });
    }
    void take() {
        if (is_blank() || over_) {
            return;
        }
        if (header_.empty()) {
            take_header();
            return;
        }
        if (too_long_) {
            agenda_.object(row_line_, "", "row_too_long");
        } else if (row_.size() > header_.size()) {
            agenda_.object(row_line_, "", "row_too_wide",
                           {{"columns", std::to_string(header_.size())}, {"n", std::to_string(row_.size())}});
        } else if (!std::ranges::all_of(row_, is_utf8)) {
            agenda_.object(row_line_, "", "not_utf8");
        } else {
            take_entry();
        }
    }

    void take_header() {
        for (const std::string& field : row_) {
            std::string name(trimmed(field));
            std::ranges::transform(name, name.begin(), [](char c) {
                return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
            });
            const bool known = std::ranges::find(columns, name) != columns.end();
            if (known && std::ranges::find(header_, name) != header_.end()) {
                agenda_.object(row_line_, name, "column_twice");
                over_ = true;
            }
            // What the columns of other names hold is never looked at.
            header_.push_back(known ? name : "");
        }
        for (const char* needed : {"id", "start"}) {
            if (std::ranges::find(header_, needed) == header_.end()) {
                agenda_.object(row_line_, needed, "column_missing");
                over_ = true;
            }
        }
    }

    [[nodiscard]] std::string_view at(std::string_view column) const {
        const auto place = std::ranges::find(header_, column) - header_.begin();
        return static_cast<std::size_t>(place) < row_.size() ? trimmed(row_[static_cast<std::size_t>(place)])
                                                             : std::string_view{};
    }

    void take_entry() {
        Entry entry;
        entry.line = row_line_;
        entry.id = at("id");
        entry.code = at("code");
        entry.reference = at("reference");
        bool good = check_id(entry.id);
        good = check_status(entry) && good;
        const auto start = read_start(at("start"), reading_.zone, zones_);
        if (!start) {
            agenda_.object(row_line_, "start", at("start").empty() ? "missing" : "start_malformed",
                           {{"value", shown(at("start"))}});
        }
        // Of what is cancelled nothing else matters.
        const auto service = entry.cancelled
                                 ? std::optional<std::string>("")
                                 : settle_service(reading_, at("service"), row_line_, "service", agenda_);
        good = check_words(entry, "code", "reference", agenda_) && good;
        if (!good || !start || !service) {
            return;
        }
        entry.at = *start;
        entry.service = *service;
        add(std::move(entry));
    }

    void add(Entry entry) {
        if (entry.at < reading_.from) {
            ++agenda_.past;
        } else if (!ids_.insert(entry.id).second) {
            agenda_.object(row_line_, "id", "twice");
        } else if (agenda_.entries.size() >= most_entries) {
            agenda_.object(row_line_, "", "too_many", {{"most", std::to_string(most_entries)}});
            over_ = true;
        } else {
            agenda_.entries.push_back(std::move(entry));
        }
    }

    [[nodiscard]] bool check_id(const std::string& id) {
        if (!is_identity(id)) {
            agenda_.object(row_line_, "id", id.empty() ? "missing" : "id_malformed");
            return false;
        }
        return true;
    }

    [[nodiscard]] bool check_status(Entry& entry) {
        const std::string status = upper(at("status"));
        entry.cancelled = status == "CANCELLED" || status == "CANCELED";
        const bool known = entry.cancelled || status.empty() || status == "CONFIRMED";
        if (!known) {
            agenda_.object(row_line_, "status", "status_unknown", {{"value", shown(at("status"))}});
        }
        return known;
    }

    const Reading& reading_;
    Agenda& agenda_;
    Zones zones_;
    std::vector<std::string> header_;
    std::vector<std::string> row_;
    std::set<std::string> ids_;
    std::size_t line_ = 0;
    std::size_t row_line_ = 1;
    bool begun_ = false;
    bool too_long_ = false;
    bool over_ = false;
};

/// The one that parts the names of the header.
unsigned char delimiter_of(std::string_view header) {
    for (const char one : {',', ';', '\t'}) {
        if (header.find(one) != std::string_view::npos) {
            return static_cast<unsigned char>(one);
        }
    }
    return ',';
}

/// What a spreadsheet writes before the header: "sep=;".
struct Said {
    std::string_view delimiter;
    std::size_t size = 0;
};
std::optional<Said> said_delimiter(std::string_view bytes) {
    const std::size_t end = std::min(bytes.find('\n'), bytes.size() - 1) + 1;
    std::string_view line = bytes.substr(0, end);
    while (line.ends_with('\n') || line.ends_with('\r')) {
        line.remove_suffix(1);
    }
    return upper(line.substr(0, 4)) == "SEP=" ? std::optional(Said{line.substr(4), end}) : std::nullopt;
}

/// Whether a row goes on behind these bytes: a quoted field may hold ends of lines.
bool is_open(std::string_view bytes, bool open) {
    for (const char c : bytes) {
        open = c == '"' ? !open : open;
    }
    return open;
}

}  // namespace

Agenda read_csv(std::string_view bytes, const Reading& reading) {
    Agenda agenda;
    if (bytes.size() > most_bytes) {
        agenda.object(0, "", "file_too_large", {{"most", std::to_string(most_bytes / mebibyte)}});
        return agenda;
    }
    if (bytes.starts_with("\xEF\xBB\xBF")) {
        bytes.remove_prefix(3);
    }
    Rows rows(reading, agenda);
    if (!rows.knows_zone()) {
        agenda.object(0, "", "zone_unknown", {{"value", shown(reading.zone)}});
        return agenda;
    }
    csv_parser parser{};
    csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI);
    const std::unique_ptr<csv_parser, void (*)(csv_parser*)> guard(&parser, csv_free);
    if (const auto said = bytes.empty() ? std::nullopt : said_delimiter(bytes)) {
        if (said->delimiter != "," && said->delimiter != ";" && said->delimiter != "\t") {
            agenda.object(1, "", "delimiter_unread", {{"value", shown(said->delimiter)}});
            return agenda;
        }
        rows.skip_line();
        csv_set_delim(&parser, static_cast<unsigned char>(said->delimiter.front()));
        bytes.remove_prefix(said->size);
    } else {
        csv_set_delim(&parser, delimiter_of(bytes.substr(0, bytes.find('\n'))));
    }
    bool open = false;
    while (!bytes.empty() && !rows.is_over()) {
        const std::size_t size = std::min(bytes.find('\n'), bytes.size() - 1) + 1;
        rows.set_begun(open);
        rows.next_line();
        open = is_open(bytes.substr(0, size), open);
        if (csv_parse(&parser, bytes.data(), size, Rows::on_field, Rows::on_row, &rows) != size) {
            agenda.object(rows.row_line(), "", "quotes");
            return agenda;
        }
        bytes.remove_prefix(size);
    }
    if (!rows.is_over() && csv_fini(&parser, Rows::on_field, Rows::on_row, &rows) != 0) {
        agenda.object(rows.row_line(), "", "quotes");
    } else if (!rows.is_over() && !rows.has_header()) {
        agenda.object(0, "", "empty");
    }
    return agenda;
}

}  // namespace jiaohao::agenda
