// SPDX-License-Identifier: Apache-2.0
#include "kiosk/daemon/contact.hpp"

#include <nlohmann/json.hpp>

namespace jiaohao::daemon {
namespace {

using nlohmann::json;

std::string text_of(const json& value) {
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

json spoken(const domain::OwnText& texts) {
    json names = json::object();
    for (const auto& [language, text] : texts) {
        if (!text.empty()) {
            names[language] = text;
        }
    }
    return names;
}

/// Counts what it adds, so that nothing has to be written twice to know its size.
class Names {
  public:
    explicit Names(std::size_t room) : room_(room) {}

    void add(const std::string& id, const json& names) {
        const std::size_t bytes = text_of(id).size() + text_of(names).size() + 2;
        full_ = full_ || bytes > room_;
        if (full_ || names.empty()) {
            return;
        }
        room_ -= bytes;
        all_[id] = names;
    }
    [[nodiscard]] std::size_t room() const { return room_; }
    [[nodiscard]] const json& all() const { return all_; }

  private:
    json all_ = json::object();
    std::size_t room_;
    bool full_ = false;
};

}  // namespace

std::string contact_names(const config::KioskConfig& config, std::size_t most) {
    // {"counters":{},"hall":{},"services":{}} and the hall's own names.
    constexpr std::size_t kFrame = 40;
    json names{{"hall", spoken(config.hall.name)}};
    const std::size_t taken = kFrame + text_of(names["hall"]).size();
    Names services(most > taken ? most - taken : 0);
    for (const domain::ServiceConfig& service : config.hall.services) {
        services.add(service.id.get(), spoken(service.name));
    }
    Names counters(services.room());
    for (const domain::CounterConfig& counter : config.hall.counters) {
        domain::OwnText label;
        for (const std::string& language : config.hall.languages) {
            label[language] = counter.label;
        }
        counters.add(counter.id.get(), spoken(label));
    }
    names["services"] = services.all();
    names["counters"] = counters.all();
    return text_of(names);
}

std::string contact_status(const std::string& config_hash, std::uint64_t durable, const std::string& names) {
    return text_of({{"versions", {{"kioskd", JIAOHAO_VERSION}}},
                    {"config", config_hash},
                    {"durable_seq", durable},
                    {"names", json::parse(names, nullptr, false)}});
}

}  // namespace jiaohao::daemon
