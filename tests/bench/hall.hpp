// The hall that is measured: four services with a number range each, four counters with their clerks, one
// printer, a journal on the disk of `folder`.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "tests/bench/api_client.hpp"
#include "tests/bench/kiosk_process.hpp"
#include "tests/bench/printer_end.hpp"

namespace jiaohao::bench {

class Hall {
  public:
    static constexpr std::array<std::string_view, 4> services{"s1", "s2", "s3", "s4"};

    struct Setting {
        std::filesystem::path program;
        std::filesystem::path folder;
        std::string printer_profile;
    };
    /// Returns when kioskd answers and its printer is ready. Throws std::runtime_error.
    explicit Hall(const Setting& setting);

    [[nodiscard]] const std::filesystem::path& socket() const { return socket_; }
    [[nodiscard]] ApiClient client(std::string_view role) const { return {socket_, role}; }
    /// Closes the day with all who wait and opens another one with every counter open: no phase pays for the
    /// lines that another left.
    void next_day();
    /// Commits of the journal so far.
    [[nodiscard]] std::uint64_t commits() const;

    [[nodiscard]] std::filesystem::path journal() const { return folder_ / "journal" / "journal.db"; }
    [[nodiscard]] PrinterEnd& printer() { return printer_; }
    [[nodiscard]] KioskProcess& process() { return process_; }

  private:
    void wait_until_ready();
    [[nodiscard]] bool ready() const;

    const std::filesystem::path folder_;
    const std::filesystem::path socket_;
    PrinterEnd printer_;
    KioskProcess process_;
    /// Business days as the API says them; the one that is open, and the hall's own date.
    std::string day_;
    std::string today_;
};

/// The arguments of a `ticket.issue` for the `index`th ticket: the services take turns.
[[nodiscard]] std::string issue_arguments(std::size_t index, bool paper);

}  // namespace jiaohao::bench
