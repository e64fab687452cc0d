// SPDX-License-Identifier: Apache-2.0
#include "drivers/tool/job_note.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <utility>

namespace jiaohao::drivers::tool {
namespace {

using Json = nlohmann::json;
using Outcome = ports::PrintOutcome::Kind;
constexpr std::string_view kJob = "job ";
constexpr std::string_view kOutcome = "outcome ";

constexpr std::array<std::pair<Outcome, std::string_view>, 3> kKinds{
    {{Outcome::printed, "printed"}, {Outcome::not_printed, "not_printed"}, {Outcome::unknown, "unknown"}}};

/// Texts of a file go to a terminal.
bool is_code(const std::string& text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
}

Json to_json(const ports::PaperLine& line) {
    return {line.text, static_cast<int>(line.align), line.size, line.bold};
}

Json to_json(const std::vector<ports::PaperLine>& lines) {
    Json list = Json::array();
    for (const ports::PaperLine& line : lines) {
        list.push_back(to_json(line));
    }
    return list;
}

Json to_json(const ports::PaperBlock& block) {
    Json columns = Json::array();
    for (const ports::PaperColumn& column : block.columns) {
        columns.push_back({column.text, static_cast<int>(column.align), column.width});
    }
    Json json{{"kind", static_cast<int>(block.kind)},
              {"only_mm", block.only_mm},
              {"line", to_json(block.line)},
              {"inverted", block.inverted},
              {"columns", std::move(columns)},
              {"rule", std::string(1, block.rule)},
              {"measure", block.measure}};
    if (block.image) {
        json["image"] = {block.image->width, block.image->height, block.image->rows};
    }
    return json;
}

ports::PaperLine::Align align_from(const Json& json) {
    const int align = json.get<int>();
    return align == 1   ? ports::PaperLine::Align::centre
           : align == 2 ? ports::PaperLine::Align::right
                        : ports::PaperLine::Align::left;
}

ports::PaperLine line_from(const Json& one) {
    return {one.at(0).get<std::string>(), align_from(one.at(1)), one.at(2).get<std::uint8_t>(),
            one.at(3).get<bool>()};
}

ports::PaperBlock block_from(const Json& json) {
    using Kind = ports::PaperBlock::Kind;
    ports::PaperBlock block;
    const int kind = json.at("kind").get<int>();
    if (kind < 0 || kind > static_cast<int>(Kind::image)) {
        throw Json::other_error::create(501, "kind", &json);
    }
    block.kind = static_cast<Kind>(kind);
    block.only_mm = json.at("only_mm").get<std::uint8_t>();
    block.line = line_from(json.at("line"));
    block.inverted = json.at("inverted").get<bool>();
    for (const Json& column : json.at("columns")) {
        block.columns.push_back(
            {column.at(0).get<std::string>(), align_from(column.at(1)), column.at(2).get<std::uint8_t>()});
    }
    const std::string rule = json.at("rule").get<std::string>();
    block.rule = rule.empty() ? '-' : rule.front();
    block.measure = json.at("measure").get<std::uint8_t>();
    if (json.contains("image")) {
        const Json& image = json.at("image");
        block.image = std::make_shared<ports::PaperImage>(
            ports::PaperImage{image.at(0).get<std::uint16_t>(), image.at(1).get<std::uint16_t>(),
                              image.at(2).get<std::vector<std::uint8_t>>()});
    }
    return block;
}

std::vector<ports::PaperLine> lines_from(const Json& list) {
    std::vector<ports::PaperLine> lines;
    for (const Json& one : list) {
        lines.push_back(line_from(one));
    }
    return lines;
}

}  // namespace

std::string job_note(const ports::PrintJob& job) {
    Json json{{"ticket", domain::to_string(job.ticket)}, {"copy", job.copy},
              {"head", to_json(job.paper.head)},         {"qr", job.paper.qr},
              {"foot", to_json(job.paper.foot)},         {"mark", job.paper.mark}};
    if (!job.paper.blocks.empty()) {
        Json& blocks = json["blocks"] = Json::array();
        for (const ports::PaperBlock& block : job.paper.blocks) {
            blocks.push_back(to_json(block));
        }
    }
    return std::string(kJob) + json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::optional<ports::PrintJob> job_from_note(const std::string& note) {
    if (!note.starts_with(kJob)) {
        return std::nullopt;
    }
    try {
        const Json json = Json::parse(note.substr(kJob.size()));
        const auto ticket = domain::parse_ticket_id(json.at("ticket").get<std::string>());
        if (!ticket) {
            return std::nullopt;
        }
        ports::PrintJob job;
        job.ticket = *ticket;
        job.copy = json.at("copy").get<std::uint32_t>();
        job.paper.head = lines_from(json.at("head"));
        job.paper.qr = json.at("qr").get<std::string>();
        job.paper.foot = lines_from(json.at("foot"));
        job.paper.mark = json.at("mark").get<std::string>();
        for (const Json& block : json.value("blocks", Json::array())) {
            job.paper.blocks.push_back(block_from(block));
        }
        return job;
    } catch (const Json::exception&) {
        return std::nullopt;
    }
}

std::string told(const ports::PrintOutcome& outcome) {
    const auto* const kind = std::find_if(kKinds.begin(), kKinds.end(),
                                          [&](const auto& one) { return one.first == outcome.kind; });
    const auto why =
        outcome.kind == Outcome::printed ? domain::code(outcome.proof) : domain::code(outcome.cause);
    return std::string(kind->second) + ' ' + std::string(why);
}

std::string outcome_note(const domain::TicketId& ticket, std::uint32_t copy,
                         const ports::PrintOutcome& outcome) {
    const std::string text = told(outcome);
    const auto space = text.find(' ');
    return std::string(kOutcome) + Json{{"ticket", domain::to_string(ticket)},
                                        {"copy", copy},
                                        {"outcome", text.substr(0, space)},
                                        {"why", text.substr(space + 1)}}
                                       .dump();
}

std::optional<NotedOutcome> outcome_from_note(const std::string& note) {
    if (!note.starts_with(kOutcome)) {
        return std::nullopt;
    }
    try {
        const Json json = Json::parse(note.substr(kOutcome.size()));
        const auto ticket = domain::parse_ticket_id(json.at("ticket").get<std::string>());
        const auto text = json.at("outcome").get<std::string>();
        const auto why = json.at("why").get<std::string>();
        const auto* const kind =
            std::find_if(kKinds.begin(), kKinds.end(), [&](const auto& one) { return one.second == text; });
        if (!ticket || kind == kKinds.end() || !is_code(why)) {
            return std::nullopt;
        }
        return NotedOutcome{*ticket, json.at("copy").get<std::uint32_t>(), kind->first, text + ' ' + why};
    } catch (const Json::exception&) {
        return std::nullopt;
    }
}

}  // namespace jiaohao::drivers::tool
