// SPDX-License-Identifier: Apache-2.0
#include <iostream>

#include "drivers/printer/offline.hpp"
#include "kiosk/ctl/ctl.hpp"

namespace {

using namespace jiaohao;

Result<ctl::TicketBytesReport, std::string> ticket_bytes(const ctl::TicketBytesOrder& order) {
    const auto done =
        drivers::printer::write_ticket_bytes({order.profile, order.layout, order.data, order.out});
    if (!done) {
        return fail(done.error());
    }
    ctl::TicketBytesReport report{
        done->bytes, done->paper_mm, static_cast<std::size_t>(done->travel.count()), done->baud,
        {},          done->left_out};
    for (const auto& one : done->replaced) {
        report.replaced.emplace_back(drivers::printer::to_utf8(one.from), drivers::printer::to_utf8(one.to));
    }
    return report;
}

}  // namespace

int main(int argc, char** argv) {
    return jiaohao::ctl::run_ctl(argc, argv, std::cout, std::cerr, {ticket_bytes});
}
