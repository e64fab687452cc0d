// SPDX-License-Identifier: Apache-2.0
#include <argon2.h>
#include <gtest/gtest.h>

#include "kiosk/i18n/catalogue.hpp"
#include "tests/unit/config/config_folder.hpp"

namespace jiaohao::config {
namespace {

const std::filesystem::path kShipped = std::filesystem::path(JIAOHAO_SOURCE_DIR) / "config";

class Configuration : public ConfigFolder {};

TEST(ShippedConfiguration, KioskTomlLoadsWithTheDemoHall) {
    const auto loaded = load(kShipped / "kiosk.toml");
    ASSERT_TRUE(loaded.has_value()) << loaded.error().text();
    EXPECT_EQ(loaded->hall.services.size(), 5U);
    EXPECT_EQ(loaded->hall.categories.size(), 2U);
    EXPECT_EQ(loaded->hall.counters.size(), 4U);
    EXPECT_EQ(loaded->lines.at(0).handsets.at(2).counter, domain::CounterId{"c3"});
    EXPECT_EQ(loaded->lines.at(0).pads.at(3).id, domain::DeviceId{"bus1-pad-104"});
    EXPECT_EQ(loaded->printers.at(0).profile, "printer-generic-80");
    EXPECT_EQ(loaded->api.socket, "/run/jiaohao/api.sock");
    EXPECT_EQ(loaded->api.socket_mode, 0660U);
    EXPECT_EQ(loaded->profiles, kShipped.parent_path() / "drivers/profiles");
    EXPECT_EQ(loaded->paper.head.size(), 6U);
    EXPECT_FALSE(loaded->upload.enabled);
    EXPECT_EQ(loaded->journal.quota_bytes, 1ULL << 30U);
    EXPECT_EQ(loaded->files.size(), 2U);
}

TEST(ShippedConfiguration, TheDemoHallLoadsByItself) {
    const auto loaded = load(kShipped / "halls/demo.toml");
    ASSERT_TRUE(loaded.has_value()) << loaded.error().text();
    EXPECT_EQ(loaded->terminal, domain::TerminalId{"t1"});
    EXPECT_EQ(loaded->hall.service(domain::ServiceId{"pay"})->name.at("zh_CN"), "缴费、账单与发票");
    EXPECT_TRUE(loaded->hall.counter(domain::CounterId{"c3"})->handset_only);
}

TEST(ShippedConfiguration, TheDemoPinsAreThoseThatItDocuments) {
    const auto loaded = load(kShipped / "halls/demo.toml");
    ASSERT_TRUE(loaded.has_value());
    const std::map<std::string, std::string> pins{
        {"zhang", "1001"}, {"li", "1002"}, {"wang", "1003"}, {"chen", "1004"}, {"liu", "1005"}};
    EXPECT_EQ(loaded->pins.size(), pins.size());
    for (const auto& [clerk, pin] : pins) {
        const std::string& hash = loaded->pins.at(domain::ClerkId{clerk});
        EXPECT_EQ(argon2id_verify(hash.c_str(), pin.data(), pin.size()), ARGON2_OK) << clerk;
        EXPECT_NE(argon2id_verify(hash.c_str(), "0000", 4), ARGON2_OK) << clerk;
    }
}

TEST_F(Configuration, TheSmallestHallHasDefaultsForTheRest) {
    const auto loaded = load(write("kiosk.toml", hall_and("")));
    ASSERT_TRUE(loaded.has_value()) << loaded.error().text();
    EXPECT_EQ(loaded->journal.folder, "/var/lib/jiaohao");
    EXPECT_EQ(loaded->time_zone, "Asia/Shanghai");
    EXPECT_EQ(loaded->api.port, 0);
    EXPECT_TRUE(loaded->api.guest_allowed);
    EXPECT_EQ(loaded->api.guests_per_address, 32U);
    EXPECT_EQ(loaded->hall.ranges.at(0).last, 999U);
    EXPECT_EQ(loaded->hall.rating.scale, domain::RatingScale::four_faces);
}

TEST_F(Configuration, OverridesWinAndPathsAreRelativeToTheFileTheyStandIn) {
    const auto file = write("etc/kiosk.toml", hall_and("[journal]\nfolder = \"a\"\nquota_mib = 64\n"));
    write("etc/bus-x.toml", "");
    const auto over = write("run/over.toml", "[journal]\nfolder = \"b\"\n[api]\nsocket = \"s.sock\"\n");
    const auto loaded = load(file, over);
    ASSERT_TRUE(loaded.has_value()) << loaded.error().text();
    EXPECT_EQ(loaded->journal.folder, folder_ / "run/b");
    EXPECT_EQ(loaded->journal.quota_bytes, 64ULL << 20U);
    EXPECT_EQ(loaded->api.socket, folder_ / "run/s.sock");
}

TEST_F(Configuration, PathsAreAbsoluteHoweverTheFileWasNamed) {
    const auto file = write("kiosk.toml", hall_and("[journal]\nfolder = \"a\"\n"));
    const auto loaded = load(std::filesystem::relative(file));
    ASSERT_TRUE(loaded.has_value()) << loaded.error().text();
    EXPECT_EQ(loaded->journal.folder, folder_ / "a")
        << "a device by a relative name would be looked for in /dev";
}

TEST_F(Configuration, AllProblemsOfAllLayersAreToldAtOnce) {
    const auto file = write("kiosk.toml", hall_and("[journal]\nquota_mib = 1\nfoldr = \"x\"\n[[counter]]\n"));
    const auto over = write("over.toml", "[rating]\nscale = \"stars\"\n");
    const auto loaded = load(file, over);
    ASSERT_FALSE(loaded.has_value());
    const std::string text = loaded.error().text();
    for (const char* wanted :
         {"journal.quota_mib: is 1; allowed: a whole number from 16", "journal.foldr: unknown key",
          "counter[2].id: missing", "counter[2].services: missing",
          "over.toml:2:9: rating.scale: is \"stars\"; allowed: one of four_faces, five_levels"}) {
        EXPECT_NE(text.find(wanted), std::string::npos) << wanted << "\n" << text;
    }
}

TEST_F(Configuration, ReferencesAndIdsAreChecked) {
    expect_problem("[[counter]]\nid = \"c1\"\nlabel = \"2\"\nservices = [\"s1\"]\n",
                   "counter[2].id: \"c1\" is another");
    expect_problem("[[counter]]\nid = \"c2\"\nlabel = \"2\"\nservices = [\"s9\"]\n",
                   "counter[2].services[1]: there is no service \"s9\"");
    expect_problem("[[counter]]\nid = \"c2\"\nlabel = \"2\"\nservices = [\"s1\"]\ntransfer_to = \"s9\"\n",
                   "transfer_to: there is no service");
    expect_problem(
        "[[service]]\nid = \"s1\"\nname = { zh_CN = \"x\", en = \"x\" }\nrange = \"z\"\ncategory = \"q\"\n",
        "service[3].id: \"s1\" is another");
    expect_problem("[[service]]\nid = \"s3\"\nname = { zh_CN = \"x\", en = \"x\" }\nrange = \"z\"\n",
                   "service[3].range: there is no range \"z\"");
    expect_problem("[[service]]\nid = \"s3\"\nname = { zh_CN = \"x\" }\nrange = \"a\"\n",
                   "service[3].name.en: missing");
    expect_problem("[[service]]\nid = \"S 3\"\nname = { zh_CN = \"x\", en = \"x\" }\nrange = \"a\"\n",
                   "allowed: 1 to 32 of a-z");
    expect_problem("[[clerk]]\nid = \"x\"\nname = { zh_CN = \"x\", en = \"x\" }\npin_hash = \"1234\"\n",
                   "clerk[1].pin_hash: of clerk \"x\": is not an Argon2id hash");
    for (const char* seen : {"1", " 1", "1\u3000"}) {
        expect_problem(
            "[[counter]]\nid = \"c2\"\nlabel = \"" + std::string(seen) + "\"\nservices = [\"s1\"]\n",
            "counter[2].label: \"" + std::string(seen) + "\" is what counter \"c1\" is called already");
    }
    expect_problem("[[counter]]\nid = \"c2\"\nlabel = \" \"\nservices = [\"s1\"]\n",
                   "counter[2].label: shows nothing");
    expect_problem("[[counter]]\nid = \"c2\"\nlabel = \"1\"\nservices = [\"s1\"]\n",
                   "counter[2].label: \"1\" is what counter \"c1\" is called already");
}

TEST_F(Configuration, WhatAPinCostsToCheckIsBoundedAndTheClerkIsNamed) {
    const auto clerk = [](const std::string& cost) {
        return "[[clerk]]\nid = \"zhang\"\nname = { zh_CN = \"x\", en = \"x\" }\npin_hash = "
               "\"$argon2id$v=19$" +
               cost + "$c29tZXNhbHQ$RdescudvJCsgt3ub+b1dWRWJTmaaJObG\"\n";
    };
    for (const char* fine : {"m=19456,t=2,p=1", "m=262144,t=10,p=4", "m=8,t=1,p=1"}) {
        EXPECT_EQ(problems_of(hall_and(clerk(fine))), "") << fine;
    }
    for (const char* dear : {"m=262145,t=2,p=1", "m=4194304,t=2,p=1", "m=19456,t=11,p=1", "m=19456,t=2,p=5",
                             "m=19456,t=0,p=1", "m=19456,t=2,p=0", "m=31,t=1,p=4"}) {
        expect_problem(clerk(dear), std::string("pin_hash: of clerk \"zhang\": costs ") + dear);
    }
    for (const char* garbled : {"m=99999999999,t=2,p=1", "m=19456,t=2", "m=19456,t=2,p=1,x=1", "m=,t=2,p=1",
                                "m=-1,t=2,p=1", "m=19456,p=1,t=2"}) {
        expect_problem(clerk(garbled), "of clerk \"zhang\": the cost must read m=");
    }
}

TEST_F(Configuration, ASocketPathFitsIntoItsAddress) {
    const std::string longest = "/" + std::string(106, 's');
    EXPECT_EQ(problems_of(hall_and("[api]\nsocket = \"" + longest + "\"\n")), "");
    expect_problem("[api]\nsocket = \"" + longest + "s\"\n", "is 108 bytes long; a Unix socket's path");
}

TEST_F(Configuration, EveryKeyKeepsItsPlaceForWhatShowsLater) {
    const auto file = write("kiosk.toml", hall_and("[api]\nport = 0\npages = \"www\"\nnames = [\"a.b\"]\n"));
    const auto over = write("over.toml", "[api]\nsocket = \"s.sock\"\n");
    const auto loaded = load(file, over);
    ASSERT_TRUE(loaded.has_value()) << loaded.error().text();
    EXPECT_EQ(loaded->api.names, std::vector<std::string>{"a.b"});
    EXPECT_EQ(to_string(problem_at(*loaded, "api.pages", "x")), file.string() + ":27:9: api.pages: x");
    EXPECT_EQ(to_string(problem_at(*loaded, "api.socket", "x")), over.string() + ":2:10: api.socket: x");
    EXPECT_EQ(problem_at(*loaded, "counter[1].services[2]", "x").line, 24U);
    EXPECT_EQ(problem_at(*loaded, "api.key", "x").line, 25U) << "of its table";
    EXPECT_EQ(problem_at(*loaded, "upload.key", "x").file, file.string()) << "of the file";
}

TEST_F(Configuration, RangesNeverPrintTheSameNumber) {
    const auto range = [](const std::string& prefix, int first, int last) {
        return "[[range]]\nid = \"x\"\nprefix = \"" + prefix + "\"\nfirst = " + std::to_string(first) +
               "\nlast = " + std::to_string(last) + "\n";
    };
    expect_problem(range("A", 500, 600), "would print A500");
    expect_problem(range("A0", 90, 99), "would print A090");
    expect_problem(range("A99", 1, 9), "would print A991");
    expect_problem("[[range]]\nid = \"a\"\nprefix = \"Z\"\n", "another range's id");
    expect_problem(range("Z", 9, 3), "3 is below first (9)");
    for (const std::string& apart :
         {range("A", 1, 9999), range("A", 1, 99), range("AB", 1, 99), range("A1", 1, 999)}) {
        EXPECT_EQ(problems_of(hall_and(apart)), "") << apart;
    }
}

TEST_F(Configuration, AHandsetOnlyCounterNeverShowsTheSameDigitsForTwoServices) {
    const std::string counter = "[[counter]]\nid = \"c2\"\nlabel = \"2\"\nhandset_only = true\nservices = ";
    expect_problem(counter + "[\"s1\", \"s2\"]\n", "counter[2].services[2]: services \"s2\" and \"s1\"");
    EXPECT_EQ(problems_of(hall_and(counter + "[\"s1\"]\n")), "");
    const std::string apart =
        "[[range]]\nid = \"x\"\nprefix = \"X\"\nfirst = 1001\nlast = 1499\n"
        "[[range]]\nid = \"y\"\nprefix = \"Y\"\nfirst = 500\nlast = 999\n"
        "[[service]]\nid = \"s3\"\nname = { zh_CN = \"x\", en = \"x\" }\nrange = \"x\"\n"
        "[[service]]\nid = \"s4\"\nname = { zh_CN = \"x\", en = \"x\" }\nrange = \"y\"\n";
    EXPECT_EQ(problems_of(hall_and(apart + counter + "[\"s3\", \"s4\"]\n")), "");
    expect_problem(apart + counter + "[\"s3\", \"s1\"]\n", "same last three digits");
}

TEST_F(Configuration, DevicesHaveTheirOwnPortsIdsAndAddresses) {
    const std::string line = "[[line]]\nid = \"b1\"\npath = \"/dev/x\"\nprofile = \"bus-x\"\n";
    const std::string handset = "[[line.handset]]\naddress = 7\ncounter = \"c1\"\n";
    EXPECT_EQ(problems_of(hall_and(line + handset + "[[line.pad]]\naddress = 7\ncounter = \"c1\"\n")), "");
    expect_problem(line + handset + handset, "line[1].handset[2].address: 7 is another handset's address");
    expect_problem(line + "[[line.pad]]\naddress = 65536\ncounter = \"c1\"\n", "0 to 65535");
    expect_problem(line + "[[line.pad]]\naddress = 1\ncounter = \"c9\"\n", "there is no counter \"c9\"");
    expect_problem(line + "[[line]]\nid = \"b2\"\npath = \"/dev/x\"\nprofile = \"bus-x\"\n",
                   "/dev/x is another device's port");
    expect_problem(line + line, "\"b1\" is another device's id");
    expect_problem("[[printer]]\nid = \"p\"\npath = \"/dev/y\"\nprofile = \"bus-x\"\n",
                   "another kind of device");
    expect_problem("[[printer]]\nid = \"p\"\npath = \"/dev/y\"\nprofile = \"printer-9\"\n", "there is no ");
}

TEST_F(Configuration, AKeypadBelongsToACounter) {
    const std::string keypad = "[[keypad]]\nid = \"k1\"\npath = \"/dev/input/x\"\nprofile = \"keypad-x\"\n";
    expect_problem(keypad + "counter = \"c1\"\n", "keypad[1].profile: there is no ");
    write("keypad-x.toml", "");
    const auto loaded = load(write("kiosk.toml", hall_and(keypad + "counter = \"c1\"\n")));
    ASSERT_TRUE(loaded) << loaded.error().text();
    EXPECT_EQ(loaded->keypads.at(0).path, "/dev/input/x");
    EXPECT_EQ(loaded->keypads.at(0).counter.get(), "c1");
    expect_problem(keypad + "counter = \"c9\"\n", "keypad[1].counter: there is no counter \"c9\"");
    expect_problem(keypad + "counter = \"c1\"\n" + keypad + "counter = \"c1\"\n",
                   "\"k1\" is another device's id");
    expect_problem("[[keypad]]\nid = \"k1\"\npath = \"/dev/x\"\nprofile = \"bus-x\"\ncounter = \"c1\"\n",
                   "another kind of device; allowed here: keypad-*");
    expect_problem(keypad + "counter = \"c1\"\nbaud = 9600\n", "keypad[1].baud");
}

TEST_F(Configuration, WhoMayConnectIsChecked) {
    expect_problem("[api]\nport = 80\naddress = \"0.0.0.0\"\n", "certificate and key are needed");
    expect_problem("[api]\ncertificate = \"x\"\n", "come together");
    for (const char* const wrong : {"0", "257"}) {
        expect_problem(std::string("[api]\nguests_per_address = ") + wrong + "\n",
                       "api.guests_per_address: is ");
    }
    EXPECT_EQ(problems_of(hall_and("[api]\nguests_per_address = 256\n")), "");
    expect_problem("[[api.grant]]\nroles = [\"manager\"]\n", "either a uid or a gid");
    expect_problem("[[api.grant]]\nuid = 1\nroles = [\"king\"]\n", "api.grant[1].roles[1]: is \"king\"");
    expect_problem("[[api.grant]]\nuid = 1\nroles = [\"pad\"]\n[[api.grant]]\nuid = 1\nroles = [\"pad\"]\n",
                   "has another grant");
    const std::string token = "[[api.token]]\nname = \"t\"\nsha256 = \"" + std::string(64, 'a') + "\"\n";
    expect_problem(token + "roles = [\"pad\"]\n", "belongs to a counter");
    expect_problem(token + "roles = [\"pad\"]\ncounter = \"c9\"\n", "there is no counter");
    EXPECT_EQ(problems_of(hall_and(token + "roles = [\"pad\"]\ncounter = \"c1\"\n")), "");
    expect_problem("[[api.token]]\nname = \"t\"\nsha256 = \"abc\"\nroles = [\"guide\"]\n",
                   "64 lower-case hex");
}

TEST_F(Configuration, UploadNeedsAnAddressAndItsFiles) {
    expect_problem("[upload]\nurl = \"http://x\"\n", "needed: https://host");
    expect_problem("[upload]\nurl = \"https://x/path\"\n", "without a path");
    expect_problem("[upload]\nurl = \"https://x\"\nca = \"a\"\nkey = \"b\"\n", "upload.certificate: missing");
    expect_problem("[upload]\nenabled = false\nleast_events = 10\nmost_events = 5\n", "above most_events");
    EXPECT_EQ(problems_of(hall_and(
                  "[upload]\nurl = \"https://x:1\"\nca = \"a\"\ncertificate = \"c\"\nkey = \"b\"\n")),
              "");
}

TEST_F(Configuration, TicketTextsUseKnownParametersOnly) {
    expect_problem("[[paper.head]]\ntext = { zh_CN = \"{numbr}\" }\n", "{numbr} is no parameter");
    expect_problem("[[paper.head]]\ntext = { zh_CN = \"{number\" }\n", "is no parameter");
    expect_problem("[paper]\nqr = \"https://hall.example/{wait_text}\"\n", "{wait_text} is no parameter");
    expect_problem("[[paper.head]]\ntext = { fr = \"x\" }\n", "unknown key; allowed here: en, zh_CN");
    expect_problem("[paper]\nqr = \"https://x/{name}\"\n", "{name} is no parameter");
}

TEST_F(Configuration, AnUnknownTimeZoneIsAnError) {
    // The last ones are files there, and no names that a screen elsewhere knows.
    for (const char* const zone : {"Asia/Atlantis", "localtime", "posixrules", "right/UTC"}) {
        std::string text = hall_and("");
        text.replace(text.find("id = \"h\""), 8, "id = \"h\"\ntime_zone = \"" + std::string(zone) + "\"");
        const std::string problems = problems_of(text);
        if (std::filesystem::is_directory("/usr/share/zoneinfo")) {
            EXPECT_NE(problems.find("hall.time_zone"), std::string::npos) << zone << ": " << problems;
        }
    }
}

TEST_F(Configuration, ABaudRateIsOneThatASerialPortHas) {
    const std::string line = "[[line]]\nid = \"l\"\npath = \"/dev/x\"\nprofile = \"bus-x\"\nbaud = ";
    expect_problem(line + "12345\n", "line[1].baud: is 12345; allowed: 300, 600, 1200, ");
    expect_problem(line + "0\n", "line[1].baud: is 0; allowed: 300, ");
    expect_problem("[[printer]]\nid = \"p\"\npath = \"/dev/x\"\nprofile = \"printer-x\"\nbaud = 1201\n",
                   "printer[1].baud: is 1201; allowed: 300, ");
    expect_problem(line + "9600\nfind_speed = 3\n", "line[1].find_speed");
    EXPECT_EQ(problems_of(hall_and(line + "9600\nfind_speed = true\n")), "");
    for (const char* good : {"300", "9600", "19200", "115200", "921600"}) {
        EXPECT_EQ(problems_of(hall_and(line + good + "\n")), "");
    }
}

TEST_F(Configuration, TheListenersAddressIsAnIpAddress) {
    const std::string api = "[api]\nport = 8443\ncertificate = \"c\"\nkey = \"k\"\naddress = ";
    for (const char* wrong : {"300.1.1.1", "1.2.3", "127.1", "::1::", "dead", "1.2.3.4:80"}) {
        expect_problem(api + "\"" + wrong + "\"\n",
                       "api.address: is \"" + std::string(wrong) +
                           "\"; allowed: an IP address of this machine, such as");
    }
    for (const char* good : {"127.0.0.1", "0.0.0.0", "::", "::1", "2001:db8::7"}) {
        EXPECT_EQ(problems_of(hall_and(api + "\"" + good + "\"\n")), "") << good;
    }
}

TEST_F(Configuration, TheReasonsOfARatingAreThoseThatTheCatalogueHas) {
    const auto catalogue =
        i18n::Catalogue::load(std::filesystem::path(JIAOHAO_SOURCE_DIR) / "ui/i18n").catalogue;
    std::string all;
    for (const std::string& id : catalogue.ids("en")) {
        if (id.starts_with("reason.")) {
            all += (all.empty() ? "" : ", ") + id.substr(7);
        }
    }
    expect_problem("[rating]\nreasons = [\"attitude\", \"attitud\"]\n",
                   "rating.reasons[2]: is \"attitud\"; allowed: one of " + all + "\n");
}

TEST_F(Configuration, TheOrderOfCallingIsCheckedAndHasDefaults) {
    const auto hall = [&](const std::string& more) { return load(write("kiosk.toml", hall_and(more))); };
    EXPECT_EQ(hall("")->hall.order.first.size(), 4U);
    const auto config = hall(
        "[order]\nfirst = [\"group\", \"vip\"]\nturn_after = 2\nmost_overtakes = 5\nlongest_overtaken_min = "
        "20\n"
        "pick_reasons = [\"manager\"]\npick_reason_needed = true\n");
    ASSERT_TRUE(config);
    const domain::OrderConfig& order = config->hall.order;
    EXPECT_EQ(order.first, (std::vector{domain::CustomerClass::group, domain::CustomerClass::vip}));
    EXPECT_EQ(order.turn_after, 2U);
    EXPECT_EQ(order.most_overtakes, 5U);
    EXPECT_EQ(order.longest_overtaken, std::chrono::minutes{20});
    EXPECT_EQ(order.pick_reasons, std::vector<std::string>{"manager"});
    EXPECT_TRUE(order.pick_reason_needed);
    EXPECT_TRUE(hall("[order]\nfirst = []\n")->hall.order.first.empty());
    expect_problem("[order]\nfirst = [\"vip\", \"ordinary\"]\n",
                   "order.first[2]: is \"ordinary\"; allowed: one of appointment, vip, priority, group");
    expect_problem("[order]\nmost_overtakes = 0\n",
                   "order.most_overtakes: is 0; allowed: a whole number from 1 to 100");
    expect_problem("[order]\npick_reasons = []\npick_reason_needed = true\n", "nobody could be picked");
    expect_problem("[[counter]]\nid = \"c2\"\nlabel = \"2\"\nservices = [\"s1\"]\nalso = [\"s1\"]\n",
                   "counter[2].also[1]: \"s1\" is one of its own services already");
    expect_problem("[[counter]]\nid = \"c2\"\nlabel = \"2\"\nservices = [\"s1\"]\nalso = [\"s9\"]\n",
                   "counter[2].also[1]: there is no service \"s9\"");
}

TEST_F(Configuration, AMissingFileIsAnErrorThatNamesIt) {
    const auto loaded = load(folder_ / "none.toml");
    ASSERT_FALSE(loaded.has_value());
    EXPECT_NE(loaded.error().text().find("none.toml: cannot be read"), std::string::npos);
    const std::string text = problems_of("hall_file = \"halls/none.toml\"\n");
    EXPECT_NE(text.find("halls/none.toml: cannot be read"), std::string::npos) << text;
}

}  // namespace
}  // namespace jiaohao::config
