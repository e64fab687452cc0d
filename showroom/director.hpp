// Runs a planned day on a stage from opening to balanced books.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "showroom/books.hpp"
#include "showroom/faults.hpp"
#include "showroom/stage.hpp"

namespace jiaohao::showroom {

struct DirectorSetting {
    /// First ticket comes so long (hall time) after the processes start.
    WallTime midnight{};
    bool window = false;
    bool headless = false;
    /// After the day the hall stays open until Ctrl-C.
    bool stay = false;
    std::vector<PlannedFault> faults;
    std::string language;
    double speed = 1;
};

class Director {
  public:
    Director(DirectorSetting setting, const DayPlan& plan, Stage& stage, Reactor& reactor,
             const i18n::Catalogue& words);
    ~Director();
    Director(const Director&) = delete;
    Director& operator=(const Director&) = delete;

    /// Blocks until the books are gathered, or the reactor was told to quit. The error says what could not be
    /// started.
    [[nodiscard]] Result<Books, std::string> play();
    /// What is known when play() could not gather all of it.
    [[nodiscard]] Books books_so_far(const std::string& failure);
    /// The day is broken off: play() closes it, gathers the books of what there was, and returns.
    void end_early();

  private:
    static constexpr std::chrono::seconds kDrainPatience{180};
    [[nodiscard]] Result<void, std::string> open();
    void open_counters();
    void announce() const;
    void schedule_faults();
    void strike(FaultKind kind);
    void watch_processes();
    void tell_progress();
    [[nodiscard]] bool wait(const std::function<bool()>& done, std::chrono::seconds patience);
    [[nodiscard]] Result<void, std::string> close_day();
    [[nodiscard]] std::string why(const std::string& what) const;
    void pause(std::chrono::milliseconds span);
    void collect();
    void read_journal(std::uint64_t from);
    void collect_head_office();
    [[nodiscard]] std::string say(const std::string& id, const i18n::Params& params = {}) const;

    DirectorSetting setting_;
    const DayPlan& plan_;
    Stage& stage_;
    Reactor& reactor_;
    const i18n::Catalogue& words_;
    std::unique_ptr<ApiLink> api_;
    std::unique_ptr<Player> player_;
    Books books_;
    bool journal_read_ = false;
    bool counted_ = false;
    bool head_office_wanted_ = true;
    bool early_ = false;
    std::string failure_;
};

}  // namespace jiaohao::showroom
