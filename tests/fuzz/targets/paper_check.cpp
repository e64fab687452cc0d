// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/targets/paper_check.hpp"

#include <algorithm>

#include "drivers/sim/printer/interpreter.hpp"
#include "tests/fuzz/target.hpp"

namespace jiaohao::fuzz {
namespace {

using namespace drivers;

class Paper final : public sim::InterpreterSink {
  public:
    void print_row(sim::PaperRow row) override { dots_ += row.dots; }
    void cut() override { ++cuts_; }
    void set_auto_status(std::uint8_t) override {}
    void send_paper_status() override { ++asked_; }
    void send_process_id(const std::array<std::uint8_t, 4>&) override { ++asked_; }
    void send_name(std::uint8_t) override { ++asked_; }
    [[nodiscard]] std::uint64_t dots() const { return dots_; }
    [[nodiscard]] std::uint32_t cuts() const { return cuts_; }
    [[nodiscard]] std::uint32_t asked() const { return asked_; }

  private:
    std::uint64_t dots_ = 0;
    std::uint32_t cuts_ = 0;
    std::uint32_t asked_ = 0;
};

}  // namespace

void check_ticket(const printer::EncodedTicket& ticket, const printer::PrinterProfile& profile) {
    sim::InterpreterSetting setting{profile.width_dots, profile.max_size, {}};
    for (const auto& page : profile.code_pages) {
        setting.code_pages[page.number] = page.encoding;
    }
    Paper paper;
    sim::Interpreter interpreter(setting, paper);
    std::vector<std::size_t> ends{0};
    for (std::size_t at = 0; at < ticket.bytes.size(); ends.push_back(at)) {
        const std::size_t used = interpreter.step(ByteView{ticket.bytes}.subspan(at));
        check(used > 0, "a command is not finished", "byte " + std::to_string(at));
        at += used;
        check(at <= ticket.bytes.size(), "a command uses more than there is");
    }
    check(interpreter.unknown_commands() == 0, "the printer does not know a command");
    check(paper.cuts() <= 1 && paper.asked() == 0, "text came through as a command");
    check(std::is_sorted(ticket.boundaries.begin(), ticket.boundaries.end()) &&
              std::includes(ends.begin(), ends.end(), ticket.boundaries.begin(), ticket.boundaries.end()),
          "a boundary stands within a command");
    check(!ticket.boundaries.empty() && ticket.boundaries.back() == ticket.bytes.size(),
          "the end is no boundary");
}

void check_paper(const ports::TicketPaper& paper, const printer::PrinterProfile& profile) {
    const printer::TextCodec codec(profile);
    const auto ticket = printer::encode_ticket(paper, profile, codec);
    if (!ticket) {
        check(!ticket.error().empty(), "a ticket is refused without a word");
        return;
    }
    check(ticket->replaced.size() <= 64 && ticket->replacements >= ticket->replaced.size(),
          "the list of replaced characters has no end");
    check_ticket(*ticket, profile);
}

}  // namespace jiaohao::fuzz
