// SPDX-License-Identifier: Apache-2.0
#include "drivers/printer/status.hpp"

#include <algorithm>
#include <utility>

namespace jiaohao::drivers::printer {
namespace {

constexpr std::uint8_t kXon = 0x11;
constexpr std::uint8_t kXoff = 0x13;
constexpr std::uint8_t kProcessHeader = 0x37;
constexpr std::uint8_t kOtherHeader = 0x3D;
constexpr std::uint8_t kNameHeader = 0x5F;
constexpr std::size_t kProcessBlock = 7;

bool is_realtime(std::uint8_t byte) {
    return (byte & 0x93) == 0x12;
}
bool is_auto_head(std::uint8_t byte) {
    return (byte & 0x93) == 0x10;
}
bool is_plain(std::uint8_t byte) {
    return (byte & 0x90) == 0x00;
}
bool is_block_head(std::uint8_t byte) {
    return byte == kProcessHeader || byte == kOtherHeader || byte == kNameHeader;
}
bool is_printable(std::uint8_t byte) {
    return byte >= 0x20 && byte <= 0x7E;
}

}  // namespace

std::vector<Reply> ReplyParser::feed(ByteView bytes) {
    std::vector<Reply> out;
    for (const auto byte : bytes) {
        if (byte != kXon && byte != kXoff) {
            take(byte, out);
        }
    }
    return out;
}

std::vector<Reply> ReplyParser::expire() {
    std::vector<Reply> out;
    while (!held_.empty()) {
        drop_first_and_rescan(out);
    }
    return out;
}

void ReplyParser::take(std::uint8_t byte, std::vector<Reply>& out) {
    if (held_.empty()) {
        begin(byte, out);
    } else if (is_block_head(held_.front())) {
        continue_block(byte, out);
    } else {
        continue_auto_status(byte, out);
    }
}

void ReplyParser::begin(std::uint8_t byte, std::vector<Reply>& out) {
    if (is_block_head(byte) || is_auto_head(byte)) {
        held_.push_back(byte);
    } else if (is_realtime(byte)) {
        out.emplace_back(RealtimeReply{byte});
    } else if (is_plain(byte)) {
        out.emplace_back(PaperStatus{byte});
    } else {
        ++strays_;
    }
}

void ReplyParser::continue_auto_status(std::uint8_t byte, std::vector<Reply>& out) {
    if (is_plain(byte)) {
        held_.push_back(byte);
        if (held_.size() == 4) {
            AutoStatus status;
            std::copy(held_.begin(), held_.end(), status.bytes.begin());
            out.emplace_back(status);
            held_.clear();
        }
    } else if (is_realtime(byte)) {
        // Answered on receipt, so it may stand in the middle.
        out.emplace_back(RealtimeReply{byte});
    } else if (is_auto_head(byte) || is_block_head(byte)) {
        strays_ += held_.size();
        held_.assign(1, byte);
    } else {
        ++strays_;
    }
}

void ReplyParser::continue_block(std::uint8_t byte, std::vector<Reply>& out) {
    held_.push_back(byte);
    if (byte == 0x00) {
        if (!finish_block(out)) {
            drop_first_and_rescan(out);
        }
        return;
    }
    const bool process = held_.front() == kProcessHeader;
    if (!is_printable(byte) || (process && held_.size() >= kProcessBlock) || held_.size() > kLongestBlock) {
        drop_first_and_rescan(out);
    }
}

bool ReplyParser::finish_block(std::vector<Reply>& out) {
    if (held_.front() == kProcessHeader) {
        if (held_.size() != kProcessBlock || held_[1] != 0x22) {
            return false;
        }
        ProcessIdReply reply;
        std::copy(held_.begin() + 2, held_.begin() + 6, reply.id.begin());
        out.emplace_back(reply);
    } else if (held_.front() == kNameHeader) {
        out.emplace_back(PrinterName{std::string(held_.begin() + 1, held_.end() - 1)});
    }
    held_.clear();
    return true;
}

void ReplyParser::drop_first_and_rescan(std::vector<Reply>& out) {
    ++strays_;
    const Bytes rest(held_.begin() + 1, held_.end());
    held_.clear();
    for (const auto byte : rest) {
        take(byte, out);
    }
}

std::string_view fault_code(Fault fault) {
    switch (fault) {
        case Fault::none:
            return "";
        case Fault::cover_open:
            return "cover_open";
        case Fault::paper_out:
            return "paper_out";
        case Fault::cutter:
            return "cutter";
        case Fault::hardware:
            return "hardware";
        case Fault::overheated:
            return "overheated";
    }
    return "hardware";
}

domain::PrintCause cause_of(Fault fault) {
    switch (fault) {
        case Fault::cover_open:
            return domain::PrintCause::cover_open;
        case Fault::paper_out:
            return domain::PrintCause::paper_out;
        case Fault::cutter:
            return domain::PrintCause::cutter;
        case Fault::overheated:
            return domain::PrintCause::overheated;
        case Fault::none:
        case Fault::hardware:
            break;
    }
    return domain::PrintCause::hardware;
}

void Condition::apply(std::uint8_t n, RealtimeReply reply) {
    const auto bit = [&](std::uint8_t mask) { return (reply.value & mask) != 0; };
    switch (n) {
        case 1:
            offline = bit(0x08);
            break;
        case 2:
            cover_open = bit(0x04);
            error = bit(0x40);
            // "Stopped: paper end" may be told here before n=4 is asked.
            paper_out = bit(0x20);
            break;
        case 3:
            recoverable = bit(0x04);
            cutter = bit(0x08);
            unrecoverable = bit(0x20);
            overheated = bit(0x40);
            break;
        case 4:
            paper_near_end = bit(0x0C);
            paper_out = paper_out || (reply.value & 0x60) == 0x60;
            break;
        default:
            break;
    }
}

void Condition::apply(const AutoStatus& status) {
    offline = (status.bytes[0] & 0x08) != 0;
    cover_open = (status.bytes[0] & 0x20) != 0;
    recoverable = (status.bytes[1] & 0x04) != 0;
    cutter = (status.bytes[1] & 0x08) != 0;
    unrecoverable = (status.bytes[1] & 0x20) != 0;
    overheated = (status.bytes[1] & 0x40) != 0;
    error = false;
    paper_near_end = (status.bytes[2] & 0x03) != 0;
    paper_out = (status.bytes[2] & 0x0C) != 0;
}

void Condition::apply(PaperStatus status) {
    paper_near_end = (status.value & 0x03) != 0;
    paper_out = (status.value & 0x0C) != 0;
}

Fault Condition::fault() const {
    if (cover_open) {
        return Fault::cover_open;
    }
    if (paper_out) {
        return Fault::paper_out;
    }
    if (cutter) {
        return Fault::cutter;
    }
    if (overheated) {
        return Fault::overheated;
    }
    return unrecoverable || recoverable || error || offline ? Fault::hardware : Fault::none;
}

bool plausible(PaperStatus status) {
    const auto pair = [](unsigned bits) { return bits == 0 || bits == 3; };
    return (status.value & 0xF0) == 0 && pair(status.value & 3U) && pair((status.value >> 2) & 3U);
}

}  // namespace jiaohao::drivers::printer
