// Identities of the domain. Strings come from configuration and match [a-z0-9_-]{1,32} unless said otherwise.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "kiosk/base/result.hpp"
#include "kiosk/base/strong.hpp"

namespace jiaohao::domain {

using HallId = Strong<struct HallTag, std::string>;
using TerminalId = Strong<struct TerminalTag, std::string>;
/// UUID made with the journal file; a new journal is a new epoch.
using EpochId = Strong<struct EpochTag, std::string>;
/// Position in an epoch: contiguous from 1. 0 means "none yet".
using Seq = Strong<struct SeqTag, std::uint64_t>;
using ServiceId = Strong<struct ServiceTag, std::string>;
using CounterId = Strong<struct CounterTag, std::string>;
using ClerkId = Strong<struct ClerkTag, std::string>;
/// A range of ticket numbers such as "A": 1..999. One range may serve several services.
using RangeId = Strong<struct RangeTag, std::string>;
using DeviceId = Strong<struct DeviceTag, std::string>;
using AlertId = Strong<struct AlertTag, std::string>;
/// Of the one who made the appointment (an office, a calendar file): 1..64 bytes of [A-Za-z0-9._:-].
using AppointmentId = Strong<struct AppointmentTag, std::string>;
using DiversionId = Strong<struct DiversionTag, std::string>;
/// The event that said it, in the form of a ticket id: "terminal/epoch/seq".
using MessageId = Strong<struct MessageTag, std::string>;
using OfferId = Strong<struct OfferTag, std::string>;
/// Made by the client, 1..64 bytes of [A-Za-z0-9._:-]; the same id gives the same answer.
using RequestId = Strong<struct RequestTag, std::string>;

/// A ticket is identified by where and when its `ticket.issued` stands. Never by its printed number.
struct TicketId {
    TerminalId terminal;
    EpochId epoch;
    Seq seq;

    friend auto operator<=>(const TicketId&, const TicketId&) = default;
    friend bool operator==(const TicketId&, const TicketId&) = default;
};

/// "terminal/epoch/seq", the form used by the API, QR codes and logs.
[[nodiscard]] std::string to_string(const TicketId& id);
[[nodiscard]] Result<TicketId, std::string> parse_ticket_id(std::string_view text);

/// Numbers of one range, both ends among them.
struct NumberBlock {
    std::uint32_t first = 0;
    std::uint32_t last = 0;
    friend bool operator==(const NumberBlock&, const NumberBlock&) = default;
};

/// The business day that figures roll up by: the date of opening in the hall's own time zone. It is given by
/// `day.opened` and never runs backwards whatever the clock does.
using BusinessDay = std::chrono::year_month_day;

/// "2020-01-07"
[[nodiscard]] std::string to_string(BusinessDay day);
[[nodiscard]] Result<BusinessDay, std::string> parse_business_day(std::string_view text);

}  // namespace jiaohao::domain
