// SPDX-License-Identifier: Apache-2.0
#include "drivers/line/serial_line.hpp"

#include <termios.h>

#include <QSerialPort>
#include <QString>
#include <QTimer>
#include <bit>
#include <utility>

#include "drivers/line/reopen_policy.hpp"

namespace jiaohao::drivers {
namespace {

QSerialPort::Parity to_qt(Parity parity) {
    switch (parity) {
        case Parity::none:
            return QSerialPort::NoParity;
        case Parity::even:
            return QSerialPort::EvenParity;
        case Parity::odd:
            return QSerialPort::OddParity;
        case Parity::mark:
            return QSerialPort::MarkParity;
        case Parity::space:
            return QSerialPort::SpaceParity;
    }
    return QSerialPort::NoParity;
}

QSerialPort::FlowControl to_qt(Flow flow) {
    switch (flow) {
        case Flow::none:
            return QSerialPort::NoFlowControl;
        case Flow::rts_cts:
            return QSerialPort::HardwareControl;
        case Flow::xon_xoff:
            return QSerialPort::SoftwareControl;
    }
    return QSerialPort::NoFlowControl;
}

/// Qt 6.4 reports a vanished tty as ReadError with a stale errno text, not as ResourceError; a pty answers
/// modem-line calls with UnsupportedOperationError, which means nothing. So: everything but these is loss.
bool harmless(QSerialPort::SerialPortError error) {
    return error == QSerialPort::NoError || error == QSerialPort::TimeoutError ||
           error == QSerialPort::UnsupportedOperationError;
}

}  // namespace

class SerialLine::Port {
  public:
    Port(SerialSetting setting, const Clock& clock, Log log)
        : setting_(std::move(setting)), clock_(clock), log_(log) {
        retry_.setSingleShot(true);
        QObject::connect(&retry_, &QTimer::timeout, [this] { open(); });
        QObject::connect(&port_, &QSerialPort::readyRead, [this] { read(); });
        QObject::connect(&port_, &QSerialPort::errorOccurred,
                         [this](QSerialPort::SerialPortError error) { on_error(error); });
    }
    // Members die in reverse order and a dying port may still signal.
    ~Port() { halt(); }

    void begin(LineListener& listener) {
        listener_ = &listener;
        policy_.opened();
        retry_.start(0);
    }

    void halt() {
        listener_ = nullptr;
        retry_.stop();
        up_ = false;
        port_.close();
    }

    bool write(ByteView bytes) {
        if (!up_ || backlog() + bytes.size() > setting_.backlog_limit) {
            ++counters_.refused_writes;
            return false;
        }
        const auto size = static_cast<qint64>(bytes.size());
        // A failing write signals the error itself, so `up_` may be false afterwards.
        return port_.write(std::bit_cast<const char*>(bytes.data()), size) == size && up_;
    }

    [[nodiscard]] std::size_t backlog() const {
        return up_ ? static_cast<std::size_t>(port_.bytesToWrite()) : 0;
    }
    [[nodiscard]] bool up() const { return up_; }
    [[nodiscard]] const SerialSetting& setting() const { return setting_; }
    [[nodiscard]] const Counters& counters() const { return counters_; }

  private:
    void open() {
        if (listener_ == nullptr) {
            return;
        }
        port_.setPortName(QString::fromStdString(setting_.path));
        if (!port_.open(QIODevice::ReadWrite)) {
            give_up_try(port_.errorString().toStdString());
            return;
        }
        if (!apply_settings()) {
            const auto reason = port_.errorString().toStdString();
            port_.close();
            give_up_try(reason);
            return;
        }
        policy_.opened();
        counters_.failures = policy_.failures();
        up_ = true;
        ++counters_.opened;
        log_.info("line.open", {{"path", setting_.path}, {"baud", setting_.baud}});
        listener_->on_line_up();
    }

    bool apply_settings() {
        return port_.setBaudRate(setting_.baud) &&
               port_.setDataBits(static_cast<QSerialPort::DataBits>(setting_.data_bits)) &&
               port_.setParity(to_qt(setting_.parity)) &&
               port_.setStopBits(static_cast<QSerialPort::StopBits>(setting_.stop_bits)) &&
               port_.setFlowControl(to_qt(setting_.flow)) && only_xon_goes_on();
    }

    /// Qt sets IXANY along with XON/XOFF: then a status byte of the device would end its XOFF, and what is
    /// sent into its full buffer is lost.
    bool only_xon_goes_on() {
        if (setting_.flow != Flow::xon_xoff) {
            return true;
        }
        termios port{};
        const int fd = port_.handle();
        if (tcgetattr(fd, &port) != 0) {
            return false;
        }
        port.c_iflag &= ~static_cast<tcflag_t>(IXANY);
        return tcsetattr(fd, TCSANOW, &port) == 0;
    }

    void give_up_try(const std::string& reason) {
        const auto pause = next_pause();
        if (policy_.worth_logging()) {
            log_.warning("line.cannot_open",
                         {{"path", setting_.path}, {"reason", reason}, {"tries", policy_.failures()}});
        }
        retry_.start(pause);
    }

    std::chrono::milliseconds next_pause() {
        const auto pause = policy_.failed();
        counters_.failures = policy_.failures();
        return pause;
    }

    void read() {
        const QByteArray chunk = port_.readAll();
        if (listener_ != nullptr && !chunk.isEmpty()) {
            listener_->on_bytes(ByteView{std::bit_cast<const std::uint8_t*>(chunk.constData()),
                                         static_cast<std::size_t>(chunk.size())},
                                clock_.boot());
        }
    }

    void on_error(QSerialPort::SerialPortError error) {
        // Errors of open() itself arrive here too, before the port is up; open() deals with them.
        if (harmless(error) || !up_) {
            return;
        }
        up_ = false;
        ++counters_.lost;
        const auto reason = port_.errorString().toStdString();
        // At once, inside the slot: left open, the port signals hundreds of thousands of times a second.
        port_.close();
        log_.warning("line.lost", {{"path", setting_.path}, {"code", static_cast<int>(error)}});
        retry_.start(next_pause());
        if (listener_ != nullptr) {
            listener_->on_line_down(reason);
        }
    }

    SerialSetting setting_;
    const Clock& clock_;
    Log log_;
    LineListener* listener_ = nullptr;
    ReopenPolicy policy_;
    Counters counters_;
    bool up_ = false;
    QSerialPort port_;
    QTimer retry_;
};

SerialLine::SerialLine(SerialSetting setting, const Clock& clock, Log log)
    : port_(std::make_unique<Port>(std::move(setting), clock, log)) {}
SerialLine::~SerialLine() = default;

void SerialLine::start(LineListener& listener) {
    port_->begin(listener);
}
void SerialLine::stop() {
    port_->halt();
}
bool SerialLine::write(ByteView bytes) {
    return port_->write(bytes);
}
std::size_t SerialLine::backlog() const {
    return port_->backlog();
}
std::size_t SerialLine::backlog_limit() const {
    return port_->setting().backlog_limit;
}
bool SerialLine::up() const {
    return port_->up();
}
std::string SerialLine::name() const {
    return port_->setting().path;
}
const SerialLine::Counters& SerialLine::counters() const {
    return port_->counters();
}

}  // namespace jiaohao::drivers
