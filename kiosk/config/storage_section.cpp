// Journal, upload and the paper of a ticket.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "kiosk/config/sections.hpp"

namespace jiaohao::config {
namespace {

constexpr std::int64_t kMebibyte = 1 << 20;
constexpr std::array<std::string_view, 11> kParameters{"number",    "service", "hall",     "ahead",
                                                       "wait_from", "wait_to", "date",     "time",
                                                       "class",     "ticket",  "reference"};
/// Whole sentences in the ticket's language: for lines only, not within an address.
constexpr std::array<std::string_view, 5> kSentences{"ahead_text", "wait_text", "then_text", "keep_text",
                                                     "today_text"};

bool is_one_of(const auto& names, std::string_view name) {
    return std::ranges::find(names, name) != names.end();
}

/// "" or what is wrong with the {parameters} of a text of the ticket.
std::string parameters_wrong(const std::string& text, bool sentences) {
    for (std::size_t at = text.find_first_of("{}"); at != std::string::npos;
         at = text.find_first_of("{}", at)) {
        const std::size_t end = text.find('}', at);
        const std::string name =
            end == std::string::npos || text[at] == '}' ? "" : text.substr(at + 1, end - at - 1);
        if (!is_one_of(kParameters, name) && !(sentences && is_one_of(kSentences, name))) {
            return fmt::format(
                "{{{}}} is no parameter; allowed: {}{}{}, each in {{}}", name, fmt::join(kParameters, ", "),
                sentences ? ", " : "",
                fmt::join(kSentences.begin(), sentences ? kSentences.end() : kSentences.begin(), ", "));
        }
        at = end + 1;
    }
    return {};
}

std::vector<PaperTemplateLine> read_lines(Table& paper, std::string_view key,
                                          const std::vector<std::string>& languages) {
    std::vector<PaperTemplateLine> lines;
    for (Table& table : paper.tables(key, 40)) {
        PaperTemplateLine line;
        if (auto texts = table.table("text", true)) {
            for (const std::string& language : languages) {
                line.text[language] = texts->text(language, TextRule{0, 300, {}, {}}, "");
                if (const std::string wrong = parameters_wrong(line.text[language], true); !wrong.empty()) {
                    texts->problem(language, wrong);
                }
            }
            texts->done();
        }
        line.align = table.choice("align", {"left", "centre", "right"}, "left");
        line.size = static_cast<std::uint8_t>(table.integer("size", {1, 8}, 1));
        line.bold = table.boolean("bold", false);
        table.done();
        lines.push_back(std::move(line));
    }
    return lines;
}

void check_url(Table& upload, const UploadConfig& config) {
    constexpr std::string_view kScheme = "https://";
    const bool right = config.url.starts_with(kScheme) && config.url.size() > kScheme.size() &&
                       config.url.find_first_of("/?# ", kScheme.size()) == std::string::npos;
    if (!right) {
        upload.problem("url", fmt::format("\"{}\"; needed: https://host or https://host:port, without a path",
                                          config.url));
    }
    for (const auto& [key, path] : {std::pair{"ca", config.ca}, std::pair{"certificate", config.certificate},
                                    std::pair{"key", config.key}}) {
        if (path.empty()) {
            upload.problem(key, "missing; uploads need ca, certificate and key (files in PEM form)");
        }
    }
}

}  // namespace

void read_journal(Table& top, KioskConfig& config) {
    JournalConfig& journal = config.journal;
    journal.folder = "/var/lib/jiaohao";
    auto table = top.table("journal");
    if (!table) {
        return;
    }
    journal.folder = table->path("folder", "/var/lib/jiaohao");
    journal.quota_bytes =
        static_cast<std::uint64_t>(table->integer("quota_mib", {16, 1 << 20}, 1024) * kMebibyte);
    journal.ballast_bytes =
        static_cast<std::uint64_t>(table->integer("ballast_mib", {0, 1024}, 4) * kMebibyte);
    journal.retention = std::chrono::hours{24 * table->integer("retention_days", {1, 3660}, 35)};
    journal.snapshot_every = static_cast<std::uint32_t>(table->integer("snapshot_every", {10, 100000}, 1000));
    if (journal.ballast_bytes * 2 > journal.quota_bytes) {
        table->problem("ballast_mib", "is more than half of quota_mib");
    }
    table->done();
}

void read_upload(Table& top, KioskConfig& config) {
    auto table = top.table("upload");
    if (!table) {
        return;
    }
    UploadConfig& upload = config.upload;
    upload.enabled = table->boolean("enabled", true);
    upload.url = table->text("url", TextRule{0, 300, {}, {}}, "");
    upload.ca = table->path("ca", "");
    upload.certificate = table->path("certificate", "");
    upload.key = table->path("key", "");
    upload.proxy = table->text("proxy", TextRule{0, 300, {}, {}}, "");
    upload.least_events = static_cast<std::uint32_t>(table->integer("least_events", {1, 10000}, 100));
    upload.most_events = static_cast<std::uint32_t>(table->integer("most_events", {1, 10000}, 1000));
    upload.most_bytes = static_cast<std::uint64_t>(table->integer("most_kib", {4, 4096}, 256) * 1024);
    upload.most_age = std::chrono::seconds{table->integer("most_age_s", {1, 3600}, 5)};
    upload.contact_period = std::chrono::seconds{table->integer("contact_period_s", {10, 3600}, 60)};
    if (upload.least_events > upload.most_events) {
        table->problem("least_events",
                       fmt::format("{} is above most_events ({})", upload.least_events, upload.most_events));
    }
    if (upload.enabled) {
        check_url(*table, upload);
    }
    table->done();
}

void read_paper(Table& top, KioskConfig& config) {
    auto table = top.table("paper");
    if (!table) {
        return;
    }
    config.paper.layout = table->path("template", "");
    config.paper.head = read_lines(*table, "head", config.hall.languages);
    config.paper.foot = read_lines(*table, "foot", config.hall.languages);
    config.paper.qr = table->text("qr", TextRule{0, 250, {}, {}}, "");
    if (const std::string wrong = parameters_wrong(config.paper.qr, false); !wrong.empty()) {
        table->problem("qr", wrong);
    }
    if (!config.paper.layout.empty() && !(config.paper.head.empty() && config.paper.foot.empty())) {
        table->problem("template", "stands together with paper.head or paper.foot; allowed is one of them");
    }
    table->done();
}

}  // namespace jiaohao::config
