// SPDX-License-Identifier: Apache-2.0
#include "kiosk/agenda/ical_blocks.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "kiosk/agenda/fields.hpp"

namespace jiaohao::agenda {
namespace {

constexpr std::size_t most_block = std::size_t{64} * 1024;
constexpr std::size_t most_zones = 100;

class Cutter {
  public:
    explicit Cutter(Agenda& agenda) : agenda_(agenda) {}

    void take(std::string_view line) {
        ++line_;
        const std::string start = upper(line.substr(0, 32));
        if (start.starts_with("BEGIN:")) {
            begin(std::string(trimmed(start.substr(6))));
        } else if (!open_ && start.starts_with("METHOD:CANCEL")) {
            blocks_.cancels = true;
        }
        blocks_.closed = blocks_.closed || start.starts_with("END:VCALENDAR");
        if (!open_) {
            return;
        }
        if (open_->text.size() + line.size() < most_block) {
            open_->text.append(line).append("\r\n");
        } else {
            too_large_ = true;
        }
        if (start.starts_with("END:")) {
            end(std::string(trimmed(start.substr(4))));
        }
    }

    Blocks finish() {
        give_up();
        return std::move(blocks_);
    }

  private:
    void begin(const std::string& name) {
        if (open_ && (name == "VEVENT" || name == "VTIMEZONE")) {
            give_up();
        }
        if (!open_ && (name == "VEVENT" || name == "VTIMEZONE")) {
            name_ = name;
            open_ = Block{line_, {}};
            too_large_ = false;
            crossed_ = false;
            within_.clear();
        } else if (open_) {
            within_.push_back(name);
        }
    }

    /// One that was never closed.
    void give_up() {
        if (open_) {
            agenda_.object(open_->line, name_, "not_closed");
            open_.reset();
        }
    }

    void end(const std::string& name) {
        if (!within_.empty() && within_.back() == name) {
            within_.pop_back();
            return;
        }
        // An end of something that never began; the reader behind this one would complain to the screen.
        crossed_ = crossed_ || !within_.empty() || name != name_;
        if (name != name_) {
            return;
        }
        Block block = std::move(*open_);
        open_.reset();
        if (too_large_) {
            agenda_.object(block.line, name_, "event_too_large",
                           {{"most", std::to_string(most_block / 1024)}});
        } else if (crossed_) {
            agenda_.object(block.line, name_, "event_malformed");
        } else if (!is_utf8(block.text) || block.text.find('\0') != std::string::npos) {
            agenda_.object(block.line, name_, "not_utf8");
        } else if (name_ == "VEVENT" && blocks_.events.size() < most_entries) {
            blocks_.events.push_back(std::move(block));
        } else if (name_ == "VTIMEZONE" && blocks_.zones.size() < most_zones) {
            blocks_.zones.push_back(std::move(block));
        } else if (!std::exchange(full_, true)) {
            agenda_.object(block.line, name_, "too_many", {{"most", std::to_string(most_entries)}});
        }
    }

    Agenda& agenda_;
    Blocks blocks_;
    std::optional<Block> open_;
    std::string name_;
    std::size_t line_ = 0;
    bool too_large_ = false;
    /// What begins within the block, and whether its ends do not fit.
    std::vector<std::string> within_;
    bool crossed_ = false;
    bool full_ = false;
};

template <class Take>
void each_line(std::string_view bytes, Take take) {
    while (!bytes.empty()) {
        const std::size_t end = bytes.find('\n');
        std::string_view line = bytes.substr(0, end);
        if (line.ends_with('\r')) {
            line.remove_suffix(1);
        }
        take(line);
        bytes.remove_prefix(end == std::string_view::npos ? bytes.size() : end + 1);
    }
}

}  // namespace

Blocks blocks_of(std::string_view bytes, Agenda& agenda) {
    if (bytes.starts_with("\xEF\xBB\xBF")) {
        bytes.remove_prefix(3);
    }
    Cutter cutter(agenda);
    each_line(bytes, [&](std::string_view line) { cutter.take(line); });
    return cutter.finish();
}

std::size_t line_of(const Block& block, std::string_view property) {
    std::size_t line = block.line;
    std::optional<std::size_t> found;
    each_line(block.text, [&](std::string_view text) {
        const std::string start = upper(text.substr(0, property.size() + 1));
        if (!found && start.starts_with(property) && start.size() > property.size() &&
            (start.back() == ':' || start.back() == ';')) {
            found = line;
        }
        ++line;
    });
    return found.value_or(block.line);
}

}  // namespace jiaohao::agenda
