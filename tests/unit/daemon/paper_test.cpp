// What stands on a ticket: the words that templates and the hall's own lines are filled with.
// SPDX-License-Identifier: Apache-2.0
#include "kiosk/daemon/paper.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace jiaohao::daemon {
namespace {

using drivers::printer::TicketTemplate;
using namespace std::chrono_literals;

class Paper : public ::testing::Test {
  protected:
    Paper() {
        hall_.languages = {"zh_CN", "en"};
        hall_.name = {{"zh_CN", "演示大厅"}, {"en", "Demo hall"}};
        domain::ServiceConfig service;
        service.id = domain::ServiceId{"payments"};
        service.name = {{"zh_CN", "缴费"}, {"en", "Payments"}};
        hall_.services.push_back(service);
        ticket_.number = "A027";
        ticket_.service = service.id;
        ticket_.language = "en";
        ticket_.ahead_at_issue = 4;
        ticket_.promised = domain::ExpectedWait{7min + 1s, 15min};
        ticket_.reference = "W-4711";
    }

    /// The texts of a paper by this template, one a line.
    [[nodiscard]] std::string printed(const std::string& toml, std::uint32_t copy = 1) const {
        auto layout = TicketTemplate::parse(toml, "t.toml", ".");
        if (!layout) {
            return layout.error();
        }
        const TicketWords words({}, catalogue_, *layout);
        return texts(words.compose(ticket_, copy, hall_));
    }
    [[nodiscard]] static std::string texts(const ports::TicketPaper& paper) {
        std::string all = paper.mark.empty() ? "" : "[" + paper.mark + "]\n";
        for (const auto& block : paper.blocks) {
            all += block.line.text + "\n";
        }
        return all;
    }
    static std::string block(const std::string& text) {
        return "[[block]]\nkind = \"text\"\ntext = \"" + text + "\"\n";
    }

    domain::HallConfig hall_;
    domain::Ticket ticket_;
    i18n::Catalogue catalogue_ = i18n::Catalogue::load(JIAOHAO_SOURCE_DIR "/ui/i18n").catalogue;
};

TEST_F(Paper, HasEveryFieldThatATemplateMayName) {
    ticket_.then = {ticket_.service};
    EXPECT_EQ(printed(block("{number} {service} {hall} {class} {ahead} {wait_from}-{wait_to} {reference}")),
              "A027 Payments Demo hall Ordinary 4 10-15 W-4711\n");
    for (const auto& field : drivers::printer::kTicketFields) {
        const std::string name(field.name);
        if (name == "url" || name == "scan_text") {
            continue;  // Only with a page for tickets.
        }
        EXPECT_NE(printed(block("{" + name + "}")), "") << name;
    }
}

TEST_F(Paper, OfAServiceThatKeepsItsQueueIsNotValidTodayOnly) {
    EXPECT_EQ(printed(block("{today_text}")), "Valid today only\n");
    hall_.services[0].at_closing = domain::ClosingRule::keep;
    EXPECT_EQ(printed(block("{today_text}")), "If not called, valid next day\n");
}

TEST_F(Paper, TellsWhereTheVisitGoesOn) {
    EXPECT_EQ(printed(block("{then_text}") + block("{number}")), "A027\n") << "nowhere";
    domain::ServiceConfig photo;
    photo.id = domain::ServiceId{"photo"};
    photo.name = {{"zh_CN", "照相"}, {"en", "Photo"}};
    hall_.services.push_back(photo);
    ticket_.then = {photo.id};
    EXPECT_EQ(printed(block("{then_text}")), "Afterwards: Photo\n");
    ticket_.then = {photo.id, ticket_.service, domain::ServiceId{"gone"}};
    EXPECT_EQ(printed(block("{then_text}")), "Afterwards: Photo, Payments, gone\n");
    ticket_.language = "zh_CN";
    EXPECT_EQ(printed(block("{then_text}")), "之后办理：照相、缴费、gone\n");
}

TEST_F(Paper, OfASatelliteAloneTellsNoWaitThatNobodyKnows) {
    hall_.satellite = true;
    EXPECT_EQ(printed(block("{ahead_text}") + block("{ahead} before you") + block("{wait_text}") +
                      block("{number}")),
              "A027\n");
    config::PaperConfig own;
    own.head.emplace_back().text = {{"en", "{ahead} before {number}"}};
    EXPECT_EQ(TicketWords(own, catalogue_).compose(ticket_, 1, hall_).head.at(0).text, "- before A027");
    own.qr = "https://hall.example/{ahead}";
    EXPECT_EQ(TicketWords(own, catalogue_).compose(ticket_, 1, hall_).qr, "https://hall.example/-");
    // A second paper at the main terminal of one that was handed over.
    hall_.satellite = false;
    ticket_.ahead_at_issue = 0;
    EXPECT_EQ(printed(block("{ahead_text}") + block("{number}")),
              "You are next, please listen for the call\nA027\n");
    ticket_.promised.reset();
    EXPECT_EQ(printed(block("{ahead_text}") + block("{number}")), "A027\n");
}

TEST_F(Paper, OwnLinesHaveNoHoles) {
    config::PaperConfig own;
    own.head.emplace_back().text = {{"en", "{number}"}};
    own.head.emplace_back().text = {{"en", "{ahead} ahead, about {wait_from} min, at most {wait_to}"}};
    own.head.emplace_back().text = {{"en", "{ahead_text}"}};
    own.head.emplace_back().text = {{"en", "{wait_text}"}};
    own.head.emplace_back().text = {{"en", "{then_text}"}};
    own.head.emplace_back().text = {{"en", "{class} {reference}"}};
    own.head.emplace_back().text = {{"en", "Welcome"}};
    const auto lines = [&] {
        std::string all;
        for (const auto& line : TicketWords(own, catalogue_).compose(ticket_, 1, hall_).head) {
            all += line.text + "\n";
        }
        return all;
    };
    ticket_.then = {ticket_.service};
    EXPECT_EQ(
        lines(),
        "A027\n4 ahead, about 10 min, at most 15\nPeople ahead of you: 4\n"
        "Wait about 10 min, almost surely within 15 min\nAfterwards: Payments\nOrdinary W-4711\nWelcome\n");
    ticket_.then.clear();
    ticket_.reference.clear();
    hall_.satellite = true;
    EXPECT_EQ(lines(), "A027\nOrdinary \nWelcome\n") << "alone nobody knows who waits, and for how long";
}

TEST_F(Paper, LeavesOutWhatIsNotKnown) {
    ticket_.promised.reset();
    ticket_.reference.clear();
    EXPECT_EQ(printed(block("{wait_text}") + block("{reference}") + block("{url}") + block("{scan_text}") +
                      block("{number}")),
              "A027\n");
}

TEST_F(Paper, SaysNoWaitToTheNextOne) {
    ticket_.ahead_at_issue = 0;
    ticket_.promised = domain::ExpectedWait{};
    EXPECT_EQ(printed(block("{wait_text}") + block("{ahead_text}")),
              "You are next, please listen for the call\n");
}

TEST_F(Paper, TellsARoundedWaitAlsoToTheFirstWhileEveryCounterIsBusy) {
    ticket_.ahead_at_issue = 0;
    ticket_.promised = domain::ExpectedWait{30s, 301s};
    EXPECT_EQ(printed(block("{wait_text}")), "Wait about 5 min, almost surely within 10 min\n");
}

TEST_F(Paper, SpeaksTheLanguageOfTheTicketAndOtherwiseTheHallsFirst) {
    ticket_.language = "";
    EXPECT_EQ(printed(block("{service} {hall}")), "缴费 演示大厅\n");
    ticket_.language = "zh_CN";
    hall_.services[0].name = {{"de", "Zahlungen"}, {"en", "Payments"}};
    EXPECT_EQ(printed(block("{service}")), "Payments\n") << "a language of the hall before any other";
}

TEST_F(Paper, MarksEveryCopyButTheFirst) {
    EXPECT_EQ(printed(block("{number}"), 2), "[REPRINT (copy 2)]\nA027\n");
}

TEST_F(Paper, OwnLinesOfTheHallGoBeforeTheTemplate) {
    config::PaperConfig own;
    own.head = {{{{"en", "{hall}: {number}"}}, "centre", 2, true},
                {{{"zh_CN", "只有中文"}}, "left", 1, false}};
    own.foot = {{{{"en", "{ahead} ahead, {reference}"}}, "right", 1, false}};
    own.qr = "https://hall.example/{ticket}";
    const auto paper = TicketWords(own, catalogue_).compose(ticket_, 1, hall_);
    ASSERT_EQ(paper.head.size(), 1U);
    EXPECT_EQ(paper.head[0].text, "Demo hall: A027");
    EXPECT_EQ(paper.head[0].align, ports::PaperLine::Align::centre);
    ASSERT_EQ(paper.foot.size(), 1U);
    EXPECT_EQ(paper.foot[0].text, "4 ahead, W-4711");
    EXPECT_EQ(paper.qr, "https://hall.example/" + domain::to_string(ticket_.id));
    EXPECT_TRUE(paper.blocks.empty());
}

}  // namespace
}  // namespace jiaohao::daemon
