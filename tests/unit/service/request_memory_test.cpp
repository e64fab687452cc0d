// How long an answer is remembered under its request id, and for what.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/unit/service/hall_fixture.hpp"

namespace jiaohao::testing {
namespace {

using namespace std::chrono;

class RequestMemory : public HallFixture {
  protected:
    void open(const domain::BusinessDay& day) { ASSERT_TRUE(run(domain::OpenDay{day})); }
    std::string issue(const std::string& id) {
        const auto outcome = run(ticket(), id);
        return outcome ? outcome->number : std::string(domain::code(outcome.error().code));
    }
};

TEST_F(RequestMemory, AnAnswerIsKeptThroughTheNextBusinessDayHoweverManyDatesLieBetween) {
    open_hall();
    open(year{2020} / 1 / 3);
    EXPECT_EQ(issue("friday"), "A001");
    ASSERT_TRUE(run(domain::CloseDay{}));
    open(year{2020} / 1 / 6);
    EXPECT_EQ(issue("monday"), "A001");
    EXPECT_EQ(issue("other"), "A002");
    const std::size_t issued = watcher_.count("ticket.issued");
    EXPECT_EQ(issue("friday"), "A001");
    EXPECT_EQ(watcher_.count("ticket.issued"), issued);
    ASSERT_TRUE(run(domain::CloseDay{}));
    open(year{2020} / 1 / 7);
    EXPECT_EQ(issue("friday"), "A001");
    EXPECT_EQ(watcher_.count("ticket.issued"), issued + 1) << "of the day before the last: asked anew";
    EXPECT_EQ(issue("other"), "A002");
    EXPECT_EQ(watcher_.count("ticket.issued"), issued + 1) << "of the last day: the first answer";
}

TEST_F(RequestMemory, AnIdUsedForAnotherCommandIsRefusedByName) {
    open_hall();
    open_day();
    EXPECT_EQ(issue("r1#aaaa"), "A001");
    EXPECT_EQ(issue("r1#aaaa"), "A001");
    EXPECT_TRUE(run(ticket(), "r1#aaaa")->again);
    const auto other = run(domain::CallNext{domain::CounterId{"c1"}, domain::Channel::api}, "r1#bbbb");
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().code, domain::RefusalCode::bad_arguments);
    EXPECT_EQ(other.error().params.at("argument"), "id");
    EXPECT_EQ(other.error().params.at("problem"), "reused");
    EXPECT_EQ(watcher_.count("ticket.called"), 0U);
    EXPECT_EQ(issue("r10#bbbb"), "A002") << "another id that begins alike";
    EXPECT_EQ(issue("r#bbbb"), "A003") << "another id that this one begins with";
}

TEST_F(RequestMemory, AnIdWithoutAMarkIsAnotherThanOneThatTellsWhatWasAsked) {
    open_hall();
    open_day();
    EXPECT_EQ(issue("r1"), "A001");
    EXPECT_EQ(issue("r1#aaaa"), "A002") << "a client's, which happens to be called like a device's";
    EXPECT_EQ(issue("r1"), "A001");
    EXPECT_EQ(issue("r1#aaaa"), "A002");
    EXPECT_EQ(issue("r2#aaaa"), "A003");
    EXPECT_EQ(issue("r2"), "A004");
}

}  // namespace
}  // namespace jiaohao::testing
