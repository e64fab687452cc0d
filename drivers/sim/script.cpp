// SPDX-License-Identifier: Apache-2.0
#include "drivers/sim/script.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

namespace jiaohao::drivers::sim {
namespace {

constexpr double kMostSeconds = 86400;
constexpr std::uintmax_t kMostBytes = 1U << 20U;
/// Of a mistake: it may repeat the whole line.
constexpr std::size_t kMostTold = 300;

std::string trimmed(std::string line) {
    line.erase(std::min(line.find('#'), line.size()));
    constexpr auto kBlank = " \t\r";
    const auto last = line.find_last_not_of(kBlank);
    line.erase(last == std::string::npos ? 0 : last + 1);
    line.erase(0, std::min(line.find_first_not_of(kBlank), line.size()));
    return line;
}

/// Nothing: the line is no TIMER.
std::optional<Result<ScriptLine, std::string>> timer_of(const std::string& line) {
    if (line.rfind("TIMER", 0) != 0 && line.rfind("timer", 0) != 0) {
        return std::nullopt;
    }
    const std::string number = trimmed(line.substr(5));
    double seconds = 0;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), seconds);
    if (error != std::errc{} || end != number.data() + number.size() || !(seconds > 0) ||
        seconds > kMostSeconds) {
        return fail(std::string("TIMER needs seconds above 0, at most 86400, such as: TIMER 2"));
    }
    const auto pause =
        std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::duration<double>(seconds));
    return ScriptLine{pause, ""};
}

}  // namespace

Result<std::vector<ScriptLine>, std::string> read_script(
    const std::string& file, const std::function<std::string(const std::string&)>& fault_of) {
    std::error_code error;
    std::ifstream in;
    if (std::filesystem::is_regular_file(file, error)) {
        in.open(file);
    }
    if (!in.is_open()) {
        return fail(fmt::format("--seq {}: cannot be read; needed: a text file", file));
    }
    if (const auto size = std::filesystem::file_size(file, error); error || size > kMostBytes) {
        return fail(fmt::format("--seq {}: is too large; allowed: {} bytes", file, kMostBytes));
    }
    std::vector<ScriptLine> script;
    std::string raw;
    for (int nth = 1; std::getline(in, raw); ++nth) {
        std::string line = trimmed(raw);
        if (line.empty()) {
            continue;
        }
        if (const auto timer = timer_of(line)) {
            if (!*timer) {
                return fail(fmt::format("{}:{}: {}", file, nth, timer->error()));
            }
            script.push_back(**timer);
            continue;
        }
        if (std::string wrong = fault_of(line); !wrong.empty()) {
            if (wrong.size() > kMostTold) {
                wrong = wrong.substr(0, kMostTold) + " ...";
            }
            return fail(fmt::format("{}:{}: {}", file, nth, wrong));
        }
        script.push_back({std::nullopt, std::move(line)});
    }
    return script;
}

ScriptPlayer::ScriptPlayer(const std::vector<ScriptLine>& lines, std::function<Time(Time)> span)
    : lines_(lines.begin(), lines.end()), span_(std::move(span)), playing_(!lines_.empty()) {}

/// A pause runs from the moment the line before it was due, so that a script does not drift.
void ScriptPlayer::pass_pauses(Time now) {
    due_ = due_.value_or(now);
    while (*due_ <= now && !lines_.empty() && lines_.front().pause) {
        *due_ += span_(*lines_.front().pause);
        lines_.pop_front();
    }
}

std::optional<std::string> ScriptPlayer::next(Time now) {
    if (!playing_) {
        return std::nullopt;
    }
    pass_pauses(now);
    if (*due_ > now || lines_.empty()) {
        return std::nullopt;
    }
    std::string text = std::move(lines_.front().text);
    lines_.pop_front();
    return text;
}

std::optional<ScriptPlayer::Time> ScriptPlayer::due() const {
    return playing_ ? std::optional{due_.value_or(Time{0})} : std::nullopt;
}

bool ScriptPlayer::ends(Time now) {
    if (!playing_ || !lines_.empty() || due_.value_or(now) > now) {
        return false;
    }
    playing_ = false;
    return true;
}

}  // namespace jiaohao::drivers::sim
