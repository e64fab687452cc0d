// SPDX-License-Identifier: Apache-2.0
#include "kiosk/ctl/names.hpp"

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <sstream>

namespace jiaohao::ctl {
namespace {

using nlohmann::json;

constexpr std::size_t kMostTickets = 20'000;

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return text;
}

std::vector<std::string> split(const std::string& text) {
    std::istringstream words(text);
    return {std::istream_iterator<std::string>(words), {}};
}

/// Without the words for "counter" that people put before or behind a label.
std::string bare_label(const std::string& given, const std::vector<std::string>& words) {
    std::string text = lower(given);
    for (const std::string& word : words) {
        if (text.starts_with(word)) {
            text.erase(0, word.size());
        } else if (text.ends_with(word)) {
            text.resize(text.size() - word.size());
        }
    }
    const auto first = text.find_first_not_of(' ');
    return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(' ') - first + 1);
}

std::string text_of(const json& value) {
    return value.is_string() ? value.get<std::string>() : value.dump();
}

std::string whole_id(const json& event, const json& ticket) {
    return ticket.is_string()
               ? ticket.get<std::string>()
               : event.value("terminal", "") + "/" + event.value("epoch", "") + "/" + ticket.dump();
}

std::string known_or(const std::map<std::string, std::string>& names, const std::string& id) {
    const auto found = names.find(id);
    return found == names.end() || found->second.empty() ? id : found->second;
}

}  // namespace

Names::Names(const Words& words, const json& view) : counter_words_(split(words.text("ctl.counter_words"))) {
    for (const auto& row : view.value("counters", json::array())) {
        counters_[row.value("id", "")] = row.value("label", "");
    }
    for (const auto& row : view.value("services", json::array())) {
        services_[row.value("id", "")] = words.own(row.value("name", json::object()));
    }
    for (const auto& row : view.value("tickets", json::array())) {
        tickets_[row.value("id", "")] = row.value("number", "");
    }
}

std::optional<std::string> Names::counter_id(const std::string& given) const {
    if (counters_.empty() || counters_.contains(given)) {
        return given;
    }
    for (const std::string& wanted : {lower(given), bare_label(given, counter_words_)}) {
        for (const auto& [id, label] : counters_) {
            if (!wanted.empty() && (lower(label) == wanted || id == wanted)) {
                return id;
            }
        }
    }
    return std::nullopt;
}

std::string Names::counter(const std::string& id) const {
    return known_or(counters_, id);
}

std::string Names::service(const std::string& id) const {
    return known_or(services_, id);
}

std::optional<std::string> Names::unknown_ticket(const json& event) const {
    const json data = event.value("data", json::object());
    const auto ticket = data.find("ticket");
    if (event.value("type", "") == "ticket.issued" || ticket == data.end() ||
        tickets_.size() > kMostTickets) {
        return std::nullopt;
    }
    std::string id = whole_id(event, *ticket);
    return tickets_.contains(id) ? std::nullopt : std::optional(std::move(id));
}

void Names::learn(const std::string& ticket, const std::string& number) {
    tickets_[ticket] = number;
}

void Names::learn(const json& event) {
    const std::string type = event.value("type", "");
    const bool adopted = type == "ticket.adopted";
    if ((type != "ticket.issued" && !adopted) || tickets_.size() > kMostTickets) {
        return;
    }
    const json data = event.value("data", json::object());
    const json ticket = adopted ? data.value("ticket", json()) : event.value("seq", json());
    tickets_[whole_id(event, ticket)] = data.value("number", "");
}

std::string Names::ticket(const json& event, const json& ticket) const {
    const auto found = tickets_.find(whole_id(event, ticket));
    if (found != tickets_.end() && !found->second.empty()) {
        return found->second;
    }
    const std::string text = text_of(ticket);
    return "#" + text.substr(text.rfind('/') + 1);
}

}  // namespace jiaohao::ctl
