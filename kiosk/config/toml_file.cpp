// SPDX-License-Identifier: Apache-2.0
#include "kiosk/config/toml_file.hpp"

#include <fmt/format.h>

#include <fstream>
#include <string>
#include <system_error>

namespace jiaohao::config {
namespace {

constexpr std::size_t kMostLineBytes = 8192;

/// The first line beyond the bound: the parser goes one call deeper with every dot of a key.
std::optional<std::uint32_t> overlong_line(const std::filesystem::path& file) {
    std::ifstream in(file);
    std::string line;
    for (std::uint32_t number = 1; std::getline(in, line); ++number) {
        if (line.size() > kMostLineBytes) {
            return number;
        }
    }
    return std::nullopt;
}

}  // namespace

std::optional<toml::table> parse_toml_file(const std::filesystem::path& file, Problems& problems) {
    constexpr std::uintmax_t kMostBytes = 4U << 20U;
    std::error_code error;
    const std::uintmax_t size = std::filesystem::file_size(file, error);
    if (error || size > kMostBytes) {
        problems.add({file.string(), 0, 0, "",
                      error ? fmt::format("cannot be read: {}", error.message())
                            : fmt::format("is {} bytes; allowed: at most {}", size, kMostBytes)});
        return std::nullopt;
    }
    if (const auto at = overlong_line(file)) {
        problems.add({file.string(), *at, 0, "",
                      fmt::format("the line is longer than {} bytes: no setting is", kMostLineBytes)});
        return std::nullopt;
    }
    try {
        return toml::parse_file(file.string());
    } catch (const toml::parse_error& failure) {
        const toml::source_position at = failure.source().begin;
        problems.add({file.string(), at.line, at.column, "", std::string(failure.description())});
    } catch (const std::exception& failure) {
        problems.add({file.string(), 0, 0, "", failure.what()});
    }
    return std::nullopt;
}

}  // namespace jiaohao::config
