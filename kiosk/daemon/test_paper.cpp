// SPDX-License-Identifier: Apache-2.0
#include "kiosk/daemon/test_paper.hpp"

#include <time.h>

#include <array>

namespace jiaohao::daemon {
namespace {

/// The hall's: the process runs in the hall's time zone.
std::string local_time(WallTime at) {
    const time_t seconds = std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
    tm parts{};
    localtime_r(&seconds, &parts);
    std::array<char, 32> text{};
    return {text.data(), strftime(text.data(), text.size(), "%Y-%m-%d %H:%M:%S", &parts)};
}

}  // namespace

ports::TicketPaper test_paper(const i18n::Catalogue& catalogue, const std::string& language,
                              const domain::DeviceId& printer, WallTime at) {
    using Align = ports::PaperLine::Align;
    const auto text = [&](const char* id) { return catalogue.text(language, id, {}); };
    ports::TicketPaper paper;
    paper.mark = text("ticket.test.mark");
    paper.head.push_back({printer.get(), Align::centre, 2, true});
    paper.head.push_back({local_time(at), Align::centre, 1, false});
    paper.head.push_back({"A123", Align::centre, 4, true});
    for (const std::string& other : catalogue.languages()) {
        paper.head.push_back({catalogue.text(other, "ticket.test.sample", {}), Align::left, 1, false});
    }
    paper.qr = "test " + printer.get();
    paper.foot.push_back({text("ticket.test.foot"), Align::centre, 1, false});
    return paper;
}

}  // namespace jiaohao::daemon
