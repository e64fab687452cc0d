// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>
#include <chrono>

#include "kiosk/wire/api_commands.hpp"

namespace jiaohao::wire::api {
namespace {

/// Takes numbers and marks off the front; once something is not as it should be, nothing is any more.
class Front {
  public:
    explicit Front(std::string_view text) : rest_(text) {}

    int number(std::size_t digits) {
        int value = 0;
        const auto* const end = rest_.data() + std::min(digits, rest_.size());
        const auto [stop, error] = std::from_chars(rest_.data(), end, value);
        good_ = good_ && rest_.size() >= digits && error == std::errc{} && stop == end && value >= 0 &&
                rest_.front() != '-';
        rest_.remove_prefix(std::min(digits, rest_.size()));
        return value;
    }
    /// As many digits as there are, one at least; those beyond milliseconds count for nothing.
    std::chrono::milliseconds fraction() {
        int value = 0;
        int scale = 1000;
        const std::size_t before = rest_.size();
        for (; first() >= '0' && first() <= '9'; rest_.remove_prefix(1)) {
            scale /= 10;
            value += (first() - '0') * scale;
        }
        good_ = good_ && rest_.size() < before;
        return std::chrono::milliseconds{value};
    }
    bool take(std::string_view any_of) {
        if (rest_.empty() || any_of.find(rest_.front()) == std::string_view::npos) {
            return false;
        }
        rest_.remove_prefix(1);
        return true;
    }
    void need(std::string_view any_of) { good_ = take(any_of) && good_; }
    [[nodiscard]] char first() const { return rest_.empty() ? '\0' : rest_.front(); }
    [[nodiscard]] bool over() const { return good_ && rest_.empty(); }

  private:
    std::string_view rest_;
    bool good_ = true;
};

std::chrono::minutes zone(Front& front) {
    if (front.take("Zz")) {
        return {};
    }
    const bool behind = front.first() == '-';
    front.need("+-");
    const std::chrono::hours hours{front.number(2)};
    front.need(":");
    const std::chrono::minutes span = hours + std::chrono::minutes{front.number(2)};
    return behind ? -span : span;
}

}  // namespace

std::optional<WallTime> parse_instant(std::string_view text) {
    Front front(text);
    const int year = front.number(4);
    front.need("-");
    const int month = front.number(2);
    front.need("-");
    const int day = front.number(2);
    front.need("Tt ");
    const std::chrono::hours hour{front.number(2)};
    front.need(":");
    const std::chrono::minutes minute{front.number(2)};
    std::chrono::seconds second{0};
    std::chrono::milliseconds fraction{0};
    if (front.take(":")) {
        second = std::chrono::seconds{front.number(2)};
        if (front.take(".")) {
            fraction = front.fraction();
        }
    }
    const std::chrono::minutes ahead = zone(front);
    const std::chrono::year_month_day date{std::chrono::year{year},
                                           std::chrono::month{static_cast<unsigned>(month)},
                                           std::chrono::day{static_cast<unsigned>(day)}};
    const bool real = year > 0 && date.ok() && hour < std::chrono::hours{24} &&
                      minute < std::chrono::minutes{60} && second < std::chrono::seconds{60} &&
                      std::chrono::abs(ahead) < std::chrono::hours{15};
    if (!front.over() || !real) {
        return std::nullopt;
    }
    return WallTime{std::chrono::sys_days{date}} + hour + minute + second + fraction - ahead;
}

}  // namespace jiaohao::wire::api
