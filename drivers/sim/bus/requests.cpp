// SPDX-License-Identifier: Apache-2.0
#include "drivers/sim/bus/requests.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <vector>

#include "drivers/engine/profile.hpp"

namespace jiaohao::drivers::sim_bus {
namespace {

using nlohmann::json;

constexpr std::size_t kMostLine = 4096;
constexpr double kMostSeconds = 86400;

const std::map<std::string, Request::Do>& verbs() {
    static const std::map<std::string, Request::Do> all{
        {"key", Request::Do::key},         {"press", Request::Do::press},   {"fault", Request::Do::fault},
        {"clear", Request::Do::clear},     {"counts", Request::Do::counts}, {"list", Request::Do::list},
        {"devices", Request::Do::devices}, {"quit", Request::Do::quit},
    };
    return all;
}

/// "truncated/10" -> the name and "seconds".
void take_seconds(std::string& word, json& object) {
    const auto slash = word.find('/');
    if (slash == std::string::npos) {
        return;
    }
    double seconds = 0;
    const char* begin = word.data() + slash + 1;
    const auto [end, error] = std::from_chars(begin, word.data() + word.size(), seconds);
    // What is no number stays in the name, which is then no fault's.
    if (error == std::errc{} && end == word.data() + word.size() && seconds > 0) {
        object["seconds"] = seconds;
        word.erase(slash);
    }
}

/// Words as the JSON they stand for: numbers where a number is meant.
json from_words(const std::string& line) {
    static const std::map<std::string, std::vector<std::string>> order{
        {"key", {"address", "key", "id"}},
        {"press", {"address", "key", "id"}},
        {"fault", {"name", "rate", "address"}},
        {"clear", {"name"}},
        {"unplug", {}},
        {"replug", {}},
    };
    std::istringstream words(line);
    std::string verb;
    words >> verb;
    json object{{"do", verb}};
    const auto names = order.find(verb);
    for (std::size_t i = 0; names != order.end() && i < names->second.size(); ++i) {
        std::string word;
        if (!(words >> word)) {
            break;
        }
        const std::string& name = names->second[i];
        if (verb == "press" && name == "key" && (word == "pad" || word == "handset")) {
            std::string key;
            words >> key;
            object["means"] = word.append(".").append(key);
            continue;
        }
        if (verb == "fault" && name == "name") {
            take_seconds(word, object);
        }
        double number = 0;
        const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
        const bool is_number = error == std::errc{} && end == word.data() + word.size() && name != "id";
        if (is_number && name != "rate") {
            object[name] = static_cast<std::int64_t>(number);
        } else if (is_number) {
            object[name] = number;
        } else {
            object[name] = word;
        }
    }
    std::string rest;
    if (words >> rest) {
        object["rest"] = rest;
    }
    return object;
}

constexpr std::int64_t kMostAddress = 65535;

Result<std::optional<std::uint32_t>, std::string> number_at(const json& object, const char* name) {
    const auto found = object.find(name);
    if (found == object.end()) {
        return std::optional<std::uint32_t>{};
    }
    if (!found->is_number_integer() || found->get<std::int64_t>() < 0 ||
        found->get<std::int64_t>() > kMostAddress) {
        return fail(fmt::format("{} must be a whole number from 0 to {}", name, kMostAddress));
    }
    return std::optional{static_cast<std::uint32_t>(found->get<std::int64_t>())};
}

Result<double, std::string> seconds_at(const json& object) {
    const auto found = object.find("seconds");
    if (found == object.end()) {
        return 0.0;
    }
    const double seconds = found->is_number() ? found->get<double>() : 0;
    if (!(seconds > 0) || seconds > kMostSeconds) {
        return fail(std::string("seconds must be a number above 0, at most 86400"));
    }
    return seconds;
}

std::string text_at(const json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

Result<Request, std::string> read_press(const json& object, Request request) {
    request.id = text_at(object, "id");
    if (!request.address) {
        return fail(std::string("address is missing"));
    }
    if (request.what == Request::Do::key) {
        request.name = text_at(object, "key");
        if (!engine::handset_key_from_code(request.name)) {
            return fail(std::string(
                "key must be one of call, recall, ask_rating, pause, transfer, no_show, park, resume"));
        }
        return request;
    }
    if (object.contains("means")) {
        request.name = text_at(object, "means");
        if (!engine::press_from_code(request.name)) {
            return fail(
                std::string("a press means pad LEVEL (1 to 5) or handset KEY, such as: press 7 pad 4"));
        }
        return request;
    }
    const auto key = number_at(object, "key");
    if (!key || !*key) {
        return fail(fmt::format("key must be a whole number from 0 to {}", kMostAddress));
    }
    request.pad_key = **key;
    return request;
}

Result<Request, std::string> read_fault(const json& object, Request request) {
    request.name = text_at(object, "name");
    const auto rate = object.find("rate");
    if (rate != object.end() && !rate->is_number()) {
        return fail(std::string("rate must be a number above 0, at most 1"));
    }
    request.rate = rate == object.end() ? 1.0 : rate->get<double>();
    const auto seconds = seconds_at(object);
    if (!seconds) {
        return fail(seconds.error());
    }
    request.seconds = *seconds;
    if (Faults(0).set(request.name, request.rate, std::nullopt)) {
        return request;
    }
    std::string names;
    for (const std::string& name : fault_names()) {
        names += (names.empty() ? "" : ", ") + name;
    }
    return fail(fmt::format("a fault is one of {}; its rate is above 0 and at most 1", names));
}

Result<Request, std::string> read_request(json object) {
    std::string verb = text_at(object, "do");
    if (verb == "unplug" || verb == "replug") {
        object["name"] = "unplug";
        verb = verb == "unplug" ? "fault" : "clear";
    }
    const auto what = verbs().find(verb);
    if (what == verbs().end() || object.contains("rest")) {
        return fail(
            std::string("say key, press, fault, clear, unplug, replug, counts, list, devices or quit, "
                        "such as: key 7 call"));
    }
    Request request;
    request.what = what->second;
    const auto address = number_at(object, "address");
    if (!address) {
        return fail(address.error());
    }
    request.address = *address;
    switch (request.what) {
        case Request::Do::key:
        case Request::Do::press:
            return read_press(object, std::move(request));
        case Request::Do::fault:
            return read_fault(object, std::move(request));
        default:
            request.name = text_at(object, "name");
            return request;
    }
}

}  // namespace

Result<Request, std::string> parse_request(const std::string& line) {
    if (line.size() > kMostLine) {
        return fail(fmt::format("a line is at most {} bytes", kMostLine));
    }
    const auto first = line.find_first_not_of(" \t");
    if (first != std::string::npos && line[first] == '{') {
        json object = json::parse(line, nullptr, false);
        if (!object.is_object()) {
            return fail(std::string("not a JSON object"));
        }
        return read_request(std::move(object));
    }
    return read_request(from_words(line));
}

std::string fault_of_request(const std::string& line) {
    const auto request = parse_request(line);
    return request ? "" : request.error();
}

std::string to_json(const SimEvent& event) {
    json object{{"event", event.name}};
    for (const auto& [name, text] : event.texts) {
        object[name] = text;
    }
    for (const auto& [name, number] : event.numbers) {
        object[name] = number;
    }
    return object.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace jiaohao::drivers::sim_bus
