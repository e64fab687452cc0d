// SPDX-License-Identifier: Apache-2.0
#include "drivers/frames/window.hpp"

#include <algorithm>

namespace jiaohao::drivers::frames {

Window::Window(const std::optional<Escape>& escape, std::size_t zone_begin, std::size_t most_bytes)
    : escaping_(escape.has_value()), zone_begin_(zone_begin) {
    if (!escaping_) {
        return;
    }
    pairs_ = escape->pairs;
    for (const EscapePair& pair : pairs_) {
        special_.set(pair.plain);
    }
    plain_.reserve(most_bytes);
    raw_at_.reserve(most_bytes);
}

bool Window::end_zone(std::size_t plain_place) {
    if (!escaping_) {
        return true;
    }
    if (closed_by_data_) {
        return zone_end_ == plain_place;
    }
    zone_end_ = plain_place;
    return true;
}

Have Window::take_stuffed() {
    const ByteView rest = raw_.subspan(next_);
    bool may_come = false;
    for (const EscapePair& pair : pairs_) {
        const std::size_t common = std::min(rest.size(), pair.stuffed.size());
        if (!std::equal(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(common),
                        pair.stuffed.begin())) {
            continue;
        }
        if (common == pair.stuffed.size()) {
            raw_at_.push_back(static_cast<std::uint32_t>(next_));
            plain_.push_back(pair.plain);
            next_ += common;
            return Have::yes;
        }
        may_come = true;
    }
    return may_come ? Have::more : Have::broken;
}

Have Window::unstuff(std::size_t count) {
    while (plain_.size() < count) {
        if (next_ >= raw_.size()) {
            return Have::more;
        }
        const std::size_t at = plain_.size();
        if (at >= zone_begin_ && at < zone_end_ && special_.test(raw_[next_])) {
            const Have have = take_stuffed();
            if (have == Have::more || (have == Have::broken && zone_end_ != kOpen)) {
                return have;
            }
            if (have == Have::broken) {
                // A byte that cannot stand among the escaped ones: they end here.
                zone_end_ = at;
                closed_by_data_ = true;
            }
            continue;
        }
        raw_at_.push_back(static_cast<std::uint32_t>(next_));
        plain_.push_back(raw_[next_++]);
    }
    return Have::yes;
}

}  // namespace jiaohao::drivers::frames
