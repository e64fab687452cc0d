// SPDX-License-Identifier: Apache-2.0
#include "drivers/keypad/input_node.hpp"

#include <fcntl.h>
#include <linux/input.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <ctime>
#include <filesystem>
#include <set>
#include <system_error>

#include "drivers/line/port_names.hpp"

namespace jiaohao::drivers::keypad {
namespace {

namespace fs = std::filesystem;

template <std::size_t Codes>
class Bits {
  public:
    [[nodiscard]] void* data() { return bytes_.data(); }
    [[nodiscard]] static constexpr std::size_t size() { return (Codes + CHAR_BIT) / CHAR_BIT; }
    [[nodiscard]] bool has(std::size_t code) const {
        return code < Codes && ((bytes_[code / CHAR_BIT] >> (code % CHAR_BIT)) & 1U) != 0;
    }

  private:
    // The kernel copies whole longs.
    alignas(unsigned long) std::array<unsigned char, size() + sizeof(unsigned long)> bytes_{};
};

class Node final : public InputNode {
  public:
    Node(int fd, bool device) : fd_(fd), device_(device) {}
    ~Node() override { ::close(fd_); }
    Node(const Node&) = delete;
    Node& operator=(const Node&) = delete;

    [[nodiscard]] int fd() const override { return fd_; }

    [[nodiscard]] std::optional<std::vector<std::uint16_t>> keys_down() const override {
        Bits<KEY_CNT> bits;
        if (!device_ || ::ioctl(fd_, EVIOCGKEY(bits.size()), bits.data()) < 0) {
            return std::nullopt;
        }
        std::vector<std::uint16_t> down;
        for (std::uint16_t code = 1; code < KEY_CNT; ++code) {
            if (bits.has(code)) {
                down.push_back(code);
            }
        }
        return down;
    }

    bool lamp(std::uint16_t code, bool on) override {
        Bits<LED_CNT> bits;
        return device_ && ::ioctl(fd_, EVIOCGBIT(EV_LED, bits.size()), bits.data()) >= 0 && bits.has(code) &&
               send(EV_LED, code, on);
    }
    bool bell(bool on) override {
        Bits<SND_CNT> bits;
        return device_ && ::ioctl(fd_, EVIOCGBIT(EV_SND, bits.size()), bits.data()) >= 0 &&
               bits.has(SND_BELL) && send(EV_SND, SND_BELL, on);
    }

  private:
    [[nodiscard]] bool send(std::uint16_t type, std::uint16_t code, bool on) const {
        std::array<input_event, 2> events{};
        events[0].type = type;
        events[0].code = code;
        events[0].value = on ? 1 : 0;
        events[1].type = EV_SYN;
        events[1].code = SYN_REPORT;
        return ::write(fd_, events.data(), sizeof events) == static_cast<ssize_t>(sizeof events);
    }

    const int fd_;
    const bool device_;
};

KeypadFault open_fault(const std::string& path, int error) {
    const bool right = error == EACCES || error == EPERM;
    const bool nothing = error == ENOENT || error == ENOTDIR || error == ENODEV || error == ENXIO;
    return {right     ? "no_permission"
            : nothing ? "no_port"
                      : "not_keypad",
            path, "", std::generic_category().message(error)};
}

int open_fd(const std::string& path, int flags) {
    return ::open(path.c_str(), flags | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
}

/// Another node may be a mouse or a volume wheel: a keyboard has keys below the buttons.
bool has_keys(int fd) {
    Bits<KEY_CNT> bits;
    if (::ioctl(fd, EVIOCGBIT(EV_KEY, bits.size()), bits.data()) < 0) {
        return false;
    }
    bool any = false;
    for (std::size_t code = 1; code < BTN_MISC && !any; ++code) {
        any = bits.has(code);
    }
    return any;
}

std::string others(const std::string& path) {
    auto holders = who_holds(fs::weakly_canonical(path));
    std::erase_if(holders, [](const Holder& one) { return one.pid == ::getpid(); });
    return to_string(holders);
}

/// "pci-0000:00:14.0-usb-0:2:1." of ".../pci-0000:00:14.0-usb-0:2:1.0-event-kbd": the socket without the interface;
/// empty when the name has none.
std::string socket_of(const std::string& name) {
    const auto end = name.find("-event");
    const auto dot = end == std::string::npos ? end : name.rfind('.', end);
    const bool of_usb = name.find("usb") < dot && dot != std::string::npos;
    const bool number = of_usb && end > dot + 1 &&
                        std::all_of(name.begin() + static_cast<std::ptrdiff_t>(dot) + 1,
                                    name.begin() + static_cast<std::ptrdiff_t>(end),
                                    [](char one) { return one >= '0' && one <= '9'; });
    return number ? name.substr(0, dot + 1) : "";
}

}  // namespace

std::vector<std::string> EvdevOpener::nodes(const std::string& path) const {
    std::vector<std::string> all{path};
    const std::string socket = socket_of(fs::path(path).filename().string());
    if (socket.empty()) {
        return all;
    }
    std::error_code error;
    std::set<fs::path> seen{fs::weakly_canonical(path, error)};
    std::vector<fs::path> found;
    for (fs::directory_iterator entry(fs::path(path).parent_path(), error), end; !error && entry != end;
         entry.increment(error)) {
        const std::string name = entry->path().filename().string();
        if (name.starts_with(socket) && socket_of(name) == socket && !name.ends_with("-mouse")) {
            found.push_back(entry->path());
        }
    }
    std::sort(found.begin(), found.end());
    for (const fs::path& one : found) {
        if (seen.insert(fs::weakly_canonical(one, error)).second) {
            all.push_back(one.string());
        }
    }
    return all;
}

Result<std::unique_ptr<InputNode>, KeypadFault> EvdevOpener::open(const std::string& path) const {
    struct stat before {};
    if (::stat(path.c_str(), &before) != 0) {
        return fail(open_fault(path, errno));
    }
    // A FIFO is opened for reading only: else it would never end, and lamps would come back as keys.
    const bool fifo = S_ISFIFO(before.st_mode);
    if (!fifo && !S_ISCHR(before.st_mode)) {
        return fail(KeypadFault{"not_keypad", path, "", "is no event device"});
    }
    int fd = open_fd(path, fifo ? O_RDONLY : O_RDWR);
    if (fd < 0 && !fifo && errno == EACCES) {
        fd = open_fd(path, O_RDONLY);  // Works without its lamps.
    }
    if (fd < 0) {
        return fail(open_fault(path, errno));
    }
    auto node = std::make_unique<Node>(fd, !fifo);
    if (fifo) {
        return node;
    }
    if (!has_keys(fd)) {
        return fail(KeypadFault{"not_keypad", path, "", "has no keys"});
    }
    if (::ioctl(fd, EVIOCGRAB, 1) != 0) {
        return errno == EBUSY
                   ? fail(KeypadFault{"held", path, others(path), std::generic_category().message(EBUSY)})
                   : fail(open_fault(path, errno));
    }
    int clock = CLOCK_MONOTONIC;
    static_cast<void>(::ioctl(fd, EVIOCSCLOCKID, &clock));
    return node;
}

}  // namespace jiaohao::drivers::keypad
