// The inside of IngestService, for this room only: what is admitted (ingest_service.cpp), events
// (ingest_events.cpp), contacts (ingest_contact.cpp).
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "headoffice/ingest/address.hpp"
#include "headoffice/ingest/counters.hpp"
#include "headoffice/ingest/flights.hpp"
#include "headoffice/ingest/ingest_service.hpp"
#include "kiosk/base/bounded_queue.hpp"

namespace jiaohao::headoffice {

[[nodiscard]] http::Response json_response(const nlohmann::json& body);

struct IngestService::Impl : std::enable_shared_from_this<Impl> {
    Impl(SqliteStore& the_store, const Clock& the_clock, Log the_log, IngestOptions the_options)
        : store(the_store),
          clock(the_clock),
          log(the_log.in("ingest")),
          options(std::move(the_options)),
          rate(options.rate, clock),
          queue(options.most_waiting) {}

    struct Waiting {
        http::Request request;
        http::Responder responder;
    };

    void refuse(const http::Responder& responder, Outcome outcome, std::uint16_t status,
                std::string_view title, std::string detail,
                std::optional<std::chrono::seconds> retry_after = {}, std::optional<std::uint64_t> want = {});
    [[nodiscard]] bool admitted(const Waiting& waiting, const domain::TerminalId& terminal,
                                std::string_view method);
    void work();
    void process(const Waiting& waiting);
    void store_events(const EventsAddress& address, std::string_view body, const http::Responder& responder);
    void store_contact(const domain::TerminalId& terminal, std::string_view body,
                       const http::Responder& responder);
    void answer(const EventsAddress& address, const domain::HallId& hall,
                Result<IngestAnswer, StoreError> result, std::size_t events,
                const http::Responder& responder);
    void answer_stored(const EventsAddress& address, const IngestAnswer& stored, std::size_t events,
                       const http::Responder& responder);
    void answer_other_hall(const domain::TerminalId& terminal, const domain::HallId& named,
                           const domain::HallId& own, const http::Responder& responder);
    void answer_clone(const EventsAddress& address, domain::Seq seq, const http::Responder& responder);
    void answer_store_error(const StoreError& error, const http::Responder& responder);
    /// Moves what the contact says of names into `contact`; what of it was refused.
    [[nodiscard]] std::vector<std::string> take_names(nlohmann::json& said, Contact& contact);
    [[nodiscard]] std::optional<std::string> decoded(const Waiting& waiting, CodingLimits limits);

    SqliteStore& store;
    const Clock& clock;
    const Log log;
    const IngestOptions options;
    RateLimit rate;
    IngestCounters counters;
    BoundedQueue<Waiting> queue;
    std::jthread worker;
    Flights flights;
    std::uint64_t names_refused = 0;  // of the worker
};

}  // namespace jiaohao::headoffice
