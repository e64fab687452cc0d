// SPDX-License-Identifier: Apache-2.0
#include "headoffice/ingest/rate_limit.hpp"

#include <algorithm>
#include <cmath>

namespace jiaohao::headoffice {
namespace {

double seconds_of(std::chrono::nanoseconds span) {
    return std::chrono::duration<double>(span).count();
}

}  // namespace

void RateLimit::make_room(BootTime now) {
    if (buckets_.size() < setting_.most_terminals) {
        return;
    }
    std::erase_if(buckets_, [&](const auto& entry) {
        return entry.second.tokens + seconds_of(now - entry.second.at) * setting_.per_second >=
               setting_.burst;
    });
    if (buckets_.size() >= setting_.most_terminals) {
        buckets_.clear();
    }
}

std::optional<std::chrono::seconds> RateLimit::refuse(const std::string& terminal) {
    const BootTime now = clock_.boot();
    const std::lock_guard lock(mutex_);
    if (!buckets_.contains(terminal)) {
        make_room(now);
    }
    Bucket& bucket = buckets_.try_emplace(terminal, Bucket{setting_.burst, now}).first->second;
    bucket.tokens =
        std::min(setting_.burst, bucket.tokens + seconds_of(now - bucket.at) * setting_.per_second);
    bucket.at = now;
    if (bucket.tokens >= 1) {
        bucket.tokens -= 1;
        return std::nullopt;
    }
    return std::chrono::seconds{
        std::max<std::int64_t>(1, std::llround(std::ceil((1 - bucket.tokens) / setting_.per_second)))};
}

}  // namespace jiaohao::headoffice
