// A small profile that uses every table; tests put mistakes into it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <fstream>
#include <string>

#include "drivers/engine/profile_toml.hpp"

namespace jiaohao::drivers::engine::sample {

inline const std::string kProfile = R"(id = "sample"
name = "Sample"
kind = "device"
roles = ["handset", "pad", "display"]

[line]
baud = 9600

[address]
least = 1
most = 200

[talk]
turn = "event"
retry_ms = 500
repeat_window_ms = 700

[[shape]]
name = "frame"
from = "both"
most_bytes = 60
part = [
  { is = "constant", bytes = "AA BB" },
  { is = "length", first = "address", last = "data" },
  { is = "address" },
  { is = "command" },
  { is = "data", most = 20 },
  { is = "check", kind = "xor8", first = "length", last = "data" },
]
[shape.escape]
first = "length"
last = "check"
pair = [{ plain = 0xAA, stuffed = "AA 00" }]

[[meaning]]
name = "face"
command = 0x10
data = "{key}"
means = "press"
key = [{ sends = 1, means = "pad.1" }]
answer = "taken"

[[saying]]
name = "taken"
frame = [{ command = 0x06, data = "{key}" }]

[[saying]]
name = "number"
frame = [{ command = 0x20, data = "{number:ascii:4}" }]

[[example]]
name = "worst"
from = "device"
hex = "AA BB 03 05 10 01 17"
means = "pad.1"
answer = "AA BB 03 05 06 01 01"

[[example]]
name = "show"
from = "host"
hex = "AA BB 06 05 20 41 30 32 37 57"
means = "number.A027"
address = 5
)";

/// A file that lives as long as this.
class ProfileFile {
  public:
    explicit ProfileFile(const std::string& text) {
        std::string name = (std::filesystem::temp_directory_path() / "jiaohao-profile-XXXXXX").string();
        folder_ = mkdtemp(name.data());
        std::ofstream(path()) << text;
    }
    ~ProfileFile() { std::filesystem::remove_all(folder_); }
    ProfileFile(const ProfileFile&) = delete;
    ProfileFile& operator=(const ProfileFile&) = delete;
    [[nodiscard]] std::filesystem::path path() const { return folder_ / "sample.toml"; }

  private:
    std::filesystem::path folder_;
};

inline std::string with(const std::string& old, const std::string& now) {
    std::string text = kProfile;
    const std::size_t at = text.find(old);
    return at == std::string::npos ? "no such text: " + old : text.replace(at, old.size(), now);
}

/// Empty when the profile is sound.
inline std::string problems_of(const std::string& text) {
    const ProfileFile file(text);
    const auto loaded = load_device_profile(file.path());
    return loaded ? std::string{} : loaded.error();
}

}  // namespace jiaohao::drivers::engine::sample
