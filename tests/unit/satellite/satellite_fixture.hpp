// A satellite that is linked to its owner on an open day.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include "tests/unit/satellite/pair.hpp"

namespace jiaohao::test {

struct Satellite : testing::Test, Pair {
    void SetUp() override {
        open();
        link();
    }
    /// Goes on until the owner has done such a command and its answer is lost with the line.
    void lose_the_answer_to(const std::string& command) {
        line.mute_at = command;
        for (int i = 0; i < 400 && !line.mute; ++i) {
            clock.turn(std::chrono::milliseconds{50});
            settle();
        }
        ASSERT_TRUE(line.mute) << command << " was never heard";
        line.mute_at.clear();
        go_away();
        line.mute = false;
    }
    /// The owner says something all the while: the link stays.
    void keep_talking(std::chrono::milliseconds span) {
        for (bool open = true; span > std::chrono::milliseconds{0}; span -= std::chrono::milliseconds{250}) {
            clock.turn(std::chrono::milliseconds{250});
            open = !open;
            const domain::ServiceId desk{"desk"};
            static_cast<void>(owner.decide({}, open ? domain::Command(domain::OpenService{desk})
                                                    : domain::Command(domain::CloseService{desk})));
            settle();
        }
    }
    void go_away() {
        line.away();
        settle();
    }
    static domain::Answer good(const std::shared_ptr<std::optional<service::Outcome>>& answer) {
        EXPECT_TRUE(answer->has_value());
        EXPECT_TRUE(answer->has_value() && **answer);
        return answer->has_value() && **answer ? ***answer : domain::Answer{};
    }
    [[nodiscard]] static std::string refusal(const std::shared_ptr<std::optional<service::Outcome>>& answer) {
        if (!answer->has_value()) {
            return "no answer";
        }
        return **answer ? "none" : std::string(domain::code((*answer)->error().code));
    }
    [[nodiscard]] domain::TicketStatus status(const domain::TicketId& id) const {
        return owner.state().tickets.at(id).status;
    }
};

}  // namespace jiaohao::test
