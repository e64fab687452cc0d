// What displays show, as files.
// SPDX-License-Identifier: Apache-2.0
#include "drivers/sim/bus/display_files.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "tests/unit/bus/bench.hpp"

namespace jiaohao::drivers::sim_bus {
namespace {

namespace fs = std::filesystem;

class Displays : public ::testing::Test {
  protected:
    void SetUp() override {
        std::string pattern = fs::temp_directory_path() / "displays.XXXXXX";
        ASSERT_NE(mkdtemp(pattern.data()), nullptr);
        folder = pattern;
        auto made = DisplayFiles::make(folder, {}, 2);
        ASSERT_TRUE(made.has_value()) << made.error();
        files = std::move(*made);
    }
    void TearDown() override { fs::remove_all(folder); }
    static DeviceLook display(const std::string& number) {
        DeviceLook look;
        look.address = 3;
        look.roles = {engine::Role::display};
        look.shows = true;
        look.number = number;
        look.waiting = "12";
        look.text = "请 A027 到 3 号窗口";
        return look;
    }
    fs::path folder;
    std::unique_ptr<DisplayFiles> files;
};

TEST_F(Displays, EachChangeIsAPictureAndAText) {
    const auto drawn = files->update({display("A027")});
    ASSERT_TRUE(drawn.has_value()) << drawn.error();
    ASSERT_EQ(drawn->size(), 1U);
    EXPECT_EQ(drawn->at(0).file, folder / "display-3-0001.png");
    EXPECT_GT(fs::file_size(folder / "display-3-0001.png"), 500U);
    std::ostringstream text;
    text << std::ifstream(folder / "display-3-0001.txt").rdbuf();
    EXPECT_EQ(text.str(), "number A027\nwaiting 12\ntext 请 A027 到 3 号窗口\n");
    EXPECT_TRUE(files->update({display("A027")})->empty()) << "nothing has changed";
}

TEST_F(Displays, OldPicturesAreRemoved) {
    for (const char* number : {"1", "2", "3"}) {
        ASSERT_TRUE(files->update({display(number)}).has_value());
    }
    EXPECT_FALSE(fs::exists(folder / "display-3-0001.png"));
    EXPECT_FALSE(fs::exists(folder / "display-3-0001.txt"));
    EXPECT_TRUE(fs::exists(folder / "display-3-0002.png"));
    EXPECT_TRUE(fs::exists(folder / "display-3-0003.png"));
}

TEST_F(Displays, APictureThatCannotBeWrittenIsNamed) {
    fs::remove_all(folder);
    const auto drawn = files->update({display("1")});
    ASSERT_FALSE(drawn.has_value());
    EXPECT_NE(drawn.error().find("display-3-0001.png"), std::string::npos) << drawn.error();
}

TEST_F(Displays, LitDotsAreThoseOfTheWords) {
    auto font = sim::Font::open({});
    ASSERT_TRUE(font.has_value());
    const auto lit = [&](const sim::PanelText& words) {
        const auto picture = sim::draw_panel(words, sim::PanelKind::led, **font);
        return std::count(picture.grey.begin(), picture.grey.end(), 255);
    };
    EXPECT_EQ(lit({}), 0);
    EXPECT_GT(lit({"8", "", ""}), lit({"1", "", ""}));
    EXPECT_GT(lit({"8", "8", ""}), lit({"8", "", ""}));
    EXPECT_GT(lit({"8", "8", "欢"}), lit({"8", "8", ""}));
    EXPECT_GT(lit({std::string(40, '8'), "", ""}), 0) << "what is too long is cut off";
    DeviceLook handset = display("1");
    handset.roles = {engine::Role::handset};
    EXPECT_NE(draw_device(handset, **font).light, draw_device(display("1"), **font).light);
}

}  // namespace
}  // namespace jiaohao::drivers::sim_bus
