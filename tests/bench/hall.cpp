// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/hall.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <thread>

#include "kiosk/domain/types/ids.hpp"

namespace jiaohao::bench {
namespace {

constexpr std::chrono::seconds kMostToStart{60};
constexpr std::string_view kPin = "1001";

constexpr std::string_view kTerminal = R"([terminal]
id = "t1"
profiles = "{source}/drivers/profiles"
catalogue = "{source}/ui/i18n"
[hall]
id = "bench"
name = {{ zh_CN = "城关示范营业厅", en = "Chengguan Demo Service Hall" }}
languages = ["zh_CN", "en"]
[journal]
folder = "{folder}/journal"
[api]
socket = "{folder}/api.sock"
[[api.grant]]
uid = {uid}
roles = ["manager", "terminal"]
[[printer]]
id = "printer"
path = "{folder}/printer"
profile = "{profile}"
[[paper.head]]
text = {{ zh_CN = "{{number}}", en = "{{number}}" }}
align = "centre"
size = 4
bold = true
[[paper.head]]
text = {{ zh_CN = "{{service}}", en = "{{service}}" }}
size = 2
[[paper.foot]]
text = {{ zh_CN = "前面 {{ahead}} 人，{{date}} {{time}}", en = "{{ahead}} ahead, {{date}} {{time}}" }}
)";

/// One service with its numbers, its counter and its clerk; the counter also calls the next service's line.
constexpr std::string_view kService = R"([[range]]
id = "r{n}"
prefix = "{letter}"
last = 9999
[[service]]
id = "s{n}"
name = {{ zh_CN = "缴费、账单与发票", en = "Payments, bills and invoices" }}
range = "r{n}"
[[counter]]
id = "c{n}"
label = "{n}"
services = ["s{n}", "s{next}"]
[[clerk]]
id = "k{n}"
name = {{ zh_CN = "张敏", en = "Zhang Min" }}
pin_hash = "$argon2id$v=19$m=19456,t=2,p=1$XZ2vkybctwz3SP24atmPYw$YIx5lYBOX1NkXBonRYXQ+LkY/cq7T0JI4d2f9t/c8ic"
)";

std::filesystem::path write_config(const Hall::Setting& setting) {
    const auto file = setting.folder / "kiosk.toml";
    std::ofstream out(file);
    out << fmt::format(kTerminal, fmt::arg("source", JIAOHAO_SOURCE_DIR),
                       fmt::arg("folder", setting.folder.string()), fmt::arg("uid", ::geteuid()),
                       fmt::arg("profile", setting.printer_profile));
    const auto count = Hall::services.size();
    for (std::size_t i = 0; i < count; ++i) {
        out << fmt::format(kService, fmt::arg("n", i + 1), fmt::arg("next", (i + 1) % count + 1),
                           fmt::arg("letter", static_cast<char>('A' + i)));
    }
    if (!out.flush()) {
        throw std::runtime_error(fmt::format("cannot write {}", file.string()));
    }
    return file;
}

/// "2030-01-31" -> "2030-02-01"
std::string day_after(const std::string& day) {
    const auto date = domain::parse_business_day(day);
    if (!date) {
        throw std::runtime_error("no date: " + day);
    }
    return domain::to_string(domain::BusinessDay{std::chrono::sys_days{*date} + std::chrono::days{1}});
}

}  // namespace

Hall::Hall(const Setting& setting)
    : folder_(setting.folder),
      socket_(setting.folder / "api.sock"),
      printer_(setting.folder / "printer"),
      process_(setting.program, write_config(setting), setting.folder / "kioskd.log") {
    wait_until_ready();
}

bool Hall::ready() const {
    try {
        // A paper would come out: the journal is open and the printer has said that it is ready.
        const auto snapshot = nlohmann::json::parse(client("manager").snapshot());
        return snapshot.at("view").at("hall").value("paper", false);
    } catch (const std::runtime_error&) {
        return false;
    }
}

void Hall::wait_until_ready() {
    const auto until = SteadyClock::now() + kMostToStart;
    while (!ready()) {
        if (!process_.running() || SteadyClock::now() > until) {
            throw std::runtime_error(
                fmt::format("kioskd does not come up; see {}", (folder_ / "kioskd.log").string()));
        }
        std::this_thread::sleep_for(std::chrono::milliseconds{50});
    }
}

void Hall::next_day() {
    auto manager = client("manager");
    if (!day_.empty()) {
        manager.command("day.close", "{}");
    }
    // Only days next to the clock's may be opened: today and tomorrow take turns, their numbers go on.
    if (day_.empty() || day_ != today_) {
        const auto done = nlohmann::json::parse(manager.command("day.open", "{}").text);
        today_ = day_ = done.at("data").at("day").get<std::string>();
    } else {
        day_ = day_after(today_);
        manager.command("day.open", fmt::format(R"({{"day":"{}"}})", day_));
    }
    for (std::size_t n = 1; n <= services.size(); ++n) {
        manager.command("clerk.sign_in",
                        fmt::format(R"({{"clerk":"k{0}","pin":"{1}","counter":"c{0}"}})", n, kPin));
    }
}

std::uint64_t Hall::commits() const {
    const auto status = nlohmann::json::parse(client("manager").command("status", "{}").text);
    return status.at("data").at("journal").at("commits").get<std::uint64_t>();
}

std::string issue_arguments(std::size_t index, bool paper) {
    return fmt::format(R"({{"service":"{}","language":"zh_CN","paper":{}}})",
                       Hall::services[index % Hall::services.size()], paper);
}

}  // namespace jiaohao::bench
