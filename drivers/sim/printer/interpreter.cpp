// SPDX-License-Identifier: Apache-2.0
#include "drivers/sim/printer/interpreter.hpp"

#include <algorithm>
#include <utility>

#include "drivers/printer/qr_raster.hpp"
#include "drivers/sim/printer/decoder.hpp"

namespace jiaohao::drivers::sim {
namespace {

constexpr std::uint32_t kCell = 12;
constexpr std::uint32_t kFont = 24;

std::uint8_t size_of(std::uint8_t nibble, std::uint8_t most) {
    const auto size = static_cast<std::uint8_t>((nibble & 7) + 1);
    return std::min(size, most);
}

}  // namespace

Interpreter::Interpreter(InterpreterSetting setting, InterpreterSink& sink)
    : setting_(std::move(setting)), sink_(sink), decoder_(std::make_unique<Decoder>()) {}
Interpreter::~Interpreter() = default;

std::uint8_t Interpreter::most_size() const {
    constexpr std::uint8_t kCloneSize = 2;
    return clone_ ? std::min(kCloneSize, setting_.max_size) : setting_.max_size;
}

void Interpreter::reset() {
    style_ = {};
    row_ = {};
    row_dots_used_ = 0;
    qr_data_.clear();
}

std::size_t Interpreter::step(ByteView bytes) {
    switch (bytes[0]) {
        case 0x0A:
            end_row();
            return 1;
        case 0x00:
        case 0x0D:
            return 1;
        case 0x10:
            return bytes.size() < 3 ? 0 : 3;
        case 0x1B:
            return escape(bytes);
        case 0x1C:
            return field(bytes);
        case 0x1D:
            return group(bytes);
        default:
            return bytes[0] < 0x20 ? unknown() : character(bytes);
    }
}

std::size_t Interpreter::unknown() {
    ++unknown_;
    return 1;
}

std::size_t Interpreter::character(ByteView bytes) {
    if (bytes[0] < 0x80) {
        append(std::string(1, static_cast<char>(bytes[0])), 1);
        return 1;
    }
    if (!style_.chinese) {
        const auto page = setting_.code_pages.find(style_.code_page);
        append(decoder_->latin(page == setting_.code_pages.end() ? "CP437" : page->second, bytes[0]), 1);
        return 1;
    }
    if (bytes.size() < 2) {
        return 0;
    }
    if (bytes[1] < 0x40) {
        // A four-byte form: printers know only the two-byte ones, print a gap and go on with the digit.
        append(" ", 1);
        return 1;
    }
    append(decoder_->chinese(bytes[0], bytes[1]), 2);
    return 2;
}

void Interpreter::append(const std::string& text, std::uint32_t cells) {
    PaperRun run{text, style_.width, style_.height, style_.bold, style_.inverted};
    if (cells == 2 && style_.chinese_double) {
        run.width = run.height = 2;
    }
    const std::uint32_t dots = cells * kCell * run.width;
    if (row_dots_used_ + dots > setting_.width_dots) {
        end_row();
    }
    row_dots_used_ += dots;
    row_.dots = std::max(row_.dots, kFont * run.height);
    row_.side = style_.side;
    auto& runs = row_.runs;
    if (!runs.empty() && runs.back().width == run.width && runs.back().height == run.height &&
        runs.back().bold == run.bold && runs.back().inverted == run.inverted) {
        runs.back().text += text;
    } else {
        runs.push_back(std::move(run));
    }
}

void Interpreter::end_row() {
    row_.dots = std::max<std::uint32_t>(row_.dots, style_.spacing);
    row_dots_used_ = 0;
    if (row_.runs.empty()) {
        row_.runs.emplace_back();
    }
    sink_.print_row(std::exchange(row_, {}));
}

void Interpreter::feed(std::uint32_t dots) {
    if (!row_.runs.empty()) {
        end_row();
    }
    if (dots > 0) {
        PaperRow empty;
        empty.dots = dots;
        sink_.print_row(std::move(empty));
    }
}

std::size_t Interpreter::escape(ByteView bytes) {
    if (bytes.size() < 2) {
        return 0;
    }
    switch (bytes[1]) {
        case '@':
            reset();
            sink_.set_auto_status(0);
            return 2;
        case '2':
            style_.spacing = 30;
            return 2;
        case 'i':
        case 'm':
            sink_.cut();
            return 2;
        case 'c':
        case '$':
        case '\\':
            return bytes.size() < 4 ? 0 : 4;
        case '(':
            // A buzzer and the like: as long as it says.
            return bytes.size() < 5 || bytes.size() < std::size_t{5} + bytes[3] + bytes[4] * std::size_t{256}
                       ? 0
                       : std::size_t{5} + bytes[3] + bytes[4] * std::size_t{256};
        case 'p':
            return bytes.size() < 5 ? 0 : 5;
        default:
            break;
    }
    if (std::string_view("aE-3dJt!MRG {").find(static_cast<char>(bytes[1])) == std::string_view::npos) {
        return unknown();
    }
    if (bytes.size() < 3) {
        return 0;
    }
    const auto n = bytes[2];
    switch (bytes[1]) {
        case 'a':
            style_.side = static_cast<PaperSide>(n % 3);
            break;
        case 'E':
            style_.bold = (n & 1) != 0;
            break;
        case '3':
            style_.spacing = n;
            break;
        case 'd':
            feed(std::uint32_t{n} * style_.spacing);
            break;
        case 'J':
            feed(n);
            break;
        case 't':
            style_.code_page = n;
            break;
        default:
            break;
    }
    return 3;
}

std::size_t Interpreter::field(ByteView bytes) {
    if (bytes.size() < 2) {
        return 0;
    }
    switch (bytes[1]) {
        case '&':
            style_.chinese = true;
            return 2;
        case '.':
            style_.chinese = false;
            return 2;
        case 'S':
            return bytes.size() < 4 ? 0 : 4;
        case '!':
        case 'W':
        case '-':
        case 'C':
            break;
        default:
            return unknown();
    }
    if (bytes.size() < 3) {
        return 0;
    }
    if (bytes[1] == '!') {
        style_.chinese_double = (bytes[2] & 0x0C) == 0x0C;
    } else if (bytes[1] == 'W') {
        style_.chinese_double = (bytes[2] & 1) != 0;
    }
    return 3;
}

std::size_t Interpreter::group(ByteView bytes) {
    if (bytes.size() < 3) {
        return 0;
    }
    const auto n = bytes[2];
    switch (bytes[1]) {
        case '!':
            style_.width = size_of(n >> 4, most_size());
            style_.height = size_of(n, most_size());
            return 3;
        case 'B':
            style_.inverted = (n & 1) != 0;
            return 3;
        case 'a':
            sink_.set_auto_status(n);
            return 3;
        case 'r':
            sink_.send_paper_status();
            return 3;
        case 'I':
            sink_.send_name(n);
            return 3;
        case 'h':
            barcode_height_ = n;
            return 3;
        case 'w':
            barcode_module_ = n;
            return 3;
        case 'H':
        case 'f':
            return 3;
        case 'L':
        case 'W':
        case 'P':
            return bytes.size() < 4 ? 0 : 4;
        case '8':
            return graphics(bytes);
        case '(':
            return sized_function(bytes);
        case 'v':
            return raster(bytes);
        case 'k':
            return barcode(bytes);
        case 'V':
            break;
        default:
            return unknown();
    }
    const bool with_feed = n == 65 || n == 66;
    if (with_feed && bytes.size() < 4) {
        return 0;
    }
    // An unfinished line makes many printers ignore the cut.
    if (row_.runs.empty()) {
        feed(with_feed ? bytes[3] : 0);
        sink_.cut();
    }
    return with_feed ? 4 : 3;
}

std::size_t Interpreter::sized_function(ByteView bytes) {
    if (bytes.size() < 5) {
        return 0;
    }
    const std::size_t length = bytes[3] + std::size_t{bytes[4]} * 256;
    if (bytes.size() < 5 + length) {
        return 0;
    }
    const auto parameters = bytes.subspan(5, length);
    if (bytes[2] == 'k' && length >= 3 && parameters[0] == 0x31 && !clone_) {
        qr_function(parameters);
    } else if (bytes[2] == 'L') {
        graphics_function(parameters);
    } else if (bytes[2] == 'H' && length == 6 && parameters[0] == 0x30) {
        std::array<std::uint8_t, 4> id{};
        std::copy_n(parameters.begin() + 2, id.size(), id.begin());
        sink_.send_process_id(id);
    }
    return 5 + length;
}

void Interpreter::qr_function(ByteView parameters) {
    switch (parameters[1]) {
        case 0x43:
            qr_module_ = std::clamp<std::uint8_t>(parameters[2], 1, 16);
            break;
        case 0x45:
            qr_level_ = "LMQH"[parameters[2] & 3];
            break;
        case 0x50:
            qr_data_.assign(parameters.begin() + 3, parameters.end());
            break;
        case 0x51:
            if (const auto matrix = printer::make_qr(qr_data_, qr_level_); matrix && !qr_data_.empty()) {
                PaperRow row;
                row.qr = qr_data_;
                row.qr_module = qr_module_;
                row.qr_level = qr_level_;
                row.side = style_.side;
                row.dots = static_cast<std::uint32_t>(matrix->width) * qr_module_;
                sink_.print_row(std::move(row));
            }
            break;
        default:
            break;
    }
}

}  // namespace jiaohao::drivers::sim
