// SPDX-License-Identifier: Apache-2.0
#include "showroom/books.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace jiaohao::showroom {
namespace {

using nlohmann::json;

/// A day of two tickets, both printed, one served and rated, one no-show, all at head office.
Books good_books() {
    Books books;
    auto add = [&, seq = 0](const std::string& type, const json& data) mutable {
        books.journal.add({{"seq", ++seq}, {"type", type}, {"day", "2020-01-07"}, {"data", data}});
        return seq;
    };
    const int first = add("ticket.issued", {{"number", "A001"}});
    add("ticket.printed", {{"ticket", first}, {"copy", 1}});
    const int second = add("ticket.issued", {{"number", "A002"}});
    add("ticket.printed", {{"ticket", second}, {"copy", 1}});
    add("ticket.called", {{"ticket", first}});
    add("serving.finished", {{"ticket", first}});
    add("rating.requested", {{"ticket", first}});
    add("press.raw", {{"address", 101}, {"key", 0}, {"fate", "counted"}});
    add("rating.given", {{"ticket", first}});
    add("ticket.called", {{"ticket", second}});
    add("ticket.no_show", {{"ticket", second}});
    books.play.issued = 2;
    books.play.calls = 2;
    books.play.no_shows = 1;
    books.refused_at_head_office = 0;
    books.papers.emplace();
    books.papers->add({{"number", "A001"}, {"marked", false}});
    books.papers->add({{"number", "A002"}, {"marked", false}});
    books.acknowledged[101] = 1;
    books.stored_at_head_office = 11;
    books.feed = {{"issued", 2},  {"called", 2},       {"served", 1},
                  {"no_show", 1}, {"rating_armed", 1}, {"rating_n", 1}};
    return books;
}

TEST(Books, AGoodDayBalances) {
    EXPECT_EQ(imbalances(good_books()), std::vector<std::string>{});
}

TEST(Books, TicketsWithoutPaperOnACalmDayAreCountedWithTheirCauses) {
    Books books = good_books();
    const auto add = [&books](const char* type, int ticket, const char* cause) {
        books.journal.add({{"seq", books.journal.last_seq + 1},
                           {"type", type},
                           {"day", "2020-01-07"},
                           {"data", {{"ticket", ticket}, {"copy", 1}, {"cause", cause}}}});
    };
    add("ticket.print_unknown", 100, "time_out");
    add("ticket.not_printed", 101, "silent");
    add("ticket.not_printed", 102, "silent");
    const auto wrong = imbalances(books);
    EXPECT_NE(std::find_if(wrong.begin(), wrong.end(),
                           [](const std::string& one) {
                               return one.find(
                                          "although nothing was broken on purpose: 2 not printed (silent), "
                                          "1 unknown (time_out)") != std::string::npos;
                           }),
              wrong.end())
        << ::testing::PrintToString(wrong);
    EXPECT_EQ(summary(books)["papers"]["unproved"],
              (json{{"not printed (silent)", 2}, {"unknown (time_out)", 1}}));
}

TEST(Books, ADayThatFailedSaysWhyAndNothingElse) {
    Books books = good_books();
    books.failure = "kioskd does not answer";
    books.stored_at_head_office = 0;
    EXPECT_EQ(imbalances(books), std::vector<std::string>{"kioskd does not answer"});
    EXPECT_EQ(summary(books)["failure"], "kioskd does not answer");
}

/// One thing put wrong at a time must be found.
TEST(Books, EveryKindOfLossIsFound) {
    const std::vector<std::pair<const char*, std::function<void(Books&)>>> losses{
        {"an event lost on the way", [](Books& b) { --b.stored_at_head_office; }},
        {"an event stored twice", [](Books& b) { ++b.stored_at_head_office; }},
        {"a press acknowledged and lost", [](Books& b) { ++b.acknowledged[101]; }},
        {"a second paper",
         [](Books& b) {
             b.papers->add({{"number", "A002"}, {"marked", false}});
         }},
        {"a paper that never came", [](Books& b) { --b.papers->papers; }},
        {"a number twice",
         [](Books& b) {
             b.journal.add({{"seq", 12},
                            {"type", "ticket.issued"},
                            {"day", "2020-01-07"},
                            {"data", {{"number", "A002"}}}});
             ++b.play.issued;
         }},
        {"a call twice",
         [](Books& b) {
             b.journal.add({{"seq", 12}, {"type", "ticket.called"}, {"data", {{"ticket", 1}}}});
         }},
        {"a gap in the journal",
         [](Books& b) {
             b.journal.add({{"seq", 14}, {"type", "config.applied"}});
         }},
        {"a rating without end",
         [](Books& b) {
             b.journal.add({{"seq", 12}, {"type", "rating.requested"}, {"data", {{"ticket", 3}}}});
         }},
        {"a ticket told and not kept", [](Books& b) { ++b.play.issued; }},
        {"a feed that counts otherwise", [](Books& b) { b.feed["called"] = 3; }},
        {"a refusal at head office", [](Books& b) { b.refused_at_head_office = 1; }},
        {"a refusal that could not be asked for", [](Books& b) { b.refused_at_head_office.reset(); }},
        {"a false proof hidden by an unknown that came out",
         [](Books& b) {
             b.faults = true;
             b.papers->numbers = {"A001", "A003"};
         }},
        {"two outcomes of one ticket",
         [](Books& b) {
             b.journal.add(
                 {{"seq", 12}, {"type", "ticket.not_printed"}, {"data", {{"ticket", 1}, {"copy", 1}}}});
         }},
        {"a call that the clerk never saw", [](Books& b) { --b.play.calls; }},
        {"a customer without a ticket", [](Books& b) { ++b.play.issue_refused; }},
        {"a screen that died", [](Books& b) { b.ui_survived = false; }},
    };
    for (const auto& [what, lose] : losses) {
        Books books = good_books();
        lose(books);
        EXPECT_FALSE(imbalances(books).empty()) << what;
    }
}

TEST(Books, WhatVisitorsAddIsNoImbalanceAndWhatIsMissingStillIs) {
    for (bool Books::*const why : {&Books::visitors, &Books::ended_early}) {
        Books books = good_books();
        --books.play.calls;
        EXPECT_FALSE(imbalances(books).empty());
        books.*why = true;
        EXPECT_EQ(imbalances(books), std::vector<std::string>{});
        books.play.calls += 2;
        EXPECT_FALSE(imbalances(books).empty()) << "a call that a clerk saw stands in the journal";
    }
}

TEST(Books, AMarkedReprintIsCountedApart) {
    Books books = good_books();
    books.papers->add({{"number", "A002"}, {"marked", true}});
    EXPECT_EQ(imbalances(books), std::vector<std::string>{});
    EXPECT_EQ(summary(books)["papers_seen"]["marked"], 1);
}

TEST(Books, WithFaultsAnUnknownPaperMayOrMayNotHaveComeOut) {
    for (const bool came : {true, false}) {
        Books books = good_books();
        books.faults = true;
        books.journal.add(
            {{"seq", 12}, {"type", "ticket.issued"}, {"day", "2020-01-07"}, {"data", {{"number", "A003"}}}});
        books.journal.add(
            {{"seq", 13}, {"type", "ticket.print_unknown"}, {"data", {{"ticket", 12}, {"copy", 1}}}});
        books.play.issued = 3;
        books.stored_at_head_office = 13;
        books.feed["issued"] = 3;
        if (came) {
            books.papers->add({{"number", "A003"}, {"marked", false}});
        }
        EXPECT_EQ(imbalances(books), std::vector<std::string>{});
    }
}

}  // namespace
}  // namespace jiaohao::showroom
