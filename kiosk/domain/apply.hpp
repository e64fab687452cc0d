// One change per event; apply() finds it. Total: what makes no sense changes nothing. Inside this room only.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kiosk/domain/state.hpp"

namespace jiaohao::domain::changes {

/// Where an event stands; `at` is brought into a range in which sums cannot overflow.
struct Stand {
    const Envelope& envelope;
    WallTime at;
};

void apply_on(HallState& state, const Stand& stand, const EpochStarted& event);
void apply_on(HallState& state, const Stand& stand, const DayOpened& event);
void apply_on(HallState& state, const Stand& stand, const DayClosed& event);
void apply_on(HallState& state, const Stand& stand, const ServiceOpened& event);
void apply_on(HallState& state, const Stand& stand, const ServiceClosed& event);
void apply_on(HallState& state, const Stand& stand, const TicketIssued& event);
void apply_on(HallState& state, const Stand& stand, const TicketPrintStarted& event);
void apply_on(HallState& state, const Stand& stand, const TicketPrinted& event);
void apply_on(HallState& state, const Stand& stand, const TicketNotPrinted& event);
void apply_on(HallState& state, const Stand& stand, const TicketPrintUnknown& event);
void apply_on(HallState& state, const Stand& stand, const TicketReprinted& event);
void apply_on(HallState& state, const Stand& stand, const TicketCalled& event);
void apply_on(HallState& state, const Stand& stand, const TicketRecalled& event);
void apply_on(HallState& state, const Stand& stand, const TicketNoShow& event);
void apply_on(HallState& state, const Stand& stand, const TicketReturned& event);
void apply_on(HallState& state, const Stand& stand, const TicketParked& event);
void apply_on(HallState& state, const Stand& stand, const TicketResumed& event);
void apply_on(HallState& state, const Stand& stand, const TicketTransferred& event);
void apply_on(HallState& state, const Stand& stand, const TicketUnparked& event);
void apply_on(HallState& state, const Stand& stand, const TicketCancelled& event);
void apply_on(HallState& state, const Stand& stand, const TicketExpired& event);
void apply_on(HallState& state, const Stand& stand, const ServingStarted& event);
void apply_on(HallState& state, const Stand& stand, const ServingFinished& event);
void apply_on(HallState& state, const Stand& stand, const RatingRequested& event);
void apply_on(HallState& state, const Stand& stand, const RatingGiven& event);
void apply_on(HallState& state, const Stand& stand, const RatingReason& event);
void apply_on(HallState& state, const Stand& stand, const RatingMissed& event);
void apply_on(HallState& state, const Stand& stand, const ClerkSignedIn& event);
void apply_on(HallState& state, const Stand& stand, const ClerkSignedOut& event);
void apply_on(HallState& state, const Stand& stand, const CounterOpened& event);
void apply_on(HallState& state, const Stand& stand, const CounterPaused& event);
void apply_on(HallState& state, const Stand& stand, const CounterResumed& event);
void apply_on(HallState& state, const Stand& stand, const CounterClosed& event);
void apply_on(HallState& state, const Stand& stand, const CounterReady& event);
void apply_on(HallState& state, const Stand& stand, const MessageSent& event);
void apply_on(HallState& state, const Stand& stand, const MessageRead& event);
void apply_on(HallState& state, const Stand& stand, const AppointmentAdded& event);
void apply_on(HallState& state, const Stand& stand, const AppointmentArrived& event);
void apply_on(HallState& state, const Stand& stand, const AppointmentMissed& event);
void apply_on(HallState& state, const Stand& stand, const AppointmentCancelled& event);
void apply_on(HallState& state, const Stand& stand, const DiversionOffered& event);
void apply_on(HallState& state, const Stand& stand, const DiversionTaken& event);
void apply_on(HallState& state, const Stand& stand, const VisitNoted& event);
void apply_on(HallState& state, const Stand& stand, const AlertAcknowledged& event);
void apply_on(HallState& state, const Stand& stand, const AlertRaised& event);
void apply_on(HallState& state, const Stand& stand, const AlertResolved& event);
void apply_on(HallState& state, const Stand& stand, const DeviceChanged& event);
void apply_on(HallState& state, const Stand& stand, const ClockAdjusted& event);
void apply_on(HallState& state, const Stand& stand, const LeaseGranted& event);
void apply_on(HallState& state, const Stand& stand, const TicketAdopted& event);
void apply_on(HallState& state, const Stand& stand, const TicketHandedOver& event);
void apply_on(HallState& state, const Stand& stand, const AskingWithdrawn& event);

/// A day opens: nobody was asked anything yet, and what is over of appointments of earlier days is forgotten.
void start_visits(HallState& state, BusinessDay day);
/// A ticket is given: its customer was asked, alone or with the offers shown before.
void note_asked(HallState& state, const TicketIssued& event);

/// Facts that are kept and reported but change nothing in the hall.
inline void apply_on(HallState& /*state*/, const Stand& /*stand*/, const PressRaw& /*event*/) {}
/// The alert that comes with it is what stands open.
inline void apply_on(HallState& /*state*/, const Stand& /*stand*/, const HelpRequested& /*event*/) {}
inline void apply_on(HallState& /*state*/, const Stand& /*stand*/, const ConfigApplied& /*event*/) {}
inline void apply_on(HallState& /*state*/, const Stand& /*stand*/, const Gap& /*event*/) {}
inline void apply_on(HallState& /*state*/, const Stand& /*stand*/, const UnknownEvent& /*event*/) {}

}  // namespace jiaohao::domain::changes
