// SPDX-License-Identifier: Apache-2.0
#include "kiosk/upload/session.hpp"

#include <algorithm>
#include <utility>

namespace jiaohao::upload {
namespace {

// Compressed batches are about a tenth of their JSON; what turns out too large is cut in half.
constexpr std::size_t kJsonPerCompressedByte = 8;

Span at_least_zero(Span span) {
    return std::max(span, Span{});
}

}  // namespace

UploadSession::UploadSession(ports::Outbox& outbox, HttpTransport& transport, const Clock& clock,
                             Random& random, Log log, UploadOptions options)
    : outbox_(outbox),
      transport_(transport),
      clock_(clock),
      random_(random),
      log_(log.in("upload")),
      options_(std::move(options)),
      look_at_(clock.boot()),
      // Terminals that come back from the same power cut do not all call in the same second.
      contact_at_(clock.boot() + around(options_.contact_period, random_) / 10),
      contact_period_(options_.contact_period) {}

void UploadSession::look() {
    look_at_ = clock_.boot();
}

void UploadSession::try_again() {
    transport_.forget_connections();
    failures_ = 0;
    not_before_ = {};
    contact_at_ = clock_.boot();
    // It may be another head office.
    names_taken_.clear();
    for (auto& [id, epoch] : epochs_) {
        epoch.held_until = {};
    }
    look();
}

UploadStatus UploadSession::status() const {
    const std::lock_guard lock(mutex_);
    return status_;
}

Span UploadSession::step() {
    if (clock_.boot() >= look_at_) {
        refresh();
    }
    if (clock_.boot() >= contact_at_) {
        contact();
    }
    const BootTime now = clock_.boot();
    if (now >= not_before_) {
        if (const auto epoch = pick(now)) {
            upload(*epoch);
            return Span{};
        }
    }
    return until_next(now);
}

Span UploadSession::until_next(BootTime now) const {
    BootTime next = std::min(look_at_, contact_at_);
    for (const auto& [id, epoch] : epochs_) {
        if (epoch.last >= epoch.next) {
            const BootTime aged = epoch.waiting_since.value_or(now) + options_.batch.most_age;
            next =
                std::min(next, std::max({not_before_, epoch.held_until, due(id, epoch, now) ? now : aged}));
        }
    }
    return at_least_zero(next - now);
}

void UploadSession::refresh() {
    const BootTime now = clock_.boot();
    look_at_ = now + options_.look_every;
    auto backlog = outbox_.backlog();
    if (!backlog) {
        log_.error("upload.outbox_unreadable", {{"detail", backlog.error().detail}});
        raise(Alarm::unreadable, std::nullopt, backlog.error().detail);
        return;
    }
    order_.clear();
    for (const auto& row : *backlog) {
        learn(row, now);
        order_.push_back(row.epoch);
    }
    for (auto each = epochs_.begin(); each != epochs_.end();) {
        if (std::find(order_.begin(), order_.end(), each->first) != order_.end()) {
            ++each;
            continue;
        }
        clear([&](const ActiveAlarm& active) { return active.epoch == each->first; });
        each = epochs_.erase(each);
    }
    clear([](const ActiveAlarm& active) { return active.alarm == Alarm::unreadable && !active.epoch; });
    count_backlog();
}

void UploadSession::learn(const ports::Outbox::EpochBacklog& row, BootTime now) {
    Epoch& epoch = epochs_.try_emplace(row.epoch, options_.batch.most_events).first->second;
    epoch.last = row.last;
    if (row.acknowledged > epoch.confirmed) {
        epoch.confirmed = row.acknowledged;
        epoch.next = std::max(epoch.next, domain::Seq{row.acknowledged.get() + 1});
    } else if (row.acknowledged < epoch.confirmed) {
        // The outbox has not taken what head office confirmed: tell it again.
        confirm(row.epoch, epoch, epoch.confirmed);
    }
    if (epoch.last < epoch.next) {
        epoch.waiting_since.reset();
    } else if (!epoch.waiting_since) {
        epoch.waiting_since = now;
    }
}

bool UploadSession::due(const domain::EpochId& id, const Epoch& epoch, BootTime now) const {
    if (epoch.last < epoch.next || now < epoch.held_until) {
        return false;
    }
    const std::uint64_t waiting = epoch.last.get() - epoch.next.get() + 1;
    const bool old_journal = !order_.empty() && id != order_.back();
    const bool narrowed = epoch.size.now() < options_.batch.most_events;
    return old_journal || narrowed || waiting >= options_.batch.least_events ||
           now - epoch.waiting_since.value_or(now) >= options_.batch.most_age;
}

std::optional<domain::EpochId> UploadSession::pick(BootTime now) const {
    for (const domain::EpochId& id : order_) {
        if (const auto epoch = epochs_.find(id); epoch != epochs_.end() && due(id, epoch->second, now)) {
            return id;
        }
    }
    return std::nullopt;
}

std::optional<std::vector<domain::RecordedEvent>> UploadSession::read(const domain::EpochId& id,
                                                                      Epoch& epoch) {
    const bool raw = epoch.raw_at == epoch.next;
    auto events = outbox_.read(id, epoch.next, raw ? 1 : epoch.size.now(),
                               options_.batch.most_bytes * kJsonPerCompressedByte);
    if (!events) {
        log_.error("upload.outbox_unreadable", {{"epoch", id.get()}, {"detail", events.error().detail}});
        raise(Alarm::unreadable, id, events.error().detail);
        epoch.held_until = clock_.boot() + back_off(++epoch.read_failures, {}, options_.retry, random_);
        return std::nullopt;
    }
    epoch.read_failures = 0;
    if (events->empty() || events->front().envelope.seq != epoch.next) {
        hold_epoch(id, Alarm::history_missing,
                   fmt::format("head office wants seq {}, the journal begins at {}", epoch.next.get(),
                               events->empty() ? 0 : events->front().envelope.seq.get()));
        return std::nullopt;
    }
    return std::move(*events);
}

UploadSession::Exchange UploadSession::exchange(const HttpRequest& request) {
    const BootTime before = clock_.boot();
    HttpReply reply = transport_.perform(request);
    const Span took = clock_.boot() - before;
    ClockAnchor anchor;
    anchor.boot_id = clock_.boot_id();
    anchor.boot = before + took / 2;
    anchor.wall = clock_.wall() - std::chrono::duration_cast<std::chrono::milliseconds>(took / 2);
    anchor.round_trip = took;
    return {std::move(reply), std::move(anchor)};
}

void UploadSession::upload(const domain::EpochId& id) {
    Epoch& epoch = epochs_.at(id);
    const bool raw = epoch.raw_at == epoch.next;
    auto events = read(id, epoch);
    if (!events) {
        return;
    }
    const domain::Seq first = epoch.next;
    EncodedBatch batch = encode_request(std::move(*events), raw, options_.batch.most_bytes);
    auto [reply, anchor] = exchange(batch.request);
    answered({id, first, domain::Seq{first.get() + batch.events - 1}, batch.events, raw}, reply,
             std::move(anchor));
}

void UploadSession::answered(const Sent& sent, const HttpReply& reply, ClockAnchor anchor) {
    if (reply.kind != HttpReply::Kind::answered) {
        if (reply.kind != HttpReply::Kind::cancelled) {
            note_error(reply, reply.error);
            retry(reply);
        }
        if (reply.kind == HttpReply::Kind::untrusted) {
            raise(Alarm::untrusted, std::nullopt, reply.error);
        }
        return;
    }
    const ProblemAnswer problem = parse_problem(reply.body);
    const Judgement judgement = judge(reply.status, problem.type, sent.events, sent.raw);
    if (judgement.verdict == Verdict::stored) {
        return stored(sent, reply, std::move(anchor));
    }
    note_error(reply, problem.detail.empty() ? problem.type : problem.detail);
    Epoch& epoch = epochs_.at(sent.epoch);
    switch (judgement.verdict) {
        case Verdict::stored:
            break;
        case Verdict::rewind:
            return rewind(sent, problem.want);
        case Verdict::halve:
            return epoch.size.refused(sent.events);
        case Verdict::send_raw:
            epoch.raw_at = sent.first;
            return;
        case Verdict::retry:
            retry(reply);
            if (judgement.alarm != Alarm::none) {
                raise(judgement.alarm, std::nullopt, fmt::format("HTTP {}", reply.status));
            }
            return;
        case Verdict::hold:
            return hold_all(judgement.alarm, fmt::format("HTTP {} {}", reply.status, problem.detail));
        case Verdict::hold_epoch:
            return hold_epoch(sent.epoch, judgement.alarm,
                              fmt::format("seq {}: {}", sent.first.get(), problem.detail));
    }
}

void UploadSession::stored(const Sent& sent, const HttpReply& reply, ClockAnchor anchor) {
    const auto answer = parse_stored(reply.body);
    // A portal on the way may answer 200 to anything: only head office knows the epoch and how far it has it.
    if (!answer || answer->epoch != sent.epoch || answer->stored_to < sent.last) {
        note_error(reply, "the answer is not head office's");
        raise(Alarm::not_head_office, std::nullopt, "200 without a receipt");
        return retry(reply);
    }
    if (answer->stored_to > epochs_.at(sent.epoch).last) {
        refresh();
    }
    const auto found = epochs_.find(sent.epoch);
    if (found == epochs_.end()) {
        return;
    }
    Epoch& epoch = found->second;
    if (answer->stored_to > epoch.last) {
        return hold_epoch(sent.epoch, Alarm::clone,
                          fmt::format("head office has seq {}, this journal ends at {}",
                                      answer->stored_to.get(), epoch.last.get()));
    }
    // Head office has compared what it was sent. What it has behind that may be another disk's: two terminals that run
    // from one disk have one epoch.
    const std::uint64_t newly = sent.last > epoch.confirmed ? sent.last.get() - epoch.confirmed.get() : 0;
    note_marked(sent, *answer, epoch.confirmed);
    failures_ = 0;
    epoch.rewinds = 0;
    epoch.size.stored();
    epoch.raw_at.reset();
    confirm(sent.epoch, epoch, sent.last);
    epoch.next = domain::Seq{sent.last.get() + 1};
    epoch.waiting_since = epoch.last >= epoch.next ? std::optional(clock_.boot()) : std::nullopt;
    if (answer->events_per_s > 0) {
        const double seconds = std::min(60.0, static_cast<double>(sent.events) / answer->events_per_s);
        not_before_ =
            clock_.boot() + std::chrono::duration_cast<Span>(std::chrono::duration<double>(seconds));
    }
    note_anchor(std::move(anchor), answer->server_time);
    {
        const std::lock_guard lock(mutex_);
        status_.last_success = clock_.wall();
        status_.batches_stored++;
        status_.events_stored += newly;
    }
    clear([&](const ActiveAlarm& active) { return !active.epoch || active.epoch == sent.epoch; });
    count_backlog();
}

void UploadSession::confirm(const domain::EpochId& id, Epoch& epoch, domain::Seq stored_to) {
    epoch.confirmed = std::max(epoch.confirmed, stored_to);
    if (const auto taken = outbox_.acknowledge(id, epoch.confirmed); !taken) {
        // Told again at the next look; until then the events are kept longer than needed, which harms nobody.
        log_.warning("upload.acknowledge_failed", {{"epoch", id.get()}, {"detail", taken.error().detail}});
    }
}

void UploadSession::rewind(const Sent& sent, std::optional<domain::Seq> want) {
    Epoch& epoch = epochs_.at(sent.epoch);
    // A gap is before what was sent.
    if (!want || want->get() == 0 || *want >= sent.first) {
        return retry({HttpReply::Kind::answered, 409, {}, {}, {}});
    }
    log_.warning("upload.rewind",
                 {{"epoch", sent.epoch.get()}, {"from", sent.first.get()}, {"want", want->get()}});
    epoch.next = *want;
    epoch.raw_at.reset();
    // Head office that answers each time with another wish must not keep this thread busy.
    if (++epoch.rewinds > 2) {
        retry({HttpReply::Kind::answered, 409, {}, {}, {}});
    }
}

}  // namespace jiaohao::upload
