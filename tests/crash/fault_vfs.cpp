// SPDX-License-Identifier: Apache-2.0
#include "tests/crash/fault_vfs.hpp"

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <new>

namespace jiaohao::test {

namespace {
constexpr std::int64_t kSector = 512;
}

struct FaultVfs::File {
    sqlite3_file base;
    FaultVfs* vfs;
    std::string* path;  // null: a temporary file, not tracked
    sqlite3_file* real;
};

struct FileMethods {
    static FaultVfs::File* of(sqlite3_file* file) { return reinterpret_cast<FaultVfs::File*>(file); }
    static FaultVfs* vfs_of(sqlite3_vfs* vfs) { return static_cast<FaultVfs*>(vfs->pAppData); }

    static int close(sqlite3_file* file) {
        delete of(file)->path;
        return of(file)->real->pMethods->xClose(of(file)->real);
    }
    static int read(sqlite3_file* file, void* to, int size, sqlite3_int64 offset) {
        const FaultVfs::File* self = of(file);
        if (self->path != nullptr && self->vfs->spoilt(*self->path, offset, size)) {
            return SQLITE_IOERR_READ;
        }
        return of(file)->real->pMethods->xRead(of(file)->real, to, size, offset);
    }
    static int write(sqlite3_file* file, const void* from, int size, sqlite3_int64 offset) {
        FaultVfs::File* self = of(file);
        if (self->path != nullptr) {
            if (const int failure = self->vfs->allow(SQLITE_IOERR_WRITE)) {
                return failure;
            }
            self->vfs->note(
                *self->path,
                {offset, std::string(static_cast<const char*>(from), static_cast<std::size_t>(size)), false});
        }
        return self->real->pMethods->xWrite(self->real, from, size, offset);
    }
    static int truncate(sqlite3_file* file, sqlite3_int64 size) {
        FaultVfs::File* self = of(file);
        if (self->path != nullptr) {
            if (const int failure = self->vfs->allow(SQLITE_IOERR_TRUNCATE)) {
                return failure;
            }
            self->vfs->note(*self->path, {size, {}, true});
        }
        return self->real->pMethods->xTruncate(self->real, size);
    }
    static int sync(sqlite3_file* file, int /*flags*/) {
        FaultVfs::File* self = of(file);
        return self->path == nullptr ? SQLITE_OK : self->vfs->sync(*self->path);
    }
    static int size(sqlite3_file* file, sqlite3_int64* out) {
        return of(file)->real->pMethods->xFileSize(of(file)->real, out);
    }
    static int lock(sqlite3_file* file, int level) {
        return of(file)->real->pMethods->xLock(of(file)->real, level);
    }
    static int unlock(sqlite3_file* file, int level) {
        return of(file)->real->pMethods->xUnlock(of(file)->real, level);
    }
    static int reserved(sqlite3_file* file, int* out) {
        return of(file)->real->pMethods->xCheckReservedLock(of(file)->real, out);
    }
    static int control(sqlite3_file* file, int op, void* argument) {
        return of(file)->real->pMethods->xFileControl(of(file)->real, op, argument);
    }
    static int sector(sqlite3_file* file) { return of(file)->real->pMethods->xSectorSize(of(file)->real); }
    /// No promise of the disk is believed: sectors may tear.
    static int characteristics(sqlite3_file* /*file*/) { return 0; }
    static int shm_map(sqlite3_file* file, int page, int size, int extend, void volatile** out) {
        return of(file)->real->pMethods->xShmMap(of(file)->real, page, size, extend, out);
    }
    static int shm_lock(sqlite3_file* file, int offset, int count, int flags) {
        return of(file)->real->pMethods->xShmLock(of(file)->real, offset, count, flags);
    }
    static void shm_barrier(sqlite3_file* file) { of(file)->real->pMethods->xShmBarrier(of(file)->real); }
    static int shm_unmap(sqlite3_file* file, int erase) {
        return of(file)->real->pMethods->xShmUnmap(of(file)->real, erase);
    }

    static int open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
        static const sqlite3_io_methods methods{
            2,         close,    read,    write,  truncate,        sync,    size,     lock,
            unlock,    reserved, control, sector, characteristics, shm_map, shm_lock, shm_barrier,
            shm_unmap, nullptr,  nullptr};
        FaultVfs* self = vfs_of(vfs);
        auto* shim = new (file) FaultVfs::File{};
        shim->real = reinterpret_cast<sqlite3_file*>(reinterpret_cast<char*>(file) + sizeof(FaultVfs::File));
        const int code = self->real_->xOpen(self->real_, name, shim->real, flags, out_flags);
        if (code == SQLITE_OK) {
            shim->base.pMethods = &methods;
            shim->vfs = self;
            shim->path = name == nullptr ? nullptr : new std::string(name);
            if (shim->path != nullptr) {
                self->track(*shim->path);
            }
        }
        return code;
    }
    static int remove(sqlite3_vfs* vfs, const char* name, int sync_folder) {
        FaultVfs* self = vfs_of(vfs);
        if (const int failure = self->allow(SQLITE_IOERR_DELETE)) {
            return failure;
        }
        self->forget(name);
        return self->real_->xDelete(self->real_, name, sync_folder);
    }
};

FaultVfs::FaultVfs(std::string name, std::uint64_t seed)
    : name_(std::move(name)), real_(sqlite3_vfs_find(nullptr)), random_(seed) {
    vfs_ = *real_;
    vfs_.pNext = nullptr;
    vfs_.zName = name_.c_str();
    vfs_.pAppData = this;
    vfs_.szOsFile = static_cast<int>(sizeof(File)) + real_->szOsFile;
    vfs_.xOpen = &FileMethods::open;
    vfs_.xDelete = &FileMethods::remove;
    sqlite3_vfs_register(&vfs_, 0);
}

FaultVfs::~FaultVfs() {
    sqlite3_vfs_unregister(&vfs_);
}

std::uint64_t FaultVfs::syncs() const {
    const std::lock_guard lock(mutex_);
    return syncs_;
}
void FaultVfs::ignore_syncs(bool on) {
    const std::lock_guard lock(mutex_);
    ignore_syncs_ = on;
}
void FaultVfs::cut_after(std::uint64_t operations) {
    const std::lock_guard lock(mutex_);
    left_ = operations;
}
bool FaultVfs::cut() const {
    const std::lock_guard lock(mutex_);
    return left_ == 0;
}
void FaultVfs::fail_next_sync() {
    const std::lock_guard lock(mutex_);
    fail_sync_ = true;
}
void FaultVfs::spoil(std::string name_end, std::int64_t from, std::int64_t size) {
    const std::lock_guard lock(mutex_);
    bad_.push_back({std::move(name_end), from, size});
}
bool FaultVfs::spoilt(const std::string& path, std::int64_t from, std::int64_t size) const {
    const std::lock_guard lock(mutex_);
    return std::any_of(bad_.begin(), bad_.end(), [&](const BadSector& bad) {
        return path.ends_with(bad.name_end) && from < bad.from + bad.size && bad.from < from + size;
    });
}
void FaultVfs::set_full(bool on) {
    const std::lock_guard lock(mutex_);
    full_ = on;
}

int FaultVfs::allow(int failure) {
    const std::lock_guard lock(mutex_);
    if (left_ == 0) {
        return failure;
    }
    if (left_ != UINT64_MAX && --left_ == 0) {
        return failure;
    }
    return full_ && failure == SQLITE_IOERR_WRITE ? SQLITE_FULL : SQLITE_OK;
}

void FaultVfs::track(const std::string& path) {
    const std::lock_guard lock(mutex_);
    if (images_.contains(path)) {
        return;
    }
    std::ifstream file(path, std::ios::binary);
    images_[path].durable.assign(std::istreambuf_iterator<char>(file), {});
}

void FaultVfs::forget(const std::string& path) {
    const std::lock_guard lock(mutex_);
    images_.erase(path);
}

void FaultVfs::note(const std::string& path, Op op) {
    const std::lock_guard lock(mutex_);
    images_[path].pending.push_back(std::move(op));
}

int FaultVfs::sync(const std::string& path) {
    if (const int failure = allow(SQLITE_IOERR_FSYNC)) {
        return failure;
    }
    const std::lock_guard lock(mutex_);
    ++syncs_;
    if (fail_sync_ && path.ends_with("-wal")) {
        fail_sync_ = false;
        return SQLITE_IOERR_FSYNC;
    }
    if (!ignore_syncs_) {
        Image& image = images_[path];
        for (const Op& op : image.pending) {
            apply(image.durable, op, 0, static_cast<std::int64_t>(op.bytes.size()));
        }
        image.pending.clear();
    }
    return SQLITE_OK;
}

void FaultVfs::apply(std::string& image, const Op& op, std::int64_t from, std::int64_t size) {
    if (op.truncate) {
        image.resize(static_cast<std::size_t>(op.offset));
        return;
    }
    const auto end = static_cast<std::size_t>(op.offset + from + size);
    if (image.size() < end) {
        image.resize(end);
    }
    std::memcpy(image.data() + op.offset + from, op.bytes.data() + from, static_cast<std::size_t>(size));
}

void FaultVfs::apply_torn(std::string& image, const Op& op) {
    if (op.truncate) {
        if (random_.below(2) == 0) {
            apply(image, op, 0, 0);
        }
        return;
    }
    const auto size = static_cast<std::int64_t>(op.bytes.size());
    for (std::int64_t from = 0; from < size;) {
        const std::int64_t part = std::min(size - from, kSector - (op.offset + from) % kSector);
        const auto fate = random_.below(5);
        if (fate < 2) {
            apply(image, op, from, part);
        } else if (fate == 2) {
            apply(image, op, from, part / 2);
        }
        from += part;
    }
}

void FaultVfs::power_back() {
    const std::lock_guard lock(mutex_);
    for (auto& [path, image] : images_) {
        std::string after = image.durable;
        for (const Op& op : image.pending) {
            apply_torn(after, op);
        }
        std::ofstream(path, std::ios::binary | std::ios::trunc) << after;
        std::filesystem::remove(path + "-shm");
    }
    images_.clear();
    left_ = UINT64_MAX;
    fail_sync_ = false;
    full_ = false;
}

}  // namespace jiaohao::test
