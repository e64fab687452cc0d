// SPDX-License-Identifier: Apache-2.0
#include "drivers/printer/wire.hpp"

#include <algorithm>

namespace jiaohao::drivers::printer {
namespace {

/// Left free at the end of a credit: printers call themselves full a little before they are.
constexpr std::size_t kCreditMargin = 64;
/// No printer loses power and starts again so fast.
constexpr std::chrono::milliseconds kUnasked{500};

/// Without flow control nothing but its answers keeps a printer that stops in the middle, for want of paper, from losing
/// the bytes that still come; the rest would print without them.
bool in_credits(const EncodedTicket& paper, const PrinterProfile& profile) {
    const bool may_overflow = profile.line.flow == Flow::none && profile.realtime_status &&
                              paper.bytes.size() + kCreditMargin > profile.receive_buffer;
    return profile.credits || may_overflow;
}

}  // namespace

std::size_t piece_end(const EncodedTicket& paper, const PrinterProfile& profile, std::size_t from) {
    if (!in_credits(paper, profile)) {
        return paper.bytes.size();
    }
    const std::size_t room = from + profile.receive_buffer - kCreditMargin;
    std::size_t end = 0;
    for (const auto boundary : paper.boundaries) {
        if (boundary <= from) {
            continue;
        }
        // At least one command, even if it alone is larger than the credit.
        if (end != 0 && boundary > room) {
            break;
        }
        end = boundary;
    }
    return end;
}

std::uint32_t write_piece(escpos::Writer& out, const EncodedTicket& paper, std::size_t from, std::size_t end,
                          const SerialSetting& line) {
    const ByteView bytes{paper.bytes};
    std::uint32_t questions = 1;
    for (const auto boundary : paper.boundaries) {
        if (boundary > from && boundary < end && travel_time(line, boundary - from) >= kUnasked) {
            out.text(bytes.subspan(from, boundary - from));
            out.ask_paper_status();
            from = boundary;
            ++questions;
        }
    }
    out.text(bytes.subspan(from, end - from));
    out.ask_paper_status();
    return questions;
}

EncodedTicket behind_remains(const EncodedTicket& paper, const PrinterProfile& profile) {
    const auto feed = static_cast<std::uint8_t>(
        std::min(255U, std::uint32_t{profile.feed_before_cut_mm} * profile.dots_per_mm));
    escpos::Writer out;
    out.initialise();
    switch (profile.cut) {
        case CutKind::partial:
            out.cut_partial(feed);
            break;
        case CutKind::full:
            out.cut_full(feed);
            break;
        case CutKind::esc_m:
        case CutKind::esc_i:
            out.feed_dots(feed);
            out.cut_here(profile.cut == CutKind::esc_i);
            break;
        case CutKind::none:
            out.feed_dots(255);
            break;
    }
    EncodedTicket whole = paper;
    whole.bytes = out.take();
    const std::size_t before = whole.bytes.size();
    whole.bytes.insert(whole.bytes.end(), paper.bytes.begin(), paper.bytes.end());
    for (auto& boundary : whole.boundaries) {
        boundary += before;
    }
    whole.boundaries.insert(whole.boundaries.begin(), before);
    whole.dots += profile.cut == CutKind::none ? 255 : feed;
    return whole;
}

Bytes whole_wire(const EncodedTicket& paper, const PrinterProfile& profile, const escpos::JobMark& mark) {
    if (!profile.realtime_status) {
        return paper.bytes;
    }
    escpos::Writer out;
    for (std::size_t from = 0; from < paper.bytes.size();) {
        const std::size_t end = piece_end(paper, profile, from);
        static_cast<void>(write_piece(out, paper, from, end, profile.line));
        from = end;
    }
    if (profile.process_id) {
        out.ask_process_id(mark);
    }
    return out.take();
}

}  // namespace jiaohao::drivers::printer
