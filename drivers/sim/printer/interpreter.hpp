// Reads ESC/POS as a printer does: one command at a time, from a buffer that may end in the middle of one.
// Written from the printer's side (command lengths of the Epson reference), not from our encoder, so that it
// can contradict it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "drivers/sim/printer/paper.hpp"
#include "kiosk/base/bytes.hpp"

namespace jiaohao::drivers::sim {

/// What the printer's machinery does when a command is carried out.
class InterpreterSink {
  public:
    virtual ~InterpreterSink() = default;
    virtual void print_row(PaperRow row) = 0;
    virtual void cut() = 0;
    virtual void set_auto_status(std::uint8_t mask) = 0;
    virtual void send_paper_status() = 0;
    virtual void send_process_id(const std::array<std::uint8_t, 4>& id) = 0;
    virtual void send_name(std::uint8_t which) = 0;
};

struct InterpreterSetting {
    std::uint16_t width_dots = 576;
    std::uint8_t max_size = 8;
    /// Number in ESC t -> iconv name; what is not listed prints as 437.
    std::map<std::uint8_t, std::string> code_pages{{0, "CP437"}, {16, "CP1252"}, {17, "CP866"}};
};

class Interpreter {
  public:
    Interpreter(InterpreterSetting setting, InterpreterSink& sink);
    ~Interpreter();
    Interpreter(const Interpreter&) = delete;
    Interpreter& operator=(const Interpreter&) = delete;

    /// Carries out one command or one character. Returns the bytes used; 0: the command is not complete yet.
    [[nodiscard]] std::size_t step(ByteView bytes);
    /// As a cheap clone: sizes up to 2, no QR code of its own (the command is swallowed).
    void set_clone(bool on) { clone_ = on; }
    /// As after power-on.
    void reset();
    /// Commands that are not known; their first byte was skipped.
    [[nodiscard]] std::uint64_t unknown_commands() const { return unknown_; }

  private:
    class Decoder;

    [[nodiscard]] std::uint8_t most_size() const;
    std::size_t character(ByteView bytes);
    std::size_t escape(ByteView bytes);
    std::size_t field(ByteView bytes);
    std::size_t group(ByteView bytes);
    std::size_t sized_function(ByteView bytes);
    std::size_t raster(ByteView bytes);
    std::size_t graphics(ByteView bytes);
    void graphics_function(ByteView parameters);
    std::size_t barcode(ByteView bytes);
    void print_barcode(std::uint8_t kind, ByteView data);
    std::size_t unknown();
    void qr_function(ByteView parameters);
    void append(const std::string& text, std::uint32_t cells);
    void end_row();
    void feed(std::uint32_t dots);

    struct Style {
        std::uint8_t width = 1;
        std::uint8_t height = 1;
        bool bold = false;
        bool inverted = false;
        bool chinese = true;
        bool chinese_double = false;
        std::uint8_t code_page = 0;
        std::uint8_t spacing = 30;
        PaperSide side = PaperSide::left;
    };

    InterpreterSetting setting_;
    InterpreterSink& sink_;
    std::unique_ptr<Decoder> decoder_;
    Style style_;
    PaperRow row_;
    std::uint32_t row_dots_used_ = 0;
    /// Stored by GS 8 L or GS ( L, until it is printed.
    PaperRow picture_;
    std::string qr_data_;
    std::uint8_t qr_module_ = 3;
    char qr_level_ = 'L';
    std::uint8_t barcode_height_ = 162;
    std::uint8_t barcode_module_ = 3;
    std::uint64_t unknown_ = 0;
    bool clone_ = false;
};

}  // namespace jiaohao::drivers::sim
