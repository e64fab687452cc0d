// The built daemon: what it says of its configuration, and that it begins nothing it cannot go on with.
// SPDX-License-Identifier: Apache-2.0
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <functional>

#include "tests/support/run_program.hpp"
#include "tests/unit/http/certificates.hpp"

namespace jiaohao::test {
namespace {

namespace fs = std::filesystem;

Ran run(const std::string& command) {
    return run_program(command + " 2>&1");
}

/// A TCP port of loopback that somebody listens on.
class TakenPort {
  public:
    TakenPort() : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto* raw = reinterpret_cast<sockaddr*>(&address);
        if (::bind(fd_, raw, size) == 0 && ::listen(fd_, 1) == 0 && ::getsockname(fd_, raw, &size) == 0) {
            port_ = ntohs(address.sin_port);
        }
    }
    ~TakenPort() { ::close(fd_); }
    TakenPort(const TakenPort&) = delete;
    TakenPort& operator=(const TakenPort&) = delete;
    [[nodiscard]] std::string port() const { return std::to_string(port_); }

  private:
    int fd_;
    std::uint16_t port_ = 0;
};

class Kioskd : public testing::Test {
  protected:
    ~Kioskd() override { end(); }
    [[nodiscard]] std::string in(const std::string& name) const { return folder.path() + "/" + name; }
    /// A hall without devices; `more` is laid over it.
    std::string config(const std::string& more = "") const {
        const std::string source = JIAOHAO_SOURCE_DIR;
        return folder.write(
            "kiosk.toml", "hall_file = \"" + source + "/config/halls/demo.toml\"\n[terminal]\nprofiles = \"" +
                              in("profiles") + "\"\ncatalogue = \"" + source +
                              "/ui/i18n\"\n[journal]\nfolder = \"" + in("journal") + "\"\n" + more);
    }
    static Ran kioskd(const std::string& arguments) {
        return run("timeout 60 " JIAOHAO_BINARY_DIR "/bin/kioskd " + arguments);
    }
    Ran check(const std::string& more) const { return kioskd("--check --config " + config(more)); }
    Ran ctl(const std::string& arguments) const {
        return run(JIAOHAO_BINARY_DIR "/bin/kioskctl --lang en --texts " JIAOHAO_SOURCE_DIR
                                      "/ui/i18n --socket " +
                   in("api.sock") + " " + arguments);
    }
    /// Runs until end(); true once it answers.
    bool begin() {
        const std::string file = config("[api]\nsocket = \"" + in("api.sock") +
                                        "\"\n[[api.grant]]\nuid = " + std::to_string(::getuid()) +
                                        "\nroles = [\"manager\", \"technician\"]\n");
        child_ = ::fork();
        if (child_ == 0) {
            ::freopen(in("log").c_str(), "w", stderr);
            ::execl(JIAOHAO_BINARY_DIR "/bin/kioskd", "kioskd", "--config", file.c_str(), nullptr);
            ::_exit(127);
        }
        for (int i = 0; i < 20; ++i) {
            if (ctl("status").code == 0) {
                return true;
            }
        }
        return false;
    }
    void end() {
        if (child_ > 0) {
            ::kill(child_, SIGTERM);
            ::waitpid(child_, nullptr, 0);
            child_ = -1;
        }
    }
    static bool has(const std::string& text, const std::string& part) {
        return text.find(part) != std::string::npos;
    }

    TempFolder folder;
    Authority authority{folder.path(), "authority"};
    pid_t child_ = -1;
};

TEST_F(Kioskd, APortThatIsTakenIsNamedAndTheJournalStaysUntouched) {
    const TakenPort taken;
    const Ran ran = kioskd("--config " + config("[api]\nport = " + taken.port() + "\n"));
    EXPECT_EQ(ran.code, 1);
    EXPECT_TRUE(has(ran.output, "127.0.0.1 port " + taken.port())) << ran.output;
    EXPECT_TRUE(has(ran.output, "another program has it")) << ran.output;
    EXPECT_FALSE(fs::exists(in("journal")));
}

TEST_F(Kioskd, AProfileThatCannotBeUsedLeavesTheJournalUntouchedToo) {
    folder.write("profiles/printer-x.toml", "nonsense = 1\n");
    const Ran ran = kioskd(
        "--config " + config("[[printer]]\nid = \"p\"\npath = \"/dev/none\"\nprofile = \"printer-x\"\n"));
    EXPECT_EQ(ran.code, 2) << "a file that the configuration names";
    EXPECT_TRUE(has(ran.output, "printer[1].profile")) << ran.output;
    EXPECT_FALSE(fs::exists(in("journal")));
}

TEST_F(Kioskd, WrongUsageAndWrongConfigurationExitTwoAndHelpSaysSo) {
    EXPECT_EQ(kioskd("--config /nope").code, 2);
    EXPECT_EQ(kioskd("").code, 2);
    EXPECT_EQ(kioskd("--dance").code, 2);
    EXPECT_EQ(check("[api]\nfoo = 1\n").code, 2);
    const Ran help = kioskd("--help");
    EXPECT_EQ(help.code, 0);
    EXPECT_TRUE(has(help.output, "Exit codes:") && has(help.output, "  2   wrong usage")) << help.output;
    const Ran good = check("");
    EXPECT_EQ(good.code, 0) << good.output;
    EXPECT_TRUE(has(good.output, "good"));
    EXPECT_FALSE(fs::exists(in("journal"))) << "a check begins nothing";
}

TEST_F(Kioskd, CheckTriesWhatTheConfigurationNamesAndSaysWhereItStands) {
    folder.write("profiles/bus-x.toml", "nonsense = 1\n");
    const CertificateFiles one = authority.issue("a", "DNS:a");
    const CertificateFiles other = authority.issue("b", "DNS:b");
    const Ran ran =
        check("[api]\npages = \"www\"\ncertificate = \"" + one.certificate + "\"\nkey = \"" + other.key +
              "\"\n[[line]]\nid = \"l\"\npath = \"/dev/none\"\nprofile = \"bus-x\"\n"
              "[upload]\nurl = \"https://head:1\"\nca = \"none.pem\"\ncertificate = \"" +
              one.certificate + "\"\nkey = \"" + one.key + "\"\n");
    EXPECT_EQ(ran.code, 2);
    const std::string file = in("kiosk.toml") + ":";
    for (const std::string& wanted :
         {file + "8:9: api.pages: there is no " + in("www/counter/index.html"),
          file + "10:7: api.key: key file " + other.key + " does not belong to the certificate",
          file + "14:11: line[1].profile: the profile \"bus-x\" cannot be used",
          file + "17:6: upload.ca: authority file missing: " + in("none.pem"),
          "warning: " + file + "9:15: api.certificate: certificate file " + one.certificate +
              " expires on"}) {
        EXPECT_TRUE(has(ran.output, wanted)) << "wanted: " << wanted << "\ngot: " << ran.output;
    }
}

TEST_F(Kioskd, CheckNotesServicesWithoutACounterAndCountersNobodySignsOutOf) {
    const std::string source = JIAOHAO_SOURCE_DIR;
    const std::string file = folder.write("own.toml", R"([hall]
id = "h"
name = { zh_CN = "a", en = "a" }
languages = ["zh_CN", "en"]
[[range]]
id = "a"
[[service]]
id = "lost"
name = { zh_CN = "b", en = "b" }
range = "a"
[[service]]
id = "helped"
name = { zh_CN = "c", en = "c" }
range = "a"
[[service]]
id = "own"
name = { zh_CN = "d", en = "d" }
range = "a"
[[counter]]
id = "c8"
label = "8"
services = ["own"]
also = ["helped"]
handset_only = true
auto_call = true
[terminal]
catalogue = ")" + source + "/ui/i18n\"\n[journal]\nfolder = \"" +
                                                          in("journal") + "\"\n");
    const Ran ran = kioskd("--check --config " + file);
    EXPECT_EQ(ran.code, 0) << ran.output;
    EXPECT_TRUE(has(ran.output, "note: " + file + ":8:6: service[1].id: no counter serves \"lost\""))
        << ran.output;
    EXPECT_FALSE(has(ran.output, "serves \"helped\"")) << ran.output;
    EXPECT_FALSE(has(ran.output, "serves \"own\"")) << ran.output;
    EXPECT_TRUE(has(ran.output, "counter[1].auto_call: with handset_only nobody signs out")) << ran.output;
}

TEST_F(Kioskd, CheckTriesTheCertificateOfTheMainTerminal) {
    folder.write("token", "s3cret\n");
    folder.write("text.pem", "no certificate");
    const auto with = [&](const std::string& ca) {
        return check("[owner]\nurl = \"wss://main.hall:8443\"\ntoken_file = \"token\"\nca = \"" + ca +
                     "\"\n");
    };
    for (const auto& [ca, wanted] : {std::pair{"none.pem", "owner.ca: authority file missing: "},
                                     std::pair{"text.pem", "holds no certificate in PEM form"}}) {
        const Ran ran = with(ca);
        EXPECT_EQ(ran.code, 2) << ca;
        EXPECT_TRUE(has(ran.output, wanted)) << ran.output;
    }
    EXPECT_EQ(with(authority.file()).code, 0) << with(authority.file()).output;
}

TEST_F(Kioskd, CheckFindsAPageThatIsNotThereAmongOthers) {
    folder.write("www/counter/index.html", "<html></html>");
    const Ran ran = check("[api]\npages = \"www\"\n");
    EXPECT_TRUE(has(ran.output, "api.pages: there is no " + in("www/manager/index.html"))) << ran.output;
}

TEST_F(Kioskd, CheckFindsACatalogueThatIsNotThereAndAWrongSimulatedClock) {
    const std::string over = folder.write("over.toml", "[terminal]\ncatalogue = \"words\"\n");
    const Ran none = kioskd("--check --config " + config() + " --overrides " + over);
    EXPECT_EQ(none.code, 2);
    EXPECT_TRUE(has(none.output, over + ":2:13: terminal.catalogue: ")) << none.output;
    const Ran clock = kioskd("--check --sim-clock 1,2 --config " + config());
    EXPECT_EQ(clock.code, 2);
    EXPECT_TRUE(has(clock.output, "--sim-clock 1,2: ")) << clock.output;
}

TEST_F(Kioskd, CheckSaysThatAnotherTerminalsJournalStandsThere) {
    ASSERT_TRUE(begin());
    ASSERT_EQ(ctl("open-day").code, 0);
    const std::string over = folder.write("over.toml", "[terminal]\nid = \"t5\"\n");
    const std::string sentence =
        "the journal in " + in("journal") + " is that of terminal \"t1\" of hall \"demo\"";
    const auto checked = [&] {
        return kioskd("--check --config " + in("kiosk.toml") + " --overrides " + over);
    };
    const Ran beside = checked();
    EXPECT_EQ(beside.code, 0) << beside.output;
    EXPECT_TRUE(has(beside.output, "warning: " + over + ":2:6: terminal.id: " + sentence)) << beside.output;
    EXPECT_TRUE(has(beside.output, "open, tickets waiting: 0")) << beside.output;
    EXPECT_TRUE(has(beside.output, in("kiosk.toml") + " and " + over + ": good\n")) << beside.output;
    end();
    const Ran after = checked();
    EXPECT_TRUE(has(after.output, sentence)) << after.output;
    EXPECT_FALSE(fs::exists(in("journal/journal.db-shm"))) << "a check makes no file";
    EXPECT_FALSE(has(kioskd("--check --config " + in("kiosk.toml")).output, sentence));
}

TEST_F(Kioskd, CheckTriesTheJournalsFolderAndThatOfTheSocket) {
    const std::string over = folder.write("over.toml", "[journal]\nfolder = \"/dev/null\"\n");
    const Ran null = kioskd("--check --config " + config() + " --overrides " + over);
    EXPECT_EQ(null.code, 2);
    EXPECT_TRUE(has(null.output, over + ":2:10: journal.folder: /dev/null is not a folder")) << null.output;
    folder.write("over.toml", "[journal]\nfolder = \"/dev/null/a/b\"\n");
    const Ran below = kioskd("--check --config " + config() + " --overrides " + over);
    EXPECT_EQ(below.code, 2);
    EXPECT_TRUE(has(below.output, "journal.folder: /dev/null is not a folder")) << below.output;
    const Ran socket = check("[api]\nsocket = \"none/api.sock\"\n");
    EXPECT_EQ(socket.code, 0) << "the folder of a stopped service goes: " << socket.output;
    EXPECT_TRUE(has(socket.output, "note: " + in("kiosk.toml") + ":8:10: api.socket: there is no folder " +
                                       in("none") + " now; whoever starts kioskd makes it first"))
        << socket.output;
    folder.write("file", "x");
    const Ran file = check("[api]\nsocket = \"file\"\n");
    EXPECT_EQ(file.code, 2);
    EXPECT_TRUE(has(file.output, "api.socket: " + in("file") + " is there already and is no socket"))
        << file.output;
    EXPECT_EQ(check("[api]\nsocket = \"api.sock\"\n").code, 0);
}

TEST_F(Kioskd, CheckByAPersonWhoMayLessThanTheServiceWarnsAndFindsNothingWrong) {
    const std::string file = config("[api]\nsocket = \"run/api.sock\"\n");
    fs::create_directories(in("journal"));
    fs::create_directories(in("run"));
    for (const char* name : {"", "journal", "run"}) {
        fs::permissions(in(name), static_cast<fs::perms>(0555));
    }
    // root may everything.
    const std::string person = ::geteuid() == 0 ? "setpriv --reuid=65534 --regid=65534 --clear-groups " : "";
    const std::string program = JIAOHAO_BINARY_DIR "/bin/kioskd";
    if (run(person + "test -x " + program + " -a -r " JIAOHAO_SOURCE_DIR "/README.md").code != 0) {
        fs::permissions(in(""), fs::perms::owner_all);
        GTEST_SKIP() << "another user may not run " << program << ": the tree lies in a private folder";
    }
    const Ran ran = run(person + "timeout 60 " + program + " --check --config " + file);
    fs::permissions(in(""), fs::perms::owner_all);
    fs::permissions(in("journal"), fs::perms::none);
    EXPECT_EQ(ran.code, 0) << ran.output;
    EXPECT_TRUE(has(ran.output, "warning: " + in("kiosk.toml"))) << ran.output;
    EXPECT_TRUE(has(ran.output, "journal.folder: no files can be made in " + in("journal"))) << ran.output;
    EXPECT_TRUE(has(ran.output, "api.socket: no files can be made in " + in("run"))) << ran.output;
    EXPECT_TRUE(has(ran.output, "the user of the service must be able to")) << ran.output;
    fs::permissions(in("journal"), fs::perms::owner_all);
    fs::permissions(in("run"), fs::perms::owner_all);
}

/// A port is taken; that a device is no device as well is not why.
TEST_F(Kioskd, AStartThatFailedForAnotherReasonIsNotBlamedOnAPlace) {
    fs::create_directories(in("profiles"));
    fs::copy_file(JIAOHAO_SOURCE_DIR "/drivers/profiles/printer-generic-80.toml",
                  in("profiles/printer-generic-80.toml"));
    const TakenPort taken;
    const Ran ran =
        kioskd("--config " + config("[api]\nport = " + taken.port() +
                                    "\n[[printer]]\nid = \"p\"\nprofile = \"printer-generic-80\"\n"
                                    "path = \"/etc/passwd\"\n"));
    EXPECT_EQ(ran.code, 1) << ran.output;
    EXPECT_TRUE(has(ran.output, "another program has it")) << ran.output;
    EXPECT_TRUE(has(ran.output, "/etc/passwd is a file, not a serial port")) << "told all the same";
}

TEST_F(Kioskd, CheckSaysWhichPortIsNoDeviceAndWhichIsNotPluggedIn) {
    for (const char* name : {"printer-generic-80", "bus-hall-a"}) {
        fs::create_directories(in("profiles"));
        fs::copy_file(std::string(JIAOHAO_SOURCE_DIR "/drivers/profiles/") + name + ".toml",
                      in("profiles/") + name + ".toml");
    }
    const auto devices = [this](const std::string& printer, const std::string& line) {
        return check("[[printer]]\nid = \"p\"\nprofile = \"printer-generic-80\"\npath = \"" + printer +
                     "\"\n[[line]]\nid = \"l\"\nprofile = \"bus-hall-a\"\npath = \"" + line + "\"\n");
    };
    const Ran wrong = devices("/etc/passwd", "/etc");
    EXPECT_EQ(wrong.code, 2);
    const std::string file = in("kiosk.toml") + ":";
    EXPECT_TRUE(has(wrong.output, file + "10:8: printer[1].path: /etc/passwd is a file, not a serial port"))
        << wrong.output;
    EXPECT_TRUE(has(wrong.output, file + "14:8: line[1].path: /etc is a folder, not a serial port"))
        << wrong.output;
    const Ran away = devices("/dev/nothing1", "/dev/nothing2");
    EXPECT_EQ(away.code, 0) << away.output;
    EXPECT_TRUE(has(away.output, "note: " + file + "10:8: printer[1].path: there is no /dev/nothing1 now"))
        << away.output;
    EXPECT_TRUE(has(away.output, "note: " + file + "14:8: line[1].path: there is no /dev/nothing2 now"))
        << away.output;
    EXPECT_TRUE(has(away.output, ": good\n")) << away.output;
    EXPECT_FALSE(has(devices("/dev/zero", "/dev/nothing2").output, "printer[1]"));
    fs::create_symlink("/dev/zero", in("one"));
    fs::create_symlink("/dev/zero", in("two"));
    const Ran twice = devices(in("one"), in("two"));
    EXPECT_EQ(twice.code, 2);
    EXPECT_TRUE(has(twice.output, "line[1].path: " + in("two") + " is /dev/zero, and so is printer[1].path"))
        << twice.output;
}

TEST_F(Kioskd, ACleanStopTakesItsSocketAwayAndNoOther) {
    ASSERT_TRUE(begin());
    EXPECT_TRUE(fs::exists(in("api.sock")));
    end();
    EXPECT_FALSE(fs::exists(fs::symlink_status(in("api.sock"))));
    ASSERT_TRUE(begin());
    fs::remove(in("api.sock"));
    std::ofstream(in("api.sock")) << "another's";
    end();
    EXPECT_TRUE(fs::is_regular_file(in("api.sock")));
}

TEST_F(Kioskd, DoctorTellsOfADamagedJournalAndAMissingReserve) {
    ASSERT_TRUE(begin());
    EXPECT_FALSE(has(ctl("doctor").output, "The reserve"));
    fs::remove(in("journal/ballast"));
    EXPECT_TRUE(has(ctl("doctor").output, "The reserve " + in("journal/ballast"))) << ctl("doctor").output;
    end();
    std::ofstream(in("journal/journal.db"), std::ios::binary | std::ios::trunc) << std::string(8192, 'x');
    ASSERT_TRUE(begin());
    const std::string told = ctl("doctor").output;
    EXPECT_TRUE(has(told, "The journal was damaged (2")) << told;
    EXPECT_TRUE(has(told, "Damaged files: " + in("journal/damaged-"))) << told;
    EXPECT_TRUE(has(told, "lost: ")) << told;
}

}  // namespace
}  // namespace jiaohao::test
