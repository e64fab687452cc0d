// What people call counters, services and tickets, from a snapshot of the hall. Pure.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "kiosk/ctl/words.hpp"

namespace jiaohao::ctl {

class Names {
  public:
    Names() = default;
    /// `view` is that of a snapshot; what the role does not see keeps its id.
    Names(const Words& words, const nlohmann::json& view);

    /// The id of a counter given by id, label or what people say: "c3", "3", "Counter 3", "3号窗口". Nothing
    /// when there is none; what was given when this role sees no counters.
    [[nodiscard]] std::optional<std::string> counter_id(const std::string& given) const;
    /// The label of a counter, the name of a service; the id when it is not known.
    [[nodiscard]] std::string counter(const std::string& id) const;
    [[nodiscard]] std::string service(const std::string& id) const;

    /// Tickets of recorded events are numbers within their epoch; learnt from ticket.issued as it passes.
    void learn(const nlohmann::json& event);
    /// The whole id of an event's ticket whose number is not known; nothing when it is, or there is none.
    [[nodiscard]] std::optional<std::string> unknown_ticket(const nlohmann::json& event) const;
    /// `number` empty: nobody knows it, so nobody is asked again.
    void learn(const std::string& ticket, const std::string& number);
    /// "A017", or "#17" for one whose issue was not seen.
    [[nodiscard]] std::string ticket(const nlohmann::json& event, const nlohmann::json& ticket) const;

  private:
    std::map<std::string, std::string> counters_, services_, tickets_;
    /// Words for "counter", in the order in which they are taken off a label.
    std::vector<std::string> counter_words_;
};

}  // namespace jiaohao::ctl
