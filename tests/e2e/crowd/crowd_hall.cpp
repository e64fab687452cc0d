// SPDX-License-Identifier: Apache-2.0
#include "tests/e2e/crowd/crowd_hall.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <stdexcept>

namespace jiaohao::test {
namespace {

using nlohmann::json;

constexpr std::string_view hall_part = R"([terminal]
id = "t1"
profiles = "{source}/drivers/profiles"
catalogue = "{source}/ui/i18n"
[hall]
id = "crowd"
languages = ["zh_CN", "en"]
name = {{ zh_CN = "中心大厅", en = "Central Hall" }}
[order]
most_overtakes = {overtakes}
[journal]
folder = "{folder}/journal"
[api]
socket = "{folder}/api.sock"
[[api.grant]]
uid = {uid}
roles = ["manager", "terminal"]
)";
constexpr std::string_view service_part = R"([[range]]
id = "r{n}"
prefix = "{letter}"
last = 9999
[[service]]
id = "s{n}"
name = {{ zh_CN = "业务{n}", en = "Service {n}" }}
range = "r{n}"
)";
/// The PIN is 1001.
constexpr std::string_view counter_part = R"([[counter]]
id = "c{n}"
label = "{n}"
services = {services}
also = ["{also}"]
[[clerk]]
id = "k{n}"
name = {{ zh_CN = "员工{n}", en = "Clerk {n}" }}
pin_hash = "$argon2id$v=19$m=19456,t=2,p=1$XZ2vkybctwz3SP24atmPYw$YIx5lYBOX1NkXBonRYXQ+LkY/cq7T0JI4d2f9t/c8ic"
)";

json checked(const Client::Answer& answer, const std::string& what) {
    if (!answer) {
        throw std::runtime_error(what + ": " + answer.error().code);
    }
    return *answer;
}

}  // namespace

Client::Answer Client::call(const std::string& name, const json& args) {
    auto answer = connection_.call(name, args);
    if (!answer) {
        throw std::runtime_error(name + ": " + answer.error().code + " " + answer.error().detail);
    }
    return std::move(*answer);
}

CrowdHall::CrowdHall(const Size& size) : size_(size) {
    std::string name = (std::filesystem::temp_directory_path() / "crowd-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    write_config();
    begin();
    staff();
}

CrowdHall::~CrowdHall() {
    daemon_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

std::string CrowdHall::service(std::size_t index) const {
    return fmt::format("s{}", index % size_.services + 1);
}

std::string CrowdHall::counter(std::size_t index) const {
    return fmt::format("c{}", index % size_.counters + 1);
}

std::unique_ptr<Client> CrowdHall::client() const {
    return std::make_unique<Client>(in("api.sock"));
}

void CrowdHall::write_config() const {
    std::ofstream out(in("kiosk.toml"));
    out << fmt::format(hall_part, fmt::arg("source", JIAOHAO_SOURCE_DIR), fmt::arg("folder", folder_),
                       fmt::arg("uid", ::geteuid()), fmt::arg("overtakes", most_overtakes));
    for (std::size_t i = 0; i < size_.services; ++i) {
        out << fmt::format(service_part, fmt::arg("n", i + 1),
                           fmt::arg("letter", static_cast<char>('A' + static_cast<char>(i))));
    }
    for (std::size_t i = 0; i < size_.counters; ++i) {
        json services = json::array();
        for (std::size_t k = 0; k < size_.each; ++k) {
            services.push_back(service(i + k));
        }
        out << fmt::format(counter_part, fmt::arg("n", i + 1), fmt::arg("services", services.dump()),
                           fmt::arg("also", service(i + size_.each)));
    }
}

void CrowdHall::begin() {
    daemon_ = std::make_unique<Child>(
        std::vector<std::string>{JIAOHAO_BINARY_DIR "/bin/kioskd", "--config", in("kiosk.toml")},
        in("kioskd.log"));
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{60};
    for (;;) {
        try {
            checked(client()->call("status", json::object()), "status");
            return;
        } catch (const std::runtime_error& error) {
            if (std::chrono::steady_clock::now() > end) {
                std::ifstream log(in("kioskd.log"));
                throw std::runtime_error(error.what() + std::string(std::istreambuf_iterator<char>(log), {}));
            }
        }
    }
}

void CrowdHall::crash() {
    daemon_->end(SIGKILL);
    begin();
}

void CrowdHall::staff() const {
    const auto manager = client();
    checked(manager->call("day.open", json::object()), "day.open");
    for (std::size_t i = 0; i < size_.counters; ++i) {
        const json who{{"clerk", fmt::format("k{}", i + 1)}, {"pin", "1001"}, {"counter", counter(i)}};
        checked(manager->call("clerk.sign_in", who), "clerk.sign_in");
    }
}

Audit CrowdHall::audit() const {
    Audit::Reach reach;
    for (std::size_t i = 0; i < size_.counters; ++i) {
        for (std::size_t k = 0; k <= size_.each; ++k) {
            reach[counter(i)].push_back(service(i + k));
        }
    }
    Audit audit(std::move(reach), most_overtakes);
    const auto manager = client();
    checked(manager->call("day.close", json::object()), "day.close");
    for (std::uint64_t next = 1;;) {
        const json page = checked(manager->call("events.tail", {{"from", next}}), "events.tail");
        for (const json& event : page.at("events")) {
            audit.take(event);
        }
        if (page.at("events").empty()) {
            break;
        }
        next = page.at("next").get<std::uint64_t>();
    }
    audit.finish();
    return audit;
}

}  // namespace jiaohao::test
