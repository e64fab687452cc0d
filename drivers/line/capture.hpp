// The file format of a recorded line: see CAPTURE.md. Pure: text in, values out, and back.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <iosfwd>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "drivers/line/serial_setting.hpp"
#include "kiosk/base/bytes.hpp"
#include "kiosk/base/clock.hpp"
#include "kiosk/base/result.hpp"

namespace jiaohao::drivers::capture {

enum class What : std::uint8_t {
    /// From the device.
    heard,
    /// By the driver; the line took them.
    written,
    up,
    /// `text`: why.
    down,
    /// The line did not take `bytes`.
    refused,
    /// What the recorder itself could not keep up with, as a sentence in `text`.
    missing,
    /// One line of text from above the driver, such as a job.
    note,
};

/// Text of the note behind the `up` with which a recording of a line begins that was open already.
inline constexpr std::string_view kBegunUp = "begun while up";

struct Record {
    /// Since the header's origin.
    std::chrono::microseconds at{};
    What what{};
    Bytes bytes{};
    std::string text{};
    friend bool operator==(const Record&, const Record&) = default;
};

struct Header {
    /// Id of the line in the configuration.
    std::string line;
    std::string path;
    /// As describe(SerialSetting) says it.
    std::string settings;
    /// The boot that `origin` counts from.
    std::string boot;
    BootTime origin{};
    WallTime wall{};
    /// 1, 2 ... of one recording: a file that is full is followed by the next.
    std::uint32_t part = 1;
    /// Further keys: "kind" (printer, bus) and "profile" tell which driver spoke.
    std::map<std::string, std::string> about{};
    friend bool operator==(const Header&, const Header&) = default;
};

struct Capture {
    Header header;
    std::vector<Record> records;
};

/// Bounds of a file that is read.
constexpr std::size_t kMostText = std::size_t{64} << 20U;
constexpr std::size_t kLongestLine = 65536;
/// A record costs more memory than the few bytes of text that it may be.
constexpr std::size_t kMostRecords = 1'000'000;
/// Bytes in one line of text; longer records go on in the next.
constexpr std::size_t kBytesInALine = 32;

[[nodiscard]] std::string to_text(const Header& header);
/// One or more whole lines. Control characters in `text` become spaces, and it is cut at 60,000 bytes.
[[nodiscard]] std::string to_text(const Record& record);

struct Mistake {
    /// Counts from 1.
    std::size_t line = 0;
    std::string what;
};
/// Strict: whatever does not fit the format is refused. The last line may be cut off (the machine went down in the
/// middle of it); it is left out.
[[nodiscard]] Result<Capture, Mistake> read(std::istream& in, std::size_t most_records = kMostRecords);
/// "capture.txt:12: ..." when it cannot be read.
[[nodiscard]] Result<Capture, std::string> read_file(const std::string& file);

}  // namespace jiaohao::drivers::capture
