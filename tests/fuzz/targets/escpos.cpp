// Byte 0 chooses the paper; the rest is sent to the simulated printer.
// SPDX-License-Identifier: Apache-2.0
#include "drivers/sim/printer/interpreter.hpp"
#include "tests/fuzz/target.hpp"

namespace jiaohao::fuzz {
namespace {

using namespace drivers::sim;

class Paper final : public InterpreterSink {
  public:
    explicit Paper(std::size_t most) : most_(most) {}
    void print_row(PaperRow row) override {
        printed_ += row.raster.size() + row.barcode.size();
        for (const PaperRun& run : row.runs) {
            // A byte becomes a character of at most three bytes of UTF-8.
            printed_ += run.text.size() / 3;
        }
        check(printed_ <= most_, "more is printed than was sent");
    }
    void cut() override {}
    void set_auto_status(std::uint8_t) override {}
    void send_paper_status() override {}
    void send_process_id(const std::array<std::uint8_t, 4>&) override {}
    void send_name(std::uint8_t) override {}

  private:
    std::size_t most_;
    std::size_t printed_ = 0;
};

}  // namespace

void escpos(ByteView bytes) {
    Input input(bytes);
    const std::uint8_t choice = input.byte();
    const ByteView line = input.rest();
    Paper paper(line.size());
    InterpreterSetting setting;
    setting.width_dots = (choice & 1U) != 0 ? 384 : 576;
    Interpreter interpreter(setting, paper);
    std::uint64_t steps = 0;
    for (std::size_t at = 0; at < line.size(); ++steps) {
        const std::size_t used = interpreter.step(line.subspan(at));
        check(used <= line.size() - at, "a command uses more than there is");
        if (used == 0) {
            break;
        }
        at += used;
    }
    check(interpreter.unknown_commands() <= steps, "more unknown commands than commands");
}

}  // namespace jiaohao::fuzz
