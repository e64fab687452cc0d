// SPDX-License-Identifier: Apache-2.0
#include "drivers/line/replay_line.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace jiaohao::drivers {

using capture::What;

namespace {
constexpr std::ptrdiff_t kShown = 16;
}  // namespace

ReplayLine::ReplayLine(capture::Capture capture, Timers& timers)
    : capture_(std::move(capture)), timers_(timers), timer_(timers) {}

void ReplayLine::start(LineListener& listener) {
    listener_ = &listener;
    begun_ = timers_.clock().boot();
    next_ = 0;
    connections_.clear();
    // Never from within start().
    timer_.start(std::chrono::nanoseconds{0}, std::chrono::nanoseconds{0}, [this] { play_due(); });
}

void ReplayLine::stop() {
    listener_ = nullptr;
    timer_.cancel();
    up_ = false;
}

bool ReplayLine::write(ByteView bytes) {
    if (!up_) {
        return false;
    }
    Bytes& written = connections_.back().written;
    written.insert(written.end(), bytes.begin(), bytes.end());
    return true;
}

void ReplayLine::play_due() {
    const BootTime now = timers_.clock().boot();
    while (listener_ != nullptr && !finished()) {
        const BootTime due = begun_ + capture_.records[next_].at;
        if (due > now) {
            timer_.start(due - now, std::chrono::nanoseconds{0}, [this] { play_due(); });
            return;
        }
        play(capture_.records[next_++]);
    }
}

void ReplayLine::play(const capture::Record& record) {
    switch (record.what) {
        case What::up:
            up_ = true;
            connections_.emplace_back();
            return listener_->on_line_up();
        case What::down:
            if (std::exchange(up_, false)) {
                listener_->on_line_down(record.text);
            }
            return;
        case What::heard:
            if (up_) {
                listener_->on_bytes(record.bytes, timers_.clock().boot());
            }
            return;
        case What::written:
            if (!connections_.empty()) {
                Bytes& recorded = connections_.back().recorded;
                recorded.insert(recorded.end(), record.bytes.begin(), record.bytes.end());
            }
            return;
        case What::note:
            if (told_) {
                told_(record.text);
            }
            return;
        case What::missing:
            incomplete_ = true;
            return;
        case What::refused:
            return;
    }
}

std::vector<ReplayDifference> ReplayLine::differences() const {
    std::vector<ReplayDifference> all;
    for (std::size_t i = 0; i < connections_.size(); ++i) {
        const auto& [recorded, written] = connections_[i];
        const bool open = i + 1 == connections_.size() && up_ && !finished();
        const auto at = std::mismatch(recorded.begin(), recorded.end(), written.begin(), written.end());
        if (open || (at.first == recorded.end() && at.second == written.end())) {
            continue;
        }
        const auto shown = [](auto from, auto end) {
            return Bytes(from, from + std::min(kShown, end - from));
        };
        all.push_back({i + 1, static_cast<std::size_t>(at.first - recorded.begin()),
                       shown(at.first, recorded.end()), shown(at.second, written.end())});
    }
    return all;
}

std::string to_string(const ReplayDifference& difference) {
    const auto hex = [](const Bytes& bytes) { return bytes.empty() ? "nothing more" : to_hex(bytes); };
    return fmt::format("connection {}, byte {}: recorded {}, written {}", difference.connection,
                       difference.offset, hex(difference.recorded), hex(difference.written));
}

}  // namespace jiaohao::drivers
