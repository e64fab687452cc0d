// SPDX-License-Identifier: Apache-2.0
#include "drivers/line/port_names.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <fstream>

namespace jiaohao::drivers {
namespace {

namespace fs = std::filesystem;

std::string first_line(const fs::path& file) {
    std::ifstream in(file);
    std::string line;
    std::getline(in, line);
    constexpr std::size_t kMost = 200;
    return line.substr(0, kMost);
}

bool has_open(const fs::path& process, dev_t device) {
    std::error_code error;
    // Without the right to look the iterator is at its end.
    for (auto it = fs::directory_iterator(process / "fd", error); !error && it != fs::directory_iterator();
         it.increment(error)) {
        struct stat found {};
        if (stat(it->path().c_str(), &found) == 0 && S_ISCHR(found.st_mode) && found.st_rdev == device) {
            return true;
        }
    }
    return false;
}

/// What udev makes the by-id name of: maker, model and serial number of the USB device, and the interface.
std::string usb_identity(const fs::path& sys_tty) {
    std::error_code error;
    fs::path at = fs::canonical(sys_tty / "device", error);
    std::string interface;
    for (int up = 0; !error && up < 8 && at.has_relative_path(); ++up, at = at.parent_path()) {
        if (interface.empty()) {
            interface = first_line(at / "bInterfaceNumber");
        }
        if (fs::exists(at / "idVendor", error)) {
            return first_line(at / "idVendor") + ':' + first_line(at / "idProduct") + ':' +
                   first_line(at / "serial") + ':' + interface;
        }
    }
    return {};
}

std::string by_socket(const fs::path& device, const PortRoots& roots) {
    std::error_code error;
    std::string best;
    for (auto it = fs::directory_iterator(roots.dev / "serial" / "by-path", error);
         !error && it != fs::directory_iterator(); it.increment(error)) {
        std::error_code broken;
        const std::string name = it->path().string();
        // udev may give two names; the plain one is the shorter.
        if (fs::canonical(it->path(), broken) == device && !broken &&
            (best.empty() || name.size() < best.size())) {
            best = name;
        }
    }
    return best;
}

LineFault about(LineFaultCode code, const fs::path& port) {
    return {code, {{"path", port.string()}}};
}

}  // namespace

std::vector<Holder> who_holds(const fs::path& port, const PortRoots& roots, std::size_t most) {
    struct stat device {};
    std::vector<Holder> holders;
    if (stat(port.c_str(), &device) != 0 || !S_ISCHR(device.st_mode)) {
        return holders;
    }
    std::error_code error;
    for (auto it = fs::directory_iterator(roots.proc, error); !error && it != fs::directory_iterator();
         it.increment(error)) {
        const std::string name = it->path().filename().string();
        int pid = 0;
        const auto read = std::from_chars(name.data(), name.data() + name.size(), pid);
        if (read.ec == std::errc{} && read.ptr == name.data() + name.size() &&
            has_open(it->path(), device.st_rdev)) {
            holders.push_back({pid, first_line(it->path() / "comm")});
        }
    }
    std::sort(holders.begin(), holders.end(), [](const Holder& a, const Holder& b) { return a.pid < b.pid; });
    holders.resize(std::min(holders.size(), most));
    return holders;
}

std::string to_string(const std::vector<Holder>& holders) {
    std::string text;
    for (const Holder& holder : holders) {
        text += text.empty() ? "" : ", ";
        text += holder.program + " (" + std::to_string(holder.pid) + ")";
    }
    return text;
}

LineFault held_fault(const fs::path& port, const PortRoots& roots) {
    LineFault fault = about(LineFaultCode::held, port);
    fault.facts["holder"] = to_string(who_holds(port, roots));
    return fault;
}

std::optional<LineFault> why_not_open(const fs::path& port, const PortRoots& roots) {
    const int fd = open(port.c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    const int error = fd < 0 ? errno : 0;
    const bool terminal = fd >= 0 && isatty(fd) == 1;
    if (fd >= 0) {
        close(fd);
    }
    if (terminal) {
        return std::nullopt;
    }
    switch (error) {
        case ENOENT:
        case ENXIO:
        case ENODEV:
        case EIO:
        case ENOTDIR:
        case ELOOP:
            return about(LineFaultCode::no_port, port);
        case EACCES:
        case EPERM:
        case EROFS:
            return about(LineFaultCode::no_permission, port);
        case EBUSY:
            return held_fault(port, roots);
        default:
            return about(LineFaultCode::not_serial, port);
    }
}

fs::path device_behind(const fs::path& port) {
    std::error_code error;
    fs::path device = fs::canonical(port, error);
    return error ? port : device;
}

std::optional<LineFault> same_name(const fs::path& port, const PortRoots& roots) {
    if (port.parent_path() != roots.dev / "serial" / "by-id") {
        return std::nullopt;
    }
    const fs::path device = device_behind(port);
    const fs::path ttys = roots.sys / "class" / "tty";
    const std::string identity = usb_identity(ttys / device.filename());
    if (identity.empty()) {
        return std::nullopt;
    }
    std::error_code error;
    for (auto it = fs::directory_iterator(ttys, error); !error && it != fs::directory_iterator();
         it.increment(error)) {
        if (it->path().filename() != device.filename() && usb_identity(it->path()) == identity) {
            LineFault fault = about(LineFaultCode::same_name, port);
            fault.facts["advised"] = by_socket(device, roots);
            return fault;
        }
    }
    return std::nullopt;
}

}  // namespace jiaohao::drivers
