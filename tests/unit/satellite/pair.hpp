// An owner and its satellite on one thread, step by step.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kiosk/satellite/satellite_hall.hpp"
#include "tests/unit/satellite/owner_end.hpp"

namespace jiaohao::test {

inline domain::HallConfig two_services() {
    domain::HallConfig config;
    config.hall = domain::HallId{"hall"};
    config.languages = {"en"};
    config.ranges.push_back({domain::RangeId{"a"}, "A", 1, 999});
    config.ranges.push_back({domain::RangeId{"b"}, "B", 1, 999});
    for (const auto& [id, range] : {std::pair{"pay", "a"}, std::pair{"desk", "b"}}) {
        domain::ServiceConfig service;
        service.id = domain::ServiceId{id};
        service.range = domain::RangeId{range};
        config.services.push_back(service);
    }
    domain::CounterConfig counter;
    counter.id = domain::CounterId{"c1"};
    counter.label = "1";
    counter.services = {domain::ServiceId{"pay"}, domain::ServiceId{"desk"}};
    counter.handset_only = true;
    config.counters.push_back(counter);
    return config;
}
inline domain::HallConfig owners() {
    domain::HallConfig config = two_services();
    config.satellites.push_back({domain::TerminalId{"t2"}, 10});
    return config;
}
inline domain::HallConfig satellites() {
    domain::HallConfig config = two_services();
    config.satellite = true;
    return config;
}

class NumberOnPaper final : public service::PaperComposer {
  public:
    [[nodiscard]] ports::TicketPaper compose(const domain::Ticket& ticket, std::uint32_t /*copy*/,
                                             const domain::HallConfig& /*config*/) const override {
        ports::TicketPaper paper;
        paper.qr = ticket.number;
        return paper;
    }
};

/// What the satellite's own clients are told.
class Shown final : public service::CommitObserver {
  public:
    void on_committed(const std::shared_ptr<const service::Committed>& committed) override {
        for (const auto& event : committed->events) {
            types.emplace_back(domain::type_name(event.event));
        }
        rows.take(committed->view);
    }
    void on_reset() override { ++resets; }
    std::vector<std::string> types;
    satellite::Mirror rows;
    int resets = 0;
};

struct Pair {
    explicit Pair(std::uint64_t seed = 1) : random(seed) {
        own.printer = &printer;
        start();
    }
    ~Pair() { satellite->stop(); }

    void start() {
        tasks.clear();
        own.observers.clear();
        satellite::SatelliteOptions options;
        options.terminal = own_name;
        options.config = satellites();
        options.config.hall = own_hall;
        options.token = "token";
        options.today = [this](WallTime) { return own.today(); };
        satellite = std::make_unique<satellite::SatelliteHall>(
            options, satellite::SatelliteParts{own, own, line, poster(), clock, clock, random, words,
                                               Log(sink, "test")});
        own.observers.push_back(satellite.get());
        satellite->add_observer(shown);
        satellite->attach({{domain::DeviceId{"front"}, &printer}});
        satellite->printer_ready(domain::DeviceId{"front"}, true, {});
        satellite->report(domain::ReportDevice{domain::DeviceId{"front"}, domain::DeviceKind::printer,
                                               domain::DeviceState::ready, ""});
    }
    /// The process ends without a word and starts again: what it had in memory is gone.
    void kill_satellite() {
        line.end("lost");
        tasks.clear();
        printer.jobs.clear();
        own.observers.clear();
        satellite.reset();
        own.restart();
        start();
    }
    [[nodiscard]] satellite::Post poster() {
        return [this](std::function<void()> task) {
            tasks.push_back(std::move(task));
            return true;
        };
    }
    /// Everything that can happen without time.
    void settle() {
        for (int round = 0; round < 50; ++round) {
            satellite->look();
            line.flow();
            if (tasks.empty()) {
                return;
            }
            while (!tasks.empty()) {
                const auto task = std::move(tasks.front());
                tasks.pop_front();
                task();
            }
        }
    }
    void pass(std::chrono::milliseconds span) {
        for (; span > std::chrono::milliseconds{0}; span -= std::chrono::milliseconds{250}) {
            clock.turn(std::min(span, std::chrono::milliseconds{250}));
            settle();
        }
    }
    void open() {
        ASSERT_TRUE(owner.decide({}, domain::OpenDay{owner.today()}));
        ASSERT_TRUE(owner.decide({}, domain::OpenCounter{domain::CounterId{"c1"}}));
    }
    void link() {
        line.there = true;
        line.deaf = line.mute = false;
        pass(std::chrono::seconds{6});
        ASSERT_TRUE(satellite->status().linked);
    }
    std::shared_ptr<std::optional<service::Outcome>> ask(domain::Command command,
                                                         const std::string& id = {}) {
        auto answer = std::make_shared<std::optional<service::Outcome>>();
        EXPECT_TRUE(satellite->submit(domain::RequestId{id}, std::move(command),
                                      [answer](const service::Outcome& outcome) {
                                          EXPECT_FALSE(answer->has_value()) << "answered twice";
                                          *answer = outcome;
                                      }));
        settle();
        return answer;
    }
    static domain::IssueTicket ticket(const std::string& service = "pay") {
        domain::IssueTicket command;
        command.service = domain::ServiceId{service};
        return command;
    }
    /// The oldest job ends well.
    void printed() {
        ASSERT_FALSE(printer.jobs.empty());
        const ports::PrintJob job = printer.jobs.front();
        printer.jobs.pop_front();
        papers.push_back(domain::to_string(job.ticket) + " " + std::to_string(job.copy));
        satellite->report(domain::PrintSucceeded{job.ticket, job.copy});
        settle();
    }
    [[nodiscard]] service::Snapshot snapshot() {
        service::Snapshot got;
        EXPECT_TRUE(satellite->snapshot([&got](const service::Snapshot& one) { got = one; }));
        settle();
        return got;
    }

    /// As the satellite's own configuration has them.
    domain::TerminalId own_name{"t2"};
    domain::HallId own_hall{"hall"};
    HandClock clock;
    SeededRandom random;
    NullSink sink;
    std::deque<std::function<void()>> tasks;
    LittleHall owner{owners(), "t1", clock, "11111111-1111-4111-8111-111111111111"};
    LittleHall own{satellites(), "t2", clock, "22222222-2222-4222-8222-222222222222"};
    OwnerEnd line{owner, poster()};
    HandPrinter printer;
    NumberOnPaper words;
    Shown shown;
    /// That came out: "ticket copy".
    std::vector<std::string> papers;
    std::unique_ptr<satellite::SatelliteHall> satellite;
};

}  // namespace jiaohao::test
