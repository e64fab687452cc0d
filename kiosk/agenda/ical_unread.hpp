// What libical could not read of an event: it leaves such properties out and says so only in the event itself. Inside
// this room only.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <libical/ical.h>

#include <string>
#include <vector>

namespace jiaohao::agenda {

/// A property that counts for an appointment: "EXDATE", id of the catalogue, the value as far as it is known.
struct Unread {
    std::string property;
    std::string what;
    std::string value;
};

/// In the order of the event. Properties that nothing is taken of (DESCRIPTION, ATTENDEE ...) may be as they like, and
/// so may ones without a value where that means the same as none.
[[nodiscard]] std::vector<Unread> unread_of(icalcomponent* event);

}  // namespace jiaohao::agenda
