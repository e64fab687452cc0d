// SPDX-License-Identifier: Apache-2.0
#include "tests/e2e/satellite/pair_hall.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "kiosk/wire/event_codec.hpp"
#include "tests/support/run_program.hpp"
#include "tests/unit/http/certificates.hpp"

namespace jiaohao::test {
namespace {

using nlohmann::json;

constexpr std::string_view kToken = "a-token-of-the-satellite";
constexpr std::string_view kHall = R"([hall]
id = "pair"
languages = ["en"]
name = {{ en = "Hall" }}
[terminal]
id = "{terminal}"
profiles = "{source}/drivers/profiles"
catalogue = "{source}/ui/i18n"
[journal]
folder = "{folder}/{terminal}"
[api]
socket = "{socket}"
{listener}
[[api.grant]]
uid = {uid}
roles = ["manager", "terminal", "technician"]
[[range]]
id = "a"
prefix = "A"
last = 999
[[range]]
id = "b"
prefix = "B"
last = 999
[[service]]
id = "pay"
name = {{ en = "Pay" }}
range = "a"
[[service]]
id = "desk"
name = {{ en = "Desk" }}
range = "b"
[[counter]]
id = "c1"
label = "1"
services = ["pay", "desk"]
[[clerk]]
id = "k1"
name = {{ en = "Clerk" }}
pin_hash = "$argon2id$v=19$m=19456,t=2,p=1$XZ2vkybctwz3SP24atmPYw$YIx5lYBOX1NkXBonRYXQ+LkY/cq7T0JI4d2f9t/c8ic"
)";
constexpr std::string_view kOwner = R"([[satellite]]
terminal = "t2"
lease = 200
[[api.token]]
name = "satellite"
sha256 = "{sha}"
roles = ["satellite"]
terminal = "t2"
)";
constexpr std::string_view kSatellite = R"([owner]
url = "{url}"
token_file = "{folder}/token"
{ca}
answer_s = 1
[[printer]]
id = "front"
path = "{folder}/printer"
profile = "printer-generic-80"
)";

std::string text_of(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace

PairHall::PairHall(Link link) {
    std::string name = (std::filesystem::temp_directory_path() / "pair-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    owner_port_ = free_port();
    network = std::make_unique<Proxy>(owner_port_);
    write_configs(link);
    printer_ = std::make_unique<Child>(
        std::vector<std::string>{JIAOHAO_BINARY_DIR "/bin/device-sim", "printer", "--link", in("printer"),
                                 "--profile", JIAOHAO_SOURCE_DIR "/drivers/profiles/printer-generic-80.toml",
                                 "--out", in("papers"), "--control"},
        in("printer.log"));
    begin(At::owner);
    begin(At::satellite);
    call(At::owner, "day.open");
    call(At::owner, "clerk.sign_in", {{"clerk", "k1"}, {"pin", "1001"}, {"counter", "c1"}});
    if (!becomes([this] { return linked() && owner_facts().value("numbers_left", 0) == 400; }) ||
        !becomes([this] {
            const json status = call(At::satellite, "devices");
            return status.at("devices").at(0).value("state", "") == "ready";
        })) {
        throw std::runtime_error("the satellite is not ready: " + owner_facts().dump() + log(At::satellite));
    }
}

PairHall::~PairHall() {
    clients_.clear();
    processes_.clear();
    network.reset();
    printer_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

void PairHall::write_configs(Link link) const {
    std::ofstream(in("token")) << kToken << "\n";
    std::filesystem::permissions(in("token"),
                                 std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    const auto hall = [this](const char* terminal, At at, const std::string& listener) {
        return fmt::format(kHall, fmt::arg("terminal", terminal), fmt::arg("source", JIAOHAO_SOURCE_DIR),
                           fmt::arg("folder", folder_), fmt::arg("socket", socket(at)),
                           fmt::arg("listener", listener), fmt::arg("uid", ::geteuid()));
    };
    const std::string sha = wire::to_hex(wire::hash_of(kToken));
    std::string listener = fmt::format("port = {}", owner_port_);
    std::string scheme = "ws";
    std::string trusted;
    if (link == Link::tls) {
        Authority authority(folder_, "ca");
        const CertificateFiles own = authority.issue("owner", "IP:127.0.0.1");
        listener += fmt::format("\ncertificate = \"{}\"\nkey = \"{}\"", own.certificate, own.key);
        scheme = "wss";
        trusted = fmt::format("ca = \"{}\"", authority.file());
    }
    const std::string url = fmt::format("{}://127.0.0.1:{}", scheme, network->port());
    std::ofstream(in("owner.toml")) << hall("t1", At::owner, listener)
                                    << fmt::format(kOwner, fmt::arg("sha", sha));
    std::ofstream(in("satellite.toml")) << hall("t2", At::satellite, "")
                                        << fmt::format(kSatellite, fmt::arg("url", url),
                                                       fmt::arg("ca", trusted), fmt::arg("folder", folder_));
}

void PairHall::begin(At at) {
    const char* const name = at == At::owner ? "owner" : "satellite";
    processes_[at] =
        std::make_unique<Child>(std::vector<std::string>{JIAOHAO_BINARY_DIR "/bin/kioskd", "--config",
                                                         in(std::string(name) + ".toml")},
                                in(std::string(name) + ".log"));
    const bool up = becomes([this, at] {
        try {
            return call(at, "status").contains("terminal");
        } catch (const std::runtime_error&) {
            return false;
        }
    });
    if (!up) {
        throw std::runtime_error(std::string(name) + " does not start: " + log(at));
    }
}

void PairHall::kill(At at) {
    processes_.at(at)->end(SIGKILL);
    clients_.erase(at);
}

void PairHall::freeze(At at, bool on) const {
    processes_.at(at)->signal(on ? SIGSTOP : SIGCONT);
}

json PairHall::call(At at, const std::string& name, const json& args) {
    auto& client = clients_[at];
    if (client == nullptr) {
        client = std::make_unique<ctl::Connection>(socket(at), random_);
    }
    auto answer = client->call(name, args);
    if (!answer) {
        client.reset();
        throw std::runtime_error(name + ": " + answer.error().code + " " + answer.error().detail);
    }
    return *answer ? **answer : json{{"refused", answer->error().code}};
}

std::string PairHall::ctl(At at, const std::string& arguments) const {
    return run_program(fmt::format("{}/bin/kioskctl --texts {}/ui/i18n --lang en --socket {} {} 2>&1",
                                   JIAOHAO_BINARY_DIR, JIAOHAO_SOURCE_DIR, socket(at), arguments))
        .output;
}

std::string PairHall::issue(At at, bool paper) {
    const json answer = call(at, "ticket.issue", {{"service", "pay"}, {"paper", paper}});
    const std::string ticket = answer.value("ticket", "");
    if (!ticket.empty()) {
        held.insert(ticket);
    }
    return ticket;
}

bool PairHall::becomes(const std::function<bool()>& true_now) const {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{60};
    while (!true_now()) {
        if (std::chrono::steady_clock::now() >= end) {
            return false;
        }
    }
    return true;
}

json PairHall::owner_facts() {
    return call(At::satellite, "status").value("owner", json::object());
}

bool PairHall::linked() {
    return owner_facts().value("linked", false);
}

bool PairHall::settled() {
    const json facts = owner_facts();
    return facts.value("linked", false) && facts.value("tickets_to_hand_over", 1) == 0 &&
           facts.value("outcomes_to_tell", 1) == 0;
}

std::vector<json> PairHall::journal(At at) {
    std::vector<json> events;
    for (std::uint64_t next = 1;;) {
        const json page = call(at, "events.tail", {{"from", next}});
        if (page.at("events").empty()) {
            return events;
        }
        for (const json& event : page.at("events")) {
            events.push_back(event);
        }
        next = page.at("next").get<std::uint64_t>();
    }
}

std::vector<std::string> PairHall::papers() const {
    std::vector<std::string> all;
    std::istringstream lines(text_of(in("printer.log")));
    for (std::string line; std::getline(lines, line);) {
        const json event = json::parse(line, nullptr, false);
        if (event.is_object() && event.value("event", "") == "paper") {
            all.push_back(event.value("number", ""));
        }
    }
    return all;
}

std::string PairHall::log(At at) const {
    return text_of(in(at == At::owner ? "owner.log" : "satellite.log"));
}

namespace {

class Auditor {
  public:
    explicit Auditor(PairHall& hall) : hall_(hall) {}

    void read(PairHall::At at) {
        for (const json& event : hall_.journal(at)) {
            take(event);
        }
    }
    [[nodiscard]] std::vector<std::string> judge(std::size_t unheard) {
        std::size_t lost = 0;
        for (const std::string& ticket : issued_) {
            const bool ours = ticket.starts_with("t2/");
            if (ours && handed_.contains(ticket) != adopted_.contains(ticket)) {
                complain("handed over and adopted differ: " + ticket);
            }
            if (ours && !handed_.contains(ticket) && ended_[ticket] != 1) {
                complain("neither handed over nor ended: " + ticket);
            }
            lost += !hall_.held.contains(ticket) && ended_[ticket] == 0 ? 1 : 0;
            if (ended_[ticket] > 1) {
                complain("ended more than once: " + ticket);
            }
        }
        std::set<std::string> out;
        for (const std::string& number : hall_.papers()) {
            if (!numbers_.contains(number)) {
                complain("a paper that no ticket stands for: " + number);
            }
            if (!out.insert(number).second) {
                complain("two papers of " + number);
            }
        }
        for (const std::string& ticket : hall_.held) {
            if (!issued_.contains(ticket)) {
                complain("a customer holds one that no journal knows: " + ticket);
            }
        }
        if (lost > unheard) {
            complain(fmt::format("{} tickets stand in line that nobody holds", lost));
        }
        return problems_;
    }

  private:
    static std::string own(const json& event, std::uint64_t seq) {
        return fmt::format("{}/{}/{}", event.value("terminal", ""), event.value("epoch", ""), seq);
    }
    static std::string about(const json& event) {
        const json ticket = event.at("data").value("ticket", json());
        return ticket.is_number()   ? own(event, ticket.get<std::uint64_t>())
               : ticket.is_string() ? ticket.get<std::string>()
                                    : "";
    }
    void take(const json& event) {
        const std::string type = event.value("type", "");
        if (type == "ticket.issued") {
            issued_.insert(own(event, event.at("seq").get<std::uint64_t>()));
            const std::string number = event.at("data").value("number", "");
            if (!numbers_.insert(number).second) {
                complain("number given twice: " + number);
            }
        } else if (type == "ticket.adopted" && !adopted_.insert(about(event)).second) {
            complain("adopted twice: " + about(event));
        } else if (type == "ticket.handed_over" && !handed_.insert(about(event)).second) {
            complain("handed over twice: " + about(event));
        } else if (type == "ticket.cancelled" || type == "ticket.expired" || type == "serving.finished" ||
                   type == "ticket.no_show") {
            ++ended_[about(event)];
        } else if (type == "ticket.printed" && !printed_.insert(about(event)).second) {
            complain("two papers of " + about(event));
        }
    }
    void complain(const std::string& problem) { problems_.push_back(problem); }

    PairHall& hall_;
    std::set<std::string> issued_, numbers_, adopted_, handed_, printed_;
    std::map<std::string, int> ended_;
    std::vector<std::string> problems_;
};

}  // namespace

std::vector<std::string> audit(PairHall& hall, std::size_t unheard) {
    Auditor auditor(hall);
    auditor.read(PairHall::At::owner);
    auditor.read(PairHall::At::satellite);
    return auditor.judge(unheard);
}

}  // namespace jiaohao::test
