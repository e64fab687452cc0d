// SPDX-License-Identifier: Apache-2.0
#include "drivers/line/speed_search.hpp"

#include <algorithm>

namespace jiaohao::drivers {

std::int32_t SpeedSearch::look(const LineTally& totals, bool senseless) {
    if (!at_) {
        if (!senseless) {
            found_.reset();
            pause_ = 0;
        } else if (pause_ > 0) {
            --pause_;
        } else if (!found_) {
            listen_at(0, totals);
        }
        return at_ ? kRates.at(*at_) : configured_;
    }
    const Verdict verdict = judge(totals);
    last_ = totals;
    if (verdict == Verdict::right) {
        found_ = kRates.at(*at_);
        at_.reset();
    } else if (verdict == Verdict::wrong || ++looks_ >= kPatience) {
        listen_at(*at_ + 1, totals);
    }
    return at_ ? kRates.at(*at_) : configured_;
}

SpeedSearch::Verdict SpeedSearch::judge(const LineTally& totals) const {
    const std::uint64_t heard = last_.heard - begun_.heard;
    const std::uint64_t rejected = std::min(heard, totals.rejected - begun_.rejected);
    if (heard - rejected >= kSound && rejected * 5 <= heard) {
        return Verdict::right;
    }
    return rejected >= kRejected && rejected * 2 >= heard ? Verdict::wrong : Verdict::open;
}

void SpeedSearch::listen_at(std::size_t place, const LineTally& totals) {
    if (place < kRates.size() && kRates.at(place) == configured_) {
        ++place;
    }
    begun_ = last_ = totals;
    looks_ = 0;
    if (place < kRates.size()) {
        at_ = place;
        return;
    }
    at_.reset();
    pause_ = kPause;
}

void SpeedSearch::reopened() {
    at_.reset();
    looks_ = 0;
}

}  // namespace jiaohao::drivers
