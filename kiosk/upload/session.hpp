// The upload as steps of one thread: what to send next, and what each answer means. Without thread and
// network of its own, so that every path can be tested on an injected clock.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/base/clock.hpp"
#include "kiosk/base/log.hpp"
#include "kiosk/ports/outbox.hpp"
#include "kiosk/upload/messages.hpp"
#include "kiosk/upload/policy.hpp"
#include "kiosk/upload/status.hpp"
#include "kiosk/upload/transport.hpp"

namespace jiaohao::upload {

struct UploadOptions {
    domain::HallId hall;
    domain::TerminalId terminal;
    BatchLimits batch;
    RetryLimits retry;
    Span contact_period = std::chrono::seconds{60};
    /// How often the outbox is asked when nobody says that there is something new.
    Span look_every = std::chrono::seconds{5};
    /// A JSON object for the contact (versions, devices, alerts). Called on the upload thread; may be empty.
    std::function<std::string()> contact_status;
    /// Called on the upload thread when the set of alarms has changed; must not block. May be empty.
    std::function<void(const UploadStatus&)> on_alarm;
};

class UploadSession {
  public:
    /// All outlive the session. `clock` is real time, never a scaled one.
    UploadSession(ports::Outbox& outbox, HttpTransport& transport, const Clock& clock, Random& random,
                  Log log, UploadOptions options);

    /// At most one request. Returns how long nothing needs to be done; zero: call again at once.
    [[nodiscard]] Span step();
    /// There may be new events; the next step looks.
    void look();
    /// Certificate, address or configuration changed: everything held is tried at once.
    void try_again();

    /// Any thread.
    [[nodiscard]] UploadStatus status() const;

  private:
    struct Epoch {
        explicit Epoch(std::size_t most_events) : size(most_events) {}
        domain::Seq confirmed;
        domain::Seq last;
        /// First seq of the next batch.
        domain::Seq next{1};
        BatchSize size;
        /// The event at this seq goes as {seq, raw}.
        std::optional<domain::Seq> raw_at;
        std::optional<BootTime> waiting_since;
        BootTime held_until{};
        std::uint32_t read_failures = 0;
        std::uint32_t rewinds = 0;
    };
    struct Sent {
        domain::EpochId epoch;
        domain::Seq first;
        domain::Seq last;
        std::size_t events = 0;
        bool raw = false;
    };
    using Exchange = std::pair<HttpReply, ClockAnchor>;

    [[nodiscard]] Exchange exchange(const HttpRequest& request);
    void refresh();
    void learn(const ports::Outbox::EpochBacklog& row, BootTime now);
    [[nodiscard]] bool due(const domain::EpochId& id, const Epoch& epoch, BootTime now) const;
    [[nodiscard]] std::optional<domain::EpochId> pick(BootTime now) const;
    [[nodiscard]] Span until_next(BootTime now) const;

    void upload(const domain::EpochId& id);
    [[nodiscard]] std::optional<std::vector<domain::RecordedEvent>> read(const domain::EpochId& id,
                                                                         Epoch& epoch);
    void answered(const Sent& sent, const HttpReply& reply, ClockAnchor anchor);
    void stored(const Sent& sent, const HttpReply& reply, ClockAnchor anchor);
    void confirm(const domain::EpochId& id, Epoch& epoch, domain::Seq stored_to);
    void rewind(const Sent& sent, std::optional<domain::Seq> want);
    void retry(const HttpReply& reply);
    void hold_all(Alarm alarm, const std::string& detail);
    void hold_epoch(const domain::EpochId& id, Alarm alarm, const std::string& detail);

    void contact();
    void contact_answered(const ContactRequest& sent, const HttpReply& reply, ClockAnchor anchor);
    void contact_understood();
    void note_names(const ContactRequest& sent, ContactAnswer answer);

    void note_error(const HttpReply& reply, const std::string& detail);
    /// What head office stored of this batch but counts in no figure. `confirmed`: known before.
    void note_marked(const Sent& sent, const StoredAnswer& answer, domain::Seq confirmed);
    void note_anchor(ClockAnchor anchor, std::optional<WallTime> server_time);
    void raise(Alarm alarm, std::optional<domain::EpochId> epoch, const std::string& detail);
    void clear(const std::function<bool(const ActiveAlarm&)>& over);
    void count_backlog();

    ports::Outbox& outbox_;
    HttpTransport& transport_;
    const Clock& clock_;
    Random& random_;
    const Log log_;
    const UploadOptions options_;

    /// Oldest first, as the outbox lists them.
    std::vector<domain::EpochId> order_;
    std::map<domain::EpochId, Epoch> epochs_;
    BootTime look_at_{};
    /// Nothing is uploaded before: back-off, hold or pace.
    BootTime not_before_{};
    std::uint32_t failures_ = 0;
    BootTime contact_at_{};
    Span contact_period_;
    /// Head office did not know this terminal when it was asked last.
    bool contact_refused_ = false;
    /// As ContactFacts::names_taken.
    std::string names_taken_;

    mutable std::mutex mutex_;
    UploadStatus status_;  // guarded by mutex_
};

}  // namespace jiaohao::upload
