// SPDX-License-Identifier: Apache-2.0
#include "kiosk/journal/log_walk.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <cstddef>
#include <fstream>
#include <map>
#include <optional>
#include <vector>

#include "kiosk/journal/files.hpp"

namespace jiaohao::journal {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kHeader = 32;
constexpr std::size_t kFrameHeader = 24;
/// Magic of a log whose checksums read words as little-endian; big-endian is one more.
constexpr std::uint32_t kMagic = 0x377f0682;

using Bytes = std::vector<unsigned char>;

std::uint32_t big_endian(const unsigned char* at) {
    return std::uint32_t{at[0]} << 24U | std::uint32_t{at[1]} << 16U | std::uint32_t{at[2]} << 8U | at[3];
}

struct Sum {
    std::uint32_t first = 0;
    std::uint32_t second = 0;
    bool operator==(const Sum&) const = default;
};

Sum stored_sum(const unsigned char* at) {
    return {big_endian(at), big_endian(at + 4)};
}

Sum add(Sum sum, const unsigned char* bytes, std::size_t size, bool big) {
    const auto word = [big](const unsigned char* at) {
        const std::uint32_t value = big_endian(at);
        return big ? value : __builtin_bswap32(value);
    };
    for (std::size_t at = 0; at + 8 <= size; at += 8) {
        sum.first += word(bytes + at) + sum.second;
        sum.second += word(bytes + at + 4) + sum.first;
    }
    return sum;
}

struct Frame {
    std::uint64_t index = 0;
    std::uint32_t page = 0;
    /// Pages of the database after this commit; 0: not the end of one.
    std::uint32_t size_after = 0;
    /// It continues the frame before it.
    bool fits = false;
    const unsigned char* content = nullptr;
};

/// Reads a log frame by frame; every frame is judged by the checksum that the one before it carries.
class LogReader {
  public:
    explicit LogReader(const fs::path& database)
        : path_(database.string() + "-wal"), file_(path_, std::ios::binary), header_(kHeader) {
        if (!fs::exists(path_)) {
            return;
        }
        if (!file_) {
            throw FileError(errno, "cannot read", path_);
        }
        there_ = fill(header_);
        if (there_) {
            take_header(database);
        }
    }

    [[nodiscard]] bool header_fits() const { return header_fits_; }
    [[nodiscard]] std::size_t page_size() const { return page_size_; }

    [[nodiscard]] std::optional<Frame> next() {
        if (!there_ || !fill(frame_)) {
            return std::nullopt;
        }
        const unsigned char* const head = frame_.data();
        Frame frame{index_++, big_endian(head), big_endian(head + 4), false, head + kFrameHeader};
        const Sum sum = add(add(before_, head, 8, big_), frame.content, page_size_, big_);
        const bool same_log = std::equal(salts_.begin(), salts_.end(), head + 8);
        before_ = stored_sum(head + 16);
        frame.fits = same_log && sum == before_ && frame.page != 0;
        if (!salts_known_) {
            // Which log this is nobody can say: the first two frames that agree name it.
            salts_known_ = same_log;
            std::copy_n(head + 8, salts_.size(), salts_.begin());
        }
        return frame;
    }

  private:
    bool fill(Bytes& bytes) {
        file_.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
        return static_cast<std::size_t>(file_.gcount()) == bytes.size();
    }

    void take_header(const fs::path& database) {
        const std::uint32_t magic = big_endian(header_.data());
        big_ = magic == kMagic + 1;
        before_ = stored_sum(header_.data() + 24);
        header_fits_ = (magic | 1U) == (kMagic | 1U) && add({}, header_.data(), 24, big_) == before_;
        salts_known_ = header_fits_;
        page_size_ = header_fits_ ? big_endian(header_.data() + 8) : page_size_of(database);
        if (!std::has_single_bit(page_size_) || page_size_ < 512 || page_size_ > 65536) {
            there_ = false;
            return;
        }
        std::copy_n(header_.data() + 16, salts_.size(), salts_.begin());
        frame_.resize(kFrameHeader + page_size_);
    }

    static std::size_t page_size_of(const fs::path& database) {
        std::array<char, 18> head{};
        std::ifstream(database, std::ios::binary).read(head.data(), head.size());
        const auto size = static_cast<std::size_t>(static_cast<unsigned char>(head[16]) << 8U |
                                                   static_cast<unsigned char>(head[17]));
        return size == 1 ? 65536 : size;
    }

    fs::path path_;
    std::ifstream file_;
    Bytes header_;
    Bytes frame_;
    std::array<unsigned char, 8> salts_{};
    std::size_t page_size_ = 0;
    Sum before_;
    std::uint64_t index_ = 0;
    bool there_ = false;
    bool header_fits_ = true;
    bool salts_known_ = true;
    bool big_ = false;
};

/// Counts the commits of one unbroken run. Where a disk promises little, SQLite repeats the last frame of a commit
/// up to a sector's end: those are the same commit.
class CommitRun {
  public:
    void broken() { *this = {}; }
    /// Commits so far, this one included.
    std::uint64_t commit(const Frame& frame, std::size_t page_size) {
        const bool repeated =
            frame.index == at_ + 1 && count_ > 0 && std::equal(page_.begin(), page_.end(), frame.content);
        at_ = frame.index;
        page_.assign(frame.content, frame.content + page_size);
        return repeated ? count_ : ++count_;
    }

  private:
    std::uint64_t count_ = 0;
    std::uint64_t at_ = 0;
    Bytes page_;
};

/// Where the last page that belongs to a commit stands, and how long the database is after it.
struct End {
    std::uint64_t frames = 0;
    std::uint32_t pages = 0;
};

End end_of(const fs::path& database) {
    LogReader log(database);
    End end;
    while (const auto frame = log.next()) {
        if (frame->fits && frame->size_after != 0) {
            end = {frame->index + 1, frame->size_after};
        }
    }
    return end;
}

}  // namespace

std::string LogWalk::problem() const {
    if (!header_fits) {
        return fmt::format(
            "the header of journal.db-wal does not fit its checksum, yet {} commits stand behind it",
            commits_behind);
    }
    return fmt::format(
        "frame {} of {} in journal.db-wal does not fit its checksum, yet {} commits stand behind it",
        fitting + 1, frames, commits_behind);
}

LogWalk walk_log(const fs::path& database) {
    LogReader log(database);
    LogWalk walk;
    walk.header_fits = log.header_fits();
    bool whole = walk.header_fits;
    CommitRun run;
    while (const auto frame = log.next()) {
        ++walk.frames;
        whole = whole && frame->fits;
        if (whole) {
            ++walk.fitting;
            continue;
        }
        if (!frame->fits) {
            run.broken();
        } else if (frame->size_after != 0) {
            walk.commits_behind = std::max(walk.commits_behind, run.commit(*frame, log.page_size()));
        }
    }
    return walk;
}

void rebuild_from_log(const fs::path& database, const fs::path& target) {
    fs::copy_file(database, target, fs::copy_options::overwrite_existing);
    const End end = end_of(database);
    if (end.frames == 0) {
        return;
    }
    std::fstream out(target, std::ios::in | std::ios::out | std::ios::binary);
    LogReader log(database);
    for (auto frame = log.next(); frame && frame->index < end.frames; frame = log.next()) {
        if (frame->fits) {
            out.seekp(static_cast<std::streamoff>((frame->page - 1) * log.page_size()));
            out.write(reinterpret_cast<const char*>(frame->content),
                      static_cast<std::streamsize>(log.page_size()));
        }
    }
    // Bytes 18 and 19 of the first page say "has a log": without one the file is read as it is.
    out.seekp(18);
    out.write("\1\1", 2);
    out.close();
    if (!out) {
        throw FileError(errno, "cannot write", target);
    }
    fs::resize_file(target, std::uint64_t{end.pages} * log.page_size());
}

}  // namespace jiaohao::journal
