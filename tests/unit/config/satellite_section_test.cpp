// Further ticket terminals: [[satellite]] and their tokens at the owner, [owner] at the satellite.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "tests/unit/config/config_folder.hpp"

namespace jiaohao::config {
namespace {

std::string token(const std::string& name, const std::string& more) {
    const char digit = static_cast<char>('0' + name.size() % 10);
    return "[[api.token]]\nname = \"" + name + "\"\nsha256 = \"" + std::string(64, digit) + "\"\n" + more;
}

std::string satellite_token(const std::string& terminal) {
    return token("token-" + terminal, "roles = [\"satellite\"]\nterminal = \"" + terminal + "\"\n");
}

std::string satellite(const std::string& terminal) {
    return "[[satellite]]\nterminal = \"" + terminal + "\"\n";
}

class SatelliteSection : public ConfigFolder {
  protected:
    void SetUp() override {
        ConfigFolder::SetUp();
        write("token", "s3cret-token\n");
    }
    static std::string owner(const std::string& url, const std::string& more = "") {
        return "[owner]\nurl = \"" + url + "\"\ntoken_file = \"token\"\n" + more;
    }
};

TEST_F(SatelliteSection, TheOwnerListsItsSatellitesWithTheirTokens) {
    const auto loaded =
        load(write("kiosk.toml", hall_and(satellite("t2") + "lease = 80\n" + satellite("t30") +
                                          satellite_token("t2") + satellite_token("t30"))));
    ASSERT_TRUE(loaded) << loaded.error().text();
    ASSERT_EQ(loaded->hall.satellites.size(), 2U);
    EXPECT_EQ(loaded->hall.satellites[0].terminal, domain::TerminalId{"t2"});
    EXPECT_EQ(loaded->hall.satellites[0].lease, 80U);
    EXPECT_EQ(loaded->hall.satellites[1].lease, 50U);
    EXPECT_EQ(loaded->api.tokens.at(0).terminal, domain::TerminalId{"t2"});
    EXPECT_FALSE(loaded->owner);
}

TEST_F(SatelliteSection, RefusesWhatCouldNotWork) {
    expect_problem(satellite("t2"), "no [[api.token]] has roles = [\"satellite\"] and terminal = \"t2\"");
    expect_problem(satellite_token("t2"), "is of terminal \"t2\", but no [[satellite]] has it");
    expect_problem(token("a", "roles = [\"satellite\"]\n"),
                   "a token with the role satellite belongs to a terminal");
    expect_problem(token("a", "roles = [\"display\"]\nterminal = \"t2\"\n"),
                   "only a token with the role satellite");
    expect_problem(satellite("t1") + satellite_token("t1"), "\"t1\" is this terminal's own id");
    expect_problem(satellite("t2") + satellite("t2") + satellite_token("t2"), "another satellite's terminal");
    expect_problem(satellite("t2") + "lease = 501\n" + satellite_token("t2"), "lease");
    expect_problem(satellite("t2") + "size = 5\n" + satellite_token("t2"), "size");
}

TEST_F(SatelliteSection, RefusesAPipeOrAFolderInPlaceOfAFileAtOnce) {
    ASSERT_EQ(mkfifo((folder_ / "pipe").c_str(), 0600), 0);
    std::filesystem::create_directory(folder_ / "dir");
    for (const auto& [name, what] : {std::pair{"pipe", "no file (a pipe or a device); needed: a file"},
                                     std::pair{"dir", "a folder; needed: a file"}}) {
        expect_problem("[owner]\nurl = \"unix:/a\"\ntoken_file = \"" + std::string(name) + "\"\n", what);
        expect_problem(owner("wss://main.hall:8443", "ca = \"" + std::string(name) + "\"\n"),
                       "owner.ca: " + (folder_ / name).string() + " is " + what);
    }
}

TEST_F(SatelliteSection, DevicesOfSatellitesCanBeToldFromAllOthers) {
    expect_problem(satellite("t2") + satellite("t2-b") + satellite_token("t2") + satellite_token("t2-b"),
                   "one begins with the other");
    const std::string printer =
        "[[printer]]\nid = \"t2-printer\"\npath = \"/dev/x\"\nprofile = \"printer-x\"\n";
    expect_problem(satellite("t2") + satellite_token("t2") + printer,
                   "device \"t2-printer\" could be one of satellite \"t2\"");
    EXPECT_EQ(problems_of(hall_and(satellite("t2") + satellite("t22") + satellite_token("t2") +
                                   satellite_token("t22"))),
              "");
}

TEST_F(SatelliteSection, ASatelliteKnowsItsOwner) {
    const auto loaded =
        load(write("kiosk.toml", hall_and(owner("wss://main.hall:8443", "ca = \"hall.crt\"\n"))));
    ASSERT_TRUE(loaded) << loaded.error().text();
    ASSERT_TRUE(loaded->owner);
    EXPECT_EQ(loaded->owner->url, "wss://main.hall:8443");
    EXPECT_EQ(loaded->owner->token, "s3cret-token");
    EXPECT_EQ(loaded->owner->ca, (folder_ / "hall.crt").string());
    EXPECT_EQ(loaded->owner->answer, std::chrono::seconds{3});
    const auto other = load(write("kiosk.toml", hall_and(owner("unix:/run/api.sock", "answer_s = 10\n"))));
    ASSERT_TRUE(other) << other.error().text();
    EXPECT_EQ(other->owner->answer, std::chrono::seconds{10});
}

TEST_F(SatelliteSection, AnOwnersAddressIsCheckedBeforeItIsTried) {
    for (const char* const good :
         {"wss://10.0.0.5", "wss://main.hall:1", "wss://[fd00::5]:8443", "ws://127.0.0.1:8080",
          "ws://127.9.8.7", "ws://localhost:80", "ws://[::1]:80", "unix:/a"}) {
        EXPECT_EQ(problems_of(hall_and(owner(good))), "") << good;
    }
    for (const char* const bad : {"https://main.hall", "wss://", "wss://main.hall:0", "wss://main.hall:70000",
                                  "wss://main.hall:8443/ws", "wss://main.hall:", "wss://[fd00::5",
                                  "wss://user@hall", "unix:run/api.sock", "unix:", "main.hall"}) {
        EXPECT_NE(problems_of(hall_and(owner(bad))).find("owner.url"), std::string::npos) << bad;
    }
    for (const char* const elsewhere :
         {"ws://10.0.0.5:8080", "ws://127.main.example:8080", "ws://127.0.0.1.example", "ws://127.1",
          "ws://[::ffff:10.0.0.5]:80", "ws://localhost.example"}) {
        expect_problem(owner(elsewhere), "would tell the token to the network");
    }
    expect_problem(owner("unix:/" + std::string(107, 'x')), "at most 107 bytes");
    expect_problem(owner("unix:/a", "ca = \"hall.crt\"\n"), "only with a url that begins with wss://");
    expect_problem(owner("unix:/a", "answer_s = 31\n"), "answer_s");
}

TEST_F(SatelliteSection, ATokenFileThatHoldsNoTokenIsNamed) {
    expect_problem("[owner]\nurl = \"unix:/a\"\ntoken_file = \"no-such-file\"\n", "cannot be read");
    expect_problem("[owner]\nurl = \"unix:/a\"\n", "token_file");
    for (const std::string text : {"", "\n", "two words\n", "one\ntwo\n"}) {
        write("token", text);
        expect_problem(owner("unix:/a"), "holds no token");
    }
    write("token", std::string(257, 'x'));
    expect_problem(owner("unix:/a"), "holds no token");
    write("token", std::string(256, 'x') + "\r\n");
    EXPECT_EQ(problems_of(hall_and(owner("unix:/a"))), "");
}

TEST_F(SatelliteSection, EmptyListsTakeAwayWhatTheOwnersFileHas) {
    const auto file = write("kiosk.toml", hall_and(satellite("t2") + satellite_token("t2")));
    const auto over = write(
        "over.toml", "satellite = []\nline = []\nkeypad = []\napi = { token = [] }\n" + owner("unix:/a"));
    const auto loaded = load(file, over);
    EXPECT_TRUE(loaded) << loaded.error().text();
}

TEST_F(SatelliteSection, ASatelliteHasNoCountersDevicesAndNoSatellitesOfItsOwn) {
    expect_problem(owner("unix:/a") + satellite("t2") + satellite_token("t2"),
                   "a satellite ([owner]) has no [[satellite]]");
    expect_problem(owner("unix:/a") + "[[line]]\nid = \"bus\"\npath = \"/dev/x\"\nprofile = \"bus-x\"\n",
                   "has no [[line]]");
    expect_problem(owner("unix:/a") +
                       "[[keypad]]\nid = \"k\"\npath = \"/dev/x\"\nprofile = \"keypad-x\"\ncounter = "
                       "\"c1\"\n",
                   "has no [[keypad]]");
    const auto printer = [](const std::string& id) {
        return "[[printer]]\nid = \"" + id + "\"\npath = \"/dev/x\"\nprofile = \"printer-x\"\n";
    };
    expect_problem(owner("unix:/a") + printer(std::string(30, 'p')), "33 characters, at most 32 are allowed");
    EXPECT_EQ(problems_of(hall_and(owner("unix:/a") + printer(std::string(29, 'p')))), "");
}

}  // namespace
}  // namespace jiaohao::config
