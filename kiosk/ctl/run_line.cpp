// `kioskctl line`: recordings of serial lines.
// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <ostream>
#include <system_error>

#include "kiosk/ctl/ctl.hpp"
#include "kiosk/ctl/printable.hpp"
#include "kiosk/ctl/run.hpp"

namespace jiaohao::ctl {
namespace {

std::string report_recording(const Words& words, const std::string& line, const nlohmann::json& stands) {
    const std::string trouble = stands.value("trouble", "");
    const std::string id = stands.value("recording", false) ? "ctl.line.recording"
                           : trouble.empty()                ? "ctl.line.not_recording"
                                                            : "ctl.line.trouble";
    std::string text =
        words.text(id, {{"line", line}, {"folder", stands.value("folder", "")}, {"detail", trouble}}) + "\n";
    const auto count = [&stands](const char* name) {
        return std::to_string(stands.value(name, std::uint64_t{0}));
    };
    if (const std::string file = stands.value("file", ""); !file.empty()) {
        text +=
            words.text("ctl.line.file",
                       {{"file", file}, {"bytes", count("bytes")}, {"dropped", count("dropped_records")}}) +
            "\n";
    }
    return text;
}

}  // namespace

int Run::record_line() {
    Json args{{"line", options_.line}};
    if (!options_.show) {
        args["on"] = !options_.off;
    }
    const Ask answer = link_.call("line.record", args);
    if (!answer) {
        return lost(answer.error());
    }
    if (!*answer) {
        return refused(answer->error(), {}, args);
    }
    return print(**answer, [&] { return report_recording(words_, options_.line, **answer); });
}

int Run::line_tool(const std::string& verb, const std::vector<std::string>& rest) {
    std::error_code error;
    const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
    const std::string tool = (self.parent_path() / "jiaohao-line").string();
    // Its help is to name the command that people typed.
    std::vector<std::string> words{"kioskctl line", verb};
    words.insert(words.end(), rest.begin(), rest.end());
    std::vector<char*> arguments;
    arguments.reserve(words.size() + 1);
    for (std::string& word : words) {
        arguments.push_back(word.data());
    }
    arguments.push_back(nullptr);
    out_.flush();
    execv(tool.c_str(), arguments.data());
    const std::string why = std::system_category().message(errno);
    err_ << words_.text("ctl.line.no_tool", {{"file", tool}, {"detail", why}}) << "\n";
    return kUnreachable;
}

}  // namespace jiaohao::ctl
