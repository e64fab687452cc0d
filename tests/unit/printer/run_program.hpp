// Runs a program and keeps what it says.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdio.h>
#include <sys/wait.h>

#include <array>
#include <string>

namespace jiaohao::drivers {

struct ProgramEnd {
    int status = -1;
    /// Standard output only.
    std::string output;
};

inline ProgramEnd run_program(const std::string& command) {
    ProgramEnd end;
    FILE* pipe = popen(command.c_str(), "r");
    if (pipe == nullptr) {
        return end;
    }
    std::array<char, 4096> room{};
    for (std::size_t got = 0; (got = fread(room.data(), 1, room.size(), pipe)) > 0;) {
        end.output.append(room.data(), got);
    }
    const int status = pclose(pipe);
    end.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return end;
}

}  // namespace jiaohao::drivers
