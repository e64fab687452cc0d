// An independent and simple-minded hall: walks lists, knows nothing of the real state. It reads the events
// that were decided and objects to every one that breaks a promise.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "kiosk/domain/decide.hpp"

namespace jiaohao::domain::testing {

class Model {
  public:
    enum class Place { waiting, counter, parked, gone };
    struct Row {
        TicketId id;
        ServiceId service;
        Place place = Place::waiting;
        std::optional<CounterId> counter;
        bool no_show = false;
        std::uint32_t copies_pending = 0;
        int asked = 0;
        int ends = 0;
    };

    explicit Model(const HallConfig& config) : config_(config) {}

    /// What the hall's clock says from now on.
    void set_today(std::optional<BusinessDay> today) { today_ = today; }

    /// Notes one event; objections() grows when it should not have happened.
    void note(const RecordedEvent& recorded);
    /// The ticket that CallNext at the counter must call.
    [[nodiscard]] std::optional<TicketId> next(const CounterConfig& counter) const;
    /// Compares with the real state.
    void compare(const HallState& state);
    [[nodiscard]] const std::vector<std::string>& objections() const { return objections_; }
    [[nodiscard]] const std::vector<Row>& rows() const { return rows_; }
    /// How often a day was opened that lies before the last one.
    [[nodiscard]] int days_back() const { return days_back_; }

  private:
    void object(const std::string& what) { objections_.push_back(what); }
    Row* row(const TicketId& id);
    Row* here(const TicketId& id, const CounterId& counter, const char* what);
    void leave(const TicketId& id, const CounterId& counter, Place to, const char* what);
    void arrive(const TicketId& id, const CounterId& counter, Place from, const char* what);
    void end_rating(const TicketId& id, const CounterId& counter);
    void settle(const TicketId& id, std::uint32_t copy);

    void on(const DayOpened& event);
    void on(const DayClosed& event);
    void on(const TicketIssued& event);
    void on(const TicketCancelled& event);
    void on(const TicketExpired& event);
    void on(const TicketCalled& event);
    void on(const TicketRecalled& event);
    void on(const TicketNoShow& event);
    void on(const TicketReturned& event);
    void on(const TicketParked& event);
    void on(const TicketResumed& event);
    void on(const TicketTransferred& event);
    void on(const ServingStarted& event);
    void on(const ServingFinished& event);
    void on(const RatingRequested& event);
    void on(const RatingGiven& event);
    void on(const RatingMissed& event);
    void on(const TicketPrintStarted& event);
    void on(const TicketPrinted& event);
    void on(const TicketReprinted& event);
    void on(const TicketPrintUnknown& event);
    void on(const TicketNotPrinted& event);
    void on(const ClerkSignedIn& event);
    void on(const ClerkSignedOut& event);
    void on(const CounterOpened& event);
    void on(const CounterClosed& event);

    const HallConfig& config_;
    std::optional<BusinessDay> day_;
    std::optional<BusinessDay> today_;
    Envelope at_event_;
    bool open_ = false;
    std::vector<Row> rows_;  // in the order of arrival
    // Of every business day there ever was: the model forgets nothing.
    std::set<std::tuple<BusinessDay, RangeId, std::uint32_t>> used_;
    std::set<std::pair<BusinessDay, std::string>> numbers_;
    std::map<CounterId, TicketId> at_;
    std::map<CounterId, TicketId> armed_;
    std::map<CounterId, ClerkId> clerks_;
    std::set<CounterId> open_counters_;
    std::vector<std::string> objections_;
    int days_back_ = 0;
};

}  // namespace jiaohao::domain::testing
