// Follows the tickets of one hall-day through its events and writes what happened into the ledger.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "headoffice/feeds/ledger.hpp"
#include "headoffice/feeds/rating_fates.hpp"
#include "kiosk/domain/types/events.hpp"

namespace jiaohao::headoffice::feeds {

class HallDayReader {
  public:
    explicit HallDayReader(Ledger& ledger) : ledger_(ledger) {}

    /// Issues are read first: a satellite's ticket may be called by events that sort before its own. An adoption says of
    /// one what its issue would, as long as that has not come; it is no issue itself. Ratings are judged with them: a burst
    /// takes back answers of before.
    void read_issue(const domain::RecordedEvent& event);
    void read(const domain::RecordedEvent& event);
    /// After the last event: what is known only of a whole day.
    void finish();

  private:
    using Envelope = domain::Envelope;

    /// A rating that was asked for.
    struct Request {
        WallTime at{};
        Place place;
        std::string scale;
        bool open = true;
    };
    /// How a counter spent its time, as one event tells.
    struct Spent {
        std::optional<domain::Milliseconds> walk{}, serving{}, wrap_up{}, idle{}, paused{};
    };
    struct Story {
        /// None when the issue is missing.
        std::optional<Envelope> issued;
        std::string first_service;
        /// The service whose line it is or was in.
        std::string service;
        /// Since when it is in a line and not yet called from it.
        std::optional<Envelope> in_line;
        /// Of an appointment: whoever comes before it waits from then on.
        std::optional<WallTime> due_at;
        /// Handed over: since when it waits is what its owner found, whose clock also says when it was called.
        bool adopted = false;
        std::uint64_t no_shows = 0;
        std::uint64_t returns = 0;
        bool ended = false;
        /// Of the last call: a ticket that is cancelled or sent home does not say where it was.
        std::optional<Place> called_to;
        std::vector<Request> requests;
    };

    void on(const Envelope& at, const domain::TicketPrinted& event);
    void on(const Envelope& at, const domain::TicketNotPrinted& event);
    void on(const Envelope& at, const domain::TicketPrintUnknown& event);
    void on(const Envelope& at, const domain::TicketReprinted& event);
    void on(const Envelope& at, const domain::TicketCalled& event);
    void on(const Envelope& at, const domain::TicketRecalled& event);
    void on(const Envelope& at, const domain::TicketNoShow& event);
    void on(const Envelope& at, const domain::TicketReturned& event);
    void on(const Envelope& at, const domain::TicketParked& event);
    void on(const Envelope& at, const domain::TicketResumed& event);
    void on(const Envelope& at, const domain::TicketTransferred& event);
    void on(const Envelope& at, const domain::TicketCancelled& event);
    void on(const Envelope& at, const domain::TicketExpired& event);
    void on(const Envelope& at, const domain::ServingFinished& event);
    void on(const Envelope& at, const domain::RatingRequested& event);
    void on(const Envelope& at, const domain::RatingGiven& event);
    void on(const Envelope& at, const domain::RatingMissed& event);
    void on(const Envelope& at, const domain::RatingReason& event);
    void on(const Envelope& at, const domain::PressRaw& event);
    void on(const Envelope& at, const domain::CounterPaused& event);
    void on(const Envelope& at, const domain::CounterResumed& event);
    void on(const Envelope& at, const domain::CounterReady& event);
    void on(const Envelope& at, const domain::CounterClosed& event);
    void on(const Envelope& at, const domain::DayOpened& event);
    void on(const Envelope& at, const domain::DayClosed& event);
    /// What changes no figure.
    template <class Other>
    void on(const Envelope& at, const Other& event) {
        static_cast<void>(at);
        static_cast<void>(event);
    }

    void spend(const Envelope& at, const Place& place, const Spent& spent);
    /// What is no service's: finishing up, having nobody, a pause.
    void spend_free(const Envelope& at, const domain::CounterId& counter,
                    const std::optional<domain::ClerkId>& clerk, const Spent& spent);
    void read_adoption(const domain::TicketAdopted& event);
    [[nodiscard]] Story& story(const domain::TicketId& ticket);
    [[nodiscard]] Place line_of(const domain::TicketId& ticket);
    [[nodiscard]] static Request* open_request(Story& story, const std::string& scale);

    Ledger& ledger_;
    std::map<domain::TicketId, Story> stories_;
    RatingFates fates_;
    std::set<domain::TerminalId> terminals_;
    /// When each terminal closed the day, unless it opened it again.
    std::map<domain::TerminalId, WallTime> closed_;
};

}  // namespace jiaohao::headoffice::feeds
