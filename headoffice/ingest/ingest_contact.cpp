// The regular contact of a terminal, with the names of its hall.
// SPDX-License-Identifier: Apache-2.0
#include "headoffice/ingest/ingest_impl.hpp"

#include <nlohmann/json.hpp>

#include "headoffice/ingest/names.hpp"

namespace jiaohao::headoffice {
namespace {

constexpr std::size_t kMostHashBytes = 64;

}  // namespace

std::vector<std::string> IngestService::Impl::take_names(nlohmann::json& said, Contact& contact) {
    const auto hash = said.find("names_hash");
    if (hash != said.end() && hash->is_string() &&
        is_name(hash->get_ref<const std::string&>(), kMostHashBytes)) {
        contact.names_hash = hash->get<std::string>();
    }
    const auto found = said.find("names");
    if (found == said.end()) {
        return {};
    }
    contact.names_along = true;
    CheckedNames names = check_names(*found);
    // Kept with the hall, not once more with every terminal.
    said.erase(found);
    contact.names = std::move(names.text);
    // An older terminal sends them with every contact: a mistake in a configuration must not fill the log.
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
        if (result->names_wanted) {
            answer["names_wanted"] = true;
        }
        responder(json_response(answer));
    });
}

}  // namespace jiaohao::headoffice
