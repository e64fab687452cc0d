// SPDX-License-Identifier: Apache-2.0
#include "drivers/tool/job_note.hpp"

#include <nlohmann/json.hpp>

namespace jiaohao::drivers::tool {
namespace {

using Json = nlohmann::json;
constexpr std::string_view kJob = "job ";

Json to_json(const std::vector<ports::PaperLine>& lines) {
    Json list = Json::array();
    for (const ports::PaperLine& line : lines) {
        list.push_back({line.text, static_cast<int>(line.align), line.size, line.bold});
    }
    return list;
}

std::vector<ports::PaperLine> lines_from(const Json& list) {
    std::vector<ports::PaperLine> lines;
    for (const Json& one : list) {
        const int align = one.at(1).get<int>();
        lines.push_back({one.at(0).get<std::string>(),
                         align == 1   ? ports::PaperLine::Align::centre
                         : align == 2 ? ports::PaperLine::Align::right
                                      : ports::PaperLine::Align::left,
                         one.at(2).get<std::uint8_t>(), one.at(3).get<bool>()});
    }
    return lines;
}

}  // namespace

std::string job_note(const ports::PrintJob& job) {
    const Json json{{"ticket", domain::to_string(job.ticket)}, {"copy", job.copy},
                    {"head", to_json(job.paper.head)},         {"qr", job.paper.qr},
                    {"foot", to_json(job.paper.foot)},         {"mark", job.paper.mark}};
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
        return job;
    } catch (const Json::exception&) {
        return std::nullopt;
    }
}

}  // namespace jiaohao::drivers::tool
