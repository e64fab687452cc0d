// jiaohao-line: captures of lines, read and replayed; run by `kioskctl line`.
// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <iostream>

#include "drivers/tool/offline.hpp"

namespace {

namespace tool = jiaohao::drivers::tool;
namespace capture = jiaohao::drivers::capture;

enum Exit { kDone = 0, kDiffers = 1, kUsage = 2 };

struct Options {
    std::string file;
    tool::Choice choice;
    bool strict = false;
};

int complain(const std::string& what) {
    std::cerr << "jiaohao-line: " << what << "\n";
    return kUsage;
}

int run_decode(const Options& options) {
    const auto read = capture::read_file(options.file);
    if (!read) {
        return complain(read.error());
    }
    const auto text = tool::decode(*read, options.choice);
    if (!text) {
        return complain(text.error());
    }
    std::cout << *text;
    return kDone;
}

int run_replay(const Options& options) {
    const auto read = capture::read_file(options.file);
    if (!read) {
        return complain(read.error());
    }
    const auto replayed = tool::replay(*read, options.choice);
    if (!replayed) {
        return complain(replayed.error());
    }
    std::cout << replayed->told;
    if (replayed->differences.empty()) {
        std::cout << "written as recorded\n";
        return kDone;
    }
    std::cout << replayed->differences;
    return options.strict ? kDiffers : kDone;
}

}  // namespace

int main(int argc, char** argv) {
    Options options;
    options.choice.profiles = "/usr/share/jiaohao/profiles";
    CLI::App app("Reads captures of serial lines (drivers/line/CAPTURE.md).", "jiaohao-line");
    app.require_subcommand(1);
    app.set_version_flag("--version", JIAOHAO_VERSION);
    const auto add = [&](const char* name, const char* help) {
        auto* sub = app.add_subcommand(name, help);
        sub->add_option("FILE", options.file, "a capture")->required();
        sub->add_option("--profiles", options.choice.profiles, "folder of the profiles")
            ->envname("JIAOHAO_PROFILES");
        sub->add_option("--profile", options.choice.profile, "another profile than the capture names");
        return sub;
    };
    auto* decode = add("decode", "Print each record with its meaning and why bytes were rejected");
    auto* replay = add("replay", "Play the capture to its driver and print what it tells");
    replay->add_flag("--strict", options.strict, "end with 1 when the driver writes otherwise than recorded");
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? kDone : kUsage;
    }
    return decode->parsed() ? run_decode(options) : run_replay(options);
}
