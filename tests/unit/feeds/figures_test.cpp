// SPDX-License-Identifier: Apache-2.0
#include "headoffice/feeds/figures.hpp"

#include <gtest/gtest.h>

#include "kiosk/base/random.hpp"

namespace jiaohao::headoffice::feeds {
namespace {

Figures some(std::uint64_t seed) {
    SeededRandom random(seed);
    Figures figures;
    for (const auto& field : count_fields()) {
        figures.*field.member = random.below(100);
    }
    for (std::uint64_t i = 0; i < random.below(50); ++i) {
        figures.waits.add(random.below(5'000));
        figures.service_times.add(random.below(900));
        figures.counter_times.add(random.below(1200));
    }
    auto& rating = figures.ratings[random.below(2) == 0 ? "four_faces" : "five_levels"];
    for (const auto& field : rating_fields()) {
        rating.*field.member = random.below(50);
    }
    rating.levels = {1, random.below(9), 3, random.below(9), 0};
    figures.reasons["waiting"] = random.below(5) + 1;
    figures.closed_at = static_cast<std::int64_t>(random.below(1'000'000));
    return figures;
}

TEST(Figures, DecodeGivesBackWhatWasEncoded) {
    for (std::uint64_t seed = 1; seed < 40; ++seed) {
        const auto figures = some(seed);
        const auto back = decode_figures(encode(figures));
        ASSERT_TRUE(back.has_value()) << back.error();
        EXPECT_EQ(*back, figures);
    }
    EXPECT_EQ(encode(Figures{}), "{}");
}

TEST(Figures, MergingIsTheSameInEveryOrderAndGrouping) {
    Figures forward;
    Figures backward;
    Figures halves;
    Figures half;
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        forward.merge(some(seed));
        backward.merge(some(21 - seed));
        (seed <= 10 ? half : halves).merge(some(seed));
    }
    halves.merge(half);
    EXPECT_EQ(forward, backward);
    EXPECT_EQ(encode(halves), encode(forward));
}

TEST(Figures, WhatCannotBeReadIsNamed) {
    const std::vector<std::pair<std::string, std::string>> cases{
        {"", "not a JSON object"},
        {"[]", "not a JSON object"},
        {R"({"issued":-1})", "issued"},
        {R"({"called":"3"})", "called"},
        {R"({"waits":7})", "waits"},
        {R"({"waits":"***"})", "base64"},
        {R"({"waits":"Ag=="})", "layout 2"},
        {R"({"ratings":{"four_faces":{"levels":[1,2]}}})", "levels"},
        {R"({"ratings":{"four_faces":7}})", "ratings"},
        {R"({"reasons":{"x":-1}})", "reasons"},
        {R"({"closed_at":"x"})", "closed_at"},
    };
    for (const auto& [text, named] : cases) {
        const auto result = decode_figures(text);
        ASSERT_FALSE(result.has_value()) << text;
        EXPECT_NE(result.error().find(named), std::string::npos) << result.error();
    }
}

TEST(Figures, WhatWasStoredBeforeThereWasAFilterCountsAndSaysThatNoneSawIt) {
    const auto old =
        decode_figures(R"({"ratings":{"four_faces":{"armed":4,"given":3,"levels":[0,1,0,2,0]}}})");
    const auto& rating = old.value().ratings.at("four_faces");
    EXPECT_EQ(rating.counted, 3U);
    EXPECT_EQ(rating.unfiltered, 3U);
    Figures judged;
    judged.ratings["four_faces"].armed = 1;
    EXPECT_EQ(decode_figures(encode(judged)).value().ratings.at("four_faces").unfiltered, 0U);
}

TEST(Figures, MembersOfLaterVersionsAreIgnored) {
    EXPECT_EQ(decode_figures(R"({"issued":2,"of_tomorrow":{"x":1}})").value().issued, 2U);
}

}  // namespace
}  // namespace jiaohao::headoffice::feeds
