// Batches of events, and what each answer of the store means to the terminal.
// SPDX-License-Identifier: Apache-2.0
#include "headoffice/ingest/ingest_impl.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "headoffice/ingest/incoming.hpp"
#include "headoffice/ingest/problem.hpp"
#include "kiosk/wire/batch.hpp"

namespace jiaohao::headoffice {
namespace {

nlohmann::json numbers(const std::vector<domain::Seq>& seqs) {
    auto list = nlohmann::json::array();
    for (const domain::Seq seq : seqs) {
        list.push_back(seq.get());
    }
    return list;
}

}  // namespace

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

}  // namespace jiaohao::headoffice
