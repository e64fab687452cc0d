// What our encoder writes, read back by the simulated printer; and what the printer does with broken input.
// SPDX-License-Identifier: Apache-2.0
#include "drivers/sim/printer/interpreter.hpp"

#include "drivers/printer/encoder.hpp"
#include "drivers/printer/escpos.hpp"
#include "kiosk/base/random.hpp"

#include <gtest/gtest.h>

namespace jiaohao::drivers::sim {
namespace {

class Tray final : public InterpreterSink {
  public:
    void print_row(PaperRow row) override { paper.rows.push_back(std::move(row)); }
    void cut() override { ++cuts; }
    void set_auto_status(std::uint8_t mask) override { auto_status = mask; }
    void send_paper_status() override { ++status_questions; }
    void send_process_id(const std::array<std::uint8_t, 4>&) override { ++id_questions; }
    void send_name(std::uint8_t) override {}

    Paper paper;
    int cuts = 0;
    int auto_status = -1;
    int status_questions = 0;
    int id_questions = 0;
};

struct Reader {
    Tray tray;
    Interpreter interpreter{{}, tray};

    /// Returns the bytes left over.
    std::size_t read(ByteView bytes) {
        while (!bytes.empty()) {
            const auto used = interpreter.step(bytes);
            if (used == 0) {
                break;
            }
            bytes = bytes.subspan(used);
        }
        return bytes.size();
    }
};

ports::TicketPaper chinese_ticket() {
    using Align = ports::PaperLine::Align;
    ports::TicketPaper paper;
    paper.head = {{"政务服务中心", Align::centre, 2, true},
                  {"A027", Align::centre, 6, true},
                  {"前面等候 12 人 / ¥20 • é", Align::left, 1, false}};
    paper.qr = "https://hall.example/t/7";
    paper.foot = {{"Please wait for your number to be called.", Align::left, 1, false}};
    paper.mark = "补打 2";
    return paper;
}

Bytes encoded(const printer::PrinterProfile& profile) {
    const printer::TextCodec codec(profile);
    return printer::encode_ticket(chinese_ticket(), profile, codec)->bytes;
}

TEST(PrinterInterpreter, ReadsBackWhatTheEncoderMeant) {
    Reader reader;
    EXPECT_EQ(reader.read(encoded({})), 0U);
    EXPECT_EQ(reader.tray.paper.text(),
              "  补打 2  \n政务服务中心\nA027\n前面等候 12 人 / ￥20 · é\n[QR https://hall.example/t/7]\n"
              "Please wait for your number to be called.\n");
    EXPECT_EQ(reader.tray.paper.number(), "A027");
    EXPECT_TRUE(reader.tray.paper.marked());
    EXPECT_EQ(reader.tray.cuts, 1);
    EXPECT_EQ(reader.tray.auto_status, 0x0F);
    EXPECT_EQ(reader.interpreter.unknown_commands(), 0U);
}

TEST(PrinterInterpreter, ReadsEveryProfileWithoutAnUnknownCommand) {
    for (const auto qr : {printer::QrKind::native, printer::QrKind::raster, printer::QrKind::none}) {
        printer::PrinterProfile profile;
        profile.qr = qr;
        profile.chinese_scaling = printer::ChineseScaling::fs;
        profile.cut = printer::CutKind::full;
        Reader reader;
        EXPECT_EQ(reader.read(encoded(profile)), 0U);
        EXPECT_EQ(reader.interpreter.unknown_commands(), 0U);
    }
}

TEST(PrinterInterpreter, PrintsAFourByteCharacterWrongAsRealPrintersDo) {
    Reader reader;
    reader.read(Bytes{0x1C, 0x26, 0x81, 0x30, 0x84, 0x36, '1', '9', '2', 0x0A});
    EXPECT_EQ(reader.tray.paper.text(), " 0 6192\n");
}

TEST(PrinterInterpreter, SwallowsWhatFollowsACommandCutOffInTheMiddleUntilItIsFlushed) {
    Reader reader;
    const Bytes cut_off{0x1D, 0x76, 0x30, 0x00, 0x30, 0x00, 0x10, 0x00, 0xFF};
    EXPECT_EQ(reader.read(cut_off), cut_off.size());
    Bytes flushed = cut_off;
    flushed.resize(flushed.size() + printer::escpos::kFlushLength, 0x00);
    const auto next = encoded({});
    flushed.insert(flushed.end(), next.begin(), next.end());
    EXPECT_EQ(reader.read(flushed), 0U);
    EXPECT_EQ(reader.tray.paper.number(), "A027");
}

TEST(PrinterInterpreter, IgnoresACutInAnUnfinishedLine) {
    Reader reader;
    reader.read(Bytes{'x', 0x1D, 0x56, 0x00});
    EXPECT_EQ(reader.tray.cuts, 0);
}

TEST(PrinterInterpreter, SurvivesAnyBytes) {
    SeededRandom random(11);
    for (int round = 0; round < 300; ++round) {
        Bytes noise(random.below(400) + 1);
        for (auto& byte : noise) {
            byte =
                static_cast<std::uint8_t>(random.below(3) == 0 ? 0x1B + random.below(3) : random.below(256));
        }
        Reader reader;
        EXPECT_LE(reader.read(noise), noise.size());
        EXPECT_LE(reader.tray.paper.text().size(), 400000U);
    }
}

}  // namespace
}  // namespace jiaohao::drivers::sim
