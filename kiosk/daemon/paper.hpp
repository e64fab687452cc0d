// Words on the paper ticket: from the owner's template when there is one, else from the catalogue.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

#include "kiosk/config/kiosk_config.hpp"
#include "kiosk/i18n/catalogue.hpp"
#include "kiosk/service/effects.hpp"

namespace jiaohao::daemon {

/// Constant after construction; any thread. `catalogue` outlives it.
class TicketWords final : public service::PaperComposer {
  public:
    TicketWords(config::PaperConfig paper, const i18n::Catalogue& catalogue)
        : paper_(std::move(paper)), catalogue_(catalogue) {}

    [[nodiscard]] ports::TicketPaper compose(const domain::Ticket& ticket, std::uint32_t copy,
                                             const domain::HallConfig& config) const override;

  private:
    using Words = i18n::Params;
    [[nodiscard]] Words words_for(const domain::Ticket& ticket, const domain::HallConfig& config,
                                  const std::string& language) const;
    void from_template(ports::TicketPaper& paper, const Words& words, const std::string& language) const;
    void from_catalogue(ports::TicketPaper& paper, const Words& words, const domain::Ticket& ticket,
                        const std::string& language) const;

    const config::PaperConfig paper_;
    const i18n::Catalogue& catalogue_;
};

}  // namespace jiaohao::daemon
