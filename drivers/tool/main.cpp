// jiaohao-line: captures of lines, read and replayed; run by `kioskctl line`.
// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>
#include <system_error>

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

/// A build has folders of the same names as the sources; profiles are in only one of them.
bool holds_profiles(const std::filesystem::path& folder) {
    std::error_code error;
    for (std::filesystem::directory_iterator one(folder, error), end; !error && one != end;
         one.increment(error)) {
        if (one->path().extension() == ".toml") {
            return true;
        }
    }
    return false;
}

/// Beside the program, installed or built within the source tree; else where a package puts them.
std::filesystem::path find_profiles() {
    std::error_code error;
    auto here = std::filesystem::read_symlink("/proc/self/exe", error).parent_path();
    for (int up = 0; up < 5 && here.has_relative_path(); ++up, here = here.parent_path()) {
        for (const char* tail : {"share/jiaohao/profiles", "drivers/profiles"}) {
            if (holds_profiles(here / tail)) {
                return here / tail;
            }
        }
    }
    return "/usr/share/jiaohao/profiles";
}

/// `what`, and what to do when the folder is what is missing.
int complain(const std::string& what, const tool::Choice& choice) {
    std::error_code error;
    return complain(
        std::filesystem::is_directory(choice.profiles, error)
            ? what
            : what + "; there is no folder " + choice.profiles.string() +
                  ": name that of the profiles with --profiles (drivers/profiles in the sources)");
}

int run_decode(const Options& options) {
    const auto read = capture::read_file(options.file);
    if (!read) {
        return complain(read.error());
    }
    const auto text = tool::decode(*read, options.choice);
    if (!text) {
        return complain(text.error(), options.choice);
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
        return complain(replayed.error(), options.choice);
    }
    std::cout << replayed->told;
    if (replayed->differences.empty()) {
        std::cout << (replayed->whole ? "written as recorded\n"
                                      : "written as recorded where the recording is whole\n");
        return kDone;
    }
    std::cout << replayed->differences;
    return options.strict ? kDiffers : kDone;
}

}  // namespace

int main(int argc, char** argv) {
    Options options;
    options.choice.profiles = find_profiles();
    // Without a name of its own: help names it as it was run, which is "kioskctl line" there.
    CLI::App app("Reads captures of serial lines (drivers/line/CAPTURE.md).");
    app.require_subcommand(1);
    app.set_version_flag("--version", JIAOHAO_VERSION);
    const auto add = [&](const char* name, const char* help) {
        auto* sub = app.add_subcommand(name, help);
        sub->add_option("FILE", options.file, "a capture")->required();
        sub->add_option("--profiles", options.choice.profiles,
                        "folder of the profiles (default: " + options.choice.profiles.string() + ")")
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
