// Commands about customers before they have a ticket: appointments, offers, visits. Inside this room only.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "kiosk/wire/api_commands.hpp"

namespace jiaohao::wire::api {

void add_visit_commands(std::vector<CommandSpec>& specs);

}  // namespace jiaohao::wire::api
