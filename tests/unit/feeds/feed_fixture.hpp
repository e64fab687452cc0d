// A head office with one told day of one hall.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "headoffice/feeds/feed_service.hpp"
#include "tests/unit/feeds/hall_script.hpp"
#include "tests/unit/feeds/memory_store.hpp"

namespace jiaohao::headoffice::feeds {

class FeedTest : public testing::Test {
  protected:
    FeedTest() { clock.now = local(12, 0); }

    void SetUp() override {
        HallScript hall;
        for (int i = 0; i < 12; ++i) {
            const auto ticket = hall.issue(local(9, 5 * i), i % 3 == 0 ? "b" : "a");
            hall.call(local(9, 5 * i + 4), ticket);
            hall.finish(local(9, 5 * i + 9), ticket, std::chrono::seconds(240 + i));
            hall.ask(local(9, 5 * i + 9), ticket);
            if (i < 10) {
                hall.rate(local(9, 5 * i + 9, 9), ticket, i < 8 ? 4 : 1);
            }
        }
        tell("h1", hall.events);
        store.reported.push_back({.hall = domain::HallId("h1"),
                                  .terminal = domain::TerminalId("t1"),
                                  .epoch = domain::EpochId("e1"),
                                  .stored_to = domain::Seq(58),
                                  .last_event_at = local(10, 30),
                                  .received_at = local(10, 31),
                                  .quarantined = 0});
    }
    void tell(const std::string& hall, std::vector<domain::RecordedEvent> events) {
        const HallDay day{.hall = domain::HallId(hall), .day = test_day()};
        store.events[day] = std::move(events);
        store.dirty.push_back(day);
        service.recompute_dirty();
    }

    FeedReply get(const std::string& path, const std::map<std::string, std::string>& query = {},
                  FeedRequest request = {}) const {
        request.path = path;
        request.query = query;
        return service.get(request);
    }
    nlohmann::json json(const std::string& path, std::map<std::string, std::string> query = {}) const {
        if (path.starts_with("/v1/feeds/")) {
            query["format"] = "json";
        }
        const auto reply = get(path, query);
        EXPECT_EQ(reply.status, 200) << reply.body;
        return nlohmann::json::parse(reply.body);
    }

    MemoryStore store;
    SetClock clock;
    NullSink sink;
    FeedService service{store, store, clock, Log(sink, "feeds")};
};

}  // namespace jiaohao::headoffice::feeds
