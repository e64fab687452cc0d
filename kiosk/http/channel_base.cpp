// SPDX-License-Identifier: Apache-2.0
#include "kiosk/http/channel_base.hpp"

#include <algorithm>

namespace jiaohao::http {
namespace {

/// What is written at once counts as unsent until all of it is out: enough for the small frames that waiting together
/// is for, little beside what a client may leave unread.
constexpr std::size_t kMostBytesAtOnce = std::size_t{16} * 1024;

}  // namespace

ChannelHandle::ChannelHandle(Core& core, const ChannelLimits& limits)
    : gate_(core.gate), slow_cut_(core.slow_cut), limits_(limits), id_(++core.last_channel) {}

bool ChannelHandle::over(std::size_t size) const {
    return large(size) ? large_ > 0 : small_bytes_ + size > limits_.most_unsent;
}

bool ChannelHandle::send(Message message) {
    const std::lock_guard lock(mutex_);
    const std::size_t size = message->size();
    if (phase_ != Phase::open || size > limits_.most_sent) {
        return false;
    }
    if (over(size)) {
        give_up_slow();
        wake();
        return false;
    }
    large_ += large(size) ? 1 : 0;
    small_bytes_ += large(size) ? 0 : size;
    bytes_ += size;
    queue_.push_back(std::move(message));
    wake();
    return true;
}

/// What is being written now must end properly or the notice would be read as its rest.
void ChannelHandle::give_up_slow() {
    ++*slow_cut_;
    phase_ = Phase::closing;
    reason_ = "slow";
    while (queue_.size() > in_flight_) {
        bytes_ -= queue_.back()->size();
        queue_.pop_back();
    }
    if (!limits_.slow_notice.empty()) {
        queue_.push_back(std::make_shared<const std::string>(limits_.slow_notice));
        bytes_ += limits_.slow_notice.size();
    }
}

void ChannelHandle::close(std::string_view reason) {
    const std::lock_guard lock(mutex_);
    if (phase_ != Phase::open) {
        return;
    }
    phase_ = Phase::closing;
    reason_ = reason;
    wake();
}

std::size_t ChannelHandle::unsent() const {
    const std::lock_guard lock(mutex_);
    return bytes_;
}

ChannelHandle::Phase ChannelHandle::phase() const {
    const std::lock_guard lock(mutex_);
    return phase_;
}

std::string ChannelHandle::reason() const {
    const std::lock_guard lock(mutex_);
    return reason_;
}

void ChannelHandle::wake() {
    if (!woken_) {
        woken_ = true;
        // The transport is looked for on the loop, so that it can only end there.
        gate_->post([weak = transport_] {
            if (const auto transport = weak.lock()) {
                transport->pump();
            }
        });
    }
}

std::vector<Message> ChannelHandle::begin_write(std::size_t most) {
    const std::lock_guard lock(mutex_);
    woken_ = false;
    if (phase_ == Phase::closed || in_flight_ > 0) {
        return {};
    }
    // A large message goes alone, so that its place is free as soon as it is out.
    const std::size_t most_bytes = std::min(kMostBytesAtOnce, limits_.most_unsent / 2);
    std::size_t bytes = 0;
    while (in_flight_ < std::min(queue_.size(), most)) {
        bytes += queue_[in_flight_]->size();
        if (in_flight_ > 0 && bytes > most_bytes) {
            break;
        }
        ++in_flight_;
    }
    return {queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(in_flight_)};
}

void ChannelHandle::written() {
    const std::lock_guard lock(mutex_);
    for (; in_flight_ > 0 && !queue_.empty(); --in_flight_) {
        const std::size_t size = queue_.front()->size();
        bytes_ -= size;
        large_ -= large(size) && large_ > 0 ? 1 : 0;
        small_bytes_ -= large(size) ? 0 : std::min(small_bytes_, size);
        queue_.pop_front();
    }
    in_flight_ = 0;
}

std::string ChannelHandle::end(std::string_view cause) {
    const std::lock_guard lock(mutex_);
    phase_ = Phase::closed;
    queue_.clear();
    bytes_ = 0;
    return reason_.empty() ? std::string(cause) : reason_;
}

Transport::Transport(Core& core, ChannelListener& listener, const ChannelLimits& limits)
    : listener_(listener),
      limits_(limits),
      handle_(std::make_shared<ChannelHandle>(core, limits)),
      live_(core, *this),
      counted_(core.counters.channels),
      linger_(core.context) {}

Transport::~Transport() {
    static_cast<void>(handle_->end("lost"));
}

void Transport::pump() {
    if (auto next = handle_->begin_write(most_at_once()); !next.empty()) {
        writing_ = true;
        start_write(std::move(next));
    }
    if (handle_->phase() != ChannelHandle::Phase::closing) {
        return;
    }
    start_linger();
    if (!writing_ && !std::exchange(goodbye_, true)) {
        start_goodbye();
    }
}

void Transport::start_linger() {
    if (std::exchange(lingering_, true)) {
        return;
    }
    linger_.expires_after(limits_.linger);
    linger_.async_wait([weak = weak_from_this()](const boost::system::error_code& error) {
        if (const auto self = weak.lock(); self && !error) {
            self->cut();
        }
    });
}

void Transport::written(bool ok) {
    writing_ = false;
    handle_->written();
    if (ok) {
        pump();
    } else {
        cut();
    }
}

void Transport::opened(const PeerInfo& peer) {
    handle_->attach(weak_from_this());
    listener_.on_open(handle_, peer);
    // It may have been told to stop before it was attached.
    pump();
}

void Transport::received(std::string_view text) {
    if (handle_->phase() == ChannelHandle::Phase::open) {
        try {
            listener_.on_message(handle_, text);
        } catch (const std::exception&) {
            // Against the contract; one channel ends, the others go on.
            handle_->close("failed");
        }
    }
}

void Transport::refuse(std::string_view cause, const std::string& notice) {
    if (!notice.empty()) {
        handle_->send(std::make_shared<const std::string>(notice));
    }
    handle_->close(cause);
}

void Transport::ended(std::string_view cause) {
    if (std::exchange(ended_, true)) {
        return;
    }
    const std::string reason = handle_->end(cause);
    linger_.cancel();
    cut();
    listener_.on_close(handle_, reason);
}

}  // namespace jiaohao::http
