// Modbus as others speak it: our driver polls a slave made of libmodbus, mbpoll polls our simulated devices.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <modbus/modbus.h>
#include <sys/mman.h>

#include <atomic>
#include <cstdio>

#include "drivers/sim/bus/pty_link.hpp"
#include "tests/unit/bus/poll_bench.hpp"
#include "tests/unit/bus/polled_bench.hpp"

namespace jiaohao::drivers::bus {
namespace {

using Register = std::atomic<std::uint16_t>;

/// The holding register 0 that keeps presses, in memory that the slave's process shares.
class SharedRegister {
  public:
    SharedRegister()
        : place_(
              ::mmap(nullptr, sizeof(Register), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0)),
          value_(new (place_) Register(0)) {}
    ~SharedRegister() { ::munmap(place_, sizeof(Register)); }
    SharedRegister(const SharedRegister&) = delete;
    SharedRegister& operator=(const SharedRegister&) = delete;
    Register& operator*() { return *value_; }

  private:
    void* place_;
    Register* value_;
};

/// A box of 17 registers: 0 keeps presses, a one written to register 1 clears its bit there.
[[noreturn]] void serve(const char* port, int address, Register& presses) {
    modbus_t* slave = modbus_new_rtu(port, 9600, 'N', 8, 1);
    modbus_mapping_t* map = modbus_mapping_new(0, 0, 17, 0);
    if (slave == nullptr || map == nullptr || modbus_set_slave(slave, address) != 0 ||
        modbus_connect(slave) != 0) {
        ::_exit(3);
    }
    std::uint8_t query[MODBUS_RTU_MAX_ADU_LENGTH];
    for (;;) {
        const int size = modbus_receive(slave, query);
        if (size <= 0) {
            continue;
        }
        map->tab_registers[0] = presses.load();
        modbus_reply(slave, query, size, map);
        const auto clear =
            static_cast<std::uint16_t>(~std::exchange(map->tab_registers[1], std::uint16_t{0}));
        presses.fetch_and(clear);
    }
}

/// The driver's end of a pseudo-terminal whose other end a peer has opened by its path.
class MasterLine final : public ByteLine {
  public:
    MasterLine(int fd, const Clock& clock) : fd_(fd), clock_(clock) {}
    void start(LineListener& listener) override {
        listener_ = &listener;
        listener.on_line_up();
    }
    void stop() override { listener_ = nullptr; }
    [[nodiscard]] bool write(ByteView bytes) override {
        return ::write(fd_, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size());
    }
    [[nodiscard]] std::size_t backlog() const override { return 0; }
    [[nodiscard]] bool up() const override { return listener_ != nullptr; }
    [[nodiscard]] std::string name() const override { return "master"; }
    void step() {
        std::uint8_t buffer[512];
        const ssize_t count = ::read(fd_, buffer, sizeof buffer);
        if (count > 0 && listener_ != nullptr) {
            listener_->on_bytes(ByteView{buffer, static_cast<std::size_t>(count)}, clock_.boot());
        }
    }

  private:
    int fd_;
    const Clock& clock_;
    LineListener* listener_ = nullptr;
};

std::filesystem::path make_folder() {
    std::string name = std::filesystem::temp_directory_path() / "modbus.XXXXXX";
    EXPECT_NE(mkdtemp(name.data()), nullptr);
    return name;
}

class LibmodbusSlave : public ::testing::Test {
  protected:
    void SetUp() override {
        folder_ = make_folder();
        auto made = sim_bus::PtyLink::plug_in(folder_ / "line");
        ASSERT_TRUE(made.has_value());
        pty_ = std::move(*made);
        child_ = ::fork();
        if (child_ == 0) {
            serve((folder_ / "line").c_str(), 7, *presses);
        }
        ASSERT_TRUE(until([&] { return pty_->host_present(); }));
        line_ = std::make_unique<MasterLine>(pty_->fd(), clock_);
        driver = std::make_unique<BusDriver>(
            settings_of(load_shipped("handset-modbus-buttons"), {7}), *line_, timers_, heard,
            [](const std::function<void()>& call) { call(); }, Log(sink_, "test"));
        driver->start();
    }
    void TearDown() override {
        driver.reset();
        ::kill(child_, SIGKILL);
        ::waitpid(child_, nullptr, 0);
        pty_.reset();
        std::filesystem::remove_all(folder_);
    }
    bool until(const std::function<bool()>& done) {
        const BootTime end = clock_.boot() + 30s;
        while (!done() && clock_.boot() < end) {
            pollfd fd{pty_->fd(), POLLIN, 0};
            ::poll(&fd, 1, 2);
            if (line_) {
                line_->step();
            }
            timers_.fire_due();
        }
        return done();
    }

    SharedRegister presses;
    Heard heard;
    std::unique_ptr<BusDriver> driver;

  private:
    SystemClock clock_;
    PollTimers timers_{clock_};
    NullSink sink_;
    std::filesystem::path folder_;
    std::unique_ptr<sim_bus::PtyLink> pty_;
    std::unique_ptr<MasterLine> line_;
    pid_t child_ = 0;
};

TEST_F(LibmodbusSlave, ItsLatchIsReadAndClearedOnceThePressIsSafe) {
    ASSERT_TRUE(until([&] { return driver->report().rounds >= 3; }));
    *presses = 0x0101;  // call, best face
    ASSERT_TRUE(until([&] { return heard.handsets.size() == 1 && heard.pads.size() == 1; }));
    EXPECT_EQ(heard.handsets[0].key, ports::HandsetKey::call);
    EXPECT_EQ(heard.pads[0].level, 4U);
    const auto rounds = driver->report().rounds;
    ASSERT_TRUE(until([&] { return driver->report().rounds >= rounds + 3; }));
    EXPECT_EQ(*presses, 0x0101) << "cleared before the presses were safe";
    driver->acknowledge(heard.handsets[0].id);
    ASSERT_TRUE(until([&] { return *presses == 0x0100; }));
    driver->acknowledge(heard.pads[0].id);
    ASSERT_TRUE(until([&] { return *presses == 0; }));
    EXPECT_EQ(heard.handsets.size() + heard.pads.size(), 2U);
    EXPECT_EQ(driver->report().devices.at(0).health.state, DeviceState::ready);
}

TEST_F(LibmodbusSlave, ItsExceptionIsUnderstood) {
    ASSERT_TRUE(until([&] { return driver->report().rounds >= 1; }));
    driver->start_rating(7);  // register 16: there
    driver->beep(7);          // register 17: an illegal address
    ASSERT_TRUE(until([&] { return driver->counts().exceptions >= 1; }));
    const auto rounds = driver->report().rounds;
    ASSERT_TRUE(until([&] { return driver->report().rounds >= rounds + 2; }));
    EXPECT_EQ(driver->report().devices.at(0).health.state, DeviceState::ready);
}

class MbpollMaster : public ::testing::Test {
  protected:
    void SetUp() override {
        if (std::system("command -v mbpoll > /dev/null 2>&1") != 0) {
            GTEST_SKIP() << "mbpoll is not installed: ./setup test";
        }
        folder_ = make_folder();
    }
    void TearDown() override {
        sim.reset();
        std::filesystem::remove_all(folder_);
    }
    void start(const std::string& profile) {
        const std::string file = std::string(JIAOHAO_SOURCE_DIR) + "/drivers/profiles/" + profile + ".toml";
        sim = std::make_unique<SimProcess>(
            std::vector<std::string>{"sim", "--link", link(), "--profile", file, "--devices", "7"});
        EXPECT_TRUE(until_said("\"ready\""));
    }
    [[nodiscard]] std::string link() const { return folder_ / "bus"; }
    bool until_said(const std::string& part) {
        const BootTime end = clock_.boot() + 30s;
        while (sim->said(part) == 0 && clock_.boot() < end) {
            pollfd fd{sim->fd(), POLLIN, 0};
            ::poll(&fd, 1, 10);
            sim->read();
        }
        return sim->said(part) > 0;
    }
    std::string mbpoll(const std::string& arguments) {
        const std::string command =
            "timeout 30 mbpoll -m rtu -a 7 -b 9600 -P none -0 -o 5 " + arguments + " 2>&1";
        std::FILE* pipe = ::popen(command.c_str(), "r");
        std::string text;
        char buffer[512];
        while (pipe != nullptr && std::fgets(buffer, sizeof buffer, pipe) != nullptr) {
            text += buffer;
        }
        ::pclose(pipe);
        return text;
    }
    std::unique_ptr<SimProcess> sim;

  private:
    SystemClock clock_;
    std::filesystem::path folder_;
};

TEST_F(MbpollMaster, ReadsTheLatchesOfASimulatedBoxAndLightsItsLamp) {
    start("handset-modbus-buttons");
    sim->say("press 7 handset recall x");
    ASSERT_TRUE(until_said("\"kept\""));
    const std::string read = mbpoll("-t 4 -r 0 -c 1 -1 " + link());
    EXPECT_NE(read.find("[0]: \t2"), std::string::npos) << read;
    const std::string written = mbpoll("-t 4 -r 16 " + link() + " 1");
    EXPECT_NE(written.find("Written 1 references"), std::string::npos) << written;
    EXPECT_TRUE(until_said("\"armed\""));
}

TEST_F(MbpollMaster, ReadsTheCounterOfASimulatedCaller) {
    start("handset-armfly-counter");
    for (const char* press : {"press 7 handset call a", "press 7 handset call b", "press 7 handset call c"}) {
        sim->say(press);
    }
    ASSERT_TRUE(until_said("\"c\""));
    const std::string read = mbpoll("-t 4 -r 29 -c 1 -1 " + link());
    EXPECT_NE(read.find("[29]: \t3"), std::string::npos) << read;
}

TEST_F(MbpollMaster, IsToldAnExceptionByAFaultySimulatedBox) {
    start("handset-modbus-buttons");
    sim->say("fault exception");
    sim->say("devices");
    ASSERT_TRUE(until_said("\"device\""));
    const std::string read = mbpoll("-t 4 -r 0 -c 1 -1 " + link());
    EXPECT_NE(read.find("Illegal data address"), std::string::npos) << read;
}

}  // namespace
}  // namespace jiaohao::drivers::bus
