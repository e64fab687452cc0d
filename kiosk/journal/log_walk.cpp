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
#include "kiosk/journal/schema.hpp"
#include "kiosk/journal/vfs_file.hpp"

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
    LogReader(const fs::path& database, const std::string& vfs)
        : file_(database.string() + "-wal", vfs), header_(kHeader) {
        if (file_.size() < kHeader) {
            return;
        }
        unreadable_ = file_.read(0, header_.data(), kHeader) == VfsFile::Read::unreadable ? 1 : 0;
        take_header(database, vfs);
    }

    [[nodiscard]] bool header_fits() const { return header_fits_; }
    [[nodiscard]] std::size_t page_size() const { return page_size_; }
    /// Places so far that the disk did not give back.
    [[nodiscard]] std::uint64_t unreadable() const { return unreadable_; }

    [[nodiscard]] std::optional<Frame> next() {
        if (frame_.empty()) {
            return std::nullopt;
        }
        const auto read = file_.read(kHeader + index_ * frame_.size(), frame_.data(), frame_.size());
        if (read == VfsFile::Read::end) {
            return std::nullopt;
        }
        unreadable_ += read == VfsFile::Read::unreadable ? 1U : 0U;
        const unsigned char* const head = frame_.data();
        Frame frame{index_++, big_endian(head), big_endian(head + 4), false, head + kFrameHeader};
        const Sum sum = add(add(before_, head, 8, big_), frame.content, page_size_, big_);
        const bool same_log = std::equal(salts_.begin(), salts_.end(), head + 8);
        before_ = stored_sum(head + 16);
        frame.fits = same_log && sum == before_ && frame.page != 0;
        if (!salts_known_) {
            // Which log this is nobody can say: the first frame that fits the one before it does.
            salts_known_ = frame.fits;
            std::copy_n(head + 8, salts_.size(), salts_.begin());
        }
        return frame;
    }

  private:
    void take_header(const fs::path& database, const std::string& vfs) {
        const std::uint32_t magic = big_endian(header_.data());
        big_ = magic == kMagic + 1;
        before_ = stored_sum(header_.data() + 24);
        header_fits_ = (magic | 1U) == (kMagic | 1U) && add({}, header_.data(), 24, big_) == before_;
        salts_known_ = header_fits_;
        page_size_ = header_fits_ ? big_endian(header_.data() + 8) : page_size_of(database, vfs);
        std::copy_n(header_.data() + 16, salts_.size(), salts_.begin());
        if (std::has_single_bit(page_size_) && page_size_ >= 512 && page_size_ <= 65536) {
            frame_.resize(kFrameHeader + page_size_);
        }
    }

    static std::size_t page_size_of(const fs::path& database, const std::string& vfs) {
        std::array<unsigned char, 18> head{};
        static_cast<void>(VfsFile(database, vfs).read(0, head.data(), head.size()));
        const auto size = std::size_t{head[16]} << 8U | head[17];
        // What every journal is made with, where even that cannot be read.
        return size == 1 ? 65536 : size == 0 ? 4096 : size;
    }

    VfsFile file_;
    Bytes header_;
    Bytes frame_;
    std::array<unsigned char, 8> salts_{};
    std::size_t page_size_ = 0;
    Sum before_;
    std::uint64_t index_ = 0;
    std::uint64_t unreadable_ = 0;
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

End end_of(const fs::path& database, const std::string& vfs) {
    LogReader log(database, vfs);
    End end;
    while (const auto frame = log.next()) {
        if (frame->fits && frame->size_after != 0) {
            end = {frame->index + 1, frame->size_after};
        }
    }
    return end;
}

/// Whether the database holds already what the log says last of every page: a log that was moved and is being
/// begun anew when the power goes has a torn header before frames that nobody needs.
bool moved_already(const fs::path& database, const std::string& vfs) {
    LogReader log(database, vfs);
    const End end = end_of(database, vfs);
    std::map<std::uint32_t, Bytes> pages;
    for (auto frame = log.next(); frame && frame->index < end.frames; frame = log.next()) {
        if (frame->fits) {
            pages[frame->page].assign(frame->content, frame->content + log.page_size());
        }
    }
    VfsFile file(database, vfs);
    Bytes page(log.page_size());
    return std::all_of(pages.begin(), pages.end(), [&](const auto& last) {
        const auto read = file.read(std::uint64_t{last.first - 1} * page.size(), page.data(), page.size());
        return read == VfsFile::Read::whole && page == last.second;
    });
}

/// Tables stand at the same pages in every journal: those of an empty one make a log readable whose database is
/// gone before all of its pages had been written once more.
void put_empty_journal(const fs::path& target) {
    fs::path made = target;
    made += ".empty";
    fs::remove(made);
    {
        sqlite::Connection db(made, sqlite::Connection::Mode::create, {});
        create_schema(db);
        db.exec("COMMIT");
    }
    fs::rename(made, target);
}

/// Page by page: one that the disk does not give back is left empty.
void copy_pages(VfsFile& from, std::ostream& to, std::size_t page_size) {
    Bytes page(page_size);
    for (std::uint64_t at = 0; at < from.size(); at += page_size) {
        const auto size = std::min<std::uint64_t>(page_size, from.size() - at);
        static_cast<void>(from.read(at, page.data(), size));
        to.write(reinterpret_cast<const char*>(page.data()), static_cast<std::streamsize>(size));
    }
}

}  // namespace

std::string LogWalk::problem() const {
    if (unreadable > 0) {
        return fmt::format("{} places of journal.db-wal cannot be read from the disk", unreadable);
    }
    const std::string where = header_fits ? fmt::format("frame {} of {}", fitting + 1, frames) : "the header";
    return fmt::format("{} in journal.db-wal does not fit its checksum, yet {} commits stand behind it",
                       where, commits_behind);
}

LogWalk walk_log(const fs::path& database, const std::string& vfs) {
    LogReader log(database, vfs);
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
    walk.unreadable = log.unreadable();
    if (!walk.header_fits && walk.commits_behind >= 2 && moved_already(database, vfs)) {
        walk.commits_behind = 0;
    }
    return walk;
}

void rebuild_from_log(const fs::path& database, const std::string& vfs, const fs::path& target) {
    VfsFile from(database, vfs);
    LogReader log(database, vfs);
    const std::size_t page_size = log.page_size() == 0 ? 4096 : log.page_size();
    if (from.size() == 0) {
        put_empty_journal(target);
    } else {
        std::ofstream(target, std::ios::binary | std::ios::trunc).close();
    }
    std::fstream out(target, std::ios::in | std::ios::out | std::ios::binary);
    copy_pages(from, out, page_size);
    const End end = end_of(database, vfs);
    for (auto frame = log.next(); frame && frame->index < end.frames; frame = log.next()) {
        if (frame->fits) {
            out.seekp(static_cast<std::streamoff>((frame->page - 1) * page_size));
            out.write(reinterpret_cast<const char*>(frame->content), static_cast<std::streamsize>(page_size));
        }
    }
    // Bytes 18 and 19 of the first page say "has a log": without one the file is read as it is.
    out.seekp(18);
    out.write("\1\1", 2);
    out.close();
    if (!out) {
        throw FileError(errno == 0 ? ENOSPC : errno, "cannot write", target);
    }
    if (end.frames > 0) {
        fs::resize_file(target, std::uint64_t{end.pages} * page_size);
    }
    sync_file(target);
}

}  // namespace jiaohao::journal
