// SPDX-License-Identifier: Apache-2.0
#include "kiosk/http/channel_base.hpp"

namespace jiaohao::http {

ChannelBase::ChannelBase(Core& core, ChannelListener& listener, const ChannelLimits& limits)
    : core_(core),
      gate_(core.gate),
      listener_(listener),
      limits_(limits),
      id_(++core.last_channel),
      live_(core, *this),
      counted_(core.counters.channels),
      linger_(core.context) {}

bool ChannelBase::over(std::size_t size) const {
    const bool large = size > limits_.most_unsent / 2;
    return large ? large_ > 0 : small_bytes_ + size > limits_.most_unsent;
}

bool ChannelBase::send(Message message) {
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
    (size > limits_.most_unsent / 2 ? large_ : small_bytes_) +=
        size > limits_.most_unsent / 2 ? std::size_t{1} : size;
    bytes_ += size;
    queue_.push_back(std::move(message));
    wake();
    return true;
}

/// What is being written now must end properly or the notice would be read as its rest.
void ChannelBase::give_up_slow() {
    ++core_.counters.slow_cut;
    phase_ = Phase::closing;
    reason_ = "slow";
    while (queue_.size() > (in_flight_ ? 1U : 0U)) {
        bytes_ -= queue_.back()->size();
        queue_.pop_back();
    }
    if (!limits_.slow_notice.empty()) {
        queue_.push_back(std::make_shared<const std::string>(limits_.slow_notice));
        bytes_ += limits_.slow_notice.size();
    }
}

void ChannelBase::close(std::string_view reason) {
    const std::lock_guard lock(mutex_);
    if (phase_ != Phase::open) {
        return;
    }
    phase_ = Phase::closing;
    reason_ = reason;
    wake();
}

std::size_t ChannelBase::unsent() const {
    const std::lock_guard lock(mutex_);
    return bytes_;
}

void ChannelBase::wake() {
    if (!woken_) {
        woken_ = true;
        gate_->post([weak = weak_from_this()] {
            if (const auto self = weak.lock()) {
                self->pump();
            }
        });
    }
}

Message ChannelBase::front() {
    const std::lock_guard lock(mutex_);
    woken_ = false;
    if (phase_ == Phase::closed || queue_.empty()) {
        return nullptr;
    }
    in_flight_ = true;
    return queue_.front();
}

void ChannelBase::pump() {
    if (writing_ || goodbye_) {
        const std::lock_guard lock(mutex_);
        woken_ = false;
        if (phase_ == Phase::closing) {
            start_linger();
        }
        return;
    }
    if (const Message next = front()) {
        writing_ = true;
        start_write(next);
    }
    const std::lock_guard lock(mutex_);
    if (phase_ != Phase::closing) {
        return;
    }
    start_linger();
    if (!writing_) {
        goodbye_ = true;
        start_goodbye();
    }
}

void ChannelBase::start_linger() {
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

void ChannelBase::written(bool ok) {
    writing_ = false;
    {
        const std::lock_guard lock(mutex_);
        in_flight_ = false;
        if (phase_ == Phase::closed || queue_.empty()) {
            return;
        }
        const std::size_t size = queue_.front()->size();
        bytes_ -= size;
        if (size > limits_.most_unsent / 2) {
            large_ -= large_ > 0 ? 1 : 0;
        } else {
            small_bytes_ -= std::min(small_bytes_, size);
        }
        queue_.pop_front();
    }
    if (ok) {
        pump();
    } else {
        cut();
    }
}

void ChannelBase::opened(const PeerInfo& peer) {
    listener_.on_open(shared_from_this(), peer);
}

void ChannelBase::received(std::string_view text) {
    {
        const std::lock_guard lock(mutex_);
        if (phase_ != Phase::open) {
            return;
        }
    }
    listener_.on_message(shared_from_this(), text);
}

void ChannelBase::ended(std::string_view cause) {
    std::string reason;
    {
        const std::lock_guard lock(mutex_);
        if (phase_ == Phase::closed) {
            return;
        }
        phase_ = Phase::closed;
        queue_.clear();
        bytes_ = 0;
        reason = reason_.empty() ? std::string(cause) : reason_;
    }
    linger_.cancel();
    cut();
    listener_.on_close(shared_from_this(), reason);
}

}  // namespace jiaohao::http
