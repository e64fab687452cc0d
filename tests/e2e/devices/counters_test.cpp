// Boxes that count their presses, and a daemon that is killed in between.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <filesystem>

#include "tests/e2e/devices/living_hall.hpp"

namespace jiaohao::test {
namespace {

/// A pad's presses stand in the journal one by one, whatever the hall makes of them.
class CounterHall : public LivingHall {
  protected:
    void begin() {
        profile("bus-counter-hall", "handset-armfly-counter",
                {{"roles = [\"handset\"]", "roles = [\"pad\"]"},
                 {"means = \"handset.call\"", "means = \"pad.3\""},
                 {"inter_byte_ms = 20", "inter_byte_ms = 200"},
                 {"reply_ms = 100", "reply_ms = 400"}},
                "");
        begin_bus("bus-counter-hall", "1,2");
        begin_process();
    }
    void begin_process() {
        begin_daemon("[[line]]\nid = \"bus\"\npath = \"" + in("bus") + R"("
profile = "bus-counter-hall"
[[line.pad]]
address = 1
counter = "c1"
[[line.pad]]
address = 2
counter = "c2"
)");
        ASSERT_TRUE(becomes([&] { return ready("bus-pad-1") && ready("bus-pad-2"); }))
            << ctl("devices").output;
    }
    void press(int times) {
        for (int i = 0; i < times; ++i) {
            const std::string id = "p" + std::to_string(++pressed_);
            bus->say("press 1 pad 3 " + id);
            EXPECT_TRUE(becomes([&] { return told("kept", id); })) << text_of(in("bus.log"));
        }
    }
    [[nodiscard]] std::size_t journalled() const { return events("press.raw").size(); }
    [[nodiscard]] std::string file() const { return in("journal/press-counters.json"); }

  private:
    int pressed_ = 0;
};

TEST_F(CounterHall, PressesMadeWhileTheDaemonWasKilledAreInTheJournalOnceItIsBack) {
    begin();
    press(2);
    ASSERT_TRUE(becomes([&] { return journalled() == 2; })) << ctl("tail -n +1").output;
    daemon->end(SIGKILL);
    press(3);
    begin_process();
    EXPECT_TRUE(becomes([&] { return journalled() == 5; })) << ctl("tail -n +1").output;
    daemon->end(SIGTERM);
    begin_process();
    press(1);
    EXPECT_TRUE(becomes([&] { return journalled() >= 6; })) << ctl("tail -n +1").output;
    EXPECT_EQ(journalled(), 6U) << "each once";
}

TEST_F(CounterHall, ABoxThatWasSwitchedOffMeanwhileMakesNoPress) {
    begin();
    press(4);
    ASSERT_TRUE(becomes([&] { return journalled() == 4; }));
    daemon->end(SIGKILL);
    bus->end(SIGTERM);
    begin_bus("bus-counter-hall", "1,2");
    press(2);
    begin_process();
    press(1);
    EXPECT_TRUE(becomes([&] { return journalled() >= 5; })) << ctl("tail -n +1").output;
    EXPECT_EQ(journalled(), 5U) << "two of four cannot be told from a box that counts anew";
}

TEST_F(CounterHall, AFileOfAnotherBootOrNoneAtAllIsANewBaseline) {
    begin();
    press(1);
    ASSERT_TRUE(becomes([&] { return journalled() == 1; }));
    daemon->end(SIGTERM);
    auto kept = json::parse(text_of(file()));
    kept["boot"] = "00000000-0000-4000-8000-000000000000";
    write("journal/press-counters.json", kept.dump());
    press(1);
    begin_process();
    daemon->end(SIGTERM);
    write("journal/press-counters.json", "{\"version\":1");
    press(1);
    begin_process();
    press(1);
    EXPECT_TRUE(becomes([&] { return journalled() >= 2; })) << ctl("tail -n +1").output;
    EXPECT_EQ(journalled(), 2U);
    EXPECT_NE(text_of(in("kioskd.log")).find("counters.too_old"), std::string::npos);
    EXPECT_NE(text_of(in("kioskd.log")).find("counters.unreadable"), std::string::npos);
}

}  // namespace
}  // namespace jiaohao::test
