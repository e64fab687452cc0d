// Structured logging. A Log is a value handed to whoever needs it: no global logger.
// A record is one line: time, level, room, event name, then key=value fields. Event names are stable
// (they stand in systemd/jiaohao.catalog); values are facts, not sentences.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "kiosk/base/clock.hpp"

namespace jiaohao {

enum class LogLevel : std::uint8_t { debug, info, warning, error };

struct LogField {
    template <class T>
    LogField(std::string_view field_key, const T& field_value)
        : key(field_key), value(fmt::format("{}", field_value)) {}

    std::string_view key;
    std::string value;
};

struct LogRecord {
    LogLevel level;
    std::string_view room;
    std::string_view event;
    std::initializer_list<LogField> fields;
};

/// Where records go. Thread-safe, never blocks for long, never throws.
class LogSink {
  public:
    virtual ~LogSink() = default;
    virtual void write(const LogRecord& record) = 0;
};

/// logfmt lines on stderr: `2026-01-02T03:04:05.678Z info printer link.open path=/dev/ttyS0`.
/// Under systemd (JOURNAL_STREAM set) each line starts with its <priority>.
class StderrSink final : public LogSink {
  public:
    explicit StderrSink(LogLevel least = LogLevel::info) : least_(least) {}
    void write(const LogRecord& record) override;

  private:
    LogLevel least_;
};

class NullSink final : public LogSink {
  public:
    void write(const LogRecord& record) override { static_cast<void>(record); }
};

/// Cheap to copy. The sink outlives it. `room` must be a literal.
class Log {
  public:
    Log(LogSink& sink, std::string_view room) : sink_(&sink), room_(room) {}

    [[nodiscard]] Log in(std::string_view room) const { return Log(*sink_, room); }

    void debug(std::string_view event, std::initializer_list<LogField> fields = {}) const {
        sink_->write({LogLevel::debug, room_, event, fields});
    }
    void info(std::string_view event, std::initializer_list<LogField> fields = {}) const {
        sink_->write({LogLevel::info, room_, event, fields});
    }
    void warning(std::string_view event, std::initializer_list<LogField> fields = {}) const {
        sink_->write({LogLevel::warning, room_, event, fields});
    }
    void error(std::string_view event, std::initializer_list<LogField> fields = {}) const {
        sink_->write({LogLevel::error, room_, event, fields});
    }

  private:
    LogSink* sink_;
    std::string_view room_;
};

/// One logfmt line without newline; values are quoted when they hold spaces, quotes or control bytes, and cut
/// at 1,000 bytes so that hostile input cannot flood a log.
[[nodiscard]] std::string format_log_line(WallTime at, const LogRecord& record);

/// True for the first occurrence and every tenth after it (a lost device says so once, then now and then).
[[nodiscard]] constexpr bool first_and_every_tenth(std::uint64_t occurrence) {
    return occurrence == 1 || occurrence % 10 == 0;
}

}  // namespace jiaohao
