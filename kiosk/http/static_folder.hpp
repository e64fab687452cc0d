// Serves the files of one folder. They are read once, so no request can reach outside of it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "kiosk/base/result.hpp"
#include "kiosk/http/message.hpp"

namespace jiaohao::http {

struct StaticOptions {
    /// The request path under which the folder appears: "/counter/".
    std::string prefix = "/";
    std::string content_security_policy =
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'";
    /// Bounds of what is held in memory.
    std::size_t most_files = 2000;
    std::size_t most_bytes = std::size_t{32} * 1024 * 1024;
};

/// Immutable after load(); copyable values inside; any thread.
class StaticFolder {
  public:
    /// Fails naming the folder or file that cannot be read or is too much. Links and dot-files are left out.
    [[nodiscard]] static Result<StaticFolder, std::string> load(const std::string& folder,
                                                                StaticOptions options);

    /// Nothing when the path is not under the prefix; 404 for an unknown file there; 405 for other methods
    /// than GET and HEAD. `index.html` answers for a folder; the prefix without its slash is redirected.
    /// Strong ETag (SHA-256), 304, `no-cache` except for names that carry a content hash (name-1a2b3c4d.js):
    /// those are immutable.
    [[nodiscard]] std::optional<Response> serve(const Request& request) const;

    [[nodiscard]] std::size_t size() const { return files_.size(); }

  private:
    struct File {
        std::string content;
        std::string type;
        std::string etag;
        bool immutable = false;
    };
    StaticOptions options_;
    std::map<std::string, File, std::less<>> files_;
};

/// True when an If-None-Match header names `etag` (or is "*"). For handlers with ETags of their own.
[[nodiscard]] bool etag_matches(std::string_view if_none_match, std::string_view etag);

}  // namespace jiaohao::http
