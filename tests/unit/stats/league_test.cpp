// Fair comparison: standardised and shrunk shares.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <zlib.h>

#include <cmath>
#include <cstdlib>
#include <map>
#include <memory>
#include <random>
#include <sstream>
#include <string>

#include "kiosk/stats/shrinkage.hpp"
#include "kiosk/stats/standardise.hpp"

namespace jiaohao::stats {
namespace {

/// Admissions of 1973 at six departments (R: UCBAdmissions).
const std::vector<Sample> men{{512, 825}, {353, 560}, {120, 325}, {138, 417}, {53, 191}, {22, 373}};
const std::vector<Sample> women{{89, 108}, {17, 25}, {202, 593}, {131, 375}, {94, 393}, {24, 341}};

using Groups = std::vector<std::vector<Sample>>;

TEST(Standardise, AtBerkeleyTheCommonMixTurnsTheDifferenceRound) {
    const auto groups = standardise(std::vector{men, women});
    ASSERT_TRUE(groups);
    EXPECT_NEAR(groups->at(0).raw, 1198.0 / 2691, 1e-12);
    EXPECT_NEAR(groups->at(1).raw, 557.0 / 1835, 1e-12);
    EXPECT_NEAR(groups->at(0).share, .3873, 5.1e-5);
    EXPECT_NEAR(groups->at(1).share, .4300, 5.1e-5);
    EXPECT_NEAR(groups->at(0).covered, 1, 1e-12);
}

/// Charig et al. 1986: small and large stones, open surgery against the new method.
TEST(Standardise, OfKidneyStonesTheOldTreatmentIsTheBetter) {
    const auto groups = standardise(
        std::vector{std::vector<Sample>{{81, 87}, {192, 263}}, std::vector<Sample>{{234, 270}, {55, 80}}});
    ASSERT_TRUE(groups);
    EXPECT_NEAR(groups->at(0).raw, .7800, 5.1e-5);
    EXPECT_NEAR(groups->at(1).raw, .8257, 5.1e-5);
    EXPECT_NEAR(groups->at(0).share, .832546, 5.1e-7);
    EXPECT_NEAR(groups->at(1).share, .778875, 5.1e-7);
}

TEST(Standardise, AGroupWithoutAnswersInAStratumSaysHowMuchItCovers) {
    const auto groups =
        standardise(std::vector{std::vector<Sample>{{8, 10}, {0, 0}}, std::vector<Sample>{{10, 20}, {6, 10}},
                                std::vector<Sample>(2)});
    ASSERT_TRUE(groups);
    EXPECT_NEAR(groups->at(0).share, .8, 1e-12);
    EXPECT_NEAR(groups->at(0).covered, .75, 1e-12);
    EXPECT_NEAR(groups->at(1).share, .75 * .5 + .25 * .6, 1e-12);
    EXPECT_EQ(groups->at(2).covered, 0);
    EXPECT_EQ(groups->at(2).share, 0);
}

TEST(Standardise, WhatHasNoAnswerIsNamed) {
    EXPECT_EQ(standardise({}).error().code, StatError::Code::no_answer);
    EXPECT_EQ(standardise(Groups(1, std::vector<Sample>(3))).error().code, StatError::Code::no_answer);
    EXPECT_EQ(standardise(std::vector{men, std::vector<Sample>(3)}).error().what, "groups");
    EXPECT_EQ(standardise(Groups{{{2, 1}}}).error().what, "groups");
}

TEST(Shrinkage, TheFewerAnswersTheNearerTheAverage) {
    const Prior prior{.share = .8, .strength = 30};
    EXPECT_DOUBLE_EQ(shrunk_score({0, 0}, prior), .8);
    EXPECT_DOUBLE_EQ(shrunk_score({6, 6}, prior), (6 + 24) / 36.0);
    EXPECT_DOUBLE_EQ(shrunk_score({300, 300}, prior), (300 + 24) / 330.0);
    EXPECT_LT(shrunk_score({6, 6}, prior), shrunk_score({280, 300}, prior));
    EXPECT_DOUBLE_EQ(shrunk_score({9, 6}, prior), shrunk_score({6, 6}, prior));
    EXPECT_FALSE(enough_to_rank({20, 29}, prior));
    EXPECT_TRUE(enough_to_rank({20, 30}, prior));
}

TEST(Shrinkage, FindsTheStrengthOfTheGroupsItIsGiven) {
    std::mt19937_64 random(2);
    for (const double strength : {8.0, 30.0, 120.0}) {
        std::vector<Sample> groups;
        for (int i = 0; i < 20'000; ++i) {
            std::gamma_distribution<double> a(.8 * strength);
            std::gamma_distribution<double> b(.2 * strength);
            const double x = a(random);
            const std::uint64_t n = 5 + random() % 60;
            std::binomial_distribution<std::uint64_t> answers(n, x / (x + b(random)));
            groups.push_back({answers(random), n});
        }
        const auto prior = prior_of(groups);
        ASSERT_TRUE(prior);
        EXPECT_NEAR(prior->share, .8, .01);
        EXPECT_NEAR(prior->strength / strength, 1, .12) << strength;
    }
}

TEST(Shrinkage, GroupsThatDifferNoMoreThanChanceAreAllTheSame) {
    const std::vector<Sample> same(10, Sample{8, 10});
    EXPECT_EQ(prior_of(same)->strength, most_prior_strength);
    const std::vector<Sample> apart{{100, 100}, {0, 100}};
    EXPECT_EQ(prior_of(apart)->strength, least_prior_strength);
    const std::vector<Sample> all_good(3, Sample{5, 5});
    EXPECT_DOUBLE_EQ(shrunk_score({5, 5}, prior_of(all_good).value()), 1);
}

TEST(Shrinkage, WhatHasNoAnswerIsNamed) {
    const std::vector<Sample> one{{3, 4}, {0, 0}};
    EXPECT_EQ(prior_of(one).error().code, StatError::Code::no_answer);
    const std::vector<Sample> more{{5, 4}, {1, 2}};
    EXPECT_EQ(prior_of(more).error().what, "groups");
}

/// Share rated 4 or 5 by gate and year: those with an even number predict those with an odd one.
struct Halves {
    std::vector<Sample> even;
    std::vector<Sample> odd;
};

Halves survey(const std::string& path, std::size_t column) {
    constexpr std::size_t least_odd = 5;
    const std::unique_ptr<gzFile_s, int (*)(gzFile)> file(gzopen(path.c_str(), "rb"), gzclose);
    std::string text;
    char buffer[65536];
    for (int got = 0; file && (got = gzread(file.get(), buffer, sizeof buffer)) > 0;) {
        text.append(buffer, static_cast<std::size_t>(got));
    }
    std::map<std::string, std::pair<Sample, Sample>> groups;
    std::istringstream lines(text);
    std::string line;
    std::getline(lines, line);
    while (std::getline(lines, line)) {
        std::vector<std::string> fields;
        std::istringstream row(line);
        for (std::string field; std::getline(row, field, ',');) {
            fields.push_back(field);
        }
        const std::string gate = fields.size() > 11 ? fields[4] : "";
        if (gate.empty() || gate == "BLANK" || gate == "Blank" || fields[column].size() != 1 ||
            fields[column] < "1" || fields[column] > "5") {
            continue;
        }
        auto& pair = groups[fields[0] + "/" + gate];
        Sample& half = std::stoi(fields[1]) % 2 == 0 ? pair.first : pair.second;
        half.n += 1;
        half.hits += fields[column] >= "4" ? 1 : 0;
    }
    Halves halves;
    for (const auto& [name, pair] : groups) {
        if (pair.first.n > 0 && pair.second.n >= least_odd) {
            halves.even.push_back(pair.first);
            halves.odd.push_back(pair.second);
        }
    }
    return halves;
}

template <class Score>
double error_of(const Halves& halves, const Score& score) {
    double sum = 0;
    double weight = 0;
    for (std::size_t i = 0; i < halves.even.size(); ++i) {
        const auto n = static_cast<double>(halves.odd[i].n);
        const double off = score(halves.even[i]) - static_cast<double>(halves.odd[i].hits) / n;
        sum += n * off * off;
        weight += n;
    }
    return std::sqrt(sum / weight);
}

struct SurveyReference {
    std::size_t column;
    double strength;
    double raw;
    double same;
    double shrunk;
};

TEST(ShrinkagePublicData, HalvesOfASurveyPredictEachOtherBestWhenShrunk) {
    const char* folder = std::getenv("JIAOHAO_DATA");
    if (folder == nullptr) {
        GTEST_SKIP() << "JIAOHAO_DATA names no folder with recorded days";
    }
    for (const auto& row :
         {SurveyReference{9, 63.1, .1199, .1069, .0999}, SurveyReference{10, 37.5, .1335, .1184, .1071},
          SurveyReference{11, 29.3, .1268, .1077, .0988}}) {
        const Halves halves = survey(std::string(folder) + "/sfo_survey_2014_2018.csv.gz", row.column);
        const auto prior = prior_of(halves.even);
        ASSERT_TRUE(prior);
        const auto raw = [](const Sample& s) {
            return static_cast<double>(s.hits) / static_cast<double>(s.n);
        };
        EXPECT_NEAR(prior->strength, row.strength, 0.5);
        EXPECT_NEAR(error_of(halves, raw), row.raw, 2e-4);
        EXPECT_NEAR(error_of(halves, [&](const Sample&) { return prior->share; }), row.same, 2e-4);
        EXPECT_NEAR(error_of(halves, [&](const Sample& s) { return shrunk_score(s, *prior); }), row.shrunk,
                    2e-4);
    }
}

}  // namespace
}  // namespace jiaohao::stats
