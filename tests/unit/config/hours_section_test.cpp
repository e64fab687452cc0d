// Opening hours, holidays, limits and the tree of categories, as they stand in a file.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "kiosk/base/random.hpp"
#include "kiosk/config/sections.hpp"
#include "tests/unit/config/config_folder.hpp"

namespace jiaohao::config {
namespace {

using domain::OpenSpan;
using std::chrono::hours;
using std::chrono::minutes;

class HoursInFile : public ConfigFolder {
  protected:
    domain::HallConfig loaded(const std::string& more) {
        const auto config = load(write("kiosk.toml", hall_and(more)));
        EXPECT_TRUE(config.has_value()) << (config ? "" : config.error().text());
        return config ? config->hall : domain::HallConfig{};
    }
    /// The hall with `keys` in its last service.
    static std::string service_with(const std::string& keys) {
        return "[[service]]\nid = \"s3\"\nname = { zh_CN = \"三\", en = \"Three\" }\nrange = \"b\"\n" + keys +
               "\n";
    }
    static std::string category(const std::string& id, const std::string& parent) {
        return "[[category]]\nid = \"" + id + "\"\nname = { zh_CN = \"类\", en = \"C\" }\n" +
               (parent.empty() ? "" : "parent = \"" + parent + "\"\n");
    }
};

TEST_F(HoursInFile, AreReadWithBreaksAndUntilMidnight) {
    const auto hall = loaded(R"([hours]
mon = ["09:00-12:00", "12:00-13:15", "20:00-24:00"]
sun = []
day_opens = "08:30"
day_closes = "24:00"
)");
    const domain::OpenSpans monday{
        {hours{9}, hours{12}}, {hours{12}, hours{13} + minutes{15}}, {hours{20}, hours{24}}};
    ASSERT_TRUE(hall.hours.week);
    EXPECT_EQ((*hall.hours.week)[0], monday);
    EXPECT_TRUE((*hall.hours.week)[1].empty()) << "a day that is not named is closed";
    EXPECT_EQ(hall.hours.day_opens, hours{8} + minutes{30});
    EXPECT_EQ(hall.hours.day_closes, hours{24});
}

TEST_F(HoursInFile, AreNoneWhenNothingIsSaid) {
    const auto hall = loaded("[hours]\nday_opens = \"08:00\"\n");
    EXPECT_FALSE(hall.hours.week);
    EXPECT_FALSE(hall.hours.day_closes);
    EXPECT_FALSE(hall.services[0].hours);
    EXPECT_EQ(hall.services[0].at_closing, domain::ClosingRule::serve);
}

TEST_F(HoursInFile, OfAServiceStandWithItsLimitAndItsClosing) {
    const auto hall =
        loaded(service_with("hours = { tue = [\"10:00-11:00\"] }\nday_limit = 60\nlast_ticket_min = 15\n"
                            "last_ticket_by_wait = true\nat_closing = \"keep\""));
    const domain::ServiceConfig& service = hall.services.at(2);
    EXPECT_EQ((*service.hours)[1].at(0), (OpenSpan{hours{10}, hours{11}}));
    EXPECT_EQ(service.day_limit, 60U);
    EXPECT_EQ(service.last_ticket, minutes{15});
    EXPECT_TRUE(service.last_ticket_by_wait);
    EXPECT_EQ(service.at_closing, domain::ClosingRule::keep);
}

TEST_F(HoursInFile, OfAHolidayAreItsOwn) {
    const auto hall = loaded(R"([[holiday]]
date = "2026-10-01"
name = { zh_CN = "国庆节", en = "National Day" }
[[holiday]]
date = "2026-10-08"
hours = ["10:00-16:00"]
)");
    ASSERT_EQ(hall.hours.holidays.size(), 2U);
    EXPECT_TRUE(hall.hours.holidays[0].hours.empty());
    EXPECT_EQ(hall.hours.holidays[0].name.at("en"), "National Day");
    EXPECT_EQ(domain::to_string(hall.hours.holidays[1].date), "2026-10-08");
    EXPECT_EQ(hall.hours.holidays[1].hours.size(), 1U);
}

TEST_F(HoursInFile, ThatMakeNoSenseAreNamedWithTheirPlace) {
    for (const char* wrong : {"9:00-12:00", "09:00", "09:00-24:01", "25:00-26:00", "09:60-10:00",
                              "12:00-12:00", "12:00-09:00", "ab:cd-ef:gh", ""}) {
        expect_problem("[hours]\nmon = [\"08:00-08:30\", \"" + std::string(wrong) + "\"]\n",
                       "hours.mon[2]: ");
    }
    expect_problem("[hours]\nmon = [\"9-17\"]\n",
                   "kiosk.toml:26:8: hours.mon[1]: is \"9-17\"; allowed: hours such as \"09:00-12:00\"");
    expect_problem("[hours]\nmon = [\"09:00-12:00\", \"11:00-13:00\"]\n", "begins before 12:00");
    expect_problem("[hours]\nmonday = []\n", "hours.monday: unknown key");
    expect_problem("[hours]\nday_opens = \"8:00\"\n",
                   "hours.day_opens: is \"8:00\"; allowed: a time such as");
    expect_problem("[hours]\nday_opens = \"18:00\"\nday_closes = \"09:00\"\n",
                   "is not after day_opens (18:00)");
}

TEST_F(HoursInFile, OutsideTheDayAreAProblem) {
    expect_problem("[hours]\nday_opens = \"08:00\"\nmon = [\"07:30-12:00\"]\n",
                   "hours.mon: begins at 07:30, before the day opens (08:00)");
    expect_problem("[hours]\nday_closes = \"17:00\"\n" + service_with("hours = { fri = [\"09:00-17:30\"] }"),
                   "service[3].hours.fri: ends at 17:30, after the day closes (17:00)");
}

TEST_F(HoursInFile, OfAHolidayStandWithinTheDayToo) {
    const std::string day = "[hours]\nday_opens = \"08:30\"\nday_closes = \"18:00\"\n";
    const std::string holiday = "[[holiday]]\ndate = \"2026-10-08\"\n";
    expect_problem(day + holiday + "hours = [\"07:00-12:00\"]\n",
                   "holiday[1].hours: begins at 07:00, before the day opens (08:30)");
    expect_problem(day + holiday + "hours = [\"09:00-12:00\", \"13:00-22:00\"]\n",
                   "holiday[1].hours: ends at 22:00, after the day closes (18:00)");
    EXPECT_EQ(loaded(day + holiday + "hours = [\"08:30-18:00\"]\n").hours.holidays.size(), 1U);
}

TEST_F(HoursInFile, OfADayThatNeverOpensOrIsNeverOpenAreAProblem) {
    expect_problem("[hours]\nday_opens = \"24:00\"\n", "hours.day_opens: is 24:00");
    expect_problem("[hours]\nday_closes = \"00:00\"\n", "hours.day_closes: is 00:00");
    expect_problem("[hours]\nday_opens = \"09:00\"\nday_closes = \"09:00\"\n",
                   "is not after day_opens (09:00)");
}

TEST_F(HoursInFile, OfAServiceNeedADayAndLastTicketsNeedHours) {
    expect_problem(service_with("hours = {}"), "service[3].hours.mon: no day is named");
    expect_problem(service_with("last_ticket_min = 10"), "service[3].last_ticket_min: needs hours that end");
    expect_problem(service_with("last_ticket_by_wait = true"), "service[3].last_ticket_by_wait: needs hours");
    expect_problem(service_with("at_closing = \"throw_out\""), "allowed: one of serve, expire, keep");
    expect_problem(service_with("day_limit = -1"), "service[3].day_limit: is -1");
}

TEST_F(HoursInFile, WithoutAnyAreAProblemButOneMistakeIsToldOnce) {
    expect_problem(service_with("hours = { mon = [] }"),
                   "service[3].hours.mon: no day has hours: the service would never be open");
    expect_problem("[hours]\nmon = []\n", "hours: no day has hours: the hall would never be open");
    EXPECT_TRUE(loaded("[hours]\nmon = []\n[[holiday]]\ndate = \"2026-10-08\"\nhours = [\"09:00-12:00\"]\n")
                    .hours.week);
    const std::string once = problems_of(hall_and("[hours]\nmon = [\"9-17\"]\n"));
    EXPECT_EQ(once.find("no day has hours"), std::string::npos) << once;
}

TEST_F(HoursInFile, LastTicketsLeaveSomethingOfTheLongestDay) {
    const std::string day = "hours = { mon = [\"09:00-10:00\"], tue = [\"09:00-10:30\", \"11:00-12:00\"] }\n";
    expect_problem(service_with(day + "last_ticket_min = 180"),
                   "service[3].last_ticket_min: 180 is as long as the longest day's hours");
    EXPECT_EQ(loaded(service_with(day + "last_ticket_min = 179")).services.at(2).last_ticket, minutes{179});
    expect_problem("[hours]\nmon = [\"09:00-10:00\"]\n" + service_with("last_ticket_min = 60"),
                   "there would never be a ticket");
}

TEST_F(HoursInFile, LastTicketsThatAreNotAskedForNeedNoHours) {
    const auto hall = loaded(service_with("last_ticket_min = 0\nlast_ticket_by_wait = false"));
    EXPECT_FALSE(hall.services.at(2).last_ticket_by_wait);
}

TEST_F(HoursInFile, AHolidayIsADateAndStandsOnce) {
    expect_problem("[[holiday]]\ndate = \"2026-02-30\"\n",
                   "holiday[1].date: is \"2026-02-30\"; allowed: a date");
    expect_problem("[[holiday]]\ndate = \"\"\n", "holiday[1].date: is \"\"; allowed: a date");
    const std::string missing = problems_of(hall_and("[[holiday]]\nhours = []\n"));
    EXPECT_NE(missing.find("holiday[1].date: missing"), std::string::npos) << missing;
    EXPECT_EQ(missing.find("allowed"), std::string::npos) << "told once: " << missing;
    expect_problem("[[holiday]]\ndate = 2026-10-01\n",
                   "holiday[1].date: is a date or time; needed: a date in quotes");
    expect_problem("[[holiday]]\ndate = \"2026-10-01\"\n[[holiday]]\ndate = \"2026-10-01\"\n",
                   "holiday[2].date: 2026-10-01 stands here twice");
}

TEST(ShippedConfiguration, TheDistrictHallLoadsByItself) {
    const auto loaded = load(std::filesystem::path(JIAOHAO_SOURCE_DIR) / "config/halls/district.toml");
    ASSERT_TRUE(loaded.has_value()) << loaded.error().text();
    const domain::HallConfig& hall = loaded->hall;
    EXPECT_EQ((*hall.hours.week)[5].size(), 1U);
    EXPECT_TRUE((*hall.hours.week)[6].empty());
    EXPECT_EQ(hall.hours.holidays.size(), 2U);
    EXPECT_EQ(hall.service(domain::ServiceId{"deeds"})->at_closing, domain::ClosingRule::keep);
    EXPECT_TRUE(hall.service(domain::ServiceId{"tax"})->hours);
}

TEST_F(HoursInFile, NamesThatShowNothingAreAProblem) {
    for (const char* blank : {"", "  ", "\u3000", "\\t", "\u200b", " \u200d\ufeff"}) {
        expect_problem(
            "[[category]]\nid = \"x\"\nname = { zh_CN = \"\u7c7b\", en = \"" + std::string(blank) + "\" }\n",
            "category[1].name.en: ");
    }
    expect_problem("[[holiday]]\ndate = \"2026-10-01\"\nname = { zh_CN = \"\", en = \"x\" }\n",
                   "holiday[1].name.zh_CN: is \"\"; allowed: a text of 1 to 200 bytes");
    expect_problem("[[message]]\ncode = \"break_now\"\ntext = { zh_CN = \" \", en = \"x\" }\n",
                   "message[1].text.zh_CN: shows nothing; needed: words");
    expect_problem("[[message]]\ncode = \"break_now\"\ntext = { zh_CN = \"\u7c7b\", en = \"a\\u202Eb\" }\n",
                   "message[1].text.en: is \"a\\u202eb\"; allowed: a text of 1 to 200 bytes without control");
}

TEST_F(HoursInFile, CategoriesFormATree) {
    const auto hall = loaded(category("leaf", "mid") + category("mid", "top") + category("top", ""));
    EXPECT_EQ(hall.categories.at(0).parent, "mid");
    EXPECT_EQ(hall.categories.at(2).parent, "");
}

TEST_F(HoursInFile, ACategoryWithoutAPlaceInTheTreeIsAProblem) {
    expect_problem(category("a", "b"), "category[1].parent: there is no category \"b\"");
    expect_problem(category("a", "a"), "category[1].parent: \"a\" would stand in itself");
    expect_problem(category("a", "b") + category("b", "a"),
                   "category[2].parent: \"b\" would stand in itself");
    expect_problem(category("a", "") + category("b", "a") + category("c", "b") + category("d", "c"),
                   "category[4].parent: \"d\" would stand more than 3 levels deep");
    // One that hangs on a circle is told too, and the check ends.
    expect_problem(category("a", "b") + category("b", "a") + category("c", "a"),
                   "category[3].parent: \"c\" would");
}

/// Against every number that both would print.
TEST(NumberRanges, AreApartExactlyWhenTheyPrintNoNumberTwice) {
    SeededRandom random(7);
    const std::vector<std::string> prefixes{"", "A", "B", "1", "12", "A1", "A12", "2"};
    int alike = 0;
    for (int i = 0; i < 4000; ++i) {
        std::array<domain::NumberRange, 2> ranges;
        std::array<std::set<std::string>, 2> printed;
        for (std::size_t k = 0; k < 2; ++k) {
            ranges[k].prefix = prefixes[random.below(prefixes.size())];
            ranges[k].first = static_cast<std::uint32_t>(random.below(300));
            ranges[k].last = ranges[k].first + static_cast<std::uint32_t>(random.below(60));
            for (std::uint32_t n = ranges[k].first; n <= ranges[k].last; ++n) {
                printed[k].insert(domain::format_number(ranges[k], n));
            }
        }
        std::vector<std::string> both;
        std::ranges::set_intersection(printed[0], printed[1], std::back_inserter(both));
        const std::string told = same_printed_numbers(ranges[0], ranges[1]);
        EXPECT_EQ(told.empty(), both.empty())
            << ranges[0].prefix << ranges[0].first << " " << ranges[1].prefix;
        EXPECT_TRUE(told.empty() || std::ranges::find(both, told) != both.end()) << told;
        alike += both.empty() ? 0 : 1;
    }
    EXPECT_GT(alike, 50);
}

}  // namespace
}  // namespace jiaohao::config
