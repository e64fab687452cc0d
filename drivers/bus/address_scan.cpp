// SPDX-License-Identifier: Apache-2.0
#include "drivers/bus/address_scan.hpp"

#include <algorithm>

namespace jiaohao::drivers::bus {
namespace {

/// Widest range that is asked through; a sign's 32-bit address space is not.
constexpr std::uint32_t kMostAddresses = 1000;

}  // namespace

AddressScan::AddressScan(const std::vector<engine::DeviceProfile>& profiles, std::uint32_t least,
                         std::uint32_t most)
    : profiles_(profiles), most_(std::min(most, least + kMostAddresses - 1)), address_(least) {
    if (most_ < least) {
        most_ = least;
    }
    for (std::size_t i = 0; i < profiles_.size(); ++i) {
        const std::uint32_t first = std::max(least, profiles_[i].address.least);
        const std::uint32_t last = std::min(most_, profiles_[i].address.most);
        if (!saying_of(i).empty() && first <= last) {
            report_.of += last - first + 1;
        }
    }
    skip();
}

std::string_view AddressScan::saying_of(std::size_t profile) const {
    for (const std::string_view saying : {engine::sayings::kVersion, engine::sayings::kPoll}) {
        const engine::Saying* found = profiles_[profile].saying(saying);
        if (found != nullptr && !found->frames.front().replies.empty()) {
            return saying;
        }
    }
    return {};
}

void AddressScan::skip() {
    for (; address_ <= most_; ++address_, profile_ = 0) {
        for (; profile_ < profiles_.size(); ++profile_) {
            const engine::AddressRules& range = profiles_[profile_].address;
            if (address_ >= range.least && address_ <= range.most && range.broadcast != address_ &&
                !saying_of(profile_).empty()) {
                return;
            }
        }
        if (address_ == most_) {
            break;
        }
    }
    report_.finished = true;
}

std::optional<AddressScan::Question> AddressScan::next() const {
    if (report_.finished) {
        return std::nullopt;
    }
    return Question{address_, profile_, saying_of(profile_)};
}

void AddressScan::answered(std::optional<ports::BusScanAnswer> found) {
    ++report_.asked;
    if (found) {
        report_.found.push_back(std::move(*found));
    }
    ++profile_;
    skip();
}

}  // namespace jiaohao::drivers::bus
