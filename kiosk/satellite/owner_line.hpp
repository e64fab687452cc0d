// The seam between what a satellite says to its owner and what carries it. One thread: the strand.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace jiaohao::satellite {

/// Runs tasks one after another on the satellite's thread. Thread-safe; false once stopped.
using Post = std::function<bool(std::function<void()>)>;

/// Told on the strand; must not throw.
class OwnerLineListener {
  public:
    virtual ~OwnerLineListener() = default;
    virtual void on_open() = 0;
    virtual void on_text(std::string_view text) = 0;
    /// Once for every connect(): it failed, or what was open has ended. `code` is a word such as "not_there" or "lost".
    virtual void on_end(const std::string& code, const std::string& detail) = 0;
};

class OwnerLine {
  public:
    virtual ~OwnerLine() = default;
    /// One try. Not before the last one's end was told.
    virtual void connect(OwnerLineListener& listener) = 0;
    /// False: it cannot be said (closed, or too much waits to be sent).
    virtual bool send(std::string text) = 0;
    /// on_end() follows.
    virtual void cut(std::string_view why) = 0;
};

}  // namespace jiaohao::satellite
