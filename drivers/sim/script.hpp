// Scripts of a simulator (.seq): control lines with `TIMER SECONDS` between them; what follows # is a remark.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/base/result.hpp"

namespace jiaohao::drivers::sim {

struct ScriptLine {
    /// TIMER: the next line comes so much later; the text is empty then.
    std::optional<std::chrono::nanoseconds> pause;
    std::string text;
};

/// `fault_of` says what is wrong with a control line, "" for nothing. The error names file and line.
[[nodiscard]] Result<std::vector<ScriptLine>, std::string> read_script(
    const std::string& file, const std::function<std::string(const std::string& line)>& fault_of);

/// Hands out the lines of a script when they are due. Times are since any fixed point.
class ScriptPlayer {
  public:
    using Time = std::chrono::nanoseconds;

    ScriptPlayer() = default;
    /// `span`: how long a pause of the script lasts on the caller's clock.
    ScriptPlayer(const std::vector<ScriptLine>& lines, std::function<Time(Time)> span);

    /// The next line that is due; call until there is none. The first is due at the first call.
    [[nodiscard]] std::optional<std::string> next(Time now);
    /// When there will be something to do; nothing: the script is over.
    [[nodiscard]] std::optional<Time> due() const;
    /// True once, when all lines were handed out and the last pause is over.
    [[nodiscard]] bool ends(Time now);

  private:
    void pass_pauses(Time now);
    std::deque<ScriptLine> lines_;
    std::function<Time(Time)> span_;
    std::optional<Time> due_;
    bool playing_ = false;
};

}  // namespace jiaohao::drivers::sim
