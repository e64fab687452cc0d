// The built headofficed: what it says of its settings, and that it makes nothing when it cannot start.
// SPDX-License-Identifier: Apache-2.0
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "tests/support/run_program.hpp"

namespace jiaohao::test {
namespace {

namespace fs = std::filesystem;
const std::string kProgram = "timeout 60 " JIAOHAO_BINARY_DIR "/bin/headofficed ";

class HeadOfficeProgram : public ::testing::Test {
  protected:
    HeadOfficeProgram() {
        std::string name = (fs::temp_directory_path() / "headoffice-XXXXXX").string();
        folder_ = ::mkdtemp(name.data());
        EXPECT_EQ(run("dev-ca --folder " + in("tls") + " --terminal t1").code, 0);
        write(
            "[store]\nfolder = \"a/store\"\n[terminals]\nlisten = \"127.0.0.1:0\"\n[readers]\nlisten = "
            "\"127.0.0.1:0\"\n");
    }
    ~HeadOfficeProgram() override { fs::remove_all(folder_); }

    [[nodiscard]] std::string in(const std::string& name) const { return (folder_ / name).string(); }
    void write(const std::string& text) const { std::ofstream(in("office.toml")) << text; }
    static Ran run(const std::string& arguments) { return run_program(kProgram + arguments + " 2>&1"); }
    [[nodiscard]] Ran serve(const std::string& more) const {
        return run("serve --config " + in("office.toml") + " " + more);
    }
    static bool has(const std::string& text, const std::string& part) {
        return text.find(part) != std::string::npos;
    }

    fs::path folder_;
};

TEST_F(HeadOfficeProgram, WithoutItsCertificatesItSaysSoAndMakesNoStore) {
    const Ran ran = serve("--tls-folder " + in("none"));
    EXPECT_EQ(ran.code, 2) << ran.output;
    EXPECT_TRUE(has(ran.output, in("none/server.pem"))) << ran.output;
    EXPECT_FALSE(fs::exists(in("a")));
    const Ran pages = serve("--tls-folder " + in("tls") + " --pages " + in("none"));
    EXPECT_EQ(pages.code, 2) << pages.output;
    EXPECT_TRUE(has(pages.output, "readers.pages: ")) << pages.output;
    EXPECT_FALSE(fs::exists(in("a")));
}

TEST_F(HeadOfficeProgram, APortThatIsTakenIsNamedAndNoStoreIsMade) {
    const int taken = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* raw = reinterpret_cast<sockaddr*>(&address);
    ASSERT_TRUE(::bind(taken, raw, size) == 0 && ::listen(taken, 1) == 0);
    ASSERT_EQ(::getsockname(taken, raw, &size), 0);
    const std::string port = std::to_string(ntohs(address.sin_port));
    const Ran ran = serve("--tls-folder " + in("tls") + " --pages-listen 127.0.0.1:" + port);
    ::close(taken);
    EXPECT_EQ(ran.code, 1) << ran.output;
    EXPECT_TRUE(has(ran.output, "readers.listen: ") && has(ran.output, port)) << ran.output;
    EXPECT_FALSE(fs::exists(in("a")));
}

TEST_F(HeadOfficeProgram, CheckLooksAtWhatTheSettingsNameAndMakesNothing) {
    const Ran good = serve("--check --tls-folder " + in("tls"));
    EXPECT_EQ(good.code, 0) << good.output;
    EXPECT_TRUE(has(good.output, in("office.toml") + ": good\n")) << good.output;
    EXPECT_FALSE(fs::exists(in("a")));

    write(
        "[store]\nfolder = \"office.toml/store\"\n[halls]\ntime_zone = \"Nowhere/City\"\n[readers]\npages = "
        "\"none\"\n");
    fs::remove(in("tls/server.key"));
    const Ran wrong = serve("--check --tls-folder " + in("tls"));
    EXPECT_EQ(wrong.code, 2);
    for (const std::string& wanted : {"terminals.key: key file missing: " + in("tls/server.key"),
                                      "store.folder: " + in("office.toml") + " is not a folder",
                                      std::string("halls.time_zone: "), std::string("readers.pages: ")}) {
        EXPECT_TRUE(has(wrong.output, wanted)) << "wanted: " << wanted << "\ngot: " << wrong.output;
    }
}

TEST_F(HeadOfficeProgram, WrongUsageExitsTwoAndHelpNamesTheExitCodes) {
    EXPECT_EQ(run("").code, 2);
    EXPECT_EQ(run("dance").code, 2);
    EXPECT_EQ(serve("--dance").code, 2);
    write("[store]\nfoo = 1\n");
    EXPECT_EQ(serve("--check").code, 2);
    const Ran help = run("serve --help");
    EXPECT_EQ(help.code, 0);
    EXPECT_TRUE(has(help.output, "Exit codes:") && has(help.output, "--check")) << help.output;
}

}  // namespace
}  // namespace jiaohao::test
