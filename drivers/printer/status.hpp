// What a printer says of itself: reply parser (bytes -> replies) and condition (replies -> what is wrong).
// Byte tables: Epson DLE EOT and GS a pages; reply classes: Citizen CBM-1000 app. 3, Bematech MP-4000 app.
// III.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "drivers/printer/escpos.hpp"
#include "kiosk/base/bytes.hpp"
#include "kiosk/domain/types/enums.hpp"

namespace jiaohao::drivers::printer {

/// `0xx1xx10`: the answer to DLE EOT n. It does not say which n was asked.
struct RealtimeReply {
    std::uint8_t value = 0;
    bool operator==(const RealtimeReply&) const = default;
};
/// Automatic status: `0xx1xx00` and three bytes `0xx0xxxx`.
struct AutoStatus {
    std::array<std::uint8_t, 4> bytes{};
    bool operator==(const AutoStatus&) const = default;
};
/// `0xx0xxxx` alone: the answer to GS r 1.
struct PaperStatus {
    std::uint8_t value = 0;
    bool operator==(const PaperStatus&) const = default;
};
/// `37 22 d1..d4 00`.
struct ProcessIdReply {
    escpos::JobMark id{};
    bool operator==(const ProcessIdReply&) const = default;
};
/// `5F text 00`: maker or model.
struct PrinterName {
    std::string text;
    bool operator==(const PrinterName&) const = default;
};
using Reply = std::variant<RealtimeReply, AutoStatus, PaperStatus, ProcessIdReply, PrinterName>;

/// Bytes in, replies out. Skips XON/XOFF anywhere. A byte that fits nothing costs itself only: what follows
/// is read afresh. Bounded: no block is longer than kLongestBlock.
class ReplyParser {
  public:
    static constexpr std::size_t kLongestBlock = 96;

    [[nodiscard]] std::vector<Reply> feed(ByteView bytes);
    /// In the middle of a block? Then start the inter-byte time-out and call expire() when it fires.
    [[nodiscard]] bool incomplete() const { return !held_.empty(); }
    /// The rest of the block will not come: its first byte is stray, the others are read afresh.
    [[nodiscard]] std::vector<Reply> expire();
    void reset() { held_.clear(); }
    /// Bytes that belonged to nothing, since the beginning.
    [[nodiscard]] std::uint64_t strays() const { return strays_; }

  private:
    void take(std::uint8_t byte, std::vector<Reply>& out);
    void begin(std::uint8_t byte, std::vector<Reply>& out);
    void continue_auto_status(std::uint8_t byte, std::vector<Reply>& out);
    void continue_block(std::uint8_t byte, std::vector<Reply>& out);
    bool finish_block(std::vector<Reply>& out);
    void drop_first_and_rescan(std::vector<Reply>& out);

    Bytes held_;
    std::uint64_t strays_ = 0;
};

enum class Fault : std::uint8_t { none, cover_open, paper_out, cutter, hardware, overheated };

/// Code for on_printer_state and the health page; "" for none.
[[nodiscard]] std::string_view fault_code(Fault fault);
[[nodiscard]] domain::PrintCause cause_of(Fault fault);

/// What is known of the printer at this moment.
struct Condition {
    bool offline = false;
    bool cover_open = false;
    bool paper_out = false;
    bool paper_near_end = false;
    bool cutter = false;
    bool unrecoverable = false;
    bool recoverable = false;
    bool overheated = false;
    /// n=2 says "error" without saying which.
    bool error = false;

    bool operator==(const Condition&) const = default;

    /// Applies the answer to DLE EOT `n` (1..4).
    void apply(std::uint8_t n, RealtimeReply reply);
    void apply(const AutoStatus& status);
    void apply(PaperStatus status);
    /// The most telling fault. Offline without any named cause counts as hardware.
    [[nodiscard]] Fault fault() const;
};

/// A GS r 1 answer: both bits of each pair agree and nothing else is set. Line noise rarely looks so.
[[nodiscard]] bool plausible(PaperStatus status);

}  // namespace jiaohao::drivers::printer
