// What is said between a satellite and its owner: the greeting, rows and events, questions with their answers. On the
// strand.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "kiosk/base/log.hpp"
#include "kiosk/domain/command.hpp"
#include "kiosk/domain/types/views.hpp"
#include "kiosk/satellite/link_policy.hpp"
#include "kiosk/satellite/owner_line.hpp"
#include "kiosk/wire/api_messages.hpp"
#include "kiosk/wire/api_satellite.hpp"

namespace jiaohao::satellite {

/// Why there is no answer: the owner's refusal, or none: no link, or it said nothing in time.
using NoAnswer = std::optional<wire::api::RefusalText>;
using Reply = Result<nlohmann::json, NoAnswer>;

/// What of the owner is to be known to others. Told on the strand.
class SessionListener {
  public:
    virtual ~SessionListener() = default;
    /// What of the owner's papers is under way here, and why the others are not.
    [[nodiscard]] virtual domain::SettlePapers greeting() = 0;
    virtual void on_rows(domain::HallView view) = 0;
    virtual void on_change(const domain::HallView& delta, std::optional<domain::RecordedEvent> event) = 0;
    virtual void on_linked() = 0;
    /// After on_linked() only.
    virtual void on_lost() = 0;
};

struct SessionOptions {
    domain::HallId hall;
    domain::TerminalId terminal;
    std::string token;
    LinkTimes times;
};

class OwnerSession final : private OwnerLineListener {
  public:
    struct Call {
        wire::api::Written command;
        /// Of the request; empty: made here. The same id again with the same arguments gets its first answer.
        std::string id{};
        /// How long the answer is waited for (real time).
        std::chrono::nanoseconds patience = std::chrono::seconds{10};
        /// Goes before those that are not.
        bool urgent = false;
        std::function<void(const Reply&)> done{};
        /// The owner's `data` after `done` was told that there was no answer.
        std::function<void(const nlohmann::json&)> late{};
    };
    /// `clock` is real time. All references outlive it.
    OwnerSession(SessionOptions options, OwnerLine& line, SessionListener& listener, const Clock& clock,
                 Random& random, Log log);

    /// Several times a second.
    void look();
    /// `done` is called exactly once, without a link from inside this call. One with the id of another that is under way
    /// gets that one's answer.
    void call(Call call);
    /// Before stop(): said at once, and no answer is waited for. Dropped when the owner takes no more at a time.
    void say_last(const wire::api::Written& command);
    /// Answers everybody who waits; nothing is tried any more.
    void stop();

    [[nodiscard]] bool linked() const { return policy_.linked(); }
    /// The owner still owes the answer to a question that nobody waits for any more.
    [[nodiscard]] bool behind() const { return !late_.empty(); }
    /// The owner ended the last link for another one of the same terminal: two of that name are at work.
    [[nodiscard]] bool replaced() const { return !linked() && tally_.code == kReplaced; }
    struct Facts {
        std::string_view state;
        /// Of the last end; empty: none yet.
        std::string code;
        std::string detail;
        std::uint64_t links = 0;
        std::uint64_t unanswered = 0;
        std::uint64_t late = 0;
        std::uint64_t bad_rows = 0;
    };
    [[nodiscard]] Facts facts() const;

  private:
    static constexpr std::string_view kReplaced = "replaced";
    struct Open {
        Call call;
        BootTime deadline{};
        BootTime sent{};
    };

    void on_open() override;
    void on_text(std::string_view text) override;
    void on_end(const std::string& code, const std::string& detail) override;
    void take_snapshot(const wire::api::ServerMessage& message);
    void take_event(const wire::api::ServerMessage& message);
    void take_done(const wire::api::ServerMessage& message);
    void settled(const Reply& reply);
    [[nodiscard]] Open* under_way(const std::string& id);
    void say(std::string text);
    void say_waiting();
    void expire(std::deque<Open>& waiting, BootTime now);
    void drop(std::string_view why, const std::string& detail);
    void lost();
    [[nodiscard]] bool counted(const wire::api::ServerMessage& message);

    const SessionOptions options_;
    OwnerLine& line_;
    SessionListener& listener_;
    const Clock& clock_;
    Random& random_;
    const Log log_;
    LinkPolicy policy_;
    std::deque<Open> urgent_;
    std::deque<Open> waiting_;
    /// Said and not answered.
    std::map<std::string, Open> open_;
    /// Said, not answered in time; the owner may still be at it.
    struct Late {
        std::function<void(const nlohmann::json&)> told;
        BootTime since{};
    };
    std::map<std::string, Late> late_;
    std::uint64_t n_ = 0;
    std::size_t last_said_ = 0;
    bool rows_known_ = false;
    bool told_linked_ = false;
    bool stopped_ = false;
    std::string why_;
    Facts tally_;
};

}  // namespace jiaohao::satellite
