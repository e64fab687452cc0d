// Result<T, E>: a value or one of a room's own named causes. Every call that can fail across a room boundary
// returns one; exceptions never leave a room or a thread.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <tl/expected.hpp>
#include <utility>

namespace jiaohao {

template <class T, class E>
using Result = tl::expected<T, E>;

template <class E>
[[nodiscard]] auto fail(E&& error) {
    return tl::unexpected<std::decay_t<E>>(std::forward<E>(error));
}

}  // namespace jiaohao
