// SPDX-License-Identifier: Apache-2.0
#include "drivers/line/capture_ring.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <charconv>
#include <optional>
#include <set>
#include <system_error>

namespace jiaohao::drivers::capture {
namespace {

namespace fs = std::filesystem;
constexpr std::string_view kEnd = ".capture";

/// The number in "LINE.000012.capture" when it is a file of this line.
std::optional<std::uint32_t> number_of(const std::string& name, const std::string& line) {
    if (!name.starts_with(line + ".") || !name.ends_with(kEnd) ||
        name.size() <= line.size() + 1 + kEnd.size()) {
        return std::nullopt;
    }
    std::uint32_t number = 0;
    const char* const begin = name.data() + line.size() + 1;
    const char* const end = name.data() + name.size() - kEnd.size();
    const auto read = std::from_chars(begin, end, number);
    return read.ec == std::errc{} && read.ptr == end ? std::optional(number) : std::nullopt;
}

std::set<std::uint32_t> numbers_in(const fs::path& folder, const std::string& line) {
    std::set<std::uint32_t> numbers;
    std::error_code error;
    for (auto it = fs::directory_iterator(folder, error); !error && it != fs::directory_iterator();
         it.increment(error)) {
        if (const auto number = number_of(it->path().filename().string(), line)) {
            numbers.insert(*number);
        }
    }
    return numbers;
}

fs::path file_of(const Limits& limits, const std::string& line, std::uint32_t number) {
    return limits.folder / fmt::format("{}.{:06}{}", line, number, kEnd);
}

std::string trouble(const fs::path& where, int error) {
    return where.string() + ": " + std::system_category().message(error == 0 ? EIO : error);
}

}  // namespace

std::string Ring::next_file() {
    std::error_code error;
    fs::create_directories(limits_.folder, error);
    if (error) {
        return trouble(limits_.folder, error.value());
    }
    auto numbers = numbers_in(limits_.folder, header_.line);
    const std::uint32_t next = numbers.empty() ? 1 : *numbers.rbegin() + 1;
    while (!numbers.empty() && numbers.size() >= limits_.files) {
        fs::remove(file_of(limits_, header_.line, *numbers.begin()), error);
        numbers.erase(numbers.begin());
    }
    out_ = std::ofstream();
    const fs::path file = file_of(limits_, header_.line, next);
    errno = 0;
    out_.open(file, std::ios::binary | std::ios::trunc);
    if (!out_) {
        return trouble(file, errno);
    }
    // What was printed is nobody else's business.
    fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read, error);
    file_ = file.string();
    const std::string head = to_text(header_);
    ++header_.part;
    in_file_ = head.size();
    bytes_ += head.size();
    out_ << head;
    return {};
}

std::string Ring::write(const std::string& text) {
    if (!out_.is_open() || in_file_ >= limits_.file_bytes) {
        if (std::string wrong = next_file(); !wrong.empty()) {
            return wrong;
        }
    }
    errno = 0;
    out_ << text;
    in_file_ += text.size();
    bytes_ += text.size();
    return out_ ? "" : trouble(file_, errno);
}

std::string Ring::flush() {
    errno = 0;
    out_.flush();
    return out_ ? "" : trouble(file_, errno);
}

}  // namespace jiaohao::drivers::capture
