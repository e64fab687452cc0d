// What the simulated printer answers.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>
#include <utility>

#include "drivers/sim/printer/model.hpp"

namespace jiaohao::drivers::sim {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kSlow{1200};
constexpr milliseconds kBetweenSplit{5};

unsigned bit(bool on, unsigned mask) {
    return on ? mask : 0U;
}

std::uint8_t octet(unsigned value) {
    return static_cast<std::uint8_t>(value);
}

}  // namespace

void PrinterModel::answer_realtime(std::uint8_t n) {
    if (!profile_.realtime_status) {
        return;
    }
    const bool out = has(PrinterFault::paper_out);
    const bool cover = has(PrinterFault::cover_open);
    const bool hot = has(PrinterFault::head_hot);
    unsigned value = 0x12;
    switch (n) {
        case 1:
            value |= bit(blocked(), 0x08);
            break;
        case 2:
            value |= bit(cover, 0x04) | bit(out, 0x20) | bit(jam_latched_ || hot, 0x40);
            break;
        case 3:
            value |= bit(jam_latched_, 0x08) | bit(hot, 0x40);
            break;
        case 4:
            value |= bit(out, 0x6C) | bit(has(PrinterFault::paper_near_end), 0x0C);
            break;
        default:
            return;
    }
    reply({octet(value)});
}

std::array<std::uint8_t, 4> PrinterModel::auto_status() const {
    const bool out = has(PrinterFault::paper_out);
    return {octet(0x14U | bit(blocked(), 0x08) | bit(has(PrinterFault::cover_open), 0x20)),
            octet(bit(jam_latched_, 0x08) | bit(has(PrinterFault::head_hot), 0x40)),
            octet(bit(out, 0x0F) | bit(has(PrinterFault::paper_near_end), 0x03)), 0x0F};
}

void PrinterModel::push_auto_status() {
    const auto now = auto_status();
    if (auto_mask_ != 0 && now != told_) {
        told_ = now;
        reply(Bytes(now.begin(), now.end()));
    }
}

void PrinterModel::set_auto_status(std::uint8_t mask) {
    if (has(PrinterFault::asb_lost) || has(PrinterFault::clone) || !profile_.auto_status) {
        return;
    }
    auto_mask_ = mask;
    told_ = {};
    push_auto_status();
}

void PrinterModel::send_paper_status() {
    if (!profile_.realtime_status) {
        return;
    }
    reply({octet(bit(has(PrinterFault::paper_near_end), 0x03))});
}

void PrinterModel::send_process_id(const std::array<std::uint8_t, 4>& id) {
    if (has(PrinterFault::clone) || !profile_.process_id) {
        return;
    }
    Bytes block{0x37, 0x22};
    block.insert(block.end(), id.begin(), id.end());
    block.push_back(0x00);
    reply(std::move(block));
}

void PrinterModel::send_name(std::uint8_t which) {
    const auto& identity = profile_.identity;
    // A pattern's star stands for what differs from unit to unit.
    const auto first = [](const std::vector<std::string>& names, const std::string& otherwise) {
        std::string name = names.empty() ? otherwise : names.front();
        std::replace(name.begin(), name.end(), '*', 'X');
        return name;
    };
    std::string text;
    switch (which) {
        case 65:
            text = "1.00 SIM";
            break;
        case 66:
            text = first(identity.makers, "JIAOHAO");
            break;
        case 67:
            text = first(identity.models, "SIM-" + std::to_string(profile_.width_dots));
            break;
        case 69:
            text = profile_.chinese == printer::ChineseText::gb18030 ? "CHINA GB18030" : "";
            break;
        default:
            return;
    }
    if (has(PrinterFault::clone) || !identity.ask) {
        return;
    }
    Bytes block{0x5F};
    block.insert(block.end(), text.begin(), text.end());
    block.push_back(0x00);
    reply(std::move(block));
}

void PrinterModel::reply(Bytes bytes) {
    if (has(PrinterFault::silent) || has(PrinterFault::power_cycle)) {
        return;
    }
    if (has(PrinterFault::garbage)) {
        for (auto& byte : bytes) {
            byte = static_cast<std::uint8_t>(noise_.below(256));
        }
    }
    if (has(PrinterFault::stray_bytes)) {
        // Noise before, flow control inside and after.
        bytes.insert(bytes.begin(), 0xFF);
        bytes.insert(bytes.begin() + 2, {0x11, 0x13});
        bytes.push_back(0xE5);
    }
    // Commands are carried out when the machinery is through with those before them, their answers too.
    BootTime due = clock_.boot();
    if (has(PrinterFault::slow_reply)) {
        due += kSlow;
    }
    if (!replies_.empty() && replies_.rbegin()->first > due) {
        due = replies_.rbegin()->first;
    }
    if (!has(PrinterFault::split_reply)) {
        replies_.emplace(due, std::move(bytes));
        return;
    }
    for (const auto byte : bytes) {
        replies_.emplace(due, Bytes{byte});
        due += kBetweenSplit;
    }
}

/// At once and untouched: XON/XOFF are the receiver's own, not the command processor's.
void PrinterModel::say_flow(bool go_on) {
    constexpr std::uint8_t kXon = 0x11;
    constexpr std::uint8_t kXoff = 0x13;
    replies_.emplace(clock_.boot(), Bytes{go_on ? kXon : kXoff});
}

Bytes PrinterModel::take_replies() {
    Bytes out;
    const BootTime now = clock_.boot();
    while (!replies_.empty() && replies_.begin()->first <= now) {
        const auto& bytes = replies_.begin()->second;
        out.insert(out.end(), bytes.begin(), bytes.end());
        replies_.erase(replies_.begin());
    }
    return out;
}

}  // namespace jiaohao::drivers::sim
