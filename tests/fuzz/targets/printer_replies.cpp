// Byte 0 says how the bytes come in pieces; the rest comes from a printer.
// SPDX-License-Identifier: Apache-2.0
#include "drivers/printer/status.hpp"
#include "tests/fuzz/target.hpp"

namespace jiaohao::fuzz {
namespace {

using namespace drivers::printer;

std::vector<Reply> hear(ReplyParser& parser, ByteView bytes, std::size_t piece) {
    std::vector<Reply> replies;
    while (!bytes.empty()) {
        const ByteView now = bytes.first(std::min(piece, bytes.size()));
        bytes = bytes.subspan(now.size());
        const auto some = parser.feed(now);
        replies.insert(replies.end(), some.begin(), some.end());
    }
    return replies;
}

void believe(const std::vector<Reply>& replies) {
    Condition condition;
    std::uint8_t query = 0;
    for (const Reply& reply : replies) {
        if (const auto* real = std::get_if<RealtimeReply>(&reply)) {
            condition.apply(static_cast<std::uint8_t>(query++ % 4 + 1), *real);
        } else if (const auto* automatic = std::get_if<AutoStatus>(&reply)) {
            condition.apply(*automatic);
        } else if (const auto* paper = std::get_if<PaperStatus>(&reply)) {
            condition.apply(*paper);
            static_cast<void>(plausible(*paper));
        } else if (const auto* name = std::get_if<PrinterName>(&reply)) {
            check(name->text.size() <= ReplyParser::kLongestBlock, "a name beyond the longest block");
        }
        const Fault fault = condition.fault();
        check((fault == Fault::none) == fault_code(fault).empty(), "a fault without a code");
        static_cast<void>(cause_of(fault));
    }
}

}  // namespace

void printer_replies(ByteView bytes) {
    Input input(bytes);
    const std::size_t piece = input.byte() % 5 + 1;
    const ByteView line = input.rest();
    ReplyParser whole;
    ReplyParser pieces;
    auto replies = whole.feed(line);
    check(hear(pieces, line, piece) == replies && whole.strays() == pieces.strays() &&
              whole.incomplete() == pieces.incomplete(),
          "pieces are heard otherwise than the whole");
    const auto late = whole.expire();
    replies.insert(replies.end(), late.begin(), late.end());
    check(!whole.incomplete(), "a block goes on behind its time-out");
    check(replies.size() + whole.strays() <= line.size(), "more replies and strays than bytes");
    believe(replies);
    // Back in step: what comes now is read as if nothing had been before.
    const Bytes good{0x37, 0x22, 'A', 'B', 'C', 'D', 0x00};
    const auto heard = whole.feed(good);
    check(heard.size() == 1 && std::holds_alternative<ProcessIdReply>(heard.front()),
          "noise before a pause changes what is heard behind it");
}

}  // namespace jiaohao::fuzz
