// What the random walks throw: commands, sensible and not, mostly about things that exist.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <vector>

#include "kiosk/base/random.hpp"
#include "tests/unit/domain/model.hpp"
#include "tests/unit/domain/test_hall.hpp"

namespace jiaohao::domain::testing {

/// Draws commands; mostly about things that exist.
class Dice {
  public:
    explicit Dice(std::uint64_t seed) : random_(seed) {}

    std::uint64_t below(std::uint64_t bound) { return random_.below(bound); }
    bool one_in(std::uint64_t n) { return below(n) == 0; }

    template <class T>
    T pick(std::vector<T> all) {
        return all[below(all.size())];
    }
    CounterId counter() { return one_in(40) ? CounterId("nowhere") : pick<CounterId>({c1, c2, c3}); }
    ServiceId service() {
        return one_in(40) ? ServiceId("none") : pick<ServiceId>({mobile, bills, complaints});
    }
    ClerkId clerk() { return one_in(40) ? ClerkId("nobody") : pick<ClerkId>({li, wang, ClerkId("zhao")}); }
    Channel channel() { return pick<Channel>({Channel::page, Channel::handset}); }
    Command transfer() {
        TransferTicket command{counter(), one_in(2) ? std::nullopt : std::optional(service())};
        if (one_in(4)) {
            command.to_counter = counter();
        } else if (one_in(4)) {
            command.to_clerk = clerk();
        }
        return command;
    }
    Command issue(WallTime now) {
        IssueTicket command{service(),      static_cast<CustomerClass>(below(5)),
                            Channel::touch, one_in(50) ? "xx" : "",
                            !one_in(5),     ""};
        if (one_in(4)) {
            command.then = steps();
        }
        const bool plain = now > WallTime{} && now < WallTime::max() - minutes{60};
        if (command.customer_class == CustomerClass::appointment && plain) {
            command.due_at = now + seconds{static_cast<int>(below(900)) - 300};
        }
        return command;
    }
    std::vector<ServiceId> steps() {
        std::vector<ServiceId> all;
        for (auto n = below(4); n > 0; --n) {
            all.push_back(service());
        }
        return all;
    }
    Command finish() {
        FinishServing command{counter(), outcome(), !one_in(4)};
        if (one_in(6)) {
            command.then = steps();
        }
        if (one_in(6)) {
            command.done[service()] = static_cast<std::uint32_t>(below(1'002));
        }
        return command;
    }
    Command park() {
        ParkTicket command{counter()};
        if (one_in(2)) {
            command.minutes = minutes{static_cast<int>(below(140)) - 2};
        }
        return command;
    }
    ServingOutcome outcome() { return static_cast<ServingOutcome>(below(3)); }
    TicketId ticket(const std::vector<Model::Row>& rows) {
        if (rows.empty() || one_in(40)) {
            return {TerminalId("t1"), EpochId("e1"), Seq(below(1000))};
        }
        // Mostly recent ones, which are still on their way.
        const std::size_t back =
            one_in(4) ? below(rows.size()) : below(std::min<std::size_t>(rows.size(), 8));
        return rows[rows.size() - 1 - back].id;
    }

    std::optional<TicketId> no_show(const std::vector<Model::Row>& rows) {
        const auto found = std::ranges::find(rows, true, &Model::Row::no_show);
        return found == rows.end() || one_in(4) ? std::nullopt : std::optional(found->id);
    }

    Command command(const std::vector<Model::Row>& rows, const HallState& state, WallTime now);

    /// What the clock says: mostly the true date, which goes on, sometimes one that is days off, sometimes none.
    std::optional<BusinessDay> read_calendar(bool day_open) {
        if (!day_open && one_in(6)) {
            true_day_ += std::chrono::days{1};
        }
        if (one_in(day_open ? 400 : 3)) {
            const int off = one_in(3) ? static_cast<int>(below(16)) - 3 : 0;
            today_ = true_day_ + std::chrono::days{off};
            knows_date_ = !one_in(20);
        }
        return knows_date_ ? std::optional(BusinessDay{today_}) : std::nullopt;
    }

  private:
    Command at_counter();
    Command about_ticket(const std::vector<Model::Row>& rows);
    Command about_day(const HallState& state);
    Command about_desk();
    Command talk(const HallState& state);

    SeededRandom random_;
    std::chrono::sys_days true_day_ = day_one;
    std::chrono::sys_days today_ = day_one;
    bool knows_date_ = true;
};

}  // namespace jiaohao::domain::testing
