// SPDX-License-Identifier: Apache-2.0
#include "drivers/line/serial_line.hpp"

#include <QSerialPort>
#include <QString>
#include <QTimer>
#include <algorithm>
#include <bit>
#include <utility>

#include "drivers/line/line_doctor.hpp"
#include "drivers/line/line_watch.hpp"
#include "drivers/line/port_names.hpp"
#include "drivers/line/reopen_policy.hpp"
#include "drivers/line/speed_search.hpp"
#include "drivers/line/tty.hpp"

namespace jiaohao::drivers {
namespace {

/// A rest costs a wake-up itself; and nobody may wait long for what a broken frame only announced.
constexpr std::chrono::milliseconds kLeastRest{3};
constexpr std::chrono::milliseconds kLongestRest{40};

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
        : setting_(std::move(setting)),
          clock_(clock),
          log_(log),
          progress_(setting_.flow != Flow::none),
          doctor_(setting_),
          search_(setting_.baud) {
        retry_.setSingleShot(true);
        QObject::connect(&retry_, &QTimer::timeout, [this] { open(); });
        rest_.setSingleShot(true);
        rest_.setTimerType(Qt::PreciseTimer);
        QObject::connect(&rest_, &QTimer::timeout, [this] { wake(); });
        QObject::connect(&look_, &QTimer::timeout, [this] { look(); });
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
        look_.stop();
        rest_.stop();
        up_ = false;
        port_.close();
    }

    std::chrono::nanoseconds rest(std::size_t bytes) {
        const auto span = std::min(
            std::chrono::floor<std::chrono::milliseconds>(travel_time(setting_, bytes)), kLongestRest);
        if (!up_ || search_.searching() || span < kLeastRest) {
            return {};
        }
        // Qt stops listening once its buffer is full; the kernel keeps the rest meanwhile.
        port_.setReadBufferSize(1);
        rest_.start(span);
        return span;
    }

    bool write(ByteView bytes) {
        if (!up_ || search_.searching() || backlog() + bytes.size() > setting_.backlog_limit) {
            ++counters_.refused_writes;
            return false;
        }
        const auto size = static_cast<qint64>(bytes.size());
        written_here_ += bytes.size();
        counters_.written += bytes.size();
        // A failing write signals the error itself, so `up_` may be false afterwards.
        return port_.write(std::bit_cast<const char*>(bytes.data()), size) == size && up_;
    }

    bool hold_break(bool on) {
        // The kernel lets nobody begin a break before everything has left, and would wait for that.
        if (!up_ || search_.searching() || (on && backlog() + tty::unsent(port_.handle()) > 0)) {
            return false;
        }
        return port_.setBreakEnabled(on) && up_;
    }

    void judge(std::uint64_t rejected) {
        const LineTally totals{counters_.received, rejected, counters_.errors};
        if (search_.searching()) {
            doctor_.skip(totals);
        } else {
            doctor_.look(totals);
        }
        if (setting_.find_speed && up_) {
            const auto judged = doctor_.fault();
            listen_at(search_.look(totals, judged && judged->code == LineFaultCode::no_sense));
        }
    }

    [[nodiscard]] std::optional<LineFault> fault() const {
        if (fault_) {
            return fault_;
        }
        auto judged = doctor_.fault();
        if (judged && judged->code == LineFaultCode::no_sense && search_.found()) {
            judged->code = LineFaultCode::wrong_speed;
            judged->facts["fits"] = std::to_string(*search_.found());
        }
        return judged ? judged : same_name_;
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
            const auto why = why_not_open(setting_.path);
            give_up_try(why ? *why : held_fault(setting_.path));
            return;
        }
        if (!tty::take_alone(port_.handle())) {
            port_.close();
            give_up_try(held_fault(setting_.path));
            return;
        }
        if (!apply_settings()) {
            port_.close();
            give_up_try({LineFaultCode::setting_refused,
                         {{"path", setting_.path}, {"settings", describe(setting_)}}});
            return;
        }
        opened();
    }

    void opened() {
        policy_.opened();
        port_.setReadBufferSize(0);
        counters_.failures = policy_.failures();
        progress_.reopened();
        answer_.reopened();
        search_.reopened();
        written_here_ = received_here_ = 0;
        errors_before_ = tty::receive_errors(port_.handle());
        if (fault_ && fault_->code != LineFaultCode::mute) {
            fault_.reset();
        }
        same_name_ = same_name(setting_.path);
        up_ = true;
        ++counters_.opened;
        log_.info("line.open", {{"path", setting_.path},
                                {"device", device_behind(setting_.path).string()},
                                {"settings", describe(setting_)}});
        if (same_name_) {
            log_.warning("line.same_name",
                         {{"path", setting_.path}, {"advised", same_name_->facts.at("advised")}});
        }
        look_.start(setting_.look_every);
        listener_->on_line_up();
    }

    bool apply_settings() {
        return port_.setBaudRate(setting_.baud) &&
               port_.setDataBits(static_cast<QSerialPort::DataBits>(setting_.data_bits)) &&
               port_.setParity(to_qt(setting_.parity)) &&
               port_.setStopBits(static_cast<QSerialPort::StopBits>(setting_.stop_bits)) &&
               port_.setFlowControl(to_qt(setting_.flow)) &&
               (setting_.flow != Flow::xon_xoff || tty::only_xon_goes_on(port_.handle()));
    }

    void listen_at(std::int32_t baud) {
        if (baud == port_.baudRate()) {
            return;
        }
        log_.info("line.listens",
                  {{"path", setting_.path}, {"baud", baud}, {"fits", search_.found().value_or(0)}});
        if (!port_.setBaudRate(baud) && baud == setting_.baud) {
            lose({LineFaultCode::setting_refused,
                  {{"path", setting_.path}, {"settings", describe(setting_)}}});
        }
    }

    void give_up_try(LineFault why) {
        const auto pause = next_pause();
        if (policy_.worth_logging()) {
            log_.warning(
                "line.cannot_open",
                {{"path", setting_.path}, {"reason", to_string(why)}, {"tries", policy_.failures()}});
        }
        fault_ = std::move(why);
        retry_.start(pause);
    }

    /// Once a second: do bytes leave, do answers come?
    void look() {
        if (!up_) {
            return;
        }
        count_errors();
        const std::size_t waiting = backlog() + tty::unsent(port_.handle());
        const auto verdict = progress_.look(written_here_, waiting);
        if (verdict == ProgressWatch::Verdict::swallowed) {
            tty::drop_unsent(port_.handle());
            return lose(
                {LineFaultCode::swallowed, {{"path", setting_.path}, {"bytes", std::to_string(waiting)}}});
        }
        if (verdict == ProgressWatch::Verdict::held_off) {
            fault_ = LineFault{LineFaultCode::held_off,
                               {{"path", setting_.path}, {"bytes", std::to_string(waiting)}}};
        } else if (fault_ && fault_->code == LineFaultCode::held_off) {
            fault_.reset();
        }
        if (setting_.answers && answer_.look(written_here_, waiting, received_here_)) {
            lose({LineFaultCode::mute, {{"path", setting_.path}, {"settings", describe(setting_)}}});
        }
    }

    void count_errors() {
        const auto now = tty::receive_errors(port_.handle());
        if (now && errors_before_ && *now > *errors_before_) {
            counters_.errors += *now - *errors_before_;
        }
        errors_before_ = now;
    }

    std::chrono::milliseconds next_pause() {
        const auto pause = policy_.failed();
        counters_.failures = policy_.failures();
        return pause;
    }

    void wake() {
        port_.setReadBufferSize(0);
        // What came meanwhile is taken together with the byte that Qt holds; alone that would begin another rest.
        static_cast<void>(port_.waitForReadyRead(0));
        read();
    }

    void read() {
        if (rest_.isActive()) {
            return;
        }
        const QByteArray chunk = port_.readAll();
        if (listener_ == nullptr || chunk.isEmpty()) {
            return;
        }
        const auto size = static_cast<std::size_t>(chunk.size());
        received_here_ += size;
        counters_.received += size;
        if (fault_ && fault_->code == LineFaultCode::mute) {
            fault_.reset();
        }
        listener_->on_bytes(ByteView{std::bit_cast<const std::uint8_t*>(chunk.constData()), size},
                            clock_.boot());
    }

    void on_error(QSerialPort::SerialPortError error) {
        // Errors of open() itself arrive here too, before the port is up; open() deals with them.
        if (!harmless(error) && up_) {
            lose({LineFaultCode::lost, {{"path", setting_.path}}});
        }
    }

    void lose(LineFault why) {
        up_ = false;
        look_.stop();
        rest_.stop();
        ++counters_.lost;
        // At once, inside the slot: left open, the port signals hundreds of thousands of times a second.
        port_.close();
        log_.warning("line.lost", {{"path", setting_.path}, {"reason", to_string(why)}});
        const auto reason = to_string(why);
        fault_ = std::move(why);
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
    ProgressWatch progress_;
    AnswerWatch answer_;
    LineDoctor doctor_;
    SpeedSearch search_;
    std::optional<LineFault> fault_;
    std::optional<LineFault> same_name_;
    std::optional<std::uint64_t> errors_before_;
    /// Since the port was opened.
    std::uint64_t written_here_ = 0;
    std::uint64_t received_here_ = 0;
    bool up_ = false;
    QSerialPort port_;
    QTimer retry_;
    QTimer look_;
    /// While it runs bytes that come are left unread.
    QTimer rest_;
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
std::chrono::nanoseconds SerialLine::rest(std::size_t bytes) {
    return port_->rest(bytes);
}
bool SerialLine::hold_break(bool on) {
    return port_->hold_break(on);
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
std::optional<LineFault> SerialLine::fault() const {
    return port_->fault();
}
void SerialLine::judge(std::uint64_t rejected) {
    port_->judge(rejected);
}
const SerialSetting& SerialLine::setting() const {
    return port_->setting();
}
const SerialLine::Counters& SerialLine::counters() const {
    return port_->counters();
}

}  // namespace jiaohao::drivers
