// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <deque>
#include <utility>

#include "drivers/line/replay_line.hpp"
#include "drivers/line/stepped_timers.hpp"
#include "drivers/printer/printer_driver.hpp"
#include "drivers/tool/begun_up.hpp"
#include "drivers/tool/job_note.hpp"
#include "drivers/tool/parts.hpp"

namespace jiaohao::drivers::tool {
namespace {

using capture::What;

/// What a host asks of a printer, by the first bytes of the command; read where a command may begin, so that data of
/// a ticket may look like one.
struct Command {
    Bytes bytes;
    std::string_view meaning;
};
const std::vector<Command>& commands() {
    static const std::vector<Command> all{{{0x10, 0x04, 0x01}, "asks printer status"},
                                          {{0x10, 0x04, 0x02}, "asks offline cause"},
                                          {{0x10, 0x04, 0x03}, "asks error cause"},
                                          {{0x10, 0x04, 0x04}, "asks paper sensors"},
                                          {{0x10, 0x05, 0x01}, "recover and go on"},
                                          {{0x10, 0x05, 0x02}, "recover and drop buffers"},
                                          {{0x1B, 0x40}, "initialise"},
                                          {{0x1D, 0x49}, "asks its name"},
                                          {{0x1D, 0x61}, "automatic status"},
                                          {{0x1D, 0x72, 0x01}, "asks paper status in order"},
                                          {{0x1D, 0x28, 0x48}, "asks process id"},
                                          {{0x1D, 0x28, 0x6B}, "QR code"},
                                          {{0x1D, 0x76, 0x30}, "raster"},
                                          {{0x1D, 0x56}, "cut"},
                                          {{0x1B, 0x69}, "cut"},
                                          {{0x1B, 0x6D}, "cut"}};
    return all;
}

class Decoder {
  public:
    std::string line(const capture::Record& record) {
        std::string text = stamp(record.at) + " " + shown(record);
        std::vector<std::string> meanings;
        if (record.what == What::written) {
            meanings = written(record.bytes);
        } else if (record.what == What::heard) {
            meanings = heard(record.at, record.bytes);
        } else if (record.what == What::down) {
            asked_.clear();
            parser_.reset();
        }
        for (const std::string& meaning : meanings) {
            text += fmt::format("{}{}", &meaning == &meanings.front() ? "  | " : ", ", meaning);
        }
        return text + "\n";
    }
    [[nodiscard]] std::uint64_t strays() const { return parser_.strays(); }

  private:
    std::vector<std::string> written(ByteView bytes) {
        std::vector<std::string> found;
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            const auto command = std::find_if(commands().begin(), commands().end(), [&](const Command& one) {
                return bytes.size() - i >= one.bytes.size() &&
                       std::equal(one.bytes.begin(), one.bytes.end(),
                                  bytes.begin() + static_cast<std::ptrdiff_t>(i));
            });
            if (command == commands().end()) {
                continue;
            }
            if (command->bytes[0] == 0x10 && command->bytes[1] == 0x04) {
                asked_.push_back(command->bytes[2]);
            }
            if (found.empty() || found.back() != command->meaning) {
                found.emplace_back(command->meaning);
            }
        }
        return found;
    }

    std::vector<std::string> heard(std::chrono::microseconds at, ByteView bytes) {
        const std::uint64_t strays = parser_.strays();
        std::vector<std::string> meanings;
        if (parser_.incomplete() && at - std::exchange(heard_at_, at) >= kBlockEnds) {
            for (const printer::Reply& reply : parser_.expire()) {
                meanings.push_back(std::visit([this](const auto& one) { return meaning(one); }, reply));
            }
        }
        heard_at_ = at;
        for (const printer::Reply& reply : parser_.feed(bytes)) {
            meanings.push_back(std::visit([this](const auto& one) { return meaning(one); }, reply));
        }
        if (parser_.strays() > strays) {
            meanings.push_back(fmt::format("{} bytes that are no reply", parser_.strays() - strays));
        }
        if (parser_.incomplete()) {
            meanings.emplace_back("incomplete");
        }
        return meanings;
    }

    std::string meaning(printer::RealtimeReply reply) {
        if (asked_.empty()) {
            return "status that nobody asked for";
        }
        const std::uint8_t n = asked_.front();
        asked_.pop_front();
        printer::Condition condition;
        condition.apply(n, reply);
        return fmt::format("status {}: {}", n, told(condition));
    }
    static std::string meaning(const printer::AutoStatus& status) {
        printer::Condition condition;
        condition.apply(status);
        return "automatic status: " + told(condition);
    }
    static std::string meaning(printer::PaperStatus status) {
        printer::Condition condition;
        condition.apply(status);
        return printer::plausible(status) ? "paper status: " + told(condition) : "implausible paper status";
    }
    static std::string meaning(const printer::ProcessIdReply& reply) {
        return "printed, process id " + std::string(reply.id.begin(), reply.id.end());
    }
    static std::string meaning(const printer::PrinterName& name) { return "name " + name.text; }

    static std::string told(const printer::Condition& condition) {
        const auto fault = printer::fault_code(condition.fault());
        std::string text = fault.empty() ? "ready" : std::string(fault);
        return condition.paper_near_end ? text + ", paper_near_end" : text;
    }

    /// A block that was begun and then a silence: the rest will not come.
    static constexpr std::chrono::milliseconds kBlockEnds{100};
    printer::ReplyParser parser_;
    std::chrono::microseconds heard_at_{};
    std::deque<std::uint8_t> asked_;
};

/// The process id before the first one asked for: the driver counts on from it.
std::uint32_t mark_before(const capture::Capture& capture) {
    constexpr std::array<std::uint8_t, 7> kAsk{0x1D, 0x28, 0x48, 0x06, 0x00, 0x30, 0x30};
    for (const capture::Record& record : capture.records) {
        const Bytes& bytes = record.bytes;
        const auto at = std::search(bytes.begin(), bytes.end(), kAsk.begin(), kAsk.end());
        if (record.what != What::written || bytes.end() - at < 11) {
            continue;
        }
        const std::string digits(at + 7, at + 11);
        std::uint32_t mark = 0;
        std::from_chars(digits.data(), digits.data() + digits.size(), mark, 16);
        return mark - 1;
    }
    return 0;
}

class Teller final : public ports::PrinterListener {
  public:
    Teller(const Clock& clock, BootTime origin) : clock_(clock), origin_(origin) {}
    void on_print_outcome(const domain::TicketId& ticket, std::uint32_t copy,
                          const ports::PrintOutcome& outcome) override {
        const bool recorded = !ended;
        told += fmt::format("{} {} copy {}: {}\n", stamp(clock_.boot() - origin_), domain::to_string(ticket),
                            copy, recorded ? tool::told(outcome) : "outcome is not in the recording");
        open += recorded ? 0U : 1U;
    }
    void on_printer_state(const domain::DeviceId&, domain::DeviceState state, const std::string& fault,
                          bool paper_possible) override {
        told += fmt::format("{} state {}{}{}{}\n", stamp(clock_.boot() - origin_), domain::code(state),
                            fault.empty() ? "" : " ", fault, paper_possible ? "" : ", no paper now");
    }
    std::string told;
    /// All was played: what the driver says of jobs from now on is of its own end, not of the recording.
    bool ended = false;
    std::uint64_t open = 0;

  private:
    const Clock& clock_;
    BootTime origin_;
};

}  // namespace

std::string decode_printer(const capture::Capture& capture) {
    Decoder decoder;
    std::string text;
    for (const capture::Record& record : capture.records) {
        text += decoder.line(record);
    }
    return text + fmt::format("{} bytes that are no reply\n", decoder.strays());
}

Replayed replay_printer(capture::Capture capture, printer::PrinterProfile profile) {
    const BegunUp begun = take_begun_up(capture).value_or(BegunUp{});
    const BootTime origin = capture.header.origin;
    SteppedClock clock(origin, capture.header.wall, capture.header.boot);
    SteppedTimers timers(clock);
    ReplayLine line(capture, timers);
    Teller teller(clock, origin);
    NullSink sink;
    printer::PrinterOptions options;
    options.id = domain::DeviceId(capture.header.line);
    options.first_mark = mark_before(capture);
    printer::PrinterDriver driver(options, std::move(profile), line, timers, teller, Log(sink, "replay"));
    line.on_note([&](const std::string& note) {
        if (auto job = job_from_note(note)) {
            driver.print(std::move(*job));
        }
    });
    driver.start();
    const auto last = capture.records.empty() ? std::chrono::microseconds{0} : capture.records.back().at;
    while (timers.step(origin + last)) {
    }
    std::string differences;
    for (ReplayDifference& difference : line.differences()) {
        difference.connection += begun.told.empty() ? 0U : 1U;
        differences += to_string(difference) + "\n";
    }
    teller.ended = true;
    const printer::PrinterCounters counted = driver.counters();
    driver.stop();
    const std::uint64_t open = begun.open + teller.open;
    teller.told +=
        fmt::format("printed {}, not_printed {}, unknown {}, replaced characters {}, stray bytes {}{}\n",
                    counted.printed + begun.printed, counted.not_printed + begun.not_printed,
                    counted.unknown + begun.unknown, counted.replaced_characters, counted.stray_bytes,
                    open > 0 ? fmt::format(", not in the recording {}", open) : "");
    return {begun.told + teller.told, std::move(differences), begun.told.empty()};
}

}  // namespace jiaohao::drivers::tool
