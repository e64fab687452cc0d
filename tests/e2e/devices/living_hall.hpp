// A whole hall of processes: the daemon, one simulated bus, and kioskctl to ask.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/support/child_program.hpp"
#include "tests/support/run_program.hpp"

namespace jiaohao::test {

inline const std::string kSource = JIAOHAO_SOURCE_DIR;
inline const std::string kPrograms = JIAOHAO_BINARY_DIR "/bin/";

inline std::string text_of(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

/// `bus` is the line of the hall. Times of its profile are long enough for a busy machine.
class LivingHall : public testing::Test {
  protected:
    using json = nlohmann::json;

    LivingHall() {
        std::string name = (std::filesystem::temp_directory_path() / "hall-XXXXXX").string();
        folder_ = ::mkdtemp(name.data());
        std::filesystem::create_directories(in("profiles"));
    }
    ~LivingHall() override {
        daemon.reset();
        bus.reset();
        std::filesystem::remove_all(folder_);
    }

    [[nodiscard]] std::string in(const std::string& name) const { return folder_ + "/" + name; }
    void write(const std::string& name, const std::string& text) const {
        std::ofstream(in(name), std::ios::binary) << text;
    }
    /// A shipped profile under another name, with texts replaced and `more` behind it; patient.
    void profile(const std::string& id, const std::string& from,
                 const std::vector<std::pair<std::string, std::string>>& replaced,
                 const std::string& more) const {
        std::string text = text_of(kSource + "/drivers/profiles/" + from + ".toml");
        auto all = replaced;
        all.emplace_back("id = \"" + from + "\"", "id = \"" + id + "\"");
        for (const auto& [old, fresh] : all) {
            const auto place = text.find(old);
            ASSERT_NE(place, std::string::npos) << old;
            text.replace(place, old.size(), fresh);
        }
        write("profiles/" + id + ".toml", text + more);
    }

    void begin_bus(const std::string& profile_id, const std::string& devices,
                   const std::vector<std::string>& more = {}) {
        std::vector<std::string> words{kPrograms + "device-sim",
                                       "bus",
                                       "--link",
                                       in("bus"),
                                       "--profile",
                                       in("profiles/" + profile_id + ".toml"),
                                       "--devices",
                                       devices};
        words.insert(words.end(), more.begin(), more.end());
        bus = std::make_unique<Child>(std::move(words), in("bus.log"));
    }
    /// `more`: the line and what else the hall has.
    void begin_daemon(const std::string& more) {
        write("kiosk.toml",
              "hall_file = \"" + kSource + "/config/halls/demo.toml\"\n[terminal]\nprofiles = \"" +
                  in("profiles") + "\"\ncatalogue = \"" + kSource + "/ui/i18n\"\n[journal]\nfolder = \"" +
                  in("journal") + "\"\n[api]\nsocket = \"" + in("api.sock") + "\"\n[[api.grant]]\nuid = " +
                  std::to_string(::getuid()) + "\nroles = [\"manager\", \"technician\"]\n" + more);
        daemon = std::make_unique<Child>(
            std::vector<std::string>{kPrograms + "kioskd", "--config", in("kiosk.toml")}, in("kioskd.log"));
    }

    [[nodiscard]] Ran ctl(const std::string& arguments) const {
        return run_program("JIAOHAO_PROFILES=" + in("profiles") + " " + kPrograms +
                           "kioskctl --lang en --texts " + kSource + "/ui/i18n --socket " + in("api.sock") +
                           " " + arguments + " 2>&1");
    }
    [[nodiscard]] json ask(const std::string& what) const {
        return json::parse(ctl("--json " + what).output, nullptr, false);
    }
    /// Asked again and again; the bound is for a machine that does something else.
    [[nodiscard]] static bool becomes(const std::function<bool()>& true_now) {
        const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{60};
        while (!true_now()) {
            if (std::chrono::steady_clock::now() >= end) {
                return false;
            }
        }
        return true;
    }
    [[nodiscard]] json device(const std::string& id) const {
        const json answer = ask("devices");
        for (const json& row : answer.is_object() ? answer.value("devices", json::array()) : json::array()) {
            if (row.value("id", "") == id) {
                return row;
            }
        }
        return json::object();
    }
    [[nodiscard]] bool ready(const std::string& id) const { return device(id).value("state", "") == "ready"; }
    /// Of the journal, oldest first.
    [[nodiscard]] std::vector<json> events(const std::string& type) const {
        std::vector<json> found;
        std::istringstream lines(ctl("--json tail -n +1").output);
        for (std::string line; std::getline(lines, line);) {
            const json event = json::parse(line, nullptr, false);
            if (event.is_object() && event.value("type", "") == type) {
                found.push_back(event);
            }
        }
        return found;
    }
    /// Of what the simulated devices said: whether a press with this id was told as `name`.
    [[nodiscard]] bool told(const std::string& name, const std::string& id) const {
        std::istringstream lines(text_of(in("bus.log")));
        for (std::string line; std::getline(lines, line);) {
            const json event = json::parse(line, nullptr, false);
            if (event.is_object() && event.value("event", "") == name && event.value("id", "") == id) {
                return true;
            }
        }
        return false;
    }

    std::unique_ptr<Child> bus;
    std::unique_ptr<Child> daemon;

  private:
    std::string folder_;
};

}  // namespace jiaohao::test
