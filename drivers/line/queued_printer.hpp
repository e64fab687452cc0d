// Lets any thread use a printer that lives on the devices thread.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>

#include "kiosk/ports/ticket_printer.hpp"

class QObject;

namespace jiaohao::drivers {

/// print() may be called from any thread and returns at once; the job reaches `target` through the event loop
/// of `context`'s thread (the devices thread). More than `limit` jobs on the way there are refused through
/// `listener` (not_printed, queue_full), also on the devices thread.
/// Lifetime: target, listener and context outlive the last queued call: destroy this first, then let the loop
/// run out or destroy `context` before `target`.
class QueuedPrinter final : public ports::TicketPrinter {
  public:
    QueuedPrinter(ports::TicketPrinter& target, ports::PrinterListener& listener, QObject& context,
                  std::size_t limit = 64);
    ~QueuedPrinter() override;
    QueuedPrinter(const QueuedPrinter&) = delete;
    QueuedPrinter& operator=(const QueuedPrinter&) = delete;

    void print(ports::PrintJob job) override;

  private:
    struct Shared;
    std::shared_ptr<Shared> shared_;
};

}  // namespace jiaohao::drivers
