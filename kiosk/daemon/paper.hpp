// What stands on the paper ticket: the configuration's lines when there are any, else a ticket template filled with
// the ticket's fields and the catalogue's sentences.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

#include "drivers/printer/ticket_template.hpp"
#include "kiosk/config/kiosk_config.hpp"
#include "kiosk/i18n/catalogue.hpp"
#include "kiosk/service/effects.hpp"

namespace jiaohao::daemon {

/// Constant after construction; any thread. `catalogue` outlives it.
class TicketWords final : public service::PaperComposer {
  public:
    TicketWords(config::PaperConfig paper, const i18n::Catalogue& catalogue,
                drivers::printer::TicketTemplate layout = drivers::printer::TicketTemplate::standard())
        : paper_(std::move(paper)), layout_(std::move(layout)), catalogue_(catalogue) {}

    /// The template that the configuration names, or the built-in one. The error names file, line and key.
    [[nodiscard]] static Result<drivers::printer::TicketTemplate, std::string> layout_of(
        const config::PaperConfig& paper);

    [[nodiscard]] ports::TicketPaper compose(const domain::Ticket& ticket, std::uint32_t copy,
                                             const domain::HallConfig& config) const override;

  private:
    using Words = i18n::Params;
    using TicketFields = drivers::printer::TicketFields;
    [[nodiscard]] Words words_for(const domain::Ticket& ticket, const domain::HallConfig& config,
                                  const std::string& language) const;
    [[nodiscard]] std::string afterwards(const domain::Ticket& ticket, const domain::HallConfig& config,
                                         const std::string& language) const;
    void own_lines(ports::TicketPaper& paper, const TicketFields& fields, const std::string& language) const;
    [[nodiscard]] TicketFields fields_for(const domain::Ticket& ticket, const domain::HallConfig& config,
                                          const std::string& language) const;

    const config::PaperConfig paper_;
    const drivers::printer::TicketTemplate layout_;
    const i18n::Catalogue& catalogue_;
};

}  // namespace jiaohao::daemon
