// The interface that terminals speak (mutual TLS): upload of events and the regular contact.
//
//   PUT  /v1/terminals/{terminal}/epochs/{epoch}/events/{first_seq}
//        200 {epoch, stored_to, server_time, allowance:{events_per_s}, quarantined:[seq], set_apart:[seq]},
//        the same when sent again; 400 bad-envelope, 403 wrong-terminal, 404 not-found, 405 method,
//        409 gap {want}, 413 too-large, 415 content-coding, 422 clone | wrong-hall | other-hall | simulation,
//        429 rate, 503 full | unavailable | busy
//        clone names {terminal, epoch, seq}: the first seq at which another event is stored
//   POST /v1/terminals/{terminal}/contact      {hall, backlog, versions, names, names_hash, ...}
//        200 {period_s, server_time, names_refused:[what and why], names_wanted}; 422 other-hall
//
// set_apart: events that were stored and count in no figure, because their business day is too far from head
// office's clock to be true. Simulated events are not judged so.
//
// Errors are problem documents of type urn:jiaohao:problem:<word>.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "headoffice/ingest/content_coding.hpp"
#include "headoffice/ingest/incoming.hpp"
#include "headoffice/ingest/rate_limit.hpp"
#include "headoffice/store/sqlite_store.hpp"
#include "kiosk/base/clock.hpp"
#include "kiosk/base/log.hpp"
#include "kiosk/http/message.hpp"

namespace jiaohao::headoffice {

struct IngestOptions {
    /// Simulated events are refused unless head office runs for a simulation.
    bool simulation = false;
    DayWindow days;
    CodingLimits coding;
    RateLimit::Setting rate;
    /// What a terminal may send while it drains a backlog.
    std::uint32_t allowance_events_per_s = 1000;
    std::chrono::seconds contact_period{60};
    /// For 503: when to come again.
    std::chrono::seconds retry_after{30};
    /// Requests that wait to be decoded; further ones are answered 503 busy. Each holds up to one body.
    std::size_t most_waiting = 64;
    /// Called (any thread, must not block) after events were newly stored.
    std::function<void()> on_stored;
};

class IngestService {
  public:
    /// `clock` is real time. All three outlive this.
    IngestService(SqliteStore& store, const Clock& clock, Log log, IngestOptions options);
    /// Answers what waits, then returns. The store must still live.
    ~IngestService();
    IngestService(const IngestService&) = delete;
    IngestService& operator=(const IngestService&) = delete;

    /// Any thread; does not block: decoding and storing happen on threads of their own.
    void handle(http::Request request, http::Responder responder);

    /// Prometheus text: requests by outcome, events, bytes.
    [[nodiscard]] std::string metrics() const;

  private:
    struct Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace jiaohao::headoffice
