// SPDX-License-Identifier: Apache-2.0
#include "kiosk/daemon/counter_file.hpp"

#include <fstream>
#include <iterator>
#include <limits>
#include <nlohmann/json.hpp>
#include <utility>

namespace jiaohao::daemon {
namespace {

using drivers::bus::CounterPosition;
using nlohmann::json;

constexpr int kVersion = 1;
constexpr std::uintmax_t kMostBytes = std::uintmax_t{1} << 20U;

json encode(const domain::DeviceId& line, const CounterPosition& one) {
    return {{"line", line.get()}, {"address", one.address}, {"profile", one.profile},
            {"rule", one.rule},   {"place", one.place},     {"value", one.value}};
}

/// The library makes 4294967295 of -1 and 41 of 41.5 without a word.
template <class Number>
bool whole(const json& one, const char* key, Number& into) {
    const json& value = one.at(key);
    if (!value.is_number_unsigned() ||
        value.get<std::uint64_t>() > std::uint64_t{std::numeric_limits<Number>::max()}) {
        return false;
    }
    into = value.get<Number>();
    return true;
}

/// Nothing: a number is none that a counter can have.
std::optional<CounterPosition> decode(const json& one) {
    CounterPosition position{0, one.at("profile").get<std::string>(), one.at("rule").get<std::string>(), 0,
                             0};
    const bool sound = whole(one, "address", position.address) && whole(one, "place", position.place) &&
                       whole(one, "value", position.value);
    return sound ? std::optional(std::move(position)) : std::nullopt;
}

std::int64_t ms(BootTime time) {
    return std::chrono::floor<std::chrono::milliseconds>(time.time_since_epoch()).count();
}

}  // namespace

CounterFile::CounterFile(std::filesystem::path file, const Clock& clock, Log log)
    : file_(std::move(file)), clock_(clock), log_(log.in("counters")) {
    read();
}

std::chrono::nanoseconds CounterFile::since(BootTime then) const {
    return clock_.to_real(clock_.boot() - then);
}

void CounterFile::read() {
    std::error_code error;
    const auto size = std::filesystem::file_size(file_, error);
    if (error) {
        return;  // there was no process before
    }
    std::ifstream in(file_, std::ios::binary);
    if (!in || size > kMostBytes) {
        log_.warning("counters.unreadable", {{"file", file_.string()}, {"bytes", size}});
        return;
    }
    const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    try {
        take(text);
    } catch (const json::exception& wrong) {
        before_.clear();
        log_.warning("counters.unreadable", {{"file", file_.string()}, {"reason", wrong.what()}});
    }
}

void CounterFile::take(const std::string& text) {
    const json all = json::parse(text);
    // Compared as it stands there: the time of a damaged file may be none that nanoseconds can hold.
    std::int64_t at = 0;
    const bool past = whole(all, "boot_ms", at) && at <= ms(clock_.boot());
    if (all.at("version") != kVersion || all.at("boot") != clock_.boot_id() || !past ||
        since(BootTime{std::chrono::milliseconds{at}}) > kLongestAbsence) {
        log_.info("counters.too_old", {{"file", file_.string()}});
        return;
    }
    const json& counters = all.at("counters");
    if (!counters.is_array() || counters.size() > kMostCounters) {
        log_.warning("counters.unreadable", {{"file", file_.string()}, {"counters", counters.size()}});
        return;
    }
    for (const json& one : counters) {
        if (auto position = decode(one)) {
            before_[domain::DeviceId{one.at("line").get<std::string>()}].push_back(std::move(*position));
        } else {
            log_.warning(
                "counter.unreadable",
                {{"file", file_.string()},
                 {"counter", one.dump(-1, ' ', true, json::error_handler_t::replace).substr(0, 200)},
                 {"do", "nothing: it starts anew; presses since the program ended are not counted"}});
        }
    }
}

std::vector<CounterPosition> CounterFile::recall(const domain::DeviceId& line) {
    const auto found = before_.find(line);
    return found == before_.end() ? std::vector<CounterPosition>{} : found->second;
}

void CounterFile::keep(const domain::DeviceId& line, const std::vector<CounterPosition>& positions) {
    lines_[line] = positions;
    // A line that has not yet been heard keeps what it had.
    for (auto& [other, before] : before_) {
        lines_.try_emplace(other, before);
    }
    before_.clear();
    write();
}

void CounterFile::beat() {
    if (!lines_.empty() && (!written_ || since(*written_) >= kBeatEvery)) {
        write();
    }
}

void CounterFile::write() {
    json counters = json::array();
    for (const auto& [line, positions] : lines_) {
        for (const CounterPosition& one : positions) {
            if (counters.size() < kMostCounters) {
                counters.push_back(encode(line, one));
            }
        }
    }
    const BootTime now = clock_.boot();
    written_ = now;
    const json all{{"version", kVersion},
                   {"boot", clock_.boot_id()},
                   {"boot_ms", ms(now)},
                   {"counters", std::move(counters)}};
    const std::filesystem::path fresh = file_.string() + ".new";
    std::ofstream out(fresh, std::ios::binary | std::ios::trunc);
    out << all.dump() << "\n";
    out.close();
    std::error_code error;
    if (out) {
        std::filesystem::rename(fresh, file_, error);
    }
    if (out && !error) {
        failures_ = 0;
        return;
    }
    if (first_and_every_tenth(++failures_)) {
        log_.warning("counters.not_kept", {{"file", file_.string()}, {"times", failures_}});
    }
    std::filesystem::remove(file_, error);
    std::filesystem::remove(fresh, error);
}

}  // namespace jiaohao::daemon
