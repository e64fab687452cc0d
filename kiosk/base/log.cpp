// SPDX-License-Identifier: Apache-2.0
#include "kiosk/base/log.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>

namespace jiaohao {
namespace {

constexpr std::size_t kMostValueBytes = 1000;

std::string_view level_name(LogLevel level) {
    switch (level) {
        case LogLevel::debug:
            return "debug";
        case LogLevel::info:
            return "info";
        case LogLevel::warning:
            return "warning";
        case LogLevel::error:
            return "error";
    }
    return "error";
}

int syslog_priority(LogLevel level) {
    switch (level) {
        case LogLevel::debug:
            return 7;
        case LogLevel::info:
            return 6;
        case LogLevel::warning:
            return 4;
        case LogLevel::error:
            return 3;
    }
    return 3;
}

bool plain(std::string_view value) {
    return !value.empty() && std::all_of(value.begin(), value.end(), [](char c) {
        return static_cast<unsigned char>(c) > 0x20 && c != '"' && c != '=' && c != 0x7f;
    });
}

void append_value(std::string& line, std::string_view value) {
    const bool cut = value.size() > kMostValueBytes;
    value = value.substr(0, kMostValueBytes);
    if (plain(value) && !cut) {
        line += value;
        return;
    }
    line += '"';
    for (const char c : value) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            line += '\\';
            line += c;
        } else if (byte < 0x20 || byte == 0x7f) {
            line += fmt::format("\\x{:02x}", byte);
        } else {
            line += c;
        }
    }
    line += cut ? "...\"" : "\"";
}

}  // namespace

std::string format_log_line(WallTime at, const LogRecord& record) {
    std::string line =
        fmt::format("{} {} {} {}", format_rfc3339(at), level_name(record.level), record.room, record.event);
    for (const LogField& field : record.fields) {
        line += ' ';
        line += field.key;
        line += '=';
        append_value(line, field.value);
    }
    return line;
}

void StderrSink::write(const LogRecord& record) {
    if (record.level < least_) {
        return;
    }
    std::string line = format_log_line(SystemClock{}.wall(), record);
    // NOLINTNEXTLINE(concurrency-mt-unsafe): the environment is never written after start.
    if (std::getenv("JOURNAL_STREAM") != nullptr) {
        line.insert(0, fmt::format("<{}>", syslog_priority(record.level)));
    }
    line += '\n';
    // One write(2) a line keeps lines of several threads whole; a full pipe loses the line, never the caller.
    static_cast<void>(!::write(STDERR_FILENO, line.data(), line.size()));
}

}  // namespace jiaohao
