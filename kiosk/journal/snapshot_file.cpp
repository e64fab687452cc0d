// SPDX-License-Identifier: Apache-2.0
#include "kiosk/journal/snapshot_file.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "kiosk/journal/files.hpp"
#include "kiosk/journal/sealed.hpp"
#include "kiosk/journal/snapshot_codec.hpp"
#include "kiosk/wire/json_text.hpp"

namespace jiaohao::journal {
namespace {

constexpr std::size_t kMostSnapshotBytes = 64U << 20U;

}  // namespace

std::string encode_snapshot_file(const domain::EpochId& epoch, domain::Seq seq, std::string_view state) {
    std::string body = wire::to_text({{"v", 1}, {"epoch", epoch.get()}, {"seq", seq.get()}});
    body.pop_back();
    // Put in as it stands: to take a full hall apart and together again costs more than all else of a snapshot.
    return seal_text(fmt::format(R"({},"state":{}}})", body, nlohmann::json::accept(state) ? state : "{}"));
}

std::optional<SnapshotMark> read_snapshot_mark(const std::filesystem::path& path) {
    const auto text = read_file(path, kMostSnapshotBytes);
    const auto file = text ? unseal(*text) : std::nullopt;
    if (!file) {
        return std::nullopt;
    }
    try {
        return SnapshotMark{domain::EpochId{file->at("epoch").get<std::string>()},
                            domain::Seq{file->at("seq").get<std::uint64_t>()}};
    } catch (const nlohmann::json::exception&) {
        return std::nullopt;
    }
}

domain::HallState read_snapshot_file(const std::filesystem::path& path, const Log& log) {
    const auto text = read_file(path, kMostSnapshotBytes);
    const auto file = text ? unseal(*text) : std::nullopt;
    if (!file || !file->contains("state")) {
        log.error("snapshot.none", {{"path", path.string()}});
        return {};
    }
    auto state = decode_state(wire::to_text((*file)["state"]));
    if (!state) {
        log.error("snapshot.unreadable", {{"path", path.string()}, {"problem", state.error()}});
        return {};
    }
    return std::move(*state);
}

}  // namespace jiaohao::journal
