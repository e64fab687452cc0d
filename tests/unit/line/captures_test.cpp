// Captures replayed against the drivers, with golden results. JIAOHAO_UPDATE_GOLDEN=1 writes the results anew,
// JIAOHAO_UPDATE_CAPTURES=1 the captures of the simulated halls.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "drivers/tool/job_note.hpp"
#include "drivers/tool/offline.hpp"
#include "tests/unit/line/hours.hpp"

namespace jiaohao::drivers {
namespace {

namespace fs = std::filesystem;
const fs::path kCaptures = fs::path(JIAOHAO_SOURCE_DIR) / "tests" / "captures";
const tool::Choice kChoice{testing::kProfiles, ""};

std::string text_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::string text_of(const capture::Capture& capture) {
    std::string text = to_text(capture.header);
    for (const auto& record : capture.records) {
        text += to_text(record);
    }
    return text;
}

std::vector<std::string> committed() {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(kCaptures)) {
        if (entry.path().extension() == ".capture") {
            names.push_back(entry.path().stem().string());
        }
    }
    std::sort(names.begin(), names.end());
    return names;
}

/// What the committed captures mean and lead to.
class Golden : public ::testing::TestWithParam<std::string> {};

TEST_P(Golden, CaptureMeansAndLeadsToWhatItDid) {
    const auto capture = capture::read_file((kCaptures / (GetParam() + ".capture")).string());
    ASSERT_TRUE(capture.has_value()) << capture.error();
    const auto decoded = tool::decode(*capture, kChoice);
    ASSERT_TRUE(decoded.has_value()) << decoded.error();
    const auto replayed = tool::replay(*capture, kChoice);
    ASSERT_TRUE(replayed.has_value()) << replayed.error();
    const std::string result =
        "# What the driver tells\n" + replayed->told + "# What the bytes mean\n" + *decoded;
    const fs::path golden = kCaptures / (GetParam() + ".result");
    if (std::getenv("JIAOHAO_UPDATE_GOLDEN") != nullptr) {
        std::ofstream(golden, std::ios::binary) << result;
    }
    EXPECT_EQ(result, text_of(golden)) << "wanted? then JIAOHAO_UPDATE_GOLDEN=1, and read the difference";
}

INSTANTIATE_TEST_SUITE_P(Captures, Golden, ::testing::ValuesIn(committed()), [](const auto& one) {
    std::string name = one.param;
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
});

void keep(const std::string& name, const capture::Capture& capture) {
    if (std::getenv("JIAOHAO_UPDATE_CAPTURES") != nullptr) {
        std::ofstream(kCaptures / (name + ".capture"), std::ios::binary) << text_of(capture);
    }
}

/// Outcomes as in PrinterHour, from what a replay told.
std::string outcomes_in(const std::string& told) {
    std::istringstream lines(told);
    std::string outcomes;
    for (std::string line; std::getline(lines, line);) {
        const auto copy = line.find(" copy 1: ");
        if (copy != std::string::npos) {
            const auto slash = line.rfind('/', copy);
            outcomes += line.substr(slash + 1, copy - slash - 1) + line[copy + 9];
        }
    }
    return outcomes;
}

void expect_same_again(const testing::PrinterHour& hour) {
    const auto replayed = tool::replay(hour.capture, kChoice);
    ASSERT_TRUE(replayed.has_value()) << replayed.error();
    EXPECT_EQ(outcomes_in(replayed->told), hour.outcomes) << replayed->told;
    EXPECT_EQ(replayed->differences, "") << "the same answers make the driver write the same bytes";
}

TEST(RecordedHall, AQuietPrinterHourReplaysByteForByte) {
    for (const char* profile : {"printer-generic-80", "printer-epson-tm-t88-sc"}) {
        const auto hour = testing::printer_hour(profile, false);
        EXPECT_EQ(hour.outcomes, "1p2p") << profile;
        EXPECT_EQ(hour.papers, 2) << profile;
        expect_same_again(hour);
    }
}

TEST(RecordedHall, AFaultyPrinterHourReplaysByteForByteWithTheSameOutcomes) {
    const auto hour = testing::printer_hour("printer-epson-tm-t88-sc", true);
    keep("printer-faulty-hour", hour.capture);
    expect_same_again(hour);
    const auto clone = testing::printer_hour("printer-generic-80", true);
    keep("printer-clone-faulty-hour", clone.capture);
    expect_same_again(clone);
}

TEST(RecordedHall, APrinterRecordedWhileItWasUpTellsItsOutcomesAsRecorded) {
    for (const char* profile : {"printer-generic-80", "printer-epson-tm-t88-sc"}) {
        for (const double begin_s : {6.0, 8.3}) {
            const auto hour = testing::printer_hour(profile, false, begin_s);
            const auto replayed = tool::replay(hour.capture, kChoice);
            ASSERT_TRUE(replayed.has_value()) << replayed.error();
            EXPECT_EQ(outcomes_in(replayed->told), "2p") << profile << " " << begin_s << replayed->told;
            EXPECT_NE(replayed->told.find("told as recorded"), std::string::npos) << replayed->told;
            EXPECT_NE(replayed->told.find("\nprinted 1, not_printed 0, unknown 0, "), std::string::npos)
                << replayed->told;
            EXPECT_EQ(replayed->differences, "");
            EXPECT_FALSE(replayed->whole);
        }
    }
}

TEST(RecordedHall, WhenTheLineGoesUpAgainADriverIsPlayedWhatFollows) {
    const auto hour = testing::printer_hour("printer-epson-tm-t88-sc", true, 6);
    const auto replayed = tool::replay(hour.capture, kChoice);
    ASSERT_TRUE(replayed.has_value()) << replayed.error();
    EXPECT_EQ("1p" + outcomes_in(replayed->told), hour.outcomes) << replayed->told;
    EXPECT_NE(replayed->told.find("state warning paper_near_end"), std::string::npos) << replayed->told;
    EXPECT_EQ(replayed->differences.find("connection 1,"), std::string::npos) << replayed->differences;
}

TEST(RecordedHall, ALaterPartOfARecordingTellsItsOutcomesAsRecorded) {
    auto capture = testing::printer_hour("printer-generic-80", false).capture;
    capture.header.part = 2;
    const auto late = std::find_if(capture.records.begin(), capture.records.end(),
                                   [](const auto& record) { return record.at > std::chrono::seconds{6}; });
    capture.records.erase(capture.records.begin(), late);
    const auto replayed = tool::replay(capture, kChoice);
    ASSERT_TRUE(replayed.has_value()) << replayed.error();
    EXPECT_EQ(outcomes_in(replayed->told), "2p") << replayed->told;
}

TEST(RecordedHall, AnOutcomeAfterTheEndOfTheRecordingIsNotInIt) {
    for (const double begin_s : {0.0, 6.0}) {
        const auto hour = testing::printer_hour("printer-generic-80", false, begin_s, 8.2);
        const auto replayed = tool::replay(hour.capture, kChoice);
        ASSERT_TRUE(replayed.has_value()) << replayed.error();
        EXPECT_NE(replayed->told.find("/2 copy 1: outcome is not in the recording\n"), std::string::npos)
            << replayed->told;
        EXPECT_NE(replayed->told.find(", not in the recording 1\n"), std::string::npos) << replayed->told;
        EXPECT_EQ(replayed->told.find("restart"), std::string::npos) << replayed->told;
    }
}

TEST(RecordedHall, AFaultyBusHourReplaysWithTheSamePresses) {
    const auto hour = testing::bus_hour();
    keep("bus-faulty-hour", hour.capture);
    const auto replayed = tool::replay(hour.capture, kChoice);
    ASSERT_TRUE(replayed.has_value()) << replayed.error();
    EXPECT_NE(replayed->told.find("presses " + std::to_string(hour.presses) + ","), std::string::npos)
        << hour.presses << "\n"
        << replayed->told;
    EXPECT_EQ(replayed->differences, "");
}

TEST(OfflineTool, SaysWhichProfileItMisses) {
    capture::Capture capture;
    EXPECT_EQ(tool::decode(capture, kChoice).error(),
              "the capture does not name its profile; name one with --profile");
    EXPECT_EQ(tool::replay(capture, {testing::kProfiles, "../x"}).error(),
              "\"../x\" is no profile: printer-*, bus-*, pad-*, handset-* or display-*");
    EXPECT_FALSE(tool::replay(capture, {testing::kProfiles, "bus-none"}).has_value());
}

TEST(OfflineTool, AJobNoteBringsTheJobBackAndAnyOtherNoteNone) {
    ports::PrintJob job;
    job.ticket = {domain::TerminalId("t1"), domain::EpochId("00000000-0000-4000-8000-000000000002"),
                  domain::Seq(7)};
    job.copy = 2;
    job.paper.head = {{"A007 \"\xE5\x8F\xB7\"", ports::PaperLine::Align::right, 3, true}};
    job.paper.mark = "reprint 1";
    job.paper.qr = "q";
    const auto back = tool::job_from_note(tool::job_note(job));
    ASSERT_TRUE(back.has_value());
    EXPECT_EQ(back->ticket, job.ticket);
    EXPECT_EQ(tool::job_note(*back), tool::job_note(job));
    const ports::PrintOutcome outcome{
        ports::PrintOutcome::Kind::unknown, {}, domain::PrintCause::time_out, {}};
    const auto noted = tool::outcome_from_note(tool::outcome_note(job.ticket, 2, outcome));
    ASSERT_TRUE(noted.has_value());
    EXPECT_EQ(noted->ticket, job.ticket);
    EXPECT_EQ(noted->copy, 2u);
    EXPECT_EQ(noted->kind, outcome.kind);
    EXPECT_EQ(noted->told, "unknown time_out");
    std::string forged = tool::outcome_note(job.ticket, 2, outcome);
    EXPECT_FALSE(tool::outcome_from_note(forged.replace(forged.find("time_out"), 4, "\\u001b")).has_value());
    EXPECT_FALSE(tool::outcome_from_note(tool::job_note(job)).has_value());
    for (const char* other : {"", "job ", "job {", "job {}", "job []", "job {\"ticket\":\"x\"}", "lunch"}) {
        EXPECT_FALSE(tool::job_from_note(other).has_value()) << other;
    }
}

}  // namespace
}  // namespace jiaohao::drivers
