// SPDX-License-Identifier: Apache-2.0
#include "showroom/player.hpp"

#include <fmt/format.h>

namespace jiaohao::showroom {
namespace {

using nlohmann::json;
using std::chrono::milliseconds;

/// Longer than a handset's own retries, so that a press is repeated only when the device has given up.
constexpr milliseconds kPressAgain{4000};
constexpr milliseconds kLook{20};
/// An echoed call that shows no new ticket was refused: the clerk sees it and presses again.
constexpr milliseconds kCallAgain{1500};

}  // namespace

Player::Player(const DayPlan& plan, Reactor& reactor, ApiLink& api, TellBus bus, WallTime midnight)
    : plan_(plan), reactor_(reactor), api_(api), bus_(std::move(bus)), midnight_(midnight) {
    static const std::vector<PlannedTurn> none;
    for (const PlannedCounter& counter : plan.counters) {
        Desk& desk = desks_[counter.id];
        desk.place = counter;
        const auto turns = plan.turns.find(counter.id);
        desk.turns = turns == plan.turns.end() ? &none : &turns->second;
        turns_planned_ += desk.turns->size();
        handsets_[counter.handset_address] = counter.id;
        pads_[counter.pad_address] = counter.id;
    }
}

WallTime Player::at_minute(double minute) const {
    return midnight_ + milliseconds{static_cast<std::int64_t>(minute * 60000)};
}

void Player::start() {
    for (const PlannedIssue& planned : plan_.issues) {
        reactor_.at(at_minute(planned.at_min), [this, &planned] { issue(planned); });
    }
    for (auto& [id, desk] : desks_) {
        begin_turn(desk);
    }
}

bool Player::finished() const {
    return stopped_ || (answered_ == plan_.issues.size() && turns_ended_ == turns_planned_);
}

double Player::progress() const {
    const auto all = static_cast<double>(plan_.issues.size() + turns_planned_);
    return all > 0 ? static_cast<double>(answered_ + turns_ended_) / all : 1;
}

void Player::issue(const PlannedIssue& planned) {
    if (stopped_) {
        return;
    }
    json args{{"service", planned.service},
              {"class", "ordinary"},
              {"language", "zh_CN"},
              {"reference", planned.reference}};
    api_.command("ticket.issue", std::move(args), [this, &planned](const json& done) {
        ++answered_;
        if (done.value("status", "") == "ok") {
            ++counts_.issued;
            ++issued_of_service_[planned.service];
        } else {
            ++counts_.issue_refused;
        }
    });
}

void Player::begin_turn(Desk& desk) {
    if (desk.turn >= desk.turns->size()) {
        desk.step = Step::done;
        return;
    }
    desk.step = Step::idle;
    reactor_.at(at_minute(desk.now().call_min), [this, &desk] { try_call(desk); });
}

void Player::try_call(Desk& desk) {
    if (stopped_) {
        return;
    }
    const std::string& service = desk.place.service;
    if (calls_begun_of_service_[service] >= issued_of_service_[service]) {
        reactor_.after_real(kLook, [this, &desk] { try_call(desk); });
        return;
    }
    ++calls_begun_of_service_[service];
    desk.step = Step::calling;
    desk.ticket_before = desk.ticket;
    key(desk, "call");
}

void Player::key(Desk& desk, const char* name) {
    if (stopped_) {
        return;
    }
    desk.echoed = false;
    desk.press = fmt::format("k{}", next_press_++);
    bus_({{"do", "key"}, {"address", desk.place.handset_address}, {"key", name}, {"id", desk.press}});
    counts_.call_presses += desk.step == Step::calling ? 1U : 0U;
    press_again_after(desk, kPressAgain, [this, &desk, name] { key(desk, name); });
}

void Player::press_again_after(Desk& desk, milliseconds patience, std::function<void()> press) {
    reactor_.cancel(desk.again);
    desk.again = reactor_.after_real(patience, std::move(press));
}

void Player::on_view(const json& view) {
    const auto counters = view.find("counters");
    if (counters == view.end()) {
        return;
    }
    for (const json& row : *counters) {
        const auto desk = desks_.find(row.value("id", ""));
        if (desk == desks_.end()) {
            continue;
        }
        const auto ticket = row.find("ticket");
        desk->second.ticket = ticket == row.end() || ticket->is_null() ? "" : ticket->value("id", "");
        check_called(desk->second);
    }
}

void Player::check_called(Desk& desk) {
    if (desk.step != Step::calling || !desk.echoed || desk.ticket.empty() ||
        desk.ticket == desk.ticket_before) {
        return;
    }
    reactor_.cancel(desk.again);
    ++counts_.calls;
    desk.step = Step::serving;
    if (desk.now().finish_min) {
        reactor_.at(at_minute(*desk.now().finish_min), [this, &desk] { finish(desk); });
    } else {
        end_turn(desk);
    }
}

void Player::finish(Desk& desk) {
    desk.step = Step::finishing;
    key(desk, desk.now().no_show ? "no_show" : "ask_rating");
}

void Player::finish_answered(Desk& desk) {
    reactor_.cancel(desk.again);
    ++(desk.now().no_show ? counts_.no_shows : counts_.finishes);
    if (desk.now().no_show || !desk.now().rating_key) {
        end_turn(desk);
        return;
    }
    desk.step = Step::rating;
    const auto thinking = milliseconds{static_cast<std::int64_t>(desk.now().rate_after_s * 1000)};
    reactor_.at(reactor_.clock().wall() + thinking, [this, &desk] { press_pad(desk); });
}

void Player::press_pad(Desk& desk) {
    if (stopped_) {
        return;
    }
    desk.press = fmt::format("p{}", next_press_++);
    bus_({{"do", "press"},
          {"address", desk.place.pad_address},
          {"key", *desk.now().rating_key},
          {"id", desk.press}});
    press_again_after(desk, kPressAgain, [this, &desk] {
        ++counts_.presses_unanswered;
        end_turn(desk);
    });
}

void Player::end_turn(Desk& desk) {
    reactor_.cancel(desk.again);
    desk.press.clear();
    ++desk.turn;
    ++turns_ended_;
    begin_turn(desk);
}

void Player::on_bus(const json& event) {
    const std::string kind = event.value("event", "");
    const auto address = event.value("address", 0U);
    if (const auto handset = handsets_.find(address); handset != handsets_.end()) {
        on_handset(desks_[handset->second], event, kind);
    } else if (const auto pad = pads_.find(address); pad != pads_.end()) {
        on_pad(desks_[pad->second], event, kind);
    }
}

void Player::on_handset(Desk& desk, const json& event, const std::string& kind) {
    if (event.value("id", "") != desk.press || desk.press.empty()) {
        return;
    }
    if (kind == "no_echo") {
        press_again_after(desk, milliseconds{50}, [this, &desk] {
            const bool calling = desk.step == Step::calling;
            key(desk, calling ? "call" : desk.now().no_show ? "no_show" : "ask_rating");
        });
    } else if (kind == "echo" && desk.step == Step::calling) {
        desk.echoed = true;
        press_again_after(desk, kCallAgain, [this, &desk] { key(desk, "call"); });
        check_called(desk);
    } else if (kind == "echo" && desk.step == Step::finishing) {
        finish_answered(desk);
    }
}

void Player::on_pad(Desk& desk, const json& event, const std::string& kind) {
    if (event.value("id", "") != desk.press || desk.press.empty() || desk.step != Step::rating) {
        return;
    }
    if (kind == "acknowledged") {
        ++counts_.presses_acknowledged;
        end_turn(desk);
    } else if (kind == "not_acknowledged") {
        ++counts_.presses_unanswered;
        end_turn(desk);
    }
}

}  // namespace jiaohao::showroom
