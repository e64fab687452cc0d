// SPDX-License-Identifier: Apache-2.0
#include "headoffice/ingest/ingest_service.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <thread>
#include <utility>

#include "headoffice/ingest/address.hpp"
#include "headoffice/ingest/counters.hpp"
#include "headoffice/ingest/flights.hpp"
#include "headoffice/ingest/incoming.hpp"
#include "headoffice/ingest/names.hpp"
#include "headoffice/ingest/problem.hpp"
#include "kiosk/base/bounded_queue.hpp"
#include "kiosk/wire/batch.hpp"

namespace jiaohao::headoffice {
namespace {

constexpr std::size_t kMostContactBytes = std::size_t{64} * 1024;

http::Response json_response(const nlohmann::json& body) {
    http::Response response;
    response.headers["Content-Type"] = "application/json";
    response.headers["Cache-Control"] = "no-store";
    response.body = body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    return response;
}

nlohmann::json numbers(const std::vector<domain::Seq>& seqs) {
    auto list = nlohmann::json::array();
    for (const domain::Seq seq : seqs) {
        list.push_back(seq.get());
    }
    return list;
}

}  // namespace

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

void IngestService::Impl::refuse(const http::Responder& responder, Outcome outcome, std::uint16_t status,
                                 std::string_view title, std::string detail,
                                 std::optional<std::chrono::seconds> retry_after,
                                 std::optional<std::uint64_t> want) {
    counters.count(outcome);
    responder(to_response({status, name(outcome), title, std::move(detail), want, retry_after}));
}

bool IngestService::Impl::admitted(const Waiting& waiting, const domain::TerminalId& terminal,
                                   std::string_view method) {
    const http::Request& request = waiting.request;
    if (request.method != method) {
        counters.count(Outcome::method);
        auto response = to_response({405,
                                     name(Outcome::method),
                                     "Method not allowed",
                                     fmt::format("this address takes {} only", method),
                                     {},
                                     {}});
        response.headers["Allow"] = method;
        waiting.responder(std::move(response));
        return false;
    }
    if (request.peer_name != terminal.get()) {
        log.warning(
            "ingest.wrong_terminal",
            {{"terminal", terminal.get()}, {"certificate", request.peer_name}, {"remote", request.remote}});
        refuse(waiting.responder, Outcome::wrong_terminal, 403, "The certificate is another terminal's",
               fmt::format("terminal \"{}\" was addressed with the certificate of \"{}\"", terminal.get(),
                           request.peer_name));
        return false;
    }
    if (const auto wait = rate.refuse(terminal.get())) {
        refuse(waiting.responder, Outcome::rate, 429, "Too many requests", "this terminal calls too often",
               wait);
        return false;
    }
    return true;
}

std::optional<std::string> IngestService::Impl::decoded(const Waiting& waiting, CodingLimits limits) {
    auto body = undo_content_coding(waiting.request.header("Content-Encoding"), waiting.request.body, limits);
    if (body) {
        return std::move(*body);
    }
    const CodingError& error = body.error();
    switch (error.code) {
        case CodingError::Code::unsupported:
            refuse(waiting.responder, Outcome::content_coding, 415, "Content coding not supported",
                   error.detail);
            break;
        case CodingError::Code::too_large:
            refuse(waiting.responder, Outcome::too_large, 413, "Too much at once", error.detail);
            break;
        case CodingError::Code::malformed:
            refuse(waiting.responder, Outcome::bad_envelope, 400, "The body cannot be read", error.detail);
            break;
    }
    return std::nullopt;
}

void IngestService::Impl::process(const Waiting& waiting) {
    if (const auto address = parse_events_address(waiting.request.path)) {
        if (!admitted(waiting, address->terminal, "PUT")) {
            return;
        }
        if (const auto body = decoded(waiting, options.coding)) {
            store_events(*address, *body, waiting.responder);
        }
        return;
    }
    if (const auto terminal = parse_contact_address(waiting.request.path)) {
        CodingLimits limits = options.coding;
        limits.most_bytes = kMostContactBytes;
        if (!admitted(waiting, *terminal, "POST")) {
            return;
        }
        if (const auto body = decoded(waiting, limits)) {
            store_contact(*terminal, *body, waiting.responder);
        }
        return;
    }
    refuse(waiting.responder, Outcome::not_found, 404, "Not found", "there is nothing at this address");
}

void IngestService::Impl::store_events(const EventsAddress& address, std::string_view body,
                                       const http::Responder& responder) {
    auto batch = wire::decode_batch(body, address.terminal, address.epoch, address.first);
    if (!batch) {
        log.warning("ingest.bad_envelope", {{"terminal", address.terminal.get()},
                                            {"first", address.first.get()},
                                            {"field", batch.error().field},
                                            {"problem", batch.error().problem}});
        return refuse(responder, Outcome::bad_envelope, 400, "The batch cannot be read",
                      fmt::format("{} {}", batch.error().field, batch.error().problem));
    }
    if (!options.simulation && holds_simulated(*batch)) {
        return refuse(
            responder, Outcome::simulation, 422, "Simulated events are not taken",
            "this head office was not started for a simulation (headofficed serve --simulation): point the "
            "terminal at one that was, or start the terminal without --sim-clock");
    }
    IngestBatch incoming{batch->hall, address.terminal, address.epoch, {}, clock.wall()};
    incoming.events.reserve(batch->elements.size());
    for (wire::BatchElement& element : batch->elements) {
        incoming.events.push_back(to_incoming(std::move(element), incoming.received_at, options.days));
    }
    const std::size_t events = incoming.events.size();
    auto flight = std::make_shared<Flights::One>(flights);
    store.ingest_async(std::move(incoming), [self = shared_from_this(), flight, address, hall = batch->hall,
                                             events, responder](Result<IngestAnswer, StoreError> result) {
        self->answer(address, hall, std::move(result), events, responder);
    });
}

void IngestService::Impl::answer_store_error(const StoreError& error, const http::Responder& responder) {
    log.error("ingest.store_failed", {{"detail", error.detail}});
    if (error.code == StoreError::Code::invalid) {
        return refuse(responder, Outcome::bad_envelope, 400, "The batch cannot be read", error.detail);
    }
    const bool full = error.code == StoreError::Code::full;
    // The cause is for head office's own log; a terminal learns only when to come again.
    refuse(responder, full ? Outcome::full : Outcome::unavailable, 503,
           full ? "Head office has no room" : "Head office cannot store now",
           "keep the events and send them again later", options.retry_after);
}

void IngestService::Impl::answer_stored(const EventsAddress& address, const IngestAnswer& stored,
                                        std::size_t events, const http::Responder& responder) {
    counters.count(Outcome::stored);
    counters.count_events(stored.newly_stored, events - stored.newly_stored);
    if (stored.newly_stored > 0 && !stored.quarantined.empty()) {
        log.warning("ingest.quarantined", {{"terminal", address.terminal.get()},
                                           {"epoch", address.epoch.get()},
                                           {"first", stored.quarantined.front().get()},
                                           {"count", stored.quarantined.size()}});
    }
    if (stored.newly_stored > 0 && !stored.set_apart.empty()) {
        log.warning("ingest.set_apart", {{"terminal", address.terminal.get()},
                                         {"epoch", address.epoch.get()},
                                         {"first", stored.set_apart.front().get()},
                                         {"count", stored.set_apart.size()}});
    }
    responder(json_response({{"epoch", address.epoch.get()},
                             {"stored_to", stored.stored_to.get()},
                             {"server_time", format_rfc3339(clock.wall())},
                             {"allowance", {{"events_per_s", options.allowance_events_per_s}}},
                             {"quarantined", numbers(stored.quarantined)},
                             {"set_apart", numbers(stored.set_apart)}}));
    if (stored.newly_stored > 0 && options.on_stored) {
        options.on_stored();
    }
}

void IngestService::Impl::answer_other_hall(const domain::TerminalId& terminal, const domain::HallId& named,
                                            const domain::HallId& own, const http::Responder& responder) {
    log.error("ingest.other_hall",
              {{"terminal", terminal.get()}, {"named", named.get()}, {"own", own.get()}});
    refuse(responder, Outcome::other_hall, 422, "This terminal speaks for another hall",
           fmt::format("terminal \"{}\" named hall \"{}\", head office knows it in hall \"{}\": mend the "
                       "terminal's configuration, or if it has moved, head office's list of terminals; "
                       "nothing was stored",
                       terminal.get(), named.get(), own.get()));
}

void IngestService::Impl::answer_clone(const EventsAddress& address, domain::Seq seq,
                                       const http::Responder& responder) {
    log.error("ingest.clone",
              {{"terminal", address.terminal.get()}, {"epoch", address.epoch.get()}, {"seq", seq.get()}});
    counters.count(Outcome::clone);
    responder(
        to_response({422,
                     name(Outcome::clone),
                     "Another event is stored at this seq",
                     fmt::format("terminal \"{}\", epoch {}, seq {}: another event is stored there. The "
                                 "terminal's disk was cloned or restored: it needs a new epoch; nothing "
                                 "was stored",
                                 address.terminal.get(), address.epoch.get(), seq.get()),
                     {},
                     {},
                     EventPlace{address.terminal, address.epoch, seq}}));
}

void IngestService::Impl::answer(const EventsAddress& address, const domain::HallId& hall,
                                 Result<IngestAnswer, StoreError> result, std::size_t events,
                                 const http::Responder& responder) {
    if (!result) {
        return answer_store_error(result.error(), responder);
    }
    switch (result->kind) {
        case IngestAnswer::Kind::stored:
            return answer_stored(address, *result, events, responder);
        case IngestAnswer::Kind::gap:
            return refuse(responder, Outcome::gap, 409, "Events before these are missing",
                          fmt::format("send from seq {}", result->want.get()), {}, result->want.get());
        case IngestAnswer::Kind::clone:
            return answer_clone(address, result->differs.value_or(address.first), responder);
        case IngestAnswer::Kind::other_hall:
            return answer_other_hall(address.terminal, hall, result->hall.value_or(hall), responder);
        case IngestAnswer::Kind::wrong_hall:
            log.error("ingest.wrong_hall",
                      {{"terminal", address.terminal.get()}, {"epoch", address.epoch.get()}});
            return refuse(responder, Outcome::wrong_hall, 422, "This epoch belongs to another hall",
                          "a terminal that moves to another hall starts a new epoch; nothing was stored");
    }
}

std::vector<std::string> IngestService::Impl::take_names(nlohmann::json& said, Contact& contact) {
    const auto found = said.find("names");
    if (found == said.end()) {
        return {};
    }
    CheckedNames names = check_names(*found);
    // Kept with the hall, not once more with every terminal.
    said.erase(found);
    contact.names = std::move(names.text);
    // They come with every contact: a mistake in a configuration must not fill the log.
    if (!names.refused.empty() && first_and_every_tenth(++names_refused)) {
        log.warning("ingest.names_refused", {{"terminal", contact.terminal.get()},
                                             {"first", names.refused.front()},
                                             {"count", names.refused.size()},
                                             {"times", names_refused}});
    }
    return std::move(names.refused);
}

void IngestService::Impl::store_contact(const domain::TerminalId& terminal, std::string_view body,
                                        const http::Responder& responder) {
    auto json = nlohmann::json::parse(body, nullptr, false);
    const auto hall = json.is_object() ? json.find("hall") : json.end();
    if (!json.is_object() || hall == json.end() || !hall->is_string() ||
        !is_name(hall->get<std::string>(), 32)) {
        return refuse(responder, Outcome::bad_envelope, 400, "The contact cannot be read",
                      "a contact is a JSON object with the name of the hall in \"hall\"");
    }
    const auto backlog = json.find("backlog");
    Contact contact{
        terminal,
        domain::HallId{hall->get<std::string>()},
        clock.wall(),
        backlog != json.end() && backlog->is_number_unsigned() ? backlog->get<std::uint64_t>() : 0,
        {}};
    const std::vector<std::string> refused = take_names(json, contact);
    contact.body = json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    const auto flight = std::make_shared<Flights::One>(flights);
    const domain::HallId named = contact.hall;
    store.record_async(std::move(contact), [self = shared_from_this(), flight, terminal, named, refused,
                                            responder](Result<ContactAnswer, StoreError> result) {
        if (!result) {
            return self->answer_store_error(result.error(), responder);
        }
        if (result->other_hall) {
            return self->answer_other_hall(terminal, named, *result->other_hall, responder);
        }
        self->counters.count(Outcome::contact);
        nlohmann::json answer{{"period_s", self->options.contact_period.count()},
                              {"server_time", format_rfc3339(self->clock.wall())}};
        if (!refused.empty()) {
            answer["names_refused"] = refused;
        }
        responder(json_response(answer));
    });
}

void IngestService::Impl::work() {
    while (true) {
        auto waiting = queue.take_all(std::chrono::hours{1});
        if (waiting.empty() && queue.closed()) {
            return;
        }
        for (const Waiting& each : waiting) {
            try {
                process(each);
            } catch (const std::exception& error) {
                // Out of memory, or a defect: this request is answered, the others go on.
                log.error("ingest.exception", {{"what", error.what()}});
                refuse(each.responder, Outcome::unavailable, 503, "Head office cannot store now",
                       "keep the events and send them again later", options.retry_after);
            }
        }
    }
}

IngestService::IngestService(SqliteStore& store, const Clock& clock, Log log, IngestOptions options)
    : impl_(std::make_shared<Impl>(store, clock, log, std::move(options))) {
    impl_->worker = std::jthread([impl = impl_.get()] { impl->work(); });
}

IngestService::~IngestService() {
    impl_->queue.close();
    impl_->worker.join();
    impl_->flights.wait_for_all();
}

void IngestService::handle(http::Request request, http::Responder responder) {
    impl_->counters.count_body(request.body.size());
    http::Responder spare = responder;
    if (!impl_->queue.push({std::move(request), std::move(responder)})) {
        impl_->refuse(spare, Outcome::busy, 503, "Head office is busy",
                      "too many requests wait: come again later", impl_->options.retry_after);
    }
}

std::string IngestService::metrics() const {
    return impl_->counters.prometheus();
}

}  // namespace jiaohao::headoffice
