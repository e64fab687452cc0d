// The duty manager's alert of an upload that stands still until a person acts; a network that is away is none.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "kiosk/service/hall_loop.hpp"
#include "kiosk/upload/status.hpp"

namespace jiaohao::daemon {

/// Any thread.
class UploadAlert {
  public:
    explicit UploadAlert(service::Hall& hall);
    /// What an earlier process told of is over until it is found anew: upload may be off now, or mended.
    void start();
    /// As told by the uploader whenever its alarms change.
    void look(const upload::UploadStatus& status);
    /// Now and then: what the hall could not take when it was told, while its journal was down, is told again.
    void look_again();

  private:
    struct Told;
    /// The hall may answer when this object is gone.
    std::shared_ptr<Told> told_;
};

}  // namespace jiaohao::daemon
