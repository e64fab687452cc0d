// A device profile's file. What is accepted is used: its examples, every saying, and its own bytes as noise.
// SPDX-License-Identifier: Apache-2.0
#include "drivers/engine/example_check.hpp"
#include "drivers/engine/profile_toml.hpp"
#include "drivers/engine/saying.hpp"
#include "tests/fuzz/memory_file.hpp"
#include "tests/fuzz/target.hpp"

namespace jiaohao::fuzz {

void device_profile(ByteView bytes) {
    using namespace drivers::engine;
    static MemoryFile file;
    file.fill(bytes);
    const auto profile = load_device_profile(file.path());
    if (!profile) {
        check(profile.error().starts_with(file.path()), "an error does not name the file", profile.error());
        return;
    }
    check(example_faults(*profile).empty(), "an accepted profile has examples that do not hold");
    for (const std::string_view name : known_sayings()) {
        for (const std::uint32_t address : {profile->address.least, profile->address.most}) {
            static_cast<void>(say(*profile, name, Values{address, "A027", 12, "text", 5, 2}));
        }
    }
    static_cast<void>(device_words(*profile, bytes.first(std::min<std::size_t>(bytes.size(), 600))));
}

}  // namespace jiaohao::fuzz
