// One strong type per notion: a CounterId is not a ClerkId, a Seq is not a count.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstddef>
#include <functional>
#include <utility>

namespace jiaohao {

/// A value of type Rep that only mixes with its own Tag. Regular, ordered, hashable.
template <class Tag, class Rep>
class Strong {
  public:
    using rep = Rep;

    constexpr Strong() = default;
    constexpr explicit Strong(Rep value) : value_(std::move(value)) {}

    [[nodiscard]] constexpr const Rep& get() const { return value_; }

    friend constexpr auto operator<=>(const Strong&, const Strong&) = default;
    friend constexpr bool operator==(const Strong&, const Strong&) = default;

  private:
    Rep value_{};
};

}  // namespace jiaohao

template <class Tag, class Rep>
struct std::hash<jiaohao::Strong<Tag, Rep>> {
    std::size_t operator()(const jiaohao::Strong<Tag, Rep>& strong) const {
        return std::hash<Rep>{}(strong.get());
    }
};
