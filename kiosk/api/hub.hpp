// The sessions and everything done for them. Lives on the loop's thread; other threads come in through
// post(). Internal to kiosk/api.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "kiosk/api/diagnostics.hpp"
#include "kiosk/api/figures_maker.hpp"
#include "kiosk/api/log_budget.hpp"
#include "kiosk/api/options.hpp"
#include "kiosk/api/pin_guard.hpp"
#include "kiosk/api/satellite_links.hpp"
#include "kiosk/api/session.hpp"
#include "kiosk/api/worker.hpp"
#include "kiosk/service/hall_loop.hpp"
#include "kiosk/wire/api_commands.hpp"
#include "kiosk/wire/api_messages.hpp"

namespace jiaohao::api {

/// What the hub is built of; all outlive it.
struct HubParts {
    service::Hall& hall;
    Diagnostics& diagnostics;
    const Clock& clock;
    Random& random;
    Log log;
};

class Hub final : public http::ChannelListener, public std::enable_shared_from_this<Hub> {
  public:
    using Post = std::function<bool(std::function<void()>)>;
    Hub(const ApiOptions& options, const HubParts& parts, Post post);

    // The loop's side.
    void on_open(const http::ChannelPtr& channel, const http::PeerInfo& peer) override;
    void on_message(const http::ChannelPtr& channel, std::string_view text) override;
    void on_close(const http::ChannelPtr& channel, std::string_view reason) override;
    void look();
    void say_goodbye();
    void answer_http(const http::Request& request, const http::Responder& respond);

    // Any thread.
    void committed(std::shared_ptr<const service::Committed> committed);
    void reset();

  private:
    using Json = nlohmann::json;
    using SessionId = std::uint64_t;

    using Later = std::function<void(std::function<void(Hub&)>)>;
    /// Runs a task on the loop if this hub still lives. The only way back for other threads' callbacks: one
    /// that held the hub itself could be the last to let go of it, on a thread that the hub waits for.
    [[nodiscard]] Later later() const;
    [[nodiscard]] Session* find(SessionId id);
    void send(Session& session, std::string text);
    void dismiss(Session& session, std::string_view code);
    [[nodiscard]] std::chrono::nanoseconds at_least_real(std::chrono::nanoseconds span) const;

    // hub_sessions.cpp
    void take(Session& session, const wire::api::Hello& hello);
    /// No room for it among the guests; it is counted already.
    [[nodiscard]] bool crowded(const Session& newer) const;
    /// Who has to go for one that just came: of those without a hello the one that came first.
    [[nodiscard]] Session* too_silent(const Session& newer);
    void demote(const service::Committed& committed);
    void end_sign_in(const SignedIn& who);
    void want_snapshot(Session& session);
    void ask_for_snapshot();
    /// Who signed in without a counter has the roles given to them for that, as far as the session wants them.
    void set_sign_in(Session& session, const std::optional<SignedIn>& who) const;
    void check_sign_in(Session& session, const domain::HallState& state) const;
    void give_snapshots(const service::Snapshot& snapshot, std::uint64_t question);
    void broadcast(const service::Committed& committed);

    // hub_commands.cpp
    void take(Session& session, wire::api::CommandMessage message);
    [[nodiscard]] std::optional<domain::Refusal> forbidden(const Session& session, const std::string& name,
                                                           const wire::api::Call& call) const;
    /// `id` of these is a request_key().
    void run(Session& session, const domain::RequestId& id, wire::api::Call call);
    void submit(SessionId session, const domain::RequestId& id, domain::Command command,
                std::function<Json(Hub&, const domain::Answer&)> answer);
    void finish(SessionId session, const domain::RequestId& id, const Result<Json, domain::Refusal>& outcome);
    void start_sign_in(SessionId session, const domain::RequestId& id, const wire::api::SignInCall& call);
    /// `tried`: the name whose tries are counted.
    void pin_checked(SessionId session, const domain::RequestId& id, const SignedIn& who,
                     const domain::ClerkId& tried, bool right);
    /// The duty manager hears of it: it may be somebody who guesses.
    void tell_of_lock(const SignedIn& who, const Session* session, BootTime now);
    void sign_out(Session& session, const domain::RequestId& id, const wire::api::SignOutCall& call);
    [[nodiscard]] Json signed_in(SessionId session, const SignedIn& who);
    void get_ticket(SessionId session, const domain::RequestId& id, const domain::TicketId& ticket);
    // hub_satellites.cpp
    [[nodiscard]] std::optional<domain::Refusal> bind_to_satellite(Session& session, const std::string& name,
                                                                   wire::api::Call& call);
    void replace_satellite(const Session& newer);
    void tell_of_two(const Session& session);
    void look_at_satellites();
    void recall_satellites();
    void tell_of_satellite(const domain::ReportDevice& report);
    // hub_visits.cpp
    void list_appointments(SessionId session, const domain::RequestId& id,
                           const wire::api::AppointmentListCall& call);

    // hub_figures.cpp
    void get_figures(SessionId session, const domain::RequestId& id);
    void make_figures(const service::Snapshot& snapshot);
    [[nodiscard]] Json figures_for(SessionId session);
    void answer_figures(const std::optional<domain::Refusal>& refusal);

    void scan_bus(SessionId session, const domain::RequestId& id, const wire::api::DeviceScanCall& call);
    void test_print(SessionId session, const domain::RequestId& id, const wire::api::TestPrintCall& call);
    void question(SessionId session, const domain::RequestId& id,
                  std::function<Result<Json, domain::Refusal>(Diagnostics&)> ask);
    [[nodiscard]] std::string metrics_text() const;

    const ApiOptions& options_;
    HubParts parts_;
    Post post_;
    std::map<SessionId, Session> sessions_;
    Tokens tokens_;
    PinGuard guard_;
    SatelliteLinks satellites_;
    std::optional<BootTime> first_look_;
    /// Commits posted and not yet handled; beyond a bound clients take a new snapshot instead.
    std::atomic<std::size_t> pending_commits_{0};
    std::atomic<bool> overrun_{false};
    bool snapshot_asked_ = false;
    /// Raised by a reset: an answer to a question from before it may lack commits that were passed over.
    std::uint64_t question_ = 0;
    BootTime snapshot_asked_at_{};
    std::string decoy_;
    LogBudget chatter_;

    struct Figures {
        /// Only used by the worker of questions, one question at a time.
        std::shared_ptr<FiguresMaker> maker = std::make_shared<FiguresMaker>();
        Json known;
        BootTime known_at{};
        domain::EpochId epoch;
        domain::Seq seq;
        std::vector<std::pair<SessionId, domain::RequestId>> waiting;
        bool asked = false;
        BootTime asked_at{};
    };
    Figures figures_;

    struct Tally {
        std::uint64_t messages = 0, bad_messages = 0, commands = 0, refused = 0, forbidden = 0,
                      wrong_pins = 0, snapshots = 0, silent = 0, turned_away = 0;
    };
    Tally tally_;
    // Last: their threads end before what they use.
    Worker pins_{32};
    Worker questions_{64};
};

}  // namespace jiaohao::api
