// Who is told what printers did: the hall itself, or a satellite that knows whose ticket it was.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kiosk/domain/command.hpp"

namespace jiaohao::service {

/// Thread-safe; returns at once.
class PrinterSink {
  public:
    virtual ~PrinterSink() = default;
    /// A fact that must not be lost: PrintSucceeded, PrintRefused, PrintDoubtful, ReportDevice.
    virtual void report(domain::Command command) = 0;
    /// Whether a job given to `printer` now would be printed, and if not, why not.
    virtual void printer_ready(const domain::DeviceId& printer, bool ready, domain::PrintCause cause) = 0;
};

}  // namespace jiaohao::service
