// Recordings of lines in the configuration.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/unit/config/config_folder.hpp"

namespace jiaohao::config {
namespace {

class CaptureSection : public ConfigFolder {};

TEST_F(CaptureSection, IsOffByDefaultAndKeepsItsFilesBesideTheJournal) {
    const auto loaded = load(write("kiosk.toml", hall_and("[journal]\nfolder = \"/j\"\n")));
    ASSERT_TRUE(loaded.has_value()) << loaded.error().text();
    EXPECT_TRUE(loaded->capture.lines.empty());
    EXPECT_EQ(loaded->capture.folder, "/j/captures");
    EXPECT_EQ(loaded->capture.files, 8U);
}

TEST_F(CaptureSection, NamesLinesThatAreThere) {
    const std::string devices = "[[printer]]\nid = \"p\"\npath = \"/dev/p\"\nprofile = \"printer-x\"\n";
    write("printer-x.toml", "");

    const auto loaded = load(
        write("kiosk.toml",
              hall_and(devices + "[capture]\nlines = [\"p\"]\nfolder = \"c\"\nfile_kib = 64\nfiles = 2\n")));
    ASSERT_TRUE(loaded.has_value()) << loaded.error().text();
    EXPECT_EQ(loaded->capture.lines, std::vector{domain::DeviceId{"p"}});
    EXPECT_EQ(loaded->capture.file_bytes, 65536U);
    EXPECT_EQ(loaded->capture.files, 2U);
    const auto wrong =
        load(write("kiosk.toml", hall_and(devices + "[capture]\nlines = [\"toaster\"]\nspeed = 1\n")));
    ASSERT_FALSE(wrong.has_value());
    EXPECT_NE(wrong.error().text().find("there is no printer or line \"toaster\"; there are: p"),
              std::string::npos)
        << wrong.error().text();
    EXPECT_NE(wrong.error().text().find("speed"), std::string::npos);
}

}  // namespace
}  // namespace jiaohao::config
