// SPDX-License-Identifier: Apache-2.0
#include "drivers/printer/offline.hpp"

#include <fmt/format.h>

#include <fstream>
#include <utility>

#include "drivers/printer/encoder.hpp"
#include "drivers/printer/ticket_template.hpp"
#include "drivers/printer/toml_section.hpp"
#include "drivers/printer/wire.hpp"

namespace jiaohao::drivers::printer {
namespace {

struct TicketData {
    std::string language = "en";
    std::string mark;
    TicketFields fields;
};

Result<TicketData, std::string> read_data(const toml::table& table, const std::string& file) {
    std::string error;
    Section top(table, "", file, error);
    TicketData data;
    top.choice<std::string>("language", data.language, {{"zh_CN", "zh_CN"}, {"en", "en"}});
    top.text("mark", data.mark);
    for (const auto& field : kTicketFields) {
        if (const auto* node = top.take(field.name)) {
            const auto value = node->value_exact<std::string>();
            if (!value || value->size() > kMostLineBytes) {
                top.wrong(*node, field.name, fmt::format("a text of at most {} bytes", kMostLineBytes));
            }
            data.fields.emplace(field.name, value.value_or(""));
        }
    }
    top.no_others();
    return error.empty() ? Result<TicketData, std::string>(std::move(data)) : fail(error);
}

Result<TicketData, std::string> load_data(const std::filesystem::path& file) {
    const auto text = read_text_file(file, "file of ticket data");
    if (!text) {
        return fail(text.error());
    }
    // The packaged library throws; nothing gets past here.
    try {
        return read_data(toml::parse(*text, file.string()), file.string());
    } catch (const toml::parse_error& error) {
        return fail(fmt::format("{}:{}: not TOML: {}", file.string(), error.source().begin.line,
                                error.description()));
    }
}

Result<void, std::string> write_file(const std::filesystem::path& file, const Bytes& bytes) {
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    for (const auto byte : bytes) {
        out.put(static_cast<char>(byte));
    }
    out.close();
    if (!out) {
        return fail(
            fmt::format("{}: cannot be written; is the folder there and is there room?", file.string()));
    }
    return {};
}

/// Of the first ticket of a process that counts from 0.
constexpr escpos::JobMark kFirstMark{'0', '0', '0', '1'};

}  // namespace

Result<OfflineReport, std::string> write_ticket_bytes(const OfflineOrder& order) {
    const auto profile = load_profile(order.profile);
    if (!profile) {
        return fail(profile.error());
    }
    const auto layout = order.layout.empty() ? Result<TicketTemplate, std::string>(TicketTemplate::standard())
                                             : TicketTemplate::load(order.layout);
    if (!layout) {
        return fail(layout.error());
    }
    const auto data = load_data(order.data);
    if (!data) {
        return fail(data.error());
    }
    auto paper = layout->lay_out(data->language, [&](const std::string&) { return data->fields; });
    paper.mark = data->mark;
    const TextCodec codec(*profile);
    const auto ticket = encode_ticket(paper, *profile, codec);
    if (!ticket) {
        return fail(fmt::format("{}: {}", order.data.string(), ticket.error()));
    }
    const Bytes wire = whole_wire(*ticket, *profile, kFirstMark);
    if (auto written = write_file(order.out, wire); !written) {
        return fail(written.error());
    }
    return OfflineReport{
        wire.size(),
        profile->millimetres(ticket->dots),
        std::chrono::ceil<std::chrono::milliseconds>(travel_time(profile->line, wire.size())),
        profile->line.baud,
        ticket->replaced,
        ticket->replacements,
        ticket->left_out};
}

}  // namespace jiaohao::drivers::printer
