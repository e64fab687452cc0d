// The session's waiting, alarms, contact and figures.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <utility>

#include "kiosk/upload/session.hpp"

namespace jiaohao::upload {
namespace {

constexpr std::size_t kMostAnchors = 16;
constexpr Span kLeastContactPeriod = std::chrono::seconds{5};
constexpr Span kMostContactPeriod = std::chrono::hours{1};

}  // namespace

void UploadSession::retry(const HttpReply& reply) {
    const Span wait = back_off(++failures_, parse_retry_after(reply.retry_after), options_.retry, random_);
    not_before_ = clock_.boot() + wait;
    if (first_and_every_tenth(failures_)) {
        log_.warning("upload.retry",
                     {{"failures", failures_},
                      {"status", reply.status},
                      {"error", reply.error},
                      {"wait_ms", std::chrono::duration_cast<std::chrono::milliseconds>(wait).count()}});
    }
}

void UploadSession::hold_all(Alarm alarm, const std::string& detail) {
    not_before_ = clock_.boot() + hold(options_.retry, random_);
    log_.error("upload.held", {{"alarm", code(alarm)}, {"detail", detail}});
    raise(alarm, std::nullopt, detail);
}

void UploadSession::hold_epoch(const domain::EpochId& id, Alarm alarm, const std::string& detail) {
    epochs_.at(id).held_until = clock_.boot() + hold(options_.retry, random_);
    log_.error("upload.epoch_held", {{"epoch", id.get()}, {"alarm", code(alarm)}, {"detail", detail}});
    raise(alarm, id, detail);
}

void UploadSession::raise(Alarm alarm, std::optional<domain::EpochId> epoch, const std::string& detail) {
    {
        const std::lock_guard lock(mutex_);
        auto& alarms = status_.alarms;
        const auto same = std::find_if(alarms.begin(), alarms.end(),
                                       [&](const ActiveAlarm& each) { return each.epoch == epoch; });
        const ActiveAlarm active{alarm, epoch, detail};
        if (same != alarms.end() && same->alarm == alarm) {
            same->detail = detail;
            return;
        }
        if (same != alarms.end()) {
            *same = active;
        } else {
            alarms.push_back(active);
        }
    }
    if (options_.on_alarm) {
        options_.on_alarm(status());
    }
}

void UploadSession::clear(const std::function<bool(const ActiveAlarm&)>& over) {
    {
        const std::lock_guard lock(mutex_);
        if (std::erase_if(status_.alarms, over) == 0) {
            return;
        }
    }
    if (options_.on_alarm) {
        options_.on_alarm(status());
    }
}

void UploadSession::note_error(const HttpReply& reply, const std::string& detail) {
    const std::lock_guard lock(mutex_);
    status_.last_error = UploadError{clock_.wall(), reply.status, detail};
    (reply.kind == HttpReply::Kind::answered ? status_.refused : status_.failed)++;
}

void UploadSession::note_marked(const Sent& sent, const StoredAnswer& answer, domain::Seq confirmed) {
    const auto newly = [&](const std::vector<domain::Seq>& seqs) {
        return static_cast<std::uint64_t>(
            std::count_if(seqs.begin(), seqs.end(), [&](domain::Seq seq) { return seq > confirmed; }));
    };
    const std::uint64_t quarantined = newly(answer.quarantined);
    const std::uint64_t set_apart = newly(answer.set_apart);
    {
        const std::lock_guard lock(mutex_);
        status_.quarantined += quarantined;
        status_.set_apart += set_apart;
        if (set_apart > 0) {
            status_.last_set_apart = SetApart{sent.epoch, answer.set_apart.back(), clock_.wall()};
        }
    }
    if (quarantined > 0) {
        log_.warning("upload.quarantined", {{"epoch", sent.epoch.get()}, {"count", quarantined}});
    }
    // One line a batch, however many there are.
    if (set_apart > 0) {
        const auto first = std::find_if(answer.set_apart.begin(), answer.set_apart.end(),
                                        [&](domain::Seq seq) { return seq > confirmed; });
        log_.warning("upload.set_apart", {{"epoch", sent.epoch.get()},
                                          {"count", set_apart},
                                          {"first", first->get()},
                                          {"last", answer.set_apart.back().get()}});
    }
}

void UploadSession::note_anchor(ClockAnchor anchor, std::optional<WallTime> server_time) {
    if (!server_time) {
        return;
    }
    anchor.server_time = *server_time;
    const std::lock_guard lock(mutex_);
    status_.anchors.push_back(std::move(anchor));
    while (status_.anchors.size() > kMostAnchors) {
        status_.anchors.pop_front();
    }
}

void UploadSession::count_backlog() {
    std::uint64_t waiting = 0;
    for (const auto& [id, epoch] : epochs_) {
        waiting += epoch.last > epoch.confirmed ? epoch.last.get() - epoch.confirmed.get() : 0;
    }
    const std::lock_guard lock(mutex_);
    status_.backlog_events = waiting;
}

void UploadSession::contact() {
    ContactFacts facts{options_.terminal, options_.hall, 0, 0, 0, clock_.wall(), {}, names_taken_};
    {
        const std::lock_guard lock(mutex_);
        facts.backlog = status_.backlog_events;
        facts.quarantined = status_.quarantined;
        facts.set_apart = status_.set_apart;
        for (const ActiveAlarm& each : status_.alarms) {
            facts.alarms.emplace_back(code(each.alarm));
        }
    }
    const ContactRequest request =
        contact_request(facts, options_.contact_status ? options_.contact_status() : "");
    auto [reply, anchor] = exchange(request.http);
    contact_answered(request, reply, std::move(anchor));
    const auto floor = parse_retry_after(reply.retry_after).value_or(std::chrono::seconds{0});
    contact_at_ = clock_.boot() + std::min<Span>(floor, options_.retry.most_retry_after) +
                  around(contact_period_, random_);
}

void UploadSession::note_names(const ContactRequest& sent, ContactAnswer answer) {
    names_taken_ = answer.names_wanted ? std::string{} : sent.names_hash;
    if (!sent.with_names) {
        return;
    }
    // They are sent when they change: no line a minute for a mistake in the configuration.
    if (!answer.names_refused.empty()) {
        log_.warning("upload.names_refused",
                     {{"count", answer.names_refused.size()}, {"first", answer.names_refused.front()}});
    }
    const std::lock_guard lock(mutex_);
    status_.names_refused = std::move(answer.names_refused);
}

/// Head office knows this terminal again. Whether it takes its events only an upload tells, when there are any: what
/// stands in between may let one pass and not the other.
void UploadSession::contact_understood() {
    if (std::exchange(contact_refused_, false)) {
        not_before_ = {};
    }
    {
        const std::lock_guard lock(mutex_);
        if (status_.backlog_events > 0) {
            return;
        }
    }
    clear([](const ActiveAlarm& active) {
        return active.alarm == Alarm::unauthorised || active.alarm == Alarm::untrusted;
    });
}

void UploadSession::contact_answered(const ContactRequest& sent, const HttpReply& reply, ClockAnchor anchor) {
    if (reply.kind == HttpReply::Kind::cancelled) {
        return;
    }
    if (reply.kind != HttpReply::Kind::answered) {
        return note_error(reply, reply.error);
    }
    if (reply.status < 200 || reply.status > 299) {
        const ProblemAnswer problem = parse_problem(reply.body);
        note_error(reply, problem.detail);
        if (reply.status == 401 || reply.status == 403) {
            contact_refused_ = true;
            raise(Alarm::unauthorised, std::nullopt, fmt::format("HTTP {} {}", reply.status, problem.detail));
        }
        return;
    }
    const auto answer = parse_contact(reply.body);
    if (!answer) {
        return note_error(reply, "the answer is not head office's");
    }
    if (answer->period) {
        contact_period_ = std::clamp<Span>(*answer->period, kLeastContactPeriod, kMostContactPeriod);
    }
    note_names(sent, *answer);
    note_anchor(std::move(anchor), answer->server_time);
    contact_understood();
    const std::lock_guard lock(mutex_);
    status_.last_contact = clock_.wall();
}

}  // namespace jiaohao::upload
