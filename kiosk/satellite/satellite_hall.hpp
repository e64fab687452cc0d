// The hall as clients of a satellite terminal know it: while its owner can be reached the owner's rows with the own
// printers among them, and commands that go there; otherwise the own hall, which gives tickets of its lease and hands them
// over afterwards.
//
// One strand, on which all of this happens (`look` and the session with it); commands and commits come in from other
// threads by posts.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <vector>

#include "kiosk/ports/ticket_printer.hpp"
#include "kiosk/satellite/follow.hpp"
#include "kiosk/satellite/hand_over.hpp"
#include "kiosk/satellite/mirror.hpp"
#include "kiosk/satellite/papers.hpp"
#include "kiosk/satellite/readiness.hpp"
#include "kiosk/satellite/session.hpp"
#include "kiosk/service/effects.hpp"
#include "kiosk/service/hall_loop.hpp"
#include "kiosk/service/printer_sink.hpp"

namespace jiaohao::satellite {

struct SatelliteOptions {
    domain::TerminalId terminal;
    /// That of the own hall.
    domain::HallConfig config;
    std::string token;
    /// How long a customer waits for the owner (real time).
    std::chrono::nanoseconds answer = std::chrono::seconds{3};
    /// The date in the hall's own time zone.
    std::function<domain::BusinessDay(WallTime)> today;
};

/// All outlive the satellite.
struct SatelliteParts {
    service::Hall& hall;
    service::PrinterSink& devices;
    OwnerLine& line;
    Post post;
    const Clock& clock;
    /// Time-outs of the link.
    const Clock& real;
    Random& random;
    const service::PaperComposer& composer;
    Log log;
};

struct SatelliteStatus {
    bool linked = false;
    OwnerSession::Facts link;
    std::uint64_t forwarded = 0;
    /// Tickets given alone, and of those handed over, since the start.
    std::uint64_t alone = 0;
    std::uint64_t handed_over = 0;
    /// Tickets of the owner that were given meanwhile here.
    std::uint64_t orphans = 0;
    std::uint64_t to_hand_over = 0;
    std::uint64_t outcomes_to_tell = 0;
    std::uint64_t numbers_left = 0;
    /// Refused by the owner for good, since the start.
    std::uint64_t not_taken = 0;
    /// While linked: what a time alone would lack, for a minute at least.
    Missing missing = Missing::nothing;
};

class SatelliteHall final : public service::Hall,
                            public service::PrinterSink,
                            public service::CommitObserver,
                            private SessionListener {
  public:
    SatelliteHall(SatelliteOptions options, SatelliteParts parts);

    // Before anything starts.
    void add_observer(service::CommitObserver& observer) { observers_.push_back(&observer); }
    void attach(std::map<domain::DeviceId, ports::TicketPrinter*> printers) {
        printers_ = std::move(printers);
    }

    /// Several times a second, on the strand.
    void look();
    /// On the strand: the last word to the owner is said.
    void stop();

    // Any thread.
    [[nodiscard]] bool submit(domain::RequestId id, domain::Command command,
                              service::OnOutcome done) override;
    [[nodiscard]] bool snapshot(std::function<void(const service::Snapshot&)> deliver) override;
    [[nodiscard]] bool look_up(const domain::TicketId& ticket, const service::OnTicketLook& told) override;
    void report(domain::Command command) override;
    void printer_ready(const domain::DeviceId& printer, bool ready, domain::PrintCause cause) override;
    void on_committed(const std::shared_ptr<const service::Committed>& committed) override;
    void on_reset() override;
    [[nodiscard]] SatelliteStatus status() const;

  private:
    using Answered = std::function<void(const service::Outcome&)>;
    /// A customer's question for a ticket, by what it was asked under.
    struct Asking {
        domain::RequestId id;
        domain::IssueTicket command;
        std::vector<service::OnOutcome> done;
        /// The owner was asked: it may give one under the same name, now or later.
        bool forwarded = false;
    };
    /// A step of the own hall that the next one of its kind waits for: until the picture with this number.
    struct Step {
        bool busy = false;
        std::uint64_t until = 0;
        BootTime not_before{};
    };

    /// A try to hand a ticket over.
    struct Adopting {
        std::string id;
        domain::AdoptTicket adoption;
    };

    // satellite_hall.cpp: what is shown.
    domain::SettlePapers greeting() override;
    void on_rows(domain::HallView view) override;
    void on_change(const domain::HallView& delta, std::optional<domain::RecordedEvent> event) override;
    void on_linked() override;
    void on_lost() override;
    void take_commit(const service::Committed& committed);
    void take_picture(const service::Snapshot& picture, std::uint64_t number);
    void forget_ended();
    void want_picture();
    void publish(service::Committed shown);
    void start_over();
    [[nodiscard]] domain::HallView shown() const;
    void lay_over(domain::HallView& view) const;
    void deliver_snapshots();

    // satellite_commands.cpp
    void take(const domain::RequestId& id, domain::Command command, const service::OnOutcome& done);
    [[nodiscard]] std::string id_there(const domain::RequestId& id) const;
    void forward(const domain::RequestId& id, const domain::Command& command, const service::OnOutcome& done,
                 bool urgent = true);
    void rate(const domain::RequestId& id, const domain::Command& command, const domain::TicketId& ticket,
              const std::optional<domain::CounterId>& only_at, const service::OnOutcome& done);
    void cancel(const domain::RequestId& id, const domain::CancelTicket& command,
                const service::OnOutcome& done);
    void here(const domain::RequestId& id, domain::Command command, const service::OnOutcome& done);
    void at_ours(const domain::RequestId& id, domain::Command command, const domain::TicketId& ticket,
                 const service::OnOutcome& done);
    [[nodiscard]] const domain::Ticket* own_ticket(const domain::TicketId& id) const;
    [[nodiscard]] bool is_ours(const domain::TicketId& id) const;
    void look_up_here(const domain::TicketId& id, const service::OnTicketLook& told);

    // satellite_tickets.cpp
    void issue(const domain::RequestId& id, domain::IssueTicket command, const service::OnOutcome& done);
    void issue_there(const domain::RequestId& asked);
    void issue_here(const domain::RequestId& asked);
    void issued_there(const domain::RequestId& asked, const domain::FarPaper& paper, const Reply& reply);
    void issued_here(const domain::RequestId& asked, const service::Outcome& outcome);
    void issued_late(const nlohmann::json& data);
    void finish(const domain::RequestId& asked, const service::Outcome& outcome);
    void check_in(const domain::RequestId& id, domain::CheckIn command, const service::OnOutcome& done);
    void reprint(const domain::RequestId& id, domain::ReprintTicket command, const service::OnOutcome& done);
    void print_asked(const domain::RequestId& id, const domain::Command& command,
                     const domain::FarPaper& paper, const service::OnOutcome& done);
    void print(const domain::Ticket& ticket, std::uint32_t copy,
               const std::optional<domain::DeviceId>& printer);
    void print_unseen(const domain::TicketId& ticket, std::uint32_t copy,
                      const std::optional<domain::DeviceId>& printer);
    void not_printed(const domain::TicketId& ticket, std::uint32_t copy, domain::PrintCause cause);
    void keep_ticket(const domain::Ticket& ticket);
    [[nodiscard]] domain::FarPaper far_paper() const;
    [[nodiscard]] domain::RequestId asked_under(const domain::RequestId& id);
    [[nodiscard]] bool was_given(const domain::RequestId& asked) const;

    // satellite_sync.cpp: what goes on by itself while linked.
    void sync();
    void order(Step& step, domain::Command command, Answered then);
    void tell_outcomes();
    void withdraw(const domain::RequestId& asked);
    void tell_withdrawn();
    void hand_over();
    void adopted(const Adopting& one, const Reply& reply);
    void refused_adoption(const domain::AdoptTicket& adoption, const wire::api::RefusalText& refusal);
    void give_up_ticket(const domain::Ticket& ticket, const std::string& code);
    void end_here(domain::Command command, const domain::TicketId& ticket);
    void follow();
    void take_leases();
    void lent(const domain::RangeId& range, const Reply& reply);
    void tell_devices();
    void tell_readiness();
    void resolve(Missing over);
    void note_status();

    const SatelliteOptions options_;
    const std::shared_ptr<const domain::HallConfig> config_;
    /// For papers of the owner's tickets.
    const domain::HallConfig owners_config_;
    SatelliteParts parts_;
    const Log log_;
    std::vector<service::CommitObserver*> observers_;
    std::map<domain::DeviceId, ports::TicketPrinter*> printers_;
    Papers papers_;
    std::atomic<std::size_t> waiting_{0};
    std::atomic<std::size_t> commits_waiting_{0};
    std::atomic<bool> reset_waiting_{false};
    mutable std::mutex mutex_;
    std::map<domain::DeviceId, std::pair<bool, domain::PrintCause>> ready_;  // guarded by mutex_
    SatelliteStatus status_;                                                 // guarded by mutex_

    // Below: the strand only.
    OwnerSession session_;
    bool linked_ = false;
    bool ever_linked_ = false;
    Mirror owner_;
    Mirror own_;
    std::shared_ptr<const domain::HallState> state_;
    domain::Seq state_seq_;
    /// Pictures of the own hall by their number.
    std::uint64_t pictures_asked_ = 0;
    bool picture_asked_ = false;
    bool picture_again_ = false;
    /// Rows of ours are not known; the picture with this number tells them.
    std::optional<std::uint64_t> own_lost_;
    std::deque<std::function<void(const service::Snapshot&)>> snapshots_;
    std::map<domain::RequestId, Asking> asking_;
    /// What was asked under and given here since the start; the oldest are forgotten.
    std::set<domain::RequestId> given_;
    std::deque<domain::RequestId> given_order_;
    /// Under these nobody is to have a ticket of the owner's: their customers left without, or have cancelled ours. Those
    /// in to_withdraw_ it has not been told of.
    std::set<domain::RequestId> withdrawn_;
    std::deque<domain::RequestId> withdrawn_order_;
    std::deque<domain::RequestId> to_withdraw_;
    bool withdrawing_ = false;
    BootTime withdraw_after_{};
    std::map<domain::TicketId, domain::Channel> channels_;
    /// Owner's tickets seen lately, for reprints.
    std::map<domain::TicketId, domain::Ticket> far_tickets_;
    std::deque<domain::TicketId> far_order_;
    /// Where tickets were rated by tablets of ours.
    std::map<domain::TicketId, domain::CounterId> rated_;
    Step handing_;
    std::optional<domain::TicketId> handing_ticket_;
    std::map<domain::TicketId, BootTime> not_now_;
    /// The owner may have them already: they are not ended here before it has said.
    std::set<domain::TicketId> doubtful_;
    /// The last try of each of which nobody knows whether the owner did it.
    std::map<domain::TicketId, Adopting> unanswered_;
    /// Something is done to them here; from the picture with this number (0: not asked for yet) it is known.
    std::map<domain::TicketId, std::uint64_t> at_work_;
    Step following_;
    std::map<domain::RangeId, Step> leasing_;
    Readiness readiness_;
    /// The alert that was raised: not again while it lasts, also when a person closed it.
    Missing alerted_ = Missing::nothing;
    BootTime resolve_after_{};
    BootTime tell_after_{};
    std::map<domain::DeviceId, domain::DeviceView> told_;
    SatelliteStatus tally_;
};

/// "<terminal>:<client's id>", at most 64 bytes of a request id; what is longer or of other letters is named by its hash.
[[nodiscard]] domain::RequestId asked_name(const domain::TerminalId& terminal, const std::string& id);

}  // namespace jiaohao::satellite
