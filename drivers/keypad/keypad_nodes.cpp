// SPDX-License-Identifier: Apache-2.0
#include "drivers/keypad/keypad_nodes.hpp"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include "kiosk/base/log_pace.hpp"

namespace jiaohao::drivers::keypad {
namespace {

/// Bytes at a time, so that a flood on one node does not keep the loop; the notifier tells again.
constexpr std::size_t kOneGulp = 4096;

void add(ReaderCounts& sum, const ReaderCounts& one) {
    sum.repeats += one.repeats;
    sum.numlocks += one.numlocks;
    sum.dropped += one.dropped;
    sum.bad += one.bad;
}

}  // namespace

KeypadNodes::KeypadNodes(std::string path, const NodeOpener& opener, FdNotifier& notifier, Timers& timers,
                         NodesListener& listener, Log log)
    : path_(std::move(path)),
      opener_(opener),
      notifier_(notifier),
      timers_(timers),
      listener_(listener),
      log_(log),
      reopen_(timers),
      look_(timers) {}

KeypadNodes::~KeypadNodes() {
    close_all();
}

void KeypadNodes::start() {
    try_open();
}

void KeypadNodes::stop() {
    reopen_.cancel();
    close_all();
}

void KeypadNodes::try_open() {
    auto first = opener_.open(path_);
    if (!first) {
        gone(first.error());
        return;
    }
    ++opened_;
    log_.info("keypad.open", {{"path", path_}});
    take(path_, std::move(*first));
    listener_.on_nodes_up();
    if (up()) {
        look_for_more();
    }
}

void KeypadNodes::take(const std::string& path, std::unique_ptr<InputNode> node) {
    Open& open = open_[path];
    open.node = std::move(node);
    if (const auto down = open.node->keys_down()) {
        open.reader.begin(*down);
    }
    open.watch = notifier_.watch(open.node->fd(), [this, path] { read(path); });
}

void KeypadNodes::look_for_more() {
    KeypadFault fault;
    for (const std::string& path : opener_.nodes(path_)) {
        if (open_.contains(path) || open_.size() >= kMostNodes) {
            continue;
        }
        auto node = opener_.open(path);
        if (node) {
            log_.info("keypad.node", {{"path", path}});
            take(path, std::move(*node));
        } else if (node.error().code == "held" || node.error().code == "no_permission") {
            fault = node.error();  // Others have no keys, or have just gone.
        }
    }
    note_half(fault);
    // Open for so long: what comes now is a new loss.
    look_.start(kLookEvery, kLookEvery, [this] {
        policy_.opened();
        look_for_more();
    });
}

void KeypadNodes::note_half(const KeypadFault& fault) {
    if (fault.code != half_.code) {
        half_ = fault;
        listener_.on_half(fault);
    }
}

void KeypadNodes::read(const std::string& path) {
    const auto found = open_.find(path);
    if (found == open_.end()) {
        return;
    }
    std::array<std::uint8_t, kOneGulp> buffer{};
    const ssize_t got = ::read(found->second.node->fd(), buffer.data(), buffer.size());
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) {
        return;
    }
    if (got <= 0) {
        gone({"unplugged", path, "", got == 0 ? "ended" : std::generic_category().message(errno)});
        return;
    }
    std::vector<KeyChange> changes;
    EventReader& reader = found->second.reader;
    reader.feed(ByteView(buffer.data(), static_cast<std::size_t>(got)), changes);
    if (reader.wants_sync()) {
        if (first_and_ever_rarer(++syncs_)) {
            log_.warning("keypad.dropped", {{"path", path}, {"times", reader.counts().dropped}});
        }
        reader.sync(found->second.node->keys_down().value_or(std::vector<std::uint16_t>{}), changes);
    }
    tell(path, changes);
}

void KeypadNodes::tell(const std::string& path, const std::vector<KeyChange>& changes) {
    for (const KeyChange& change : changes) {
        listener_.on_key(path, change);
    }
}

void KeypadNodes::gone(const KeypadFault& fault) {
    const bool was_up = up();
    lost_ += was_up ? 1 : 0;
    close_all();
    const auto pause = policy_.failed();
    if (policy_.worth_logging()) {
        log_.warning("keypad.down", {{"path", fault.path},
                                     {"fault", fault.code},
                                     {"holder", fault.holder},
                                     {"detail", fault.detail},
                                     {"tries", policy_.failures()}});
    }
    listener_.on_nodes_down(fault);
    reopen_.start(pause, pause, [this] { try_open(); });
}

void KeypadNodes::close_all() {
    look_.cancel();
    for (auto& [path, open] : open_) {
        add(before_, open.reader.counts());
        open.watch.reset();
    }
    open_.clear();
    half_ = {};
}

bool KeypadNodes::lamp(std::uint16_t code, bool on) {
    bool any = false;
    for (auto& [path, open] : open_) {
        any = open.node->lamp(code, on) || any;
    }
    return any;
}

bool KeypadNodes::bell(bool on) {
    bool any = false;
    for (auto& [path, open] : open_) {
        any = open.node->bell(on) || any;
    }
    return any;
}

ReaderCounts KeypadNodes::counts() const {
    ReaderCounts sum = before_;
    for (const auto& [path, open] : open_) {
        add(sum, open.reader.counts());
    }
    return sum;
}

}  // namespace jiaohao::drivers::keypad
