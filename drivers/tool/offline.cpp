// SPDX-License-Identifier: Apache-2.0
#include "drivers/tool/offline.hpp"

#include <fmt/format.h>

#include "drivers/engine/profile_toml.hpp"
#include "drivers/tool/parts.hpp"

namespace jiaohao::drivers::tool {
namespace {

Result<std::filesystem::path, std::string> profile_file(const capture::Capture& capture,
                                                        const Choice& choice) {
    const auto& about = capture.header.about;
    std::string name = choice.profile;
    if (const auto told = about.find("profile"); name.empty() && told != about.end()) {
        name = told->second;
    }
    const auto begins = [&name](const char* kind) { return name.starts_with(kind); };
    const bool known =
        begins("printer-") || begins("bus-") || begins("pad-") || begins("handset-") || begins("display-");
    if (!known || name.find('/') != std::string::npos) {
        return fail(
            name.empty()
                ? "the capture does not name its profile; name one with --profile"
                : fmt::format("\"{}\" is no profile: printer-*, bus-*, pad-*, handset-* or display-*", name));
    }
    return choice.profiles / (name + ".toml");
}

bool of_printer(const std::filesystem::path& file) {
    return file.filename().string().starts_with("printer-");
}

}  // namespace

Result<std::string, std::string> decode(const capture::Capture& capture, const Choice& choice) {
    const auto file = profile_file(capture, choice);
    if (!file) {
        return fail(file.error());
    }
    if (of_printer(*file)) {
        return decode_printer(capture);
    }
    const auto profile = engine::load_device_profile(*file);
    return profile ? Result<std::string, std::string>(decode_bus(capture, *profile)) : fail(profile.error());
}

Result<Replayed, std::string> replay(const capture::Capture& capture, const Choice& choice) {
    const auto file = profile_file(capture, choice);
    if (!file) {
        return fail(file.error());
    }
    if (of_printer(*file)) {
        auto profile = printer::load_profile(*file);
        return profile ? Result<Replayed, std::string>(replay_printer(capture, std::move(*profile)))
                       : fail(profile.error());
    }
    const auto profile = engine::load_device_profile(*file);
    return profile ? Result<Replayed, std::string>(replay_bus(capture, *profile)) : fail(profile.error());
}

std::string stamp(std::chrono::nanoseconds since_origin) {
    const auto us = std::chrono::floor<std::chrono::microseconds>(since_origin).count();
    return fmt::format("{:>5}.{:06}", us / 1'000'000, us % 1'000'000);
}

std::string shown(const capture::Record& record, std::size_t most) {
    using capture::What;
    switch (record.what) {
        case What::heard:
        case What::written:
        case What::refused: {
            const ByteView bytes = record.bytes;
            std::string text = record.what == What::heard ? "< " : record.what == What::written ? "> " : "x ";
            text += to_hex(bytes.first(std::min(most, bytes.size())));
            return bytes.size() > most ? fmt::format("{} ... {} bytes", text, bytes.size()) : text;
        }
        case What::up:
            return "up";
        case What::down:
            return "down " + record.text;
        case What::missing:
            return "missing " + record.text;
        case What::note:
            break;
    }
    return "note " + record.text.substr(0, 100);
}

}  // namespace jiaohao::drivers::tool
