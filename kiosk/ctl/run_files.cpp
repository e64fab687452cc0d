// What needs no daemon.
// SPDX-License-Identifier: Apache-2.0
#include <map>
#include <ostream>

#include "kiosk/ctl/ctl.hpp"
#include "kiosk/ctl/run.hpp"

namespace jiaohao::ctl {

int Run::ticket_bytes(const Result<TicketBytesReport, std::string>& done) {
    if (!done) {
        err_ << "kioskctl: " << done.error() << "\n";
        return kRefused;
    }
    // Each kind once, with how often.
    std::map<std::pair<std::string, std::string>, std::size_t> kinds;
    for (const auto& kind : done->replaced) {
        ++kinds[kind];
    }
    Json data{{"bytes", done->bytes},
              {"paper_mm", done->paper_mm},
              {"travel_ms", done->travel_ms},
              {"baud", done->baud},
              {"left_out", done->left_out}};
    data["replaced"] = Json::array();
    for (const auto& [kind, times] : kinds) {
        data["replaced"].push_back({{"from", kind.first}, {"to", kind.second}, {"times", times}});
    }
    return print(data, [&] {
        std::string text = words_.text("ctl.bytes.done", {{"bytes", std::to_string(done->bytes)},
                                                          {"mm", std::to_string(done->paper_mm)},
                                                          {"ms", std::to_string(done->travel_ms)},
                                                          {"baud", std::to_string(done->baud)}}) +
                           "\n";
        for (const auto& [kind, times] : kinds) {
            text +=
                words_.text("ctl.bytes.replaced",
                            {{"from", kind.first}, {"to", kind.second}, {"times", std::to_string(times)}}) +
                "\n";
        }
        for (const auto& what : done->left_out) {
            text += words_.text("ctl.bytes.left_out." + what) + "\n";
        }
        return text;
    });
}

}  // namespace jiaohao::ctl
