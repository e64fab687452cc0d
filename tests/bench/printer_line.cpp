// Bytes and seconds on the line for the standard ticket, from its first byte to its last, against what the line can do
// at best (every byte right behind the one before). Real driver and simulated printer; the line is exact, clocks are
// turned by hand, so the figures do not depend on the machine.
// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <cstdio>
#include <deque>
#include <filesystem>
#include <memory>
#include <string>

#include "drivers/printer/printer_driver.hpp"
#include "drivers/printer/ticket_template.hpp"
#include "drivers/sim/printer/model.hpp"
#include "tests/support/fake_line.hpp"
#include "tests/support/manual_timers.hpp"

namespace {

using namespace jiaohao;
using namespace jiaohao::drivers;
using namespace std::chrono_literals;

class Quiet final : public ports::PrinterListener {
  public:
    void on_print_outcome(const domain::TicketId&, std::uint32_t,
                          const ports::PrintOutcome& outcome) override {
        printed += outcome.kind == ports::PrintOutcome::Kind::printed ? 1 : 0;
        ++told;
    }
    void on_printer_state(const domain::DeviceId&, domain::DeviceState, const std::string&, bool) override {}
    int told = 0;
    int printed = 0;
};

/// Carries one byte after the other at the baud rate.
class Bench {
  public:
    explicit Bench(const printer::PrinterProfile& profile)
        : profile_(profile), model_(profile, timers_.clock(), [](const sim::Paper&) {}) {
        line_.peer = [this](ByteView bytes) { wire_.insert(wire_.end(), bytes.begin(), bytes.end()); };
        printer::PrinterOptions options;
        options.id = domain::DeviceId("printer-1");
        driver_ = std::make_unique<printer::PrinterDriver>(options, profile, line_, timers_, quiet_,
                                                           Log(sink_, "b"));
        driver_->start();
        line_.bring_up();
        run(8s);
    }
    ~Bench() { line_.peer = nullptr; }
    Bench(const Bench&) = delete;
    Bench& operator=(const Bench&) = delete;

    bool print(const ports::TicketPaper& paper) {
        bytes_ = 0;
        ports::PrintJob job;
        job.paper = paper;
        driver_->print(std::move(job));
        for (int i = 0; i < 600 && quiet_.told == 0; ++i) {
            run(100ms);
        }
        return quiet_.printed == 1;
    }
    [[nodiscard]] std::size_t bytes() const { return driver_->recent().back().bytes; }
    /// Of the ticket: first byte to last.
    [[nodiscard]] std::chrono::nanoseconds span() const { return last_ - first_; }

  private:
    void run(std::chrono::nanoseconds span) {
        const auto byte = travel_time(profile_.line, 1);
        for (std::chrono::nanoseconds done{0}; done < span; done += byte) {
            timers_.advance(byte);
            if (!wire_.empty()) {
                const std::array<std::uint8_t, 1> one{wire_.front()};
                wire_.pop_front();
                note(one[0]);
                model_.receive(one);
            }
            model_.run();
            if (const Bytes replies = model_.take_replies(); !replies.empty()) {
                line_.feed(replies);
            }
        }
    }
    /// A ticket begins with ESC @ and ends with its last GS r (a process id behind it is not counted in the time); questions before and after are not its own.
    void note(std::uint8_t byte) {
        const auto now = timers_.now();
        if (before_ == 0x1B && byte == 0x40) {
            first_ = now - 2 * travel_time(profile_.line, 1);
            bytes_ = 0;
            open_ = true;
        }
        before_ = byte;
        if (open_ && byte != 0x00) {
            ++bytes_;
        }
        const bool question = tail_[0] == 0x1D && tail_[1] == 0x72;
        tail_ = {tail_[1], byte};
        if (open_ && question) {
            last_ = now;
        }
    }

    printer::PrinterProfile profile_;
    jiaohao::drivers::testing::ManualTimers timers_;
    jiaohao::drivers::testing::FakeLine line_{timers_.clock()};
    NullSink sink_;
    Quiet quiet_;
    sim::PrinterModel model_;
    std::unique_ptr<printer::PrinterDriver> driver_;
    std::deque<std::uint8_t> wire_;
    std::array<std::uint8_t, 2> tail_{};
    std::uint8_t before_ = 0;
    bool open_ = false;
    std::size_t bytes_ = 0;
    BootTime first_{};
    BootTime last_{};
};

ports::TicketPaper standard_ticket() {
    printer::TicketFields fields;
    for (const auto& field : printer::kTicketFields) {
        fields.emplace(field.name, field.sample);
    }
    // Of one service, as nearly all are.
    fields["then_text"].clear();
    return printer::TicketTemplate::standard().lay_out("en", [&](const std::string&) { return fields; });
}

}  // namespace

int main() {
    const std::filesystem::path folder(JIAOHAO_SOURCE_DIR "/drivers/profiles");
    std::printf("%-18s %7s %7s %9s %9s %7s\n", "printer", "baud", "bytes", "limit s", "took s", "ratio");
    int worse = 0;
    for (const char* name : {"epson-tm-t88-sc", "generic-80", "generic-58"}) {
        for (const int baud : {9600, 19200, 115200}) {
            auto profile = printer::load_profile(folder / (std::string("printer-") + name + ".toml"));
            if (!profile) {
                std::fprintf(stderr, "%s\n", profile.error().c_str());
                return 2;
            }
            profile->line.baud = baud;
            Bench bench(*profile);
            if (!bench.print(standard_ticket())) {
                std::fprintf(stderr, "%s at %d baud: not printed\n", name, baud);
                return 1;
            }
            const double limit =
                std::chrono::duration<double>(travel_time(profile->line, bench.bytes())).count();
            const double took = std::chrono::duration<double>(bench.span()).count();
            std::printf("%-18s %7d %7zu %9.3f %9.3f %7.2f\n", name, baud, bench.bytes(), limit, took,
                        took / limit);
            worse += took / limit > 1.15 ? 1 : 0;
        }
    }
    std::printf("%d of 9 above 1.15\n", worse);
    return 0;
}
