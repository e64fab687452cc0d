// SPDX-License-Identifier: Apache-2.0
#include "drivers/bus/echo_filter.hpp"

#include <algorithm>

namespace jiaohao::drivers::bus {

std::uint64_t EchoFilter::expect(ByteView bytes, bool sayable) {
    if (expected_.size() >= kMostExpected) {
        expected_.pop_front();
    }
    expected_.push_back({Bytes(bytes.begin(), bytes.end()), sayable, ++last_});
    return last_;
}

void EchoFilter::forget(std::uint64_t nth) {
    std::erase_if(expected_, [nth](const Expected& one) { return one.nth == nth; });
}

EchoFilter::Fit EchoFilter::fit() {
    bool begins = false;
    for (auto one = expected_.begin(); one != expected_.end(); ++one) {
        if ((one->sayable && !known_) || one->bytes.size() < held_.size() ||
            !std::equal(held_.begin(), held_.end(), one->bytes.begin())) {
            continue;
        }
        if (one->bytes.size() == held_.size()) {
            expected_.erase(one);
            return Fit::whole;
        }
        begins = true;
    }
    return begins ? Fit::begins : Fit::none;
}

void EchoFilter::feed(ByteView bytes, Bytes& rest) {
    if (expected_.empty() && held_.empty()) {
        rest.insert(rest.end(), bytes.begin(), bytes.end());
        return;
    }
    for (const std::uint8_t byte : bytes) {
        held_.push_back(byte);
        Fit fits = fit();
        while (fits == Fit::none && !held_.empty()) {
            rest.push_back(held_.front());
            held_.erase(held_.begin());
            fits = held_.empty() ? Fit::begins : fit();
        }
        if (fits == Fit::whole) {
            held_.clear();
            ++echoes_;
            known_ = true;
        }
    }
}

void EchoFilter::release(Bytes& rest) {
    rest.insert(rest.end(), held_.begin(), held_.end());
    held_.clear();
}

void EchoFilter::clear() {
    expected_.clear();
    held_.clear();
}

}  // namespace jiaohao::drivers::bus
