// What a Director gathers once the day is over.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cstdlib>

#include "showroom/director.hpp"
#include "showroom/put_line.hpp"
#include "showroom/web_client.hpp"

namespace jiaohao::showroom {

using nlohmann::json;
using std::chrono::milliseconds;
using std::chrono::seconds;

Books Director::books_so_far(const std::string& failure) {
    Books books = std::move(books_);
    books.failure = failure;
    if (player_) {
        books.play = player_->counts();
    }
    if (api_) {
        books.reconnects = api_->reconnects();
    }
    books.faults = !setting_.faults.empty();
    books.ended_early = early_;
    books.visitors = !setting_.headless;
    return books;
}

void Director::pause(std::chrono::milliseconds span) {
    bool over = false;
    const auto timer = reactor_.after_real(span, [&] { over = true; });
    static_cast<void>(wait([&] { return over; }, seconds{5}));
    reactor_.cancel(timer);
}

void Director::collect() {
    put_line(say("showroom.draining"));
    // Outcomes of papers arrive after the close of day; the journal is read again until it stands still.
    std::uint64_t seen = 0;
    const auto settled = [&] {
        const std::uint64_t last = books_.journal.last_seq;
        const bool complete = books_.journal.of("ticket.issued") ==
                              books_.journal.printed + books_.journal.not_printed + books_.journal.unknown;
        const bool still = last == seen && complete;
        seen = last;
        return still;
    };
    for (int round = 0; round < 120; ++round) {
        journal_read_ = false;
        read_journal(books_.journal.last_seq + 1);
        if (!wait([this] { return journal_read_; }, kDrainPatience) || settled()) {
            break;
        }
        pause(milliseconds{500});
    }
    stage_.tell_printer("papers");
    static_cast<void>(wait([this] { return counted_ || !stage_.simulated_printer(); }, seconds{10}));
    books_.play = player_->counts();
    if (stage_.ui() != nullptr) {
        books_.ui_survived = stage_.ui()->running();
    }
    books_.reconnects = api_->reconnects();
    books_.faults = !setting_.faults.empty();
    books_.ended_early = early_;
    books_.visitors = !setting_.headless;
    collect_head_office();
}

void Director::read_journal(std::uint64_t from) {
    api_->command("events.tail", {{"from", from}}, [this](const json& done) {
        const json data = done.value("data", json::object());
        const json events = data.value("events", json::array());
        for (const json& event : events) {
            books_.journal.add(event);
        }
        if (events.empty()) {
            journal_read_ = true;
        } else {
            read_journal(data.value("next", books_.journal.last_seq + 1));
        }
    });
}

void Director::collect_head_office() {
    const std::string day = plan_.date;
    const auto figures = [&] {
        books_.stored_at_head_office = 0;
        if (const auto coverage = http_get_json(stage_.office() + "/v1/coverage")) {
            const json& rows = coverage->is_array() ? *coverage : coverage->value("terminals", json::array());
            for (const json& row : rows) {
                books_.stored_at_head_office += row.value("stored_to", std::uint64_t{0});
            }
        }
        const auto feed = http_get_json(fmt::format(
            "{}/v1/feeds/all?grain=day&by=hall&from={}&to={}&format=json", stage_.office(), day, day));
        if (feed && feed->contains("rows") && !(*feed)["rows"].empty()) {
            books_.feed = (*feed)["rows"][0];
        }
        return books_.stored_at_head_office >= books_.journal.events &&
               books_.feed.value("called", std::uint64_t{0}) == books_.journal.of("ticket.called") &&
               books_.feed.value("issued", std::uint64_t{0}) == books_.journal.of("ticket.issued") &&
               (books_.journal.of("ticket.issued") == 0 || books_.feed.value("complete", false));
    };
    const auto deadline = std::chrono::steady_clock::now() + kDrainPatience;
    while (!figures() && std::chrono::steady_clock::now() < deadline) {
        pause(milliseconds{300});
        if (reactor_.quitting()) {
            return;
        }
    }
    const auto told = http_get(stage_.office() + "/metrics");
    if (!told || told->find("outcome=") == std::string::npos) {
        return;
    }
    const std::string& metrics = *told;
    std::uint64_t all_refused = 0;
    for (const char* refused :
         {"bad-envelope", "gap", "clone", "wrong-hall", "simulation", "wrong-terminal", "too-large"}) {
        const std::string key = fmt::format("outcome=\"{}\"}} ", refused);
        const std::size_t at = metrics.find(key);
        if (at != std::string::npos) {
            all_refused += std::strtoull(metrics.c_str() + at + key.size(), nullptr, 10);
        }
    }
    books_.refused_at_head_office = all_refused;
}

}  // namespace jiaohao::showroom
