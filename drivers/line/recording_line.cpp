// SPDX-License-Identifier: Apache-2.0
#include "drivers/line/recording_line.hpp"

#include <algorithm>
#include <utility>

namespace jiaohao::drivers {

using capture::What;

RecordingLine::RecordingLine(ByteLine& line, std::string id, const SerialSetting& setting,
                             std::map<std::string, std::string> about, capture::Store& store,
                             const Clock& clock)
    : line_(line),
      id_(std::move(id)),
      setting_(setting),
      about_(std::move(about)),
      store_(store),
      clock_(clock) {}

void RecordingLine::record(bool on) {
    recording_ = on;
    if (!on) {
        return store_.close(id_);
    }
    origin_ = clock_.boot();
    last_ = {};
    store_.open({id_, line_.name(), describe(setting_), clock_.boot_id(), origin_, clock_.wall(), 1, about_});
    if (line_.up()) {
        keep(origin_, What::up, {});
        keep(origin_, What::note, {}, std::string(capture::kBegunUp));
    }
}

void RecordingLine::note(std::string text) {
    if (recording_) {
        keep(clock_.boot(), What::note, {}, std::move(text));
    }
}

void RecordingLine::start(LineListener& listener) {
    listener_ = &listener;
    line_.start(*this);
}

void RecordingLine::stop() {
    line_.stop();
    listener_ = nullptr;
    if (recording_) {
        keep(clock_.boot(), What::down, {}, "stopped");
        record(false);
    }
}

bool RecordingLine::write(ByteView bytes) {
    if (!recording_) {
        return line_.write(bytes);
    }
    const BootTime at = clock_.boot();
    const bool taken = line_.write(bytes);
    // An answer that came from within the write stands before it; both bear their own times.
    keep(at, taken ? What::written : What::refused, bytes);
    return taken;
}

bool RecordingLine::hold_break(bool on) {
    const BootTime at = clock_.boot();
    const bool taken = line_.hold_break(on);
    if (recording_ && taken) {
        keep(at, What::note, {}, on ? "break" : "break ends");
    }
    return taken;
}

void RecordingLine::on_bytes(ByteView bytes, BootTime at) {
    last_heard_ = at;
    if (recording_) {
        keep(at, What::heard, bytes);
    }
    listener_->on_bytes(bytes, at);
}

void RecordingLine::on_line_up() {
    if (recording_) {
        keep(clock_.boot(), What::up, {});
    }
    listener_->on_line_up();
}

void RecordingLine::on_line_down(const std::string& reason) {
    if (recording_) {
        keep(clock_.boot(), What::down, {}, reason);
    }
    listener_->on_line_down(reason);
}

void RecordingLine::keep(BootTime at, What what, ByteView bytes, std::string text) {
    const auto since = std::chrono::floor<std::chrono::microseconds>(at - origin_);
    last_ = std::max(last_, since);
    store_.put(id_, {last_, what, Bytes(bytes.begin(), bytes.end()), std::move(text)});
}

}  // namespace jiaohao::drivers
