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
        CustomerClass customer_class{};
        std::string number;
        /// In the order of arrival, and where it stands in line.
        WallTime line_at{};
        std::optional<WallTime> due_at;
        LinePlace stands;
        /// Kept from an earlier day.
        bool carried = false;
        std::optional<CounterId> to_counter;
        std::optional<ClerkId> to_clerk;
        /// Overtaken in this stay in its line, by whatever call, and since when.
        std::uint32_t passed = 0;
        std::optional<WallTime> passed_since;
        /// The same by what the order of calling chose.
        std::uint32_t overtaken = 0;
        std::optional<WallTime> overtaken_since;
        Place place = Place::waiting;
        std::optional<CounterId> counter;
        bool no_show = false;
        /// Had been called, whatever came after.
        bool was_called = false;
        /// Services still to come.
        std::vector<ServiceId> then;
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
    [[nodiscard]] std::optional<TicketId> next(const CounterConfig& counter, WallTime now) const;
    /// How often each reason for a call was given.
    [[nodiscard]] const std::map<CallReason, int>& reasons() const { return reasons_; }
    /// Compares with the real state.
    void compare(const HallState& state);
    [[nodiscard]] const std::vector<std::string>& objections() const { return objections_; }
    [[nodiscard]] const std::vector<Row>& rows() const { return rows_; }
    /// How often a day was opened that lies before the last one.
    [[nodiscard]] int days_back() const { return days_back_; }
    /// How often the day closed last went on.
    [[nodiscard]] int reopened() const { return reopened_; }
    /// How many tickets were kept for another day.
    [[nodiscard]] int carried() const { return carried_; }

  private:
    /// Those of one service and class, or sent to the same counter or clerk.
    using LineKey = std::tuple<ServiceId, CustomerClass, std::optional<CounterId>, std::optional<ClerkId>>;
    struct Line {
        /// Everybody who was called before somebody of this line while the line was there.
        std::vector<std::pair<LinePlace, WallTime>> passed_by;
        std::uint32_t in_row = 0;
    };
    static LineKey key_of(const Row& row);
    [[nodiscard]] std::vector<const Row*> firsts(const CounterConfig& counter) const;
    [[nodiscard]] bool target_there(const Row& row) const;
    [[nodiscard]] bool is_callable(const Row& row, const CounterConfig& counter) const;
    [[nodiscard]] bool is_held(const Row& row, WallTime now) const;
    [[nodiscard]] const Row* by_class(const std::vector<const Row*>& rows) const;
    [[nodiscard]] std::size_t rank(const Row& row) const;
    void note_order(const TicketCalled& event);
    void check_guarantee(const Row& called, const TicketCalled& event);
    static void line_up(Row& row);
    void drop_empty_lines();
    void carry_over();

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
    void on(const TicketUnparked& event);
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
    std::map<LineKey, Line> lines_;
    std::set<ServiceId> kept_;
    std::map<CallReason, int> reasons_;
    WallTime last_line_at_{};
    std::vector<std::string> objections_;
    int days_back_ = 0;
    int reopened_ = 0;
    int carried_ = 0;
};

}  // namespace jiaohao::domain::testing
