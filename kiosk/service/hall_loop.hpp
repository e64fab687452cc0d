// The hall thread: the only owner of the state. Takes commands, decides, hands batches to the journal, and
// lets effects out when they are durable.
//
// A command is decided against a state that may not be durable yet; everything that follows from it (answer,
// refusal, broadcast, printer, pads) waits for the commit. Commands that arrive while a commit is under way
// share the next one. A failed commit drops the state, rebuilds it from the journal and refuses the commands
// that were waiting.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/base/clock.hpp"
#include "kiosk/base/log.hpp"
#include "kiosk/domain/command.hpp"
#include "kiosk/domain/decide.hpp"
#include "kiosk/ports/journal.hpp"

namespace jiaohao::service {

/// What a command led to. Refusals name what was wrong; a failed journal refuses as
/// journal_failed/full/stalled.
using Outcome = Result<domain::Answer, domain::Refusal>;
/// Called on the hall thread after the commit; must not block. Exactly once.
using OnOutcome = std::function<void(const Outcome&)>;

/// One durable commit as others see it.
struct Committed {
    std::vector<domain::RecordedEvent> events;
    /// Rows that changed, computed from the state right after these events.
    domain::HallView view;
};

/// Told of every commit, in order, on the hall thread; must not block (post it on).
class CommitObserver {
  public:
    virtual ~CommitObserver() = default;
    virtual void on_committed(const std::shared_ptr<const Committed>& committed) = 0;
    /// The journal failed and the state was rebuilt: whatever was shown before may be wrong; take a new
    /// snapshot.
    virtual void on_reset() = 0;
};

/// A picture of the hall at one point of the stream of commits.
struct Snapshot {
    domain::HallView view;
    std::shared_ptr<const domain::HallState> state;
    /// Last durable event in it.
    domain::Seq seq;
    /// What the hall decides by.
    std::shared_ptr<const domain::HallConfig> config;
};

/// A ticket as it stands, with its place while it waits.
struct TicketLook {
    domain::TicketView row;
    std::optional<std::uint32_t> ahead{};
    std::optional<domain::ExpectedWait> expected{};
};
using OnTicketLook = std::function<void(const Result<TicketLook, domain::Refusal>&)>;

/// Thread-safe ways into the hall.
class Hall {
  public:
    virtual ~Hall() = default;
    /// `id` empty: not remembered (device presses: the bus remembers them). An id remembered from before gets
    /// its answer with `again`. After a '#' an id may tell what was asked: the same id with something else behind the
    /// '#' is another command and refused as bad_arguments{argument: id, problem: reused}; an id without a '#'
    /// is none of these. False: the queue is full, refuse as overloaded.
    [[nodiscard]] virtual bool submit(domain::RequestId id, domain::Command command, OnOutcome done) = 0;
    /// Delivers a snapshot in order with on_committed(): every later commit, and none before, reaches the
    /// observers after it. Called on the hall thread.
    [[nodiscard]] virtual bool snapshot(std::function<void(const Snapshot&)> deliver) = 0;
    /// Looks a ticket up where it is known best. False: that is the state of a snapshot; `told` is then dropped. Otherwise
    /// `told` is called exactly once, on a thread of the hall's.
    [[nodiscard]] virtual bool look_up(const domain::TicketId& /*ticket*/, const OnTicketLook& /*told*/) {
        return false;
    }
};

}  // namespace jiaohao::service
