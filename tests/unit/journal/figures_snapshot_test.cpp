// What the manager's figures are made of, in a snapshot.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "kiosk/journal/snapshot_codec.hpp"

namespace jiaohao {
namespace {

using namespace domain;  // NOLINT(google-build-using-namespace)
using nlohmann::json;

HallState state_with_figures() {
    HallState state;
    state.epoch = EpochId{"6f1c2a7e-0000-4000-8000-000000000001"};
    DayFigures& day = state.figures;
    day.day_class = 4;
    day.from_slot = 18;
    day.utc_offset = std::chrono::hours{8};
    day.opened_epoch = state.epoch;
    day.opened_seq = Seq{41};
    ServiceFigures& service = day.services[ServiceId{"a"}];
    EXPECT_TRUE(stats::start_day(service.arrivals, 4, 18));
    stats::note_arrivals(service.arrivals, 19, 3);
    service.arrivals.sum[2][20] = 12.1;
    service.arrivals.n[2][20] = 1.9;
    service.waits.add(240);
    service.waits.add(1000);
    stats::note_span(service.served, 312'000);
    stats::note_span(service.wrap_up, 40'000);
    service.long_wait_settled = WallTime{std::chrono::milliseconds{1'767'323'045'678}};
    service.no_counter_settled = WallTime{std::chrono::milliseconds{1'767'323'045'679}};
    day.ranges_told = {RangeId{"a"}};
    CounterFigures& counter = day.counters[CounterId{"c1"}];
    counter = {3,
               1,
               Milliseconds{900'000},
               Milliseconds{3'600'000},
               Milliseconds{1'000'000},
               WallTime{std::chrono::milliseconds{1'767'323'000'000}},
               WallTime{std::chrono::milliseconds{1'767'323'040'000}},
               ServiceId{"a"}};
    return state;
}

TEST(FiguresSnapshot, ComesBackAsItWas) {
    const HallState state = state_with_figures();
    const auto back = journal::decode_state(journal::encode_state(state));
    ASSERT_TRUE(back) << back.error();
    EXPECT_EQ(back->figures, state.figures);
}

TEST(FiguresSnapshot, AnOlderOneKnowsNone) {
    json text = json::parse(journal::encode_state(state_with_figures()));
    text.erase("figures");
    const auto back = journal::decode_state(text.dump());
    ASSERT_TRUE(back) << back.error();
    EXPECT_EQ(back->figures, DayFigures{});
}

TEST(FiguresSnapshot, WhatIsDamagedIsLearntAnewAndTheRestStays) {
    const HallState state = state_with_figures();
    json text = json::parse(journal::encode_state(state));
    text["figures"]["services"]["a"]["waits"] = "no histogram";
    text["figures"]["services"]["a"]["served"]["n"] = -3;
    const auto back = journal::decode_state(text.dump());
    ASSERT_TRUE(back) << back.error();
    const ServiceFigures& service = back->figures.services.at(ServiceId{"a"});
    EXPECT_EQ(service.waits, stats::Histogram{});
    EXPECT_EQ(service.served, stats::SpanMeter{});
    EXPECT_EQ(service.arrivals, state.figures.services.at(ServiceId{"a"}).arrivals);
    text["figures"] = 7;
    const auto none = journal::decode_state(text.dump());
    ASSERT_TRUE(none) << none.error();
    EXPECT_EQ(none->figures, DayFigures{});
}

}  // namespace
}  // namespace jiaohao
