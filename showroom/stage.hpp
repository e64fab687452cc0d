// The stage of a simulated hall: its folder, configuration and processes. Everything the processes get is
// what an installed hall would have: files, serial lines, sockets, certificates.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include <nlohmann/json.hpp>

#include "kiosk/i18n/catalogue.hpp"
#include "showroom/plan.hpp"
#include "showroom/process.hpp"

namespace jiaohao::showroom {

struct StageSetting {
    /// The program that, called with kEndWithParent, becomes another that ends with us however we end; empty: none.
    std::filesystem::path leash;
    /// Where kioskd, headofficed, device-sim and kiosk-ui are.
    std::filesystem::path bin;
    /// The source tree or an installed share: drivers/profiles, ui/i18n.
    std::filesystem::path root;
    /// Built pages: counter/, manager/ and office/.
    std::filesystem::path pages;
    /// Empty afterwards only if the showroom made it.
    std::filesystem::path folder;
    /// Real lines instead of simulators; empty: simulated.
    std::string printer;
    std::string bus;
    std::string printer_profile = "printer-epson-tm-t88-sc";
    /// START,SPEED,ANCHOR
    std::string sim_clock;
    std::string language = "zh_CN";
    bool draw_papers = true;
    std::uint64_t seed = 1;
};

inline constexpr const char* kEndWithParent = "--end-with-parent";

/// Seconds on the clock of the hall that a pad asks for a rating.
constexpr int kRatingSeconds = 120;

class Stage {
  public:
    using OnJson = std::function<void(const nlohmann::json&)>;

    Stage(StageSetting setting, const DayPlan& plan, Reactor& reactor);

    /// Writes the configuration, makes certificates, chooses free ports.
    [[nodiscard]] Result<void, std::string> prepare();
    [[nodiscard]] Result<void, std::string> start_devices(const OnJson& on_printer, const OnJson& on_bus);
    [[nodiscard]] Result<void, std::string> start_head_office();
    [[nodiscard]] Result<void, std::string> start_hall();
    [[nodiscard]] Result<void, std::string> start_ui(const std::string& page);
    /// UI, hall, devices, head office.
    void stop();

    void tell_bus(const nlohmann::json& request);
    void tell_printer(const std::string& line);
    [[nodiscard]] bool simulated_printer() const { return setting_.printer.empty(); }
    [[nodiscard]] bool simulated_bus() const { return setting_.bus.empty(); }

    [[nodiscard]] Process* hall() { return hall_.get(); }
    [[nodiscard]] Process* head_office() { return head_office_.get(); }
    [[nodiscard]] Process* ui() { return ui_.get(); }
    [[nodiscard]] std::string socket() const { return (setting_.folder / "api.sock").string(); }
    [[nodiscard]] std::string counter_page() const;
    [[nodiscard]] std::string manager_page() const;
    [[nodiscard]] std::string office() const;
    [[nodiscard]] std::filesystem::path papers() const { return setting_.folder / "papers"; }
    [[nodiscard]] bool draws_papers() const { return simulated_printer() && setting_.draw_papers; }
    [[nodiscard]] std::filesystem::path program(const std::string& name) const { return setting_.bin / name; }
    [[nodiscard]] const std::string& sim_clock() const { return setting_.sim_clock; }
    [[nodiscard]] std::string hall_name(const std::string& language) const;
    [[nodiscard]] const std::filesystem::path& folder() const { return setting_.folder; }

  private:
    [[nodiscard]] std::string hall_toml() const;
    [[nodiscard]] std::string head_office_toml() const;
    [[nodiscard]] Result<std::unique_ptr<Process>, std::string> launch(const std::string& name,
                                                                       std::vector<std::string> command,
                                                                       const OnJson& on_json = nullptr);

    StageSetting setting_;
    const DayPlan& plan_;
    Reactor& reactor_;
    i18n::Catalogue catalogue_;
    std::uint16_t counter_port_ = 0;
    std::uint16_t upload_port_ = 0;
    std::uint16_t office_port_ = 0;
    std::unique_ptr<Process> printer_;
    std::unique_ptr<Process> bus_;
    std::unique_ptr<Process> head_office_;
    std::unique_ptr<Process> hall_;
    std::unique_ptr<Process> ui_;
};

}  // namespace jiaohao::showroom
