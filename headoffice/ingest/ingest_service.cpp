// SPDX-License-Identifier: Apache-2.0
#include "headoffice/ingest/ingest_service.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "headoffice/ingest/ingest_impl.hpp"
#include "headoffice/ingest/problem.hpp"

namespace jiaohao::headoffice {
namespace {

constexpr std::size_t kMostContactBytes = std::size_t{64} * 1024;

}  // namespace

http::Response json_response(const nlohmann::json& body) {
    http::Response response;
    response.headers["Content-Type"] = "application/json";
    response.headers["Cache-Control"] = "no-store";
    response.body = body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    return response;
}

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
