// What head office knows of each terminal besides its events: the last contact.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "headoffice/store/store.hpp"

namespace jiaohao::headoffice {

/// The last word of a terminal. A repeat replaces the one before.
struct Contact {
    domain::TerminalId terminal;
    domain::HallId hall;
    /// Head office's own time.
    WallTime received_at{};
    /// Events that wait for upload, as the terminal counts them.
    std::uint64_t backlog = 0;
    /// The whole status as the terminal sent it (JSON text): versions, devices, alerts.
    std::string body;
};

/// Thread-safe; a call returns when its data are durable.
class Fleet {
  public:
    virtual ~Fleet() = default;
    [[nodiscard]] virtual Result<void, StoreError> record(const Contact& contact) = 0;
    /// By terminal.
    [[nodiscard]] virtual Result<std::vector<Contact>, StoreError> contacts() = 0;
};

}  // namespace jiaohao::headoffice
