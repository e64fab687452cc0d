// Recording a line, reading the file, playing it again.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <sstream>
#include <thread>

#include "drivers/line/capture_store.hpp"
#include "drivers/line/recording_line.hpp"
#include "tests/support/fake_line.hpp"
#include "tests/support/manual_timers.hpp"

namespace jiaohao::drivers {
namespace {

namespace fs = std::filesystem;
using capture::What;
using std::chrono::microseconds;
using namespace std::chrono_literals;

capture::Header header() {
    capture::Header header{
        "printer-1",          "/dev/x", "9600 8N1", "boot-1", BootTime{3600s}, WallTime{1578297600000ms}, 1,
        {{"kind", "printer"}}};
    return header;
}

std::string wrong_with(const std::string& text) {
    std::istringstream in(text);
    const auto capture = capture::read(in);
    return capture ? "" : std::to_string(capture.error().line) + ": " + capture.error().what;
}

TEST(CaptureFormat, WhatIsWrittenIsReadBack) {
    std::vector<capture::Record> records{{microseconds{0}, What::up},
                                         {microseconds{120}, What::written, {0x10, 0x04, 0x01}},
                                         {microseconds{3377}, What::heard, {0x12}},
                                         {microseconds{3377}, What::refused, {0xFF}},
                                         {microseconds{4000}, What::written, Bytes(70, 0xA5)},
                                         {microseconds{5000}, What::note, {}, "job {\"copy\":1}"},
                                         {microseconds{6000}, What::missing, {}, "2 records 9 bytes"},
                                         {microseconds{7000}, What::down, {}, "lost path=/dev/x"}};
    std::string text = to_text(header());
    for (const auto& record : records) {
        text += to_text(record);
    }
    std::istringstream in(text);
    const auto capture = capture::read(in);
    ASSERT_TRUE(capture.has_value()) << capture.error().what;
    EXPECT_EQ(capture->header, header());
    EXPECT_EQ(capture->records, records);
}

TEST(CaptureFormat, IsReadableText) {
    EXPECT_EQ(to_text(capture::Record{microseconds{3377}, What::heard, {0x12, 0xAB}}),
              "        3377 < 12 ab\n");
    const std::string two = to_text(capture::Record{microseconds{1}, What::written, Bytes(33, 0)});
    EXPECT_EQ(two.substr(two.find('\n') + 1), "           + 00\n");
    EXPECT_EQ(to_text(capture::Record{microseconds{1}, What::note, {}, "two\nlines"}),
              "           1 note two lines\n")
        << "a text never makes a line of its own";
}

TEST(CaptureFormat, AMistakeIsNamedByItsLine) {
    const std::string head = "# jiaohao line capture 1\n# line a\n";
    EXPECT_EQ(wrong_with(""), "1: is empty");
    EXPECT_EQ(wrong_with("hello\n"), "1: is no capture: the first line is not \"# jiaohao line capture 1\"");
    EXPECT_EQ(wrong_with(head + "5 < 1g\n"), "3: \"1g\" is no byte of two hex digits");
    EXPECT_EQ(wrong_with(head + "5 < 123\n"), "3: \"123\" is no byte of two hex digits");
    EXPECT_EQ(wrong_with(head + "5 <\n"), "3: there are no bytes");
    EXPECT_EQ(wrong_with(head + "-5 up\n"), "3: a line begins with its time in microseconds, + or #");
    EXPECT_EQ(wrong_with(head + "5 up\n4 up\n"), "4: times never run backwards");
    EXPECT_EQ(wrong_with(head + "5 up\n+ 00\n"),
              "4: + goes on with a line of bytes; there is none before it");
    EXPECT_EQ(wrong_with(head + "5 sideways\n").substr(0, 14), "3: \"sideways\" ");
    EXPECT_EQ(wrong_with(head + "5 up\n# part 2\n").substr(0, 10), "4: a heade");
    EXPECT_EQ(wrong_with(head + "# part x\n"), "3: part is a whole number from 0");
    EXPECT_EQ(wrong_with(head + std::string(capture::kLongestLine + 1, ' ') + "\n").substr(0, 12),
              "3: too much:");
    EXPECT_EQ(wrong_with(head + "5 up\n6 < 1"), "") << "the machine went down in the middle of the last line";
}

/// A record of five bytes of text takes many times that in memory.
TEST(CaptureFormat, HasNoMoreRecordsThanAllowed) {
    const auto read = [](int records, std::size_t most) {
        std::string text = "# jiaohao line capture 1\n# line a\n";
        for (int i = 0; i < records; ++i) {
            text += "0 up\n";
        }
        std::istringstream in(text + "7 < 01\n   + 02\n");
        return capture::read(in, most);
    };
    const auto fits = read(99, 100);
    ASSERT_TRUE(fits) << fits.error().what;
    EXPECT_EQ(fits->records.size(), 100U);
    EXPECT_EQ(fits->records.back().bytes.size(), 2U) << "a line that goes on is no record of its own";
    const auto too_many = read(100, 100);
    ASSERT_FALSE(too_many);
    EXPECT_EQ(too_many.error().line, 103U);
    EXPECT_EQ(
        too_many.error().what.find("too much: a file has at most 100 records; put the lines from here on "),
        0U)
        << too_many.error().what;
}

/// The bound that holds without saying so, at once and not after the memory is gone.
TEST(CaptureFormat, AFileFullOfTinyRecordsIsRefused) {
    std::string text = "# jiaohao line capture 1\n# line a\n";
    text.reserve(text.size() + 5 * (capture::kMostRecords + 1));
    for (std::size_t i = 0; i <= capture::kMostRecords; ++i) {
        text += "0 up\n";
    }
    EXPECT_EQ(wrong_with(text).substr(0, 18), "1000003: too much:");
}

bool comes_true(const std::function<bool()>& holds) {
    for (int turn = 0; turn < 30000 && !holds(); ++turn) {
        std::this_thread::sleep_for(1ms);
    }
    return holds();
}

class CaptureFiles : public ::testing::Test {
  protected:
    void SetUp() override {
        std::string pattern = (fs::temp_directory_path() / "jiaohao-capture-XXXXXX").string();
        ASSERT_NE(mkdtemp(pattern.data()), nullptr);
        folder_ = pattern;
        limits_.folder = folder_ / "captures";
    }
    void TearDown() override { fs::remove_all(folder_); }

    static std::string read_text(const fs::path& file) {
        std::ifstream in(file);
        return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    }
    [[nodiscard]] std::vector<std::string> files() const {
        std::vector<std::string> names;
        for (const auto& entry : fs::directory_iterator(limits_.folder)) {
            names.push_back(entry.path().filename().string());
        }
        std::sort(names.begin(), names.end());
        return names;
    }
    [[nodiscard]] capture::Capture read(const std::string& name) const {
        auto capture = capture::read_file((limits_.folder / name).string());
        EXPECT_TRUE(capture.has_value()) << (capture ? "" : capture.error());
        return capture.value_or(capture::Capture{});
    }

    fs::path folder_;
    capture::Limits limits_;
    NullSink sink_;
    Log log_{sink_, "test"};
};

class DeafDriver final : public LineListener {
  public:
    void on_bytes(ByteView, BootTime) override {}
    void on_line_up() override {}
    void on_line_down(const std::string&) override {}
};

TEST_F(CaptureFiles, ALineIsRecordedWithTimesAndDirectionsWhileItWorks) {
    testing::HandClock clock;
    testing::FakeLine inner(clock, "/dev/x");
    DeafDriver driver;
    {
        capture::Store store(limits_, log_);
        RecordingLine line(inner, "printer-1", SerialSetting{}, {{"kind", "printer"}}, store, clock);
        line.start(driver);
        inner.bring_up();
        inner.feed({0x01});
        line.record(true);
        clock.turn(120us);
        EXPECT_TRUE(line.hold_break(true));
        EXPECT_TRUE(line.hold_break(false));
        EXPECT_TRUE(line.write(Bytes{0x10, 0x04, 0x01}));
        clock.turn(3ms);
        inner.feed({0x12});
        inner.refuse_writes = true;
        EXPECT_FALSE(line.write(Bytes{0xFF}));
        line.note("job 1");
        clock.turn(1s);
        inner.drop("pulled");
        line.record(false);
        inner.bring_up();
        EXPECT_EQ(store.limits().files, 8U);
    }
    EXPECT_EQ(files(), std::vector<std::string>{"printer-1.000001.capture"});
    const auto capture = read("printer-1.000001.capture");
    EXPECT_EQ(capture.header.settings, "9600 8N1");
    EXPECT_EQ(capture.header.path, "/dev/x");
    EXPECT_EQ(capture.header.origin, BootTime{3600s});
    const std::vector<capture::Record> expected{{0us, What::up},
                                                {0us, What::note, {}, "begun while up"},
                                                {120us, What::note, {}, "break"},
                                                {120us, What::note, {}, "break ends"},
                                                {120us, What::written, {0x10, 0x04, 0x01}},
                                                {3120us, What::heard, {0x12}},
                                                {3120us, What::refused, {0xFF}},
                                                {3120us, What::note, {}, "job 1"},
                                                {1003120us, What::down, {}, "pulled"}};
    EXPECT_EQ(capture.records, expected);
}

TEST_F(CaptureFiles, OldFilesGoAndTimesRunOnOverTheParts) {
    limits_.file_bytes = 600;
    limits_.files = 3;
    for (int run = 0; run < 2; ++run) {
        capture::Store store(limits_, log_);
        store.open(header());
        for (int i = 0; i < 100; ++i) {
            store.put("printer-1", {microseconds{i}, What::heard, Bytes(10, 0x55)});
        }
    }
    fs::create_directories(limits_.folder);
    std::ofstream(limits_.folder / "printer-1.notes.capture") << "mine";
    {
        capture::Store store(limits_, log_);
        store.open(header());
    }
    const auto names = files();
    ASSERT_EQ(names.size(), 4U);
    EXPECT_EQ(names.back(), "printer-1.notes.capture") << "a file of another name is nobody's to delete";
    const auto last = read(names[1]);
    EXPECT_GT(last.header.part, 3U);
    EXPECT_EQ(last.header.origin, header().origin);
    ASSERT_FALSE(last.records.empty());
    EXPECT_EQ(last.records.back().at, microseconds{99});
    EXPECT_EQ(fs::status(limits_.folder / names[1]).permissions() & fs::perms::others_all, fs::perms::none);
}

TEST_F(CaptureFiles, WhatDoesNotFitIsCountedAndStandsInTheFile) {
    limits_.buffer_bytes = 300;
    {
        capture::Store store(limits_, log_);
        store.open(header());
        store.put("printer-1", {0us, What::heard, Bytes(1000, 1)});
        store.put("printer-1", {5us, What::heard, Bytes(2000, 2)});
        EXPECT_EQ(store.status("printer-1").dropped_records, 2U);
        store.put("printer-1", {9us, What::heard, {0x12}});
        store.put("printer-1", {10us, What::heard, Bytes(500, 3)});
        store.close("printer-1");
        EXPECT_FALSE(store.status("printer-1").recording);
        store.put("printer-1", {11us, What::heard, {0x13}});
    }
    const auto capture = read("printer-1.000001.capture");
    const std::vector<capture::Record> expected{{9us, What::missing, {}, "2 records 3000 bytes"},
                                                {9us, What::heard, {0x12}},
                                                {10us, What::missing, {}, "1 records 500 bytes"}};
    EXPECT_EQ(capture.records, expected);
}

TEST_F(CaptureFiles, AFolderThatCannotBeWrittenIsToldAndRecordingEnds) {
    std::ofstream(folder_ / "captures") << "a file where the folder should be";
    capture::Store store(limits_, log_);
    store.open(header());
    ASSERT_TRUE(comes_true([&] { return !store.status("printer-1").trouble.empty(); }));
    EXPECT_NE(store.status("printer-1").trouble.find("captures"), std::string::npos);
    EXPECT_FALSE(store.status("printer-1").recording);
    store.put("printer-1", {0us, What::heard, {0x12}});
    fs::remove(folder_ / "captures");
    store.open(header());
    ASSERT_TRUE(comes_true([&] { return !store.status("printer-1").file.empty(); }))
        << "the next recording is tried anew";
    EXPECT_EQ(store.status("printer-1").trouble, "");
}

}  // namespace
}  // namespace jiaohao::drivers
