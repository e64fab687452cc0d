// SPDX-License-Identifier: Apache-2.0
#include "kiosk/http/static_folder.hpp"

#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <openssl/evp.h>

#include "kiosk/base/bytes.hpp"

namespace jiaohao::http {
namespace {

namespace fs = std::filesystem;

std::string_view type_of(const fs::path& name) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 19> types{{
        {".html", "text/html; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".mjs", "text/javascript; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".json", "application/json"},
        {".map", "application/json"},
        {".webmanifest", "application/manifest+json"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".jpg", "image/jpeg"},
        {".webp", "image/webp"},
        {".ico", "image/x-icon"},
        {".woff2", "font/woff2"},
        {".woff", "font/woff"},
        {".txt", "text/plain; charset=utf-8"},
        {".wav", "audio/wav"},
        {".ogg", "audio/ogg"},
        {".mp3", "audio/mpeg"},
        {".wasm", "application/wasm"},
    }};
    const std::string extension = name.extension().string();
    for (const auto& [known, type] : types) {
        if (extension == known) {
            return type;
        }
    }
    return "application/octet-stream";
}

std::string etag_of(const std::string& content) {
    std::array<std::uint8_t, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    EVP_Digest(content.data(), content.size(), digest.data(), &size, EVP_sha256(), nullptr);
    std::string hex;
    for (const char c : to_hex(ByteView(digest.data(), 16))) {
        if (c != ' ') {
            hex.push_back(c);
        }
    }
    return '"' + hex + '"';
}

/// "app-1a2b3c4d.js": what bundlers make of a file whose name changes with its content.
bool carries_hash(const fs::path& name) {
    const std::string stem = name.stem().string();
    const auto dash = stem.find_last_of("-.");
    if (dash == std::string::npos || stem.size() - dash - 1 < 8) {
        return false;
    }
    bool digit = false;
    for (const char c : stem.substr(dash + 1)) {
        digit = digit || (c >= '0' && c <= '9');
        if (std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '_') {
            return false;
        }
    }
    return digit;
}

bool hidden(const fs::path& relative) {
    for (const auto& part : relative) {
        if (part.string().starts_with('.')) {
            return true;
        }
    }
    return false;
}

std::optional<std::string> read_all(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream content;
    content << file.rdbuf();
    if (!file.good() && !file.eof()) {
        return std::nullopt;
    }
    return std::move(content).str();
}

}  // namespace

bool etag_matches(std::string_view if_none_match, std::string_view etag) {
    if (if_none_match == "*") {
        return true;
    }
    while (!if_none_match.empty()) {
        const auto end = if_none_match.find(',');
        std::string_view one = if_none_match.substr(0, end);
        while (one.starts_with(' ')) {
            one.remove_prefix(1);
        }
        while (one.ends_with(' ')) {
            one.remove_suffix(1);
        }
        if (one.starts_with("W/")) {
            one.remove_prefix(2);
        }
        if (one == etag) {
            return true;
        }
        if_none_match = end == std::string_view::npos ? std::string_view{} : if_none_match.substr(end + 1);
    }
    return false;
}

Result<StaticFolder, std::string> StaticFolder::load(const std::string& folder, StaticOptions options) {
    StaticFolder result;
    std::error_code error;
    std::size_t bytes = 0;
    fs::recursive_directory_iterator walk(folder, error);
    for (; !error && walk != fs::recursive_directory_iterator(); walk.increment(error)) {
        const auto& entry = *walk;
        const fs::path relative = entry.path().lexically_relative(folder);
        if (entry.is_symlink() || !entry.is_regular_file() || hidden(relative)) {
            continue;
        }
        auto content = read_all(entry.path());
        if (!content) {
            return fail("cannot read " + entry.path().string());
        }
        bytes += content->size();
        if (bytes > options.most_bytes || result.files_.size() >= options.most_files) {
            return fail("too many or too large files to serve in " + folder +
                        ", first over it: " + entry.path().string());
        }
        File file{std::move(*content), std::string(type_of(relative)), {}, carries_hash(relative)};
        file.etag = etag_of(file.content);
        result.files_.emplace(relative.generic_string(), std::move(file));
    }
    if (error) {
        return fail("cannot read the folder " + folder + ": " + error.message());
    }
    result.options_ = std::move(options);
    return result;
}

std::optional<Response> StaticFolder::serve(const Request& request) const {
    const std::string_view prefix = options_.prefix;
    if (request.path + '/' == prefix) {
        return Response{308, {{"Location", options_.prefix}, {"Cache-Control", "no-cache"}}, {}};
    }
    if (!request.path.starts_with(prefix)) {
        return std::nullopt;
    }
    if (request.method != "GET" && request.method != "HEAD") {
        Response response = text_response(405, "only GET and HEAD\n");
        response.headers["Allow"] = "GET, HEAD";
        return response;
    }
    std::string name = request.path.substr(prefix.size());
    if (name.empty() || name.ends_with('/')) {
        name += "index.html";
    }
    const auto found = files_.find(name);
    if (found == files_.end()) {
        return text_response(404, "no such page\n");
    }
    const File& file = found->second;
    Response response;
    response.headers = {
        {"ETag", file.etag},
        {"Cache-Control", file.immutable ? "public, max-age=31536000, immutable" : "no-cache"},
        {"X-Content-Type-Options", "nosniff"},
        {"Referrer-Policy", "no-referrer"},
        {"Content-Security-Policy", options_.content_security_policy}};
    if (etag_matches(request.header("If-None-Match"), file.etag)) {
        response.status = 304;
        return response;
    }
    response.headers["Content-Type"] = file.type;
    response.body = file.content;
    return response;
}

}  // namespace jiaohao::http
