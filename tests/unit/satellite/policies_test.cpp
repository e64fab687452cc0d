// The pure parts: when to try, what to follow, what to hand over.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "kiosk/satellite/papers.hpp"
#include "tests/unit/satellite/pair.hpp"

namespace jiaohao::test {
namespace {

using satellite::LinkPolicy;
using satellite::LinkTimes;
using std::chrono::milliseconds;
using std::chrono::seconds;
using Do = LinkPolicy::Do;

struct Policies : testing::Test {
    BootTime now() const { return BootTime{seconds{1}} + past; }
    SeededRandom random{7};
    LinkPolicy policy{LinkTimes{}, random};
    std::chrono::nanoseconds past{};
};

TEST_F(Policies, TriesComeRarerUpToABoundWithChanceInThem) {
    std::vector<milliseconds> pauses;
    for (int i = 0; i < 12; ++i) {
        ASSERT_EQ(policy.look(now()), Do::connect) << i;
        EXPECT_EQ(policy.look(now()), Do::nothing) << "one at a time";
        policy.ended(now());
        const auto begun = past;
        while (policy.look(now()) == Do::nothing) {
            past += milliseconds{1};
        }
        pauses.push_back(std::chrono::duration_cast<milliseconds>(past - begun));
        policy.ended(now());
        past += seconds{10};
    }
    EXPECT_GE(pauses.front(), milliseconds{125});
    EXPECT_LE(pauses.front(), milliseconds{251});
    for (const auto pause : pauses) {
        EXPECT_LE(pause, milliseconds{5001});
    }
    EXPECT_GE(pauses.back(), milliseconds{2500});
    EXPECT_NE(pauses[10], pauses[11]);
}

TEST_F(Policies, AGreetingBringsTheShortPauseBack) {
    for (int i = 0; i < 8; ++i) {
        policy.ended(now());
    }
    past += seconds{6};
    ASSERT_EQ(policy.look(now()), Do::connect);
    policy.opened(now());
    policy.greeted(now());
    EXPECT_TRUE(policy.linked());
    policy.ended(now());
    past += milliseconds{260};
    EXPECT_EQ(policy.look(now()), Do::connect);
}

TEST_F(Policies, SilenceEndsALinkAndQuestionsKeepItAlive) {
    ASSERT_EQ(policy.look(now()), Do::connect);
    policy.opened(now());
    policy.greeted(now());
    past += seconds{1};
    EXPECT_EQ(policy.look(now()), Do::ping);
    policy.said(now());
    EXPECT_EQ(policy.look(now()), Do::nothing);
    past += milliseconds{3900};
    policy.heard(now());
    past += milliseconds{5001};
    EXPECT_EQ(policy.look(now()), Do::cut);
    EXPECT_EQ(policy.look(now()), Do::nothing) << "its end is awaited";
    EXPECT_FALSE(policy.linked());
}

TEST_F(Policies, AGreetingThatNeverEndsIsCut) {
    ASSERT_EQ(policy.look(now()), Do::connect);
    policy.opened(now());
    for (int i = 0; i < 10; ++i) {
        past += seconds{1};
        policy.heard(now());
        EXPECT_NE(policy.look(now()), Do::cut);
    }
    past += seconds{1};
    policy.heard(now());
    EXPECT_EQ(policy.look(now()), Do::cut) << "pings alone are no greeting";
}

const domain::BusinessDay kDay{std::chrono::year{2026} / 1 / 2};
const domain::BusinessDay kNext{std::chrono::year{2026} / 1 / 3};

domain::HallView owner_at(domain::BusinessDay day, bool open) {
    domain::HallView view;
    view.hall.emplace();
    view.hall->day = day;
    view.hall->day_open = open;
    domain::ServiceView pay;
    pay.id = domain::ServiceId{"pay"};
    pay.open = open;
    view.services.push_back(pay);
    return view;
}
domain::HallState own_at(std::optional<domain::BusinessDay> day, bool open) {
    domain::HallState state;
    state.day = day;
    state.day_open = open;
    state.services[domain::ServiceId{"pay"}].open = open;
    return state;
}
std::string step(const domain::HallView& owner, const domain::HallState& own, std::size_t held = 0,
                 domain::BusinessDay today = kDay) {
    const auto command = satellite::next_to_follow(owner, own, two_services(), today, held);
    if (!command) {
        return "nothing";
    }
    return std::holds_alternative<domain::OpenDay>(*command)        ? "open day"
           : std::holds_alternative<domain::CloseDay>(*command)     ? "close day"
           : std::holds_alternative<domain::OpenService>(*command)  ? "open service"
           : std::holds_alternative<domain::CloseService>(*command) ? "close service"
                                                                    : "else";
}

TEST(Following, TheDayIsTheOwners) {
    EXPECT_EQ(step(owner_at(kDay, true), own_at({}, false)), "open day");
    EXPECT_EQ(step(owner_at(kDay, true), own_at(kDay, true)), "nothing");
    EXPECT_EQ(step(owner_at(kDay, false), own_at(kDay, true)), "close day");
    EXPECT_EQ(step(owner_at(kDay, false), own_at(kDay, true), 3), "nothing") << "tickets end first";
    EXPECT_EQ(step(owner_at(kDay, true), own_at(kDay, false)), "open day") << "closed there by mistake";
    EXPECT_EQ(step(owner_at(kDay, true), own_at(kDay, false), 0, kNext), "nothing") << "it would be refused";
    EXPECT_EQ(step(owner_at(kNext, true), own_at(kDay, true), 3, kNext), "close day");
    EXPECT_EQ(step(owner_at(kNext, true), own_at(kDay, false), 0, kNext), "open day");
    EXPECT_EQ(step(owner_at(kDay, false), own_at(kNext, true), 0, kNext), "nothing")
        << "the owner has not opened yet; a day closed now could not open again";
    EXPECT_EQ(step(owner_at(kDay, true), own_at(kNext, true), 0, kDay), "close day") << "our clock was wrong";
    EXPECT_EQ(step(owner_at(kDay, true), own_at(kNext, true), 0, kNext), "nothing") << "theirs may be";
    EXPECT_EQ(step({}, own_at(kDay, true)), "nothing");
}

TEST(Following, ServicesAreOpenAsTheOwnersAre) {
    auto owner = owner_at(kDay, true);
    auto own = own_at(kDay, true);
    owner.services[0].open = false;
    EXPECT_EQ(step(owner, own), "close service");
    own.services[domain::ServiceId{"pay"}].open = false;
    EXPECT_EQ(step(owner, own), "nothing");
    owner.services[0].open = true;
    EXPECT_EQ(step(owner, own), "open service");
    owner.services[0].id = domain::ServiceId{"unknown"};
    EXPECT_EQ(step(owner, own), "nothing") << "not one of this configuration";
}

TEST(Leasing, NumbersAreAskedForWhenNoneAreThereOrHalfAreSpent) {
    const domain::TerminalId t2{"t2"};
    auto own = own_at(kDay, true);
    const auto wanted = [&] {
        return satellite::leases_wanted(owner_at(kDay, true), own, two_services(), t2);
    };
    ASSERT_EQ(wanted().size(), 2U);
    own.leases[t2][domain::RangeId{"a"}] = {11, 20};
    own.leases[t2][domain::RangeId{"b"}] = {1, 10};
    EXPECT_TRUE(wanted().empty());
    EXPECT_EQ(satellite::numbers_left(own, t2), 20U);
    own.last_ordinal[domain::RangeId{"a"}] = 14;
    EXPECT_TRUE(wanted().empty());
    EXPECT_EQ(satellite::numbers_left(own, t2), 16U);
    own.last_ordinal[domain::RangeId{"a"}] = 15;
    ASSERT_EQ(wanted().size(), 1U);
    EXPECT_EQ(wanted()[0].range, domain::RangeId{"a"});
    EXPECT_EQ(wanted()[0].spent, 15U);
    own.last_ordinal[domain::RangeId{"a"}] = 30;
    EXPECT_EQ(wanted()[0].spent, 30U);
    EXPECT_EQ(satellite::numbers_left(own, t2), 10U);
    own.day = kNext;
    EXPECT_TRUE(wanted().empty()) << "a lease is of one day";
}

domain::Ticket given(std::uint64_t seq, std::int64_t at) {
    domain::Ticket ticket;
    ticket.id = {domain::TerminalId{"t2"}, domain::EpochId{"22222222-2222-4222-8222-222222222222"},
                 domain::Seq{seq}};
    ticket.number = "A0" + std::to_string(seq);
    ticket.service = domain::ServiceId{"pay"};
    ticket.line_at = ticket.issued_at = WallTime{milliseconds{at}};
    ticket.paper.state = domain::Paper::State::printed;
    return ticket;
}

TEST(HandingOver, GoesByPlaceAndWaitsForThePaper) {
    domain::HallState state;
    state.day = kDay;
    for (auto ticket : {given(12, 50), given(13, 40), given(14, 30)}) {
        state.tickets[ticket.id] = ticket;
    }
    const domain::TerminalId t2{"t2"};
    std::set<domain::TicketId> not_now;
    const auto passed_over = [&not_now](const domain::TicketId& id) { return not_now.contains(id); };
    const auto next = [&] {
        const auto* ticket = satellite::next_to_hand_over(state, t2, owner_at(kDay, true), passed_over);
        return ticket == nullptr ? std::string("none") : ticket->number;
    };
    EXPECT_EQ(next(), "A014");
    state.tickets[given(14, 0).id].paper.pending_copy = 1;
    EXPECT_EQ(next(), "A013") << "what became of the paper is not known yet";
    not_now.insert(given(13, 0).id);
    EXPECT_EQ(next(), "A012");
    state.tickets[given(12, 0).id].status = domain::TicketStatus::cancelled;
    EXPECT_EQ(next(), "none");
    EXPECT_EQ(satellite::held(state, t2), 2U);
}

TEST(HandingOver, WaitsForADayOfTheOwnerThatSaysWhatBecomesOfTheTicket) {
    domain::HallState own;
    own.day = kNext;
    auto ticket = given(12, 50);
    EXPECT_FALSE(satellite::is_time_for(ticket, own, {}));
    EXPECT_FALSE(satellite::is_time_for(ticket, own, owner_at(kDay, false))) << "it opens in a moment";
    EXPECT_FALSE(satellite::is_time_for(ticket, own, owner_at(kDay, true)));
    EXPECT_TRUE(satellite::is_time_for(ticket, own, owner_at(kNext, true)));
    EXPECT_TRUE(satellite::is_time_for(ticket, own, owner_at(kNext, false))) << "it is over there";
    ticket.from_day = kDay;
    EXPECT_TRUE(satellite::is_time_for(ticket, own, owner_at(kNext, true))) << "a later day";
    ticket.from_day = kNext;
    own.day = kDay;
    EXPECT_TRUE(satellite::is_time_for(ticket, own, owner_at(kDay, true))) << "our clock was wrong";
}

TEST(HandingOver, AnAdoptionTellsWhatStandsOnThePaper) {
    domain::HallState state;
    state.day = kDay;
    auto ticket = given(12, 50);
    ticket.number = "A012";
    const auto adoption = satellite::adoption_of(ticket, state, two_services(), domain::Channel::page);
    ASSERT_TRUE(adoption);
    EXPECT_EQ(adoption->ticket.ordinal, 12U);
    EXPECT_EQ(adoption->ticket.range, domain::RangeId{"a"});
    EXPECT_EQ(adoption->ticket.paper, domain::PaperOutcome::printed);
    EXPECT_EQ(adoption->day, kDay);
    ticket.from_day = kDay;
    state.day = kNext;
    EXPECT_EQ(satellite::adoption_of(ticket, state, two_services(), {})->day, kDay) << "the day of its issue";
    ticket.number = "C012";
    EXPECT_FALSE(satellite::adoption_of(ticket, state, two_services(), {}));
}

TEST(HandingOver, EveryRefusalHasItsFate) {
    using satellite::Fate;
    EXPECT_EQ(satellite::fate_after({"adoption_other_day", {}}), Fate::expire);
    EXPECT_EQ(satellite::fate_after({"day_not_open", {}}), Fate::expire);
    EXPECT_EQ(satellite::fate_after({"number_taken", {}}), Fate::cancel);
    EXPECT_EQ(satellite::fate_after({"forbidden", {}}), Fate::stranger);
    EXPECT_EQ(satellite::fate_after({"journal_stalled", {}}), Fate::again);
    EXPECT_EQ(satellite::fate_after({"of_a_newer_version", {}}), Fate::again);
}

TEST(AskedNames, AreTheSameForTheSameAndFitWhatTheOwnerTakes) {
    const domain::TerminalId t2{"t2"};
    EXPECT_EQ(satellite::asked_name(t2, "k-17#0123456789abcdef").get(), "t2:k-17:0123456789abcdef");
    const std::string lengthy(64, 'x');
    const auto name = satellite::asked_name(t2, lengthy + "#a");
    EXPECT_TRUE(wire::api::is_request_id(name.get())) << name.get();
    EXPECT_EQ(name, satellite::asked_name(t2, lengthy + "#a"));
    EXPECT_NE(name, satellite::asked_name(t2, lengthy + "#b"));
    EXPECT_TRUE(wire::api::is_request_id(satellite::asked_name(t2, "a b/c").get()));
    const domain::TerminalId longest(std::string(32, 'x'));
    const auto whole = satellite::asked_name(longest, lengthy + "#a").get();
    EXPECT_TRUE(whole.starts_with(longest.get() + ":")) << whole;
    EXPECT_TRUE(wire::api::is_request_id(whole));
    EXPECT_LE(whole.size(), 64U);
}

TEST(FarPapers, DoNotBeginAgainWhileWhatBecameOfThemWaitsToBeTold) {
    satellite::Papers papers;
    const auto ticket = given(1, 0).id;
    EXPECT_TRUE(papers.begin(ticket, 1));
    EXPECT_TRUE(papers.take(domain::Command(domain::PrintSucceeded{ticket, 1})));
    EXPECT_FALSE(papers.begin(ticket, 1));
    EXPECT_TRUE(papers.begin(ticket, 2)) << "another copy";
    ASSERT_TRUE(papers.next());
    papers.told();
    EXPECT_TRUE(papers.begin(ticket, 1));
}

TEST(FarPapers, AreBoundedAndToldInOrder) {
    satellite::Papers papers;
    for (std::uint64_t i = 1; i <= satellite::most_papers; ++i) {
        EXPECT_TRUE(papers.begin(given(i, 0).id, 1));
    }
    EXPECT_FALSE(papers.begin(given(999, 0).id, 1));
    EXPECT_FALSE(papers.take(domain::Command(domain::PrintSucceeded{given(999, 0).id, 1})));
    EXPECT_FALSE(papers.take(domain::Command(domain::ReportDevice{})));
    EXPECT_TRUE(papers.take(domain::Command(domain::PrintSucceeded{given(2, 0).id, 1})));
    EXPECT_TRUE(papers.take(domain::Command(domain::PrintRefused{given(1, 0).id, 1})));
    EXPECT_FALSE(papers.take(domain::Command(domain::PrintRefused{given(1, 0).id, 1}))) << "once";
    EXPECT_EQ(papers.pending().size(), satellite::most_papers);
    auto first = papers.next();
    ASSERT_TRUE(first);
    EXPECT_TRUE(std::holds_alternative<domain::PrintSucceeded>(*first));
    EXPECT_FALSE(papers.next()) << "one at a time";
    papers.not_told();
    first = papers.next();
    EXPECT_TRUE(std::holds_alternative<domain::PrintSucceeded>(*first));
    papers.told();
    EXPECT_EQ(papers.waiting(), 1U);
}

}  // namespace
}  // namespace jiaohao::test
