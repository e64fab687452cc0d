// A driver with a fake line, hand-turned timers and a small printer at the far end that does as it is told.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>
#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "drivers/printer/printer_driver.hpp"
#include "tests/support/fake_line.hpp"
#include "tests/support/manual_timers.hpp"

namespace jiaohao::drivers::printer {

using Kind = ports::PrintOutcome::Kind;
using Cause = domain::PrintCause;
using Proof = domain::PrintProof;

class Recorder final : public ports::PrinterListener {
  public:
    struct Told {
        std::uint64_t seq = 0;
        std::uint32_t copy = 0;
        ports::PrintOutcome outcome;
    };
    struct State {
        domain::DeviceState state{};
        std::string fault;
        bool paper_possible = false;
        bool operator==(const State&) const = default;
    };

    void on_print_outcome(const domain::TicketId& ticket, std::uint32_t copy,
                          const ports::PrintOutcome& outcome) override {
        told.push_back({ticket.seq.get(), copy, outcome});
    }
    void on_printer_state(const domain::DeviceId&, domain::DeviceState state, const std::string& fault,
                          bool paper_possible) override {
        states.push_back({state, fault, paper_possible});
    }

    void on_printer_facts(const domain::DeviceId&, const ports::PrinterFacts& now) override {
        facts.push_back(now);
    }

    std::vector<ports::PrinterFacts> facts;
    std::vector<Told> told;
    std::vector<State> states;
};

/// Answers each command as the driver writes it. Change the members to make it ill.
struct TinyPrinter {
    explicit TinyPrinter(testing::FakeLine& at) : line(at) {}

    void hear(ByteView bytes) {
        for (std::size_t i = 0; i + 2 < bytes.size(); ++i) {
            const bool realtime = bytes[i] == 0x10 && bytes[i + 1] == 0x04;
            if (realtime && answers_hello) {
                line.feed({status[bytes[i + 2] - 1]});
            } else if (bytes[i] == 0x10 && bytes[i + 1] == 0x05) {
                enquiries.push_back(bytes[i + 2]);
            } else if (bytes[i] == 0x1D && bytes[i + 1] == 0x72 && answers_status) {
                line.feed({0x00});
            } else if (bytes[i] == 0x1D && bytes[i + 1] == 0x49) {
                send_name(bytes[i + 2]);
            } else if (bytes[i] == 0x1D && bytes[i + 1] == 0x28 && bytes[i + 2] == 0x48) {
                asked_ids.emplace_back(bytes.begin() + static_cast<std::ptrdiff_t>(i) + 7,
                                       bytes.begin() + static_cast<std::ptrdiff_t>(i) + 11);
                if (answers_id) {
                    send_id();
                }
            }
        }
    }
    void send_id() {
        Bytes block{0x37, 0x22};
        block.insert(block.end(), asked_ids.back().begin(), asked_ids.back().end());
        block.push_back(0x00);
        line.feed(block);
    }
    void send_name(std::uint8_t which) {
        const auto name = names.find(which);
        if (name != names.end()) {
            Bytes block{0x5F};
            block.insert(block.end(), name->second.begin(), name->second.end());
            block.push_back(0x00);
            line.feed(block);
        } else if (!unframed_name.empty()) {
            Bytes bare(unframed_name.begin(), unframed_name.end());
            bare.push_back(0x00);
            line.feed(bare);
        }
    }
    void out_of_paper(bool out) {
        status[0] = out ? 0x1A : 0x12;
        status[1] = out ? 0x32 : 0x12;
        status[3] = out ? 0x7E : 0x12;
    }

    testing::FakeLine& line;
    bool answers_hello = true;
    bool answers_status = true;
    bool answers_id = true;
    std::array<std::uint8_t, 4> status{0x12, 0x12, 0x12, 0x12};
    /// Answers to GS I by its number.
    std::map<std::uint8_t, std::string> names{{66, "TINY"}, {67, "T-1"}, {65, "1.0"}, {69, ""}};
    /// What it answers to the others, without header.
    std::string unframed_name;
    std::vector<Bytes> asked_ids;
    std::vector<int> enquiries;
};

struct Rig {
    explicit Rig(PrinterProfile with = {}, PrinterOptions options = {})
        : profile(std::move(with)),
          driver((options.id = domain::DeviceId("printer-1"), options), profile, line, timers, heard,
                 Log(sink, "test")) {
        line.peer = [this](ByteView bytes) { printer.hear(bytes); };
        driver.start();
    }

    /// Line up, hello answered, nothing of an earlier time left in the printer.
    void ready() {
        const bool proves = std::exchange(printer.answers_status, true);
        line.bring_up();
        timers.advance(Conversation::kQuiet);
        printer.answers_status = proves;
    }

    void print(std::uint64_t seq, std::uint32_t copy = 1) {
        ports::PrintJob job;
        job.ticket.seq = domain::Seq(seq);
        job.copy = copy;
        job.paper.head.push_back({"A001", ports::PaperLine::Align::centre, 4, true});
        driver.print(std::move(job));
    }

    [[nodiscard]] bool wrote(const Bytes& part) const {
        const auto& all = line.written();
        return std::search(all.begin(), all.end(), part.begin(), part.end()) != all.end();
    }
    /// How often `part` was written since the last take_written().
    [[nodiscard]] int times_wrote(const Bytes& part) const {
        int times = 0;
        const auto& all = line.written();
        for (auto at = all.begin(); (at = std::search(at, all.end(), part.begin(), part.end())) != all.end();
             ++at) {
            ++times;
        }
        return times;
    }
    [[nodiscard]] std::string last_fault() const {
        return heard.states.empty() ? "none told" : heard.states.back().fault;
    }

    testing::ManualTimers timers;
    testing::FakeLine line{timers.clock()};
    TinyPrinter printer{line};
    Recorder heard;
    NullSink sink;
    PrinterProfile profile;
    PrinterDriver driver;
};

inline PrinterProfile with_process_id() {
    PrinterProfile profile;
    profile.process_id = true;
    return profile;
}

}  // namespace jiaohao::drivers::printer
