// SPDX-License-Identifier: Apache-2.0
#include "kiosk/upload/policy.hpp"

#include <algorithm>
#include <charconv>

namespace jiaohao::upload {
namespace {

Span part_of(Span span, Random& random) {
    return span.count() > 0
               ? Span{static_cast<Span::rep>(random.below(static_cast<std::uint64_t>(span.count())))}
               : Span{};
}

Judgement judge_unprocessable(std::string_view problem) {
    if (problem == "clone") {
        return {Verdict::hold_epoch, Alarm::clone};
    }
    if (problem == "wrong-hall") {
        return {Verdict::hold_epoch, Alarm::wrong_hall};
    }
    // The terminal names a hall that is not its own; a new epoch would change nothing.
    if (problem == "other-hall") {
        return {Verdict::hold_epoch, Alarm::misconfigured};
    }
    if (problem == "simulation") {
        return {Verdict::hold_epoch, Alarm::simulation};
    }
    return {Verdict::hold_epoch, Alarm::misconfigured};
}

}  // namespace

std::string_view code(Alarm alarm) {
    switch (alarm) {
        case Alarm::none:
            return "";
        case Alarm::unauthorised:
            return "unauthorised";
        case Alarm::untrusted:
            return "untrusted";
        case Alarm::not_head_office:
            return "not_head_office";
        case Alarm::misconfigured:
            return "misconfigured";
        case Alarm::simulation:
            return "simulation";
        case Alarm::clone:
            return "clone";
        case Alarm::wrong_hall:
            return "wrong_hall";
        case Alarm::history_missing:
            return "history_missing";
        case Alarm::undeliverable:
            return "undeliverable";
        case Alarm::unreadable:
            return "unreadable";
    }
    return "";
}

Judgement judge(int status, std::string_view problem, std::size_t events, bool raw) {
    switch (status) {
        case 400:
            if (events > 1) {
                return {Verdict::halve};
            }
            return raw ? Judgement{Verdict::hold_epoch, Alarm::undeliverable} : Judgement{Verdict::send_raw};
        case 401:
        case 403:
            return {Verdict::hold, Alarm::unauthorised};
        case 408:
        case 425:
        case 429:
            return {Verdict::retry};
        case 409:
            return {Verdict::rewind};
        case 413:
            return events > 1 ? Judgement{Verdict::halve}
                              : Judgement{Verdict::hold_epoch, Alarm::undeliverable};
        case 422:
            return judge_unprocessable(problem);
        default:
            break;
    }
    if (status >= 200 && status < 300) {
        return {Verdict::stored};
    }
    if (status >= 400 && status < 500) {
        return {Verdict::hold, Alarm::misconfigured};
    }
    // Redirects are never followed: what answers so is not head office.
    return {Verdict::retry, status < 400 ? Alarm::not_head_office : Alarm::none};
}

Span back_off(std::uint32_t failures, std::optional<std::chrono::seconds> retry_after,
              const RetryLimits& limits, Random& random) {
    Span most = limits.base;
    for (std::uint32_t n = 1; n < failures && most < limits.cap; ++n) {
        most *= 2;
    }
    const Span floor =
        std::clamp<Span>(retry_after.value_or(std::chrono::seconds{0}), Span{}, limits.most_retry_after);
    return floor + part_of(std::min(most, limits.cap), random);
}

Span hold(const RetryLimits& limits, Random& random) {
    return limits.hold_least + part_of(limits.hold_most - limits.hold_least, random);
}

Span around(Span period, Random& random) {
    return period / 5 * 4 + part_of(period / 5 * 2, random);
}

std::optional<std::chrono::seconds> parse_retry_after(std::string_view header) {
    std::uint32_t seconds = 0;
    const auto [end, error] = std::from_chars(header.data(), header.data() + header.size(), seconds);
    if (header.empty() || error != std::errc{} || end != header.data() + header.size()) {
        return std::nullopt;
    }
    return std::chrono::seconds{seconds};
}

}  // namespace jiaohao::upload
