// What a commit leads to outside the hall: papers, numbers on handsets, pads that ask. Planned on the hall
// thread from the state right after the events, carried out only when they are durable.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <vector>

#include "kiosk/domain/state.hpp"
#include "kiosk/domain/types/hall_config.hpp"
#include "kiosk/ports/hall_bus.hpp"
#include "kiosk/ports/ticket_printer.hpp"

namespace jiaohao::service {

using Effect = std::function<void()>;

/// Called on the hall thread; effects run there too, after the commit, in the order planned.
class EffectPlanner {
  public:
    virtual ~EffectPlanner() = default;
    [[nodiscard]] virtual std::vector<Effect> plan(const domain::HallState& state,
                                                   const domain::HallConfig& config,
                                                   const std::vector<domain::RecordedEvent>& events) = 0;
    /// Everything that devices should show now: after a start and after the state was rebuilt.
    virtual void resync(const domain::HallState& state, const domain::HallConfig& config) = 0;
};

/// Words on the paper: composed from the catalogue and the owner's texts, which this room does not know.
class PaperComposer {
  public:
    virtual ~PaperComposer() = default;
    [[nodiscard]] virtual ports::TicketPaper compose(const domain::Ticket& ticket, std::uint32_t copy,
                                                     const domain::HallConfig& config) const = 0;
};

/// Where the devices of one counter sit.
struct CounterDevices {
    struct Place {
        ports::HallBus* bus = nullptr;
        std::uint32_t address = 0;
    };
    std::vector<Place> handsets;
    std::vector<Place> pads;
};

/// Printer, handsets and pads behind their ports. All ports outlive it.
class DeviceEffects final : public EffectPlanner {
  public:
    DeviceEffects(std::map<domain::DeviceId, ports::TicketPrinter*> printers, const PaperComposer& composer,
                  std::map<domain::CounterId, CounterDevices> counters)
        : printers_(std::move(printers)), composer_(composer), counters_(std::move(counters)) {}

    [[nodiscard]] std::vector<Effect> plan(const domain::HallState& state, const domain::HallConfig& config,
                                           const std::vector<domain::RecordedEvent>& events) override;
    void resync(const domain::HallState& state, const domain::HallConfig& config) override;

  private:
    void plan_paper(const domain::TicketPrintStarted& started, const domain::HallState& state,
                    const domain::HallConfig& config, std::vector<Effect>& effects);
    void plan_show(const domain::CounterId& counter, const domain::TicketId& ticket, bool with_beep,
                   const domain::HallState& state, std::vector<Effect>& effects);
    void plan_pads(const domain::CounterId& counter, bool ask, std::vector<Effect>& effects);

    std::map<domain::DeviceId, ports::TicketPrinter*> printers_;
    const PaperComposer& composer_;
    std::map<domain::CounterId, CounterDevices> counters_;
};

}  // namespace jiaohao::service
