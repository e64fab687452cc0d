// A line recorded by a whole hall: what the bytes mean, and the same presses again offline.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <regex>

#include "tests/e2e/devices/modbus_hall.hpp"

namespace jiaohao::test {
namespace {

/// What stands behind the times: the meaning of a recording does not depend on when it was made.
std::vector<std::string> lines_with(const std::string& text, const std::string& pattern) {
    std::vector<std::string> found;
    std::istringstream lines(text);
    const std::regex wanted(pattern);
    for (std::string line; std::getline(lines, line);) {
        std::smatch match;
        if (std::regex_search(line, match, wanted)) {
            found.push_back(match.str());
        }
    }
    // A latch is read, and may be cleared, once more while the journal commits or a busy machine is late.
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

class RecordedModbusHall : public ModbusHall {
  protected:
    void press(const std::string& what, const std::string& id) const {
        bus->say("press " + what + " " + id);
        EXPECT_TRUE(becomes([&] { return told("acknowledged", id); })) << text_of(in("bus.log"));
    }
    [[nodiscard]] std::string recording() const { return in("captures/bus.000001.capture"); }
    /// Decoded, it says what was pressed and cleared; replayed, the driver tells the same presses.
    void expect_golden_meaning() const {
        const Ran decoded = ctl("line decode " + recording());
        EXPECT_EQ(decoded.code, 0) << decoded.output;
        EXPECT_EQ(lines_with(decoded.output, R"(\d: latched\.\d+)"),
                  (std::vector<std::string>{"1: latched.1", "2: latched.9"}))
            << decoded.output;
        EXPECT_EQ(lines_with(decoded.output, R"(\d: host says 10 .*)"),
                  (std::vector<std::string>{"1: host says 10 00 01 00 02", "2: host says 10 00 01 02 00"}))
            << decoded.output;
        const Ran replayed = ctl("line replay " + recording());
        EXPECT_EQ(replayed.code, 0) << replayed.output;
        EXPECT_EQ(lines_with(replayed.output, "(handset|pad) \\d: .*"),
                  (std::vector<std::string>{"handset 1: recall", "pad 2: key 9 level 3"}))
            << replayed.output;
        EXPECT_EQ(lines_with(replayed.output, "presses \\d+, repeats \\d+, strays \\d+"),
                  (std::vector<std::string>{"presses 2, repeats 0, strays 0"}))
            << replayed.output;
    }
};

TEST_F(RecordedModbusHall, FromTheStartByConfigurationItMeansAndReplaysWhatWasPressed) {
    begin("lines = [\"bus\"]\n");
    ASSERT_TRUE(becomes([&] { return ready("bus-display-3"); })) << ctl("devices").output;
    press("1 handset recall", "p1");
    press("2 pad 3", "p2");
    daemon->end(SIGTERM);
    expect_golden_meaning();
}

TEST_F(RecordedModbusHall, BegunAndEndedByATechnicianItHoldsWhatCameInBetween) {
    begin();
    ASSERT_TRUE(becomes([&] { return ready("bus-display-3"); })) << ctl("devices").output;
    press("1 handset pause", "before");
    EXPECT_EQ(ctl("line record bus").code, 0);
    press("1 handset recall", "p1");
    press("2 pad 3", "p2");
    const Ran off = ctl("line record bus --off");
    EXPECT_NE(off.output.find(recording()), std::string::npos) << off.output;
    press("1 handset pause", "after");
    EXPECT_TRUE(becomes([&] { return std::filesystem::exists(recording()); }));
    expect_golden_meaning();
}

}  // namespace
}  // namespace jiaohao::test
